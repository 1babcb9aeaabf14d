//! How often the value in the golden record is the true one, beside simple rules and beside the oracle, which is right
//! wherever any record is. Records are grouped by the truth, so that only the choice of values is measured.

use std::cmp::Reverse;
use std::collections::HashMap;

use ciss_cards::{HOME_STATE, SourceTrust};
use ciss_multiview::address::PostalAddress;
use ciss_multiview::{Golden, IdentifierKind, Record, Trust, birth, merge};
use ciss_records::ingest::records_of;
use ciss_simulator::TruePerson;
use serde::Serialize;

use crate::world;

/// A field: what a record says, what the golden record says, and what is true, in a form in which they can be equal.
struct Field {
    name: &'static str,
    of: fn(&Record) -> Option<String>,
    golden: fn(&Golden) -> Option<String>,
    truth: fn(&TruePerson) -> String,
}

#[derive(Serialize)]
pub(crate) struct Row {
    field: &'static str,
    /// People with a record that says anything.
    people: u64,
    golden: f64,
    oracle: f64,
    /// Share of right values by rule.
    rules: Vec<(&'static str, f64)>,
}

const RULES: [&str; 5] = ["majority", "most recent", "source priority", "longest", "most complete"];

const FIELDS: [Field; 10] = [
    Field {
        name: "surname",
        of: |record| letters(&record.name.surname),
        golden: |golden| letters(&golden.name.as_ref()?.value.surname),
        truth: |person| letters(&person.name.surname).unwrap_or_default(),
    },
    Field {
        name: "given name",
        of: |record| letters(&record.name.given),
        golden: |golden| letters(&golden.name.as_ref()?.value.given),
        truth: |person| letters(&person.name.given).unwrap_or_default(),
    },
    Field {
        name: "middle name",
        of: |record| letters(record.name.middle.as_deref()?),
        golden: |golden| letters(golden.name.as_ref()?.value.middle.as_deref()?),
        truth: |person| person.name.middle.as_deref().and_then(letters).unwrap_or_default(),
    },
    Field {
        name: "date of birth",
        of: |record| date(record.born.as_deref()?),
        golden: |golden| date(&golden.born.as_ref()?.value),
        truth: |person| person.born.to_string(),
    },
    Field {
        name: "sex",
        of: |record| record.sex.clone(),
        golden: |golden| Some(golden.sex.as_ref()?.value.clone()),
        truth: |person| person.sex.to_owned(),
    },
    Field {
        name: "race",
        of: |record| record.race.clone(),
        golden: |golden| Some(golden.race.as_ref()?.value.clone()),
        truth: |person| person.race.to_owned(),
    },
    Field {
        name: "height",
        of: |record| Some(record.height?.to_string()),
        golden: |golden| Some(golden.height.as_ref()?.value.to_string()),
        truth: |person| person.height.to_string(),
    },
    Field {
        name: "license number",
        of: |record| number(record, IdentifierKind::OperatorLicence),
        golden: |golden| golden_number(golden, IdentifierKind::OperatorLicence),
        truth: |person| digits(&person.licence),
    },
    Field {
        name: "social security",
        of: |record| number(record, IdentifierKind::SocialSecurity),
        golden: |golden| golden_number(golden, IdentifierKind::SocialSecurity),
        truth: |person| digits(&person.social_security),
    },
    Field {
        name: "address",
        of: |record| place(record.addresses.first()?),
        golden: |golden| place(&golden.address.as_ref()?.value),
        truth: |person| {
            let home = person.home.clone();
            let home = PostalAddress {
                street: home.street,
                unit: home.unit,
                town: home.town,
                state: home.state,
                postal_code: home.postal_code,
            };
            place(&home).unwrap_or_default()
        },
    },
];

fn letters(text: &str) -> Option<String> {
    let letters: String = text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_uppercase).collect();
    (!letters.is_empty()).then_some(letters)
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn date(text: &str) -> Option<String> {
    match birth::read(text)? {
        birth::Birth::Full(date) => Some(date.to_string()),
        birth::Birth::Year(_) => None,
    }
}

fn number(record: &Record, kind: IdentifierKind) -> Option<String> {
    Some(digits(&record.identifiers.iter().find(|number| number.kind == kind)?.value))
}

fn golden_number(golden: &Golden, kind: IdentifierKind) -> Option<String> {
    golden.numbers.iter().find(|(of, _)| *of == kind).map(|(_, number)| digits(&number.value))
}

fn place(address: &PostalAddress) -> Option<String> {
    Some(address.resolve(HOME_STATE)?.key())
}

pub(crate) fn measure(records: usize) -> anyhow::Result<Vec<Row>> {
    eprintln!("merging {records} records by the truth");
    let world = world::world(records);
    let mut records_by_person: HashMap<u64, Vec<Record>> = HashMap::new();
    for (document, people) in world.documents_with_truth() {
        for (record, person) in records_of(&document).into_iter().zip(people) {
            records_by_person.entry(person).or_default().push(record);
        }
    }
    let mut right = vec![[0_u64; 2 + RULES.len()]; FIELDS.len()];
    let mut people = vec![0_u64; FIELDS.len()];
    for person in world.people() {
        let Some(records) = records_by_person.get(&person.person) else { continue };
        let Some(golden) = merge(&records.iter().collect::<Vec<_>>(), &SourceTrust, HOME_STATE) else {
            continue;
        };
        for (at, field) in FIELDS.iter().enumerate() {
            let said: Vec<(&Record, String)> =
                records.iter().filter_map(|record| Some((record, (field.of)(record)?))).collect();
            if said.is_empty() {
                continue;
            }
            let truth = (field.truth)(&person);
            people[at] += 1;
            right[at][0] += u64::from((field.golden)(&golden).as_ref() == Some(&truth));
            right[at][1] += u64::from(said.iter().any(|(_, value)| *value == truth));
            for (rule, choice) in choices(&said).into_iter().enumerate() {
                right[at][2 + rule] += u64::from(choice == Some(truth.as_str()));
            }
        }
    }
    let row = |(at, field): (usize, &Field)| {
        let share = |count: u64| count as f64 / people[at].max(1) as f64;
        Row {
            field: field.name,
            people: people[at],
            golden: share(right[at][0]),
            oracle: share(right[at][1]),
            rules: RULES.iter().zip(&right[at][2..]).map(|(rule, count)| (*rule, share(*count))).collect(),
        }
    };
    Ok(FIELDS.iter().enumerate().map(row).collect())
}

/// What each of [`RULES`] chooses; between equals, the newest.
fn choices<'a>(said: &'a [(&Record, String)]) -> [Option<&'a str>; 5] {
    let by = |rank: &dyn Fn(&Record, &str) -> u64| {
        let best = said
            .iter()
            .max_by_key(|(record, value)| (rank(record, value), record.as_of, Reverse(record.key)));
        best.map(|(_, value)| value.as_str())
    };
    let filled = |record: &Record| {
        [record.born.is_some(), record.sex.is_some(), record.race.is_some(), record.height.is_some()]
            .into_iter()
            .map(u64::from)
            .sum::<u64>()
            + (record.identifiers.len() + record.addresses.len() + record.phones.len()) as u64
            + u64::from(record.name.middle.is_some())
    };
    [
        by(&|_, value| said.iter().filter(|(_, other)| other == value).count() as u64),
        by(&|_, _| 0),
        by(&|record, _| u64::from(SourceTrust.identity(record.source))),
        by(&|_, value| value.len() as u64),
        by(&|record, _| filled(record)),
    ]
}

pub(crate) fn print(rows: &[Row]) {
    println!("\nshare of people whose value is the true one (where any record says anything)");
    print!("{:<16} {:>8} {:>8} {:>8}", "", "people", "golden", "oracle");
    RULES.iter().for_each(|rule| print!(" {rule:>15}"));
    println!();
    for Row { field, people, golden, oracle, rules } in rows {
        print!("{field:<16} {people:>8} {golden:>8.4} {oracle:>8.4}");
        rules.iter().for_each(|(_, share)| print!(" {share:>15.4}"));
        println!();
    }
}
