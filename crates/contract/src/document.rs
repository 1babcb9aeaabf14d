//! What a source sends: one document, about people and vehicles, stating matters.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::matter::{Matter, RecordName, WithdrawalReason};
use crate::person::Person;
use crate::source::Source;
use crate::vehicle::Vehicle;

/// A document of a source system. One line of a newline-delimited JSON feed is one of these.
///
/// A document is never edited. A source corrects one by sending another with the same `source`, `originator` and
/// `number`: the later `as_of` counts, of two with the same `as_of` the one that arrived later, and both are kept. Agencies
/// number for themselves, so that a document which names no originator is another one than those which name theirs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourceDocument {
    /// The system that sent it.
    pub source: Source,
    /// The number that it has there; unique within the source, or within the agency where `originator` names one.
    pub number: String,
    /// When the source says this was so. What is dated after its receipt counts as of its receipt.
    pub as_of: Timestamp,
    /// The agency behind the document, by its ORI where it has one, else by its name.
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

impl SourceDocument {
    /// What decisions call the person at a position.
    pub fn record(&self, position: usize) -> RecordName {
        RecordName {
            source: self.source,
            agency: self.originator.clone(),
            number: self.number.clone(),
            position,
        }
    }

    /// Why it takes itself back, if it does.
    pub fn withdrawn(&self) -> Option<WithdrawalReason> {
        self.matters
            .iter()
            .find_map(|matter| if let Matter::Withdrawal { reason } = matter { Some(*reason) } else { None })
    }
}
