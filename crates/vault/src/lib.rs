//! What a console keeps on its disk: sealed, each person's apart, and opened only by what the person knows together with
//! what the machine's keyring holds.
//!
//! ```text
//! PIN ──────────┐
//!               ├─ Argon2id ─> wrapping key ─> master key ─┬─> sealing key: AES-256-GCM, one row at a time
//! keyring's key ┘                                          └─> finding key: HMAC-SHA-256, a row's name
//! ```
//!
//! A [`Place`] is where one person's vault is, if there is one; a [`Vault`] is one that is open. The file holds a lock (salt,
//! cost, wrapped master key, tries) and rows: a keyed hash, a version, a sealed body of a padded size. Which rows there are,
//! which version of each counts and since when it is kept stands in a sealed index, so that a row that is missing, older or
//! moved to another place is refused. Entries expire after [`ENTRIES_LAST`].
//!
//! Where there is no keyring, a passphrase alone may take the place of both. Nothing is ever written in the clear.

mod index;
mod key;
mod keyring;
mod place;
mod seal;
mod secret;
mod storage;
mod vault;

use jiff::SignedDuration;

pub use key::Cost;
pub use keyring::{KEYRING_PATIENCE, Keyring, KeyringError, SystemKeyring};
pub use place::{Place, Standing};
pub use secret::{Secret, SecretKind, TooWeak};
pub use vault::{Kept, Shelf, Vault};

/// How long an entry is kept: the longest that a session may last (12 hours, NIST SP 800-63B, reauthentication at AAL2).
pub const ENTRIES_LAST: SignedDuration = SignedDuration::from_hours(12);

/// How often a wrong PIN may be typed before the vault is destroyed (FBI CJIS Security Policy 6.0, AC-7).
pub const TRIES: u8 = 5;

/// How far a clock may be set back before what is dated after it counts as expired.
pub(crate) const CLOCK_MAY_DIFFER: SignedDuration = SignedDuration::from_mins(5);

/// Why a vault does not open, or does not keep something.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The keyring cannot be used.
    #[error("the keyring: {0}")]
    Keyring(#[from] KeyringError),
    /// There is none.
    #[error("there is no vault")]
    Absent,
    /// That is not what locks it.
    #[error("wrong; {left} tries left")]
    Wrong {
        /// How often one may still try.
        left: u8,
    },
    /// It can never be opened again and has been destroyed: the tries are used up, or its key is gone.
    #[error("the vault is destroyed: {0}")]
    Destroyed(&'static str),
    /// Something in it is not as this program wrote it.
    #[error("the vault is damaged: {0}")]
    Damaged(&'static str),
    /// There is nothing to make keys from.
    #[error("the system gives no random numbers, or no memory")]
    NoKey,
    /// The file cannot be used.
    #[error("the vault's file: {0}")]
    File(#[from] std::io::Error),
    /// The database in the file cannot be used.
    #[error("the vault's file: {0}")]
    Storage(#[from] sqlx::Error),
}
