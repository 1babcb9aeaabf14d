//! What one bad record, one borrowed number or one other name does to who is one person.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use ciss_multiview::address::PostalAddress;
use ciss_multiview::{
    Features, Identifier, IdentifierKind, MultiView, PersonName, Record, RecordKey, cluster,
};
use jiff::Timestamp;

/// `surname|given|born|street|numbers and telephone`, empty for missing. Numbers are words: `L1*` a license number that
/// its giver gave out, `L1` one that somebody typed, `S`, `F` and `T` a social security number, an FBI number, a telephone.
/// `surname/given` behind a name is another name of it.
fn record(key: u64, text: &str) -> Record {
    let parts: Vec<&str> = text.split('|').collect();
    let [surname, given, born, street, numbers] = parts.as_slice() else { panic!("five parts: {text}") };
    let mut record = Record::new(RecordKey(key), u16::try_from(key).unwrap(), Timestamp::UNIX_EPOCH);
    let (given, alias) = given.split_once('+').map_or((*given, None), |(given, alias)| (given, Some(alias)));
    let name = |surname: &str, given: &str| PersonName {
        surname: surname.into(),
        given: given.into(),
        ..PersonName::default()
    };
    record.name = name(surname, given);
    record.aliases.extend(alias.and_then(|alias| alias.split_once('/')).map(|(s, g)| name(s, g)));
    record.born = (!born.is_empty()).then(|| (*born).to_owned());
    if !street.is_empty() {
        let (street, town) = ((*street).to_owned(), "Middletown".to_owned());
        record.addresses.push(PostalAddress { street, town, ..PostalAddress::default() });
    }
    for word in numbers.split_whitespace() {
        let (kind, number) = word.split_at(1);
        let assigned = number.ends_with('*');
        let number = number.trim_end_matches('*');
        let kind = match kind {
            "L" => IdentifierKind::OperatorLicence,
            "S" => IdentifierKind::SocialSecurity,
            "F" => IdentifierKind::Fbi,
            "T" => {
                record.phones.push(number.into());
                continue;
            }
            other => panic!("{other}"),
        };
        let issuer = (kind == IdentifierKind::OperatorLicence).then(|| "CT".to_owned());
        record.identifiers.push(Identifier { kind, value: number.into(), issuer, assigned });
    }
    record
}

fn clusters(engine: &MultiView, records: &[&str]) -> Vec<Vec<usize>> {
    let records: Vec<Record> = (1..).zip(records).map(|(key, text)| record(key, text)).collect();
    let features: Vec<Features> = records.iter().map(|record| engine.features(record)).collect();
    let found = cluster(engine, &features.iter().collect::<Vec<_>>(), &[]);
    let place = |key: &RecordKey| 1 + records.iter().position(|record| record.key == *key).unwrap();
    let mut found: Vec<Vec<usize>> =
        found.iter().map(|cluster| cluster.iter().map(place).collect()).collect();
    found.iter_mut().for_each(|cluster| cluster.sort_unstable());
    found.sort();
    found
}

/// A license as its giver has it, in the words of most cases here.
const LICENSE: &str = "Smith|John|1987-05-02|12 Silver St|L104882217*";

#[test]
fn one_bad_record_takes_no_warrant_off_a_person() {
    let engine = MultiView::supplied("CT");
    for (warrant, report) in [
        // The report has the license, and a social security number that is mistyped, or another's.
        (
            "Smith|John|1987-05-02|12 Silver St|S517381928",
            "Smith|John|1987-05-02|12 Silver St|L104882217 S517381982",
        ),
        (
            "Smith|John|1987-05-02|12 Silver St|S517381928",
            "Smith|John|1987-05-02|12 Silver St|L104882217 S640552211",
        ),
        (
            "Smith|John|1987-05-02|12 Silver St|S517381928",
            "Smith|John|1987-05-02|88 Oak St|L104882217 S640552211",
        ),
        (
            "Smith|John|1987-05-02|12 Silver St|F123456AB1",
            "Smith|John|1987-05-02|88 Oak St|L104882217 F998877CD2",
        ),
        // A date of birth that is mistyped, or another's.
        ("Smith|John|1987-05-02|12 Silver St|S517381928", "Smith|John|1978-05-02|12 Silver St|L104882217"),
        ("Smith|John|1987-05-02|12 Silver St|S517381928", "Smith|John|1961-11-23|12 Silver St|L104882217"),
        ("Smith|John|1987-05-02|12 Silver St|", "Smith|John|1961-11-23|88 Oak St|L104882217 S640552211"),
        // The license number on the warrant itself is wrong.
        (
            "Smith|John|1987-05-02|88 Oak St|L998877665 S517381928",
            "Smith|John|1987-05-02|12 Silver St|L104882217 S517381928",
        ),
        ("Smith|John|1987-05-02|12 Silver St|L998877665", "Smith|John|1987-05-02|12 Silver St|L104882217"),
    ] {
        let found = clusters(&engine, &[LICENSE, warrant, report]);
        assert!(found.iter().any(|cluster| cluster.starts_with(&[1, 2])), "{warrant} {report}: {found:?}");
    }
}

#[test]
fn a_number_that_was_given_out_is_never_taken_for_a_mistyped_one() {
    let engine = MultiView::supplied("CT");
    let other = "Smith|John|1987-05-02|12 Silver St|L555666777*";
    let report = "Smith|John|1987-05-02|12 Silver St|S517381928";
    let found = clusters(&engine, &[LICENSE, other, report]);
    assert!(found.iter().all(|cluster| !(cluster.contains(&1) && cluster.contains(&2))), "{found:?}");
    // A son without a date of birth goes with nobody but by his own number.
    let (father, son) = (LICENSE, "Smith|John|2009-11-23|12 Silver St|L555666777*");
    let fathers = "Smith|John|1987-05-02|12 Silver St|L104882217 S517381928";
    let sons = "Smith|John||12 Silver St|S640552211 L555666777";
    assert_eq!(clusters(&engine, &[father, son, fathers, sons]), [vec![1, 3], vec![2, 4]]);
}

#[test]
fn one_number_does_not_make_relatives_one_person() {
    let engine = MultiView::supplied("CT");
    let check = |other: &str, one: bool| {
        let found = clusters(&engine, &[LICENSE, other]);
        assert_eq!(found.len() == 1, one, "{other}");
    };
    // A son's warrant with his father's license number; father and son under one number, and of one name.
    check("Smith|Marco|2009-11-23|12 Silver St|L104882217", false);
    check("Smith|Marco|1987-11-23|12 Silver St|L104882217", false);
    check("Smith|John|2009-11-23|12 Silver St|L104882217", false);
    check("Jones|Marco|2009-11-23|12 Silver St|L104882217", false);
    check("Smith|Susan||12 Silver St|L104882217", false);
    // A date of birth that is mistyped, a first name in another form, another house.
    check("Smith|John|1978-05-02|12 Silver St|L104882217", true);
    check("Smith|Jack|1987-05-02|12 Silver St|L104882217", true);
    check("Smith|John|1987-05-02|88 Oak St|L104882217", true);
    check("Smith|John||12 Silver St|L104882217", true);
    // A brother of one age who gave the license, with a social security number of his own.
    let report = "Smith|John|1987-05-02|88 Oak St|L104882217 S517381928";
    let brother = "Smith|Marco|1987-05-02|12 Silver St|L104882217 S640552211";
    assert_eq!(clusters(&engine, &[LICENSE, report, brother]), [vec![1, 2], vec![3]]);
    // A record that fits both puts them not together.
    let (son, either) = ("Smith|John|2009-11-23|12 Silver St|L104882217", "Smith|John||12 Silver St|");
    let found = clusters(&engine, &[LICENSE, son, either]);
    assert!(found.iter().all(|cluster| !(cluster.contains(&1) && cluster.contains(&2))), "{found:?}");
    // A second number of one's own says that it is one person for all that.
    let both = "Smith|John|1987-05-02|12 Silver St|L104882217* S517381928";
    let found = clusters(&engine, &[both, "Smith|Marco|2009-11-23|12 Silver St|L104882217 S517381928"]);
    assert_eq!(found.len(), 1);
}

#[test]
fn a_telephone_or_another_name_joins_no_strangers() {
    let engine = MultiView::supplied("CT");
    let check = |left: &str, right: &str, one: bool| {
        assert_eq!(clusters(&engine, &[left, right]).len() == 1, one, "{left} {right}");
        assert_eq!(clusters(&engine, &[right, left]).len() == 1, one, "{right} {left}");
    };
    let ann = "Goldhauer|Brittany|1987-05-02|12 Silver St|T8605550123";
    check(ann, "Parkinson|Brittany|1987-05-02|88 Oak St|T8605550123", false);
    check(ann, "Parkinson|Brittany||88 Oak St|T8605550123", false);
    // Both are called by a third name now and then.
    check(
        "Vega|Rafael+Wesolowski/Bartholomew|1970-01-02|12 Silver St|T8605550123",
        "Park|William+Wesolowski/Bartholomew|1971-03-04|88 Oak St|T8605550123",
        false,
    );
    check(
        "Vega|Rafael+Wesolowski/Bartholomew||12 Silver St|T8605550123",
        "Wesolowski|Bartholomew||88 Oak St|T8605550123",
        false,
    );
    check(
        "Vega|Rafael+Wesolowski/Bartholomew|1970-01-02|12 Silver St|",
        "Wesolowski|Bartholomew|1970-01-02|88 Oak St|",
        true,
    );
}

#[test]
fn an_initial_or_a_town_says_no_more_than_a_name_or_a_house() {
    let engine = MultiView::supplied("CT");
    let bits = |left: &str, right: &str| {
        engine.weigh(&engine.features(&record(1, left)), &engine.features(&record(2, right)))
    };
    let whole = "Smith|John|1987-05-02|12 Silver St|";
    for lesser in ["Smith|J|1987-05-02|12 Silver St|", "Smith|Jon|1987-05-02|12 Silver St|"] {
        assert!(bits(whole, lesser) <= bits(whole, whole), "{lesser}");
    }
    let undated = bits("Smith|John||12 Silver St|", "Smith|John||12 Silver St|");
    assert!(bits("Smith|J||12 Silver St|", "Smith|John||12 Silver St|") <= undated);
}
