//! What must hold in every world: the same twice, unique numbers, true references, plausible rates, truth for everybody.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use std::collections::{BTreeMap, HashMap, HashSet};

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::{Matter, WarrantStatus};
use ciss_contract::query::Query;
use ciss_contract::source::Source;
use ciss_simulator::{Truth, World};
use jiff::SignedDuration;
use jiff::civil::date;

fn world(people: u64, seed: u64) -> World {
    World { people, seed, today: date(2026, 11, 22) }
}

fn lines(world: &World) -> String {
    world.documents().map(|document| serde_json::to_string(&document).unwrap() + "\n").collect()
}

/// People whom a matter points at.
fn subjects(matter: &Matter) -> Vec<usize> {
    match matter {
        Matter::Licence { subject, .. }
        | Matter::Arrest { subject, .. }
        | Matter::Warrant { subject, .. }
        | Matter::Custody { subject, .. }
        | Matter::Supervision { subject, .. }
        | Matter::Bail { subject, .. }
        | Matter::Registrant { subject, .. }
        | Matter::CourtCase { subject, .. }
        | Matter::Permit { subject, .. }
        | Matter::Infraction { subject, .. } => vec![*subject],
        Matter::Registration { owners, .. } => owners.clone(),
        Matter::ProtectiveOrder { respondent, protected, .. } => {
            respondent.iter().chain(protected).copied().collect()
        }
        Matter::StolenVehicle { .. }
        | Matter::Identity { .. }
        | Matter::Erasure { .. }
        | Matter::Withdrawal { .. }
        | Matter::Unsealing {} => vec![],
    }
}

fn true_people(world: &World) -> HashMap<(Source, String, usize), u64> {
    world
        .truth()
        .map(|Truth { source, number, position, person }| ((source, number, position), person))
        .collect()
}

#[test]
fn the_same_seed_gives_the_same_documents_and_another_one_does_not() {
    let once = lines(&world(1_000, 7));
    assert_eq!(once, lines(&world(1_000, 7)));
    assert_ne!(once, lines(&world(1_000, 8)));
}

#[test]
fn a_larger_world_begins_like_a_smaller_one() {
    let (small, large) = (lines(&world(1_000, 7)), lines(&world(3_000, 7)));
    assert!(large.starts_with(&small) && large.len() > 2 * small.len());
}

#[test]
fn matters_point_at_people_and_vehicles_that_are_there() {
    let world = world(5_000, 3);
    for document in world.documents().chain(world.wanted_entries()) {
        assert!(!document.matters.is_empty(), "{}", document.number);
        for matter in &document.matters {
            assert!(
                subjects(matter).iter().all(|subject| *subject < document.persons.len()),
                "{}",
                document.number
            );
            if let Matter::Registration { vehicle, .. } | Matter::StolenVehicle { vehicle, .. } = matter {
                assert!(*vehicle < document.vehicles.len(), "{}", document.number);
            }
        }
    }
}

#[test]
fn numbers_are_unique_within_a_source_but_for_corrections() {
    let world = world(8_000, 3);
    let mut seen: HashMap<(Source, String), SourceDocument> = HashMap::new();
    let mut corrections = 0;
    for document in world.documents().chain(world.wanted_entries()) {
        if let Some(earlier) = seen.insert((document.source, document.number.clone()), document.clone()) {
            corrections += 1;
            assert_eq!(document.source, Source::Rms, "{}", document.number);
            assert!(earlier.as_of < document.as_of, "{}", document.number);
            assert_eq!(earlier.matters, document.matters, "{}", document.number);
        }
    }
    assert!(corrections > 5, "{corrections}");
}

#[test]
fn an_erasure_follows_the_document_that_it_erases() {
    let mut seen = HashMap::new();
    let mut erasures = 0;
    for document in world(5_000, 3).documents() {
        for matter in &document.matters {
            if let Matter::Erasure { number } = matter {
                erasures += 1;
                assert!(seen[&(document.source, number.clone())] < document.as_of, "{number}");
            }
        }
        seen.insert((document.source, document.number.clone()), document.as_of);
    }
    assert!(erasures > 50, "{erasures}");
}

#[test]
fn truth_covers_everybody_and_is_in_no_document() {
    let world = world(3_000, 11);
    let truth = true_people(&world);
    let mut people = HashSet::new();
    for document in world.documents().chain(world.wanted_entries()) {
        for position in 0..document.persons.len() {
            people.insert(truth[&(document.source, document.number.clone(), position)]);
        }
        assert!(!truth.contains_key(&(document.source, document.number.clone(), document.persons.len())));
        assert!(!serde_json::to_string(&document).unwrap().contains("person_id"));
    }
    assert!(people.len() > 2_000, "{}", people.len());
}

#[test]
fn one_person_has_one_licence_number_and_no_two_people_share_it() {
    let world = world(5_000, 2);
    let truth = true_people(&world);
    let mut owners: HashMap<String, u64> = HashMap::new();
    for document in world.documents().filter(|document| document.source == Source::DmvLicence) {
        let person = truth[&(document.source, document.number.clone(), 0)];
        assert!(owners.insert(document.number, person).is_none());
    }
    assert_eq!(owners.values().collect::<HashSet<_>>().len(), owners.len());
}

#[test]
fn rates_are_plausible() {
    let world = world(20_000, 5);
    let truth = true_people(&world);
    let horizon = world.today - jiff::ToSpan::days(365);
    let mut groups: BTreeMap<&str, HashSet<u64>> = BTreeMap::new();
    let (mut vehicles, mut stolen, mut documents) = (0, 0, 0);
    for document in world.documents().chain(world.wanted_entries()) {
        documents += 1;
        for matter in &document.matters {
            let group = match matter {
                Matter::Warrant { status: WarrantStatus::Active, .. } => "wanted",
                Matter::Arrest { at, on, .. } if document.source == Source::Rms => {
                    let day = at.map(|at| at.to_zoned(jiff::tz::TimeZone::UTC).date()).or(*on).unwrap();
                    if day > horizon { "arrested within a year" } else { "arrested before" }
                }
                Matter::Licence { .. } => "licensed",
                Matter::Registrant { .. } => "registrant",
                Matter::ProtectiveOrder { .. } => "order",
                Matter::Custody { released: None, .. } => "in custody",
                Matter::Supervision { .. } => "supervised",
                Matter::Registration { .. } => {
                    vehicles += 1;
                    continue;
                }
                Matter::StolenVehicle { .. } => {
                    stolen += 1;
                    continue;
                }
                Matter::Warrant { .. }
                | Matter::Arrest { .. }
                | Matter::Custody { .. }
                | Matter::Bail { .. }
                | Matter::CourtCase { .. }
                | Matter::Permit { .. }
                | Matter::Infraction { .. }
                | Matter::Identity { .. }
                | Matter::Erasure { .. }
                | Matter::Withdrawal { .. }
                | Matter::Unsealing {} => continue,
            };
            for subject in subjects(matter) {
                let person = truth[&(document.source, document.number.clone(), subject)];
                groups.entry(group).or_default().insert(person);
            }
        }
    }
    let check = |group: &str, least: f64, most: f64| {
        let share = groups[group].len() as f64 / world.people as f64 * 100.0;
        assert!((least..=most).contains(&share), "{group}: {share:.2} %");
    };
    check("wanted", 1.0, 2.0);
    check("arrested within a year", 3.0, 4.5);
    check("arrested before", 5.0, 13.0);
    check("licensed", 60.0, 80.0);
    check("registrant", 0.03, 0.3);
    check("order", 0.4, 2.0);
    check("in custody", 0.1, 0.8);
    check("supervised", 0.8, 4.0);
    assert!((0.4..0.9).contains(&(f64::from(vehicles) / world.people as f64)), "{vehicles}");
    assert!((0.0005..0.004).contains(&(f64::from(stolen) / f64::from(vehicles))), "{stolen}");
    assert!((30_000..70_000).contains(&documents), "{documents}");
}

#[test]
fn every_source_spoke_in_the_last_six_hours_and_nobody_speaks_of_tomorrow() {
    let world = world(1_000, 4);
    let now = world.today.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
    let mut latest = HashMap::new();
    for document in world.documents().chain(world.wanted_entries()) {
        assert!(document.as_of < now, "{}", document.number);
        let latest = latest.entry(document.source).or_insert(document.as_of);
        *latest = document.as_of.max(*latest);
    }
    for source in Source::ALL {
        let since = now.duration_since(latest[&source]);
        assert!(since <= SignedDuration::from_hours(6), "{} {since}", source.code());
    }
}

#[test]
fn plates_and_vins_are_understood_and_check_digits_hold() {
    for document in world(3_000, 6).documents() {
        for vehicle in &document.vehicles {
            let plate = vehicle.plate.as_deref().unwrap();
            assert!(matches!(Query::interpret(plate), Ok(Query::Plate { .. })), "{plate}");
            if let Some(vin) = &vehicle.vin {
                assert!(
                    matches!(Query::interpret(vin), Ok(Query::Vin { check_digit_holds: true, .. })),
                    "{vin}"
                );
            }
        }
    }
}

#[test]
fn sources_differ_in_how_they_write() {
    let world = world(8_000, 9);
    let mut dirty = HashMap::<&str, u32>::new();
    for document in world.documents().filter(|document| document.source == Source::Rms) {
        for person in &document.persons {
            let born = person.born.as_deref().unwrap_or_default();
            let shape: String = born.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect();
            let habit = match shape.as_str() {
                "" => "no birth",
                "9999-99-99" => "iso",
                "99/99/9999" => "slashes",
                "99999999" => "compact",
                _ => "words",
            };
            *dirty.entry(habit).or_default() += 1;
            let street = person.addresses.first().map(|address| address.street.as_str()).unwrap_or_default();
            *dirty.entry("unit in street").or_default() +=
                u32::from(street.contains("Apt") || street.contains('#'));
        }
    }
    for habit in ["no birth", "iso", "slashes", "compact", "words", "unit in street"] {
        assert!(dirty.get(habit).is_some_and(|count| *count > 20), "{habit} {dirty:?}");
    }
    let clean = world.documents().filter(|document| document.source == Source::DmvLicence);
    let dates: Vec<String> =
        clean.flat_map(|document| document.persons).filter_map(|person| person.born).collect();
    assert!(dates.len() > 4_000 && dates.iter().all(|born| born.parse::<jiff::civil::Date>().is_ok()));
}

#[test]
fn the_first_plate_has_four_people_at_its_address_and_one_of_them_is_wanted() {
    for seed in 0..8 {
        let world = world(1_000, seed);
        let truth = true_people(&world);
        let documents: Vec<_> = world.documents().collect();
        let registration = documents
            .iter()
            .find(|d| {
                d.source == Source::DmvRegistration && d.vehicles[0].plate.as_deref() == Some("AB12345")
            })
            .unwrap();
        let home = &registration.persons[0].addresses[0];
        let at_home = |person: &ciss_contract::person::Person| {
            person.addresses.iter().any(|address| {
                let number = home.street.split(' ').next().unwrap();
                address.postal_code == home.postal_code && address.street.starts_with(&format!("{number} "))
            })
        };
        let mut there = HashSet::new();
        let mut wanted = HashSet::new();
        for document in &documents {
            for (position, person) in document.persons.iter().enumerate() {
                let who = truth[&(document.source, document.number.clone(), position)];
                if who < 8 && at_home(person) {
                    there.insert(who);
                }
            }
            for matter in &document.matters {
                if let Matter::Warrant { subject, status: WarrantStatus::Active, .. } = matter {
                    wanted.insert(truth[&(document.source, document.number.clone(), *subject)]);
                }
            }
        }
        assert_eq!(there.len(), 4, "seed {seed}");
        assert_eq!(there.intersection(&wanted).count(), 1, "seed {seed}");
        assert_eq!(world.example().unwrap().plate, "AB12345");
    }
}

#[test]
fn the_documents_of_one_household() {
    let world = world(1_000, 1);
    let truth = true_people(&world);
    // The people of the first household are numbered 0 to 7.
    let of_first = |document: &SourceDocument| {
        (0..document.persons.len())
            .any(|person| truth[&(document.source, document.number.clone(), person)] < 8)
    };
    insta::assert_json_snapshot!(world.documents().take_while(of_first).collect::<Vec<_>>());
}
