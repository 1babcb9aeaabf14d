//! Which value stands in the golden record.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use ciss_multiview::address::PostalAddress;
use ciss_multiview::{PersonName, Record, RecordKey, Trust, merge};
use jiff::Timestamp;

struct ByNumber;

impl Trust for ByNumber {
    fn identity(&self, source: u16) -> u8 {
        u8::try_from(source).unwrap_or(u8::MAX)
    }
    fn circumstances(&self, source: u16) -> u8 {
        self.identity(source)
    }
}

fn record(key: u64, source: u16, as_of: i64) -> Record {
    let mut record = Record::new(RecordKey(key), source, Timestamp::from_second(as_of).unwrap());
    record.name = PersonName { surname: "Ortiz".into(), given: "Luis".into(), ..PersonName::default() };
    record
}

#[test]
fn sources_vote_by_trust_and_not_by_how_much_they_send() {
    let mut many: Vec<Record> = (1..5).map(|key| record(key, 40, 100)).collect();
    for record in &mut many {
        record.born = Some("2001-03-14".into());
    }
    let mut trusted = record(9, 90, 50);
    trusted.born = Some("2007-03-14".into());
    many.push(trusted);
    let golden = merge(&many.iter().collect::<Vec<_>>(), &ByNumber, "CT").unwrap();
    let born = golden.born.unwrap();
    assert_eq!((born.value.as_str(), born.agreeing, born.of), ("2007-03-14", 1, 5));
    assert_eq!(born.conflicts.len(), 1);
    assert_eq!(born.from, RecordKey(9));
    assert_eq!(golden.oldest, RecordKey(9));
}

#[test]
fn a_year_agrees_with_the_date_and_stands_only_alone() {
    let mut full = record(1, 40, 1);
    full.born = Some("2007-03-14".into());
    let mut year = record(2, 90, 2);
    year.born = Some("2007".into());
    let both = merge(&[&full, &year], &ByNumber, "CT").unwrap().born.unwrap();
    assert_eq!((both.value.as_str(), both.agreeing, both.of, both.conflicts.len()), ("2007-03-14", 2, 2, 0));
    assert_eq!(merge(&[&year], &ByNumber, "CT").unwrap().born.unwrap().value, "2007");
}

#[test]
fn an_address_ages_and_a_trusted_one_ages_slower() {
    const DAY: i64 = 86_400;
    let lives = |record: Record, street: &str| Record {
        addresses: vec![PostalAddress {
            street: street.into(),
            town: "Derby".into(),
            ..PostalAddress::default()
        }],
        ..record
    };
    for (days, street, agreeing, other) in
        [(400, "1 Main St", 1, "88 Oak St"), (700, "88 Oak St", 2, "1 Main St")]
    {
        let records = [
            lives(record(1, 50, 0), "1 Main St"),
            lives(record(2, 40, days * DAY), "88 Oak St"),
            lives(record(3, 40, (days - 1) * DAY), "88 Oak Street"),
        ];
        let address = merge(&records.iter().collect::<Vec<_>>(), &ByNumber, "CT").unwrap().address.unwrap();
        assert_eq!((address.value.street.as_str(), address.agreeing, address.of), (street, agreeing, 3));
        let former: Vec<&str> = address.conflicts.iter().map(|c| c.value.street.as_str()).collect();
        assert_eq!(former, [other]);
    }
}

#[test]
fn a_house_is_completed_by_the_flat_that_another_record_gives() {
    let lives = |key, as_of, street: &str| {
        let mut record = record(key, 40, as_of);
        record.addresses =
            vec![PostalAddress { street: street.into(), town: "Derby".into(), ..PostalAddress::default() }];
        record
    };
    let records = [lives(1, 10, "1 Main St Apt 4"), lives(2, 20, "1 Main St"), lives(3, 5, "9 Oak St")];
    let address = merge(&records.iter().collect::<Vec<_>>(), &ByNumber, "CT").unwrap().address.unwrap();
    assert_eq!((address.value.street.as_str(), address.agreeing, address.of), ("1 Main St Apt 4", 2, 3));
    let former: Vec<&str> = address.conflicts.iter().map(|c| c.value.street.as_str()).collect();
    assert_eq!(former, ["9 Oak St"]);
}

#[test]
fn a_name_is_completed_and_other_names_are_aliases() {
    let mut licence = record(1, 90, 10);
    licence.name.middle = Some("A".into());
    let mut booking = record(2, 40, 20);
    booking.name.middle = Some("Alberto".into());
    let mut alias = record(3, 40, 30);
    alias.name.surname = "Ortiz-Vega".into();
    let golden = merge(&[&licence, &booking, &alias], &ByNumber, "CT").unwrap();
    let name = golden.name.unwrap();
    assert_eq!((name.value.middle.as_deref(), name.agreeing, name.of), (Some("Alberto"), 2, 3));
    assert_eq!(golden.aliases.iter().map(|name| name.surname.as_str()).collect::<Vec<_>>(), ["Ortiz-Vega"]);
}

#[test]
fn nobody_makes_no_golden_record() {
    assert!(merge(&[], &ByNumber, "CT").is_none());
}
