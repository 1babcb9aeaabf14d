//! Numbers that look drawn and never repeat.

use crate::dice::scramble;

/// Households of a world are numbered below 2 to this power; 4.2 million households hold 10 million people.
pub(crate) const HOUSEHOLD_BITS: u32 = 22;
/// People of one household are numbered below 2 to this power.
pub(crate) const MEMBER_BITS: u32 = 3;
/// Vehicles of one household are numbered below 2 to this power.
pub(crate) const GARAGE_BITS: u32 = 2;

/// A keyed one-to-one mapping of the numbers of so many bits onto themselves. Because it is one-to-one, a number made
/// from it is unique without anybody remembering which ones are taken.
#[derive(Clone, Copy)]
pub(crate) struct Shuffle {
    bits: u32,
    key: u64,
}

impl Shuffle {
    /// A mapping of numbers of `bits` bits (2 to 64), one of many by `key`.
    pub(crate) const fn new(bits: u32, key: u64) -> Shuffle {
        Shuffle { bits, key }
    }

    /// Where `number` goes.
    pub(crate) fn apply(self, number: u64) -> u64 {
        let mask = self.mask();
        (0..ROUNDS).fold(number & mask, |value, round| {
            let (factor, offset) = self.round(round);
            let folded = value ^ (value >> self.bits.div_ceil(2));
            folded.wrapping_mul(factor).wrapping_add(offset) & mask
        })
    }

    /// Where `number` came from.
    pub(crate) fn invert(self, number: u64) -> u64 {
        let mask = self.mask();
        (0..ROUNDS).rev().fold(number & mask, |value, round| {
            let (factor, offset) = self.round(round);
            let folded = value.wrapping_sub(offset).wrapping_mul(inverse(factor)) & mask;
            folded ^ (folded >> self.bits.div_ceil(2))
        })
    }

    fn mask(self) -> u64 {
        u64::MAX >> (64 - self.bits)
    }

    fn round(self, round: u64) -> (u64, u64) {
        (scramble(self.key, 2 * round) | 1, scramble(self.key, 2 * round + 1))
    }
}

const ROUNDS: u64 = 3;

/// The inverse of an odd number modulo 2^64: Newton's iteration doubles the correct bits each time, from three.
fn inverse(odd: u64) -> u64 {
    (0..5).fold(odd, |guess, _| guess.wrapping_mul(2u64.wrapping_sub(odd.wrapping_mul(guess))))
}

/// What a number is for: each purpose has a mapping of its own, so that two numbers of one person do not look alike.
#[derive(Clone, Copy)]
pub(crate) enum Purpose {
    Licence,
    SocialSecurity,
    StateIdentification,
    Fbi,
    Inmate,
    Address,
    Plate,
    Vin,
    Serial,
}

/// The mappings of one world.
#[derive(Clone, Copy)]
pub(crate) struct Numbers {
    seed: u64,
}

impl Numbers {
    pub(crate) fn new(seed: u64) -> Numbers {
        Numbers { seed }
    }

    /// A number of 25 bits for a person.
    pub(crate) fn of_person(self, purpose: Purpose, person: u64) -> u64 {
        self.shuffle(purpose, HOUSEHOLD_BITS + MEMBER_BITS).apply(person)
    }

    /// A number of 22 bits for a household.
    pub(crate) fn of_household(self, purpose: Purpose, household: u64) -> u64 {
        self.shuffle(purpose, HOUSEHOLD_BITS).apply(household)
    }

    /// A number of 24 bits for a vehicle.
    pub(crate) fn of_vehicle(self, purpose: Purpose, vehicle: u64) -> u64 {
        self.shuffle(purpose, HOUSEHOLD_BITS + GARAGE_BITS).apply(vehicle)
    }

    /// The number of an event of a household, for document numbers: seven digits for the first, more for later ones.
    pub(crate) fn serial(self, household: u64, ordinal: u64) -> u64 {
        self.of_household(Purpose::Serial, household) + (ordinal << HOUSEHOLD_BITS)
    }

    fn shuffle(self, purpose: Purpose, bits: u32) -> Shuffle {
        Shuffle::new(bits, scramble(self.seed, purpose as u64))
    }
}

/// 900-01-0001 style: area numbers above 899 are never issued, and groups below 50 are no taxpayer numbers either.
/// Group 00 and serial 0000 do not exist.
pub(crate) fn social_security(number: u64) -> String {
    const SERIALS: u64 = 9_999;
    const OF_AREA: u64 = 49 * SERIALS;
    let (area, rest) = (900 + number / OF_AREA, number % OF_AREA);
    format!("{area}-{:02}-{:04}", 1 + rest / SERIALS, 1 + rest % SERIALS)
}

/// Nine digits.
pub(crate) fn licence(number: u64) -> String {
    (100_000_000 + number).to_string()
}

/// `CT00719345`.
pub(crate) fn state_identification(number: u64) -> String {
    format!("CT{number:08}")
}

/// Six digits, two letters and a digit, as numbers of the FBI from before 2010 look.
pub(crate) fn fbi(number: u64) -> String {
    let letter = |n: u64| char::from(b'A' + (n % 26) as u8);
    let high = number / 1_000_000;
    format!("{:06}{}{}{}", number % 1_000_000, letter(high), letter(high / 26 + number), number % 9 + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_shuffle_is_one_to_one(bits in 2u32..=64, key: u64, number: u64) {
            let shuffle = Shuffle::new(bits, key);
            let number = number & shuffle.mask();
            prop_assert_eq!(shuffle.invert(shuffle.apply(number)), number);
            prop_assert!(shuffle.apply(number) <= shuffle.mask());
        }

        #[test]
        fn no_number_is_a_real_one(number in 0u64..1 << (HOUSEHOLD_BITS + MEMBER_BITS)) {
            let ssn = social_security(number);
            prop_assert_eq!(ssn.len(), 11);
            prop_assert!(ssn.starts_with('9') && &ssn[4..6] < "50");
            prop_assert_eq!(licence(number).len(), 9);
            prop_assert_eq!(state_identification(number).len(), 10);
            prop_assert_eq!(fbi(number).len(), 9);
        }
    }

    #[test]
    fn people_next_to_each_other_get_numbers_far_apart() {
        let numbers = Numbers::new(7);
        let gap = numbers.of_person(Purpose::Licence, 8).abs_diff(numbers.of_person(Purpose::Licence, 9));
        assert!(gap > 1000, "{gap}");
    }
}
