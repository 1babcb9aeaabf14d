//! Who a pair is, by the levels at which it agrees.

use super::pattern::Pattern;
use super::{Model, lent};
use crate::linkage::subject::{Relation, UNKNOWN};

/// A model in the form in which patterns are judged.
pub(super) struct Judge<'a> {
    weights: Vec<Vec<f64>>,
    /// By subject, the earlier one that it is tied to, and the weights by its level.
    tied: Vec<Option<(usize, Vec<Vec<f64>>)>>,
    shared: Vec<[[Option<f32>; 4]; 16]>,
    prior: [f64; 4],
    pub(super) model: &'a Model,
}

impl Judge<'_> {
    pub(super) fn of(model: &Model) -> Judge<'_> {
        let weigh = |m: &Vec<f64>, u: &Vec<f64>| m.iter().zip(u).map(|(m, u)| (m / u).log2()).collect();
        let weights = model.agreement.iter().zip(&model.chance).map(|(m, u)| weigh(m, u)).collect();
        let tied = model.ties.iter().map(|tie| {
            let tie = tie.as_ref()?;
            Some((tie.to, tie.agreement.iter().zip(&tie.chance).map(|(m, u)| weigh(m, u)).collect()))
        });
        let shared = model.subjects.iter().map(|subject| {
            std::array::from_fn(|level| {
                Relation::ALL.map(|relation| subject.shared_by(relation, level as u8, model.lends))
            })
        });
        let prior = model.share.map(f64::log2);
        Judge { weights, tied: tied.collect(), shared: shared.collect(), prior, model }
    }

    /// P(relation | how the pair agrees), and the logarithm of the likelihood against strangers.
    pub(super) fn posterior(&self, pattern: &Pattern) -> ([f64; 4], f64) {
        let mut odds = self.prior;
        for (at, level) in pattern.levels[..self.model.subjects.len()].iter().enumerate() {
            if *level == UNKNOWN {
                continue;
            }
            let tied = self.tied[at].as_ref();
            let tied = tied.and_then(|(to, weights)| weights.get(usize::from(pattern.levels[*to])));
            let weight = tied.unwrap_or(&self.weights[at])[usize::from(*level)];
            for (odds, shared) in odds.iter_mut().zip(self.shared[at][usize::from(*level)]) {
                *odds += shared.map_or(0.0, |share| f64::from(lent(weight as f32, share)));
            }
        }
        let odds = odds.map(f64::exp2);
        let sum = 1.0 + odds.iter().sum::<f64>();
        (odds.map(|odds| odds / sum), sum.ln())
    }
}
