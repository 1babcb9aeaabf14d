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
}

impl Table {
    fn of(words: &Words, chance: Option<f64>) -> Table {
        const RARE: u32 = 2;
        let counts = words.counts().filter(|(_, count)| *count > RARE).collect();
        let usual = words.collision().max(chance.unwrap_or_default()).max(1e-9);
        Table { counts, total: words.total(), usual, rare: RARE }
    }

    fn rarity(&self, hash: u64) -> f32 {
        if self.total == 0 {
            return 0.0;
        }
        let count = self.counts.get(&hash).copied().unwrap_or(self.rare);
        let frequency = f64::from(count) / self.total as f64;
        ((self.usual / frequency).log2() as f32).clamp(-MOST, MOST)
    }
}

impl Frequencies {
    /// Counts values; `chance` is what strangers agree by, for each subject.
    pub(crate) fn of(population: &Population, subjects: &[Subject], chance: &[Vec<f64>]) -> Frequencies {
        let chance_of = |wanted: Subject| {
            let at = subjects.iter().position(|subject| *subject == wanted)?;
            chance.get(at).and_then(|levels| levels.first()).copied()
        };
        let plain = population.plain.iter().enumerate();
        Frequencies {
            given: Table::of(&population.given.words, chance_of(Subject::Given)),
            surname: Table::of(&population.surname.words, chance_of(Subject::Surname)),
            plain: plain
                .map(|(at, column)| match column.kind {
                    PlainKind::Code | PlainKind::Text => {
                        Table::of(&column.words, chance_of(Subject::Plain(at, column.kind)))
                    }
                    PlainKind::Identifier | PlainKind::Email | PlainKind::Phone | PlainKind::Measure => {
                        Table::default()
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
