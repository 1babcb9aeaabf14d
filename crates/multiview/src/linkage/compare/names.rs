//! Names: the best alignment of any name of one record with any name of the other.

use super::At;
use super::text::{close, similar};
use crate::linkage::names::{nickname, share_part};
use crate::linkage::population::NameParts;
use crate::linkage::subject::{UNKNOWN, given, surname};
use crate::linkage::words::{Value, has, same};

#[derive(Clone, Copy)]
pub(super) struct NameLevels {
    pub(super) given: u8,
    pub(super) surname: u8,
    pub(super) middle: u8,
    pub(super) suffix: u8,
    pub(super) which: (usize, usize),
}

const NOTHING: NameLevels =
    NameLevels { given: UNKNOWN, surname: UNKNOWN, middle: UNKNOWN, suffix: UNKNOWN, which: (0, 0) };

pub(super) fn best(x: At<'_>, y: At<'_>) -> NameLevels {
    let mut best: Option<(u8, NameLevels)> = None;
    for (i, left) in x.population.names(x.record).enumerate() {
        for (j, right) in y.population.names(y.record).enumerate() {
            let found = NameLevels { which: (i, j), ..compare(x, left, y, right) };
            let cost = cost(found.given, given::DIFFERENT) + cost(found.surname, surname::DIFFERENT);
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, found));
            }
        }
    }
    best.map_or(NOTHING, |(_, found)| found)
}

/// What is missing is neither agreement nor disagreement.
fn cost(level: u8, worst: u8) -> u8 {
    if level == UNKNOWN { worst / 2 + 1 } else { level }
}

fn compare(x: At<'_>, left: NameParts, y: At<'_>, right: NameParts) -> NameLevels {
    let mut first = first_names(x, left.given, y, right.given);
    let mut last = family_names(x, left.surname, y, right.surname);
    if (first >= given::SWAPPED || last >= surname::SIMILAR) && swapped(x, left, y, right) {
        first = given::SWAPPED;
        last = UNKNOWN;
    }
    let suffix =
        if left.suffix == 0 || right.suffix == 0 { UNKNOWN } else { u8::from(left.suffix != right.suffix) };
    NameLevels {
        given: first,
        surname: last,
        middle: middle_names(x, left.middle, y, right.middle),
        suffix,
        which: (0, 0),
    }
}

fn first_names(x: At<'_>, a: Value, y: At<'_>, b: Value) -> u8 {
    if !has(a) || !has(b) {
        return UNKNOWN;
    }
    let (left, right) = (&x.population.given, &y.population.given);
    if same(&left.words, a, &right.words, b) {
        return given::SAME;
    }
    if nickname(left, a, right, b) {
        return given::NICKNAME;
    }
    if left.words.bytes(a).len() == 1 || right.words.bytes(b).len() == 1 {
        return if left.initial(a) == right.initial(b) { given::INITIAL } else { given::DIFFERENT };
    }
    if close(&left.words, a, &right.words, b) {
        return given::CLOSE;
    }
    if share_part(left, a, right, b) {
        return given::NICKNAME;
    }
    if left.sound(a) == right.sound(b) || similar(&left.words, a, &right.words, b, 0.82) {
        return given::SIMILAR;
    }
    given::DIFFERENT
}

fn family_names(x: At<'_>, a: Value, y: At<'_>, b: Value) -> u8 {
    if !has(a) || !has(b) {
        return UNKNOWN;
    }
    let (left, right) = (&x.population.surname, &y.population.surname);
    if same(&left.words, a, &right.words, b) {
        return surname::SAME;
    }
    if close(&left.words, a, &right.words, b) {
        return surname::CLOSE;
    }
    if share_part(left, a, right, b) {
        return surname::PART;
    }
    if left.sound(a) == right.sound(b) || similar(&left.words, a, &right.words, b, 0.85) {
        return surname::SIMILAR;
    }
    surname::DIFFERENT
}

fn middle_names(x: At<'_>, a: Value, y: At<'_>, b: Value) -> u8 {
    if !has(a) || !has(b) {
        return UNKNOWN;
    }
    let (left, right) = (&x.population.given, &y.population.given);
    if same(&left.words, a, &right.words, b) {
        return 0;
    }
    let short = left.words.bytes(a).len() == 1 || right.words.bytes(b).len() == 1;
    let agree = left.initial(a) == right.initial(b) && (short || close(&left.words, a, &right.words, b));
    if agree { 1 } else { 2 }
}

/// The first name of one is the family name of the other, and nothing known of the other parts says otherwise.
fn swapped(x: At<'_>, left: NameParts, y: At<'_>, right: NameParts) -> bool {
    let crossed = |x: At<'_>, given: Value, y: At<'_>, surname: Value| {
        let (first, last) = (&x.population.given.words, &y.population.surname.words);
        has(given)
            && has(surname)
            && (same(first, given, last, surname)
                || (first.bytes(given).len() > 3 && close(first, given, last, surname)))
    };
    let open = |given: Value, surname: Value| !has(given) || !has(surname);
    let one = crossed(x, left.given, y, right.surname);
    let other = crossed(y, right.given, x, left.surname);
    (one && (other || open(right.given, left.surname))) || (other && open(left.given, right.surname))
}
