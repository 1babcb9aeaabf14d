//! Who is one person and who is two, by the supplied model.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use ciss_multiview::address::PostalAddress;
use ciss_multiview::{
    Decision, Features, Identifier, IdentifierKind, MultiView, PersonName, Record, RecordKey, cluster,
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
    let found = cluster(engine, &features.iter().collect::<Vec<_>>(), &[]);
    found.iter().map(|cluster| cluster.iter().map(|record| record.0).collect()).collect()
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
fn a_mistyped_social_security_number_takes_nothing_off_a_person() {
    let engine = MultiView::supplied("CT");
    let with = |key: u64, text: &str, social: &str| {
        let mut record = record(key, text);
        record.source = u16::try_from(key).unwrap();
        record.identifiers.push(Identifier {
            kind: IdentifierKind::SocialSecurity,
            value: social.into(),
            issuer: None,
            assigned: false,
        });
        record
    };
    let check = |warrant: &str, report: &str, expect: usize| {
        let license = record(1, "Smith|John|1987-05-02|M||104882217|12 Silver St");
        let records = [license, with(2, warrant, "517381928"), with(3, report, "640552211")];
        assert_eq!(clusters(&engine, &records).len(), expect, "{warrant} {report}");
    };
    let (warrant, report) =
        ("Smith|John|1987-05-02|M||104882217|5 Ash St", "Smith|John|1987-05-02|M||104882217|12 Silver St");
    check(warrant, report, 1);
    // A twin or a son who gave the same license is somebody else still.
    check(warrant, "Smith|Marco|1987-05-02|M||104882217|12 Silver St", 2);
    check(warrant, "Smith|John|2009-11-23|M||104882217|12 Silver St", 2);
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

/// A person's records over several sources, each with an address, telephone and height of its own.
fn often_met(count: u64) -> Vec<Record> {
    (0..count)
        .map(|key| {
            let street = format!("Goldhauer|Brittany|1987-05-02|F||104882217|{} Elm St", 1 + key % 700);
            let mut record = record(1_000_000 + key, &street);
            record.source = u16::try_from(key % 5).unwrap();
            record.phones.push(format!("860555{:04}", key * 7 % 10_000));
            record.height = Some(u16::try_from(60 + key % 4).unwrap());
            record
        })
        .collect()
}

#[test]
fn a_person_who_is_met_often_is_one_person() {
    let engine = MultiView::supplied("CT");
    for count in [65, 500, 5_000] {
        let mut records = often_met(count);
        records.push(record(1, "Goldhauer|Brittany|1987-05-02|F|||12 Silver St"));
        records.push(record(2, "Goldhauer|Brittany||F||104882217|"));
        assert_eq!(clusters(&engine, &records).len(), 1, "{count}");
        records.reverse();
        assert_eq!(clusters(&engine, &records).len(), 1, "{count}");
    }
}

#[test]
fn strangers_under_a_persons_keys_take_nothing_from_them() {
    let engine = MultiView::supplied("CT");
    let license = record(1, "Goldhauer|Brittany|1987-05-02|F||104882217|12 Silver St");
    let warrant = record(2, "Goldhauer|Brittany|1987-05-02|F||104882217|12 Silver St");
    let mut warrant = Record { source: 2, ..warrant };
    warrant.height = Some(64);
    let letters = |n: u64| {
        (0..6).map(|at| char::from(b'a' + u8::try_from(n * 7 / (at + 1) % 26).unwrap())).collect::<String>()
    };
    let stranger = |key: u64, form: u64| {
        let (name, day) =
            (letters(key), format!("{:04}-{:02}-{:02}", 1930 + key % 80, 1 + key % 12, 1 + key % 28));
        let text = match form {
            0 => format!("{name}|{name}ia|{day}|M||104882217|"),
            1 => format!(
                "Goldhauer|Brittany|1987-{:02}-{:02}|M||{}|",
                6 + key % 6,
                3 + key % 25,
                200_000_000 + key * 37
            ),
            2 => format!("{name}|Brittany|1987-05-02|M||{}|{} Oak St", 300_000_000 + key * 37, 1 + key),
            3 => format!("Goldhauer|{name}|1987-05-02|M||{}|{} Oak St", 400_000_000 + key * 37, 1 + key),
            _ => format!("{name}|Brittany|{day}|M||{}|12 Silver St", 500_000_000 + key * 37),
        };
        record(100 + key, &text)
    };
    let mut records = vec![license, warrant];
    records.extend((0..1_500).map(|key| stranger(key, key % 5)));
    let found = clusters(&engine, &records);
    let hers = found.iter().find(|cluster| cluster.contains(&1)).unwrap();
    assert!(hers.contains(&2), "{hers:?}");
    assert!(hers.len() < 20, "{hers:?}");
}

#[test]
fn what_says_too_little_joins_nobody_however_often_it_comes() {
    let engine = MultiView::supplied("CT");
    let records: Vec<Record> = (0..200).map(|key| record(key, "Smith|John|1950||||")).collect();
    assert_eq!(clusters(&engine, &records).len(), records.len());
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
    assert!(evidence.findings.iter().any(|finding| finding.words() == "same license number"));
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
fn a_decision_binds() {
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
        let clusters = cluster(&engine, &features, &decisions);
        let found: Vec<Vec<u64>> =
            clusters.iter().map(|found| found.iter().map(|record| record.0).collect()).collect();
        assert_eq!(found, expect, "{decisions:?}");
    }
}
