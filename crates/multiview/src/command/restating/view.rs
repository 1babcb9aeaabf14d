//! Some rows of a table, each value in a form in which it can be compared with those of other columns.

use super::is_compared;
use crate::command::dates::Dates;
use crate::command::roles::{Decision, Role};
use crate::command::table::Table;
use crate::linkage::clean;
use crate::linkage::words::{Value, has};

/// Rows that are looked at.
const ROWS: usize = 4_000;
/// Fewer show nothing.
pub(super) const FEWEST: usize = 20;

/// Some rows, column by column.
pub(super) struct View {
    /// Capitals and digits without what separates them; empty where nothing is known. A date of birth is year, month
    /// and day.
    pub(super) texts: Vec<Vec<String>>,
    /// The same of a column that can be read as dates, whatever it holds; none where it cannot.
    pub(super) dates: Vec<Option<Vec<String>>>,
    /// The number that a value is: that of a measure, or the year of a birth.
    pub(super) numbers: Vec<Vec<Option<f64>>>,
}

/// Some rows, the same whatever their order as far as values decide; those of one name are taken together.
pub(super) fn rows(table: &Table, decisions: &[Decision]) -> Vec<usize> {
    let names =
        |decision: &Decision| matches!(decision.role, Role::GivenName | Role::Surname | Role::FullName);
    let names: Vec<usize> = (0..decisions.len()).filter(|at| names(&decisions[*at])).collect();
    let all: Vec<usize> = (0..decisions.len()).collect();
    let key = |row: usize, columns: &[usize]| {
        columns.iter().map(|at| &table.columns[*at]).fold(0, |hash: u64, column| {
            let value: Value = column.cells[row];
            crate::hash::mix(hash ^ if has(value) { column.words.hash(value) } else { 1 })
        })
    };
    let mut rows: Vec<(u64, usize)> = (0..table.len()).map(|row| (key(row, &names), row)).collect();
    if rows.len() > ROWS {
        rows.select_nth_unstable_by_key(ROWS, |(names, row)| (*names, key(*row, &all)));
        rows.truncate(ROWS);
    }
    rows.sort_unstable_by_key(|(_, row)| key(*row, &all));
    rows.into_iter().map(|(_, row)| row).collect()
}

impl View {
    pub(super) fn of(table: &Table, decisions: &[Decision], this_year: i16) -> View {
        let rows = rows(table, decisions);
        let mut view = View { texts: Vec::new(), dates: Vec::new(), numbers: Vec::new() };
        for (column, decision) in table.columns.iter().zip(decisions) {
            let mut texts = vec![String::new(); rows.len()];
            let mut numbers = vec![None; rows.len()];
            let mut written = None;
            if is_compared(decision.role) {
                let sample = column.sample();
                let dates = Dates::of(sample.iter().map(|(text, _)| *text), this_year);
                let full = |text: &str| dates.read(text).filter(|born| born.is_full());
                let dated = sample.iter().filter(|(text, _)| full(text).is_some()).count();
                let is_birth = decision.role == Role::BirthDate;
                let mut days = vec![String::new(); rows.len()];
                for (at, row) in rows.iter().enumerate() {
                    let value = column.cells[*row];
                    let text = if has(value) { column.words.text(value) } else { "" };
                    if clean::is_placeholder(text) {
                        continue;
                    }
                    if let Some(born) = full(text) {
                        days[at] = format!("{:04}{:02}{:02}", born.year, born.month, born.day);
                    }
                    let year = || dates.read(text).map(|born| f64::from(born.year));
                    numbers[at] = if is_birth { year() } else { text.trim().parse().ok() };
                    texts[at] = if is_birth { days[at].clone() } else { clean::words(text).concat() };
                }
                written = (10 * dated > 9 * sample.len()).then_some(days);
            }
            view.texts.push(texts);
            view.dates.push(written);
            view.numbers.push(numbers);
        }
        view
    }

    /// Rows in which both columns say something.
    pub(super) fn both(&self, one: usize, other: usize) -> impl Iterator<Item = (&str, &str)> {
        pairs(&self.texts[one], &self.texts[other])
    }
}

/// What stands side by side, where both are known.
pub(super) fn pairs<'a>(one: &'a [String], other: &'a [String]) -> impl Iterator<Item = (&'a str, &'a str)> {
    let pairs = one.iter().zip(other);
    pairs.map(|(a, b)| (a.as_str(), b.as_str())).filter(|(a, b)| !a.is_empty() && !b.is_empty())
}
