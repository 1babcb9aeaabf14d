//! Pairs counted by how they agree: training looks at each way of agreeing once.

use rustc_hash::FxHashMap;

use crate::linkage::subject::{Levels, UNKNOWN, WIDEST};

/// Pairs that agree in the same way and were found independently of the same subjects.
pub(super) struct Pattern {
    pub(super) levels: Levels,
    /// A bit for each subject that no key needed by which the pairs were found.
    pub(super) free: u32,
    pub(super) pairs: f64,
}

/// Four bits a level, and a bit a subject above them.
pub(super) fn pack(levels: &Levels, free: u32) -> u128 {
    levels.iter().fold(u128::from(free), |packed, level| packed << 4 | u128::from(*level))
}

pub(super) fn unpack(packed: u128) -> Pattern {
    let mut levels = [UNKNOWN; WIDEST];
    for (at, level) in levels.iter_mut().rev().enumerate() {
        *level = (packed >> (4 * at) & 15) as u8;
    }
    Pattern { levels, free: (packed >> (4 * WIDEST)) as u32, pairs: 1.0 }
}

/// Counts packed pairs, in an order that does not depend on theirs.
pub(super) fn count(found: impl Iterator<Item = u128>) -> Vec<Pattern> {
    let mut counts: FxHashMap<u128, u32> = FxHashMap::default();
    for packed in found {
        *counts.entry(packed).or_default() += 1;
    }
    let mut counts: Vec<(u128, u32)> = counts.into_iter().collect();
    counts.sort_unstable();
    counts.into_iter().map(|(packed, pairs)| Pattern { pairs: f64::from(pairs), ..unpack(packed) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        let mut levels = [UNKNOWN; WIDEST];
        (levels[0], levels[5], levels[23]) = (3, 0, 14);
        let packed = pack(&levels, 0b1010_0000_0000_0000_0000_0101);
        let found = count([packed, packed].into_iter());
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].levels, found[0].free), (levels, 0b1010_0000_0000_0000_0000_0101));
        assert!((found[0].pairs - 2.0).abs() < f64::EPSILON);
    }
}
