//! What can be worked out from a document alone, before the store is asked anything.

use ciss_cards::naming::{self, Naming, record_key};
use ciss_contract::document::SourceDocument;
use ciss_contract::matter::{Matter, WithdrawalReason};
use ciss_contract::source::Source;
use ciss_multiview::{BlockKey, Decision, Features, RecordKey};

use super::ENGINE;
use crate::document::Arrival;
use crate::record::{RecordBody, read_person};
use crate::rows::{DocumentRow, Standing, Version};
use crate::{ReceivedDocument, StoreError};

/// A document with everything that follows from it alone.
pub struct Prepared {
    pub(crate) row: DocumentRow,
    /// People in it, by position.
    pub(super) people: Vec<PreparedPerson>,
    pub(super) vehicles: Vec<super::vehicles::Registered>,
    /// What it erases.
    pub(super) erases: Vec<Naming>,
    /// Nothing of it may be told, not even that it came.
    pub(super) secret: bool,
    /// What it decides about records.
    pub(super) decisions: Vec<Decision>,
}

impl Prepared {
    /// The document, for a backend that packs it.
    pub fn row_mut(&mut self) -> &mut DocumentRow {
        &mut self.row
    }
}

/// A number of a source whose documents are erased; of an agency where the erasing document names one.
fn erased(document: &SourceDocument, number: &str) -> Naming {
    Naming::of(document.source, document.originator.as_deref(), number)
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
pub fn prepare(arrival: Arrival) -> Result<Prepared, StoreError> {
    let Arrival { received, mut document } = arrival;
    let naming = Naming::of(document.source, document.originator.as_deref(), &document.number);
    let name = naming::number(received.id.as_str())
        .unwrap_or_else(|| naming::document_name(&document, &received.bytes));
    let held = document.as_of != received.as_of;
    document.as_of = received.as_of;
    let withdrawn = document.withdrawn();
    if withdrawn.is_some() {
        document.persons.clear();
        document.vehicles.clear();
    }
    let people = (0..document.persons.len()).map(|at| {
        let key = record_key(naming.lineage, at);
        let body = read_person(&document, name, key, at);
        let features = ENGINE.features(&body.record);
        let keys = ENGINE.keys(&features);
        PreparedPerson { key, body, features, keys }
    });
    let people = people.collect();
    let mut erases: Vec<Naming> = document
        .matters
        .iter()
        .filter_map(|matter| {
            if let Matter::Erasure { number } = matter { Some(erased(&document, number)) } else { None }
        })
        .collect();
    let secret = match withdrawn {
        None | Some(WithdrawalReason::Deleted) => false,
        Some(WithdrawalReason::Sealed) => true,
        Some(WithdrawalReason::Expunged) => {
            erases.push(naming);
            true
        }
    };
    let decisions = document.matters.iter().filter_map(|matter| {
        if let Matter::Identity { left, right, same, .. } = matter {
            Some(Decision { left: naming::named(left), right: naming::named(right), same: *same })
        } else {
            None
        }
    });
    // Only this hub's own documents decide: a source cannot merge people by what it sends.
    let decisions = decisions.filter(|_| document.source == Source::Decisions).collect();
    let vehicles = super::vehicles::registered(&document, name);
    let version = Version {
        name,
        naming,
        as_of: document.as_of,
        persons: document.persons.len(),
        withdrawal: withdrawn,
        lifts_seal: withdrawn.is_none() && document.matters.contains(&Matter::Unsealing {}),
        standing: Standing::Current,
    };
    let other = held || received.media_type != "application/json";
    let parsed = other.then(|| serde_json::to_vec(&document));
    let parsed = parsed.transpose().map_err(|_| StoreError::Document)?;
    let ReceivedDocument { id: _, source, number, as_of: _, received, sha256, media_type, bytes } = received;
    let row = DocumentRow { version, source, number, received, sha256, media_type, bytes, parsed };
    Ok(Prepared { row, people, vehicles, erases, secret, decisions })
}
