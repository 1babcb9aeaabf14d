//! Blocks: profiles that share a key, and which of them are compared.
//!
//! Profiles lie in a block in the order of their numbers: those that lead first ([`Profile::placed`]), otherwise as good as
//! drawn by lot. Each is compared with its neighbors in that order. A block of a few is compared whole. In a crowded one,
//! a person's own records stay connected whatever their number, because each finds some of the others; and where
//! strangers crowd a key, those who share a second key are neighbors in the block of both. So no number of records takes
//! a pair of two shared keys apart, and the work grows with the records and not with their square.

use std::collections::HashMap;

use crate::engine::{BlockKey, Profile};

/// How many places before and after it a profile is compared with.
pub const NEIGHBORS: usize = 32;

/// A block by the keys that all in it share: a key twice is the block of that key alone.
pub type Shared = (BlockKey, BlockKey);

/// Blocks as far as they are known.
#[derive(Clone, Default)]
pub struct Blocks {
    /// By number, each once.
    known: HashMap<Shared, Vec<Profile>>,
}

impl Blocks {
    /// Sorts profiles into blocks.
    pub fn of(found: impl IntoIterator<Item = (BlockKey, Profile)>) -> Blocks {
        let mut blocks: HashMap<BlockKey, Vec<Profile>> = HashMap::new();
        for (key, profile) in found {
            blocks.entry(key).or_default().push(profile);
        }
        let mut all = Blocks::default();
        blocks.into_iter().for_each(|(key, block)| all.insert(key, block));
        all
    }

    /// Makes the block of a key known.
    pub fn insert(&mut self, key: BlockKey, mut block: Vec<Profile>) {
        block.sort_unstable();
        block.dedup();
        self.known.insert((key, key), block);
    }

    /// The block of the key is known.
    pub fn knows(&self, key: BlockKey) -> bool {
        self.known.contains_key(&(key, key))
    }

    /// The profiles that have both keys, by number; none where a block is not known.
    pub fn block(&mut self, shared: Shared) -> &[Profile] {
        self.work_out(shared);
        self.lying_under(shared)
    }

    fn lying_under(&self, shared: Shared) -> &[Profile] {
        self.known.get(&shared).map(Vec::as_slice).unwrap_or_default()
    }

    fn work_out(&mut self, shared: Shared) {
        let (one, other) = shared;
        if one != other && !self.known.contains_key(&shared) {
            let common = intersection(self.lying_under((one, one)), self.lying_under((other, other)));
            self.known.insert(shared, common);
        }
    }

    /// The blocks of these keys, and of every two of them that are both crowded.
    pub fn shared(&self, keys: &[BlockKey]) -> Vec<Shared> {
        let mut shared: Vec<Shared> = keys.iter().map(|key| (*key, *key)).collect();
        let crowded: Vec<BlockKey> = keys.iter().copied().filter(|key| self.is_crowded(*key)).collect();
        for (at, one) in crowded.iter().enumerate() {
            for other in &crowded[at + 1..] {
                shared.push(((*one).min(*other), (*one).max(*other)));
            }
        }
        shared
    }

    /// Not all profiles under the key are compared with each other.
    pub fn is_crowded(&self, key: BlockKey) -> bool {
        self.lying_under((key, key)).len() > NEIGHBORS + 1
    }

    /// The profiles with which one that has these keys is compared, by number, each once.
    pub fn companions(&mut self, profile: Profile, keys: &[BlockKey]) -> Vec<Profile> {
        let mut found = Vec::new();
        for shared in self.shared(keys) {
            self.work_out(shared);
            let block = self.lying_under(shared);
            // Where all under one key have the other as well, the block of both is the block of the one.
            let whole = |key: BlockKey| self.lying_under((key, key)).len() == block.len();
            if shared.0 == shared.1 || !(whole(shared.0) || whole(shared.1)) {
                found.extend_from_slice(neighbors(block, profile));
            }
        }
        found.sort_unstable();
        found.dedup();
        found.retain(|other| *other != profile);
        found
    }
}

/// The part of a block within [`NEIGHBORS`] places of a profile, or of where it would be.
fn neighbors(block: &[Profile], profile: Profile) -> &[Profile] {
    let place = block.partition_point(|other| *other < profile);
    let after = place + usize::from(block.get(place) == Some(&profile));
    &block[place.saturating_sub(NEIGHBORS)..block.len().min(after + NEIGHBORS)]
}

/// Pairs around a profile that are neighbors in one state of a block and not in another.
pub fn parted(together: &[Profile], apart: &[Profile], profile: Profile) -> Vec<(Profile, Profile)> {
    let place = together.partition_point(|other| *other < profile);
    let after = place + usize::from(together.get(place) == Some(&profile));
    let (before, behind) = (&together[..place], &together[after..]);
    let at = |profile: &Profile| apart.binary_search(profile).ok();
    let mut found = Vec::new();
    for (i, x) in before.iter().rev().take(NEIGHBORS).enumerate() {
        for y in behind.iter().take(NEIGHBORS - i) {
            if let (Some(p), Some(q)) = (at(x), at(y))
                && q - p > NEIGHBORS
            {
                found.push((*x, *y));
            }
        }
    }
    found
}

fn intersection(left: &[Profile], right: &[Profile]) -> Vec<Profile> {
    let (few, many) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    few.iter().copied().filter(|profile| many.binary_search(profile).is_ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profiles(range: impl Iterator<Item = u64>) -> Vec<Profile> {
        range.map(Profile).collect()
    }

    #[test]
    fn a_block_of_a_few_is_compared_whole() {
        let all = profiles(0..NEIGHBORS as u64 + 1);
        for profile in &all {
            assert_eq!(neighbors(&all, *profile).len(), all.len());
        }
        assert_eq!(neighbors(&profiles(0..200), Profile(100)).len(), 2 * NEIGHBORS + 1);
    }

    #[test]
    fn who_shares_two_crowded_keys_is_compared() {
        let (one, other) = (BlockKey(1), BlockKey(2));
        let crowd = 1..5_000_u64;
        let under_one = crowd.clone().filter(|n| n % 2 == 0).chain([1, 4_999]).map(|n| (one, Profile(n)));
        let under_other = crowd.filter(|n| n % 2 == 1).map(|n| (other, Profile(n)));
        let mut blocks = Blocks::of(under_one.chain(under_other));
        assert!(blocks.companions(Profile(1), &[one, other]).contains(&Profile(4_999)));
    }

    #[test]
    fn a_newcomer_parts_the_neighbors_that_it_comes_between() {
        let before = profiles((0..100).map(|n| n * 2));
        let mut after = before.clone();
        after.push(Profile(99));
        after.sort_unstable();
        let mut expect = Vec::new();
        for (at, x) in before.iter().enumerate() {
            for (to, y) in before.iter().enumerate().skip(at + 1) {
                let now = |p: &Profile| after.binary_search(p).unwrap();
                if to - at <= NEIGHBORS && now(y) - now(x) > NEIGHBORS {
                    expect.push((*x, *y));
                }
            }
        }
        let mut found = parted(&before, &after, Profile(99));
        found.sort_unstable();
        assert_eq!(found, expect);
        assert_eq!(found.len(), NEIGHBORS);
    }
}
