//! Records that were put together, and what they say about others together.

use std::cmp::Reverse;

use super::{MOST, Pairs, RULED_OUT, TYPED_APART};

fn are_typed_apart(weight: f32) -> bool {
    weight > RULED_OUT && weight < TYPED_APART / 2.0
}

/// What the records say besides the numbers that were typed.
fn said(weight: f32) -> f32 {
    if are_typed_apart(weight) { weight - TYPED_APART } else { weight }
}

/// Records of a source that speak for it when two groups are compared. A source has one voice, however many records it
/// sends: who sends many neither holds a group together nor drives another record out of it.
const HEARD: usize = 8;

/// Records that were put together.
#[derive(Default)]
pub(super) struct Group {
    pub(super) members: Vec<u32>,
    /// By source, its first records, [`HEARD`] at most.
    voices: Vec<(u16, Vec<u32>)>,
    /// One record for each way in which numbers occur, by what the numbers are.
    numbers: Vec<(u64, u32)>,
    /// Records of who gives numbers out, [`HEARD`] at most.
    given: Vec<u32>,
    /// By what is equal among them: each of these is one person's history, whatever changed in it.
    histories: Vec<History>,
    /// A person put some of them together.
    pub(super) decided: bool,
}

/// Records that are tied by what is equal.
struct History {
    /// Who sent them.
    sources: Vec<u16>,
    records: usize,
    /// What they call the person, with one record for each, [`HEARD`] at most.
    ways: Vec<(u64, u32)>,
}

/// Histories of a group that others are compared with.
const COMPARED: usize = 64;

/// How many times as many sources as a slip of the pen what it was meant to say has.
const SOURCES: usize = 2;
/// The same of records, where the sources are as many.
const RECORDS: usize = 4;

impl History {
    fn of(record: u32, pairs: &impl Pairs) -> History {
        History {
            sources: vec![pairs.source(record)],
            records: 1,
            ways: vec![(pairs.called(record), record)],
        }
    }

    /// What is borne out most comes first. How often a source says it decides only where the sources are as many.
    fn rank(&self) -> impl Ord + use<> {
        (Reverse(self.sources.len()), Reverse(self.records), self.ways.first().copied())
    }

    /// It is so much rarer than the other that it is a slip of it, where the two are alike.
    fn is_slip_beside(&self, other: &History) -> bool {
        let (mine, others) = (self.sources.len(), other.sources.len());
        mine * SOURCES <= others || (mine <= others && self.records * RECORDS <= other.records)
    }

    /// In one way at least, the two do not speak against one another.
    fn holds_with(&self, other: &History, against: impl Fn(u32, u32) -> bool) -> bool {
        let mut ways = self.ways.iter().flat_map(|(_, a)| other.ways.iter().map(move |(_, b)| (*a, *b)));
        ways.any(|(a, b)| !against(a.min(b), a.max(b)))
    }

    fn join(&mut self, other: History) {
        self.sources.extend(other.sources);
        self.sources.sort_unstable();
        self.sources.dedup();
        self.records += other.records;
        self.ways.extend(other.ways);
        self.ways.sort_unstable();
        self.ways.dedup_by_key(|(called, _)| *called);
        self.ways.truncate(HEARD);
    }
}

impl Group {
    pub(super) fn of(record: u32, pairs: &impl Pairs) -> Group {
        Group {
            members: vec![record],
            voices: vec![(pairs.source(record), vec![record])],
            numbers: pairs.numbers(record).map(|numbers| (numbers, record)).into_iter().collect(),
            given: pairs.is_given(record).then_some(record).into_iter().collect(),
            histories: vec![History::of(record, pairs)],
            decided: false,
        }
    }

    /// The evidence that two groups are one person: the mean over every two sources, over the records heard of them. Where
    /// that does not reach the threshold, the records of who gives numbers out may bear it alone: what one bad record
    /// says takes nobody off a person.
    pub(super) fn evidence(
        &self,
        other: &Group,
        decided: bool,
        threshold: f32,
        weight: &impl Fn(u32, u32) -> f32,
        pairs: &impl Pairs,
    ) -> f32 {
        // What is ruled out stays so, however much speaks for it; a person may have put together what numbers tell
        // apart, and then both numbers are that person's.
        if !decided && self.told_apart(other, weight, pairs) {
            return RULED_OUT;
        }
        let heard = |xs: &[u32], ys: &[u32]| {
            let pairs = xs.iter().flat_map(|a| ys.iter().map(move |b| (*a, *b)));
            let sum: f32 = pairs.map(|(a, b)| said(weight(a, b)).clamp(-MOST, MOST)).sum();
            sum / (xs.len() * ys.len()) as f32
        };
        let cells = self.voices.iter().flat_map(|(_, xs)| other.voices.iter().map(move |(_, ys)| (xs, ys)));
        let sum: f32 = cells.map(|(xs, ys)| heard(xs, ys)).sum();
        let mean = sum / (self.voices.len() * other.voices.len()) as f32;
        if mean < threshold && self.known(other, pairs) {
            return heard(&self.anchors(), &other.anchors());
        }
        mean
    }

    /// Does a number tell the groups apart, for all that the records of who gives numbers out say?
    fn told_apart(&self, other: &Group, weight: &impl Fn(u32, u32) -> f32, pairs: &impl Pairs) -> bool {
        // Another record of the one that contradicts may know the other better.
        let vouched = |group: &Group, but: u32, whom: u32| {
            let others = group.given.iter().chain(group.numbers.iter().map(|(_, record)| record));
            others.filter(|record| **record != but).any(|record| {
                let (a, b) = ((*record).min(whom), (*record).max(whom));
                pairs.vouches(a, b)
            })
        };
        let numbers = self.numbers.iter().flat_map(|x| other.numbers.iter().map(move |y| (x, y)));
        numbers.into_iter().filter(|((p, _), (q, _))| p != q).any(|((_, a), (_, b))| {
            let weight = weight(*a, *b);
            let mistyped = || vouched(self, *a, *b) || vouched(other, *b, *a);
            weight <= RULED_OUT || (are_typed_apart(weight) && !mistyped())
        })
    }

    /// The records by which the group's person is known: those of who gives numbers out, all that are heard where there
    /// are none.
    fn anchors(&self) -> Vec<u32> {
        if self.given.is_empty() {
            self.voices.iter().flat_map(|(_, heard)| heard).copied().collect()
        } else {
            self.given.clone()
        }
    }

    /// Every record by which the one is known is firmly the other's, and one of them is of who gives numbers out.
    fn known(&self, other: &Group, pairs: &impl Pairs) -> bool {
        let firm = |a: u32, b: u32| pairs.firm(a.min(b), a.max(b));
        !(self.given.is_empty() && other.given.is_empty())
            && self.anchors().iter().all(|a| other.anchors().iter().all(|b| firm(*a, *b)))
    }

    /// No history of the one clearly speaks against one of the other. Two slips of the pen often have nothing in common but
    /// what is borne out most, of which they are slips: they hold together unless they are strangers'.
    pub(super) fn holds_with(&self, other: &Group, pairs: &impl Pairs) -> bool {
        let (mine, theirs) = (self.compared(), other.compared());
        let Some(leading) = mine.iter().chain(theirs).min_by_key(|history| history.rank()) else {
            return true;
        };
        let leads = |history: &History| std::ptr::eq(history, leading);
        let slips = |x: &History, y: &History| x.is_slip_beside(leading) || y.is_slip_beside(leading);
        mine.iter().all(|x| {
            theirs.iter().all(|y| {
                if leads(x) || leads(y) || !slips(x, y) {
                    x.holds_with(y, |a, b| pairs.are_opposed(a, b))
                } else {
                    x.holds_with(y, |a, b| pairs.are_strangers(a, b))
                }
            })
        })
    }

    fn compared(&self) -> &[History] {
        &self.histories[..self.histories.len().min(COMPARED)]
    }

    /// `equal` says that it is a tie by what is equal that joins them.
    pub(super) fn join(&mut self, other: Group, decided: bool, equal: bool) {
        self.histories.extend(other.histories);
        if equal {
            let histories = std::mem::take(&mut self.histories).into_iter();
            self.histories = histories
                .reduce(|mut one, other| {
                    one.join(other);
                    one
                })
                .into_iter()
                .collect();
        }
        self.histories.sort_by_key(History::rank);
        self.members.extend(other.members);
        for (source, heard) in other.voices {
            match self.voices.binary_search_by_key(&source, |(source, _)| *source) {
                Ok(at) => {
                    let voice = &mut self.voices[at].1;
                    voice.extend(heard);
                    voice.sort_unstable();
                    voice.truncate(HEARD);
                }
                Err(at) => self.voices.insert(at, (source, heard)),
            }
        }
        self.given.extend(other.given);
        self.given.sort_unstable();
        self.given.truncate(HEARD);
        for (numbers, record) in other.numbers {
            if let Err(at) = self.numbers.binary_search_by_key(&numbers, |(numbers, _)| *numbers) {
                self.numbers.insert(at, (numbers, record));
            }
        }
        self.decided |= other.decided || decided;
    }
}
