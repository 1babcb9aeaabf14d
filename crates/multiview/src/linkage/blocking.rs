//! Which pairs are worth comparing: records that share a key whose block is not too large.

pub(crate) mod keys;

use rayon::prelude::*;

use super::population::Population;
use super::subject::Subject;
use keys::{Reading, Recipe, key, recipes};

/// Up to this many records every pair is compared.
const FEW: usize = 5_000;
/// A recipe may give this many pairs for each record, or this many in all where that is more.
const PAIRS_PER_RECORD: u64 = 8;
const PAIRS_AT_LEAST: u64 = 1_500_000;

/// Readings in the order of one recipe's keys, and where each block among them begins and ends.
type Arranged = (Vec<u32>, Vec<(u32, u32)>);

/// Records by their keys.
pub(crate) struct Blocks {
    recipes: Vec<Recipe>,
    /// One key a recipe for each reading of each record, reading by reading; 0 is none, or a dropped block.
    keys: Vec<u32>,
    record_of: Vec<u32>,
    /// Where the readings of a record begin; one more at the end.
    readings_of: Vec<u32>,
    /// By recipe.
    blocks: Vec<Arranged>,
    /// Every pair is compared.
    everything: bool,
    /// Pairs in all blocks; a pair in two blocks counts twice.
    estimate: u64,
}

impl Blocks {
    pub(crate) fn of(population: &Population) -> Blocks {
        let size = population.len();
        let recipes = recipes(population);
        let mut record_of = Vec::with_capacity(size);
        let mut readings_of = Vec::with_capacity(size + 1);
        let mut keys = Vec::with_capacity(size * recipes.len());
        for record in 0..size {
            readings_of.push(record_of.len() as u32);
            for reading in Reading::of(population, record) {
                record_of.push(record as u32);
                let short = |key: u64| (key >> 32) as u32 | 1;
                keys.extend(
                    recipes.iter().map(|recipe| key(recipe, population, record, reading).map_or(0, short)),
                );
            }
        }
        readings_of.push(record_of.len() as u32);
        let everything = size <= FEW;
        let mut found =
            Blocks { recipes, keys, record_of, readings_of, blocks: Vec::new(), everything, estimate: 0 };
        if everything {
            found.estimate = (size * size.saturating_sub(1) / 2) as u64;
            return found;
        }
        let budget = (size as u64 * PAIRS_PER_RECORD).max(PAIRS_AT_LEAST);
        let width = found.recipes.len();
        found.blocks = (0..width).into_par_iter().map(|recipe| found.arrange(recipe, budget)).collect();
        found.estimate = found.blocks.iter().flat_map(|(_, blocks)| blocks).map(pairs_in).sum();
        found.forget_dropped();
        found
    }

    /// Sorts the readings by their keys and keeps the blocks that fit the budget, the smallest first.
    fn arrange(&self, recipe: usize, budget: u64) -> (Vec<u32>, Vec<(u32, u32)>) {
        let keys = self.keys.iter().skip(recipe).step_by(self.recipes.len());
        let keyed = keys.enumerate().filter(|(_, key)| **key != 0);
        let mut sorted: Vec<u64> =
            keyed.map(|(reading, key)| u64::from(*key) << 32 | reading as u64).collect();
        sorted.sort_unstable();
        let mut blocks = Vec::new();
        let mut start = 0;
        for block in sorted.chunk_by(|a, b| a >> 32 == b >> 32) {
            let end = start + block.len() as u32;
            if block.len() > 1 {
                blocks.push((start, end));
            }
            start = end;
        }
        let mut sizes: Vec<(u32, u32)> = blocks.clone();
        sizes.sort_unstable_by_key(|(start, end)| end - start);
        let mut pairs = 0;
        let mut largest = 1;
        for block in &sizes {
            pairs += pairs_in(block);
            if pairs > budget {
                break;
            }
            largest = block.1 - block.0;
        }
        blocks.retain(|(start, end)| end - start <= largest);
        (sorted.into_iter().map(|packed| packed as u32).collect(), blocks)
    }

    fn forget_dropped(&mut self) {
        let width = self.recipes.len();
        for (recipe, (order, blocks)) in self.blocks.iter().enumerate() {
            let mut kept = vec![false; self.record_of.len()];
            for (start, end) in blocks {
                for reading in &order[*start as usize..*end as usize] {
                    kept[*reading as usize] = true;
                }
            }
            for (reading, kept) in kept.into_iter().enumerate() {
                if !kept {
                    self.keys[reading * width + recipe] = 0;
                }
            }
        }
    }

    /// What records must share to be compared.
    pub(crate) fn recipes(&self) -> &[Recipe] {
        &self.recipes
    }

    /// Every pair is compared.
    pub(crate) fn everything(&self) -> bool {
        self.everything
    }

    /// Candidate pairs, at most.
    pub(crate) fn estimate(&self) -> u64 {
        self.estimate
    }

    /// For each subject, the recipes by which a pair can be found without agreeing in it.
    pub(crate) fn free_of(&self, subjects: &[Subject]) -> Vec<u32> {
        let free = |subject: &Subject| {
            let recipes = self.recipes.iter().enumerate();
            let free = recipes.filter(|(_, recipe)| !recipe.iter().any(|token| token.decides(*subject)));
            free.fold(0, |mask, (at, _)| mask | 1 << at)
        };
        if self.everything { vec![u32::MAX; subjects.len()] } else { subjects.iter().map(free).collect() }
    }

    /// A bit for each recipe whose key two records share; all bits where every pair is compared.
    pub(crate) fn hits(&self, a: usize, b: usize) -> u32 {
        if self.everything {
            return u32::MAX;
        }
        let width = self.recipes.len();
        let mut hits = 0;
        for i in self.readings_of[a] as usize..self.readings_of[a + 1] as usize {
            for j in self.readings_of[b] as usize..self.readings_of[b + 1] as usize {
                let (x, y) = (&self.keys[i * width..][..width], &self.keys[j * width..][..width]);
                for (at, (x, y)) in x.iter().zip(y).enumerate() {
                    hits |= u32::from(x == y && *x != 0) << at;
                }
            }
        }
        hits
    }

    fn first_hit(&self, a: usize, b: usize) -> Option<usize> {
        let width = self.recipes.len();
        let readings =
            |record: usize| self.readings_of[record] as usize..self.readings_of[record + 1] as usize;
        let pairs = readings(a).flat_map(|i| readings(b).map(move |j| (i, j)));
        let first = pairs.filter_map(|(i, j)| {
            let (x, y) = (&self.keys[i * width..][..width], &self.keys[j * width..][..width]);
            x.iter().zip(y).position(|(x, y)| x == y && *x != 0)
        });
        first.min()
    }

    /// Candidate pairs that are worth a choice of recipes.
    const MANY: u64 = 4_000_000;
    /// Recipes are kept until they find this share of what all of them find.
    const ENOUGH: f64 = 0.999;

    /// Keeps the recipes that find matches for the fewest pairs. `found` says for each combination of recipes how many
    /// pairs, and how many of them matches, a sample shows that they all give.
    pub(crate) fn choose(&mut self, found: &[(u32, f64, f64)]) {
        if self.everything || self.estimate <= Self::MANY {
            return;
        }
        let all: f64 = found.iter().map(|(_, _, matches)| matches).sum();
        let mut chosen = 0_u32;
        let gain = |chosen: u32, recipe: usize| {
            let new = found.iter().filter(|(hits, _, _)| hits & chosen == 0 && hits >> recipe & 1 == 1);
            new.fold((0.0, 0.0), |(pairs, matches), (_, p, m)| (pairs + p, matches + m))
        };
        loop {
            let covered: f64 =
                found.iter().filter(|(hits, _, _)| hits & chosen != 0).map(|(_, _, m)| m).sum();
            if covered >= all * Self::ENOUGH {
                break;
            }
            let rest = (0..self.recipes.len()).filter(|recipe| chosen >> recipe & 1 == 0);
            let rated =
                rest.map(|recipe| (recipe, gain(chosen, recipe))).filter(|(_, (_, matches))| *matches > 0.0);
            let best = rated.max_by(|(i, (p, m)), (j, (q, n))| (m / p).total_cmp(&(n / q)).then(j.cmp(i)));
            let Some((best, _)) = best else { break };
            chosen |= 1 << best;
        }
        self.keep(chosen);
    }

    fn keep(&mut self, chosen: u32) {
        let width = self.recipes.len();
        let kept = |at: usize| chosen >> (at % width) & 1 == 1;
        let mut at = 0;
        self.keys.retain(|_| {
            at += 1;
            kept(at - 1)
        });
        self.keys.shrink_to_fit();
        let mut at = 0;
        self.recipes.retain(|_| {
            at += 1;
            kept(at - 1)
        });
        let mut at = 0;
        self.blocks.retain(|_| {
            at += 1;
            kept(at - 1)
        });
    }

    /// Visits every candidate pair once, on all processors, and gives what the visits give in an order that depends on
    /// the records alone.
    pub(crate) fn pairs<T: Send>(&self, visit: impl Fn(usize, usize) -> Option<T> + Sync) -> Vec<T> {
        self.pairs_among(|_, _| true, visit)
    }

    /// The same for the pairs that `among` lets pass.
    pub(crate) fn pairs_among<T: Send>(
        &self,
        among: impl Fn(usize, usize) -> bool + Sync,
        visit: impl Fn(usize, usize) -> Option<T> + Sync,
    ) -> Vec<T> {
        let (among, visit) = (&among, &visit);
        if self.everything {
            let size = self.readings_of.len() - 1;
            let with =
                |a: usize| (a + 1..size).filter(move |b| among(a, *b)).filter_map(move |b| visit(a, b));
            return (0..size).into_par_iter().flat_map_iter(with).collect();
        }
        self.work()
            .into_par_iter()
            .flat_map_iter(|(recipe, blocks)| self.pairs_of(recipe, blocks, among, visit))
            .collect()
    }

    /// Blocks in portions of about equal work.
    fn work(&self) -> Vec<(usize, &[(u32, u32)])> {
        const PORTION: u64 = 20_000;
        let mut work = Vec::new();
        for (recipe, (_, blocks)) in self.blocks.iter().enumerate() {
            let mut rest = &blocks[..];
            while !rest.is_empty() {
                let mut pairs = 0;
                let full = rest.iter().position(|block| {
                    pairs += pairs_in(block);
                    pairs >= PORTION
                });
                let (portion, others) = rest.split_at(full.map_or(rest.len(), |at| at + 1));
                work.push((recipe, portion));
                rest = others;
            }
        }
        work
    }

    fn pairs_of<T>(
        &self,
        recipe: usize,
        blocks: &[(u32, u32)],
        among: &impl Fn(usize, usize) -> bool,
        visit: &impl Fn(usize, usize) -> Option<T>,
    ) -> Vec<T> {
        let order = &self.blocks[recipe].0;
        let mut found = Vec::new();
        for (start, end) in blocks {
            let readings = &order[*start as usize..*end as usize];
            for (at, i) in readings.iter().enumerate() {
                for j in &readings[at + 1..] {
                    let (a, b) = (self.record_of[*i as usize] as usize, self.record_of[*j as usize] as usize);
                    let (a, b) = (a.min(b), a.max(b));
                    // A pair belongs to the first recipe that gives it.
                    if a != b && among(a, b) && self.first_hit(a, b) == Some(recipe) {
                        found.extend(visit(a, b));
                    }
                }
            }
        }
        found
    }
}

fn pairs_in((start, end): &(u32, u32)) -> u64 {
    let size = u64::from(end - start);
    size * (size - 1) / 2
}
