//! The policy as one table. Claims-based, per source and per field, as GFIPM asks for.

use ciss_contract::session::Assignment;
use ciss_contract::source::Source;

use crate::grant::{Allowed, Policy, Request};

/// The policy of the CISS access form: what an assignment is entitled to, whatever the purpose.
#[derive(Clone, Copy, Debug, Default)]
pub struct AssignmentTable;

impl Policy for AssignmentTable {
    fn allows(&self, request: &Request) -> Allowed {
        let row = Row::of(request.claims.assignment);
        let covered = Source::ALL.into_iter().zip(row.sources).filter(|(_, covered)| *covered);
        // A decision names two records, and shows nothing of either.
        let decisions = row.decides.then_some(Source::Decisions);
        Allowed {
            sources: covered.map(|(source, _)| source).chain(decisions).collect(),
            juveniles: row.juveniles,
            cautions: row.cautions,
        }
    }
}

/// What an assignment is entitled to.
#[derive(Debug)]
struct Row {
    assignment: Assignment,
    /// In the order of `Source::ALL`.
    sources: [bool; 16],
    juveniles: bool,
    cautions: bool,
    /// May decide whose records are whose. It changes what everybody reads.
    decides: bool,
}

const Y: bool = true;
const N: bool = false;

/// The table. A row per assignment of the CISS access form, a column per source in the order of `Source::ALL`.
#[rustfmt::skip]
static TABLE: [Row; 7] = [
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
) -> Row {
    Row { assignment, sources, juveniles, cautions, decides }
}

/// What an assignment that the table does not name is entitled to.
static NOTHING: Row = row(Assignment::VictimAdvocate, [N; 16], N, N, N);

impl Row {
    /// The assignment's row.
    fn of(assignment: Assignment) -> &'static Row {
        TABLE.iter().find(|row| row.assignment == assignment).unwrap_or(&NOTHING)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use ciss_contract::session::Operator;

    use super::*;
    use crate::action::Action;

    #[test]
    fn every_assignment_has_its_own_row() {
        for (position, row) in TABLE.iter().enumerate() {
            assert!(std::ptr::eq(Row::of(row.assignment), row), "row {position} is hidden by an earlier one");
        }
    }

    fn allowed(assignment: Assignment) -> Allowed {
        let claims = Operator {
            federation_id: "CISS:IDP:TEST:USER:a".to_owned(),
            name: "A".to_owned(),
            assignment,
            agency: "A PD".to_owned(),
            ori: "CT0000000".to_owned(),
        };
        AssignmentTable.allows(&Request { claims: Arc::new(claims), purpose: None, action: Action::Lookup })
    }

    #[test]
    fn the_public_defender_is_denied_what_the_police_keep() {
        let Allowed { sources, juveniles, cautions } = allowed(Assignment::PublicDefender);
        let denied: Vec<_> =
            Source::ALL.into_iter().filter(|source| !sources.contains(source)).map(Source::code).collect();
        assert_eq!(denied, ["DMV-LIC", "COLLECT", "RMS", "POR", "CMIS", "BOPP", "CCH", "WEAPONS", "OBTS"]);
        assert!(!juveniles && !cautions && !sources.contains(&Source::Decisions));
    }

    #[test]
    fn a_detective_sees_everything_and_decides() {
        let Allowed { sources, juveniles, cautions } = allowed(Assignment::Detective);
        assert!(Source::ALL.iter().all(|source| sources.contains(source)));
        assert!(juveniles && cautions && sources.contains(&Source::Decisions));
    }
}
