//! What depends on each other counts once.
//!
//! A county follows from a parish, a second spelling from the first. Between strangers as well, and there it is seen:
//! whoever agrees in the one agrees in the other more often than chance has it. A subject that is tied to another one is
//! weighed by how people agree in it *given* how they agree in the other (a tree-augmented naive Bayes model, Friedman,
//! Geiger and Goldszmidt 1997).

use serde::{Deserialize, Serialize};

use super::pattern::Pattern;
use super::{Judge, Model};
use crate::linkage::subject::{Relation, Subject, UNKNOWN, born, given, surname};

/// A subject that says in part what an earlier one says.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Tie {
    /// The earlier one, by its place among the subjects.
    pub(crate) to: usize,
    /// By the level of the earlier one, P(level | one person).
    pub(crate) agreement: Vec<Vec<f64>>,
    /// The same for strangers.
    pub(crate) chance: Vec<Vec<f64>>,
}

/// Pairs, spread as the subject is by itself, that what a tie says starts from.
const PRIOR_PAIRS: f64 = 20.0;
/// Bits that a pair of records of one person counts twice, on average, from which two subjects are tied.
const TWICE: f64 = 0.5;

/// Pairs by the levels at which they agree in two subjects.
pub(super) struct Counts {
    one: usize,
    to: usize,
    agreement: Vec<Vec<f64>>,
    chance: Vec<Vec<f64>>,
    /// Pairs that are not strangers, by the level of the earlier subject.
    known: Vec<f64>,
}

impl Counts {
    pub(super) fn of(one: usize, to: usize, subjects: &[Subject]) -> Counts {
        let none = || vec![vec![0.0; subjects[one].words().len()]; subjects[to].words().len()];
        Counts { one, to, agreement: none(), chance: none(), known: vec![0.0; subjects[to].words().len()] }
    }

    fn cell(&self, pattern: &Pattern) -> Option<(usize, usize)> {
        let (to, one) = (pattern.levels[self.to], pattern.levels[self.one]);
        (to != UNKNOWN && one != UNKNOWN).then_some((usize::from(to), usize::from(one)))
    }

    /// Counts candidate pairs that are one person's with this probability.
    fn add_same(&mut self, pattern: &Pattern, same: f64) {
        if let Some((to, one)) = self.cell(pattern).filter(|_| pattern.free >> self.one & 1 == 1) {
            self.agreement[to][one] += pattern.pairs * same;
        }
    }

    /// Counts pairs that were drawn without regard to the subject, strangers with this probability.
    fn add_strangers(&mut self, anchors: &Anchors, pattern: &Pattern, strangers: f64) {
        let Some((to, one)) = self.cell(pattern) else { return };
        self.known[to] += pattern.pairs * (1.0 - strangers);
        if anchors.tell_apart(pattern, self.one, self.to) {
            self.chance[to][one] += pattern.pairs * strangers;
        }
    }

    /// The subject that is tied, and the tie that these pairs show.
    pub(super) fn tie(&self, model: &Model) -> (usize, Tie) {
        let subject = model.subjects[self.one];
        let spread = |row: &[f64], alone: &[f64], prior: f64| {
            let shares = row.iter().zip(alone).map(|(pairs, alone)| pairs + prior * alone);
            let mut shares: Vec<f64> = shares.collect();
            subject.normalise(&mut shares);
            shares
        };
        let (same, strangers) = (&model.agreement[self.one], &model.chance[self.one]);
        // Among many pairs of one person are some that are not recognized, and few strangers hide among them.
        let prior = self.known.iter().map(|known| PRIOR_PAIRS + known);
        let chance = self.chance.iter().zip(prior).map(|(row, prior)| spread(row, strangers, prior));
        let agreement = self.agreement.iter().map(|row| spread(row, same, PRIOR_PAIRS));
        let tie = Tie { to: self.to, agreement: agreement.collect(), chance: chance.collect() };
        (self.one, tie)
    }

    /// Bits that a pair of records of one person would count twice, on average.
    fn twice(&self, tie: &Tie, chance: &[f64]) -> f64 {
        let (mut bits, mut pairs) = (0.0, 0.0);
        for (same, given) in self.agreement.iter().zip(&tie.chance) {
            for ((same, given), alone) in same.iter().zip(given).zip(chance) {
                bits += same * (given / alone).log2();
                pairs += same;
            }
        }
        if pairs > 0.0 { bits / pairs } else { 0.0 }
    }
}

/// Subjects that say that two records are of two people, when what they differ in is not in question.
pub(super) struct Anchors(Vec<(usize, u8)>);

impl Anchors {
    pub(super) fn of(subjects: &[Subject]) -> Anchors {
        let known = [
            (Subject::Given, given::DIFFERENT),
            (Subject::Surname, surname::DIFFERENT),
            (Subject::Born, born::DIFFERENT),
            (Subject::Born, born::OTHER_YEAR),
        ];
        let place = |subject| subjects.iter().position(|other| *other == subject);
        Anchors(known.iter().filter_map(|(subject, level)| Some((place(*subject)?, *level))).collect())
    }

    fn tell_apart(&self, pattern: &Pattern, one: usize, to: usize) -> bool {
        let others = || self.0.iter().filter(|(at, _)| *at != one && *at != to);
        others().any(|(at, level)| pattern.levels[*at] == *level) || others().next().is_none()
    }
}

/// Pairs that show how subjects depend on each other.
pub(super) struct Shown<'a> {
    pub(super) candidates: &'a [Pattern],
    /// Drawn at random.
    pub(super) strangers: &'a [Pattern],
    /// By subject, drawn among the records that share its value.
    pub(super) sharing: &'a [Vec<Pattern>],
}

impl Shown<'_> {
    /// Finds which subjects are tied, each to one earlier at most: the one that says most of it.
    pub(super) fn find(&self, model: &Model) -> Vec<Option<usize>> {
        let subjects = &model.subjects;
        let twos = (0..subjects.len()).flat_map(|one| (0..one).map(move |to| (one, to)));
        let twos = twos.filter(|(one, to)| may_be_tied(subjects[*one], subjects[*to]));
        let mut found: Vec<Option<(f64, usize)>> = vec![None; subjects.len()];
        for counts in self.count(model, twos) {
            let (one, tie) = counts.tie(model);
            let twice = counts.twice(&tie, &model.chance[one]);
            let best = &mut found[one];
            if twice > best.map_or(TWICE, |best| best.0) {
                *best = Some((twice, counts.to));
            }
        }
        found.into_iter().map(|best| best.map(|(_, to)| to)).collect()
    }

    /// What each subject is tied to says of it, as the model judges these pairs.
    pub(super) fn ties(&self, model: &Model, tied: &[Option<usize>]) -> Vec<Option<Tie>> {
        let twos = tied.iter().enumerate().filter_map(|(one, to)| Some((one, (*to)?)));
        let mut ties: Vec<Option<Tie>> = tied.iter().map(|_| None).collect();
        for counts in self.count(model, twos) {
            let (one, tie) = counts.tie(model);
            ties[one] = Some(tie);
        }
        ties
    }

    fn count(&self, model: &Model, twos: impl Iterator<Item = (usize, usize)>) -> Vec<Counts> {
        let mut counts: Vec<Counts> = twos.map(|(one, to)| Counts::of(one, to, &model.subjects)).collect();
        if counts.is_empty() {
            return counts;
        }
        let (anchors, judge) = (Anchors::of(&model.subjects), Judge::of(model));
        for pattern in self.candidates {
            let same = judge.posterior(pattern).0[0];
            counts.iter_mut().for_each(|counts| counts.add_same(pattern, same));
        }
        let strangers = |pattern: &Pattern| 1.0 - judge.posterior(pattern).0.iter().sum::<f64>();
        for pattern in self.strangers {
            let strangers = strangers(pattern);
            counts.iter_mut().for_each(|counts| counts.add_strangers(&anchors, pattern, strangers));
        }
        for (to, sharing) in self.sharing.iter().enumerate() {
            for pattern in sharing {
                let strangers = strangers(pattern);
                let tied = counts.iter_mut().filter(|counts| counts.to == to);
                tied.for_each(|counts| counts.add_strangers(&anchors, pattern, strangers));
            }
        }
        counts
    }
}

/// What relatives share is an alternative of its own.
fn may_be_tied(one: Subject, other: Subject) -> bool {
    let shares = |subject: Subject, relation: Relation| subject.shared_by(relation, 0, true) == Some(0.0);
    let both = |relation: &Relation| shares(one, *relation) && shares(other, *relation);
    let depends = |subject| !matches!(subject, Subject::Source);
    depends(one) && depends(other) && !Relation::ALL[1..].iter().any(both)
}
