//! What agreement is worth: a Fellegi-Sunter model with more than one way of not being the same person.
//!
//! Two records are one person, strangers, or relations who agree in what a home shares (see [`Relation`]). A household
//! of one family name at one address is then an explanation of its own, and not half a match (Fellegi and Sunter 1969;
//! Winkler 1988 for training by expectation and maximisation).

pub(crate) mod frequency;
mod judge;
mod pattern;
mod sharing;
mod ties;
pub(crate) mod train;

use serde::{Deserialize, Serialize};

use super::compare::{At, Comparison};
use super::subject::{Levels, Relation, Subject, UNKNOWN, WIDEST, given, surname};
use super::words::{Value, Words, has};
use frequency::Frequencies;
use judge::Judge;
use ties::Tie;

/// The level at which two numbers are two, and none of them a typing error of the other.
pub(crate) const ANOTHER_NUMBER: u8 = 2;

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
    /// Relatives put down each other's numbers. In records of documents other rules see to that ([`crate::rules`]).
    #[serde(default)]
    pub(crate) lends: bool,
    /// By subject, whether one person was never seen with two of its numbers.
    #[serde(default)]
    pub(crate) own: Vec<bool>,
    /// By subject, what an earlier one says of it.
    #[serde(default)]
    pub(crate) ties: Vec<Option<Tie>>,
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
    tied: Option<Box<TiedWeights>>,
    /// By level, how far each relation agrees in it as one person does.
    shared: [[Option<f32>; 4]; 16],
    /// Two different values are two people's.
    own: bool,
    /// The most that this subject and all that follow can still add.
    most_from_here: f32,
}

/// Weights of a subject that an earlier one says in part.
#[derive(Clone)]
struct TiedWeights {
    to: usize,
    /// By the level of the earlier one.
    levels: [[f32; 16]; 16],
    /// By the level of the earlier one, how much of the rarity of a value counts: as much as agreement in it is left to
    /// chance.
    rarity: [[f32; 16]; 16],
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
        let (own, ties) = (vec![false; subjects.len()], vec![None; subjects.len()]);
        let (frequencies, weights) = (Frequencies::default(), Weights::default());
        let lends = true;
        let mut model = Model { subjects, agreement, chance, share, lends, own, ties, frequencies, weights };
        model.prepare();
        model
    }

    /// Works out the weights. To be called when the probabilities changed, or were read from a file.
    pub(crate) fn prepare(&mut self) {
        let mut subjects: Vec<SubjectWeights> = Vec::with_capacity(self.subjects.len());
        let alone = self.agreement.iter().zip(&self.chance);
        for (at, (subject, (agreement, chance))) in self.subjects.iter().zip(alone).enumerate() {
            let shared = std::array::from_fn(|level| {
                Relation::ALL.map(|relation| subject.shared_by(relation, level as u8, self.lends))
            });
            let tied =
                self.ties.get(at).and_then(Option::as_ref).map(|tie| Box::new(tied(tie, chance, agreement)));
            let (levels, own) = (weights(agreement, chance), self.own.get(at) == Some(&true));
            subjects.push(SubjectWeights {
                subject: *subject,
                levels,
                tied,
                shared,
                own,
                most_from_here: 0.0,
            });
        }
        let mut most = 0.0;
        for weights in subjects.iter_mut().rev() {
            let rarity = if weighs_rarity(weights.subject) { frequency::MOST } else { 0.0 };
            let tied = weights.tied.iter().flat_map(|tied| tied.levels.as_flattened());
            most +=
                weights.levels.iter().chain(tied).fold(0.0, |most: f32, weight| most.max(*weight)) + rarity;
            weights.most_from_here = most;
        }
        let prior = self.share.map(|share| if share > 0.0 { share.log2() as f32 } else { f32::NEG_INFINITY });
        self.weights = Weights { subjects, prior };
    }

    /// Whether two records have two different numbers of which one person has one.
    pub(crate) fn rules_out(&self, left: At<'_>, right: At<'_>) -> Option<Subject> {
        let mut comparison = Comparison::of(left, right);
        let own = self.weights.subjects.iter().filter(|weights| weights.own);
        own.map(|weights| weights.subject).find(|subject| comparison.level(*subject) == ANOTHER_NUMBER)
    }

    /// Names the numbers by which a record may be told apart from others; none where it has none.
    pub(crate) fn own_numbers(&self, record: At<'_>) -> Option<u64> {
        let own = self.weights.subjects.iter().filter(|weights| weights.own);
        let columns = own.filter_map(|weights| match weights.subject {
            Subject::Plain(column, _) => Some(column),
            Subject::Given
            | Subject::Surname
            | Subject::Middle
            | Subject::Suffix
            | Subject::Born
            | Subject::Sex
            | Subject::Place
            | Subject::Source => None,
        });
        let values = columns.flat_map(|column| {
            let hash = move |value| record.population.plain[column].words.hash(value) ^ column as u64;
            record.population.values(record.record, column).map(hash)
        });
        values.map(crate::hash::mix).reduce(|all, hash| crate::hash::mix(all.rotate_left(1) ^ hash))
    }

    /// The weight of evidence that two records are one person: log2 of the odds. None when it is below `floor`, or two
    /// numbers rule it out.
    pub(crate) fn weigh(&self, left: At<'_>, right: At<'_>, floor: f32) -> Option<f32> {
        let mut comparison = Comparison::of(left, right);
        let mut logs = self.weights.prior;
        let mut levels = [UNKNOWN; WIDEST];
        for (at, weights) in self.weights.subjects.iter().enumerate() {
            if logs[0] + weights.most_from_here < floor {
                return None;
            }
            let level = comparison.level(weights.subject);
            if level == UNKNOWN {
                continue;
            }
            if weights.own && level == ANOTHER_NUMBER {
                return None;
            }
            levels[at] = level;
            weights.add(&mut logs, level, weights.weight(&mut comparison, &levels, level, left, right));
        }
        Some(logs[0] - others(&logs)).filter(|weight| *weight >= floor)
    }

    /// The same, part by part: the prior, what each subject adds, and what the chance of a relation takes away.
    pub(crate) fn parts(&self, left: At<'_>, right: At<'_>) -> (f32, Vec<Part>, [f32; 4]) {
        let mut comparison = Comparison::of(left, right);
        let mut logs = self.weights.prior;
        let mut levels = [UNKNOWN; WIDEST];
        let mut parts = Vec::new();
        for (at, weights) in self.weights.subjects.iter().enumerate() {
            let level = comparison.level(weights.subject);
            if level == UNKNOWN {
                continue;
            }
            levels[at] = level;
            let weight = weights.weight(&mut comparison, &levels, level, left, right);
            weights.add(&mut logs, level, weight);
            parts.push(Part { subject: weights.subject, level, weight });
        }
        (self.weights.prior[0], parts, logs)
    }
}

impl SubjectWeights {
    /// Bits for agreement at this level, with the rarity of the value. `levels` are those of the subjects before.
    fn weight(
        &self,
        comparison: &mut Comparison<'_>,
        levels: &Levels,
        level: u8,
        left: At<'_>,
        right: At<'_>,
    ) -> f32 {
        let rarity = rarity(comparison, self.subject, level, left, right);
        match &self.tied {
            Some(tied) => {
                let (to, level) = (usize::from(levels[tied.to]), usize::from(level));
                tied.levels[to][level] + tied.rarity[to][level] * rarity
            }
            None => self.levels[usize::from(level)] + rarity,
        }
    }

    /// Adds it to one person and to all relations that agree so.
    fn add(&self, logs: &mut [f32; 4], level: u8, weight: f32) {
        for (log, shared) in logs.iter_mut().zip(self.shared[usize::from(level)]) {
            *log += shared.map_or(0.0, |share| lent(weight, share));
        }
    }
}

/// What is shared less often than one person agrees with itself says less for people who share it, and never anything
/// against them.
fn lent(weight: f32, share: f32) -> f32 {
    if share < 0.0 { (weight + share).max(0.0) } else { weight }
}

fn weights(agreement: &[f64], chance: &[f64]) -> [f32; 16] {
    let mut levels = [0.0; 16];
    for (weight, (m, u)) in levels.iter_mut().zip(agreement.iter().zip(chance)) {
        *weight = (m / u).log2() as f32;
    }
    levels
}

/// Where nothing is known of the earlier subject, the later one counts by itself.
fn tied(tie: &Tie, alone: &[f64], agreement: &[f64]) -> TiedWeights {
    let mut found =
        TiedWeights { to: tie.to, levels: [weights(agreement, alone); 16], rarity: [[1.0; 16]; 16] };
    for (to, (agreement, chance)) in tie.agreement.iter().zip(&tie.chance).enumerate() {
        found.levels[to] = weights(agreement, chance);
        for (share, (told, alone)) in found.rarity[to].iter_mut().zip(chance.iter().zip(alone)) {
            *share = (told.log2() / alone.log2()).clamp(0.0, 1.0) as f32;
        }
    }
    found
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
