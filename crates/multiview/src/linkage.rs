//! Probabilistic record linkage without labels.
//!
//! Reading order: [`population`] holds the records, [`subject`] says what is compared and at which levels, [`compare`]
//! compares two, [`blocking`] proposes pairs, [`model`] learns what agreement is worth and weighs it, [`cluster`] puts
//! records together, [`evidence`] says why.

pub(crate) mod believable;
pub(crate) mod blocking;
pub(crate) mod card;
pub(crate) mod clean;
pub(crate) mod cluster;
pub(crate) mod compare;
pub(crate) mod evidence;
pub(crate) mod model;
pub(crate) mod names;
pub(crate) mod population;
pub(crate) mod subject;
pub(crate) mod usual;
pub(crate) mod words;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use blocking::Blocks;
use cluster::{Link, Pairs, cluster};
use compare::At;
use model::Model;
use model::train::{Trained, train};
use population::Population;

/// Odds of one to one: the evidence for one person outweighs everything else.
pub(crate) const THRESHOLD: f32 = 0.0;
/// Pairs with less evidence, in bits, are not even near misses.
const FLOOR: f32 = -8.0;

/// Pairs after which progress is told.
const TOLD: u64 = 1_000_000;

/// Hears of progress, and may stop the work.
pub(crate) trait Watch: Sync {
    fn step(&self, what: &str);
    fn stopped(&self) -> bool;
}

/// Records put together.
pub(crate) struct Linkage {
    pub(crate) model: Model,
    /// For each record, the first record of its cluster.
    pub(crate) cluster_of: Vec<u32>,
    /// For each record, how probable it is that it belongs where it is.
    pub(crate) probability: Vec<f32>,
    /// Pairs worth mentioning, by their records.
    pub(crate) links: Vec<Link>,
    pub(crate) candidates: u64,
    /// What share of the matches blocking finds, as far as the data tells.
    pub(crate) blocking_recall: f64,
    /// Why the outcome is not to be trusted.
    pub(crate) doubts: Vec<String>,
    pub(crate) recipes: Vec<blocking::keys::Recipe>,
    /// What was done and how long it took.
    pub(crate) steps: Vec<(&'static str, Duration)>,
}

/// Links the records of a population. None when the watch stopped it.
pub(crate) fn link(population: &mut Population, threshold: f32, watch: &dyn Watch) -> Option<Linkage> {
    let mut steps = Vec::new();
    let mut begin = Instant::now();
    let mut step = |name: &'static str| {
        steps.push((name, begin.elapsed()));
        begin = Instant::now();
        !watch.stopped()
    };
    watch.step("finding pairs worth comparing");
    let mut blocks = Blocks::of(population);
    step("block").then_some(())?;
    watch.step("learning what agreement is worth");
    let Trained { model, blocking_recall, taken_as_known, plain_pairs } = train(population, &mut blocks);
    let doubts = doubts(blocking_recall, taken_as_known, plain_pairs);
    model.frequencies.rate(population);
    step("train").then_some(())?;
    watch.step("weighing pairs");
    let population = &*population;
    let weigh = |a: usize, b: usize, floor: f32| {
        model.weigh(At { population, record: a }, At { population, record: b }, floor)
    };
    let candidates = AtomicU64::new(0);
    let most = blocks.estimate();
    let links = blocks.pairs(|a, b| {
        let before = candidates.fetch_add(1, Ordering::Relaxed);
        if before % TOLD == TOLD - 1 {
            watch.step(&format!("weighing pairs: {} of at most {most}", before + 1));
        }
        if watch.stopped() {
            return None;
        }
        weigh(a, b, FLOOR).map(|weight| Link { a: a as u32, b: b as u32, weight })
    });
    step("weigh").then_some(())?;
    watch.step("putting records together");
    let recipes = blocks.recipes().to_vec();
    drop(blocks);
    let pairs = TableRecords { population, model: &model };
    let cluster_of = cluster(population.len(), links.clone(), threshold, &pairs);
    let probability = probabilities(&cluster_of, &links);
    step("cluster").then_some(())?;
    let candidates = candidates.into_inner();
    Some(Linkage {
        model,
        cluster_of,
        probability,
        links,
        candidates,
        blocking_recall,
        doubts,
        recipes,
        steps,
    })
}

/// What the data itself says against the outcome, in words.
fn doubts(blocking_recall: f64, taken_as_known: bool, plain_pairs: Option<f64>) -> Vec<String> {
    const ENOUGH: f64 = 0.9;
    let mut doubts = Vec::new();
    if blocking_recall < ENOUGH {
        doubts.push(format!(
            "the pairs compared hold only {:.0} % of the matches, by estimate",
            100.0 * blocking_recall
        ));
    }
    if taken_as_known {
        doubts.push(
            "something else than people divides these records better, so that how people agree was taken as \
             known and not learned"
                .into(),
        );
    }
    if let Some(share) = plain_pairs.filter(|share| *share < ENOUGH) {
        doubts.push(format!(
            "only {:.0} % of the pairs of one name and one date of birth are taken for one person",
            100.0 * share
        ));
    }
    doubts
}

/// Records of a table.
struct TableRecords<'a> {
    population: &'a Population,
    model: &'a Model,
}

impl TableRecords<'_> {
    fn at(&self, record: u32) -> At<'_> {
        At { population: self.population, record: record as usize }
    }
}

impl Pairs for TableRecords<'_> {
    fn weigh(&self, a: u32, b: u32) -> f32 {
        const LEAST: f32 = -2.0 * cluster::MOST;
        let (a, b) = (self.at(a), self.at(b));
        let ruled_out = || if self.model.rules_out(a, b).is_some() { cluster::RULED_OUT } else { LEAST };
        self.model.weigh(a, b, LEAST).unwrap_or_else(ruled_out)
    }

    fn source(&self, record: u32) -> u16 {
        self.population.source(record as usize)
    }

    fn numbers(&self, record: u32) -> Option<u64> {
        self.model.own_numbers(self.at(record))
    }
}

/// A record is where it belongs as surely as its best link in the cluster says; one that is alone, as its best link to
/// others says that it is not one of them.
fn probabilities(cluster_of: &[u32], links: &[Link]) -> Vec<f32> {
    let mut inside = vec![f32::NEG_INFINITY; cluster_of.len()];
    let mut outside = vec![f32::NEG_INFINITY; cluster_of.len()];
    for link in links {
        let (a, b) = (link.a as usize, link.b as usize);
        let best = if cluster_of[a] == cluster_of[b] { &mut inside } else { &mut outside };
        best[a] = best[a].max(link.weight);
        best[b] = best[b].max(link.weight);
    }
    let mut joined = vec![false; cluster_of.len()];
    for (record, cluster) in cluster_of.iter().enumerate() {
        if *cluster as usize != record {
            joined[record] = true;
            joined[*cluster as usize] = true;
        }
    }
    let records = inside.iter().zip(&outside).zip(joined);
    records
        .map(
            |((inside, outside), joined)| {
                if joined { probability(*inside) } else { 1.0 - probability(*outside) }
            },
        )
        .collect()
}

/// The probability that odds of so many bits mean.
pub(crate) fn probability(bits: f32) -> f32 {
    1.0 / (1.0 + (-bits).exp2())
}
