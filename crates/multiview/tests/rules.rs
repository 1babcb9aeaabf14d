//! Who is one person, who is two, and which value survives.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::HashSet;

use ciss_multiview::{
    BlockKey, Contradiction, Engine, ExactRules, Features, Identifier, IdentifierKind, LARGEST_BLOCK,
    PersonName, Reason, Record, RecordKey, Verdict, cluster,
};
use jiff::Timestamp;

const ENGINE: ExactRules = ExactRules { home_state: "CT" };

/// `surname|given|born|sex|suffix|licence`, empty for missing.
fn record(key: u64, text: &str) -> Record {
    let parts: Vec<&str> = text.split('|').collect();
    let [surname, given, born, sex, suffix, licence] = parts.as_slice() else { panic!("six parts: {text}") };
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
    }));
    record
}

fn judge(left: &str, right: &str) -> String {
    let (left, right) = (Features::of(&record(1, left), "CT"), Features::of(&record(2, right), "CT"));
    match ENGINE.judge(&left, &right) {
        Verdict::Same { because, .. } => {
            because.iter().map(|reason| reason.words()).collect::<Vec<_>>().join(", ")
        }
        Verdict::Different(contradiction) => match contradiction {
            Contradiction::Number(_) => "number differs",
            Contradiction::Suffix => "suffix differs",
            Contradiction::Birth => "birth differs",
            Contradiction::Sex => "sex differs",
        }
        .to_owned(),
        Verdict::Open => "open".to_owned(),
    }
}

#[test]
fn pairs() {
    for (left, right, expect) in [
        (
            "Ortiz|Luis|2007-03-14|M||104882217",
            "ORTIZ|LUIS|03/14/2007|M||104 882 217",
            "same licence number, same name and date of birth",
        ),
        ("Ortiz|Luis|2007-03-14|||", "Ortiz|Luis|14 Mar 2007|||", "same name and date of birth"),
        ("Park|William|1970-09-09|||", "Park|Bill|19700909|||", "nickname, same surname and date of birth"),
        // A surname changes with marriage, a date is mistyped: the number holds them together.
        ("Vega|Ana|1985-02-03|F||104882217", "Ortiz|Ana|1985-02-03|F||104882217", "same licence number"),
        ("Ortiz|Luis|2007-03-14|||104882217", "Ortiz|Luis|2001-03-14|||104882217", "same licence number"),
        // Neither surname nor date of birth agrees: somebody gave a stranger's licence.
        ("Vega|Ana|1985-02-03|||104882217", "Park|Ana|1985-02-04|||104882217", "open"),
        // Twins.
        ("Ortiz|Luis|2007-03-14|M||", "Ortiz|Lucas|2007-03-14|M||", "open"),
        ("Ortiz|Luis|2007-03-14|M||104882217", "Ortiz|Lucas|2007-03-14|M||104882217", "open"),
        ("Ortiz|Luis|2007-03-14|M||104882217", "Ortiz|Luis|2007-03-14|M||104882218", "number differs"),
        ("Smith|John|1950-01-02||SR|", "Smith|John|1950-01-02||JR|", "suffix differs"),
        ("Smith|John|1950-01-02|||", "Smith|John|1980-07-09|||", "birth differs"),
        ("Lee|Kim|1950-01-02|M||", "Lee|Kim|1950-01-02|F||", "sex differs"),
        ("Smith|John|1950|||", "Smith|John|1950|||", "open"),
        ("Smith|John||||", "Smith|John||||", "open"),
    ] {
        assert_eq!(judge(left, right), expect, "{left} {right}");
        assert_eq!(judge(right, left), expect, "{right} {left}");
    }
}

#[test]
fn a_chain_of_pairs_does_not_join_what_contradicts() {
    // The record in the middle fits both; it goes where the evidence is stronger, and the two licences stay apart.
    let records = [
        record(1, "Park|William|1970-09-09|||999888777"),
        record(2, "Park|William|1970-09-09|||"),
        record(3, "Park|William|1970-09-09|||999888666"),
    ];
    let features: Vec<Features> = records.iter().map(|record| Features::of(record, "CT")).collect();
    let clusters = cluster(&ENGINE, &features.iter().collect::<Vec<_>>(), &HashSet::new());
    let members: Vec<Vec<u64>> = clusters
        .iter()
        .map(|cluster| cluster.members.iter().map(|member| member.record.0).collect())
        .collect();
    assert_eq!(members, [vec![1, 2], vec![3]]);
    assert_eq!(clusters[0].members[1].because, [Reason::SameNameAndBirth]);
}

#[test]
fn a_number_that_everybody_has_joins_nobody() {
    let crowd = u64::try_from(LARGEST_BLOCK).unwrap() + 1;
    let everybody = |count: u64| -> usize {
        let records = (0..count).map(|key| record(key, "Doe|Jane||||104882217"));
        let features: Vec<Features> = records.map(|record| Features::of(&record, "CT")).collect();
        cluster(&ENGINE, &features.iter().collect::<Vec<_>>(), &HashSet::new()).len()
    };
    assert_eq!(everybody(crowd), usize::try_from(crowd).unwrap());
    assert_eq!(everybody(crowd - 1), 1);
    let two = [record(1, "Doe|Jane||||104882217"), record(2, "Doe|Jane||||104882217")];
    let features: Vec<Features> = two.iter().map(|record| Features::of(record, "CT")).collect();
    let common: HashSet<BlockKey> = ENGINE.keys(&features[0]).into_iter().collect();
    assert_eq!(cluster(&ENGINE, &features.iter().collect::<Vec<_>>(), &common).len(), 2);
}
