//! Who is one person and who is two, by the supplied model.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::HashSet;

use ciss_multiview::address::PostalAddress;
use ciss_multiview::{
    BlockKey, Decision, Features, Identifier, IdentifierKind, LARGEST_BLOCK, MultiView, PersonName, Record,
    RecordKey, cluster,
};
use jiff::Timestamp;

/// `surname|given|born|sex|suffix|licence|street`, empty for missing.
fn record(key: u64, text: &str) -> Record {
    let parts: Vec<&str> = text.split('|').collect();
    let [surname, given, born, sex, suffix, licence, street] = parts.as_slice() else {
        panic!("seven parts: {text}")
    };
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let mut record = Record::new(RecordKey(key), 1, Timestamp::UNIX_EPOCH);
    record.name =
        PersonName { surname: (*surname).into(), given: (*given).into(), middle: None, suffix: some(suffix) };
    record.born = some(born);
    record.sex = some(sex);
    record.identifiers.extend(some(licence).map(|value| Identifier {
        kind: IdentifierKind::OperatorLicence,
        value,
        issuer: Some("CT".into()),
        assigned: false,
    }));
    record.addresses.extend(some(street).map(|street| PostalAddress {
        street,
        town: "Middletown".into(),
        ..PostalAddress::default()
    }));
    record
}

fn clusters(engine: &MultiView, records: &[Record]) -> Vec<Vec<u64>> {
    let features: Vec<Features> = records.iter().map(|record| engine.features(record)).collect();
    let found = cluster(engine, &features.iter().collect::<Vec<_>>(), &HashSet::new(), &[]);
    found.iter().map(|cluster| cluster.members.iter().map(|member| member.record.0).collect()).collect()
}

#[test]
fn pairs() {
    let engine = MultiView::supplied("CT");
    let same = |left: &str, right: &str| clusters(&engine, &[record(1, left), record(2, right)]).len() == 1;
    for (left, right, expect) in [
        ("Ortiz|Luis|2007-03-14|M||104882217|", "ORTIZ|LUIS|03/14/2007|M||104 882 217|", true),
        ("Ortiz|Luis|2007-03-14|M|||12 Silver St", "Ortiz|Luis|14 Mar 2007|M|||12 Silver Street", true),
        ("Park|William|1970-09-09|M|||12 Silver St", "Park|Bill|19700909|M|||12 Silver St", true),
        // No date of birth, but a name and an address that few people share.
        ("Goldhauer|Brittany|1987-05-02|F|||77 Elm St", "Goldhauer|Brittany||F|||77 Elm St", true),
        // A surname changes with marriage, a date is mistyped: the number holds them together.
        ("Vega|Ana|1985-02-03|F||104882217|", "Ortiz|Ana|1985-02-03|F||104882217|", true),
        ("Ortiz|Luis|2007-03-14|||104882217|", "Ortiz|Luis|2001-03-14|||104882217|", true),
        // Twins.
        ("Ortiz|Luis|2007-03-14|M|||12 Silver St", "Ortiz|Marco|2007-03-14|M|||12 Silver St", false),
        (
            "Ortiz|Luis|2007-03-14|M||104882217|12 Silver St",
            "Ortiz|Marco|2007-03-14|M||104882218|12 Silver St",
            false,
        ),
        // Father and son.
        ("Smith|John|1950-01-02|M|SR||9 Oak St", "Smith|John|1980-07-09|M|JR||9 Oak St", false),
        ("Smith|John|1950-01-02|M|||9 Oak St", "Smith|John|1980-07-09|M|||9 Oak St", false),
        // Husband and wife.
        ("Lee|Kim|1950-01-02|M|||9 Oak St", "Lee|Susan|1951-07-09|F|||9 Oak St", false),
        ("Smith|John|1950||||", "Smith|John|1950||||", false),
        ("Smith|John|||||", "Smith|John|||||", false),
    ] {
        assert_eq!(same(left, right), expect, "{left} {right}");
        assert_eq!(same(right, left), expect, "{right} {left}");
    }
}

#[test]
fn a_chain_of_pairs_does_not_join_what_contradicts() {
    // The record in the middle fits both; it goes with one of them, and the two licences stay apart.
    let records = [
        record(1, "Parkinson|William|1970-09-09|M||999888777|"),
        record(2, "Parkinson|William|1970-09-09|M|||"),
        record(3, "Parkinson|William|1970-09-09|M||499123666|"),
    ];
    let found = clusters(&MultiView::supplied("CT"), &records);
    assert!(found.iter().all(|cluster| !(cluster.contains(&1) && cluster.contains(&3))), "{found:?}");
}

#[test]
fn a_number_that_everybody_has_joins_nobody() {
    let engine = MultiView::supplied("CT");
    let crowd = u64::try_from(LARGEST_BLOCK).unwrap() + 1;
    let everybody = |count: u64| {
        let records: Vec<Record> = (0..count).map(|key| record(key, "Doe|Jane||||104882217|")).collect();
        clusters(&engine, &records).len()
    };
    assert_eq!(everybody(crowd), usize::try_from(crowd).unwrap());
    assert_eq!(everybody(crowd - 1), 1);
    let two = [record(1, "Doe|Jane||||104882217|"), record(2, "Doe|Jane||||104882217|")];
    let features: Vec<Features> = two.iter().map(|record| engine.features(record)).collect();
    let common: HashSet<BlockKey> = engine.keys(&features[0]).into_iter().collect();
    assert_eq!(cluster(&engine, &features.iter().collect::<Vec<_>>(), &common, &[]).len(), 2);
}

#[test]
fn evidence_adds_up_and_speaks() {
    let engine = MultiView::supplied("CT");
    let left = engine.features(&record(1, "Ortiz|Luis|2007-03-14|M||104882217|12 Silver St"));
    let right = engine.features(&record(2, "Ortiz|Luis|2007-03-14|M||104882217|12 Silver St"));
    let evidence = engine.evidence(&left, &right);
    let sum: f32 = evidence.prior
        + evidence.findings.iter().map(|finding| finding.weight).sum::<f32>()
        + evidence.relations;
    assert!(
        (sum - evidence.total).abs() < 0.01 && (evidence.total - engine.weigh(&left, &right)).abs() < 0.01
    );
    assert!(evidence.findings.iter().any(|finding| finding.words() == "same licence number"));
    assert!(evidence.lines().last().is_some_and(|line| line.contains("one person")));
}

#[test]
fn two_numbers_of_who_gives_them_out_are_two_people() {
    let engine = MultiView::supplied("CT");
    let left = record(1, "Ortiz|Luis|2007-03-14|M||104882217|12 Silver St");
    let right = record(2, "Ortiz|Lucas|2007-03-14|M||104882218|12 Silver St");
    for (first, second, ruled_out) in [(false, false, false), (true, false, false), (true, true, true)] {
        let (mut left, mut right) = (left.clone(), right.clone());
        left.identifiers[0].assigned = first;
        right.identifiers[0].assigned = second;
        let evidence = engine.evidence(&engine.features(&left), &engine.features(&right));
        assert_eq!(evidence.ruled_out.is_some(), ruled_out, "{evidence:?}");
    }
}

#[test]
fn a_decision_binds_and_is_said() {
    let engine = MultiView::supplied("CT");
    let records = [
        record(1, "Ortiz|Luis|2007-03-14|M||104882217|12 Silver St"),
        record(2, "Ortiz|Luis|2007-03-14|M||104882217|12 Silver St"),
        record(3, "Vega|Rafael|1970-01-02|M||499123666|9 Oak St"),
    ];
    let features: Vec<Features> = records.iter().map(|record| engine.features(record)).collect();
    let features: Vec<&Features> = features.iter().collect();
    let decide = |left, right, same| Decision { left: RecordKey(left), right: RecordKey(right), same };
    for (decisions, expect) in [
        (vec![], vec![vec![1, 2], vec![3]]),
        (vec![decide(2, 1, false)], vec![vec![1], vec![2], vec![3]]),
        (vec![decide(3, 1, true)], vec![vec![1, 2, 3]]),
        (vec![decide(3, 1, true), decide(1, 3, false)], vec![vec![1, 2], vec![3]]),
        (vec![decide(3, 1, true), decide(2, 3, false)], vec![vec![1, 3], vec![2]]),
        (vec![decide(3, 99, true)], vec![vec![1, 2], vec![3]]),
    ] {
        let clusters = cluster(&engine, &features, &HashSet::new(), &decisions);
        let found: Vec<Vec<u64>> = clusters
            .iter()
            .map(|found| found.members.iter().map(|member| member.record.0).collect())
            .collect();
        assert_eq!(found, expect, "{decisions:?}");
        if expect.len() == 1 {
            let because = &clusters[0].members[2].because;
            assert_eq!(because[0].words(), "a person decided so");
        }
    }
}
