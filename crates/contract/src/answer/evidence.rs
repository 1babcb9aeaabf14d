//! What says yes to a question, and what did once.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Severity;
use crate::day::day;
use crate::ids::DocumentId;
use crate::source::Source;

/// One event that says yes: the document that tells it best, and which others tell of the same event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Evidence {
    /// Where it comes from.
    pub source: Source,
    /// The document as the hub keeps it; none for an answer of a live source, which the hub does not keep.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentId>,
    /// The document's own number, for the radio and the telephone.
    pub number: String,
    /// When the source says this was so.
    pub as_of: Timestamp,
    /// What it means.
    pub severity: Severity,
    /// How grave it is beside others of its severity; greater is graver. Grade and kind of the offense and the
    /// cautions that were entered with it decide.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub gravity: u8,
    /// In a few words for a tag: `failure to appear, felony`, `parole to 30 Nov 2026`.
    pub summary: String,
    /// The day that the fact is about: issue, arrest, release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// What has to be known before anybody is arrested on it, where it is a want.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub want: Option<Want>,
    /// It stands in a record that is only probably this person's: verify identity. Of a want `severity` is a caution
    /// then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub verify: bool,
    /// Other documents that tell of the same event.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Telling>,
}

const fn is_zero(gravity: &u8) -> bool {
    *gravity == 0
}

/// The terms of a want.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Want {
    /// Warrant number.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// Court or agency that entered it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// Bail set with it, dollars.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bail: Option<String>,
    /// How far the entering agency will fetch the person, NCIC EXL code in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extradition: Option<String>,
    /// Who entered it and confirms the hit, by name and ORI. A hit is no reason for an arrest before that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirm: Option<String>,
    /// Cautions that stand in the entry itself: they are the newest there are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cautions: Vec<Caution>,
}

impl Want {
    /// The terms that have to be known on one line, in the order in which they are asked for. `document` is the number under
    /// which the entry itself is shown, `issued` its day.
    pub fn terms(&self, document: &str, issued: Option<Date>) -> Vec<String> {
        let Want { number, agency, bail, extradition, confirm, cautions: _ } = self;
        let number = Some(number).filter(|number| !number.is_empty() && number.as_str() != document);
        let parts = [
            number.map(|number| format!("warrant {number}")),
            agency.clone(),
            issued.map(|issued| format!("issued {}", day(issued))),
            bail.as_ref().map(|dollars| format!("bail ${}", dollars.trim_start_matches('$'))),
            extradition.clone(),
            confirm.as_ref().map(|confirm| format!("confirm with {confirm}")),
        ];
        parts.into_iter().flatten().collect()
    }
}

/// An NCIC caution, which sources enter for the officer's sake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Caution {
    /// NCIC caution and medical condition code: `00`. Programs go by it, people by the words.
    pub code: String,
    /// Danger where the person may harm others, caution for the rest.
    pub severity: Severity,
    /// In words: `Armed and dangerous`; a code that the table does not have stands as it is.
    pub words: String,
}

/// A document that tells of an event which another one tells better.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Telling {
    /// Where it comes from.
    pub source: Source,
    /// The document as the hub keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentId>,
    /// The document's own number.
    pub number: String,
    /// When the source says this was so.
    pub as_of: Timestamp,
}

/// Matters of before that answer a question no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Older {
    /// How many entries.
    pub entries: u32,
    /// The day that the newest is about, where one has a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newest: Option<Date>,
}
