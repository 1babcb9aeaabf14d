//! The keys by which sessions and photos are sealed, and the sessions that were ended: the same at every hub of a journal.
//!
//! There is a key for each day. Whoever is the first to need it puts it into the journal, which takes it once; a key that is over
//! is erased there. So a session that was opened at one hub is good at all, and a copy of the journal opens nothing two days later.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;
use ring::hmac::{HMAC_SHA256, Key};

/// Days for which a key is kept after its own. A session is shorter.
pub const KEPT_DAYS: i64 = 2;

const SECONDS: i64 = 86_400;

/// A day, counted from 1 January 1970 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i64);

impl Day {
    /// The day of this moment.
    pub fn of(at: Timestamp) -> Day {
        Day(at.as_second().div_euclid(SECONDS))
    }
}

/// The key of a day.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct DayKey {
    /// Of which day.
    pub day: Day,
    /// 256 random bits.
    pub secret: [u8; 32],
}

impl fmt::Debug for DayKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DayKey").field("day", &self.day).finish_non_exhaustive()
    }
}

/// A session that was ended before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// The session by its own name.
    pub session: [u8; 16],
    /// When it would have ended by itself.
    pub ends: Timestamp,
}

/// What one hub knows of them.
#[derive(Default)]
pub struct Keyring(RwLock<Ring>);

#[derive(Default)]
struct Ring {
    keys: BTreeMap<Day, Arc<Key>>,
    revoked: HashMap<[u8; 16], Timestamp>,
}

impl Ring {
    fn add(&mut self, keys: &[DayKey], revocations: &[Revocation]) {
        for DayKey { day, secret } in keys {
            self.keys.entry(*day).or_insert_with(|| Arc::new(Key::new(HMAC_SHA256, secret)));
            // By the key's own day: one of a hub whose clock is ahead ends no session.
            self.keys.retain(|other, _| other.0 >= day.0 - KEPT_DAYS);
            self.revoked.retain(|_, ends| Day::of(*ends).0 >= day.0 - KEPT_DAYS);
        }
        self.revoked.extend(revocations.iter().map(|revocation| (revocation.session, revocation.ends)));
    }
}

impl Keyring {
    /// Knows these and no others.
    pub fn replace(&self, keys: &[DayKey], revocations: &[Revocation]) {
        let mut ring = Ring::default();
        ring.add(keys, revocations);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = ring;
    }

    /// Knows these as well.
    pub fn add(&self, keys: &[DayKey], revocations: &[Revocation]) {
        if !(keys.is_empty() && revocations.is_empty()) {
            self.0.write().unwrap_or_else(PoisonError::into_inner).add(keys, revocations);
        }
    }

    /// The key of a day.
    pub fn key(&self, day: Day) -> Option<Arc<Key>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).keys.get(&day).cloned()
    }

    /// The newest key that is not of a later day, with its day.
    pub fn newest(&self, day: Day) -> Option<(Day, Arc<Key>)> {
        let ring = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let (day, key) = ring.keys.range(..=day).next_back()?;
        Some((*day, Arc::clone(key)))
    }

    /// All keys, the newest first.
    pub fn keys(&self) -> Vec<Arc<Key>> {
        let ring = self.0.read().unwrap_or_else(PoisonError::into_inner);
        ring.keys.values().rev().cloned().collect()
    }

    /// Was this session ended?
    pub fn is_revoked(&self, session: &[u8; 16]) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).revoked.contains_key(session)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(day: i64) -> DayKey {
        DayKey { day: Day(day), secret: [0; 32] }
    }

    #[test]
    fn keys_that_are_over_are_let_go_and_one_of_a_wrong_clock_does_no_harm() {
        let days = |keyring: &Keyring| -> Vec<i64> {
            keyring.0.read().unwrap().keys.keys().map(|day| day.0).collect()
        };
        for (given, expect) in [
            (vec![10, 11, 12], vec![10, 11, 12]),
            (vec![10, 11, 12, 13], vec![11, 12, 13]),
            (vec![13, 12, 11, 10], vec![10, 11, 12, 13]),
            (vec![10, 99, 11], vec![11, 99]),
        ] {
            let keyring = Keyring::default();
            given.iter().for_each(|day| keyring.add(&[key(*day)], &[]));
            assert_eq!(days(&keyring), expect, "{given:?}");
        }
        let keyring = Keyring::default();
        keyring.replace(&[key(10), key(12)], &[]);
        assert_eq!(keyring.newest(Day(11)).map(|(day, _)| day), Some(Day(10)));
        assert_eq!(keyring.newest(Day(9)).map(|(day, _)| day), None);
    }

    #[test]
    fn an_ended_session_is_known_for_as_long_as_it_would_have_lasted() {
        let keyring = Keyring::default();
        let ends = Timestamp::from_second(10 * SECONDS + 5).unwrap();
        keyring.add(&[], &[Revocation { session: [7; 16], ends }]);
        keyring.add(&[key(12)], &[]);
        assert!(keyring.is_revoked(&[7; 16]) && !keyring.is_revoked(&[8; 16]));
        keyring.add(&[key(13)], &[]);
        assert!(!keyring.is_revoked(&[7; 16]));
    }
}
