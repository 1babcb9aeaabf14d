//! Addresses as sources write them.

use serde::{Deserialize, Serialize};

/// A postal address as a source wrote it: nothing normalised, nothing guessed. The unit may be in `unit` or inside
/// `street` ("12 Silver St Apt 4"), as sources do both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Address {
    /// House number and street.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub street: String,
    /// Apartment, unit or floor, with or without its word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Town or city.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub town: String,
    /// Two-letter state. A text that names no state stands as written: that is no address of Connecticut.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Five or nine digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
}
