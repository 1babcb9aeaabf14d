//! The people in the documents of a simulated state, as a table with the truth.

use std::path::Path;

use ciss_contract::person::{IdentifierKind, Person};
use ciss_simulator::World;

/// Records that a person has, all sources together, and a little more: so many people give enough records.
const RECORDS_PER_PERSON: f64 = 2.05;

const COLUMNS: [&str; 21] = [
    "record_id",
    "source",
    "cluster_id",
    "given",
    "middle",
    "surname",
    "suffix",
    "born",
    "sex",
    "race",
    "height",
    "ssn",
    "oln",
    "sid",
    "fbi",
    "street",
    "unit",
    "town",
    "state",
    "postal_code",
    "phone",
];

/// A world with about so many records.
pub(crate) fn world(records: usize) -> World {
    // Another seed than the model of the hub was learned from.
    World {
        people: (records as f64 / RECORDS_PER_PERSON) as u64,
        seed: 7,
        today: jiff::civil::date(2026, 11, 24),
    }
}

/// Writes the first `records` records of a world; fewer if it has no more.
pub(crate) fn write(world: &World, records: usize, file: &Path) -> anyhow::Result<usize> {
    let mut table = csv::Writer::from_path(file)?;
    table.write_record(COLUMNS)?;
    let mut written = 0;
    'documents: for (document, people) in world.documents_with_truth() {
        for (person, truth) in document.persons.iter().zip(people) {
            if written == records {
                break 'documents;
            }
            written += 1;
            let id = written.to_string();
            table.write_record(row(&id, document.source.code(), &truth.to_string(), person))?;
        }
    }
    table.flush()?;
    Ok(written)
}

fn row(id: &str, source: &str, truth: &str, person: &Person) -> [String; 21] {
    let number = |kind| {
        let mut numbers = person.identifiers.iter().filter(|number| number.kind == kind);
        numbers.next().map(|number| number.value.clone()).unwrap_or_default()
    };
    let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
    let address = person.addresses.first().cloned().unwrap_or_default();
    [
        id.to_owned(),
        source.to_owned(),
        truth.to_owned(),
        person.name.given.clone(),
        or_empty(&person.name.middle),
        person.name.surname.clone(),
        or_empty(&person.name.suffix),
        or_empty(&person.born),
        or_empty(&person.sex),
        or_empty(&person.race),
        person.height.map(|inches| inches.to_string()).unwrap_or_default(),
        number(IdentifierKind::SocialSecurity),
        number(IdentifierKind::OperatorLicence),
        number(IdentifierKind::StateIdentification),
        number(IdentifierKind::Fbi),
        address.street,
        address.unit.unwrap_or_default(),
        address.town,
        address.state.unwrap_or_default(),
        address.postal_code.unwrap_or_default(),
        person.phones.first().cloned().unwrap_or_default(),
    ]
}
