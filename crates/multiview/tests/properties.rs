//! The outcome depends on the records, not on the order in which they come, and clusters hold together.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::LazyLock;

use ciss_multiview::address::PostalAddress;
use ciss_multiview::{
    Features, Golden, Identifier, IdentifierKind, MultiView, PersonName, Record, RecordKey, Said, Trust,
    cluster, merge, merge_said,
};
use jiff::Timestamp;
use proptest::prelude::*;

static ENGINE: LazyLock<MultiView> = LazyLock::new(|| MultiView::supplied("CT"));

struct Even;

impl Trust for Even {
    fn identity(&self, source: u16) -> u8 {
        u8::try_from(source).unwrap_or(u8::MAX)
    }
    fn circumstances(&self, _: u16) -> u8 {
        1
    }
}

prop_compose! {
    /// Few values for each field, so that records agree, contradict and bridge all the time.
    fn record()(
        source in 1_u16..4,
        as_of in 0_i64..5,
        surname in prop::sample::select(vec!["Ortiz", "ORTIZ", "Vega", "Ortiz-Vega"]),
        given in prop::sample::select(vec!["William", "Bill", "Will", "Ana", "W"]),
        suffix in prop::option::weighted(0.2, prop::sample::select(vec!["JR", "SR"])),
        born in prop::option::of(prop::sample::select(vec!["2001-03-04", "03/04/2001", "2001-04-03", "2001", "1970-09-09"])),
        sex in prop::option::of(prop::sample::select(vec!["M", "F"])),
        licence in prop::option::of(prop::sample::select(vec!["104882217", "104882218"])),
        sid in prop::option::weighted(0.3, prop::sample::select(vec!["CT00719345", "00719345", "00719346"])),
        street in prop::option::of(prop::sample::select(vec!["12 Silver St Apt 4", "12 Silver Street #4", "88 Oak St"])),
    ) -> Record {
        let mut record = Record::new(RecordKey(0), source, Timestamp::from_second(as_of).unwrap());
        record.name = PersonName {
            surname: surname.into(), given: given.into(), middle: None, suffix: suffix.map(Into::into),
        };
        record.born = born.map(Into::into);
        record.sex = sex.map(Into::into);
        let number = |kind, value: &str| Identifier {
            kind, value: value.into(), issuer: None, assigned: source == 1 && kind == IdentifierKind::OperatorLicence,
        };
        record.identifiers.extend(licence.map(|value| number(IdentifierKind::OperatorLicence, value)));
        record.identifiers.extend(sid.map(|value| number(IdentifierKind::StateIdentification, value)));
        record.addresses.extend(street.map(|street| PostalAddress {
            street: street.into(), town: "Middletown".into(), ..PostalAddress::default()
        }));
        record
    }
}

fn records() -> impl Strategy<Value = Vec<Record>> {
    prop::collection::vec(record(), 1..14).prop_map(|mut records| {
        for (key, record) in (1..).zip(&mut records) {
            record.key = RecordKey(key);
        }
        records
    })
}

fn link(records: &[Record]) -> Vec<Vec<RecordKey>> {
    let features: Vec<Features> = records.iter().map(|record| ENGINE.features(record)).collect();
    cluster(&ENGINE, &features.iter().collect::<Vec<_>>(), &[])
}

fn goldens(records: &[Record]) -> Vec<Golden> {
    let of = |keys: &Vec<RecordKey>| {
        let members: Vec<&Record> = records.iter().filter(|record| keys.contains(&record.key)).collect();
        merge(&members, &Even, "CT").unwrap()
    };
    link(records).iter().map(of).collect()
}

proptest! {
    #[test]
    fn any_order_gives_the_same_clusters_and_golden_values(
        (records, shuffled) in records().prop_flat_map(|records| (Just(records.clone()), Just(records).prop_shuffle()))
    ) {
        prop_assert_eq!(link(&records), link(&shuffled));
        prop_assert!(goldens(&records) == goldens(&shuffled), "golden values differ");
    }

    #[test]
    fn every_record_is_in_one_cluster(records in records()) {
        let clusters = link(&records);
        let mut seen: Vec<u64> = clusters.iter().flatten().map(|record| record.0).collect();
        seen.sort_unstable();
        let all: Vec<u64> = records.iter().map(|record| record.key.0).collect();
        prop_assert_eq!(seen, all);
    }

    /// Merging what records say, and how often, is merging the records.
    #[test]
    fn what_is_said_in_the_same_words_is_merged_once(
        kinds in prop::collection::vec((record(), prop::option::of("[JK][ao]?[hx]?")), 1..5),
        sent in prop::collection::vec((0_usize..5, 0_i64..4), 1..20),
    ) {
        let records: Vec<(usize, Record)> = (1..).zip(sent).map(|(key, (kind, as_of))| {
            let kind = kind % kinds.len();
            let (mut record, middle) = kinds[kind].clone();
            record.key = RecordKey(key * 7 % 23);
            record.as_of = Timestamp::from_second(as_of * 86_400 * 90).unwrap();
            record.name.middle = middle;
            (kind, record)
        }).collect();
        let all: Vec<&Record> = records.iter().map(|(_, record)| record).collect();
        let said: Vec<Said<'_>> = (0..kinds.len()).filter_map(|kind| {
            let of_kind = || records.iter().filter(|(of, _)| *of == kind).map(|(_, record)| record);
            let record = of_kind().max_by_key(|record| (record.as_of, std::cmp::Reverse(record.key)))?;
            Some(Said { record, times: of_kind().count() })
        }).collect();
        let whole = merge(&all, &Even, "CT").unwrap();
        let mut once = merge_said(&said, &Even, "CT").unwrap();
        once.oldest = whole.oldest;
        prop_assert!(once == whole, "merged otherwise");
    }

    /// How often a source sends what it sent already decides nothing.
    #[test]
    fn a_record_that_comes_again_changes_nothing(records in records(), which in 0_usize..14, times in 1_u64..80) {
        let before = link(&records);
        let again = records[which % records.len()].clone();
        let copies = (0..times).map(|at| Record { key: RecordKey(1_000 + at), ..again.clone() });
        let all: Vec<Record> = records.iter().cloned().chain(copies).collect();
        let mut after = link(&all);
        after.iter_mut().for_each(|cluster| cluster.retain(|record| record.0 < 1_000));
        after.retain(|cluster| !cluster.is_empty());
        let says = |record: &Record| ENGINE.features(record);
        let tells = ENGINE.profile(&says(&again), false)
            == ENGINE.profile(&says(&Record { key: RecordKey(5_000), ..again.clone() }), false);
        prop_assert!(!tells || before == after);
    }

    /// What is not connected with a record by pairs of one person has no say in where it belongs.
    #[test]
    fn records_far_away_change_nothing(records in records(), others in records()) {
        let before = link(&records);
        let far = others.into_iter().enumerate().map(|(at, mut other)| {
            other.key = RecordKey(1_000 + at as u64);
            other.name.surname = "Quackenbush".into();
            other.born = Some("1931-12-30".into());
            other.identifiers.clear();
            other.addresses.clear();
            other
        });
        let all: Vec<Record> = records.iter().cloned().chain(far).collect();
        let after = link(&all);
        for cluster in &before {
            prop_assert!(after.contains(cluster));
        }
    }

    #[test]
    fn evidence_is_the_same_in_either_order(one in record(), other in record()) {
        let (mut one, mut other) = (one, other);
        (one.key, other.key) = (RecordKey(1), RecordKey(2));
        let (one, other) = (ENGINE.features(&one), ENGINE.features(&other));
        prop_assert_eq!(ENGINE.weigh(&one, &other).to_bits(), ENGINE.weigh(&other, &one).to_bits());
        prop_assert_eq!(ENGINE.evidence(&one, &other), ENGINE.evidence(&other, &one));
    }

    #[test]
    fn a_golden_value_stands_in_a_record_and_counts_add_up(records in records()) {
        for golden in goldens(&records) {
            if let Some(born) = golden.born {
                prop_assert!(records.iter().any(|record| record.born.as_ref() == Some(&born.value)));
                prop_assert!(born.agreeing >= 1 && born.agreeing + born.conflicts.len() <= born.of);
            }
            if let Some(address) = golden.address {
                prop_assert!(address.agreeing >= 1 && address.agreeing + address.conflicts.len() <= address.of);
            }
        }
    }

    #[test]
    fn no_text_makes_a_normaliser_panic(text in ".{0,40}", unit in ".{0,10}") {
        let name = PersonName { surname: text.clone(), given: unit.clone(), ..PersonName::default() };
        let _ = ciss_multiview::name::NormalName::of(&name);
        let _ = ciss_multiview::birth::read(&text);
        let address = PostalAddress { street: text, unit: Some(unit), town: "Derby".into(), ..PostalAddress::default() };
        if let Some(resolved) = address.resolve("CT") {
            // What is in standard form stays as it is.
            let again = PostalAddress {
                street: format!("{} {}", resolved.number, resolved.street),
                unit: Some(resolved.unit.clone()),
                town: resolved.town.clone(),
                ..PostalAddress::default()
            };
            prop_assert!(again.resolve("CT").is_some());
        }
    }
}
