//! What can be worked out from a document alone, before the store is asked anything.

use ciss_contract::matter::Matter;
use ciss_contract::source::Source;
use ciss_multiview::{BlockKey, Decision, Features, RecordKey};

use super::record::{RecordBody, read_person};
use super::{Arrival, ENGINE};
use crate::store::identity::{self, record_key};
use crate::store::tables::{DocumentRow, Standing, Version};
use crate::store::{ReceivedDocument, StoreError};

/// A document with everything that follows from it alone.
pub(crate) struct Prepared {
    pub(crate) row: DocumentRow,
    /// People in it, by position.
    pub(super) people: Vec<PreparedPerson>,
    pub(super) vehicles: Vec<super::vehicles::Registered>,
    /// Lineages that it erases.
    pub(super) erases: Vec<u64>,
    /// What it decides about records.
    pub(super) decisions: Vec<Decision>,
}

/// A person in a document.
pub(super) struct PreparedPerson {
    pub(super) key: RecordKey,
    pub(super) body: RecordBody,
    pub(super) features: Features,
    pub(super) keys: Vec<BlockKey>,
}

/// Prepares a document. Pure, so that a batch can be prepared while another is written.
///
/// # Errors
/// [`StoreError::Document`] when the parsed form cannot be written down.
pub(crate) fn prepare(arrival: Arrival) -> Result<Prepared, StoreError> {
    let Arrival { received, document } = arrival;
    let lineage = identity::lineage(document.source, &document.number);
    let name = identity::number(received.id.as_str())
        .unwrap_or_else(|| identity::document_name(document.source, &document.number, &received.bytes));
    let people = (0..document.persons.len()).map(|at| {
        let key = record_key(lineage, at);
        let body = read_person(&document, name, key, at);
        let features = ENGINE.features(&body.record);
        let keys = ENGINE.keys(&features);
        PreparedPerson { key, body, features, keys }
    });
    let people = people.collect();
    let erases = document.matters.iter().filter_map(|matter| {
        if let Matter::Erasure { number } = matter {
            Some(identity::lineage(document.source, number))
        } else {
            None
        }
    });
    let erases = erases.collect();
    let decisions = document.matters.iter().filter_map(|matter| {
        if let Matter::Identity { left, right, same, .. } = matter {
            Some(Decision { left: identity::named(left), right: identity::named(right), same: *same })
        } else {
            None
        }
    });
    // Only this hub's own documents decide: a source cannot merge people by what it sends.
    let decisions = decisions.filter(|_| document.source == Source::Decisions).collect();
    let vehicles = super::vehicles::registered(&document, name);
    let version = Version {
        name,
        lineage,
        as_of: document.as_of,
        persons: document.persons.len(),
        standing: Standing::Current,
    };
    let parsed = (received.media_type != "application/json").then(|| serde_json::to_vec(&document));
    let parsed = parsed.transpose().map_err(|_| StoreError::Document)?;
    let ReceivedDocument { id: _, source, number, as_of: _, received, sha256, media_type, bytes } = received;
    let row = DocumentRow { version, source, number, received, sha256, media_type, bytes, parsed };
    Ok(Prepared { row, people, vehicles, erases, decisions })
}
