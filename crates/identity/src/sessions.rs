//! Sessions. A token says whose it is and until when, under a seal that every hub of the journal can check: one that was opened
//! at one hub is good at all, and none is kept anywhere. Ending one early is an entry of the journal.

use std::sync::{Arc, PoisonError, RwLock};

use ciss_contract::problem::ErrorCode;
use jiff::{SignedDuration, Timestamp};
use ring::hmac::{Key, sign, verify};
use tokio::time::Instant;

use crate::clock::Entropy;
use crate::hexadecimal;
use crate::keyring::{Day, Keyring};

/// How long a session lasts: a twelve-hour shift and its handover.
pub const SESSION_LASTS: SignedDuration = SignedDuration::from_hours(13);

/// Bytes of a session's own name, of its seal, and of what stands before the account.
const NAME: usize = 16;
const SEAL: usize = 32;
const HEAD: usize = 8 + 8 + NAME;

/// Opens sessions, and reads them.
pub struct Sessions {
    keyring: Arc<Keyring>,
    /// The latest time that was seen here.
    latest: RwLock<Option<Now>>,
}

/// A session as its token tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// Its own name, by which it can be ended.
    pub name: [u8; NAME],
    /// Whose it is.
    pub account: String,
    /// When it ends by itself.
    pub ends: Timestamp,
}

impl Sessions {
    /// Opens and reads under the keys of this ring.
    pub fn new(keyring: Arc<Keyring>) -> Sessions {
        Sessions { keyring, latest: RwLock::default() }
    }

    /// Opens a session of an account under the key of a day, and gives its token, which nobody can read here again.
    ///
    /// # Errors
    /// [`ErrorCode::Internal`] where there is nothing to name it by.
    pub fn open(
        &self,
        account: &str,
        (day, key): (Day, &Key),
        now: Now,
        entropy: &dyn Entropy,
    ) -> Result<String, ErrorCode> {
        let random = entropy.bytes().map_err(|error| {
            tracing::error!(%error, "sign-in");
            ErrorCode::Internal
        })?;
        let ends = self.moved_on(now) + SESSION_LASTS;
        let mut token = Vec::with_capacity(HEAD + account.len() + SEAL);
        token.extend(day.0.to_be_bytes());
        token.extend(ends.as_microsecond().to_be_bytes());
        token.extend(&random[..NAME]);
        token.extend(account.as_bytes());
        let seal = sign(key, &token);
        token.extend(seal.as_ref());
        Ok(hexadecimal(&token))
    }

    /// The session of a token, as long as it lasts.
    pub fn read(&self, token: &str, now: Now) -> Option<Open> {
        let token = bytes(token)?;
        let (said, seal) = token.split_at_checked(token.len().checked_sub(SEAL)?)?;
        let (day, rest) = said.split_first_chunk::<8>()?;
        let key = self.keyring.key(Day(i64::from_be_bytes(*day)))?;
        verify(&key, said, seal).ok()?;
        let (ends, rest) = rest.split_first_chunk::<8>()?;
        let (name, account) = rest.split_first_chunk::<NAME>()?;
        let open = Open {
            name: *name,
            account: String::from_utf8(account.to_vec()).ok()?,
            ends: Timestamp::from_microsecond(i64::from_be_bytes(*ends)).ok()?,
        };
        let lasts = open.ends > self.moved_on(now) && !self.keyring.is_revoked(&open.name);
        lasts.then_some(open)
    }

    /// Now, by a clock that is never set back: a session that has ended stays so.
    fn moved_on(&self, now: Now) -> Timestamp {
        let at = |latest: &Now| {
            let since = SignedDuration::try_from(now.running.saturating_duration_since(latest.running));
            latest.at.checked_add(since.unwrap_or_default()).unwrap_or(latest.at).max(now.at)
        };
        let seen = self.latest.read().unwrap_or_else(PoisonError::into_inner).as_ref().map(at);
        if seen.is_none_or(|seen| seen <= now.at) {
            let mut latest = self.latest.write().unwrap_or_else(PoisonError::into_inner);
            let later = latest.as_ref().is_none_or(|latest| at(latest) <= now.at);
            if later {
                *latest = Some(now);
            }
        }
        seen.unwrap_or(now.at)
    }
}

/// Reads lower-case hexadecimal digits.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let plain = text.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
    if !plain || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}

/// Now, by the clock that people set and by one that only runs.
#[derive(Clone, Copy)]
pub struct Now {
    /// By the clock that people set.
    pub at: Timestamp,
    /// By the clock that only runs.
    pub running: Instant,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemEntropy;
    use crate::keyring::{DayKey, Revocation};

    fn now(seconds: i64) -> Now {
        Now { at: Timestamp::from_second(seconds).unwrap(), running: Instant::now() }
    }

    fn later(seconds: i64) -> std::time::Duration {
        std::time::Duration::from_secs(seconds.unsigned_abs())
    }

    /// Two hubs that know this key.
    fn hubs(secret: u8) -> [(Arc<Keyring>, Sessions); 2] {
        let hub = || {
            let keyring = Arc::new(Keyring::default());
            keyring.add(&[DayKey { day: Day(0), secret: [secret; 32] }], &[]);
            (Arc::clone(&keyring), Sessions::new(keyring))
        };
        [hub(), hub()]
    }

    fn open((keyring, sessions): &(Arc<Keyring>, Sessions), account: &str, now: Now) -> String {
        let key = keyring.key(Day(0)).unwrap();
        sessions.open(account, (Day(0), &key), now, &SystemEntropy::default()).unwrap()
    }

    #[test]
    fn a_session_is_good_at_every_hub_until_it_ends() {
        let hubs = hubs(1);
        let now = now(0);
        let token = open(&hubs[0], "reyes", now);
        assert_ne!(token, open(&hubs[0], "reyes", now));
        for (_, sessions) in &hubs {
            assert_eq!(sessions.read(&token, now).unwrap().account, "reyes");
        }
        let lasts = SESSION_LASTS.as_secs();
        let at =
            |set: i64, running: i64| Now { at: self::now(set).at, running: now.running + later(running) };
        for (set, running, expect) in
            [(lasts - 1, lasts - 1, true), (lasts, lasts - 1, false), (0, lasts, false)]
        {
            let fresh = self::hubs(1);
            fresh[1].1.read(&token, now);
            let read = fresh[1].1.read(&token, at(set, running));
            assert_eq!(
                read.is_some(),
                expect,
                "a clock that is set back brings nothing back: {set} {running}"
            );
        }
    }

    #[test]
    fn whoever_changes_a_token_or_has_no_key_gets_nothing() {
        let [hub, _] = hubs(1);
        let now = now(0);
        let token = open(&hub, "reyes", now);
        let flipped = |at: usize| {
            let other = if token.as_bytes()[at] == b'0' { "1" } else { "0" };
            format!("{}{other}{}", &token[..at], &token[at + 1..])
        };
        for at in 0..token.len() {
            assert_eq!(hub.1.read(&flipped(at), now), None, "{at}");
        }
        for text in ["", "0", "é", &token[2..], &token[..token.len() - 2], &token.to_uppercase()] {
            assert_eq!(hub.1.read(text, now), None, "{text}");
        }
        assert_eq!(hubs(2)[0].1.read(&token, now), None, "another key");
    }

    #[test]
    fn a_session_that_was_ended_stays_ended() {
        let [hub, _] = hubs(1);
        let now = now(0);
        let (token, other) = (open(&hub, "reyes", now), open(&hub, "reyes", now));
        let Open { name, ends, .. } = hub.1.read(&token, now).unwrap();
        hub.0.add(&[], &[Revocation { session: name, ends }]);
        assert_eq!(hub.1.read(&token, now), None);
        assert!(hub.1.read(&other, now).is_some());
    }
}
