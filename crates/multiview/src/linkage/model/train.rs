//! Training without labels: expectation and maximisation over the ways in which pairs agree.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Model;
use super::frequency::Frequencies;
use super::pattern::{Pattern, count, pack, unpack};
use crate::linkage::blocking::Blocks;
use crate::linkage::compare::{At, Comparison};
use crate::linkage::population::Population;
use crate::linkage::subject::{Relation, Subject, UNKNOWN, born, given, surname};

/// Pairs of strangers and candidate pairs that training looks at, about.
const SAMPLE: usize = 600_000;
/// Pairs, spread as people usually look, that what is learned starts from.
const PRIOR_PAIRS: f64 = 4.0;
const ROUNDS: usize = 200;
/// Pairs of twins, and of parent and child of one name, that are expected for each record before looking. Too few, and
/// what they differ in is learned as what people differ in with themselves.
const TWINS: f64 = 0.05;
/// How far the records are believed to be no cleaner than people's records usually are: what was never seen to differ
/// may still differ once.
const DOUBT: f64 = 0.01;

/// Trains a model on the records themselves, chooses the recipes that are worth their pairs, and estimates what share
/// of the matches blocking finds.
pub(crate) fn train(population: &Population, blocks: &mut Blocks) -> (Model, f64) {
    let subjects = Subject::of(population);
    let strangers = strangers(population, &subjects);
    let (found, scale) = candidates(population, blocks, &subjects);
    let candidates = count(found.iter().map(|(packed, _)| *packed));
    let people = (population.len() as f64).max(2.0);
    let start: Vec<Vec<f64>> = subjects.iter().map(|subject| normal(subject.start())).collect();
    let named = subjects.contains(&Subject::Given) && subjects.contains(&Subject::Surname);
    let rare = if named { TWINS / people } else { 0.0 };
    let share = [0.5 / people, 0.5 / people, rare, rare];
    let chance = chance(&start, &strangers, None);
    let mut model = Model::new(subjects, start.clone(), chance.clone(), share);
    let sampled = Sampled { people, scale };
    maximise(&mut model, &candidates, &strangers, &start, sampled, true);
    if implausible(&model) {
        // Something else than people divides these records better; how people agree is then taken as known.
        model = Model::new(model.subjects, start.clone(), chance, share);
        maximise(&mut model, &candidates, &strangers, &start, sampled, false);
    }
    for (agreement, start) in model.agreement.iter_mut().zip(&start) {
        for (learned, usual) in agreement.iter_mut().zip(start) {
            *learned = (1.0 - DOUBT) * *learned + DOUBT * usual;
        }
    }
    model.prepare();
    model.frequencies = Frequencies::of(population, &model.subjects, &model.chance);
    let yields = yields(&model, &found);
    blocks.choose(&yields);
    (model, if blocks.everything() { 1.0 } else { recall(&yields) })
}

/// Alternates between who pairs are and how people agree, until nothing changes.
fn maximise(
    model: &mut Model,
    candidates: &[Pattern],
    strangers: &[Pattern],
    start: &[Vec<f64>],
    Sampled { people, scale }: Sampled,
    learn: bool,
) {
    let pairs = people * (people - 1.0) / 2.0;
    let mut before = f64::NEG_INFINITY;
    for round in 0..ROUNDS {
        let (sums, agreement, likelihood) = expect(model, candidates, start, scale);
        if learn {
            model.agreement = agreement;
        }
        for (relation, (share, sum)) in model.share.iter_mut().zip(sums).enumerate() {
            // A relation that the sample does not show may still occur.
            const LEAST: [f64; 4] = [0.001, 0.05, 0.0005, 0.0005];
            if *share > 0.0 {
                *share = (sum / pairs).max(LEAST[relation] / people);
            }
        }
        model.chance = chance(start, strangers, Some(model));
        model.prepare();
        if round > 10 && (likelihood - before).abs() < 1e-7 * likelihood.abs() {
            break;
        }
        before = likelihood;
    }
}

/// How many records there are, and how many pairs each sampled pair stands for.
#[derive(Clone, Copy)]
struct Sampled {
    people: f64,
    scale: f64,
}

/// Records of one person that mostly differ in name or date of birth are no records of one person.
fn implausible(model: &Model) -> bool {
    model.subjects.iter().zip(&model.agreement).any(|(subject, agreement)| {
        let different = [
            (Subject::Given, given::DIFFERENT),
            (Subject::Surname, surname::DIFFERENT),
            (Subject::Born, born::DIFFERENT),
        ];
        different.iter().any(|(of, level)| of == subject && agreement[usize::from(*level)] > 0.5)
    })
}

fn normal(mut shares: Vec<f64>) -> Vec<f64> {
    let sum: f64 = shares.iter().sum();
    for share in &mut shares {
        *share /= sum;
    }
    shares
}

/// Pairs drawn at random; all of them where there are few.
fn strangers(population: &Population, subjects: &[Subject]) -> Vec<Pattern> {
    let size = population.len();
    let of = |record| At { population, record };
    let levels = |a, b| pack(&Comparison::of(of(a), of(b)).levels(subjects), 0);
    let found: Vec<u128> = if size * size.saturating_sub(1) / 2 <= 2 * SAMPLE {
        (0..size).into_par_iter().flat_map_iter(|a| (a + 1..size).map(move |b| levels(a, b))).collect()
    } else {
        (0..SAMPLE as u64)
            .into_par_iter()
            .filter_map(|draw| {
                let (a, b) = (draw_of(draw * 2, size), draw_of(draw * 2 + 1, size));
                (a != b).then(|| levels(a, b))
            })
            .collect()
    };
    count(found.into_iter())
}

fn draw_of(draw: u64, size: usize) -> usize {
    (crate::hash::mix(draw.wrapping_mul(0x9e37_79b9_7f4a_7c15)) % size as u64) as usize
}

/// A sample of the candidate pairs: how each agrees, by which recipes it was found, and how many pairs each stands for.
fn candidates(population: &Population, blocks: &Blocks, subjects: &[Subject]) -> (Vec<(u128, u32)>, f64) {
    let every = (blocks.estimate() / SAMPLE as u64).max(1);
    let free_by = blocks.free_of(subjects);
    let of = |record| At { population, record };
    let among = |a: usize, b: usize| {
        every == 1 || crate::hash::mix((a as u64) << 32 | b as u64).is_multiple_of(every)
    };
    let found = blocks.pairs_among(among, |a, b| {
        let hits = blocks.hits(a, b);
        let free = free_by
            .iter()
            .enumerate()
            .fold(0, |free, (at, recipes)| free | u32::from(hits & recipes != 0) << at);
        Some((pack(&Comparison::of(of(a), of(b)).levels(subjects), free), hits))
    });
    (found, every as f64)
}

/// For each combination of recipes, how many pairs of the sample they all give, and how many of them are matches.
fn yields(model: &Model, found: &[(u128, u32)]) -> Vec<(u32, f64, f64)> {
    let judge = Judge::of(model);
    let mut known: FxHashMap<u128, f64> = FxHashMap::default();
    let mut yields: FxHashMap<u32, (f64, f64)> = FxHashMap::default();
    for (packed, hits) in found {
        let same = *known.entry(*packed).or_insert_with(|| judge.posterior(&unpack(*packed)).0[0]);
        let (pairs, matches) = yields.entry(*hits).or_default();
        *pairs += 1.0;
        *matches += same;
    }
    let mut yields: Vec<(u32, f64, f64)> =
        yields.into_iter().map(|(hits, (pairs, matches))| (hits, pairs, matches)).collect();
    yields.sort_unstable_by_key(|(hits, _, _)| *hits);
    yields
}

/// How many of the matches blocking finds, by how many it finds through one recipe only and through two (the lower
/// bound of Chao 1984 on what nobody saw).
fn recall(yields: &[(u32, f64, f64)]) -> f64 {
    let seen = |times: u32| {
        yields.iter().filter(|(hits, _, _)| hits.count_ones() == times).map(|(_, _, m)| m).sum::<f64>()
    };
    let (all, once, twice): (f64, f64, f64) = (yields.iter().map(|(_, _, m)| m).sum(), seen(1), seen(2));
    let missed = if twice > 0.0 { once * once / (2.0 * twice) } else { once };
    if all > 0.0 { all / (all + missed) } else { 1.0 }
}

/// One step: how many pairs are in each relation, how people agree, and the likelihood.
///
/// How people agree in a subject is learned only from pairs that were found without it, or the keys would decide.
fn expect(
    model: &Model,
    candidates: &[Pattern],
    start: &[Vec<f64>],
    scale: f64,
) -> ([f64; 4], Vec<Vec<f64>>, f64) {
    let mut sums = [0.0; 4];
    let mut agreement: Vec<Vec<f64>> =
        start.iter().map(|levels| levels.iter().map(|share| share * PRIOR_PAIRS).collect()).collect();
    let mut likelihood = 0.0;
    let judge = Judge::of(model);
    for pattern in candidates {
        let (posterior, log) = judge.posterior(pattern);
        likelihood += pattern.pairs * log;
        let pairs = pattern.pairs * scale;
        for (sum, share) in sums.iter_mut().zip(posterior) {
            *sum += share * pairs;
        }
        for (at, (level, agreement)) in pattern.levels.iter().zip(&mut agreement).enumerate() {
            if *level != UNKNOWN && pattern.free >> at & 1 == 1 {
                agreement[usize::from(*level)] += posterior[0] * pairs;
            }
        }
    }
    (sums, agreement.into_iter().map(normal).collect(), likelihood)
}

/// How strangers agree, without the pairs among them that the model takes for one person or relations.
fn chance(start: &[Vec<f64>], strangers: &[Pattern], model: Option<&Model>) -> Vec<Vec<f64>> {
    let mut chance: Vec<Vec<f64>> =
        start.iter().map(|levels| vec![0.5 / levels.len() as f64; levels.len()]).collect();
    let judge = model.map(Judge::of);
    for pattern in strangers {
        let known = judge.as_ref().map_or(0.0, |judge| judge.posterior(pattern).0.iter().sum());
        for (level, chance) in pattern.levels.iter().zip(&mut chance) {
            if *level != UNKNOWN {
                chance[usize::from(*level)] += pattern.pairs * (1.0 - known);
            }
        }
    }
    chance.into_iter().map(normal).collect()
}

/// A model in the form in which patterns are judged.
struct Judge<'a> {
    weights: Vec<Vec<f64>>,
    shared: Vec<[[bool; 4]; 16]>,
    prior: [f64; 4],
    model: &'a Model,
}

impl Judge<'_> {
    fn of(model: &Model) -> Judge<'_> {
        let weights = model.agreement.iter().zip(&model.chance);
        let weights = weights.map(|(m, u)| m.iter().zip(u).map(|(m, u)| (m / u).log2()).collect());
        let shared = model.subjects.iter().map(|subject| {
            std::array::from_fn(|level| {
                Relation::ALL.map(|relation| subject.shared_by(relation, level as u8))
            })
        });
        Judge {
            weights: weights.collect(),
            shared: shared.collect(),
            prior: model.share.map(f64::log2),
            model,
        }
    }

    /// P(relation | how the pair agrees), and the logarithm of the likelihood against strangers.
    fn posterior(&self, pattern: &Pattern) -> ([f64; 4], f64) {
        let mut odds = self.prior;
        for (at, level) in pattern.levels[..self.model.subjects.len()].iter().enumerate() {
            if *level == UNKNOWN {
                continue;
            }
            let weight = self.weights[at][usize::from(*level)];
            for (odds, shared) in odds.iter_mut().zip(self.shared[at][usize::from(*level)]) {
                if shared {
                    *odds += weight;
                }
            }
        }
        let odds = odds.map(f64::exp2);
        let sum = 1.0 + odds.iter().sum::<f64>();
        (odds.map(|odds| odds / sum), sum.ln())
    }
}
