//! A golden record, whole: every field with where it comes from, what disagrees, and the records behind it.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::answer::{Severity, Telling};
use crate::birth::Birth;
use crate::ids::{DocumentId, GoldenId};
use crate::lookup::{PersonAnswer, PhotoRef};
use crate::matter::RecordName;
use crate::session::Purpose;
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
            Field::Licence => "License",
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

/// One step of the evidence about two records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EvidenceStep {
    /// What was compared: `date of birth`.
    pub what: String,
    /// How far it agrees: `same`, `day and month swapped`.
    pub how: String,
    /// Bits for one person (positive) or against it (negative): each bit doubles or halves the odds.
    pub bits: f32,
}

/// Why two records are, or may be, of one person. The steps add up to the total.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = MatchEvidence))]
pub struct Evidence {
    /// From the odds before anything is compared to the total.
    pub steps: Vec<EvidenceStep>,
    /// Bits in all.
    pub total: f32,
    /// Bits from which records are merged.
    pub threshold: f32,
    /// What forbids it whatever the total: `two license numbers`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ruled_out: Option<String>,
}

/// The evidence between a member and the member that it agrees with best.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MemberEvidence {
    /// The other member.
    pub with: RecordName,
    /// What speaks for and against.
    pub evidence: Evidence,
}

/// A golden record that may be of the same person and is not merged: the evidence does not reach.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NearMiss {
    /// The other golden record.
    pub golden: GoldenId,
    /// Its best name.
    pub name: String,
    /// Its date of birth, or the year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<Birth>,
    /// The record of this golden record that comes nearest.
    pub mine: RecordName,
    /// The record of the other.
    pub other: RecordName,
    /// What speaks for and against.
    pub evidence: Evidence,
}

/// What a person decided about two records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecisionNote {
    /// The document that holds it.
    pub document: DocumentId,
    /// One record.
    pub left: RecordName,
    /// The other.
    pub right: RecordName,
    /// One person, or two.
    pub same: bool,
    /// Why.
    pub reason: String,
    /// Who, by name.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// Decides that two records are of one person, or of two. A later decision about the same two replaces it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecisionRequest {
    /// One record.
    pub left: RecordName,
    /// The other.
    pub right: RecordName,
    /// One person, or two.
    pub same: bool,
    /// What was decided about the two is taken back, and evidence decides again; `same` says what it was.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
    /// Why, 3 to 500 characters. It is kept and shown.
    #[cfg_attr(feature = "openapi", schema(min_length = 3, max_length = 500, pattern = r"\S\s*\S\s*\S"))]
    pub reason: String,
    /// Purpose of reading the records.
    pub purpose: Purpose,
    /// Badge or name of the person for whom it is done. 1 to 64 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 64, pattern = r"\S"))]
    pub on_behalf_of: String,
}

/// What came of a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecisionAnswer {
    /// The document that holds it.
    pub document: DocumentId,
    /// The golden record that the left record is in now.
    pub left: GoldenId,
    /// The one that the right record is in now.
    pub right: GoldenId,
}

/// A source record that is merged into the golden record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MemberRecord {
    /// Where it comes from.
    pub from: Provenance,
    /// The document's own number.
    pub number: String,
    /// The agency whose number it is, where the document names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// The name as that source writes it.
    pub name: String,
    /// Date of birth as that source writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<String>,
    /// Address as that source writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Why it belongs: `same license number`, `same name and date of birth`.
    pub because: String,
    /// Position of the person in the document.
    pub position: usize,
    /// What ties it to the others; none for the only record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<MemberEvidence>,
}

impl MemberRecord {
    /// What decisions call it.
    pub fn record(&self) -> RecordName {
        RecordName {
            source: self.from.source,
            agency: self.agency.clone(),
            number: self.number.clone(),
            position: self.position,
        }
    }
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
    /// The case that it belongs to, by the number that the document gives it: arrest report, docket, order, warrant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// Other documents that tell of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Telling>,
}

impl Event {
    /// Its place in a timeline. What has no day of its own has its place when its source says that it was so.
    pub fn place(&self) -> (Date, Timestamp) {
        (self.on.unwrap_or_else(|| self.from.as_of.to_zoned(jiff::tz::TimeZone::UTC).date()), self.from.as_of)
    }
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
    /// Records merged into this one, newest first: one page of them. Timeline, photos, vehicles and companions are those
    /// of the page's documents.
    pub members: Vec<MemberRecord>,
    /// Records in all, also those of other pages.
    #[serde(default)]
    pub total: usize,
    /// Where the next page begins; none on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Golden records that may be of the same person, the likeliest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub near: Vec<NearMiss>,
    /// What people decided about the records, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<DecisionNote>,
    /// Who asks may decide.
    #[serde(default)]
    pub may_decide: bool,
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

impl RecordAnswer {
    /// Takes in the page that follows. What both pages hold stands once.
    pub fn append(&mut self, page: RecordAnswer) {
        fn add<T: PartialEq>(to: &mut Vec<T>, more: Vec<T>) {
            let new: Vec<T> = more.into_iter().filter(|one| !to.contains(one)).collect();
            to.extend(new);
        }
        add(&mut self.members, page.members);
        add(&mut self.timeline, page.timeline);
        self.timeline.sort_by_key(|event| std::cmp::Reverse(event.place()));
        add(&mut self.photos, page.photos);
        add(&mut self.tied, page.tied);
        add(&mut self.decisions, page.decisions);
        for vehicle in page.vehicles {
            // The newest document about a plate counts, and newer documents came first.
            if self.vehicles.iter().all(|known| known.plate != vehicle.plate) {
                self.vehicles.push(vehicle);
            }
        }
        self.total = page.total;
        self.next = page.next;
    }
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
    /// What the hub reads in it, codes resolved to words; empty where it does not understand the document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<DocumentPart>,
}

/// A part of a document: a person, a vehicle, or what it states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DocumentPart {
    /// `Person 1`, `Warrant`.
    pub title: String,
    /// Its fields, in the order in which they are read.
    pub fields: Vec<DocumentField>,
}

/// A field of a document, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DocumentField {
    /// `Date of birth`.
    pub label: String,
    /// As the document states it; a code in words.
    pub value: String,
}
