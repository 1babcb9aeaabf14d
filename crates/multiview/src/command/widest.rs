//! A table may have more columns than are compared at a time. The least telling are left out, and the report says which.

use super::roles::{Decision, Role};
use super::table::Table;
use crate::linkage::subject::WIDEST;

/// Leaves columns out until the others can be compared. Names, birth and address stay.
pub(crate) fn settle(table: &Table, decisions: &mut [Decision]) {
    let room = WIDEST.saturating_sub(subjects(decisions));
    let mut alone: Vec<usize> = (0..decisions.len()).filter(|at| stands_alone(decisions[*at].role)).collect();
    if alone.len() <= room {
        return;
    }
    // Bits by which two strangers are told apart, where both have a value.
    let telling = |at: &usize| {
        let words = &table.columns[*at].words;
        let asked = if decisions[*at].asked { f64::INFINITY } else { 0.0 };
        asked - words.collision().max(1e-12).log2() * decisions[*at].filled
    };
    alone.sort_by(|a, b| telling(b).total_cmp(&telling(a)).then(a.cmp(b)));
    for at in alone.split_off(room) {
        decisions[at].role = Role::Ignored;
        decisions[at]
            .why
            .push_str(&format!(", but {WIDEST} subjects are compared at most, and others tell more"));
    }
}

/// Columns that are a subject each.
fn stands_alone(role: Role) -> bool {
    subject(role).is_empty() && !matches!(role, Role::Id | Role::Source | Role::Ignored)
}

/// What a column is compared as together with others, where it is.
fn subject(role: Role) -> &'static [&'static str] {
    match role {
        Role::GivenName | Role::MiddleName => &["given", "middle", "suffix"],
        Role::Surname | Role::Suffix => &["surname", "suffix"],
        Role::FullName => &["given", "surname", "middle", "suffix"],
        Role::BirthDate | Role::BirthYear | Role::BirthMonth | Role::BirthDay => &["born"],
        Role::Sex => &["sex"],
        Role::HouseNumber | Role::Street | Role::Unit | Role::Town | Role::PostalCode | Role::Region => {
            &["place"]
        }
        Role::Identifier
        | Role::Email
        | Role::Phone
        | Role::Code
        | Role::Measure
        | Role::Text
        | Role::Id
        | Role::Source
        | Role::Ignored => &[],
    }
}

/// Subjects that are there whatever stands alone; the source is one.
fn subjects(decisions: &[Decision]) -> usize {
    let mut found: Vec<&str> =
        decisions.iter().flat_map(|decision| subject(decision.role)).copied().collect();
    found.sort_unstable();
    found.dedup();
    found.len() + 1
}
