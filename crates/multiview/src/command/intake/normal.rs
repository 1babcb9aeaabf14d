//! The values of a column, each read once, and how many of them could be.

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde::Serialize;

use crate::command::table::{RawColumn, Table};
use crate::linkage::clean;
use crate::linkage::words::{MISSING, Value};

/// How the values of a column were read, in rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Read.
    pub read: u64,
    /// Stand in for a missing value.
    pub stood_in: u64,
    /// Could not be understood, and count as missing.
    pub not_understood: u64,
    /// The most frequent of these, at most three.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<String>,
}

impl Tally {
    /// In words.
    pub fn words(&self) -> String {
        let mut words = format!("{} read", self.read);
        if self.stood_in > 0 {
            words += &format!(", {} stand in for a missing value", self.stood_in);
        }
        if self.not_understood > 0 {
            let examples: Vec<String> = self.examples.iter().map(|text| format!("{text:?}")).collect();
            words += &format!(", {} not understood, such as {}", self.not_understood, examples.join(", "));
        }
        words
    }
}

/// A column with its distinct values normalised.
pub(super) struct Normal<'a, T> {
    pub(super) at: usize,
    pub(super) column: &'a RawColumn,
    pub(super) values: Vec<Option<T>>,
    /// Values that could not be read, though they do not say that nothing is known.
    unread: Vec<Value>,
    stood_in: u64,
}

/// A text that cannot be read stands for nothing where so many rows have it.
const REPEATED: u32 = 3;

impl<'a, T: Send> Normal<'a, T> {
    /// Reads the values; `normal` gives none for what it does not understand. `nothing` are texts that stand in for a
    /// missing value in these files.
    pub(super) fn of(
        table: &'a Table,
        at: usize,
        nothing: &FxHashSet<&str>,
        normal: impl Fn(&str) -> Option<T> + Sync,
    ) -> Normal<'a, T> {
        let column = &table.columns[at];
        let words = &column.words;
        let read = |value: Value| {
            let text = words.text(value);
            let known = !nothing.contains(text) && !clean::is_placeholder(text);
            (known, if known { normal(text) } else { None })
        };
        let read: Vec<(bool, Option<T>)> = (0..words.len() as Value).into_par_iter().map(read).collect();
        let mut found =
            Normal { at, column, values: Vec::with_capacity(read.len()), unread: Vec::new(), stood_in: 0 };
        for (value, (known, read)) in read.into_iter().enumerate() {
            let value = value as Value;
            if !known || read.is_none() && found.repeats(value) {
                found.stood_in += u64::from(words.count(value));
            }
            if known && read.is_none() {
                found.unread.push(value);
            }
            found.values.push(read);
        }
        found
    }

    /// What the values are when they are read once more; none is what stands in for a missing value.
    pub(super) fn further<U: Send>(self, read: impl Fn(Value, &T) -> Option<U> + Sync) -> Normal<'a, U>
    where
        T: Sync,
    {
        let Normal { at, column, values, unread, mut stood_in } = self;
        let further = |(value, known): (usize, &Option<T>)| {
            known.as_ref().and_then(|known| read(value as Value, known))
        };
        let again: Vec<Option<U>> = values.par_iter().enumerate().map(further).collect();
        for (value, (before, after)) in values.iter().zip(&again).enumerate() {
            if before.is_some() && after.is_none() {
                stood_in += u64::from(column.words.count(value as Value));
            }
        }
        Normal { at, column, values: again, unread, stood_in }
    }

    pub(super) fn get(&self, row: usize) -> Option<&T> {
        let value = self.column.cells[row];
        if value == MISSING { None } else { self.values.get(value as usize)?.as_ref() }
    }

    /// A word that is repeated where a number belongs, or a number of one digit over and over.
    fn repeats(&self, value: Value) -> bool {
        let words = &self.column.words;
        let mut digits = words.bytes(value).iter().filter(|byte| byte.is_ascii_digit());
        let first = digits.next();
        words.count(value) >= REPEATED && digits.all(|digit| Some(digit) == first)
    }

    /// Texts that cannot be read here and repeat.
    pub(super) fn repeated(&self) -> impl Iterator<Item = &'a str> + '_ {
        let words = &self.column.words;
        self.unread.iter().filter(|value| self.repeats(**value)).map(|value| words.text(*value))
    }

    /// Takes a value for one that stands in for a missing one.
    pub(super) fn forget(&mut self, value: Value) {
        if self.values[value as usize].take().is_some() {
            self.stood_in += u64::from(self.column.words.count(value));
        }
    }

    pub(super) fn tally(&self) -> Tally {
        let words = &self.column.words;
        let read = self.values.iter().enumerate().filter(|(_, read)| read.is_some());
        let mut unread: Vec<Value> =
            self.unread.iter().copied().filter(|value| !self.repeats(*value)).collect();
        unread.sort_by_key(|value| (std::cmp::Reverse(words.count(*value)), words.text(*value)));
        Tally {
            read: read.map(|(value, _)| u64::from(words.count(value as Value))).sum(),
            stood_in: self.stood_in,
            not_understood: unread.iter().map(|value| u64::from(words.count(*value))).sum(),
            examples: unread.iter().take(3).map(|value| words.text(*value).to_owned()).collect(),
        }
    }
}
