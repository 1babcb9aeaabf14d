//! What the hub's command line does to a hub's folder: fill it with a synthetic state, load a feed, import documents,
//! back it up.

pub mod backup;
mod feed;
#[cfg(feature = "demo")]
pub mod fill;
pub mod import;
#[cfg(feature = "demo")]
pub mod learn;
pub mod load;

use std::path::PathBuf;

use ciss_intake::IntakeError;
use ciss_records::StoreError;

/// Where a long command stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Documents taken in so far, also those that were on file already.
    pub documents: u64,
    /// Of these, new ones.
    pub new: u64,
}

/// Why a command stopped.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// Journal or golden records failed.
    #[error(transparent)]
    Intake(#[from] IntakeError),
    /// The files cannot be closed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The folder of the hub's data cannot be made or written.
    #[error("{path}: {cause}")]
    Folder {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// The input cannot be read any further.
    #[error("the input cannot be read: {0}")]
    Input(std::io::Error),
    /// The hub holds another synthetic state.
    #[error("{path} says that the hub holds another world; choose another folder, or remove this one")]
    OtherWorld {
        /// The file that says so.
        path: PathBuf,
    },
    /// There is something where a folder is to be made.
    #[error("{path} is there already; name a folder that is not")]
    Occupied {
        /// Where.
        path: PathBuf,
    },
    /// The folder is no backup that this version can read.
    #[error("{path} is no backup, or one of a later version")]
    NoBackup {
        /// Which.
        path: PathBuf,
    },
    /// A file of a backup is missing or is not as it was written.
    #[error("{path} is missing or is not as it was written; use another backup")]
    Changed {
        /// Which.
        path: PathBuf,
    },
    /// The journal in a backup cannot be copied.
    #[error(transparent)]
    Journal(#[from] ciss_journal::JournalError),
    /// A task ended before its work was done.
    #[error("interrupted")]
    Interrupted,
}
