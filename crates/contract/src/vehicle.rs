//! Vehicles as sources describe them.

use serde::{Deserialize, Serialize};

/// A vehicle as one document describes it. Codes are NCIC's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Vehicle {
    /// Vehicle identification number as written, 17 characters since 1981.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vin: Option<String>,
    /// Model year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// NCIC VMA code, for example `HOND`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub make: Option<String>,
    /// NCIC VMO code, or the name where the source writes one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// NCIC VST code, for example `4D`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub style: Option<String>,
    /// NCIC VCO code, for example `BLU`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
    /// Plate as written, with or without its hyphen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plate: Option<String>,
    /// State of the plate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plate_state: Option<String>,
    /// NCIC LIT code, for example `PC` for a passenger car.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plate_type: Option<String>,
}
