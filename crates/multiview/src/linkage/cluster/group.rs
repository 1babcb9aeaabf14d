//! Records that were put together, and what they say about others together.

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

/// Records that are tied by what is equal: what they call the person, with one record for each.
type History = Vec<(u64, u32)>;

/// Histories of a group that others are compared with.
const COMPARED: usize = 64;

impl Group {
    pub(super) fn of(record: u32, pairs: &impl Pairs) -> Group {
        Group {
            members: vec![record],
            voices: vec![(pairs.source(record), vec![record])],
            numbers: pairs.numbers(record).map(|numbers| (numbers, record)).into_iter().collect(),
            given: pairs.is_given(record).then_some(record).into_iter().collect(),
            histories: vec![vec![(pairs.called(record), record)]],
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

    /// No history of the one clearly speaks against one of the other.
    pub(super) fn holds_with(&self, other: &Group, pairs: &impl Pairs) -> bool {
        let alike = |x: &History, y: &History| {
            let mut ways = x.iter().flat_map(|(_, a)| y.iter().map(move |(_, b)| (*a, *b)));
            ways.any(|(a, b)| !pairs.are_opposed(a.min(b), a.max(b)))
        };
        let theirs = || other.histories.iter().take(COMPARED);
        self.histories.iter().take(COMPARED).all(|x| theirs().all(|y| alike(x, y)))
    }

    /// `equal` says that it is a tie by what is equal that joins them.
    pub(super) fn join(&mut self, other: Group, decided: bool, equal: bool) {
        self.histories.extend(other.histories);
        self.histories.sort_unstable();
        if equal {
            let mut history: History = std::mem::take(&mut self.histories).concat();
            history.sort_unstable();
            history.dedup_by_key(|(called, _)| *called);
            history.truncate(HEARD);
            self.histories = vec![history];
        }
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
