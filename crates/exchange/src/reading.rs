//! One document in, its records out.

use std::collections::BTreeMap;
use std::io::Read;

use ciss_contract::document::SourceDocument;
use jiff::Timestamp;
use serde::Serialize;

use crate::documents;
use crate::intake::Intake;
use crate::kind::DocumentKind;
use crate::limits::Limits;
use crate::refusal::{Refusal, RefusalReason};
use crate::tree::{NiemVersion, Tree};

/// A document that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What it is.
    pub kind: DocumentKind,
    /// The NIEM release whose namespaces it uses; none where it names none of them.
    pub version: Option<NiemVersion>,
    /// The records in it, at least one.
    pub documents: Vec<SourceDocument>,
    /// What the records hold, each thing counted once even where two records repeat it.
    pub found: Found,
    /// Values and parts that could not be read and are in no record.
    pub left_out: Vec<Refusal>,
    /// Values that stand where nothing is read, by their path without places: how many there are.
    pub unread: BTreeMap<String, usize>,
    /// Records and parts of them that are sealed. A sealed record is among the documents as its own withdrawal; the text of
    /// a document with anything sealed in it must reach nobody.
    pub sealed: usize,
    /// Records that their source takes back.
    pub withdrawn: usize,
}

/// How much a document holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Found {
    /// People.
    pub persons: usize,
    /// Vehicles.
    pub vehicles: usize,
    /// Addresses of people.
    pub addresses: usize,
    /// Charges.
    pub charges: usize,
    /// Warrants.
    pub warrants: usize,
}

impl std::ops::AddAssign for Found {
    fn add_assign(&mut self, other: Found) {
        self.persons += other.persons;
        self.vehicles += other.vehicles;
        self.addresses += other.addresses;
        self.charges += other.charges;
        self.warrants += other.warrants;
    }
}

/// Reads one document. `received` stands in for the date of a document that states none.
///
/// # Errors
/// The document is refused as a whole: not well-formed, over a limit, of no known kind, without a record, or without
/// something that its record cannot do without, such as the name of the person it is about.
pub fn read(bytes: &[u8], received: Timestamp, limits: &Limits) -> Result<Reading, Refusal> {
    read_kind(bytes, received, limits).1
}

/// Reads one document from a stream, of which it never holds more than [`Limits::bytes`].
///
/// # Errors
/// As [`read`]; also where the stream fails ([`RefusalReason::Unreadable`]).
pub fn read_from(input: impl Read, received: Timestamp, limits: &Limits) -> Result<Reading, Refusal> {
    read(&bytes_of(input, limits)?, received, limits)
}

/// Everything in the stream, unless that is more than the limit.
pub(crate) fn bytes_of(input: impl Read, limits: &Limits) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    let most = u64::try_from(limits.bytes).unwrap_or(u64::MAX).saturating_add(1);
    input.take(most).read_to_end(&mut bytes).map_err(|_| Refusal::whole(RefusalReason::Unreadable))?;
    if bytes.len() > limits.bytes {
        return Err(Refusal::whole(RefusalReason::TooLarge(limits.bytes)));
    }
    Ok(bytes)
}

/// As [`read`], and says the kind of a refused document as far as that is known.
pub(crate) fn read_kind(
    bytes: &[u8],
    received: Timestamp,
    limits: &Limits,
) -> (DocumentKind, Result<Reading, Refusal>) {
    let tree = match Tree::parse(bytes, limits) {
        Ok(tree) => tree,
        Err(refusal) => return (DocumentKind::Unknown, Err(refusal)),
    };
    let Some(root) = tree.root() else {
        return (DocumentKind::Unknown, Err(Refusal::whole(RefusalReason::Empty)));
    };
    let kind = DocumentKind::of_root(root.name());
    let intake = Intake::new(&tree, bytes, received, kind, limits.records);
    let reading = documents::records(&intake, root).map(|documents| {
        let (found, left_out) = intake.outcome(&documents);
        let (sealed, withdrawn) = intake.taken_back(&tree);
        // Of a document with anything sealed in it, nothing more is told.
        let unread = if sealed > 0 { BTreeMap::new() } else { tree.unread() };
        Reading { kind, version: tree.version(), documents, found, left_out, unread, sealed, withdrawn }
    });
    (kind, reading)
}
