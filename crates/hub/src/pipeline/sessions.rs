//! Sessions, in memory only. A token is 256 random bits; the hub keeps its hash, so that a memory dump gives none away.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use ciss_contract::session::Operator;
use jiff::{SignedDuration, Timestamp};
use ring::digest::{SHA256, digest};

use super::hexadecimal;
use crate::clock::{Entropy, NoEntropy};

/// How long a session lasts: a twelve-hour shift and its handover.
pub const SESSION_LASTS: SignedDuration = SignedDuration::from_hours(13);

/// Most sessions that are kept; 13,000 people are to use the system.
const MOST_SESSIONS: usize = 50_000;

/// Open sessions by the hash of their token.
#[derive(Default)]
pub struct Sessions {
    open: RwLock<HashMap<[u8; 32], Open>>,
}

struct Open {
    operator: Arc<Operator>,
    ends: Timestamp,
}

impl Sessions {
    /// Opens a session and gives its token, which nobody can read here again. Sessions that have ended are let go.
    pub(super) fn open(
        &self,
        operator: Operator,
        now: Timestamp,
        entropy: &dyn Entropy,
    ) -> Result<String, NoEntropy> {
        let token = hexadecimal(&entropy.bytes()?);
        let mut open = self.open.write().unwrap_or_else(PoisonError::into_inner);
        if open.len() >= MOST_SESSIONS {
            open.retain(|_, session| session.ends > now);
        }
        open.insert(hash(&token), Open { operator: Arc::new(operator), ends: now + SESSION_LASTS });
        Ok(token)
    }

    /// Whose session this is, as long as it lasts.
    pub(super) fn operator(&self, token: &str, now: Timestamp) -> Option<Arc<Operator>> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        let session = open.get(&hash(token))?;
        (session.ends > now).then(|| Arc::clone(&session.operator))
    }
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

    #[test]
    fn a_token_opens_its_own_session_until_it_ends() {
        let sessions = Sessions::default();
        let now = Timestamp::UNIX_EPOCH;
        let entropy = SystemEntropy::default();
        let token = sessions.open(demo_operator("reyes").unwrap(), now, &entropy).unwrap();
        let other = sessions.open(demo_operator("nowak").unwrap(), now, &entropy).unwrap();
        assert_eq!(token.len(), 64);
        assert_eq!(sessions.operator(&token, now).unwrap().name, "D. Reyes");
        assert_eq!(sessions.operator(&other, now).unwrap().name, "Det. K. Nowak");
        let end = now + SESSION_LASTS;
        assert!(sessions.operator(&token, end - SignedDuration::from_secs(1)).is_some());
        assert!(sessions.operator(&token, end).is_none());
        assert!(sessions.operator("", now).is_none());
        assert!(sessions.operator(&token[1..], now).is_none());
    }
}
