//! Columns that are compared by themselves.

use super::At;
use super::text::{close, edits, similar};
use crate::linkage::population::{PlainColumn, PlainKind};
use crate::linkage::subject::UNKNOWN;
use crate::linkage::words::{Value, same};

/// The best level over every pair of values.
pub(super) fn best(x: At<'_>, y: At<'_>, column: usize) -> u8 {
    let (left, right) = (&x.population.plain[column], &y.population.plain[column]);
    let pairs = x
        .population
        .values(x.record, column)
        .flat_map(|a| y.population.values(y.record, column).map(move |b| (a, b)));
    pairs.map(|(a, b)| level(left, a, right, b)).min().unwrap_or(UNKNOWN)
}

fn level(left: &PlainColumn, a: Value, right: &PlainColumn, b: Value) -> u8 {
    if same(&left.words, a, &right.words, b) {
        return 0;
    }
    let (x, y) = (left.words.bytes(a), right.words.bytes(b));
    match left.kind {
        PlainKind::Identifier => {
            // Two characters of nine can be off in a pair of neighbours swapped, and no more letters than that differ.
            let near = x.len() > 4
                && (left.words.letters(a) ^ right.words.letters(b)).count_ones() <= 2
                && edits(x, y, 1).is_some();
            if near { 1 } else { 2 }
        }
        PlainKind::Phone => {
            let local = |number: &[u8]| number.len().saturating_sub(7);
            if x[local(x)..] == y[local(y)..] || edits(x, y, 1).is_some() { 1 } else { 2 }
        }
        PlainKind::Email => emails(x, y),
        PlainKind::Code => 1,
        PlainKind::Measure => {
            let number = |column: &PlainColumn, value: Value| {
                column.numbers.get(value as usize).copied().unwrap_or(0.0)
            };
            let (m, n) = (number(left, a), number(right, b));
            if (m - n).abs() <= (0.03 * m.abs().max(n.abs())).max(1.0) { 1 } else { 2 }
        }
        PlainKind::Text => {
            if close(&left.words, a, &right.words, b) || similar(&left.words, a, &right.words, b, 0.92) {
                1
            } else if similar(&left.words, a, &right.words, b, 0.8) {
                2
            } else {
                3
            }
        }
    }
}

fn emails(x: &[u8], y: &[u8]) -> u8 {
    let name = |address: &'_ [u8]| address.iter().position(|byte| *byte == b'@').unwrap_or(address.len());
    let (p, q) = (&x[..name(x)], &y[..name(y)]);
    if p == q || edits(x, y, 2).is_some() {
        return 1;
    }
    let args = rapidfuzz::distance::jaro_winkler::Args::default().score_cutoff(0.9);
    let near =
        rapidfuzz::distance::jaro_winkler::similarity_with_args(p.iter().copied(), q.iter().copied(), &args);
    if near.is_some() { 2 } else { 3 }
}
