//! What the golden records take in at once.

use std::collections::HashSet;

use ciss_contract::matter::WithdrawalReason;
use ciss_contract::source::Source;
use ciss_identity::keyring::{DayKey, Revocation};
use jiff::Timestamp;

use super::Prepared;
use crate::rows::Version;

/// Entries of the journal, as the golden records take them.
#[derive(Default)]
pub struct Batch {
    /// In the order of the journal.
    pub documents: Vec<Prepared>,
    /// Sources that sent what is on file already, and when.
    pub receipts: Vec<(Source, Timestamp)>,
    /// Documents whose bodies the journal does not hold.
    pub blankings: Vec<Blanking>,
    /// Keys of sessions and photos.
    pub keys: Vec<DayKey>,
    /// Sessions that were ended.
    pub revocations: Vec<Revocation>,
}

/// An erased document of which the journal holds no body, or is to hold none. What is left of it says nothing about
/// anybody, and is enough to know it, and what else the same erasure reaches, when it comes again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blanking {
    /// The version, without content.
    pub version: Version,
    /// Who sent it.
    pub source: Source,
    /// When it arrived.
    pub received: Timestamp,
    /// Keys of the orders by which it is erased.
    pub keys: Vec<u64>,
}

impl Blanking {
    /// What is left of a version, where these are among the keys that are erased.
    pub fn new(version: Version, source: Source, received: Timestamp, erased: &HashSet<u64>) -> Blanking {
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

/// What a batch did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ingested {
    /// Documents that were new.
    pub documents: usize,
    /// Documents that were on file already.
    pub repeated: usize,
    /// Documents that are erased, by this batch or before it.
    pub erased: usize,
    /// Person cards written.
    pub cards: usize,
}
