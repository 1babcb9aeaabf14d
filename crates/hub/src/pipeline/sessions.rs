//! Sessions, in memory only. A token is 256 random bits; the hub keeps its hash, so that a memory dump gives none away.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use ciss_contract::problem::ErrorCode;
use ciss_contract::session::Operator;
use jiff::{SignedDuration, Timestamp};
use ring::digest::{SHA256, digest};
use tokio::time::Instant;

use super::hexadecimal;
use crate::clock::Entropy;

/// How long a session lasts: a twelve-hour shift and its handover.
pub const SESSION_LASTS: SignedDuration = SignedDuration::from_hours(13);

/// Most sessions that are kept; 13,000 people are to use the system.
const MOST_SESSIONS: usize = 50_000;

/// Open sessions by the hash of their token.
pub struct Sessions {
    most: usize,
    open: RwLock<HashMap<[u8; 32], Open>>,
}

struct Open {
    operator: Arc<Operator>,
    ends: Timestamp,
    /// The same by a clock that nobody sets: a session that has ended stays so when the other one is set back.
    lasts_until: Instant,
}

impl Default for Sessions {
    fn default() -> Self {
        Sessions { most: MOST_SESSIONS, open: RwLock::default() }
    }
}

impl Sessions {
    /// Opens a session and gives its token, which nobody can read here again. Sessions that have ended are let go.
    ///
    /// # Errors
    /// [`ErrorCode::Busy`] when there are as many as there may be.
    pub(super) fn open(
        &self,
        operator: Operator,
        now: Now,
        entropy: &dyn Entropy,
    ) -> Result<String, ErrorCode> {
        let token = entropy.bytes().map_err(|error| {
            tracing::error!(%error, "sign-in");
            ErrorCode::Internal
        })?;
        let token = hexadecimal(&token);
        let mut open = self.open.write().unwrap_or_else(PoisonError::into_inner);
        if open.len() >= self.most {
            open.retain(|_, session| session.lasts(now));
        }
        if open.len() >= self.most {
            return Err(ErrorCode::Busy);
        }
        let session = Open {
            operator: Arc::new(operator),
            ends: now.at + SESSION_LASTS,
            lasts_until: now.running + SESSION_LASTS.unsigned_abs(),
        };
        open.insert(hash(&token), session);
        Ok(token)
    }

    /// How many are kept, those included that have ended and were not let go yet.
    pub(crate) fn kept(&self) -> usize {
        self.open.read().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Whose session this is, as long as it lasts.
    pub(super) fn operator(&self, token: &str, now: Now) -> Option<Arc<Operator>> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        let session = open.get(&hash(token))?;
        session.lasts(now).then(|| Arc::clone(&session.operator))
    }
}

impl Open {
    fn lasts(&self, now: Now) -> bool {
        self.ends > now.at && self.lasts_until > now.running
    }
}

/// Now, by the clock that people set and by one that only runs.
#[derive(Clone, Copy)]
pub(super) struct Now {
    pub(super) at: Timestamp,
    pub(super) running: Instant,
}

/// The hash is looked up, not the token: how long the look-up takes says nothing about any token.
fn hash(token: &str) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, token.as_bytes()).as_ref());
    hash
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemEntropy;
    use crate::pipeline::accounts::demo_operator;

    fn later(seconds: i64) -> std::time::Duration {
        std::time::Duration::from_secs(seconds.unsigned_abs())
    }

    fn now(seconds: i64) -> Now {
        Now { at: Timestamp::from_second(seconds).unwrap(), running: Instant::now() }
    }

    #[test]
    fn there_are_so_many_sessions_and_those_that_ended_make_room() {
        let sessions = Sessions { most: 2, ..Sessions::default() };
        let entropy = SystemEntropy::default();
        let open = |now| sessions.open(demo_operator("reyes").unwrap(), now, &entropy);
        let first = now(0);
        assert!(open(first).is_ok() && open(first).is_ok());
        assert_eq!(open(first), Err(ErrorCode::Busy));
        let lasts = SESSION_LASTS.as_secs();
        assert!(open(Now { at: now(lasts).at, running: first.running + later(lasts) }).is_ok());
    }

    #[test]
    fn a_token_opens_its_own_session_until_it_ends() {
        let sessions = Sessions::default();
        let now = now(0);
        let entropy = SystemEntropy::default();
        let token = sessions.open(demo_operator("reyes").unwrap(), now, &entropy).unwrap();
        let other = sessions.open(demo_operator("nowak").unwrap(), now, &entropy).unwrap();
        assert_eq!(token.len(), 64);
        assert_eq!(sessions.operator(&token, now).unwrap().name, "D. Reyes");
        assert_eq!(sessions.operator(&other, now).unwrap().name, "Det. K. Nowak");
        let lasts = SESSION_LASTS.as_secs();
        let at =
            |set: i64, running: i64| Now { at: self::now(set).at, running: now.running + later(running) };
        assert!(sessions.operator(&token, at(lasts - 1, lasts - 1)).is_some());
        assert!(sessions.operator(&token, at(lasts, lasts - 1)).is_none());
        assert!(
            sessions.operator(&token, at(0, lasts)).is_none(),
            "a clock that is set back brings nothing back"
        );
        assert!(sessions.operator("", now).is_none());
        assert!(sessions.operator(&token[1..], now).is_none());
    }
}
