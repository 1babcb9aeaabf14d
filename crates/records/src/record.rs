//! A person in a document, as it is stored: what matching and the card need, so that a card can be written again
//! without reading documents.

use ciss_cards::card::{CardPhoto, Fact, LicenceCard, Past, PermitCard};
use ciss_cards::naming::source_number;
use ciss_contract::document::SourceDocument;
use ciss_contract::matter::Matter;
use ciss_contract::person::{Identifier, IdentifierKind, Name};
use ciss_contract::source::Source;
use ciss_multiview::address::PostalAddress;
use ciss_multiview::{PersonName, Record, RecordKey};
use serde::{Deserialize, Serialize};

/// A person in a document. Stored with postcard: field order is part of the database format.
#[derive(Clone, Serialize, Deserialize)]
pub struct RecordBody {
    /// Name of the document.
    pub document: u64,
    /// Position in the document.
    pub position: u32,
    /// As matching sees it.
    pub record: Record,
    /// What the document states that answers a question.
    pub facts: Vec<Fact>,
    /// What it states that is over.
    pub past: Vec<Past>,
    /// Permits that it tells of.
    pub permits: Vec<PermitCard>,
    /// The licence that the document grants.
    pub licence: Option<LicenceCard>,
    /// Photos.
    pub photos: Vec<CardPhoto>,
    /// NCIC caution codes.
    pub cautions: Vec<String>,
}

/// Reads the person at a position out of a document.
pub(crate) fn read_person(document: &SourceDocument, name: u64, key: RecordKey, at: usize) -> RecordBody {
    let person = &document.persons[at];
    let mut record = Record::new(key, source_number(document.source), document.as_of);
    record.name = person_name(&person.name);
    record.aliases = person.aliases.iter().map(person_name).collect();
    record.born.clone_from(&person.born);
    record.sex.clone_from(&person.sex);
    record.race.clone_from(&person.race);
    record.height = person.height;
    record.weight = person.weight;
    record.eyes.clone_from(&person.eyes);
    record.hair.clone_from(&person.hair);
    let source = document.source;
    record.identifiers = person.identifiers.iter().filter_map(|number| identifier(source, number)).collect();
    record.addresses = person.addresses.iter().map(postal_address).collect();
    record.phones.clone_from(&person.phones);
    let photo = |photo: &ciss_contract::person::SourcePhoto| CardPhoto {
        id: photo.id.0.clone(),
        source: document.source,
        taken: photo.taken,
    };
    RecordBody {
        document: name,
        position: u32::try_from(at).unwrap_or(u32::MAX),
        facts: ciss_cards::facts::facts(document, name, at),
        past: ciss_cards::facts::past(document, at),
        permits: ciss_cards::facts::permits(document, at),
        licence: licence(document, at),
        photos: person.photos.iter().map(photo).collect(),
        cautions: person.cautions.clone(),
        record,
    }
}

fn licence(document: &SourceDocument, at: usize) -> Option<LicenceCard> {
    let number = || {
        let numbers = &document.persons[at].identifiers;
        let number = numbers.iter().find(|number| number.kind == IdentifierKind::OperatorLicence);
        number.map(|number| number.value.clone())
    };
    document.matters.iter().find_map(|matter| {
        let Matter::Licence { subject, class, status, expires } = matter else { return None };
        let licence = || LicenceCard {
            number: number(),
            class: class.clone(),
            status: status.clone(),
            expires: *expires,
        };
        (*subject == at).then(licence)
    })
}

/// A contract address as the address resolver takes it.
pub(super) fn postal_address(address: &ciss_contract::address::Address) -> PostalAddress {
    let ciss_contract::address::Address { street, unit, town, state, postal_code } = address.clone();
    let state = state
        .filter(|state| !state.trim().is_empty())
        .map(|written| ciss_contract::state::postal_code(&written).map_or(written, str::to_owned));
    // Sources of this state leave it out; a postal code of another one says that it is not ours.
    let state = state.or_else(|| elsewhere(postal_code.as_deref()?).then(|| ELSEWHERE.to_owned()));
    PostalAddress { street, unit, town, state, postal_code }
}

/// Stands for a state that is not known and not this one.
const ELSEWHERE: &str = "?";

/// True for a postal code that is none of Connecticut's, 060 to 069 (USPS Publication 65).
fn elsewhere(code: &str) -> bool {
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    digits.len() >= 5 && !digits.starts_with("06")
}

fn person_name(name: &Name) -> PersonName {
    let Name { surname, given, middle, suffix } = name.clone();
    PersonName { surname, given, middle, suffix }
}

/// A number that means something to its source only identifies nobody outside of it.
fn identifier(source: Source, number: &Identifier) -> Option<ciss_multiview::Identifier> {
    use ciss_multiview::IdentifierKind as Kind;
    let kind = match number.kind {
        IdentifierKind::SocialSecurity => Kind::SocialSecurity,
        IdentifierKind::OperatorLicence => Kind::OperatorLicence,
        IdentifierKind::StateIdentification => Kind::StateIdentification,
        IdentifierKind::Fbi => Kind::Fbi,
        IdentifierKind::Inmate => Kind::Inmate,
        IdentifierKind::SourceNumber => return None,
    };
    let assigned = matches!(
        (source, kind),
        (Source::DmvLicence, Kind::OperatorLicence)
            | (Source::CriminalHistory, Kind::StateIdentification)
            | (Source::Corrections, Kind::Inmate)
    );
    Some(ciss_multiview::Identifier {
        kind,
        value: number.value.clone(),
        issuer: number.issuer.clone(),
        assigned,
    })
}
