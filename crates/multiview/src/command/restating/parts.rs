//! Values that are the letters of other values: the same, a part of one, or several put together.

use super::view::{FEWEST, View, pairs};

/// So many rows of a hundred must bear it; the others may be errors of one of the columns.
const NEARLY_ALL: usize = 90;

fn nearly_all(passing: usize, all: usize) -> bool {
    all >= FEWEST && 100 * passing >= NEARLY_ALL * all
}

fn same<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> bool {
    let counts = pairs.fold((0, 0), |(same, all), (a, b)| (same + usize::from(a == b), all + 1));
    nearly_all(counts.0, counts.1)
}

impl View {
    /// Two columns say the same, letter by letter, or a date in two forms.
    pub(super) fn are_same(&self, one: usize, other: usize) -> bool {
        let dates = self.dates[one].as_ref().zip(self.dates[other].as_ref());
        let of_dates = || dates.is_some_and(|(one, other)| same(pairs(one, other)));
        (same(self.both(one, other)) || of_dates()) && self.varies(one)
    }

    /// One column is the beginning, the end or a fixed part of another: an initial, the last four digits, a year.
    pub(super) fn is_part(&self, part: usize, whole: usize) -> bool {
        if !self.varies(part) {
            return false;
        }
        let rows: Vec<(&str, &str)> = self.both(part, whole).collect();
        let shorter = rows.iter().filter(|(a, b)| a.len() < b.len()).count();
        if !nearly_all(shorter, rows.len()) {
            return false;
        }
        let ends = rows.iter().filter(|(a, b)| b.ends_with(a)).count();
        let at = |from: usize| {
            rows.iter().filter(|(a, b)| b.get(from..).is_some_and(|b| b.starts_with(a))).count()
        };
        nearly_all(ends, rows.len()) || (0..12).any(|from| nearly_all(at(from), rows.len()))
    }

    /// The columns of which one is put together; none where others do not explain it.
    pub(super) fn is_made_of(&self, one: usize, others: &[usize]) -> Option<Vec<usize>> {
        let rows: Vec<usize> =
            (0..self.texts[one].len()).filter(|row| self.texts[one][*row].len() >= 5).collect();
        if rows.len() < FEWEST {
            return None;
        }
        let mut used = vec![0_usize; self.texts.len()];
        for row in &rows {
            for other in self.pieces(one, *row, others).into_iter().flatten() {
                used[other] += 1;
            }
        }
        let parts: Vec<usize> =
            others.iter().copied().filter(|other| 3 * used[*other] > rows.len()).collect();
        let made = rows.iter().filter(|row| self.pieces(one, **row, &parts).is_some()).count();
        (!parts.is_empty() && nearly_all(made, rows.len())).then_some(parts)
    }

    /// The columns whose values, or the beginnings of them, make up a value.
    fn pieces(&self, one: usize, row: usize, others: &[usize]) -> Option<Vec<usize>> {
        let mut rest = self.texts[one][row].as_str();
        let mut used = Vec::new();
        while !rest.is_empty() {
            let begin = |other: &usize| {
                let text = self.texts[*other][row].as_bytes();
                text.iter().zip(rest.as_bytes()).take_while(|(a, b)| a == b).count()
            };
            let longest = others.iter().map(|other| (begin(other), *other));
            let (length, other) =
                longest.max_by_key(|(length, other)| (*length, std::cmp::Reverse(*other)))?;
            // A letter may be an initial once; more of them are chance.
            if length == 0 || length == 1 && used.len() > 2 {
                return None;
            }
            used.push(other);
            rest = rest.get(length..)?;
        }
        Some(used)
    }

    /// A column with at least three values, of which none is nearly all.
    fn varies(&self, one: usize) -> bool {
        let mut texts: Vec<&str> =
            self.texts[one].iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
        texts.sort_unstable();
        let largest = texts.chunk_by(|a, b| a == b).map(<[&str]>::len).max().unwrap_or_default();
        texts.chunk_by(|a, b| a == b).count() > 2 && 10 * largest < 9 * texts.len()
    }
}
