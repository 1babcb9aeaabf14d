//! What the hub asks a live source, and what that answers. The Wanted File speaks this: `POST /query` takes a JSON array
//! of [`SwitchQuery`] and gives an array of [`SwitchAnswer`], one for each, in the same order.

use serde::{Deserialize, Serialize};

use crate::document::SourceDocument;

/// One question for a vehicle and everyone tied to it.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct SwitchQuery {
    /// Plate, letters and digits only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plate: Option<String>,
    /// The plate's state (NCIC LIS); Connecticut's where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plate_state: Option<String>,
    /// VIN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vin: Option<String>,
    /// People; the answer points at them by position.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub persons: Vec<SwitchPerson>,
}

/// A person as the switch is asked for: name and date of birth, or licence number (NCIC QW).
#[derive(Clone, Serialize, Deserialize)]
pub struct SwitchPerson {
    /// Family name.
    pub surname: String,
    /// First name.
    pub given: String,
    /// Date of birth, ISO.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<String>,
    /// Operator licence number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
}

/// What the switch found.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct SwitchAnswer {
    /// Documents with active warrants or stolen vehicles.
    pub hits: Vec<SwitchHit>,
}

/// One hit.
#[derive(Clone, Serialize, Deserialize)]
pub struct SwitchHit {
    /// Position of the person in the query; none for a hit on the vehicle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<usize>,
    /// The entry.
    pub document: SourceDocument,
}
