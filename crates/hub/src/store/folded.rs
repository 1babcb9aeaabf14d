//! What the fold of the journal asks of a backend.

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use ciss_contract::matter::WithdrawalReason;
use ciss_contract::source::Source;
use ciss_identity::keyring::{DayKey, Revocation};
use ciss_journal::Bookmark;
use jiff::Timestamp;

use super::StoreError;
use super::tables::Version;
use crate::ingest::{Ingested, Prepared};

/// Entries of the journal, as the golden records take them.
#[derive(Default)]
pub struct Batch {
    /// In the order of the journal.
    pub(crate) documents: Vec<Prepared>,
    /// Sources that sent what is on file already, and when.
    pub(crate) receipts: Vec<(Source, Timestamp)>,
    pub(crate) blankings: Vec<Blanking>,
    pub(crate) keys: Vec<DayKey>,
    pub(crate) revocations: Vec<Revocation>,
}

/// An erased document of which the journal holds no body, or is to hold none. What is left of it says nothing about
/// anybody, and is enough to know it, and what else the same erasure reaches, when it comes again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blanking {
    pub(crate) version: Version,
    pub(crate) source: Source,
    pub(crate) received: Timestamp,
    /// Keys of the orders by which it is erased.
    pub(crate) keys: Vec<u64>,
}

impl Blanking {
    /// What is left of a version, where these are among the keys that are erased.
    pub(crate) fn new(
        version: Version,
        source: Source,
        received: Timestamp,
        erased: &HashSet<u64>,
    ) -> Blanking {
        let mut keys: Vec<u64> =
            version.naming.reached().into_iter().filter(|key| erased.contains(key)).collect();
        // A document that says that it is expunged reaches others, and is blanked itself.
        if version.withdrawal == Some(WithdrawalReason::Expunged) {
            keys.extend(version.naming.order());
        }
        keys.sort_unstable();
        keys.dedup();
        Blanking { version, source, received, keys }
    }
}

/// From one place of the journal to a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Where the fold must stand.
    pub from: Bookmark,
    /// Where it stands afterwards.
    pub upto: Bookmark,
}

/// Golden records as a fold of the journal.
#[async_trait]
pub trait Folded: Send + Sync + 'static {
    /// Up to where the journal is applied.
    async fn bookmark(&self) -> Result<Bookmark, StoreError>;
    /// Applies entries and moves the bookmark, in one transaction.
    ///
    /// # Errors
    /// [`StoreError::Moved`] where the bookmark is not where the step begins: another program has applied them.
    async fn fold(&self, batch: Batch, step: Step) -> Result<Ingested, StoreError>;
    /// The keys and ended sessions that the journal told of and that are not over.
    async fn sessions(&self) -> Result<(Vec<DayKey>, Vec<Revocation>), StoreError>;
    /// Of these documents, named, those that count no longer because something else was said under their number, each with
    /// the last thing that was said instead. None is among them whose own words were said again since and count.
    async fn displaced(&self, documents: &[u64]) -> Result<HashMap<u64, u64>, StoreError>;
    /// Some of the erased documents whose bodies the journal still holds, as far as this fold knows.
    async fn unblanked(&self) -> Result<Vec<Blanking>, StoreError>;
    /// Notes that the journal no longer holds the bodies of these.
    async fn blanked(&self, documents: &[Blanking]) -> Result<(), StoreError>;
}
