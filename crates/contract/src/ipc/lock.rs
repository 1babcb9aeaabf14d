//! What the window may do with the console's lock, and what comes back when it opens.

use serde::{Deserialize, Serialize};

use super::{Command, Event};
use crate::lookup::{LookupAnswer, LookupRequest};
use crate::recent::RecentLookup;
use crate::session::Operator;

/// Whether the console is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "lock", rename_all = "snake_case")]
pub enum LockStatus {
    /// Open.
    Open {
        /// What is looked up is kept behind a PIN or passphrase; else it is forgotten when the console is closed or left.
        keeps: bool,
    },
    /// Locked. Nothing of a record is in the window.
    Locked {
        /// What opens it.
        by: LockedBy,
        /// How often one may try before all that is kept is destroyed.
        tries_left: u8,
    },
    /// Nobody is signed in, and nothing is kept.
    SignedOut {
        /// Why.
        why: SignedOut,
    },
}

impl Event for LockStatus {
    const NAME: &'static str = "lock-status";
}

/// What opens a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LockedBy {
    /// A PIN, together with a key in the workstation's keyring.
    Pin,
    /// A passphrase alone: the workstation has no keyring.
    Passphrase,
}

/// Why nobody is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignedOut {
    /// The person said so.
    Asked,
    /// Nobody did anything for a while, and nothing was kept behind a PIN.
    Idle,
    /// The system was locked, and nothing was kept behind a PIN.
    SystemLocked,
    /// The PIN was wrong too often.
    TriesUsedUp,
    /// The session is over, at the hub or by its age.
    Ended,
}

/// Chooses what is to lock the console from then on, and begins to keep what is looked up.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChooseSecret {
    /// What kind of secret it is.
    pub by: LockedBy,
    /// The secret.
    pub secret: String,
}

impl std::fmt::Debug for ChooseSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ChooseSecret({:?}, <redacted>)", self.by)
    }
}

impl Command for ChooseSecret {
    type Output = ();
    const NAME: &'static str = "choose_secret";
}

/// Opens the lock. [`LockStatus`] says how many tries are left after a wrong one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unlock {
    /// The PIN or the passphrase.
    pub secret: String,
}

impl std::fmt::Debug for Unlock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Unlock(<redacted>)")
    }
}

impl Command for Unlock {
    type Output = Resumed;
    const NAME: &'static str = "unlock";
}

/// What the console goes on with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Resumed {
    /// Who is signed in.
    pub operator: Operator,
    /// The data is synthetic.
    pub demo: bool,
    /// Recent lookups, newest first.
    pub recent: Vec<KeptLookup>,
    /// How the person likes the console.
    pub settings: Settings,
}

/// A recent lookup with its answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptLookup {
    /// What was asked, why and for whom.
    pub request: LookupRequest,
    /// As the list shows it.
    pub line: RecentLookup,
    /// The answer, marked as what it is by now: see [`LookupAnswer::from_memory`].
    pub answer: LookupAnswer,
}

/// How a person likes the console. What is missing is as the workstation has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The theme's code.
    pub theme: Option<String>,
    /// The size of the text, in percent of the size in which it is drawn.
    pub text_percent: Option<u16>,
}

/// Keeps how the person likes the console, where anything is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepSettings {
    /// All of it.
    pub settings: Settings,
}

impl Command for KeepSettings {
    type Output = ();
    const NAME: &'static str = "keep_settings";
}

/// Locks the console; where nothing is kept, whoever is signed in signs out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Lock {}

impl Command for Lock {
    type Output = ();
    const NAME: &'static str = "lock";
}

/// Says that a key or the mouse was used: the console locks after a while without.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StillHere {}

impl Command for StillHere {
    type Output = ();
    const NAME: &'static str = "still_here";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_never_printed() {
        let secret = || "295107".to_owned();
        assert!(!format!("{:?}", Unlock { secret: secret() }).contains("295107"));
        assert!(!format!("{:?}", ChooseSecret { by: LockedBy::Pin, secret: secret() }).contains("295107"));
    }
}
