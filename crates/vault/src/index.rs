//! Which rows count. Sealed like them, and in memory while the vault is open.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::seal::RowId;
use crate::{CLOCK_MAY_DIFFER, ENTRIES_LAST};

/// What there is.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Index {
    /// The version that was given last. None is given twice, so that an older body never passes for a newer one.
    pub(crate) last_version: u64,
    slots: BTreeMap<RowId, Slot>,
}

/// A row that counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Slot {
    pub(crate) shelf: String,
    pub(crate) version: u64,
    /// When it was kept.
    pub(crate) at: Timestamp,
}

impl Index {
    /// The row of this name, unless it has expired.
    pub(crate) fn get(&self, id: &RowId, now: Timestamp) -> Option<&Slot> {
        self.slots.get(id).filter(|slot| is_fresh(slot.at, now))
    }

    /// The rows of a shelf that have not expired, the newest first.
    pub(crate) fn of(&self, shelf: &str, now: Timestamp) -> Vec<(RowId, Slot)> {
        let mut of_shelf: Vec<(RowId, Slot)> = self
            .slots
            .iter()
            .filter(|(_, slot)| slot.shelf == shelf && is_fresh(slot.at, now))
            .map(|(id, slot)| (*id, slot.clone()))
            .collect();
        of_shelf.sort_by_key(|(_, slot)| std::cmp::Reverse((slot.at, slot.version)));
        of_shelf
    }

    /// Puts a row at the front of its shelf.
    pub(crate) fn put(&mut self, id: RowId, shelf: &str, at: Timestamp) -> u64 {
        self.last_version += 1;
        let version = self.last_version;
        self.slots.insert(id, Slot { shelf: shelf.to_owned(), version, at });
        version
    }

    /// Takes a row out. Answers whether it was there.
    pub(crate) fn remove(&mut self, id: &RowId) -> bool {
        self.slots.remove(id).is_some()
    }

    /// Takes out what has expired, and of a shelf all but the newest. Answers which rows those were.
    pub(crate) fn sweep(&mut self, shelf: Option<(&str, usize)>, now: Timestamp) -> Vec<RowId> {
        let expired = self.slots.iter().filter(|(_, slot)| !is_fresh(slot.at, now)).map(|(id, _)| *id);
        let mut gone: Vec<RowId> = expired.collect();
        if let Some((shelf, most)) = shelf {
            gone.extend(self.of(shelf, now).into_iter().skip(most).map(|(id, _)| id));
        }
        for id in &gone {
            self.slots.remove(id);
        }
        gone
    }
}

/// What is dated after now was kept before the clock was set back: how old it is cannot be known.
pub(crate) fn is_fresh(at: Timestamp, now: Timestamp) -> bool {
    let age = now.duration_since(at);
    age < ENTRIES_LAST && age > -CLOCK_MAY_DIFFER
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes)
    }

    #[test]
    fn what_is_old_or_from_the_future_is_not_there() {
        let check = |age: i64, expect| assert_eq!(is_fresh(at(0), at(age)), expect, "{age} min");
        check(0, true);
        check(12 * 60 - 1, true);
        check(12 * 60, false);
        check(-4, true);
        check(-6, false);
    }

    #[test]
    fn a_shelf_keeps_its_newest_and_no_version_comes_twice() {
        let mut index = Index::default();
        for row in 0..5_u8 {
            index.put([row; 32], "lookup", at(row.into()));
        }
        index.put([9; 32], "session", at(0));
        let mut gone = index.sweep(Some(("lookup", 3)), at(5));
        gone.sort_unstable();
        assert_eq!(gone, [[0; 32], [1; 32]]);
        let left: Vec<RowId> = index.of("lookup", at(5)).into_iter().map(|(id, _)| id).collect();
        assert_eq!(left, [[4; 32], [3; 32], [2; 32]]);
        assert!(index.get(&[9; 32], at(5)).is_some());
        assert!(index.remove(&[4; 32]) && !index.remove(&[4; 32]));
        assert_eq!(index.put([4; 32], "lookup", at(6)), 7);
        assert_eq!(index.sweep(None, at(13 * 60)).len(), 4);
    }
}
