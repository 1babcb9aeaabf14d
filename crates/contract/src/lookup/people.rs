//! People in an answer.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::PhotoRef;
use crate::answer::{Answer, Caution, Evidence, Question, Severity};
use crate::birth::Birth;
use crate::ids::{DocumentId, GoldenId};
use crate::person::Name;
use crate::source::Source;

/// How a person comes into the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// First registered owner.
    Owner,
    /// Further registered owner.
    CoOwner,
    /// Tied to the registered address.
    AtAddress,
}

/// A person in the answer: the head of the golden record and the owed answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonAnswer {
    /// The golden record; the whole of it is at `/v1/records/{id}`.
    pub golden: GoldenId,
    /// How the person comes into the answer.
    pub role: Role,
    /// Best name.
    pub name: Name,
    /// Nickname in use, if a source has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nickname: Option<String>,
    /// NCIC sex code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<String>,
    /// Date of birth, or its year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<Birth>,
    /// Years today; none where only the year of birth is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<u16>,
    /// Height, weight, hair and eyes on one line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Driver license; none where DMV-LIC was not heard, and for whoever is too young to have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<LicenceAnswer>,
    /// Permits to carry or sell weapons, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub permits: Vec<PermitAnswer>,
    /// Current address on one line, where it is not the registered one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Newest photo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<PhotoRef>,
    /// NCIC cautions, the gravest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cautions: Vec<Caution>,
    /// Records merged into the golden record.
    pub records: usize,
    /// Sources that hold them.
    pub sources: Vec<Source>,
    /// Ties the person to the address: which source says so, as of when.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ties: Vec<Tie>,
    /// Why the answers are withheld; they are empty then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withheld: Option<String>,
    /// One per question, in the order of `Question::ALL`.
    pub answers: Vec<Answer>,
    /// Wants that stand in other golden records and may be this person's, the gravest first: verify identity.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub possible: Vec<PossibleWant>,
    /// What is on file from before and answers no question today, a line for each source.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<History>,
}

impl PersonAnswer {
    /// A want stands in a record that is surely this person's.
    pub fn is_wanted(&self) -> bool {
        self.wants().any(|want| !want.verify)
    }

    /// A want may be this person's: in a record that is only probably the person's, or in another golden record that
    /// comes near.
    pub fn is_possibly_wanted(&self) -> bool {
        !self.possible.is_empty() || self.wants().any(|want| want.verify)
    }

    fn wants(&self) -> impl Iterator<Item = &Evidence> {
        let wanted = self.answers.iter().filter(|answer| answer.question == Question::Wanted);
        wanted.flat_map(|answer| &answer.evidence)
    }

    /// The gravest thing that is said of the person.
    pub fn severity(&self) -> Option<Severity> {
        let answers = self.answers.iter().filter_map(Answer::severity);
        let answers = answers.chain(self.possible.iter().map(|possible| possible.evidence.severity));
        let cautions = self.cautions.iter().map(|caution| caution.severity);
        let licence = self.licence.as_ref().map(|licence| licence.severity);
        answers.chain(cautions).chain(licence).max()
    }
}

/// A want of another golden record, which comes near this person's and is not merged with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PossibleWant {
    /// The golden record that has the want.
    pub golden: GoldenId,
    /// The want; it is a caution, and its identity is to be verified.
    pub evidence: Evidence,
    /// The number that leads from the person to the record, and in what the two differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

/// Where a driver license stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LicenceStanding {
    /// Revoked.
    Revoked,
    /// Suspended.
    Suspended,
    /// Withdrawn, in this state or in all.
    Withdrawn,
    /// Canceled.
    Canceled,
    /// Of a person reported deceased.
    Deceased,
    /// Past its last valid day.
    Expired,
    /// A code that the AAMVA table does not have.
    Unknown,
    /// DMV has the person, and no license: eligible for one.
    Eligible,
    /// DMV-LIC was asked and has nothing.
    NotOnFile,
    /// In force.
    Valid,
}

impl LicenceStanding {
    /// Every standing, the gravest first.
    pub const ALL: [LicenceStanding; 10] = [
        LicenceStanding::Revoked,
        LicenceStanding::Suspended,
        LicenceStanding::Withdrawn,
        LicenceStanding::Canceled,
        LicenceStanding::Deceased,
        LicenceStanding::Expired,
        LicenceStanding::Unknown,
        LicenceStanding::Eligible,
        LicenceStanding::NotOnFile,
        LicenceStanding::Valid,
    ];
}

/// A person's driver license.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LicenceAnswer {
    /// Where it stands.
    pub standing: LicenceStanding,
    /// What that means. Who owns a vehicle and has no license needs attention; who lives with the owner need not drive.
    pub severity: Severity,
    /// On one line: `License valid, class D`.
    pub words: String,
    /// Its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

/// A permit to carry or sell weapons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PermitAnswer {
    /// It is in force: neither revoked nor past its last day.
    pub in_force: bool,
    /// `permit to carry pistols and revolvers, to 3 May 2029`.
    pub words: String,
}

/// What one source has from before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct History {
    /// The source.
    pub source: Source,
    /// How many entries; 0 where it only names the person, as a witness for example.
    pub entries: u32,
    /// The day that the newest is about, where one has a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newest: Option<Date>,
}

/// People at the address whom the answer does not list: a tower or a shelter has more of them than a screen. What is said
/// of them is in the headline and its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeftOut {
    /// How many.
    pub people: usize,
    /// How many of them are wanted.
    pub wanted: usize,
    /// The gravest thing that is said of any of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// How many of them were not checked: nothing of theirs was read, and no source was asked for them.
    pub unchecked: usize,
}

impl LeftOut {
    /// `61 more people at this address are not listed, 3 of them are wanted`.
    pub fn words(&self) -> String {
        let more = match self.people {
            1 => "1 more person at this address is not listed".to_owned(),
            many => format!("{many} more people at this address are not listed"),
        };
        match (self.people, self.wanted) {
            (_, 0) => more,
            (1, _) => format!("{more} and is wanted"),
            (_, 1) => format!("{more}, 1 of them is wanted"),
            (_, some) => format!("{more}, {some} of them are wanted"),
        }
    }
}

/// A source that places a person at the address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tie {
    /// The source.
    pub source: Source,
    /// As of when.
    pub as_of: Timestamp,
    /// In which document.
    pub document: DocumentId,
}
