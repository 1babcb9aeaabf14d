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
        self.ordered(str::to_uppercase, capitalised)
    }

    /// In the same order, with the letters as the source has them.
    pub fn written(&self) -> String {
        self.ordered(str::to_owned, str::to_owned)
    }

    /// `Luis Alberto Ortiz Jr`, in the order in which a name is spoken, with the letters as the source has them.
    pub fn spoken(&self) -> String {
        let parts = [
            Some(self.given.as_str()),
            self.middle.as_deref(),
            Some(self.surname.as_str()),
            self.suffix.as_deref(),
        ];
        let parts = parts.into_iter().flatten().map(str::trim).filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(" ")
    }

    /// The family name first, then what goes before it and after it when it is spoken.
    fn ordered(&self, surname: fn(&str) -> String, given: fn(&str) -> String) -> String {
        let rest = [Some(self.given.as_str()), self.middle.as_deref(), self.suffix.as_deref()];
        let rest = rest.into_iter().flatten().filter(|part| !part.is_empty()).map(given).collect::<Vec<_>>();
        let parts = [surname(&self.surname), rest.join(" ")];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
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
    fn names_as_screens_show_them_as_their_source_writes_them_and_as_they_are_spoken() {
        for (parts, shown, written, spoken) in [
            (
                ["ortiz", "LUIS", "ALBERTO", "JR"],
                "ORTIZ, Luis Alberto JR",
                "ortiz, LUIS ALBERTO JR",
                "LUIS ALBERTO ortiz JR",
            ),
            (
                ["Goldhauer-Caraballo", "MARY-ANN", "M", ""],
                "GOLDHAUER-CARABALLO, Mary-Ann M",
                "Goldhauer-Caraballo, MARY-ANN M",
                "MARY-ANN M Goldhauer-Caraballo",
            ),
            (["O'Kay", "D'ARCY", "", "III"], "O'KAY, D'Arcy III", "O'Kay, D'ARCY III", "D'ARCY O'Kay III"),
            (["", "TJ", "", ""], "TJ", "TJ", "TJ"),
            (["Park", "", "", ""], "PARK", "Park", "Park"),
            (["", "", "", ""], "", "", ""),
        ] {
            let [surname, given, middle, suffix] = parts.map(str::to_owned);
            let some = |part: String| (!part.is_empty()).then_some(part);
            let name = Name { surname, given, middle: some(middle), suffix: some(suffix) };
            assert_eq!([name.shown(), name.written(), name.spoken()], [shown, written, spoken]);
        }
    }
}
