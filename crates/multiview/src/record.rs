//! What goes in: a person as one document describes them.

use jiff::Timestamp;
use jiff::fmt::serde::timestamp::microsecond::required as microsecond;
use serde::{Deserialize, Serialize};

use crate::address::PostalAddress;

/// Names a record for ever: the same person in a corrected document keeps the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RecordKey(pub u64);

/// A name in parts, as written.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PersonName {
    /// Family name.
    pub surname: String,
    /// First name.
    pub given: String,
    /// Middle name or initial.
    pub middle: Option<String>,
    /// JR, SR, III.
    pub suffix: Option<String>,
}

/// What kind of number identifies a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum IdentifierKind {
    /// Social security number.
    SocialSecurity,
    /// Operator (driver) licence number; unique within the state that issued it.
    OperatorLicence,
    /// State identification number given with the first fingerprints.
    StateIdentification,
    /// FBI number (universal control number).
    Fbi,
    /// Correctional inmate number.
    Inmate,
}

/// A number that identifies a person, as written.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Identifier {
    /// What kind of number it is.
    pub kind: IdentifierKind,
    /// The number.
    pub value: String,
    /// Who gave it: a state.
    pub issuer: Option<String>,
    /// The source of the record gives these numbers out itself, one a person: it neither mistypes nor mistakes them.
    pub assigned: bool,
}

/// A person as one document describes them. `Debug` shows its key, never who it is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Names the record.
    pub key: RecordKey,
    /// The source, by a number that the caller gives it.
    pub source: u16,
    /// When the source says this was so, to the microsecond.
    #[serde(with = "microsecond")]
    pub as_of: Timestamp,
    /// When the source first said anything under this key; decides which record is the oldest.
    #[serde(with = "microsecond")]
    pub since: Timestamp,
    /// The name the document leads with.
    pub name: PersonName,
    /// Other names in the same document.
    pub aliases: Vec<PersonName>,
    /// Date of birth as written.
    pub born: Option<String>,
    /// Sex code.
    pub sex: Option<String>,
    /// Race code.
    pub race: Option<String>,
    /// Inches.
    pub height: Option<u16>,
    /// Pounds.
    pub weight: Option<u16>,
    /// Eye colour code.
    pub eyes: Option<String>,
    /// Hair colour code.
    pub hair: Option<String>,
    /// Numbers that identify the person.
    pub identifiers: Vec<Identifier>,
    /// Addresses, the current one first.
    pub addresses: Vec<PostalAddress>,
    /// Telephone numbers as written.
    pub phones: Vec<String>,
}

impl std::fmt::Debug for Record {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Record").field("key", &self.key).finish_non_exhaustive()
    }
}

impl Record {
    /// A record that says nothing yet.
    pub fn new(key: RecordKey, source: u16, as_of: Timestamp) -> Record {
        Record {
            key,
            source,
            as_of,
            since: as_of,
            name: PersonName::default(),
            aliases: Vec::new(),
            born: None,
            sex: None,
            race: None,
            height: None,
            weight: None,
            eyes: None,
            hair: None,
            identifiers: Vec::new(),
            addresses: Vec::new(),
            phones: Vec::new(),
        }
    }
}
