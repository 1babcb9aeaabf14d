//! Why something was not read. Says where and what is wrong, never what was written there.

use serde::Serialize;

/// Something that was not read: a whole document, one record of it, or one value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{path}: {reason}")]
pub struct Refusal {
    /// Where in the document: `/Warrants/eBWResults/Person[2]/PersonBirthDate/Date`. Local names; a number where
    /// an element has siblings of its name. `/` is the document as such.
    pub path: String,
    /// Why.
    #[serde(flatten)]
    pub reason: RefusalReason,
}

impl Refusal {
    /// A refusal of the document as such.
    pub(crate) fn whole(reason: RefusalReason) -> Refusal {
        Refusal { path: "/".to_owned(), reason }
    }
}

/// Why something was not read. The serialized form is the stable code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, thiserror::Error)]
#[serde(tag = "reason", content = "detail", rename_all = "snake_case")]
pub enum RefusalReason {
    /// The file cannot be opened or read.
    #[error("the file cannot be read")]
    Unreadable,
    /// Nothing but white space.
    #[error("empty")]
    Empty,
    /// More bytes than [`Limits::bytes`](crate::Limits::bytes).
    #[error("larger than {0} bytes")]
    TooLarge(usize),
    /// Deeper than [`Limits::depth`](crate::Limits::depth).
    #[error("deeper than {0} elements")]
    TooDeep(usize),
    /// More than [`Limits::elements`](crate::Limits::elements).
    #[error("more than {0} elements")]
    TooManyElements(usize),
    /// More than [`Limits::attributes`](crate::Limits::attributes).
    #[error("more than {0} attributes on one element")]
    TooManyAttributes(usize),
    /// Longer than [`Limits::text`](crate::Limits::text).
    #[error("more than {0} bytes of text in one element")]
    TextTooLong(usize),
    /// More than [`Limits::records`](crate::Limits::records), or than there can be people and charges in one matter.
    #[error("more than {0} of them")]
    TooMany(usize),
    /// An element name, or a value for a record, longer than any real one.
    #[error("longer than {0} bytes")]
    TooLong(usize),
    /// A document type declaration.
    #[error("a document type is not allowed")]
    DocumentType,
    /// An entity other than the five of XML.
    #[error("entities are not allowed")]
    Entity,
    /// Bytes that are no text: neither UTF-8 or UTF-16, nor in the encoding that is declared.
    #[error("not text in UTF-8, UTF-16 or the encoding that is declared")]
    NotText,
    /// Not well-formed XML.
    #[error("not well-formed XML")]
    NotXml,
    /// Not JSON, or not an object with one document in it.
    #[error("not a JSON document")]
    NotJson,
    /// The root element is none that is known.
    #[error("not a kind of document that is known")]
    UnknownKind,
    /// A kind that is known and not read.
    #[error("this kind is known and not read")]
    KindNotRead,
    /// A subscription, an error report, a denial: nothing about a person or a vehicle that could be kept.
    #[error("carries no record")]
    NoRecord,
    /// The system that it comes from is none of the sources.
    #[error("comes from a system that is none of the sources")]
    SourceNotListed,
    /// Something that the record cannot do without.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// A full name without the comma that would say which part is which.
    #[error("a name that is not in parts")]
    NameNotInParts,
    /// A reference to an identifier that the document does not have.
    #[error("a reference to nothing")]
    ReferenceUnresolved,
    /// A reference to an identifier that the document has twice, or that leads round in a circle.
    #[error("a reference that is not clear")]
    ReferenceUnclear,
    /// Neither a date nor a time by XML Schema.
    #[error("not a date")]
    NotADate,
    /// The document is dated after it was received. It counts as of its receipt.
    #[error("dated after it was received; the receipt counts")]
    InTheFuture,
    /// A date of birth that was written by hand in numbers. Sources in the United States write the month first.
    #[error("day and month may be exchanged; the month is taken to stand first")]
    DayOrMonth,
    /// Not a number, or one that cannot be.
    #[error("not a possible number")]
    NotANumber,
    /// A measure without a unit, or in one that is not known.
    #[error("the unit is not known")]
    UnitUnknown,
    /// In none of the tables.
    #[error("not a code of the {0} table")]
    NotACode(&'static str),
    /// Sealed by a court, erased by law, or of a youthful offender or a juvenile court (CGS 54-142a, 54-76l, 46b-124).
    /// Nothing of it is read.
    #[error("sealed")]
    Sealed,
    /// What a juvenile court has of a child is confidential (CGS 46b-124) and is not taken in.
    #[error("about a juvenile, withheld by law")]
    Juvenile,
    /// Taken back by its source.
    #[error("taken back by its source")]
    Withdrawn,
    /// The source takes back a number and does not say whose. Agencies number for themselves, so that no agency's
    /// document is meant for sure.
    #[error("takes back a number without saying which agency's: what an agency said under it stands")]
    WhoseNumber,
    /// Stated, but no record has a place for it.
    #[error("no record has a place for it")]
    NoPlace,
    /// More values were left out than are listed.
    #[error("more was left out than is listed")]
    More,
}
