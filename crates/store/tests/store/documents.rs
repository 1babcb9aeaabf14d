//! Hand-written documents about fictional people.

use ciss_contract::address::Address;
use ciss_contract::document::SourceDocument;
use ciss_contract::ids::PhotoId;
use ciss_contract::matter::{Charge, Grade, Matter, WithdrawalReason};
use ciss_contract::person::{Identifier, IdentifierKind, Name, Person, SourcePhoto};
use ciss_contract::source::Source;
use ciss_contract::vehicle::Vehicle;
use ciss_records::{Arrival, ReceivedDocument};
use jiff::Timestamp;
use jiff::civil::date;

#[derive(Clone)]
pub(crate) struct Fictional(pub(crate) Person);

/// An empty licence number or date of birth is none.
pub(crate) fn person(surname: &str, given: &str, born: &str, licence: &str) -> Fictional {
    let mut person = Person {
        name: Name { surname: surname.into(), given: given.into(), ..Name::default() },
        born: (!born.is_empty()).then(|| born.into()),
        ..Person::default()
    };
    if !licence.is_empty() {
        person.identifiers.push(Identifier {
            kind: IdentifierKind::OperatorLicence,
            value: licence.into(),
            issuer: Some("CT".into()),
        });
    }
    Fictional(person)
}

impl Fictional {
    pub(crate) fn lives(mut self, street: &str) -> Self {
        self.0.addresses.push(Address {
            street: street.into(),
            unit: None,
            town: "Middletown".into(),
            state: Some("CT".into()),
            postal_code: Some("06457".into()),
        });
        self
    }

    pub(crate) fn suffix(mut self, suffix: &str) -> Self {
        self.0.name.suffix = Some(suffix.into());
        self
    }

    pub(crate) fn with_sid(mut self, value: &str) -> Self {
        let kind = IdentifierKind::StateIdentification;
        self.0.identifiers.push(Identifier { kind, value: value.into(), issuer: Some("CT".into()) });
        self
    }

    pub(crate) fn photographed(mut self, id: &str) -> Self {
        self.0.photos.push(SourcePhoto { id: PhotoId(id.into()), taken: Some(date(2025, 3, 14)) });
        self
    }
}

pub(crate) fn at(time: &str) -> Timestamp {
    time.parse().unwrap()
}

fn document(source: Source, number: &str, person: &[&Fictional], matters: Vec<Matter>) -> SourceDocument {
    SourceDocument {
        source,
        number: number.into(),
        as_of: at("2026-01-15T12:00:00Z"),
        originator: None,
        persons: person.iter().map(|person| person.0.clone()).collect(),
        vehicles: Vec::new(),
        matters,
    }
}

pub(crate) fn registration(number: &str, plate: &str, owners: &[&Fictional]) -> SourceDocument {
    let matter = Matter::Registration {
        vehicle: 0,
        owners: (0..owners.len()).collect(),
        status: "00".into(),
        expires: Some(date(2027, 6, 30)),
    };
    let vehicle = Vehicle {
        vin: Some("1HGCM82633A004352".into()),
        year: Some(2019),
        make: Some("HOND".into()),
        model: Some("Civic".into()),
        style: Some("4D".into()),
        colour: Some("BLU".into()),
        plate: Some(plate.into()),
        plate_state: Some("CT".into()),
        plate_type: Some("PC".into()),
    };
    SourceDocument {
        vehicles: vec![vehicle],
        ..document(Source::DmvRegistration, number, owners, vec![matter])
    }
}

pub(crate) fn licence(number: &str, driver: &Fictional) -> SourceDocument {
    let matter = Matter::Licence {
        subject: 0,
        class: Some("D".into()),
        status: "LIC".into(),
        expires: Some(date(2029, 3, 14)),
    };
    document(Source::DmvLicence, number, &[driver], vec![matter])
}

pub(crate) fn arrest(number: &str, subject: &Fictional, statute: &str) -> SourceDocument {
    let charge = Charge {
        statute: Some(statute.into()),
        description: "Burglary 3rd degree".into(),
        grade: Some(Grade::Felony),
        ..Charge::default()
    };
    let matter = Matter::Arrest {
        subject: 0,
        at: Some(at("2026-01-11T21:40:00Z")),
        on: None,
        report: None,
        charges: vec![charge],
        violence_against_police: false,
    };
    document(Source::Rms, number, &[subject], vec![matter])
}

pub(crate) fn erasure(source: Source, number: &str, erased: &str) -> SourceDocument {
    document(source, number, &[], vec![Matter::Erasure { number: erased.into() }])
}

/// The first person of one document and the first of another are, or are not, one person.
pub(crate) fn decision(left: &SourceDocument, right: &SourceDocument, same: bool) -> SourceDocument {
    let number = format!("{}-{}", left.number, right.number);
    let matter = Matter::Identity {
        name: String::new(),
        left: left.record(0),
        right: right.record(0),
        same,
        reason: "seen both".into(),
        by: "reyes".into(),
    };
    document(Source::Decisions, &number, &[], vec![matter])
}

/// The source takes the document of this number back.
pub(crate) fn withdrawal(source: Source, number: &str, reason: WithdrawalReason) -> SourceDocument {
    document(source, number, &[], vec![Matter::Withdrawal { reason }])
}

/// The same document of an agency.
pub(crate) fn of_agency(document: SourceDocument, agency: &str) -> SourceDocument {
    SourceDocument { originator: Some(agency.into()), ..document }
}

/// The same document as of another time.
pub(crate) fn resend(document: SourceDocument, as_of: &str) -> SourceDocument {
    SourceDocument { as_of: at(as_of), ..document }
}

pub(crate) fn arrival(document: SourceDocument) -> Arrival {
    let bytes = serde_json::to_vec(&document).unwrap();
    let received = ReceivedDocument::new(&document, "application/json", bytes, at("2026-11-22T00:00:00Z"));
    Arrival { received, document }
}
