//! Addresses as one subject: house and locality together, so that a household does not count three times.

use super::At;
use super::text::{close, edits, similar};
use crate::linkage::population::Place;
use crate::linkage::subject::UNKNOWN;
use crate::linkage::words::{Value, Words, has, same};

const SAME: u8 = 0;
const NEAR: u8 = 1;
const DIFFERENT: u8 = 2;
const MISSING: u8 = 3;

/// Levels from the most telling agreement to the least, for choosing among several addresses.
const RANK: [u8; 15] = [0, 1, 4, 2, 3, 5, 8, 6, 9, 10, 14, 13, 7, 11, 12];

pub(super) fn best(x: At<'_>, y: At<'_>) -> u8 {
    let mut best = UNKNOWN;
    let rank = |level: u8| RANK.get(usize::from(level)).copied().unwrap_or(u8::MAX);
    for left in x.population.places(x.record) {
        for right in y.population.places(y.record) {
            let level = level(x, left, y, right);
            if rank(level) < rank(best) {
                best = level;
            }
        }
    }
    best
}

/// The house times four, plus the locality.
fn level(x: At<'_>, left: Place, y: At<'_>, right: Place) -> u8 {
    let (p, q) = (x.population, y.population);
    let street = likeness(&p.streets, left.street, &q.streets, right.street);
    let number = match likeness(&p.numbers, left.number, &q.numbers, right.number) {
        NEAR => DIFFERENT,
        likeness => likeness,
    };
    let another_flat = has(left.unit) && has(right.unit) && !same(&p.units, left.unit, &q.units, right.unit);
    let house = match (street, number) {
        (SAME, SAME) if another_flat => NEAR,
        (SAME, SAME) => SAME,
        // Another number in the street is another house, with other people in it.
        (SAME, MISSING) | (NEAR, SAME | MISSING) => NEAR,
        (MISSING, _) => MISSING,
        _ => DIFFERENT,
    };
    let postal = match (left.postal, right.postal) {
        (a, b) if !has(a) || !has(b) => MISSING,
        (a, b) if same(&p.postals, a, &q.postals, b) => SAME,
        (a, b) if edits(p.postals.bytes(a), q.postals.bytes(b), 1).is_some() => NEAR,
        _ => DIFFERENT,
    };
    let town = if postal == SAME { SAME } else { likeness(&p.towns, left.town, &q.towns, right.town) };
    let locality = match postal.min(town) {
        MISSING => match likeness(&p.regions, left.region, &q.regions, right.region) {
            SAME => NEAR,
            MISSING => MISSING,
            _ => DIFFERENT,
        },
        nearest => nearest,
    };
    if house == MISSING && locality == MISSING { UNKNOWN } else { house * 4 + locality }
}

fn likeness(left: &Words, a: Value, right: &Words, b: Value) -> u8 {
    if !has(a) || !has(b) {
        MISSING
    } else if same(left, a, right, b) {
        SAME
    } else if close(left, a, right, b) || similar(left, a, right, b, 0.92) {
        NEAR
    } else {
        DIFFERENT
    }
}
