//! What agreement is worth: a Fellegi-Sunter model with more than one way of not being the same person.
//!
//! Two records are one person, strangers, or relations who agree in what a home shares (see [`Relation`]). A household
//! of one family name at one address is then an explanation of its own, and not half a match (Fellegi and Sunter 1969;
//! Winkler 1988 for training by expectation and maximisation).

pub(crate) mod frequency;
mod pattern;
pub(crate) mod train;

use serde::{Deserialize, Serialize};

use super::compare::{At, Comparison};
use super::subject::{Relation, Subject, UNKNOWN, given, surname};
use super::words::{Value, Words, has};
use frequency::Frequencies;

/// A trained model.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Model {
    pub(crate) subjects: Vec<Subject>,
    /// P(level | one person), subject by subject.
    pub(crate) agreement: Vec<Vec<f64>>,
    /// P(level | strangers).
    pub(crate) chance: Vec<Vec<f64>>,
    /// How many of all pairs are in each relation; the rest are strangers.
    pub(crate) share: [f64; 4],
    pub(crate) frequencies: Frequencies,
    #[serde(skip)]
    weights: Weights,
}

/// The model in the form in which pairs are weighed, in bits.
#[derive(Clone, Default)]
struct Weights {
    subjects: Vec<SubjectWeights>,
    prior: [f32; 4],
}

#[derive(Clone)]
struct SubjectWeights {
    subject: Subject,
    /// log2 of P(level | one person) / P(level | strangers); zero for what is not known.
    levels: [f32; 16],
    /// By level, whether each relation agrees in it as one person does.
    shared: [[bool; 4]; 16],
    /// The most that this subject and all that follow can still add.
    most_from_here: f32,
}

/// The weight of one subject of a pair.
#[derive(Clone, Copy)]
pub(crate) struct Part {
    pub(crate) subject: Subject,
    pub(crate) level: u8,
    /// Bits, with the rarity of the value.
    pub(crate) weight: f32,
}

impl Model {
    fn new(
        subjects: Vec<Subject>,
        agreement: Vec<Vec<f64>>,
        chance: Vec<Vec<f64>>,
        share: [f64; 4],
    ) -> Model {
        let frequencies = Frequencies::default();
        let mut model =
            Model { subjects, agreement, chance, share, frequencies, weights: Weights::default() };
        model.prepare();
        model
    }

    /// Works out the weights. To be called when the probabilities changed, or were read from a file.
    pub(crate) fn prepare(&mut self) {
        let mut subjects: Vec<SubjectWeights> = Vec::with_capacity(self.subjects.len());
        for ((subject, agreement), chance) in self.subjects.iter().zip(&self.agreement).zip(&self.chance) {
            let mut levels = [0.0; 16];
            for ((weight, m), u) in levels.iter_mut().zip(agreement).zip(chance) {
                *weight = (m / u).log2() as f32;
            }
            let shared = std::array::from_fn(|level| {
                Relation::ALL.map(|relation| subject.shared_by(relation, level as u8))
            });
            subjects.push(SubjectWeights { subject: *subject, levels, shared, most_from_here: 0.0 });
        }
        let mut most = 0.0;
        for weights in subjects.iter_mut().rev() {
            let rarity = if weighs_rarity(weights.subject) { frequency::MOST } else { 0.0 };
            most += weights.levels.iter().fold(0.0, |most: f32, weight| most.max(*weight)) + rarity;
            weights.most_from_here = most;
        }
        let prior = self.share.map(|share| if share > 0.0 { share.log2() as f32 } else { f32::NEG_INFINITY });
        self.weights = Weights { subjects, prior };
    }

    /// The weight of evidence that two records are one person: log2 of the odds. None when it is below `floor`.
    pub(crate) fn weigh(&self, left: At<'_>, right: At<'_>, floor: f32) -> Option<f32> {
        let mut comparison = Comparison::of(left, right);
        let mut logs = self.weights.prior;
        for weights in &self.weights.subjects {
            if logs[0] + weights.most_from_here < floor {
                return None;
            }
            let level = comparison.level(weights.subject);
            if level == UNKNOWN {
                continue;
            }
            let weight = weights.levels[usize::from(level)]
                + rarity(&mut comparison, weights.subject, level, left, right);
            for (log, shared) in logs.iter_mut().zip(weights.shared[usize::from(level)]) {
                if shared {
                    *log += weight;
                }
            }
        }
        Some(logs[0] - others(&logs)).filter(|weight| *weight >= floor)
    }

    /// The same, part by part: the prior, what each subject adds, and what the chance of a relation takes away.
    pub(crate) fn parts(&self, left: At<'_>, right: At<'_>) -> (f32, Vec<Part>, [f32; 4]) {
        let mut comparison = Comparison::of(left, right);
        let mut logs = self.weights.prior;
        let mut parts = Vec::new();
        for weights in &self.weights.subjects {
            let level = comparison.level(weights.subject);
            if level == UNKNOWN {
                continue;
            }
            let weight = weights.levels[usize::from(level)]
                + rarity(&mut comparison, weights.subject, level, left, right);
            for (log, shared) in logs.iter_mut().zip(weights.shared[usize::from(level)]) {
                if shared {
                    *log += weight;
                }
            }
            parts.push(Part { subject: weights.subject, level, weight });
        }
        (self.weights.prior[0], parts, logs)
    }
}

/// log2 of the odds of everything but one person, against strangers.
pub(crate) fn others(logs: &[f32; 4]) -> f32 {
    if logs[1..].iter().all(|log| *log < -12.0) {
        return 0.0;
    }
    (1.0 + logs[1..].iter().map(|log| log.exp2()).sum::<f32>()).log2()
}

fn weighs_rarity(subject: Subject) -> bool {
    use super::population::PlainKind::Measure;
    matches!(subject, Subject::Given | Subject::Surname)
        || matches!(subject, Subject::Plain(_, kind) if kind != Measure)
}

/// Agreement on a rare value says more than on a common one, in bits.
fn rarity(comparison: &mut Comparison<'_>, subject: Subject, level: u8, left: At<'_>, right: At<'_>) -> f32 {
    let (p, q) = (left.population, right.population);
    match subject {
        Subject::Given if level <= given::CLOSE => {
            let (x, y) = leading(comparison, left, right, |name| name.given);
            rarity_of(&p.given.words, x, &q.given.words, y, level == given::SAME)
        }
        Subject::Surname if level <= surname::CLOSE => {
            let (x, y) = leading(comparison, left, right, |name| name.surname);
            rarity_of(&p.surname.words, x, &q.surname.words, y, level == surname::SAME)
        }
        Subject::Plain(column, _) if level == 0 && weighs_rarity(subject) => {
            let x = p.values(left.record, column).find(|x| {
                let word = |y| super::words::same(&p.plain[column].words, *x, &q.plain[column].words, y);
                q.values(right.record, column).any(word)
            });
            x.map_or(0.0, |x| p.plain[column].words.rarity(x))
        }
        Subject::Given
        | Subject::Surname
        | Subject::Middle
        | Subject::Suffix
        | Subject::Born
        | Subject::Sex
        | Subject::Place
        | Subject::Source
        | Subject::Plain(..) => 0.0,
    }
}

fn leading(
    comparison: &mut Comparison<'_>,
    left: At<'_>,
    right: At<'_>,
    part: impl Fn(super::population::NameParts) -> Value,
) -> (Option<Value>, Option<Value>) {
    let (i, j) = comparison.best_names();
    let x = left.population.names(left.record).nth(i).map(&part).filter(|value| has(*value));
    let y = right.population.names(right.record).nth(j).map(&part).filter(|value| has(*value));
    (x, y)
}

/// Of two names that only resemble each other, the commoner one decides, and half counts.
fn rarity_of(left: &Words, x: Option<Value>, right: &Words, y: Option<Value>, same: bool) -> f32 {
    match (x, y) {
        (Some(x), Some(_)) if same => left.rarity(x),
        (Some(x), Some(y)) => 0.5 * left.rarity(x).min(right.rarity(y)),
        _ => 0.0,
    }
}
