//! What can be worked out from a document alone, before the store is asked anything.

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::{Matter, WithdrawalReason};
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
    /// What it erases.
    pub(super) erases: Vec<Erases>,
    /// Nothing of it may be told, not even that it came.
    pub(super) secret: bool,
    /// What it decides about records.
    pub(super) decisions: Vec<Decision>,
}

/// What a document erases.
#[derive(Clone, Copy)]
pub(super) struct Erases {
    /// A lineage, or a number of every agency.
    pub(super) key: u64,
    /// The number under which it is to be looked for.
    pub(super) numbered: u64,
}

impl Erases {
    /// An erasure that names no agency reaches every agency's document of the number: a record that the law erased must
    /// not be shown because its erasure was addressed badly.
    fn of(document: &SourceDocument, number: &str) -> Erases {
        let numbered = identity::numbered(document.source, number);
        let agency = document.originator.as_deref();
        let key = agency.map_or(numbered, |agency| identity::lineage(document.source, Some(agency), number));
        Erases { key, numbered }
    }
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
    let Arrival { received, mut document } = arrival;
    let lineage = identity::lineage(document.source, document.originator.as_deref(), &document.number);
    let numbered = identity::numbered(document.source, &document.number);
    let name = identity::number(received.id.as_str())
        .unwrap_or_else(|| identity::document_name(&document, &received.bytes));
    let held = document.as_of != received.as_of;
    document.as_of = received.as_of;
    let withdrawn = document.withdrawn();
    if withdrawn.is_some() {
        document.persons.clear();
        document.vehicles.clear();
    }
    let people = (0..document.persons.len()).map(|at| {
        let key = record_key(lineage, at);
        let body = read_person(&document, name, key, at);
        let features = ENGINE.features(&body.record);
        let keys = ENGINE.keys(&features);
        PreparedPerson { key, body, features, keys }
    });
    let people = people.collect();
    let mut erases: Vec<Erases> = document
        .matters
        .iter()
        .filter_map(|matter| {
            if let Matter::Erasure { number } = matter { Some(Erases::of(&document, number)) } else { None }
        })
        .collect();
    let secret = match withdrawn {
        None | Some(WithdrawalReason::Deleted) => false,
        Some(WithdrawalReason::Sealed) => true,
        Some(WithdrawalReason::Expunged) => {
            erases.push(Erases::of(&document, &document.number));
            true
        }
    };
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
        numbered,
        as_of: document.as_of,
        persons: document.persons.len(),
        withdrawal: withdrawn.is_some(),
        standing: Standing::Current,
    };
    let other = held || received.media_type != "application/json";
    let parsed = other.then(|| serde_json::to_vec(&document));
    let parsed = parsed.transpose().map_err(|_| StoreError::Document)?;
    let ReceivedDocument { id: _, source, number, as_of: _, received, sha256, media_type, bytes } = received;
    let row = DocumentRow { version, source, number, received, sha256, media_type, bytes, parsed };
    Ok(Prepared { row, people, vehicles, erases, secret, decisions })
}
