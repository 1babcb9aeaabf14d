//! Vehicle identification numbers.

use super::Query;

/// Lengths of a number from 1954 on. Until 1981 makers chose their own; since then it has 17 characters (49 CFR 565.13).
const LENGTHS: std::ops::RangeInclusive<usize> = 11..=17;

/// Digits of a number of before 1981 at least: makers counted their cars in it. A word has none.
const LEAST_DIGITS: usize = 4;

/// The number that letters and digits in upper case are, if they can be one.
pub(super) fn vin(text: String) -> Option<Query> {
    if !LENGTHS.contains(&text.len()) {
        return None;
    }
    if text.len() == *LENGTHS.end() {
        let digit = check_digit(&text)?;
        let check_digit_holds = text.chars().nth(8) == Some(digit);
        return Some(Query::Vin { vin: text, check_digit_holds });
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    (digits >= LEAST_DIGITS).then_some(Query::Vin { vin: text, check_digit_holds: true })
}

/// By the weighted sum of 49 CFR 565.15(c). I, O and Q are not in a number of 17 characters.
fn check_digit(text: &str) -> Option<char> {
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let mut sum = 0;
    for (letter, weight) in text.bytes().zip(WEIGHTS) {
        let value = match letter {
            b'0'..=b'9' => u32::from(letter - b'0'),
            b'A'..=b'H' => u32::from(letter - b'A') + 1,
            b'J'..=b'N' => u32::from(letter - b'J') + 1,
            b'P' => 7,
            b'R' => 9,
            b'S'..=b'Z' => u32::from(letter - b'S') + 2,
            _ => return None,
        };
        sum += value * weight;
    }
    match sum % 11 {
        10 => Some('X'),
        rest => char::from_digit(rest, 10),
    }
}
