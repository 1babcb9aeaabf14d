//! Who may see what: one table and a few rules. Claims-based, per source and per field, as GFIPM asks for.

use ciss_cards::adulthood::Adulthood;
use ciss_contract::session::Assignment;
use ciss_contract::source::Source;
use jiff::civil::Date;

/// What an assignment is entitled to.
#[derive(Debug)]
pub struct Entitlement {
    assignment: Assignment,
    /// In the order of `Source::ALL`.
    sources: [bool; 16],
    /// Matters of persons under 18. They are confidential (CGS 46b-124); an investigation may use them.
    pub juveniles: bool,
    /// NCIC caution codes, which are for the safety of officers and made by the police.
    pub cautions: bool,
    /// May decide whose records are whose. It changes what everybody reads.
    pub decides: bool,
}

const Y: bool = true;
const N: bool = false;

/// The table. A row per assignment of the CISS access form, a column per source in the order of `Source::ALL`.
#[rustfmt::skip]
static TABLE: [Entitlement; 7] = [
    //                       DMV-REG, DMV-LIC, COLLECT, PRAWN, RMS, DOC, POR, SOR, CRMVS, CMIS, BOPP, CCH, WEAPONS, OBTS, CIB, JCM     juveniles, cautions, decides
    row(Assignment::Dispatcher,     [Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y], N, Y, N),
    row(Assignment::Detective,      [Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y], Y, Y, Y),
    row(Assignment::Officer,        [Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y], N, Y, N),
    row(Assignment::Records,        [Y, Y, Y, Y, Y, Y, Y, Y, Y, N, N, Y, Y, Y, Y, Y], N, Y, Y),
    row(Assignment::Clerk,          [Y, Y, N, Y, N, Y, Y, Y, Y, Y, N, N, N, Y, Y, Y], N, N, N),
    row(Assignment::PublicDefender, [Y, N, N, Y, N, Y, N, Y, Y, N, N, N, N, N, Y, Y], N, N, N),
    row(Assignment::VictimAdvocate, [N, N, N, N, N, Y, Y, Y, Y, N, N, N, N, N, N, Y], N, N, N),
];

const fn row(
    assignment: Assignment,
    sources: [bool; 16],
    juveniles: bool,
    cautions: bool,
    decides: bool,
) -> Entitlement {
    Entitlement { assignment, sources, juveniles, cautions, decides }
}

/// What stands in place of the answers about a juvenile.
pub const JUVENILE: &str = "juvenile · not entitled";

/// What stands there where at least one source makes the person an adult: somebody who is entitled should look.
pub const DISPUTED: &str = "may be a juvenile, dates of birth disagree · not entitled";

/// What an assignment that the table does not name is entitled to.
static NOTHING: Entitlement = row(Assignment::VictimAdvocate, [N; 16], N, N, N);

impl Entitlement {
    /// The assignment's row.
    pub fn of(assignment: Assignment) -> &'static Entitlement {
        TABLE.iter().find(|row| row.assignment == assignment).unwrap_or(&NOTHING)
    }

    /// Is the source covered?
    pub fn covers(&self, source: Source) -> bool {
        // A decision names two records, and shows nothing of either.
        if source == Source::Decisions {
            return self.decides;
        }
        Source::ALL.iter().zip(self.sources).any(|(column, covered)| covered && *column == source)
    }

    /// Must everything about this person be held back but what a license shows? Then why, in words. Whoever leaves the
    /// hub's answer in any part, live sources that are asked, documents and decisions go by this one function.
    pub fn withholds(&self, adulthood: Option<Adulthood>, today: Date) -> Option<&'static str> {
        let Adulthood { earliest, .. } = adulthood.filter(|adulthood| today < adulthood.from)?;
        match (self.juveniles, today < earliest) {
            (true, _) => None,
            (false, true) => Some(JUVENILE),
            (false, false) => Some(DISPUTED),
        }
    }
}

/// Full years; none for a birth in the future, which is a typing error.
pub fn age(born: Date, today: Date) -> Option<u16> {
    let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
    u16::try_from(today.year() - born.year() - i16::from(!had_birthday)).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_assignment_has_its_own_row() {
        for (position, row) in TABLE.iter().enumerate() {
            assert!(
                std::ptr::eq(Entitlement::of(row.assignment), row),
                "row {position} is hidden by an earlier one"
            );
        }
    }

    #[test]
    fn the_public_defender_is_denied_what_the_police_keep() {
        let entitlement = Entitlement::of(Assignment::PublicDefender);
        let denied: Vec<_> =
            Source::ALL.into_iter().filter(|s| !entitlement.covers(*s)).map(Source::code).collect();
        assert_eq!(denied, ["DMV-LIC", "COLLECT", "RMS", "POR", "CMIS", "BOPP", "CCH", "WEAPONS", "OBTS"]);
    }

    #[test]
    fn adults_begin_on_their_eighteenth_birthday() {
        let adult = |from, earliest| Some(Adulthood { from, earliest });
        let turns = adult(date(2026, 11, 22), date(2026, 11, 22));
        for (assignment, today, expect) in [
            (Assignment::Dispatcher, date(2026, 11, 21), Some(JUVENILE)),
            (Assignment::Dispatcher, date(2026, 11, 22), None),
            (Assignment::Detective, date(2026, 11, 21), None),
        ] {
            assert_eq!(Entitlement::of(assignment).withholds(turns, today), expect, "{today}");
        }
        let dispatcher = Entitlement::of(Assignment::Dispatcher);
        assert_eq!(dispatcher.withholds(None, date(2026, 11, 21)), None);
        let disputed = adult(date(2032, 2, 3), date(2002, 2, 3));
        assert_eq!(dispatcher.withholds(disputed, date(2026, 11, 21)), Some(DISPUTED));
        assert_eq!(Entitlement::of(Assignment::Detective).withholds(disputed, date(2026, 11, 21)), None);
    }

    #[test]
    fn ages() {
        assert_eq!(age(date(2000, 2, 29), date(2026, 2, 28)), Some(25));
        assert_eq!(age(date(2000, 2, 29), date(2026, 3, 1)), Some(26));
        assert_eq!(age(date(2027, 1, 1), date(2026, 3, 1)), None);
    }
}
