//! A document at the door.

use ciss_cards::naming;
use ciss_contract::document::SourceDocument;
use ciss_contract::ids::DocumentId;
use ciss_contract::source::Source;
use jiff::Timestamp;

/// A document as it was received. Never edited.
#[derive(Clone, PartialEq)]
pub struct ReceivedDocument {
    /// As the hub names it.
    pub id: DocumentId,
    /// Who sent it.
    pub source: Source,
    /// The source's own number.
    pub number: String,
    /// When the source says it was so, and no later than when it arrived: a date that lies ahead would win over every
    /// later statement. The hub's own decisions are dated by itself, one after another, and stay as they are.
    pub as_of: Timestamp,
    /// When it arrived.
    pub received: Timestamp,
    /// SHA-256 of `bytes`.
    pub sha256: [u8; 32],
    /// `application/json` or `application/xml`.
    pub media_type: String,
    /// Byte for byte.
    pub bytes: Vec<u8>,
}

impl ReceivedDocument {
    /// The document `parsed`, that arrived as `bytes` at `received`.
    pub fn new(
        parsed: &SourceDocument,
        media_type: &str,
        bytes: Vec<u8>,
        received: Timestamp,
    ) -> ReceivedDocument {
        ReceivedDocument {
            id: naming::document_id(naming::document_name(parsed, &bytes)),
            source: parsed.source,
            number: parsed.number.clone(),
            as_of: if parsed.source == Source::Decisions { parsed.as_of } else { parsed.as_of.min(received) },
            received,
            sha256: naming::sha256(&bytes),
            media_type: media_type.to_owned(),
            bytes,
        }
    }

    /// Keeps less than what arrived, under the same name, so that it is known when it comes again.
    #[must_use]
    pub fn keeping(self, media_type: &str, bytes: Vec<u8>) -> ReceivedDocument {
        ReceivedDocument { sha256: naming::sha256(&bytes), media_type: media_type.to_owned(), bytes, ..self }
    }
}

impl std::fmt::Debug for ReceivedDocument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReceivedDocument")
            .field("id", &self.id)
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}

/// A document at the door.
#[derive(Clone)]
pub struct Arrival {
    /// As received.
    pub received: ReceivedDocument,
    /// As read.
    pub document: SourceDocument,
}
