//! What a source sends: one document, about people and vehicles, stating matters.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::matter::Matter;
use crate::person::Person;
use crate::source::Source;
use crate::vehicle::Vehicle;

/// A document of a source system. One line of a newline-delimited JSON feed is one of these.
///
/// A document is never edited. A source corrects one by sending another with the same `source` and `number`: the
/// later `as_of` counts, and both are kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourceDocument {
    /// The system that sent it.
    pub source: Source,
    /// The number that the source gives it; unique within the source.
    pub number: String,
    /// When the source says this was so.
    pub as_of: Timestamp,
    /// ORI of the agency behind the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub originator: Option<String>,
    /// People in the document; matters point at them by position.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub persons: Vec<Person>,
    /// Vehicles in the document; matters point at them by position.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vehicles: Vec<Vehicle>,
    /// What the document states.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matters: Vec<Matter>,
}
