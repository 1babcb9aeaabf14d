//! A lookup: plate or VIN in; vehicle, owner, everyone at the address and the owed answers out.

mod from_memory;
mod people;
mod unheard;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::answer::{Answer, Evidence, Gap, GapReason, Severity};
use crate::ids::{AddressId, DocumentId, GoldenId, LookupId, PhotoId};
use crate::query::Query;
use crate::session::Purpose;
use crate::source::Source;
pub use people::{
    History, LeftOut, LicenceAnswer, LicenceStanding, PermitAnswer, PersonAnswer, PossibleWant, Role, Tie,
};

/// Asks for a plate or a VIN.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LookupRequest {
    /// As typed: the hub interprets it again, by the same rule as the box.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 64, pattern = r"[0-9A-Za-z]"))]
    pub query: String,
    /// Why.
    pub purpose: Purpose,
    /// Badge or name of the person for whom it is run; the asker's own for themselves. 1 to 64 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 64, pattern = r"\S"))]
    pub on_behalf_of: String,
}

impl std::fmt::Debug for LookupRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LookupRequest").field("purpose", &self.purpose).finish_non_exhaustive()
    }
}

/// A photo by reference; the picture is at `/v1/photos/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PhotoRef {
    /// Names the picture.
    pub id: PhotoId,
    /// Who holds it.
    pub source: Source,
    /// When it was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<Date>,
}

/// The line at the top: what the radio asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Headline {
    /// Decides colour and icon.
    pub severity: Severity,
    /// `A person at this address is wanted`.
    pub text: String,
    /// `1 of 4 · failure to appear, felony · confirm first`.
    pub detail: String,
    /// The person it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<GoldenId>,
    /// Everything else that has to be known, a line for each kind, the gravest first. Nothing grave is in the answer
    /// that is neither in the line at the top nor here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<HeadlineLine>,
}

/// A further line under the one at the top.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeadlineLine {
    /// Decides colour and icon.
    pub severity: Severity,
    /// `2 people at this address are on probation or parole`.
    pub text: String,
    /// Of the gravest: `parole to 30 Nov 2026`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// How many people it is about; 0 for the vehicle.
    pub people: usize,
    /// The gravest of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<GoldenId>,
}

/// Where a vehicle registration stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegistrationAnswer {
    /// AAMVA registration status code; `00` is active.
    pub status: String,
    /// In words; an expired one says so whatever its code.
    pub words: String,
    /// Where status and last valid day contradict each other: how, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conflict: Option<String>,
    /// May the vehicle be on the road by its registration today?
    pub current: bool,
    /// Last valid day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
    /// Who says so.
    pub source: Source,
    /// As of when.
    pub as_of: Timestamp,
    /// In which document.
    pub document: DocumentId,
}

impl RegistrationAnswer {
    /// AAMVA code of an active registration.
    pub const ACTIVE: &str = "00";

    /// AAMVA code of an expired one.
    pub const EXPIRED: &str = "03";

    /// Is its last day over, by its code or by the day?
    pub fn has_expired(&self) -> bool {
        self.status == Self::EXPIRED || self.status == Self::ACTIVE && !self.current
    }
}

/// The vehicle and what is known of it. Codes are resolved to words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VehicleAnswer {
    /// Letters and digits only.
    pub plate: String,
    /// State of the plate.
    pub plate_state: String,
    /// Passenger, commercial, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plate_type: Option<String>,
    /// 17 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vin: Option<String>,
    /// Model year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// `Honda`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub make: Option<String>,
    /// `Civic`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// `4-door`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style: Option<String>,
    /// `blue`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
    /// Where the registration stands.
    pub registration: RegistrationAnswer,
    /// Is vehicle or plate stolen or wanted? The Wanted File owes this answer.
    pub theft: TheftAnswer,
}

/// Whether vehicle or plate is entered in the Wanted File.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TheftAnswer {
    /// Entries that say so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// Why there is no answer; `None` with no evidence means no record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap: Option<GapReason>,
}

/// The registered address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddressAnswer {
    /// The resolved address.
    pub id: AddressId,
    /// On one line: `12 Silver St, Apt 4, Middletown 06457`.
    pub line: String,
    /// People tied to it by any source, including the owner.
    pub people: usize,
}

/// What one source did for this lookup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Had something.
    Answered,
    /// Had nothing.
    NoRecord,
    /// The asker is not entitled to it.
    Denied,
    /// Did not answer before the deadline.
    TimedOut,
    /// Failed.
    Failed,
    /// Not connected to this hub.
    NotConnected,
    /// Asked; not answered yet.
    Pending,
}

/// A line of the per-source summary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SourceSummary {
    /// The source.
    pub source: Source,
    /// What it did.
    pub outcome: Outcome,
    /// When it last sent, or answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Timestamp>,
    /// It has sent nothing for more than 24 hours.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stale: bool,
}

/// The answer to a lookup. It is whole at any time: a source that is late or down costs its own rows, never the rest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LookupAnswer {
    /// Names this lookup in the audit trail.
    pub id: LookupId,
    /// How the query was understood.
    pub query: Query,
    /// When the hub answered.
    pub at: Timestamp,
    /// Milliseconds the hub took up to this frame.
    pub elapsed_ms: u32,
    /// The data is synthetic.
    pub demo: bool,
    /// Since when the hub hears nothing of what arrives, where it does not: the answer is what was on file then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stale_since: Option<Timestamp>,
    /// Answer first.
    pub headline: Headline,
    /// None when no source has the vehicle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vehicle: Option<VehicleAnswer>,
    /// None when the vehicle is not found, or its registration names no address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<AddressAnswer>,
    /// Where no source has the vehicle: plates and VINs on file that look like what was asked, or that it may mean. None of
    /// them was looked up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub did_you_mean: Vec<Query>,
    /// Owners first, then the people at the address, the gravest first.
    pub people: Vec<PersonAnswer>,
    /// People at the address who are not in `people`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<LeftOut>,
    /// One line per source, in the order of `Source::ALL`.
    pub sources: Vec<SourceSummary>,
    /// For the radio, NATO alphabet.
    pub read_back: String,
    /// While a source is still being asked: the words for the case that nothing more is heard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unheard: Option<Unheard>,
}

/// How an answer reads where the sources that are still being asked never answer. Only the hub words an answer; a client
/// that loses it has the words beforehand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Unheard {
    /// The line at the top and those under it.
    pub headline: Headline,
    /// For the radio.
    pub read_back: String,
}

/// A live source's rows, come after the first frame.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LateRows {
    /// What the source did in the end.
    pub source: SourceSummary,
    /// Milliseconds since the request.
    pub elapsed_ms: u32,
    /// The line at the top, with these rows in it.
    pub headline: Headline,
    /// For the radio, with these rows in it.
    pub read_back: String,
    /// Replaces the vehicle's theft answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theft: Option<TheftAnswer>,
    /// Each replaces the person's answer to the same question. People keep their places: nothing moves under a cursor.
    pub answers: Vec<LateAnswer>,
    /// People who were left out and are wanted by these rows. They come after the others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joined: Vec<PersonAnswer>,
    /// Replaces who is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<LeftOut>,
    /// Replaces the words for the case that nothing more is heard; none when no source is owed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unheard: Option<Unheard>,
}

/// A replaced answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LateAnswer {
    /// Whose.
    pub golden: GoldenId,
    /// The answer.
    pub answer: Answer,
}

/// One line of a streamed answer (`application/x-ndjson`): the answer first, then what came late.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "frame", rename_all = "snake_case")]
pub enum LookupFrame {
    /// All that is known at once.
    Answer(Box<LookupAnswer>),
    /// A live source's rows.
    Late(Box<LateRows>),
}

impl LookupAnswer {
    /// What may have been meant, in words: `Did you mean AB·12340?` None where there is nothing to offer.
    pub fn offer(&self) -> Option<String> {
        let shown: Vec<String> = self.did_you_mean.iter().map(Query::shown).collect();
        (!shown.is_empty()).then(|| format!("Did you mean {}?", shown.join(" or ")))
    }

    /// Puts late rows in their places. Rows for people who are not in the answer are ignored.
    pub fn apply(&mut self, late: LateRows) {
        let LateRows { source, elapsed_ms, headline, read_back, theft, answers, joined, left_out, unheard } =
            late;
        if let Some(line) = self.sources.iter_mut().find(|line| line.source == source.source) {
            *line = source;
        }
        self.elapsed_ms = elapsed_ms;
        self.headline = headline;
        self.read_back = read_back;
        self.left_out = left_out;
        self.unheard = unheard;
        if let (Some(vehicle), Some(theft)) = (self.vehicle.as_mut(), theft) {
            vehicle.theft = theft;
        }
        for LateAnswer { golden, answer } in answers {
            let person = self.people.iter_mut().find(|person| person.golden == golden);
            let slot = person.and_then(|p| p.answers.iter_mut().find(|old| old.question == answer.question));
            if let Some(slot) = slot {
                *slot = answer;
            }
        }
        for person in joined {
            if self.people.iter().all(|known| known.golden != person.golden) {
                self.people.push(person);
            }
        }
    }

    /// Live sources that have not answered yet.
    pub fn pending(&self) -> impl Iterator<Item = Source> + '_ {
        self.sources.iter().filter(|line| line.outcome == Outcome::Pending).map(|line| line.source)
    }

    /// Sources that gave no fresh answer, with the reason.
    pub fn gaps(&self) -> impl Iterator<Item = Gap> + '_ {
        self.sources.iter().filter_map(|line| {
            let reason = match line.outcome {
                Outcome::Answered | Outcome::NoRecord if line.stale => GapReason::Stale,
                Outcome::Answered | Outcome::NoRecord => return None,
                Outcome::Denied => GapReason::Denied,
                Outcome::TimedOut => GapReason::TimedOut,
                Outcome::Failed => GapReason::Failed,
                Outcome::NotConnected => GapReason::NotConnected,
                Outcome::Pending => GapReason::Pending,
            };
            Some(Gap { source: line.source, reason })
        })
    }
}
