//! People as sources describe them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::address::Address;
use crate::ids::PhotoId;

/// A name in parts, as written by a source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Name {
    /// Family name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub surname: String,
    /// First name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub given: String,
    /// Middle name or initial.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub middle: Option<String>,
    /// JR, SR, III.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suffix: Option<String>,
}

/// What kind of number identifies a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierKind {
    /// Social security number. Used to match, never shown.
    SocialSecurity,
    /// Operator (driver) licence number; the issuer is the state.
    OperatorLicence,
    /// State identification number given with the first fingerprints.
    StateIdentification,
    /// FBI number (universal control number).
    Fbi,
    /// Department of Correction inmate number.
    Inmate,
    /// A number that means something to its source only.
    SourceNumber,
}

/// A number that identifies a person.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Identifier {
    /// What kind of number it is.
    pub kind: IdentifierKind,
    /// The number as written.
    pub value: String,
    /// Who gave it: a state for a licence, a system for a source number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
}

/// A photo that a source holds. The picture itself is fetched by its identifier.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SourcePhoto {
    /// Names the picture at its source.
    pub id: PhotoId,
    /// When it was taken, where the source says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<Date>,
}

/// A person as one document describes them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    /// The name the document leads with.
    pub name: Name,
    /// Other names in the same document.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Name>,
    /// Date of birth as written: sources differ in format, and some write only a year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub born: Option<String>,
    /// NCIC sex code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<String>,
    /// NCIC race code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub race: Option<String>,
    /// Inches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u16>,
    /// Pounds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<u16>,
    /// NCIC eye colour code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eyes: Option<String>,
    /// NCIC hair colour code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hair: Option<String>,
    /// Numbers that identify the person.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<Identifier>,
    /// Addresses, the current one first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<Address>,
    /// Telephone numbers as written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<String>,
    /// NCIC caution codes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cautions: Vec<String>,
    /// Photos that the source holds of this person.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<SourcePhoto>,
}
