//! In which order whole names are written, learned from the column.
//!
//! Every value can be read in two ways. Which words are first names and which are family names, and which order a
//! source prefers, is worked out together by expectation and maximisation: a word that stands where first names stand
//! is one, and an order that puts first names where they belong is right. Known first names and initials, which are
//! never family names, begin it.

use rustc_hash::FxHashMap;

use crate::command::table::{RawColumn, Table};
use crate::linkage::clean::{Order, Pieces};
use crate::linkage::words::{MISSING, Value};

/// Where a value comes from and how it is written: source, separator, and whether it is in capitals.
type Style = (Value, Option<char>, bool);

/// How each value of a column is read.
pub(super) struct Orders<'a> {
    /// Odds that the first name comes first, by style, as logarithms.
    styles: FxHashMap<Style, f64>,
    words: WordCounts,
    column: &'a RawColumn,
    /// By value.
    sources: Vec<Value>,
}

/// How often words are first and family names.
#[derive(Default)]
struct WordCounts {
    counts: FxHashMap<String, [f64; 2]>,
    totals: [f64; 2],
}

const GIVEN: usize = 0;
const FAMILY: usize = 1;

impl WordCounts {
    fn add(&mut self, word: &str, as_what: usize, weight: f64) {
        if let Some(counts) = self.counts.get_mut(word) {
            counts[as_what] += weight;
        } else {
            let mut counts = [0.0; 2];
            counts[as_what] = weight;
            self.counts.insert(word.to_owned(), counts);
        }
        self.totals[as_what] += weight;
    }

    /// log of P(word | first name) / P(word | family name).
    fn odds(&self, word: &str) -> f64 {
        const UNSEEN: f64 = 0.5;
        let counts = self.counts.get(word).copied().unwrap_or_default();
        let known = if crate::name::is_given(word) || crate::name::is_nickname(word) { 2.5 } else { 0.0 };
        // An initial stands for a first name.
        let initial = if word.len() == 1 { 4.0 } else { 0.0 };
        let share = |which: usize| (counts[which] + UNSEEN) / (self.totals[which] + 2.0 * UNSEEN);
        (share(GIVEN) / share(FAMILY)).ln() + known + initial
    }
}

impl<'a> Orders<'a> {
    /// Learns from the values of a column, taken apart.
    pub(super) fn learn(
        table: &'a Table,
        at: usize,
        source: Option<usize>,
        pieces: &[Option<Pieces>],
    ) -> Orders<'a> {
        const ROUNDS: usize = 10;
        const LOOK_AT: usize = 20_000;
        let column = &table.columns[at];
        let mut sources = vec![MISSING; column.words.len()];
        for (row, value) in column.cells.iter().enumerate().filter(|(_, value)| **value != MISSING) {
            sources[*value as usize] =
                source.map_or(table.file_of(row) as Value, |at| table.columns[at].cells[row]);
        }
        let mut orders =
            Orders { styles: FxHashMap::default(), words: WordCounts::default(), column, sources };
        let sample = column.sampled(LOOK_AT).into_iter().filter_map(|value| {
            let pieces = pieces[value as usize].as_ref()?;
            (pieces.first.len() + pieces.rest.len() > 1).then(|| (orders.style(value, pieces), pieces))
        });
        let sample: Vec<(Style, &Pieces)> = sample.collect();
        for _ in 0..ROUNDS {
            let mut words = WordCounts::default();
            let mut styles: FxHashMap<Style, [f64; 2]> = FxHashMap::default();
            for (style, pieces) in &sample {
                let given_first = orders.given_first(*style, pieces);
                let shares = styles.entry(*style).or_default();
                shares[0] += given_first;
                shares[1] += 1.0 - given_first;
                for (order, share) in
                    [(Order::GivenFirst, given_first), (Order::FamilyFirst, 1.0 - given_first)]
                {
                    let (family, given, middle) = pieces.parts(order);
                    given.iter().chain(middle).for_each(|word| words.add(word, GIVEN, share));
                    family.iter().for_each(|word| words.add(word, FAMILY, share));
                }
            }
            orders.words = words;
            let odds = |[given, family]: [f64; 2]| ((given + 0.5) / (family + 0.5)).ln();
            orders.styles = styles.into_iter().map(|(style, shares)| (style, odds(shares))).collect();
        }
        orders
    }

    fn style(&self, value: Value, pieces: &Pieces) -> Style {
        let capitals = !self.column.words.bytes(value).iter().any(u8::is_ascii_lowercase);
        (self.sources[value as usize], pieces.separator, capitals)
    }

    /// The order of a value.
    pub(super) fn of(&self, value: Value, pieces: &Pieces) -> Order {
        if self.given_first(self.style(value, pieces), pieces) >= 0.5 {
            Order::GivenFirst
        } else {
            Order::FamilyFirst
        }
    }

    /// The chance that the first name comes first.
    fn given_first(&self, style: Style, pieces: &Pieces) -> f64 {
        // Before anything is learned, a comma says that the family name comes first, as in a register.
        let unlearned = match pieces.separator {
            Some(',' | ';' | '^') => -2.0,
            Some(_) => -0.5,
            None => 0.5,
        };
        let before = self.styles.get(&style).copied().unwrap_or(unlearned);
        let odds = |order: Order| {
            let (family, given, middle) = pieces.parts(order);
            let sum = |words: &[String]| words.iter().map(|word| self.words.odds(word)).sum::<f64>();
            sum(given) + sum(middle) - sum(family)
        };
        1.0 / (1.0 + (odds(Order::FamilyFirst) / 2.0 - odds(Order::GivenFirst) / 2.0 - before).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIVEN: [&str; 12] = [
        "Zdzislaw",
        "Bozena",
        "Wojciech",
        "Malgorzata",
        "Kazimierz",
        "Jadwiga",
        "Ann",
        "Robert",
        "Susan",
        "Thomas",
        "Maria",
        "Karen",
    ];
    const FAMILY: [&str; 14] = [
        "Langford",
        "Wolverton",
        "Kettering",
        "Garrity",
        "Blackthorn",
        "Ormsby",
        "Redmayne",
        "Stanhope",
        "Dabrowski",
        "Kilbride",
        "Martin",
        "Thomas",
        "Merriweather",
        "Lopez",
    ];

    /// Writes people of two sources and gives the share of family names that were read right.
    fn check(write: impl Fn(usize, &str, &str) -> String) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("names.csv");
        let people: Vec<(usize, &str, &str)> = (0..300)
            .map(|at| (at, GIVEN[at * 5 % 12], FAMILY[at * 3 % 14]))
            .filter(|(_, g, f)| g != f)
            .collect();
        let lines = people.iter().map(|(at, given, family)| {
            format!("{at};{};\"{}\"", if at % 2 == 0 { "A" } else { "B" }, write(*at, given, family))
        });
        std::fs::write(&path, format!("id;source;name\n{}", lines.collect::<Vec<_>>().join("\n"))).unwrap();
        let table = Table::read(&[path], &|| false).unwrap();
        let column = &table.columns[2];
        let pieces: Vec<Option<Pieces>> = (0..column.words.len() as Value)
            .map(|value| Some(Pieces::of(column.words.text(value))))
            .collect();
        let orders = Orders::learn(&table, 2, Some(1), &pieces);
        let right = people.iter().zip(&column.cells).filter(|((_, _, family), value)| {
            let pieces = Pieces::of(column.words.text(**value));
            pieces.name(orders.of(**value, &pieces)).surname == family.to_uppercase()
        });
        let (right, all) = (right.count(), people.len());
        assert!(right * 100 >= all * 99, "{right} of {all}: {}", column.words.text(0));
    }

    #[test]
    fn the_order_of_whole_names_is_learned_from_the_column() {
        let initial = |at: usize| ["", " A", " K"][at % 3];
        check(|at, given, family| format!("{given}{} {family}", initial(at)));
        check(|at, given, family| format!("{family} {given}{}", initial(at)).to_uppercase());
        check(|at, given, family| format!("{family}, {given}{}", initial(at)));
        check(|_, given, family| format!("{family} {given}"));
        check(|_, given, family| format!("{given} {family}"));
        check(|at, given, family| format!("{given}/{family}{}", [" JR", ""][at % 2]));
        // Each source in its own way.
        check(|at, given, family| {
            if at % 2 == 0 {
                format!("{given}{} {family}", initial(at))
            } else {
                format!("{family} {given}").to_uppercase()
            }
        });
    }
}
