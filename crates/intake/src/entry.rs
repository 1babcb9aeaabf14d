//! What the hub writes into its journal, and how it reads it back. Part of the journal's format: what is written once is read
//! for ever.

use ciss_cards::naming::{Naming, document_id, document_name, number, sha256, source_number, source_of};
use ciss_contract::document::SourceDocument;
use ciss_contract::matter::{Matter, WithdrawalReason};
use ciss_contract::source::Source;
use ciss_identity::keyring::{Day, DayKey, KEPT_DAYS, Revocation};
use ciss_journal::{Body, Entry, Kind, Name, NewEntry, Shard};
use ciss_records::rows::{Standing, Version};
use ciss_records::{Arrival, Blanking, ReceivedDocument, StoreError};
use ciss_store::packing::Packer;
use ciss_store::packing::unpack;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A hub's entries stand in one shard.
pub(super) const SHARD: Shard = Shard(0);

/// Says that a source sent what is on file already.
const RECEIPT: Kind = Kind::of("receipt");
/// Blanks an erased document, and says what is left of it.
const BLANKING: Kind = Kind::of("blanking");

/// The key of a day, by which sessions and photos are sealed.
const KEY: Kind = Kind::of("key");
/// Ends a session.
const REVOCATION: Kind = Kind::of("revocation");

/// Days before its own whose keys a key erases: no hub was without one for longer, or nobody was there to sign in.
const ERASED_DAYS: std::ops::Range<i64> = KEPT_DAYS + 1..KEPT_DAYS + 31;

/// The first byte of a body: another form is another number.
const FORM: u8 = 1;

/// JSON in the hub's own form of documents, which needs no parsed form beside it.
const OWN_FORM: &str = "application/json";

/// A document, a decision or an erasure.
#[derive(Serialize, Deserialize)]
struct WrittenDocument<'a> {
    /// As the hub names it.
    name: u64,
    media_type: &'a str,
    /// As received, packed.
    bytes: &'a [u8],
    /// As read on arrival, JSON, packed; none where the bytes are that.
    parsed: Option<&'a [u8]>,
}

#[derive(Serialize, Deserialize)]
struct WrittenReceipt {
    source: u16,
}

#[derive(Serialize, Deserialize)]
struct WrittenBlanking {
    name: u64,
    lineage: u64,
    numbered: u64,
    agency: u64,
    docket: u64,
    /// Microseconds since 1970.
    as_of: i64,
    persons: u64,
    withdrawal: Option<WithdrawalReason>,
    source: u16,
    /// Microseconds since 1970.
    received: i64,
    keys: Vec<u64>,
}

#[derive(Serialize, Deserialize)]
struct WrittenKey {
    /// Days since 1970, in UTC.
    day: i64,
    secret: [u8; 32],
}

#[derive(Serialize, Deserialize)]
struct WrittenRevocation {
    session: [u8; 16],
    /// Microseconds since 1970.
    ends: i64,
}

/// What an entry says.
pub(super) enum Said {
    Document(Box<Arrival>),
    Receipt(Source, Timestamp),
    Blanking(Blanking),
    Key(DayKey),
    Revocation(Revocation),
    /// Its body was erased, or it is of a kind that says nothing about anybody.
    Nothing,
}

/// The entry of a document.
///
/// # Errors
/// [`StoreError::Document`] or [`StoreError::Card`] where it cannot be written down.
pub(super) fn document(arrival: &Arrival, packer: &mut Packer) -> Result<NewEntry, StoreError> {
    let Arrival { received, document } = arrival;
    let name = name_of(arrival);
    let parsed = if received.media_type == OWN_FORM {
        None
    } else {
        let text = serde_json::to_vec(document).map_err(|_| StoreError::Document)?;
        Some(packer.pack(&text)?)
    };
    let bytes = packer.pack(&received.bytes)?;
    let body = written(&WrittenDocument {
        name,
        media_type: &received.media_type,
        bytes: &bytes,
        parsed: parsed.as_deref(),
    })?;
    Ok(NewEntry::new(kind(document), document_entry(name), received.received, body))
}

/// The name of a document that arrives.
pub(super) fn name_of(arrival: &Arrival) -> u64 {
    let Arrival { received, document } = arrival;
    number(received.id.as_str()).unwrap_or_else(|| document_name(document, &received.bytes))
}

fn kind(document: &SourceDocument) -> Kind {
    let erases = document.matters.iter().any(|matter| matches!(matter, Matter::Erasure { .. }));
    if erases || document.withdrawn() == Some(WithdrawalReason::Expunged) {
        Kind::ERASURE
    } else if document.source == Source::Decisions {
        Kind::DECISION
    } else {
        Kind::DOCUMENT
    }
}

/// The name of a document's entry.
fn document_entry(name: u64) -> Name {
    Name::of(&[b"document", &name.to_be_bytes()])
}

/// The entry that says that a source sent something again.
pub(super) fn receipt(source: Source, received: Timestamp) -> Result<NewEntry, StoreError> {
    let name = Name::of(&[b"receipt", source.code().as_bytes(), &received.as_microsecond().to_be_bytes()]);
    let body = written(&WrittenReceipt { source: source_number(source) })?;
    Ok(NewEntry::new(RECEIPT, name, received, body))
}

/// The entry that blanks a document.
pub(super) fn blanking(blanking: &Blanking, at: Timestamp) -> Result<NewEntry, StoreError> {
    let Blanking { version, source, received, keys } = blanking;
    let body = written(&WrittenBlanking {
        name: version.name,
        lineage: version.naming.lineage,
        numbered: version.naming.numbered,
        agency: version.naming.agency,
        docket: version.naming.docket,
        as_of: version.as_of.as_microsecond(),
        persons: u64::try_from(version.persons).unwrap_or(u64::MAX),
        withdrawal: version.withdrawal,
        source: source_number(*source),
        received: received.as_microsecond(),
        keys: keys.clone(),
    })?;
    let name = Name::of(&[b"blanking", &body]);
    Ok(NewEntry::new(BLANKING, name, at, body).erasing([document_entry(version.name)]))
}

/// The entry of a day's key, which erases those that are over.
pub(super) fn key(key: &DayKey, at: Timestamp) -> Result<NewEntry, StoreError> {
    let body = written(&WrittenKey { day: key.day.0, secret: key.secret })?;
    let name = |day: i64| Name::of(&[b"key", &day.to_be_bytes()]);
    let over = ERASED_DAYS.map(|ago| name(key.day.0.saturating_sub(ago)));
    Ok(NewEntry::new(KEY, name(key.day.0), at, body).erasing(over))
}

/// The entry that ends a session.
pub(super) fn revocation(revocation: &Revocation, at: Timestamp) -> Result<NewEntry, StoreError> {
    let Revocation { session, ends } = revocation;
    let body = written(&WrittenRevocation { session: *session, ends: ends.as_microsecond() })?;
    Ok(NewEntry::new(REVOCATION, Name::of(&[b"revocation", session]), at, body))
}

fn written(body: &impl Serialize) -> Result<Vec<u8>, StoreError> {
    Ok(postcard::to_extend(body, vec![FORM])?)
}

/// Reads an entry.
///
/// # Errors
/// [`StoreError::Document`], [`StoreError::Card`] or [`StoreError::Backend`] where it is not as this module writes it.
pub(super) fn read(entry: Entry) -> Result<Said, StoreError> {
    let Body::Whole(body) = &entry.body else { return Ok(Said::Nothing) };
    let is_document = [Kind::DOCUMENT, Kind::DECISION, Kind::ERASURE].contains(&entry.kind);
    if !is_document && ![RECEIPT, BLANKING, KEY, REVOCATION].contains(&entry.kind) {
        return Ok(Said::Nothing);
    }
    let body = body.strip_prefix(&[FORM]).ok_or(StoreError::Document)?;
    if is_document {
        return read_document(postcard::from_bytes(body)?, entry.time);
    }
    if entry.kind == RECEIPT {
        let WrittenReceipt { source } = postcard::from_bytes(body)?;
        let source = source_of(i64::from(source)).ok_or(StoreError::Document)?;
        return Ok(Said::Receipt(source, entry.time));
    }
    if entry.kind == KEY {
        let WrittenKey { day, secret } = postcard::from_bytes(body)?;
        return Ok(Said::Key(DayKey { day: Day(day), secret }));
    }
    let time = |microseconds| Timestamp::from_microsecond(microseconds).map_err(|_| StoreError::Document);
    if entry.kind == REVOCATION {
        let WrittenRevocation { session, ends } = postcard::from_bytes(body)?;
        return Ok(Said::Revocation(Revocation { session, ends: time(ends)? }));
    }
    let WrittenBlanking {
        name,
        lineage,
        numbered,
        agency,
        docket,
        as_of,
        persons,
        withdrawal,
        source,
        received,
        keys,
    } = postcard::from_bytes(body)?;
    Ok(Said::Blanking(Blanking {
        version: Version {
            name,
            naming: Naming { lineage, numbered, agency, docket },
            as_of: time(as_of)?,
            persons: usize::try_from(persons).map_err(|_| StoreError::Document)?,
            withdrawal,
            lifts_seal: false,
            standing: Standing::Erased,
        },
        source: source_of(i64::from(source)).ok_or(StoreError::Document)?,
        received: time(received)?,
        keys,
    }))
}

fn read_document(written: WrittenDocument<'_>, at: Timestamp) -> Result<Said, StoreError> {
    let WrittenDocument { name, media_type, bytes, parsed } = written;
    let bytes = unpack(bytes)?;
    let parsed = parsed.map(unpack).transpose()?;
    let document: SourceDocument =
        serde_json::from_slice(parsed.as_deref().unwrap_or(&bytes)).map_err(|_| StoreError::Document)?;
    let received = ReceivedDocument {
        id: document_id(name),
        sha256: sha256(&bytes),
        ..ReceivedDocument::new(&document, media_type, bytes, at)
    };
    Ok(Said::Document(Box::new(Arrival { received, document })))
}

#[cfg(test)]
mod tests {
    use ciss_journal::{Bookmark, Digest, Position};

    use super::*;

    /// The entry as a journal gives it back.
    fn stored(new: NewEntry) -> Entry {
        let NewEntry { kind, name, time, body, .. } = new;
        let sha256 = Digest::of(&body);
        let Bookmark { link, .. } = Bookmark::START;
        Entry { shard: SHARD, position: Position(1), kind, name, time, sha256, link, body: Body::Whole(body) }
    }

    fn arrival(number: &str, matters: Vec<Matter>, media_type: &str, bytes: Option<&[u8]>) -> Arrival {
        let document = SourceDocument {
            source: Source::Rms,
            number: number.to_owned(),
            as_of: "2026-11-20T00:00:00Z".parse().unwrap(),
            originator: Some("CT0006400".to_owned()),
            persons: Vec::new(),
            vehicles: Vec::new(),
            matters,
        };
        let bytes = bytes.map_or_else(|| serde_json::to_vec(&document).unwrap(), <[u8]>::to_vec);
        let received: Timestamp = "2026-11-19T00:00:00.123456Z".parse().unwrap();
        let received = ReceivedDocument::new(&document, media_type, bytes, received);
        Arrival { received, document }
    }

    #[test]
    fn a_document_comes_back_as_it_was() {
        let erasure = Matter::Erasure { number: "A1".to_owned() };
        let sealed = arrival("A3", vec![], "application/xml", Some(b"<whole/>"));
        let kept = sealed.received.clone().keeping(OWN_FORM, serde_json::to_vec(&sealed.document).unwrap());
        for (arrival, kind) in [
            (arrival("A1", vec![], OWN_FORM, None), Kind::DOCUMENT),
            (arrival("A2", vec![erasure], OWN_FORM, None), Kind::ERASURE),
            (arrival("A4", vec![], "application/xml", Some(b"<other/>")), Kind::DOCUMENT),
            (Arrival { received: kept, document: sealed.document.clone() }, Kind::DOCUMENT),
        ] {
            let entry = document(&arrival, &mut Packer::new().unwrap()).unwrap();
            assert_eq!(entry.kind, kind);
            let Ok(Said::Document(back)) = read(stored(entry)) else { panic!("no document") };
            assert!(back.received == arrival.received && back.document == arrival.document);
        }
    }

    #[test]
    fn an_entry_of_another_form_is_an_error_and_one_of_another_kind_is_passed_over() {
        let entry = receipt(Source::Rms, Timestamp::UNIX_EPOCH).unwrap();
        let other = NewEntry { body: [vec![9], entry.body.clone()].concat(), ..entry.clone() };
        assert!(read(stored(other)).is_err());
        let unknown = NewEntry { kind: Kind::of("watch"), body: b"?".to_vec(), ..entry };
        assert!(matches!(read(stored(unknown)), Ok(Said::Nothing)));
    }
}
