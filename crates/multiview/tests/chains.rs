//! What is alike in steps is not one person: a golden record holds together as a whole.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use ciss_multiview::address::PostalAddress;
use ciss_multiview::{
    Features, Identifier, IdentifierKind, MultiView, PersonName, Record, RecordKey, cluster,
};
use jiff::Timestamp;

/// `surname|given|born|license|street`, empty for missing; of one of so many sources.
fn record(key: usize, sources: usize, text: &str) -> Record {
    let parts: Vec<&str> = text.split('|').collect();
    let source = u16::try_from(key % sources).unwrap();
    let mut record = Record::new(RecordKey(key as u64), source, Timestamp::UNIX_EPOCH);
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    record.name = PersonName { surname: parts[0].into(), given: parts[1].into(), middle: None, suffix: None };
    record.born = some(parts[2]);
    record.identifiers.extend(some(parts[3]).map(|value| Identifier {
        kind: IdentifierKind::OperatorLicence,
        value,
        issuer: Some("CT".into()),
        assigned: false,
    }));
    record.addresses.extend(some(parts[4]).map(|street| PostalAddress {
        street,
        town: "Middletown".into(),
        ..PostalAddress::default()
    }));
    record
}

fn clusters(records: &[Record]) -> Vec<Vec<usize>> {
    let engine = MultiView::supplied("CT");
    let features: Vec<Features> = records.iter().map(|record| engine.features(record)).collect();
    let found = cluster(&engine, &features.iter().collect::<Vec<_>>(), &[]);
    found.iter().map(|cluster| cluster.iter().map(|key| usize::try_from(key.0).unwrap()).collect()).collect()
}

/// Each takes over from the one before all letters but one.
fn letter_by_letter(count: usize) -> Vec<String> {
    const LETTERS: &[u8] = b"bdfgklmnprstvz";
    let mut name = b"bakoden".to_vec();
    let next = |at: usize| {
        name[at * 3 % 7] =
            if (at * 3 % 7).is_multiple_of(2) { LETTERS[at * 5 % 14] } else { b"aeiou"[at * 2 % 5] };
        String::from_utf8(name.clone()).unwrap()
    };
    (0..count).map(next).collect()
}

/// Syllables in every combination.
fn syllables(count: usize) -> Vec<String> {
    const SYLLABLES: [&str; 8] = ["bak", "dol", "mer", "sin", "tav", "kor", "lun", "fez"];
    let name = |at: usize| format!("{}{}er", SYLLABLES[at % 8], SYLLABLES[at / 8 % 8]);
    (0..count).map(name).collect()
}

/// Letters that differ, place by place.
fn differ(x: &str, y: &str) -> usize {
    x.bytes().zip(y.bytes()).filter(|(x, y)| x != y).count() + x.len().abs_diff(y.len())
}

/// No cluster holds names of which half of the letters differ, nor more than a part of all.
fn check(names: &[String], sources: usize, times: usize, text: impl Fn(&str, usize) -> String) {
    let name = |at: usize| names[at % names.len()].as_str();
    let count = names.len() * times;
    let records: Vec<Record> =
        (0..count).map(|at| record(at, sources, &text(name(at), 2 * at + 1))).collect();
    let found = clusters(&records);
    let all: BTreeSet<&String> = names.iter().collect();
    for cluster in &found {
        let pairs = cluster.iter().flat_map(|x| cluster.iter().map(move |y| (name(*x), name(*y))));
        let farthest = pairs.max_by_key(|(x, y)| differ(x, y)).unwrap();
        assert!(differ(farthest.0, farthest.1) <= 4, "{farthest:?} in {cluster:?}");
        let held: BTreeSet<&str> = cluster.iter().map(|at| name(*at)).collect();
        assert!(held.len() <= all.len() / 4, "of {} names {held:?}", all.len());
    }
    assert_eq!(found.iter().map(Vec::len).sum::<usize>(), count);
}

#[test]
fn surnames_that_are_alike_in_steps_are_not_one_persons() {
    for (sources, times) in [(1, 1), (5, 1), (3, 4)] {
        for names in [letter_by_letter(50), syllables(50), letter_by_letter(400)] {
            check(&names, sources, times, |name, house| format!("{name}|Dana|1987-05-02||{house} Elm St"));
        }
    }
}

#[test]
fn first_names_that_are_alike_in_steps_are_not_one_persons() {
    for surname in ["Goldhauer", "Smith"] {
        let text = |name: &str, house| format!("{surname}|{name}|1987-05-02||{house} Elm St");
        check(&letter_by_letter(50), 3, 1, text);
        check(&syllables(60), 3, 2, text);
    }
}

#[test]
fn what_is_alike_to_one_that_is_recorded_often_puts_no_others_together() {
    let often = |names: Vec<String>, every: usize, times: usize| -> Vec<String> {
        let times = |at: usize| if at.is_multiple_of(every) { times } else { 1 };
        names.into_iter().enumerate().flat_map(|(at, name)| std::iter::repeat_n(name, times(at))).collect()
    };
    for sources in [1, 5] {
        for (every, times) in [(7, 12), (10, 40), (2, 4)] {
            let names = often(letter_by_letter(50), every, times);
            check(&names, sources, 1, |name, house| format!("{name}|Dana|1987-05-02||{house} Elm St"));
        }
    }
}

#[test]
fn slips_of_the_pen_that_have_only_the_person_in_common_are_the_persons() {
    let slips = [
        ["Goldhauer|Brittany|1987-05-12||1 Elm St", "Goldhauer|Brittany|1986-05-02||1 Elm St"],
        ["Goldhauer|Brittany|1987-05-03||1 Elm St", "Goldhauer|Brittany|1997-05-02||1 Elm St"],
        ["Goldhauer|Brittnay|1987-05-02||1 Elm St", "Goldhauer|Brittany|1977-05-02||1 Elm St"],
        ["Brittany|Goldhauer|1987-05-02||1 Elm St", "Goldhauer|Brittany|1987-05-12||1 Elm St"],
        ["Goldhauer|Brittany|1987||1 Elm St", "Goldhauer|Brittany|1977-05-02||1 Elm St"],
    ];
    let person =
        |at: usize| format!("Goldhauer|Brittany|1987-05-02||{} Elm St", if at < 4 { 1 } else { 3 * at });
    // Of several sources once, and of one source often.
    for (sources, records) in [(6, 4), (1, 8)] {
        for slips in &slips {
            let texts = (0..records).map(person).chain(slips.iter().map(|slip| (*slip).to_owned()));
            let records: Vec<Record> =
                texts.enumerate().map(|(at, text)| record(at, sources, &text)).collect();
            assert_eq!(clusters(&records).len(), 1, "{slips:?} of {sources} sources");
        }
    }
}

#[test]
fn a_short_name_is_short_for_several_people() {
    for [one, short, other] in
        [["Edward", "Ed", "Edwin"], ["Albert", "Al", "Alfred"], ["Patrick", "Pat", "Patricia"]]
    {
        for surname in ["Kowalczyk", "Smith"] {
            let texts = [
                format!("{surname}|{one}|1987-05-02||12 Silver St"),
                format!("{surname}|{short}|1987-05-02||"),
                format!("{surname}|{other}|1987-05-02||88 Far Rd"),
            ];
            let records: Vec<Record> =
                texts.iter().enumerate().map(|(at, text)| record(at, 3, text)).collect();
            let found = clusters(&records);
            let both = |cluster: &Vec<usize>| cluster.contains(&0) && cluster.contains(&2);
            assert!(!found.iter().any(both), "{texts:?}: {found:?}");
        }
    }
}

/// Is a tie between two records such that nobody need verify it?
#[track_caller]
fn check_certain(left: &str, right: &str, expect: bool) {
    let engine = MultiView::supplied("CT");
    let [left, right] = [(0, left), (1, right)].map(|(at, text)| engine.features(&record(at, 2, text)));
    let judged = engine.judge(&left, &right);
    assert_eq!(judged.firm, expect, "{} bits", judged.weight);
}

#[test]
fn another_name_needs_more_than_a_home_to_be_certain() {
    check_certain("Quispe|Alvaro|1990-01-01||4 Elm St", "Quispe|Alvaro|1990-01-01||4 Elm St", true);
    check_certain("Quispe|Alvaro|1990-01-01||4 Elm St", "Toledo|Alvaro|1990-01-01||4 Elm St", false);
    check_certain(
        "Quispe|Alvaro|1990-01-01|104882217|4 Elm St",
        "Toledo|Alvaro|1990-01-01|104882217|4 Elm St",
        true,
    );
    check_certain(
        "Quispe|Alvaro|1990-01-01|104882217|4 Elm St",
        "Quispe|Casimir|1990-01-01|104882217|4 Elm St",
        false,
    );
}

#[test]
fn a_persons_history_is_one() {
    for history in [
        // Married and moved, with a record of the new name at the old home, or a number.
        [
            "Vega|Ana|1985-02-03||1 Elm St",
            "Ortiz|Ana|1985-02-03||1 Elm St",
            "Ortiz|Ana|1985-02-03||77 Oak St",
        ],
        [
            "Vega|Ana|1985-02-03|104882217|1 Elm St",
            "Ortiz|Ana|1985-02-03|104882217|77 Oak St",
            "Ortiz|Ana|1985-02-03||8 Oak St",
        ],
        // By way of a double name.
        [
            "Vega|Ana|1985-02-03||1 Elm St",
            "Vega-Ortiz|Ana|1985-02-03||5 Elm St",
            "Ortiz|Ana|1985-02-03||77 Oak St",
        ],
        // Slips of the pen, over several homes.
        [
            "Goldhauer|Brittany|1987-05-02||1 Elm St",
            "Goldhauer|Brittany|1987-05-20||1 Elm St",
            "Goldhaur|Britany|1987-05-02||3 Oak St",
        ],
        [
            "Goldhauer|Brittany|1987-05-02||1 Elm St",
            "Goldhauer|Brittany|||1 Elm St",
            "Golhdauer|Brittany|1987-05-02||9 Main St",
        ],
    ] {
        let records: Vec<Record> = history.iter().enumerate().map(|(at, text)| record(at, 4, text)).collect();
        assert_eq!(clusters(&records).len(), 1, "{history:?}");
    }
}
