//! Leave to answer a request, and who gives it.

use std::sync::Arc;

use ciss_cards::adulthood::Adulthood;
use ciss_contract::day::connecticut_day;
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::session::{Operator, Purpose};
use ciss_contract::source::Source;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::action::Action;

/// Decides who may see what. A table does today; a policy engine takes its place without touching an endpoint.
pub trait Policy: Send + Sync + 'static {
    /// What is allowed to whoever makes this request.
    fn allows(&self, request: &Request) -> Allowed;
}

/// Who wants to do what, and why.
#[derive(Clone, Debug)]
pub struct Request {
    /// Who: the claims that an identity vouches for.
    pub claims: Arc<Operator>,
    /// Why, where the action takes a purpose.
    pub purpose: Option<Purpose>,
    /// What.
    pub action: Action,
}

/// What a policy allows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    /// Sources whose records may be seen; [`Source::Decisions`] is among them where decisions may.
    pub sources: Vec<Source>,
    /// Matters of persons under 18. They are confidential (CGS 46b-124); an investigation may use them.
    pub juveniles: bool,
    /// NCIC caution codes, which are for the safety of officers and made by the police.
    pub cautions: bool,
}

/// What stands in place of the answers about a juvenile.
pub const JUVENILE: &str = "juvenile · not entitled";

/// What stands there where at least one source makes the person an adult: somebody who is entitled should look.
pub const DISPUTED: &str = "may be a juvenile, dates of birth disagree · not entitled";

/// Leave to answer one request: who asks for what and why, and what a policy allows them. Only [`Grant::new`] makes one.
#[derive(Clone, Debug)]
pub struct Grant {
    request: Request,
    allowed: Allowed,
    at: Timestamp,
    today: Date,
}

impl Grant {
    /// What the policy grants to a request that is made at this moment.
    ///
    /// # Errors
    /// [`ErrorCode::NotEntitled`] where the action makes no sense without a source that is not covered.
    pub fn new(policy: &dyn Policy, request: Request, at: Timestamp) -> Result<Grant, Problem> {
        let allowed = policy.allows(&request);
        let needs = request.action.needs();
        let grant = Grant { request, allowed, at, today: connecticut_day(at) };
        if let Some(source) = needs {
            grant.require(source)?;
        }
        Ok(grant)
    }

    /// Who asks.
    pub fn operator(&self) -> &Operator {
        &self.request.claims
    }

    /// When they asked.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// The day in Connecticut on which they asked.
    pub fn today(&self) -> Date {
        self.today
    }

    /// Is the source covered?
    pub fn covers(&self, source: Source) -> bool {
        self.allowed.sources.contains(&source)
    }

    /// # Errors
    /// [`ErrorCode::NotEntitled`] when the source is not covered.
    pub fn require(&self, source: Source) -> Result<(), Problem> {
        if self.covers(source) { Ok(()) } else { Err(Problem::new(ErrorCode::NotEntitled)) }
    }

    /// May the asker see caution codes?
    pub fn shows_cautions(&self) -> bool {
        self.allowed.cautions
    }

    /// May the asker decide whose records are whose?
    pub fn may_decide(&self) -> bool {
        self.covers(Source::Decisions)
    }

    /// Must everything about this person be held back but what a license shows? Then why, in words. Whoever leaves the
    /// hub's answer in any part, live sources that are asked, documents and decisions go by this one function.
    pub fn withholds(&self, adulthood: Option<Adulthood>) -> Option<&'static str> {
        let Adulthood { earliest, .. } = adulthood.filter(|adulthood| self.today < adulthood.from)?;
        match (self.allowed.juveniles, self.today < earliest) {
            (true, _) => None,
            (false, true) => Some(JUVENILE),
            (false, false) => Some(DISPUTED),
        }
    }
}

#[cfg(test)]
mod tests {
    use ciss_contract::session::Assignment;
    use jiff::civil::date;

    use super::*;

    /// A policy that allows the same to everybody.
    struct Same(Allowed);

    impl Policy for Same {
        fn allows(&self, _: &Request) -> Allowed {
            self.0.clone()
        }
    }

    fn grant(allowed: Allowed, action: Action, at: &str) -> Result<Grant, Problem> {
        let claims = Arc::new(Operator {
            federation_id: "CISS:IDP:TEST:USER:a".to_owned(),
            name: "A".to_owned(),
            assignment: Assignment::Dispatcher,
            agency: "A PD".to_owned(),
            ori: "CT0000000".to_owned(),
        });
        Grant::new(&Same(allowed), Request { claims, purpose: None, action }, at.parse().unwrap())
    }

    #[test]
    fn a_plate_leads_nowhere_without_the_registration() {
        let only = |source| Allowed { sources: vec![source], ..Allowed::default() };
        let at = "2026-11-18T12:00:00Z";
        for (source, action, granted) in [
            (Source::DmvRegistration, Action::Lookup, true),
            (Source::Rms, Action::Lookup, false),
            (Source::Rms, Action::Record, true),
        ] {
            let given = grant(only(source), action, at);
            assert_eq!(given.is_ok(), granted, "{action:?}");
            assert!(given.is_ok() || given.is_err_and(|problem| problem.code == ErrorCode::NotEntitled));
        }
    }

    #[test]
    fn adults_begin_on_their_eighteenth_birthday_in_connecticut() {
        let turns = |from, earliest| Some(Adulthood { from, earliest });
        let birthday = turns(date(2026, 11, 22), date(2026, 11, 22));
        let disputed = turns(date(2032, 2, 3), date(2002, 2, 3));
        for (juveniles, at, adulthood, expect) in [
            (false, "2026-11-22T04:59:59Z", birthday, Some(JUVENILE)),
            (false, "2026-11-22T05:00:00Z", birthday, None),
            (true, "2026-11-22T04:59:59Z", birthday, None),
            (false, "2026-11-22T04:59:59Z", None, None),
            (false, "2026-11-22T04:59:59Z", disputed, Some(DISPUTED)),
            (true, "2026-11-22T04:59:59Z", disputed, None),
        ] {
            let given = grant(Allowed { juveniles, ..Allowed::default() }, Action::Record, at).unwrap();
            assert_eq!(given.withholds(adulthood), expect, "{at} {adulthood:?}");
        }
    }
}
