//! A household written by hand: an owner, a wanted son, a grandmother, a parolee, a girl of fifteen. All fictional.

use ciss_cards::adulthood::{Adulthood, Statement};
use ciss_cards::card::{
    CardName, CardPhoto, Chain, ChainPerson, EventKey, Fact, LicenceCard, PersonCard, VehicleCard,
};
use ciss_contract::answer::{Question, Severity};
use ciss_contract::birth::Birth;
use ciss_contract::ids::{AddressId, DocumentId, GoldenId};
use ciss_contract::lookup::Tie;
use ciss_contract::source::Source;
use ciss_records::Feed;
use jiff::civil::{Date, date};

use crate::bench::NOW;
use crate::shelf::Shelf;
use crate::{documents, records};

pub(crate) const PLATE: &str = "AB12345";
pub(crate) const VIN: &str = "2HGFC2F59KH042338";

fn at(text: &str) -> jiff::Timestamp {
    text.parse().unwrap()
}

pub(crate) fn address() -> (AddressId, String) {
    (AddressId::from("a1"), "12 Silver St, Apt 4, Middletown 06457".to_owned())
}

/// Everything that the tests look up.
pub(crate) fn shelf() -> Shelf {
    let mut company = household();
    company.vehicle = VehicleCard { plate: "GOVT1".to_owned(), vin: None, ..company.vehicle };
    (company.owners, company.people, company.address, company.at_address) = (vec![], vec![], None, 0);
    let mut suspended = household();
    suspended.vehicle =
        VehicleCard { plate: "SUS1".to_owned(), status: "05".to_owned(), ..suspended.vehicle };
    suspended.people.retain(|person| person.card.golden.as_str() == "ana");
    (suspended.owners, suspended.at_address) = (vec![GoldenId::from("ana")], 1);
    let mut expired = suspended.clone();
    expired.vehicle = VehicleCard {
        plate: "EXP1".to_owned(),
        status: "00".to_owned(),
        expires: Some(date(2026, 11, 17)),
        ..expired.vehicle
    };
    let mut quiet = suspended.clone();
    quiet.vehicle = VehicleCard { plate: "QUIET".to_owned(), status: "00".to_owned(), ..quiet.vehicle };
    let mut tower = household();
    tower.vehicle = VehicleCard { plate: "TOWER".to_owned(), vin: None, ..tower.vehicle };
    tower.address = Some((AddressId::from("a0"), "12 SILVER STREET, MIDDLETOWN 06457".to_owned()));
    let mut stranger = rafael();
    stranger.card.golden = GoldenId::from("stranger");
    tower.people = vec![maria(), stranger];
    tower.at_address = 2;
    Shelf {
        chains: vec![household(), company, suspended, expired, quiet, tower],
        dossiers: records::dossiers(),
        documents: documents::received(),
        feeds: feeds(),
        ..Shelf::default()
    }
}

/// Every indexed source sent today, but for two: one has been silent for two days, one never sent.
fn feeds() -> Vec<Feed> {
    let silent = [Source::WantedFile, Source::Weapons];
    let feed = |source| Feed {
        source,
        last_received: at(if source == Source::SexOffenders {
            "2026-11-16T17:00:00Z"
        } else {
            "2026-11-18T18:50:00Z"
        }),
        documents: 100,
    };
    Source::ALL.into_iter().filter(|source| !silent.contains(source)).map(feed).collect()
}

pub(crate) fn household() -> Chain {
    Chain {
        vehicle: VehicleCard {
            plate: PLATE.to_owned(),
            plate_state: "CT".to_owned(),
            plate_type: Some("Passenger".to_owned()),
            vin: Some(VIN.to_owned()),
            year: Some(2019),
            make: Some("Honda".to_owned()),
            model: Some("Civic".to_owned()),
            style: Some("4-door".to_owned()),
            colour: Some("Blue".to_owned()),
            status: "00".to_owned(),
            expires: Some(date(2027, 6, 30)),
            as_of: at("2026-11-18T18:50:00Z"),
            document: DocumentId::from("d-reg"),
        },
        owners: vec![GoldenId::from("maria")],
        address: Some(address()),
        people: vec![sofia(), ana(), luis(), maria(), rafael()],
        at_address: 5,
    }
}

fn person(golden: &str, given: &str, sex: &str, born: Date, sources: &[Source]) -> PersonCard {
    PersonCard {
        golden: GoldenId::from(golden),
        name: CardName { surname: "ORTIZ".to_owned(), given: given.to_owned(), middle: None, suffix: None },
        nickname: None,
        sex: Some(sex.to_owned()),
        born: Some(Birth::Day(born)),
        adulthood: Adulthood::voted(
            Statement::read(Source::DmvLicence, at(NOW), Some(&born.to_string())).as_slice(),
        ),
        height: Some(64),
        weight: Some(140),
        hair: Some("Brown".to_owned()),
        eyes: Some("Brown".to_owned()),
        licence: None,
        address: Some(address()),
        photo: None,
        cautions: vec![],
        records: u32::try_from(sources.len()).unwrap(),
        sources: sources.to_vec(),
        omitted: Vec::new(),
        facts: vec![],
        loose: vec![],
        possible: vec![],
        history: vec![],
        permits: vec![],
        social: vec![],
    }
}

fn tied(card: PersonCard, by: &[Source]) -> ChainPerson {
    let tie = |source: &Source| Tie {
        source: *source,
        as_of: at("2026-01-05T12:00:00Z"),
        document: DocumentId(format!("d-{}-{}", card.golden, source.code().to_lowercase())),
    };
    ChainPerson { ties: by.iter().map(tie).collect(), card }
}

pub(crate) fn fact(
    question: Question,
    source: Source,
    number: &str,
    severity: Severity,
    summary: &str,
    on: Date,
) -> Fact {
    Fact {
        question,
        source,
        document: DocumentId(format!("d-{}", number.to_lowercase())),
        number: number.to_owned(),
        as_of: at("2026-11-18T18:00:00Z"),
        severity,
        summary: summary.to_owned(),
        on: Some(on),
        holds_until: None,
        gravity: 0,
        event: EventKey::default(),
        want: None,
    }
}

fn maria() -> ChainPerson {
    let sources = [Source::DmvRegistration, Source::DmvLicence, Source::ProtectiveOrders];
    let mut card = person("maria", "Maria", "F", date(1985, 4, 2), &sources);
    card.name.middle = Some("L".to_owned());
    card.licence = Some(LicenceCard {
        number: Some("104882001".to_owned()),
        class: Some("D".to_owned()),
        status: "LIC".to_owned(),
        expires: Some(date(2029, 4, 2)),
    });
    card.photo = Some(CardPhoto {
        id: "p-maria".to_owned(),
        source: Source::DmvLicence,
        taken: Some(date(2023, 4, 2)),
    });
    let day = date(2026, 4, 10);
    card.facts = vec![fact(
        Question::ProtectiveOrder,
        Source::ProtectiveOrders,
        "POR-17",
        Severity::Info,
        "protected person",
        day,
    )];
    tied(card, &[Source::DmvRegistration, Source::DmvLicence])
}

fn luis() -> ChainPerson {
    let sources = [Source::DmvLicence, Source::Prawn, Source::Rms, Source::CaseManagement];
    let mut card = person("luis", "Luis", "M", date(2007, 3, 14), &sources);
    card.cautions = vec!["20".to_owned()];
    card.photo =
        Some(CardPhoto { id: "p-luis".to_owned(), source: Source::Rms, taken: Some(date(2026, 10, 1)) });
    let mut old = fact(
        Question::RecentArrest,
        Source::Rms,
        "26-000017",
        Severity::Caution,
        "breach of peace",
        date(2026, 1, 2),
    );
    old.holds_until = Some(date(2026, 4, 2));
    card.facts = vec![
        fact(
            Question::Wanted,
            Source::Prawn,
            "26-0193",
            Severity::Danger,
            "failure to appear, felony",
            date(2026, 11, 18),
        ),
        fact(
            Question::BailConditions,
            Source::CaseManagement,
            "CM-88",
            Severity::Caution,
            "curfew, no contact",
            date(2026, 10, 2),
        ),
        old,
    ];
    tied(card, &[Source::DmvLicence])
}

fn ana() -> ChainPerson {
    tied(person("ana", "Ana", "F", date(1959, 8, 20), &[Source::DmvLicence]), &[Source::DmvLicence])
}

/// Only the parole board knows that he lives here.
fn rafael() -> ChainPerson {
    let sources = [Source::Corrections, Source::Parole];
    let mut card = person("rafael", "Rafael", "M", date(1982, 2, 1), &sources);
    card.nickname = Some("Rafi".to_owned());
    card.facts = vec![
        fact(
            Question::Supervision,
            Source::Parole,
            "BP-4",
            Severity::Caution,
            "parole to 30 Nov 2026",
            date(2026, 2, 10),
        ),
        fact(
            Question::Released,
            Source::Corrections,
            "DOC-9",
            Severity::Info,
            "released 10 Feb 2026",
            date(2026, 2, 10),
        ),
    ];
    tied(card, &[Source::Parole])
}

fn sofia() -> ChainPerson {
    let sources = [Source::DmvLicence, Source::Rms];
    let mut card = person("sofia", "Sofia", "F", date(2011, 6, 6), &sources);
    card.cautions = vec!["70".to_owned()];
    card.nickname = Some("Sofi".to_owned());
    card.photo = Some(CardPhoto { id: "p-sofia".to_owned(), source: Source::Rms, taken: None });
    let day = date(2026, 11, 1);
    card.facts = vec![fact(
        Question::RecentArrest,
        Source::Rms,
        "26-004400",
        Severity::Danger,
        "juvenile summons",
        day,
    )];
    tied(card, &[Source::DmvLicence])
}
