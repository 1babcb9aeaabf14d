//! A record, normalised for comparing.

use crate::birth::{self, Birth};
use crate::identifier::{self, NormalIdentifier};
use crate::name::NormalName;
use crate::record::{Record, RecordKey};

/// What engines look at. It has no `Debug`: it would print a name.
#[derive(Clone)]
pub struct Features {
    /// The record.
    pub key: RecordKey,
    /// The leading name first, then the aliases; none of them empty.
    pub names: Vec<NormalName>,
    /// Date of birth, as much of it as is certain.
    pub born: Option<Birth>,
    /// `M` or `F`; other codes say that it is not known.
    pub sex: Option<char>,
    /// Identifying numbers, each once, in order.
    pub identifiers: Vec<NormalIdentifier>,
}

impl Features {
    /// Normalises a record. Numbers that a state gives and that name no state are `home_state`'s.
    pub fn of(record: &Record, home_state: &str) -> Features {
        let names = std::iter::once(&record.name).chain(&record.aliases).map(NormalName::of);
        let mut identifiers: Vec<NormalIdentifier> =
            record.identifiers.iter().filter_map(|number| identifier::normal(number, home_state)).collect();
        identifiers.sort();
        identifiers.dedup();
        Features {
            key: record.key,
            names: names.filter(|name| !name.is_empty()).collect(),
            born: record.born.as_deref().and_then(birth::read),
            sex: record.sex.as_deref().and_then(|sex| match sex.trim() {
                "M" | "m" => Some('M'),
                "F" | "f" => Some('F'),
                _ => None,
            }),
            identifiers,
        }
    }
}
