//! Pairs drawn among the records that share a value.
//!
//! Two records drawn at random hardly ever agree in anything that tells people apart. What else those agree in who share
//! a parish, a name or a telephone is seen only where they are looked for, and without help of anything else that they
//! agree in.

use super::pattern::{Pattern, count, pack};
use crate::linkage::blocking::keys::{Reading, Token, key};
use crate::linkage::compare::{At, Comparison};
use crate::linkage::population::Population;
use crate::linkage::subject::Subject;

/// Records that are looked at, about.
const RECORDS: usize = 300_000;
/// Pairs of each kind of value.
const PAIRS: u64 = 20_000;

/// For each subject, pairs of records that share its value.
pub(super) fn draw(population: &Population, subjects: &[Subject]) -> Vec<Vec<Pattern>> {
    let of = |subject: &Subject| {
        let pairs = tokens(*subject).into_iter().flat_map(|token| pairs(population, token));
        let of = |record: u32| At { population, record: record as usize };
        count(pairs.map(|(a, b)| pack(&Comparison::of(of(a), of(b)).levels(subjects), u32::MAX >> 8)))
    };
    subjects.iter().map(of).collect()
}

/// What records share that agree in the subject. Where strangers agree often, pairs drawn at random show it.
fn tokens(subject: Subject) -> Vec<Token> {
    match subject {
        Subject::Given => vec![Token::Given],
        Subject::Surname => vec![Token::Surname],
        Subject::Born => vec![Token::Born, Token::Year],
        Subject::Place => vec![Token::Locality, Token::Street, Token::Dwelling],
        Subject::Plain(column, _) => vec![Token::Plain(column)],
        Subject::Middle | Subject::Suffix | Subject::Sex | Subject::Source => Vec::new(),
    }
}

fn pairs(population: &Population, token: Token) -> Vec<(u32, u32)> {
    let every = (population.len() / RECORDS).max(1) as u64;
    let looked_at = |record: &usize| crate::hash::mix(*record as u64).is_multiple_of(every);
    let keyed = (0..population.len()).filter(looked_at).filter_map(|record| {
        let reading = Reading::of(population, record).into_iter().next()?;
        Some((key(&[token], population, record, reading)?, record as u32))
    });
    let mut keyed: Vec<(u64, u32)> = keyed.collect();
    keyed.sort_unstable();
    let mut groups: Vec<(u64, &[(u64, u32)])> = Vec::new();
    let mut all = 0;
    for group in keyed.chunk_by(|x, y| x.0 == y.0).filter(|group| group.len() > 1) {
        groups.push((all, group));
        all += (group.len() * (group.len() - 1) / 2) as u64;
    }
    let pair = |number: u64| {
        let (before, group) = groups[groups.partition_point(|(before, _)| *before <= number) - 1];
        // Pairs in the order (1, 0), (2, 0), (2, 1), (3, 0), …
        let number = number - before;
        let mut later = ((2.0 * number as f64 + 0.25).sqrt() + 0.5) as u64;
        while later * (later - 1) / 2 > number {
            later -= 1;
        }
        while later * (later + 1) / 2 <= number {
            later += 1;
        }
        let earlier = number - later * (later - 1) / 2;
        (group[earlier as usize].1, group[later as usize].1)
    };
    if all <= PAIRS {
        (0..all).map(pair).collect()
    } else {
        (0..PAIRS)
            .map(|draw| pair(crate::hash::mix(draw.wrapping_mul(0x9e37_79b9_7f4a_7c15)) % all))
            .collect()
    }
}
