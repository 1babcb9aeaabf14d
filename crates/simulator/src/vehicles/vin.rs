//! Vehicle identification numbers (49 CFR 565).

/// Characters of a VIN: I, O and Q are left out because they look like digits.
const LETTERS: &[u8; 33] = b"ABCDEFGHJKLMNPRSTUVWXYZ0123456789";
/// Characters of a model year: U, Z and 0 are left out too. 1980 and 2010 are A.
const YEARS: &[u8; 30] = b"ABCDEFGHJKLMNPRSTVWXY123456789";
/// Weights of 49 CFR 565.15(c).
const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/// The VIN of the vehicle with this number of 24 bits; no two numbers give the same.
pub(super) fn vin(maker: &str, year: i64, number: u64) -> String {
    let character = |n: u64| char::from(LETTERS[(n % 33) as usize]);
    let mut vin: Vec<char> = maker.chars().take(3).collect();
    // Body, engine and restraints, then the check digit, model year and plant.
    vin.extend([7, 11, 13, 17, 19].map(|factor| character(number.wrapping_mul(factor) >> 7)));
    vin.push('0');
    vin.push(char::from(YEARS[(year - 1980).rem_euclid(30) as usize]));
    vin.push(character(number / 1_000_000));
    vin.extend(format!("{:06}", number % 1_000_000).chars());
    let sum: u32 = vin.iter().zip(WEIGHTS).map(|(&letter, weight)| value(letter) * weight).sum();
    if let Some(check) = vin.get_mut(8) {
        *check = char::from_digit(sum % 11, 10).unwrap_or('X');
    }
    vin.into_iter().collect()
}

/// Value of a character in the sum of 49 CFR 565.15(c).
fn value(letter: char) -> u32 {
    match letter {
        'A'..='H' => letter as u32 - 'A' as u32 + 1,
        'J'..='N' => letter as u32 - 'J' as u32 + 1,
        'P' => 7,
        'R' => 9,
        'S'..='Z' => letter as u32 - 'S' as u32 + 2,
        _ => letter.to_digit(10).unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use ciss_contract::query::Query;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_check_digit_holds(number in 0u64..1 << 24, year in 1981i64..2030) {
            let vin = vin("1HG", year, number);
            prop_assert_eq!(Query::interpret(&vin), Ok(Query::Vin { vin, check_digit_holds: true }));
        }
    }
}
