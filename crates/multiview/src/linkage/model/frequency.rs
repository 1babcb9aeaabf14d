//! How common values are, so that agreement on a rare name counts for more than agreement on a common one.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::linkage::population::{PlainKind, Population};
use crate::linkage::subject::Subject;
use crate::linkage::words::Words;

/// The most bits that rarity adds or takes.
pub(crate) const MOST: f32 = 6.0;

/// Frequencies of names and codes in the records that a model was trained on.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Frequencies {
    given: Table,
    surname: Table,
    plain: Vec<Table>,
}

#[derive(Clone, Default, Serialize, Deserialize)]
struct Table {
    /// Count by the hash of the value; values that are no commoner than `rare` are left out.
    counts: FxHashMap<u64, u32>,
    total: u64,
    /// The chance that two strangers agree.
    usual: f64,
    /// What is not listed occurs as often as this.
    rare: u32,
    /// For numbers: more records than this share it. Zero for names.
    shared_from: u32,
}

impl Table {
    /// Of names and codes: a rare one says more than a common one.
    fn of(words: &Words, chance: f64) -> Table {
        // Below this the most bits are reached anyway.
        let rare = ((words.total() / 50_000) as u32).max(2);
        let counts = words.counts().filter(|(_, count)| *count > rare).collect();
        let usual = words.collision().max(chance).max(1e-9);
        Table { counts, total: words.total(), usual, rare, shared_from: 0 }
    }

    /// Of numbers that one person should have: one that far more records have than usual is shared or made up.
    fn of_numbers(words: &Words, chance: f64) -> Table {
        let mut sizes: Vec<u32> = words.counts().map(|(_, count)| count).collect();
        sizes.sort_unstable();
        let usual = sizes.get(sizes.len() * 99 / 100).copied().unwrap_or(1);
        let shared_from = usual.saturating_mul(4).max(16);
        let counts = words.counts().filter(|(_, count)| *count > shared_from).collect();
        Table { counts, total: words.total(), usual: chance.max(1e-9), rare: 0, shared_from }
    }

    fn rarity(&self, hash: u64) -> f32 {
        if self.total == 0 {
            return 0.0;
        }
        let count = self.counts.get(&hash).copied().unwrap_or(self.rare);
        let bits = || (self.usual * self.total as f64 / f64::from(count)).log2() as f32;
        match (self.shared_from, count) {
            (0, _) => bits().clamp(-MOST, MOST),
            (_, 0) => 0.0,
            _ => bits().min(0.0),
        }
    }
}

impl Frequencies {
    /// Counts values; `chance` is what strangers agree by, for each subject.
    pub(crate) fn of(population: &Population, subjects: &[Subject], chance: &[Vec<f64>]) -> Frequencies {
        let chance_of = |wanted: Subject| {
            let at = subjects.iter().position(|subject| *subject == wanted);
            at.and_then(|at| chance.get(at)?.first()).copied().unwrap_or_default()
        };
        let plain = population.plain.iter().enumerate();
        Frequencies {
            given: Table::of(&population.given.words, chance_of(Subject::Given)),
            surname: Table::of(&population.surname.words, chance_of(Subject::Surname)),
            plain: plain
                .map(|(at, column)| {
                    let chance = chance_of(Subject::Plain(at, column.kind));
                    match column.kind {
                        PlainKind::Code | PlainKind::Text => Table::of(&column.words, chance),
                        PlainKind::Identifier | PlainKind::Email | PlainKind::Phone => {
                            Table::of_numbers(&column.words, chance)
                        }
                        PlainKind::Measure => Table::default(),
                    }
                })
                .collect(),
        }
    }

    /// Works out how rare the values of a population are.
    pub(crate) fn rate(&self, population: &mut Population) {
        population.given.words.rate(|hash| self.given.rarity(hash));
        population.surname.words.rate(|hash| self.surname.rarity(hash));
        for (column, table) in population.plain.iter_mut().zip(&self.plain) {
            column.words.rate(|hash| table.rarity(hash));
        }
    }
}
