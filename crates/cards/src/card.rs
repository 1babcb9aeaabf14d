//! Cards: what a lookup needs, put together when documents arrive, so that an answer is a few point reads.
//!
//! Cards are derived. They can be thrown away and built again from the documents, which are the record.
//! They are stored with postcard, so field order is part of the database format.

use std::collections::BTreeSet;

use ciss_contract::answer::{Question, Severity};
use ciss_contract::birth::Birth;
use ciss_contract::ids::{AddressId, DocumentId, GoldenId};
use ciss_contract::lookup::{PhotoRef, Tie};
use ciss_contract::person::Name;
use ciss_contract::source::Source;
use ciss_multiview::ByNumber;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::fmt::serde::timestamp::microsecond::required as microsecond;
use serde::{Deserialize, Serialize};

use crate::adulthood::Adulthood;
use crate::mask;

/// The head of a golden record and every fact that an answer may need.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonCard {
    /// The golden record.
    pub golden: GoldenId,
    /// Best name.
    pub name: CardName,
    /// Nickname in use.
    pub nickname: Option<String>,
    /// NCIC sex code.
    pub sex: Option<String>,
    /// Date of birth, or its year.
    pub born: Option<Birth>,
    /// From when on the person is taken for an adult; none where no source states a date of birth.
    pub adulthood: Option<Adulthood>,
    /// Inches.
    pub height: Option<u16>,
    /// Pounds.
    pub weight: Option<u16>,
    /// Hair colour in words.
    pub hair: Option<String>,
    /// Eye colour in words.
    pub eyes: Option<String>,
    /// Driver licence.
    pub licence: Option<LicenceCard>,
    /// Current address.
    pub address: Option<(AddressId, String)>,
    /// Newest photo.
    pub photo: Option<CardPhoto>,
    /// NCIC caution codes.
    pub cautions: Vec<String>,
    /// Records merged into the golden record.
    pub records: u32,
    /// Sources that hold them, in the order of `Source::ALL`.
    pub sources: Vec<Source>,
    /// What documents say that answers a question. Bounded for each question and source; every want is in it.
    pub facts: Vec<Fact>,
    /// Documents that are only probably about the person: one weak tie leads from them to the rest.
    pub loose: Vec<DocumentId>,
    /// Wants of other golden records that may be this person's, in their order.
    pub possible: Vec<PossibleWant>,
    /// How many facts are left out.
    pub omitted: Vec<Omitted>,
    /// What documents say that answers no question today, counted.
    pub history: Vec<Past>,
    /// Permits to carry or sell weapons.
    pub permits: Vec<PermitCard>,
    /// Social security numbers that its records give: digits only. They are never shown; whatever leaves with the card is
    /// masked of them.
    pub social: Vec<String>,
}

impl PersonCard {
    /// Its social security numbers as they may be written.
    pub fn social(&self) -> impl Iterator<Item = String> + '_ {
        self.social.iter().flat_map(|number| mask::digits(number))
    }
}

/// Facts that a card leaves out because it holds graver ones, or as grave ones that hold as long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Omitted {
    /// The question that they answer.
    pub question: Question,
    /// Who states them.
    pub source: Source,
    /// How many.
    pub count: u32,
}

/// A want of a golden record that comes near another, as it stands in the card of the other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PossibleWant {
    /// The golden record that has it.
    pub golden: GoldenId,
    /// From when on the person of that record is taken for an adult.
    pub adulthood: Option<Adulthood>,
    /// The want.
    pub fact: Fact,
    /// A number of the person is on the want's record.
    pub by_number: Option<ByNumber>,
}

/// A name; the contract's own leaves empty parts out when it is serialized, which postcard cannot read back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardName {
    /// Family name.
    pub surname: String,
    /// First name.
    pub given: String,
    /// Middle name or initial.
    pub middle: Option<String>,
    /// JR, SR, III.
    pub suffix: Option<String>,
}

impl From<CardName> for Name {
    fn from(CardName { surname, given, middle, suffix }: CardName) -> Name {
        Name { surname, given, middle, suffix }
    }
}

/// A photo by reference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardPhoto {
    /// Names the picture.
    pub id: String,
    /// Who holds it.
    pub source: Source,
    /// When it was taken.
    pub taken: Option<Date>,
}

impl From<CardPhoto> for PhotoRef {
    fn from(CardPhoto { id, source, taken }: CardPhoto) -> PhotoRef {
        PhotoRef { id: id.as_str().into(), source, taken }
    }
}

/// A driver licence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LicenceCard {
    /// Operator licence number.
    pub number: Option<String>,
    /// Class letter.
    pub class: Option<String>,
    /// AAMVA driving status code.
    pub status: String,
    /// Last valid day.
    pub expires: Option<Date>,
}

/// A permit to carry or sell weapons.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PermitCard {
    /// What it allows, in words.
    pub what: String,
    /// Last valid day.
    pub expires: Option<Date>,
    /// Revoked or suspended.
    pub revoked: bool,
}

/// Matters that are over, of one source and about one question. A person may have hundreds: the number and the newest
/// day say what a lookup needs, the documents have the rest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    /// The question that they answered while they lasted; none for what never answers one, an infraction for example.
    pub question: Option<Question>,
    /// Who says so.
    pub source: Source,
    /// How many.
    pub entries: u32,
    /// The day that the newest is about.
    pub newest: Option<Date>,
}

/// The terms of a want, as the contract has them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantCard {
    /// Warrant number.
    pub number: String,
    /// Court or agency that entered it.
    pub agency: Option<String>,
    /// Dollars.
    pub bail: Option<String>,
    /// NCIC EXL code.
    pub extradition: Option<String>,
}

impl WantCard {
    /// The terms as they may be shown: without the social security numbers of the document that states them.
    pub fn shown(self, social: &BTreeSet<String>) -> WantCard {
        let shown = |text: String| mask::mask(&text, Some(social));
        WantCard {
            number: shown(self.number),
            agency: self.agency.map(shown),
            bail: self.bail.map(shown),
            extradition: self.extradition.map(shown),
        }
    }
}

/// What one document says that answers one question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// The question it answers with yes.
    pub question: Question,
    /// Who says so.
    pub source: Source,
    /// In which document.
    pub document: DocumentId,
    /// The document's own number.
    pub number: String,
    /// As of when, to the microsecond.
    #[serde(with = "microsecond")]
    pub as_of: Timestamp,
    /// What it means.
    pub severity: Severity,
    /// In a few words.
    pub summary: String,
    /// The day the fact is about.
    pub on: Option<Date>,
    /// Last day on which it answers the question; none while it stands open.
    pub holds_until: Option<Date>,
    /// How grave it is beside others of its severity.
    pub gravity: u8,
    /// What makes it one event with what other documents tell.
    pub event: EventKey,
    /// The terms of a want.
    pub want: Option<WantCard>,
}

/// By what two documents are known to tell of one event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventKey {
    /// The agency behind the document: agencies number for themselves.
    pub agency: Option<String>,
    /// The number of the case, letters and digits only: Uniform Arrest Report, docket, order.
    pub case: Option<String>,
    /// What it is about: statute or words of the charge that weighs most, whatever became of it.
    pub charge: Option<String>,
}

/// A registered vehicle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VehicleCard {
    /// Letters and digits only.
    pub plate: String,
    /// Two-letter state.
    pub plate_state: String,
    /// Plate type in words.
    pub plate_type: Option<String>,
    /// VIN.
    pub vin: Option<String>,
    /// Model year.
    pub year: Option<u16>,
    /// In words.
    pub make: Option<String>,
    /// In words.
    pub model: Option<String>,
    /// In words.
    pub style: Option<String>,
    /// In words.
    pub colour: Option<String>,
    /// AAMVA registration status code.
    pub status: String,
    /// Last valid day.
    pub expires: Option<Date>,
    /// As of when, to the microsecond.
    #[serde(with = "microsecond")]
    pub as_of: Timestamp,
    /// In which document.
    pub document: DocumentId,
}

/// All that a plate leads to: the vehicle, the owners and everyone at the registered address.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// The vehicle and its registration.
    pub vehicle: VehicleCard,
    /// Registered owners, the first one first.
    pub owners: Vec<GoldenId>,
    /// The registered address with its line.
    pub address: Option<(AddressId, String)>,
    /// Owners and everyone tied to the address, in no particular order, each once. Of more
    /// people than [`MOST_PEOPLE_READ`] the gravest by what is on file, then the newest ties.
    pub people: Vec<ChainPerson>,
    /// People tied to the address, those who are not read too.
    pub at_address: u32,
}

/// Most people of one address that are read. A tower or a shelter has fewer.
pub const MOST_PEOPLE_READ: usize = 500;

/// A person in a chain.
#[derive(Clone, Debug, PartialEq)]
pub struct ChainPerson {
    /// The card.
    pub card: PersonCard,
    /// What ties the person to the registered address; empty for an owner who lives elsewhere.
    pub ties: Vec<Tie>,
}
