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
pub fn document_name(document: &SourceDocument, bytes: &[u8]) -> u64 {
    let SourceDocument { source, originator, number, .. } = document;
    match agency(originator.as_deref()) {
        Some(agency) => {
            first_eight(&[source.code().as_bytes(), number.as_bytes(), agency.as_bytes(), b"", bytes])
        }
        None => first_eight(&[source.code().as_bytes(), number.as_bytes(), bytes]),
    }
}

/// Names a document that is said again, after something else was said instead: a version of its own, which comes last.
pub fn said_again(name: u64, instead: u64) -> u64 {
    first_eight(&[b"again", &name.to_be_bytes(), &instead.to_be_bytes()])
}

/// Names all versions of one document: a source corrects a document by sending it again with the same number. Agencies
/// number for themselves, so the agency is part of it; a document that names none is one of its own.
pub fn lineage(source: Source, originator: Option<&str>, number: &str) -> u64 {
    let (own, apart) = in_parts(number);
    let number = own + &apart;
    match agency(originator) {
        Some(agency) => first_eight(&[source.code().as_bytes(), number.as_bytes(), agency.as_bytes()]),
        None => first_eight(&[source.code().as_bytes(), number.as_bytes()]),
    }
}

/// A number in one writing: in capitals, with one hyphen for whatever stands between two groups. `26-1234` is `26/1234`, and
/// not `261234`, which may be `2-61234`. Brackets, which tell records of one number apart, stay.
fn plain(number: &str) -> String {
    let mut plain = String::with_capacity(number.len());
    let mut is_parted = false;
    for letter in number.chars() {
        if parts(letter) {
            is_parted = !plain.is_empty();
            continue;
        }
        if std::mem::take(&mut is_parted) {
            plain.push('-');
        }
        plain.extend(letter.to_uppercase());
    }
    if plain.is_empty() { number.trim().to_owned() } else { plain }
}

/// Spaces, hyphens, strokes, dots: what forms and typists put between the groups of a number.
fn parts(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(
            letter,
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '_' | '/' | '\\' | '.' | ',' | ':' | '#'
        )
}

/// What a number stands for by itself, and what tells apart those that share it, both in one writing.
fn in_parts(number: &str) -> (String, String) {
    let whole = number.split_whitespace().collect::<Vec<_>>().join(" ");
    let (own, apart) = divided(&whole);
    (plain(own), apart.to_uppercase())
}

/// What a number stands for by itself, and what tells apart those that share it: `W-77 (HHD-CR26-1)`, `26-1 [2]`.
fn divided(number: &str) -> (&str, &str) {
    let mut plain = number;
    while let Some(open) = [(')', " ("), (']', " [")]
        .into_iter()
        .find_map(|(close, open)| plain.strip_suffix(close).and_then(|_| plain.rfind(open)))
    {
        plain = plain[..open].trim_end();
    }
    if plain.is_empty() { (number, "") } else { (plain, &number[plain.len()..]) }
}

/// How a document is called, part by part. Orders about documents (a seal, an erasure) reach by these parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Naming {
    /// As [`lineage`].
    pub lineage: u64,
    /// Source and number, whichever agency's and docket's.
    pub numbered: u64,
    /// The agency; 0 where none is named.
    pub agency: u64,
    /// What tells the document apart from others of its number; 0 where nothing does.
    pub docket: u64,
}

/// Stands for every agency, or for every docket.
const ANY: u64 = u64::MAX;

impl Naming {
    /// Of the document that a source, an agency or none, and a number name.
    pub fn of(source: Source, originator: Option<&str>, number: &str) -> Naming {
        let (plain, _) = in_parts(number);
        Naming {
            lineage: lineage(source, originator, number),
            numbered: first_eight(&[source.code().as_bytes(), plain.as_bytes(), b"", b"any agency"]),
            agency: agency(originator).map_or(0, |agency| first_eight(&[agency.as_bytes()])),
            docket: docket(number),
        }
    }

    /// An order that is called so reaches the document that is called otherwise: an agency or a docket that one of them
    /// leaves out is every one. What is sealed or erased must not be shown for an address that was left out.
    pub fn reaches(&self, other: &Naming) -> bool {
        let agree = |one: u64, other: u64| one == 0 || other == 0 || one == other;
        self.numbered == other.numbered
            && agree(self.agency, other.agency)
            && agree(self.docket, other.docket)
    }

    /// The keys under which an order is kept that is called so. They meet [`Naming::reached`] of whatever it reaches.
    pub fn order(&self) -> Vec<u64> {
        let scopes = |named: u64| if named == 0 { vec![ANY] } else { vec![named, 0] };
        let dockets = scopes(self.docket);
        let agencies = scopes(self.agency).into_iter();
        agencies.flat_map(|agency| dockets.iter().map(move |docket| self.key(agency, *docket))).collect()
    }

    /// The keys of orders that reach the document that is called so; its lineage is one that an earlier release kept.
    pub fn reached(&self) -> [u64; 5] {
        let Naming { lineage, agency, docket, .. } = *self;
        let key = |agency, docket| self.key(agency, docket);
        [lineage, key(agency, docket), key(ANY, docket), key(agency, ANY), key(ANY, ANY)]
    }

    fn key(&self, agency: u64, docket: u64) -> u64 {
        let Naming { numbered, .. } = self;
        if (agency, docket) == (ANY, ANY) {
            return *numbered;
        }
        first_eight(&[&numbered.to_be_bytes(), &agency.to_be_bytes(), &docket.to_be_bytes()])
    }
}

/// Names what tells a document apart from others of its number; 0 where nothing does.
pub fn docket(number: &str) -> u64 {
    let (_, apart) = in_parts(number);
    if apart.is_empty() { 0 } else { first_eight(&[apart.as_bytes()]) }
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
pub fn record_key(lineage: u64, person: usize) -> RecordKey {
    let position = u64::try_from(person).unwrap_or(u64::MAX);
    RecordKey(lineage ^ position.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// The key of a record that is named in words.
pub fn named(name: &RecordName) -> RecordKey {
    record_key(lineage(name.source, name.agency.as_deref(), &name.number), name.position)
}

/// The first eight bytes of the SHA-256 of parts.
pub fn first_eight(parts: &[&[u8]]) -> u64 {
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
pub fn document_id(name: u64) -> DocumentId {
    DocumentId(format!("{name:016x}"))
}

/// A golden record is named after its oldest record.
pub fn golden_id(oldest: RecordKey) -> GoldenId {
    GoldenId(format!("{:016x}", oldest.0))
}

/// As the contract writes it.
pub fn address_id(id: u64) -> AddressId {
    AddressId(format!("{id:016x}"))
}

/// Reads an identifier of this module back.
pub fn number(id: &str) -> Option<u64> {
    let plain = id.len() == 16 && id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if plain { u64::from_str_radix(id, 16).ok() } else { None }
}

/// SQLite's integers are signed; the bits stay the same.
pub const fn signed(number: u64) -> i64 {
    number.cast_signed()
}

/// The other way.
pub const fn unsigned(number: i64) -> u64 {
    number.cast_unsigned()
}

/// Decisions are no source system, so they have no place in [`Source::ALL`].
const DECISIONS: u16 = 1000;

/// The number under which a source is stored: its place in [`Source::ALL`], to which sources are only ever added.
pub fn source_number(source: Source) -> u16 {
    if source == Source::Decisions {
        return DECISIONS;
    }
    let place = Source::ALL.iter().position(|other| *other == source).unwrap_or_default();
    u16::try_from(place).unwrap_or_default()
}

/// The source stored under a number.
pub fn source_of(number: i64) -> Option<Source> {
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
        assert_ne!(Naming::of(Source::Rms, None, "26-001234").numbered, of(None));
        assert_eq!(lineage(Source::Rms, None, " 26-001234\t"), of(None));
    }

    #[test]
    fn one_number_in_its_writings_and_another() {
        let of = |number| lineage(Source::Prawn, Some("A"), number);
        for (left, right, same) in [
            ("26-001234", "26 001234", true),
            ("26-001234", "26/001234", true),
            ("26-001234", "26\u{2013}001234", true),
            ("26-001234", "26001234", false),
            ("26-001234", "26-1234", false),
            ("1-11", "11-1", false),
            ("W-77", "w77", false),
            ("W-77", "W 77", true),
            ("HHD-CR26-1", "hhd cr26-1", true),
            ("W-77 (D-1)", "w-77 (d-1)", true),
            ("W-77 (D-1)", "W-77 (D-2)", false),
            ("26-1 [2]", "26-1", false),
            ("26-001234 ", "-26-001234.", true),
            ("---", "-", false),
        ] {
            assert_eq!(of(left) == of(right), same, "{left} {right}");
        }
    }

    #[test]
    fn an_order_reaches_what_either_side_leaves_out() {
        let named = |agency: &str, number: &str| {
            Naming::of(Source::Prawn, (!agency.is_empty()).then_some(agency), number)
        };
        for (order, document, reaches) in [
            (("A", "W-1"), ("A", "W-1"), true),
            (("A", "W-1"), ("", "W-1"), true),
            (("", "W-1"), ("A", "W-1"), true),
            (("A", "W-1"), ("B", "W-1"), false),
            (("A", "W-1"), ("A", "W-1 (D-1)"), true),
            (("", "W-1 (D-1)"), ("A", "W-1"), true),
            (("A", "W-1 (D-1)"), ("", "W-1 (D-1)"), true),
            (("", "W-1 (D-1)"), ("", "W-1 (D-2)"), false),
            (("", "W-1"), ("", "W-1 (D-1) [2]"), true),
            (("", "W-1"), ("", "W-2"), false),
            (("", " W-1 "), ("", "W-1"), true),
            (("", "(1)"), ("", "(2)"), false),
        ] {
            let (order, document) = (named(order.0, order.1), named(document.0, document.1));
            assert_eq!(order.reaches(&document), reaches, "{order:?} {document:?}");
            let kept = order.order();
            assert_eq!(document.reached().iter().any(|key| kept.contains(key)), reaches, "{order:?}");
        }
    }
}
