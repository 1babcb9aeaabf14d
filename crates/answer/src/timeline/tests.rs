//! What stands on a timeline, and in which order.

use ciss_contract::document::SourceDocument;
use ciss_contract::ids::DocumentId;
use ciss_contract::source::Source;
use jiff::civil::date;

use super::*;

fn member(source: Source, as_of: &str, matter: Matter) -> Member {
    let document = SourceDocument {
        source,
        number: "1".to_owned(),
        as_of: as_of.parse().unwrap(),
        originator: None,
        persons: vec![],
        vehicles: vec![],
        matters: vec![matter],
    };
    Member { document, id: DocumentId::from("d"), person: 0, decided: false, evidence: None }
}

#[test]
fn one_arrest_that_three_sources_tell_is_one_event() {
    let arrest = |report: Option<&str>, statute: &str, day| Matter::Arrest {
        subject: 0,
        at: None,
        on: Some(day),
        report: report.map(str::to_owned),
        charges: vec![Charge {
            statute: Some(statute.to_owned()),
            description: "Assault 3rd degree".to_owned(),
            ..Charge::default()
        }],
        violence_against_police: false,
    };
    let day = date(2026, 11, 1);
    let told = events(
        &[
            member(Source::Rms, "2026-11-01T12:00:00Z", arrest(Some("26-17"), "53a-61", day)),
            member(Source::OffenderTracking, "2026-11-03T12:00:00Z", arrest(Some("2617"), "53a-62", day)),
            member(Source::CriminalHistory, "2026-11-02T12:00:00Z", arrest(None, "53a-61", day)),
            member(Source::Rms, "2026-11-01T12:00:00Z", arrest(Some("26-18"), "53a-61", day)),
        ],
        date(2026, 11, 22),
    );
    let sources = |event: &Event| {
        std::iter::once(event.from.source).chain(event.also.iter().map(|also| also.source)).collect()
    };
    let told: Vec<Vec<Source>> = told.iter().map(sources).collect();
    let first = vec![Source::OffenderTracking, Source::CriminalHistory, Source::Rms];
    assert_eq!(told, [first, vec![Source::Rms]]);
}

#[test]
fn a_standing_has_its_place_on_the_day_its_source_said_so() {
    let arrest = |on| Matter::Arrest {
        subject: 0,
        at: None,
        on: Some(on),
        report: None,
        charges: vec![],
        violence_against_police: false,
    };
    let licence = Matter::Licence { subject: 0, class: None, status: "LIC".to_owned(), expires: None };
    let events = events(
        &[
            member(Source::Rms, "2026-11-20T12:00:00Z", arrest(date(2026, 3, 1))),
            member(Source::DmvLicence, "2026-06-01T02:00:00Z", licence),
            member(Source::Rms, "2026-11-20T12:00:00Z", arrest(date(2026, 9, 1))),
        ],
        date(2026, 11, 22),
    );
    let days: Vec<_> = events.iter().map(|event| event.on).collect();
    assert_eq!(days, [Some(date(2026, 9, 1)), None, Some(date(2026, 3, 1))]);
}
