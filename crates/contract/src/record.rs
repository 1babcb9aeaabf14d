//! A golden record, whole: every field with where it comes from, what disagrees, and the records behind it.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::answer::Severity;
use crate::ids::{DocumentId, GoldenId};
use crate::lookup::{PersonAnswer, PhotoRef};
use crate::source::Source;

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Provenance {
    /// The source.
    pub source: Source,
    /// The document as the hub keeps it.
    pub document: DocumentId,
    /// When the source says it was so.
    pub as_of: Timestamp,
}

/// A field of a golden record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Name in full.
    Name,
    /// Date of birth.
    Born,
    /// Sex.
    Sex,
    /// Race.
    Race,
    /// Height.
    Height,
    /// Weight.
    Weight,
    /// Eye colour.
    Eyes,
    /// Hair colour.
    Hair,
    /// Operator licence number.
    Licence,
    /// State identification number.
    StateIdentification,
    /// FBI number.
    Fbi,
    /// Inmate number.
    Inmate,
    /// Address.
    Address,
    /// Telephone.
    Phone,
}

impl Field {
    /// As the table shows it.
    pub const fn label(self) -> &'static str {
        match self {
            Field::Name => "Name",
            Field::Born => "Date of birth",
            Field::Sex => "Sex",
            Field::Race => "Race",
            Field::Height => "Height",
            Field::Weight => "Weight",
            Field::Eyes => "Eyes",
            Field::Hair => "Hair",
            Field::Licence => "Licence",
            Field::StateIdentification => "SID",
            Field::Fbi => "FBI number",
            Field::Inmate => "Inmate number",
            Field::Address => "Address",
            Field::Phone => "Telephone",
        }
    }
}

/// A value that a source has and the golden record does not follow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Conflict {
    /// The other value, as that source writes it.
    pub value: String,
    /// Where it comes from.
    pub from: Provenance,
}

/// A field of the golden record with its provenance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GoldenField {
    /// Which.
    pub field: Field,
    /// The surviving value, as shown.
    pub value: String,
    /// Where it comes from.
    pub from: Provenance,
    /// Member records that have this value.
    pub agreeing: usize,
    /// Member records that have any value for the field.
    pub of: usize,
    /// Values that disagree, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<Conflict>,
}

/// A source record that is merged into the golden record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MemberRecord {
    /// Where it comes from.
    pub from: Provenance,
    /// The document's own number.
    pub number: String,
    /// The name as that source writes it.
    pub name: String,
    /// Date of birth as that source writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<String>,
    /// Address as that source writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Why it belongs: `same licence number`, `same name and date of birth`.
    pub because: String,
}

/// Something that happened to the person, in words: from arrest to release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Event {
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// What: `Warrant issued, failure to appear`.
    pub what: String,
    /// Further words: court, agency, number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// What it means.
    pub severity: Severity,
    /// Where it comes from.
    pub from: Provenance,
    /// The document's own number.
    pub number: String,
}

/// Another person tied to this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TiedPerson {
    /// The other golden record.
    pub golden: GoldenId,
    /// Best name.
    pub name: String,
    /// `household`, `co-arrestee`.
    pub tie: String,
    /// Address or document that ties them.
    pub detail: String,
}

/// A vehicle registered to the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnedVehicle {
    /// Letters and digits only.
    pub plate: String,
    /// `2019 Honda Civic, blue`.
    pub words: String,
    /// Where it comes from.
    pub from: Provenance,
}

/// The whole golden record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordAnswer {
    /// When the hub answered.
    pub at: Timestamp,
    /// The data is synthetic.
    pub demo: bool,
    /// Head and owed answers, as in a lookup; live sources are asked again.
    pub person: PersonAnswer,
    /// Every field with its provenance.
    pub fields: Vec<GoldenField>,
    /// Other names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Records merged into this one, newest first.
    pub members: Vec<MemberRecord>,
    /// What happened, newest first.
    pub timeline: Vec<Event>,
    /// Photos, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<PhotoRef>,
    /// People tied to this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tied: Vec<TiedPerson>,
    /// Vehicles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vehicles: Vec<OwnedVehicle>,
}

/// A document as a source sent it, for whoever wants to read the original.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DocumentAnswer {
    /// As the hub keeps it.
    pub id: DocumentId,
    /// The source.
    pub source: Source,
    /// The source's own number.
    pub number: String,
    /// When the source says it was so.
    pub as_of: Timestamp,
    /// When the hub received it.
    pub received: Timestamp,
    /// SHA-256 of the received bytes, lower-case hexadecimal.
    pub sha256: String,
    /// `application/json` or `application/xml`.
    pub media_type: String,
    /// The received text, byte for byte. Numbers that are never shown are masked by policy.
    pub text: String,
}
