//! Chooses one value among those that the records have.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::{Conflict, Surviving};
use crate::record::RecordKey;

/// By which rule a value survives.
#[derive(Clone, Copy)]
pub(super) enum Rule {
    /// Votes of the sources by trust, then the newest.
    Identity,
    /// The newest, then trust.
    Circumstance,
}

/// A record's value of a field.
pub(super) struct Candidate<T> {
    /// In the form in which values are compared.
    pub(super) compared: String,
    /// As written.
    pub(super) written: T,
    pub(super) key: RecordKey,
    pub(super) source: u16,
    pub(super) as_of: Timestamp,
    pub(super) trust: u8,
}

pub(super) fn survivor<T: Clone>(rule: Rule, candidates: Vec<Candidate<T>>) -> Option<Surviving<T>> {
    let of = candidates.len();
    let mut groups: BTreeMap<&str, Vec<&Candidate<T>>> = BTreeMap::new();
    for candidate in &candidates {
        groups.entry(&candidate.compared).or_default().push(candidate);
    }
    let newest = |group: &[&Candidate<T>]| group.iter().map(|candidate| candidate.as_of).max();
    let rank = |group: &[&Candidate<T>]| {
        let voters: BTreeSet<(u16, u8)> =
            group.iter().map(|candidate| (candidate.source, candidate.trust)).collect();
        let votes: u32 = voters.iter().map(|(_, trust)| u32::from(*trust)).sum();
        let newest = newest(group);
        match rule {
            Rule::Identity => (votes, newest, 0),
            Rule::Circumstance => {
                let trust =
                    group.iter().filter(|c| Some(c.as_of) == newest).map(|c| u32::from(c.trust)).max();
                (0, newest, trust.unwrap_or_default())
            }
        }
    };
    let mut ranked: Vec<(&str, &Vec<&Candidate<T>>)> =
        groups.iter().map(|(value, group)| (*value, group)).collect();
    ranked.sort_by_cached_key(|(value, group)| (Reverse(rank(group)), Reverse(value.len()), *value));
    let (_, standing) = ranked.first()?;
    // Within one value, the most trusted record shows how it is written.
    let best =
        standing.iter().max_by_key(|candidate| (candidate.trust, candidate.as_of, Reverse(candidate.key)))?;
    let mut others: Vec<&Candidate<T>> = ranked
        .iter()
        .skip(1)
        .filter_map(|(_, group)| group.iter().max_by_key(|c| (c.as_of, Reverse(c.key))).copied())
        .collect();
    others.sort_by_key(|candidate| (Reverse(candidate.as_of), candidate.key));
    Some(Surviving {
        value: best.written.clone(),
        from: best.key,
        agreeing: standing.len(),
        of,
        conflicts: others.into_iter().map(|c| Conflict { value: c.written.clone(), from: c.key }).collect(),
    })
}
