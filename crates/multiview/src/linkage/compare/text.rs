//! String measures, with quick ways to know that two texts are far apart.

use crate::linkage::words::{Value, Words};

/// Letters wrong, missing, added or swapped with their neighbour (optimal string alignment), if no more than `limit`.
pub(super) fn edits(x: &[u8], y: &[u8], limit: usize) -> Option<usize> {
    if x.len().abs_diff(y.len()) > limit {
        return None;
    }
    let args = rapidfuzz::distance::osa::Args::default().score_cutoff(limit);
    rapidfuzz::distance::osa::distance_with_args(x.iter().copied(), y.iter().copied(), &args)
}

/// Jaro-Winkler similarity of at least `least`.
pub(super) fn similar(left: &Words, a: Value, right: &Words, b: Value, least: f64) -> bool {
    let (x, y) = (left.bytes(a), right.bytes(b));
    let (lx, ly) = (x.len() as f64, y.len() as f64);
    // At most the letters that occur in both can match, and four letters of prefix add a tenth each of what is missing.
    let shared = left.letters(a) & right.letters(b);
    let most = |bytes: &[u8], letters: u32| {
        let lost = (letters & !shared).count_ones() as usize;
        bytes.len().saturating_sub(lost) as f64
    };
    let matches = most(x, left.letters(a)).min(most(y, right.letters(b)));
    let jaro = (matches / lx + matches / ly + 1.0) / 3.0;
    if jaro + 0.4 * (1.0 - jaro) < least {
        return false;
    }
    let args = rapidfuzz::distance::jaro_winkler::Args::default().score_cutoff(least);
    rapidfuzz::distance::jaro_winkler::similarity_with_args(x.iter().copied(), y.iter().copied(), &args)
        .is_some()
}

/// A typing error away, or two for long texts. Texts of three letters must share the first.
pub(super) fn close(left: &Words, a: Value, right: &Words, b: Value) -> bool {
    let (x, y) = (left.bytes(a), right.bytes(b));
    let shortest = x.len().min(y.len());
    let limit = if shortest >= 8 { 2 } else { 1 };
    if shortest < 3 || x.len().abs_diff(y.len()) > limit {
        return false;
    }
    // Every edit puts at most one letter in and takes one out.
    if (left.letters(a) ^ right.letters(b)).count_ones() as usize > 2 * limit {
        return false;
    }
    (shortest > 3 || x[0] == y[0]) && edits(x, y, limit).is_some()
}
