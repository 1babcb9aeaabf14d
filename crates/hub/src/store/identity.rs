//! How documents, their versions and the people in them are named. The names are stored: they never change.

use ciss_contract::document::SourceDocument;
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

/// Names a document by source, agency, number and content: the same document sent twice has the same name. One file can
/// hold several documents, so the number is part of it.
pub(crate) fn document_name(document: &SourceDocument, bytes: &[u8]) -> u64 {
    let SourceDocument { source, originator, number, .. } = document;
    match agency(originator.as_deref()) {
        Some(agency) => {
            first_eight(&[source.code().as_bytes(), number.as_bytes(), agency.as_bytes(), b"", bytes])
        }
        None => first_eight(&[source.code().as_bytes(), number.as_bytes(), bytes]),
    }
}

/// Names all versions of one document: a source corrects a document by sending it again with the same number. Agencies
/// number for themselves, so the agency is part of it; a document that names none is one of its own.
pub(crate) fn lineage(source: Source, originator: Option<&str>, number: &str) -> u64 {
    match agency(originator) {
        Some(agency) => first_eight(&[source.code().as_bytes(), number.as_bytes(), agency.as_bytes()]),
        None => first_eight(&[source.code().as_bytes(), number.as_bytes()]),
    }
}

/// Names all documents that a source has under one number, whichever agency's.
pub(crate) fn numbered(source: Source, number: &str) -> u64 {
    first_eight(&[source.code().as_bytes(), number.as_bytes(), b"", b"any agency"])
}

/// An agency in one spelling: letters and digits, upper case. An ORI of seven characters is that of nine whose unit is
/// `00` (NCIC Operating Manual, section on ORIs).
fn agency(originator: Option<&str>) -> Option<String> {
    let mut plain: String = originator?.chars().filter(|letter| letter.is_alphanumeric()).collect();
    plain = plain.to_uppercase();
    let is_ori = plain.len() == 7
        && plain.bytes().take(2).all(|byte| byte.is_ascii_uppercase())
        && plain.bytes().skip(2).any(|byte| byte.is_ascii_digit());
    if is_ori {
        plain.push_str("00");
    }
    (!plain.is_empty()).then_some(plain)
}

/// Names a person in a document through all its versions.
pub(crate) fn record_key(lineage: u64, person: usize) -> RecordKey {
    let position = u64::try_from(person).unwrap_or(u64::MAX);
    RecordKey(lineage ^ position.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// The key of a record that is named in words.
pub(crate) fn named(name: &RecordName) -> RecordKey {
    record_key(lineage(name.source, name.agency.as_deref(), &name.number), name.position)
}

/// The first eight bytes of the SHA-256 of parts.
pub(crate) fn first_eight(parts: &[&[u8]]) -> u64 {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_agency_in_its_spellings_and_another() {
        let of = |agency| lineage(Source::Rms, agency, "26-001234");
        for (left, right, same) in [
            (Some("CT0006400"), Some("ct0006400"), true),
            (Some("CT0006400"), Some("CT00064"), true),
            (Some("CT0006400"), Some(" CT-0006400 "), true),
            (Some("Hartford PD"), Some("HARTFORD  P.D."), true),
            (Some("CT0006400"), Some("CT0015100"), false),
            (Some("CT0006400"), None, false),
            (Some(" "), None, true),
        ] {
            assert_eq!(of(left) == of(right), same, "{left:?} {right:?}");
        }
        assert_ne!(numbered(Source::Rms, "26-001234"), of(None));
    }
}
