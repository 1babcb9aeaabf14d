//! How documents, their versions and the people in them are named. The names are stored: they never change.

use ciss_contract::ids::{AddressId, DocumentId, GoldenId};
use ciss_contract::matter::RecordName;
use ciss_contract::source::Source;
use ciss_multiview::RecordKey;
use ring::digest::{Context, SHA256, digest};

/// SHA-256 of the bytes.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, bytes).as_ref());
    hash
}

/// Names a document by source, number and content: the same document sent twice has the same name. One file can hold
/// several documents, so the number is part of it.
pub(crate) fn document_name(source: Source, number: &str, bytes: &[u8]) -> u64 {
    first_eight(&[source.code().as_bytes(), number.as_bytes(), bytes])
}

/// Names all versions of one document: a source corrects a document by sending it again with the same number.
pub(crate) fn lineage(source: Source, number: &str) -> u64 {
    first_eight(&[source.code().as_bytes(), number.as_bytes()])
}

/// Names a person in a document through all its versions.
pub(crate) fn record_key(lineage: u64, person: usize) -> RecordKey {
    let position = u64::try_from(person).unwrap_or(u64::MAX);
    RecordKey(lineage ^ position.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// The key of a record that is named in words.
pub(crate) fn named(name: &RecordName) -> RecordKey {
    record_key(lineage(name.source, &name.number), name.position)
}

fn first_eight(parts: &[&[u8]]) -> u64 {
    let mut context = Context::new(&SHA256);
    for part in parts {
        context.update(part);
        context.update(&[0]);
    }
    let mut first = [0; 8];
    first.copy_from_slice(&context.finish().as_ref()[..8]);
    u64::from_be_bytes(first)
}

/// As the contract writes it.
pub(crate) fn document_id(name: u64) -> DocumentId {
    DocumentId(format!("{name:016x}"))
}

/// A golden record is named after its oldest record.
pub(crate) fn golden_id(oldest: RecordKey) -> GoldenId {
    GoldenId(format!("{:016x}", oldest.0))
}

/// As the contract writes it.
pub(crate) fn address_id(id: u64) -> AddressId {
    AddressId(format!("{id:016x}"))
}

/// Reads an identifier of this module back.
pub(crate) fn number(id: &str) -> Option<u64> {
    let plain = id.len() == 16 && id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if plain { u64::from_str_radix(id, 16).ok() } else { None }
}

/// SQLite's integers are signed; the bits stay the same.
pub(crate) const fn signed(number: u64) -> i64 {
    number.cast_signed()
}

/// The other way.
pub(crate) const fn unsigned(number: i64) -> u64 {
    number.cast_unsigned()
}

/// Decisions are no source system, so they have no place in [`Source::ALL`].
const DECISIONS: u16 = 1000;

/// The number under which a source is stored: its place in [`Source::ALL`], to which sources are only ever added.
pub(crate) fn source_number(source: Source) -> u16 {
    if source == Source::Decisions {
        return DECISIONS;
    }
    let place = Source::ALL.iter().position(|other| *other == source).unwrap_or_default();
    u16::try_from(place).unwrap_or_default()
}

/// The source stored under a number.
pub(crate) fn source_of(number: i64) -> Option<Source> {
    if number == i64::from(DECISIONS) {
        return Some(Source::Decisions);
    }
    usize::try_from(number).ok().and_then(|place| Source::ALL.get(place).copied())
}
