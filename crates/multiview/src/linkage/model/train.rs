//! Training without labels: expectation and maximisation over the ways in which pairs agree.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::frequency::Frequencies;
use super::pattern::{Pattern, count, pack, unpack};
use super::ties::Shown;
use super::{ANOTHER_NUMBER, Judge, Model, sharing};
use crate::linkage::blocking::Blocks;
use crate::linkage::compare::{At, Comparison};
use crate::linkage::population::{PlainKind, Population};
use crate::linkage::subject::{Subject, UNKNOWN};

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

/// What was learned from the records themselves.
pub(crate) struct Trained {
    pub(crate) model: Model,
    /// What share of the matches blocking finds, by estimate.
    pub(crate) blocking_recall: f64,
    /// Something else than people divided the records better, and how people agree was taken as known.
    pub(crate) taken_as_known: bool,
    /// Of the pairs that agree in all of name and date of birth, the share that is taken for one person; none where there
    /// are too few to tell.
    pub(crate) plain_pairs: Option<f64>,
}

/// Trains a model on the records themselves, and chooses the recipes that are worth their pairs.
pub(crate) fn train(population: &Population, blocks: &mut Blocks) -> Trained {
    let subjects = Subject::of(population);
    let strangers = strangers(population, &subjects);
    let sharing = sharing::draw(population, &subjects);
    let (found, scale) = candidates(population, blocks, &subjects);
    let candidates = count(found.iter().map(|(packed, _)| *packed));
    let people = (population.len() as f64).max(2.0);
    let start: Vec<Vec<f64>> = subjects.iter().map(|subject| subject.start()).collect();
    let named = subjects.contains(&Subject::Given) && subjects.contains(&Subject::Surname);
    let rare = if named { TWINS / people } else { 0.0 };
    let share = [0.5 / people, 0.5 / people, rare, rare];
    let seen = Seen {
        subjects: &subjects,
        shown: Shown { candidates: &candidates, strangers: &strangers, sharing: &sharing },
        start: &start,
        people,
        scale,
    };
    let mut model = Model::new(subjects.clone(), start.clone(), seen.chance(None), share);
    // Who is whom by what is known of people shows what depends on what.
    seen.maximise(&mut model, false);
    let tied = seen.shown.find(&model);
    model.ties = seen.shown.ties(&model, &tied);
    // How many there are of each is learned together with how people agree.
    model.share = share;
    model.prepare();
    let known = model.clone();
    let floor = plain_pairs(&known, &candidates);
    let beyond_belief = seen.maximise(&mut model, true);
    let loses = |floor: f64| plain_pairs(&model, &candidates).is_none_or(|share| share < floor - LOST);
    let taken_as_known = beyond_belief || floor.is_some_and(loses);
    if taken_as_known {
        // Something else than people divides these records better.
        model = known;
        seen.maximise(&mut model, false);
    }
    model.own = own_numbers(&model.subjects, &sharing);
    model.prepare();
    model.frequencies = Frequencies::of(population, &model.subjects, &model.chance);
    let yields = yields(&model, &found);
    blocks.choose(&yields);
    let blocking_recall = if blocks.everything() { 1.0 } else { recall(&yields) };
    let plain_pairs = plain_pairs(&model, &candidates);
    Trained { model, blocking_recall, taken_as_known, plain_pairs }
}

/// The share of pairs of one name and one date of birth that learning may lose.
const LOST: f64 = 0.05;
/// Fewer pairs show nothing.
const FEWEST: f64 = 50.0;

/// The floor: pairs that agree in all of name and date of birth, which the plainest rule joins. Gives the share of them
/// that a model takes for one person.
fn plain_pairs(model: &Model, candidates: &[Pattern]) -> Option<f64> {
    let agree = agree_in_name_and_birth(&model.subjects)?;
    let judge = Judge::of(model);
    let (mut one, mut all) = (0.0, 0.0);
    for pattern in candidates.iter().filter(|pattern| agree(pattern)) {
        all += pattern.pairs;
        one += pattern.pairs * f64::from(u8::from(judge.posterior(pattern).0[0] > 0.5));
    }
    (all >= FEWEST).then_some(one / all)
}

/// Whether a pair is the same in first name, family name and day of birth; none where records do not have all three.
fn agree_in_name_and_birth(subjects: &[Subject]) -> Option<impl Fn(&Pattern) -> bool + use<>> {
    let place = |subject| subjects.iter().position(|other| *other == subject);
    let three = [place(Subject::Given)?, place(Subject::Surname)?, place(Subject::Born)?];
    Some(move |pattern: &Pattern| three.iter().all(|at| pattern.levels[*at] == 0))
}

/// The subjects that are numbers of which one person has one. It is seen where people are the same in name and date of
/// birth, which twins and parents and children are not: hardly ever are their numbers two. Where numbers are mistyped
/// beyond recognition, or a person has several, that is seen there as well.
fn own_numbers(subjects: &[Subject], sharing: &[Vec<Pattern>]) -> Vec<bool> {
    /// Two strangers of one name and one day of birth, or one number that is no such number, among so many.
    const HARDLY: f64 = 0.01;
    let none = || vec![false; subjects.len()];
    let Some(agree) = agree_in_name_and_birth(subjects) else { return none() };
    let born = subjects.iter().position(|subject| *subject == Subject::Born);
    let Some(people) = born.and_then(|born| sharing.get(born)) else { return none() };
    let own = |(at, subject): (usize, &Subject)| {
        let (mut two, mut all) = (0.0, 0.0);
        for pattern in people.iter().filter(|pattern| agree(pattern)) {
            let level = pattern.levels[at];
            all += if level == UNKNOWN { 0.0 } else { pattern.pairs };
            two += if level == ANOTHER_NUMBER { pattern.pairs } else { 0.0 };
        }
        matches!(subject, Subject::Plain(_, PlainKind::Identifier)) && all >= FEWEST && two <= HARDLY * all
    };
    subjects.iter().enumerate().map(own).collect()
}

/// What training looks at.
struct Seen<'a> {
    subjects: &'a [Subject],
    shown: Shown<'a>,
    start: &'a [Vec<f64>],
    people: f64,
    /// Pairs that each sampled candidate stands for.
    scale: f64,
}

/// Who the candidates are, by a model, and how they agree then.
struct Expected {
    /// Pairs in each relation.
    sums: [f64; 4],
    agreement: Vec<Vec<f64>>,
    /// Some of it was beyond belief by far.
    far: bool,
    likelihood: f64,
}

impl Seen<'_> {
    /// Alternates between who pairs are and how people agree, until nothing changes. Says whether people would agree in
    /// a way that is beyond belief.
    fn maximise(&self, model: &mut Model, learn: bool) -> bool {
        let pairs = self.people * (self.people - 1.0) / 2.0;
        let mut before = f64::NEG_INFINITY;
        let mut far = false;
        for round in 0..ROUNDS {
            let expected = self.expect(model);
            if learn {
                model.agreement = expected.agreement;
                far = expected.far;
            }
            for (relation, (share, sum)) in model.share.iter_mut().zip(expected.sums).enumerate() {
                // A relation that the sample does not show may still occur.
                const LEAST: [f64; 4] = [0.001, 0.05, 0.0005, 0.0005];
                // Nor are there more twins and parents and children of one name than people.
                const MOST: [f64; 4] = [f64::INFINITY, f64::INFINITY, 1.0, 1.0];
                if *share > 0.0 {
                    let most = MOST[relation] / self.people;
                    *share = (sum / pairs).clamp(LEAST[relation] / self.people, most);
                }
            }
            model.chance = self.chance(Some(model));
            let tied: Vec<Option<usize>> =
                model.ties.iter().map(|tie| tie.as_ref().map(|tie| tie.to)).collect();
            model.ties = self.shown.ties(model, &tied);
            model.prepare();
            let likelihood = expected.likelihood;
            if round > 10 && (likelihood - before).abs() < 1e-7 * likelihood.abs() {
                break;
            }
            before = likelihood;
        }
        far
    }

    /// One step: how many pairs are in each relation, how people agree, and the likelihood.
    ///
    /// How people agree in a subject is learned only from pairs that were found without it, or the keys would decide.
    fn expect(&self, model: &Model) -> Expected {
        let mut sums = [0.0; 4];
        let usual = |levels: &Vec<f64>| levels.iter().map(|share| share * PRIOR_PAIRS).collect();
        let mut agreement: Vec<Vec<f64>> = self.start.iter().map(usual).collect();
        let mut likelihood = 0.0;
        let judge = Judge::of(model);
        for pattern in self.shown.candidates {
            let (posterior, log) = judge.posterior(pattern);
            likelihood += pattern.pairs * log;
            let pairs = pattern.pairs * self.scale;
            for (sum, share) in sums.iter_mut().zip(posterior) {
                *sum += share * pairs;
            }
            for (at, (level, agreement)) in pattern.levels.iter().zip(&mut agreement).enumerate() {
                if *level != UNKNOWN && pattern.free >> at & 1 == 1 {
                    agreement[usize::from(*level)] += posterior[0] * pairs;
                }
            }
        }
        let mut far = false;
        for ((subject, agreement), start) in model.subjects.iter().zip(&mut agreement).zip(self.start) {
            subject.normalise(agreement);
            far |= subject.believe(agreement);
            for (learned, usual) in agreement.iter_mut().zip(start) {
                *learned = (1.0 - DOUBT) * *learned + DOUBT * usual;
            }
        }
        Expected { sums, agreement, far, likelihood }
    }

    /// How strangers agree, without the pairs among them that the model takes for one person or relations.
    fn chance(&self, model: Option<&Model>) -> Vec<Vec<f64>> {
        let mut chance: Vec<Vec<f64>> =
            self.start.iter().map(|levels| vec![0.5 / levels.len() as f64; levels.len()]).collect();
        let judge = model.map(Judge::of);
        for pattern in self.shown.strangers {
            let known = judge.as_ref().map_or(0.0, |judge| judge.posterior(pattern).0.iter().sum());
            for (level, chance) in pattern.levels.iter().zip(&mut chance) {
                if *level != UNKNOWN {
                    chance[usize::from(*level)] += pattern.pairs * (1.0 - known);
                }
            }
        }
        for (subject, chance) in self.subjects.iter().zip(&mut chance) {
            subject.normalise(chance);
        }
        chance
    }
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
