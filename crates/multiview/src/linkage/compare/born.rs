//! Dates of birth.

use crate::linkage::population::Born;
use crate::linkage::subject::{UNKNOWN, born};

pub(super) fn level(a: Born, b: Born) -> u8 {
    if !a.is_known() || !b.is_known() {
        return UNKNOWN;
    }
    if !a.is_full() || !b.is_full() {
        return partial(a, b);
    }
    if a == b {
        return born::SAME;
    }
    let same = [a.year == b.year, a.month == b.month, a.day == b.day];
    if same[0] && a.month == b.day && a.day == b.month {
        return born::TYPING;
    }
    let (x, y) = (digits(a), digits(b));
    let wrong: Vec<usize> = (0..8).filter(|at| x[*at] != y[*at]).collect();
    match wrong[..] {
        [_] => return born::TYPING,
        [one, next] if next == one + 1 && x[one] == y[next] && x[next] == y[one] => return born::TYPING,
        _ => {}
    }
    match same.iter().filter(|same| **same).count() {
        2 => born::TWO_PARTS,
        _ if same[0] => born::YEAR,
        _ if a.year.abs_diff(b.year) <= 2 => born::NEAR_YEAR,
        _ => born::DIFFERENT,
    }
}

fn partial(a: Born, b: Born) -> u8 {
    if a.year == 0 || b.year == 0 {
        let agree = a.month != 0 && a.day != 0 && a.month == b.month && a.day == b.day;
        return if agree { born::TWO_PARTS } else { UNKNOWN };
    }
    match a.year.abs_diff(b.year) {
        0 => born::YEAR_ONLY,
        1 => born::ONE_YEAR_OFF,
        2 => born::TWO_YEARS_OFF,
        3..=5 => born::FIVE_YEARS_OFF,
        _ => born::OTHER_YEAR,
    }
}

fn digits(date: Born) -> [u16; 8] {
    let year = date.year.unsigned_abs();
    let (month, day) = (u16::from(date.month), u16::from(date.day));
    [year / 1000, year / 100 % 10, year / 10 % 10, year % 10, month / 10, month % 10, day / 10, day % 10]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(a: (i16, u8, u8), b: (i16, u8, u8), expect: u8) {
        let of = |(year, month, day)| Born { year, month, day };
        assert_eq!(level(of(a), of(b)), expect, "{a:?} {b:?}");
        assert_eq!(level(of(b), of(a)), expect, "{b:?} {a:?}");
    }

    #[test]
    fn dates_agree_in_degrees() {
        check((1985, 8, 6), (1985, 8, 6), born::SAME);
        check((1985, 8, 6), (1985, 6, 8), born::TYPING);
        check((1985, 8, 6), (1958, 8, 6), born::TYPING);
        check((1985, 8, 6), (1985, 8, 7), born::TYPING);
        check((1985, 8, 16), (1985, 8, 23), born::TWO_PARTS);
        check((1985, 8, 16), (1985, 11, 23), born::YEAR);
        check((1985, 8, 16), (1986, 11, 23), born::NEAR_YEAR);
        check((1985, 8, 16), (1940, 11, 23), born::DIFFERENT);
        check((1985, 0, 0), (1985, 11, 23), born::YEAR_ONLY);
        check((1985, 0, 0), (1986, 0, 0), born::ONE_YEAR_OFF);
        check((1985, 0, 0), (1983, 4, 2), born::TWO_YEARS_OFF);
        check((1985, 0, 0), (1990, 0, 0), born::FIVE_YEARS_OFF);
        check((1985, 0, 0), (1991, 0, 0), born::OTHER_YEAR);
        check((0, 0, 0), (1986, 1, 2), UNKNOWN);
        check((0, 4, 2), (0, 4, 2), born::TWO_PARTS);
    }
}
