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

impl Name {
    /// As screens show it: `ORTIZ, Luis Alberto JR`. Empty where nothing is known.
    pub fn shown(&self) -> String {
        let given = [Some(self.given.as_str()), self.middle.as_deref(), self.suffix.as_deref()];
        let given: Vec<String> =
            given.into_iter().flatten().filter(|part| !part.is_empty()).map(capitalised).collect();
        match (self.surname.as_str(), given.is_empty()) {
            (surname, true) => surname.to_uppercase(),
            ("", false) => given.join(" "),
            (surname, false) => format!("{}, {}", surname.to_uppercase(), given.join(" ")),
        }
    }
}

/// Sources that have capitals only do not shout: `MARY-ANN` is `Mary-Ann`. Initials and numerals stay as they are.
fn capitalised(part: &str) -> String {
    let numeral = part.chars().all(|letter| "IVX".contains(letter));
    if part.chars().count() <= 2 || numeral || part.chars().any(char::is_lowercase) {
        return part.to_owned();
    }
    let mut first = true;
    let letter = |letter: char| {
        let shown: String =
            if first { letter.to_uppercase().collect() } else { letter.to_lowercase().collect() };
        first = !letter.is_alphanumeric();
        shown
    };
    part.chars().map(letter).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_as_screens_show_them() {
        for (surname, given, middle, suffix, expect) in [
            ("ortiz", "LUIS", "ALBERTO", "JR", "ORTIZ, Luis Alberto JR"),
            ("Goldhauer-Caraballo", "MARY-ANN", "M", "", "GOLDHAUER-CARABALLO, Mary-Ann M"),
            ("O'Kay", "D'ARCY", "", "III", "O'KAY, D'Arcy III"),
            ("", "TJ", "", "", "TJ"),
            ("Park", "", "", "", "PARK"),
            ("", "", "", "", ""),
        ] {
            let some = |part: &str| (!part.is_empty()).then(|| part.to_owned());
            let name = Name {
                surname: surname.to_owned(),
                given: given.to_owned(),
                middle: some(middle),
                suffix: some(suffix),
            };
            assert_eq!(name.shown(), expect);
        }
    }
}
