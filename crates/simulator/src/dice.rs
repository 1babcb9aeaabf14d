//! Chance, repeatable: a stream of random numbers for each thing in the world.

use jiff::ToSpan;
use jiff::civil::Date;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// What a stream is drawn for. Streams of one household never disturb each other: a new kind of document does not
/// change who lives there.
#[derive(Clone, Copy)]
pub(crate) enum Stream {
    /// A stretch of 200 households: a tower or streets.
    Block,
    /// A building of ten households.
    Building,
    /// Who lives in a household.
    Household,
    /// What happens to them.
    Life,
    /// How sources write it down.
    Documents,
    /// How the Wanted File writes it down.
    WantedFile,
}

/// Draws from one stream.
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    /// The stream of the thing numbered `index`.
    pub(crate) fn new(seed: u64, stream: Stream, index: u64) -> Dice {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream((index << 3) | stream as u64);
        Dice(rng)
    }

    /// True with this probability.
    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.fraction() < probability
    }

    /// From 0 up to, not including, 1.
    pub(crate) fn fraction(&mut self) -> f64 {
        self.0.random()
    }

    /// From `low` to `high`, both possible.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        if high <= low { low } else { self.0.random_range(low..=high) }
    }

    /// From 0 up to, not including, `count`; 0 for an empty range.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        if count <= 1 { 0 } else { self.0.random_range(0..count) }
    }

    /// Around `mean`, roughly normal: the mean of four draws, at most twice `spread` away.
    pub(crate) fn around(&mut self, mean: f64, spread: f64) -> f64 {
        let sum: f64 = (0..4).map(|_| self.fraction()).sum();
        mean + (sum - 2.0) * spread
    }

    /// One of these. The list must not be empty.
    pub(crate) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    /// A day so many days before `day`, both bounds possible.
    pub(crate) fn days_before(&mut self, day: Date, least: i64, most: i64) -> Date {
        days_before(day, self.between(least, most))
    }
}

/// The day `days` before; the first day of the calendar where it does not reach that far.
pub(crate) fn days_before(day: Date, days: i64) -> Date {
    day.saturating_sub(days.clamp(-3_000_000, 3_000_000).days())
}

/// Whole years from `born` to `day`.
pub(crate) fn age_on(born: Date, day: Date) -> i64 {
    let years = i64::from(day.year()) - i64::from(born.year());
    if (day.month(), day.day()) < (born.month(), born.day()) { years - 1 } else { years }
}

/// Mixes two numbers into one that looks random (the finaliser of SplitMix64).
pub(crate) fn scramble(seed: u64, salt: u64) -> u64 {
    let mut z = seed.wrapping_add(salt.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn ages_turn_on_the_birthday() {
        let born = date(2007, 3, 14);
        assert_eq!(age_on(born, date(2026, 3, 13)), 18);
        assert_eq!(age_on(born, date(2026, 3, 14)), 19);
    }

    #[test]
    fn streams_differ_and_repeat() {
        let draw = |stream, index| Dice::new(1, stream, index).between(0, i64::MAX);
        assert_eq!(draw(Stream::Life, 5), draw(Stream::Life, 5));
        assert_ne!(draw(Stream::Life, 5), draw(Stream::Life, 6));
        assert_ne!(draw(Stream::Life, 5), draw(Stream::Household, 5));
    }
}
