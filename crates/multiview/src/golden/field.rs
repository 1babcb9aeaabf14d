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
    /// The most trusted, then the newest.
    Measure,
    /// The most trusted, less what its age takes away; then the newest.
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
    /// Records that say it like this one.
    pub(super) times: usize,
}

/// A source that is trusted by one more may be older by so many days.
const DAYS_PER_TRUST: i64 = 60;

pub(super) fn survivor<T: Clone>(rule: Rule, candidates: Vec<Candidate<T>>) -> Option<Surviving<T>> {
    let of = candidates.iter().map(|candidate| candidate.times).sum();
    let mut groups: BTreeMap<&str, Vec<&Candidate<T>>> = BTreeMap::new();
    for candidate in &candidates {
        groups.entry(&candidate.compared).or_default().push(candidate);
    }
    let newest = |group: &[&Candidate<T>]| group.iter().map(|candidate| candidate.as_of).max();
    let latest = candidates.iter().map(|candidate| candidate.as_of).max().unwrap_or_default();
    let aged = |candidate: &&Candidate<T>| {
        let days = latest.duration_since(candidate.as_of).as_hours() / 24;
        i64::from(candidate.trust) * DAYS_PER_TRUST - days
    };
    let rank = |group: &[&Candidate<T>]| {
        let voters: BTreeSet<(u16, u8)> =
            group.iter().map(|candidate| (candidate.source, candidate.trust)).collect();
        let best = match rule {
            Rule::Identity => voters.iter().map(|(_, trust)| i64::from(*trust)).sum(),
            Rule::Measure => voters.iter().map(|(_, trust)| i64::from(*trust)).max().unwrap_or_default(),
            Rule::Circumstance => group.iter().map(aged).max().unwrap_or_default(),
        };
        (best, newest(group))
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
        agreeing: standing.iter().map(|candidate| candidate.times).sum(),
        of,
        conflicts: others.into_iter().map(|c| Conflict { value: c.written.clone(), from: c.key }).collect(),
    })
}
