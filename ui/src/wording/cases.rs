//! What belongs to one case stands together: on the timeline, and among the documents.

use std::cmp::Reverse;

use ciss_contract::record::{Event, RecordAnswer};

use super::record::{Paper, papers};

/// What belongs together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Case<T> {
    /// The number, as the first of them writes it; none for what belongs to no case.
    pub(crate) number: Option<String>,
    /// In the order in which they came.
    pub(crate) parts: Vec<T>,
}

/// Sources write one number in several ways.
fn plain(number: &str) -> String {
    number.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// Puts together what has one number, in the place of the first of it. What has none stands by itself.
fn together<T>(parts: impl IntoIterator<Item = (Option<String>, T)>) -> Vec<Case<T>> {
    let mut cases: Vec<Case<T>> = Vec::new();
    for (number, part) in parts {
        let known = number.as_deref().map(plain).filter(|number| !number.is_empty());
        let same = |case: &&mut Case<T>| known.is_some() && case.number.as_deref().map(plain) == known;
        match cases.iter_mut().find(same) {
            Some(case) => case.parts.push(part),
            None => cases.push(Case { number: known.and(number), parts: vec![part] }),
        }
    }
    cases
}

/// The timeline by case, that with the newest event first. A case of one event needs no heading.
pub(crate) fn timeline(events: &[Event]) -> Vec<Case<&Event>> {
    let mut cases = together(events.iter().map(|event| (event.case.clone(), event)));
    cases.iter_mut().filter(|case| case.parts.len() == 1).for_each(|case| case.number = None);
    cases
}

/// The documents by case, that with the newest document first; then those that belong to none.
pub(crate) fn documents(record: &RecordAnswer) -> Vec<Case<Paper>> {
    let mut cases = together(papers(record).into_iter().map(|paper| (paper.case.clone(), paper)));
    let (mut numbered, rest): (Vec<Case<Paper>>, Vec<Case<Paper>>) =
        cases.drain(..).partition(|case| case.number.is_some());
    numbered.sort_by_key(|case| Reverse(case.parts.iter().map(|paper| paper.as_of).max()));
    let rest: Vec<Paper> = rest.into_iter().flat_map(|case| case.parts).collect();
    if !rest.is_empty() {
        numbered.push(Case { number: None, parts: rest });
    }
    numbered
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(numbers: &[Option<&str>], expect: &[(Option<&str>, &[usize])]) {
        let parts = numbers.iter().enumerate().map(|(at, number)| (number.map(str::to_owned), at));
        let cases = together(parts);
        let told: Vec<_> = cases.iter().map(|case| (case.number.as_deref(), case.parts.as_slice())).collect();
        assert_eq!(told, expect);
    }

    #[test]
    fn one_number_in_any_spelling_is_one_case_in_the_place_of_its_first_part() {
        check(
            &[Some("26-15"), None, Some("2615"), None, Some("A 1"), Some("a1")],
            &[(Some("26-15"), &[0, 2]), (None, &[1]), (None, &[3]), (Some("A 1"), &[4, 5])],
        );
        check(&[Some("-"), Some("–")], &[(None, &[0]), (None, &[1])]);
        check(&[], &[]);
    }
}
