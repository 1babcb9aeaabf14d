//! Survivorship: which value of every field stands in the golden record, where it comes from, and what disagrees.

mod field;

use std::cmp::Reverse;

use jiff::Timestamp;

use crate::address::PostalAddress;
use crate::birth;
use crate::identifier;
use crate::name::NormalName;
use crate::record::{IdentifierKind, PersonName, Record, RecordKey};
use field::{Candidate, Rule, survivor};

/// How far a source is trusted in a matter, 0 to 255. Higher wins.
pub trait Trust {
    /// For who somebody is: name, date of birth, sex, race, numbers.
    fn identity(&self, source: u16) -> u8;
    /// For what changes: address, telephone, weight, hair.
    fn circumstances(&self, source: u16) -> u8;
}

/// A field of a golden record.
#[derive(Clone, PartialEq, Eq)]
pub struct Surviving<T> {
    /// The value that stands, as its record writes it.
    pub value: T,
    /// The record it comes from.
    pub from: RecordKey,
    /// Records that have this value.
    pub agreeing: usize,
    /// Records that have any value.
    pub of: usize,
    /// Other values, the newest first, each once.
    pub conflicts: Vec<Conflict<T>>,
}

/// A value that a record has and the golden record does not follow.
#[derive(Clone, PartialEq, Eq)]
pub struct Conflict<T> {
    /// The other value, as written.
    pub value: T,
    /// The newest record that has it.
    pub from: RecordKey,
}

/// What is known of one person. It has no `Debug`: it would print a name.
#[derive(Clone, PartialEq, Eq)]
pub struct Golden {
    /// The oldest record, by which the golden record is named.
    pub oldest: RecordKey,
    /// Name.
    pub name: Option<Surviving<PersonName>>,
    /// Every other name, as written, each once.
    pub aliases: Vec<PersonName>,
    /// Date of birth, as written.
    pub born: Option<Surviving<String>>,
    /// Sex code.
    pub sex: Option<Surviving<String>>,
    /// Race code.
    pub race: Option<Surviving<String>>,
    /// Inches.
    pub height: Option<Surviving<u16>>,
    /// Pounds.
    pub weight: Option<Surviving<u16>>,
    /// Eye colour code.
    pub eyes: Option<Surviving<String>>,
    /// Hair colour code.
    pub hair: Option<Surviving<String>>,
    /// Identifying numbers, one entry per kind, in the order of the kinds.
    pub numbers: Vec<(IdentifierKind, Surviving<String>)>,
    /// Current address; its conflicts are the former ones.
    pub address: Option<Surviving<PostalAddress>>,
    /// Telephone.
    pub phone: Option<Surviving<String>>,
}

/// Merges the records of one person. None when there are none. Does not depend on their order.
///
/// - Name, date of birth, sex, race, eyes and numbers do not change: every source has one vote per value, as heavy as
///   its trust in identity; then the newest record. A year alone votes for the dates in it.
/// - Height is measured: the source most trusted in identity; then the newest record.
/// - Address, telephone, weight and hair change: the source most trusted in circumstances, less what the age of the
///   record takes away; then the newest. Where no flat is given, one that another record gives for the house completes it.
/// - Middle name and suffix: the fullest form.
///
/// Ties end with the most complete value, then the first by its letters, so that the outcome is always the same.
pub fn merge(records: &[&Record], trust: &dyn Trust, home_state: &str) -> Option<Golden> {
    let records: Vec<Said<'_>> = records.iter().map(|record| Said { record, times: 1 }).collect();
    merge_said(&records, trust, home_state)
}

/// What one or more records of a source say in the same words.
#[derive(Clone, Copy)]
pub struct Said<'a> {
    /// The newest of them, and of equally new ones the one with the lowest key.
    pub record: &'a Record,
    /// How many they are.
    pub times: usize,
}

/// As [`merge`] of all the records, where those that differ in nothing but their key and their times are given once;
/// but the oldest record is the oldest of those that are given.
pub fn merge_said(said: &[Said<'_>], trust: &dyn Trust, home_state: &str) -> Option<Golden> {
    let mut records = said.to_vec();
    records.sort_by_key(|said| (Reverse(said.record.as_of), said.record.key));
    let oldest = records.iter().map(|said| said.record).min_by_key(|record| (record.since, record.key))?.key;
    let all = Candidates { records: &records, trust };
    let text = |field: fn(&Record) -> &Option<String>, rule| {
        all.survivor(rule, |record| {
            field(record).clone().map(|code| (code.trim().to_ascii_uppercase(), code))
        })
    };
    let kinds = [
        IdentifierKind::SocialSecurity,
        IdentifierKind::OperatorLicence,
        IdentifierKind::StateIdentification,
        IdentifierKind::Fbi,
        IdentifierKind::Inmate,
    ];
    let number = |kind: IdentifierKind| {
        let of = |record: &Record| {
            record.identifiers.iter().filter(|number| number.kind == kind).find_map(|number| {
                let normal = identifier::normal(number, home_state)?;
                let shown = if normal.issuer.is_empty() {
                    number.value.clone()
                } else {
                    format!("{} {}", normal.issuer, normal.value)
                };
                Some((normal.issuer + &normal.value, shown))
            })
        };
        all.survivor(Rule::Identity, of).map(|surviving| (kind, surviving))
    };
    let name = all.survivor(Rule::Identity, |record| {
        let normal = NormalName::of(&record.name);
        let known = !normal.surname.is_empty() && !normal.given.is_empty();
        known.then(|| (format!("{} {}", normal.surname, normal.given), record.name.clone()))
    });
    let name = name.or_else(|| {
        all.survivor(Rule::Identity, |record| {
            let normal = NormalName::of(&record.name);
            (!normal.is_empty()).then(|| (normal.surname + " " + &normal.given, record.name.clone()))
        })
    });
    Some(Golden {
        oldest,
        aliases: aliases(&records, name.as_ref()),
        name: name.map(|name| with_middle_and_suffix(name, &records)),
        born: born(&all),
        sex: text(|record| &record.sex, Rule::Identity),
        race: text(|record| &record.race, Rule::Identity),
        height: all
            .survivor(Rule::Measure, |record| record.height.map(|inches| (inches.to_string(), inches))),
        weight: all
            .survivor(Rule::Circumstance, |record| record.weight.map(|pounds| (pounds.to_string(), pounds))),
        eyes: text(|record| &record.eyes, Rule::Identity),
        hair: text(|record| &record.hair, Rule::Circumstance),
        numbers: kinds.into_iter().filter_map(number).collect(),
        address: address(&all, home_state),
        phone: all.survivor(Rule::Circumstance, |record| {
            let phone = record.phones.first()?;
            let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
            let digits = if digits.len() == 11 { digits.trim_start_matches('1').to_owned() } else { digits };
            (digits.len() >= 7).then(|| (digits, phone.clone()))
        }),
    })
}

struct Candidates<'a> {
    /// The newest first.
    records: &'a [Said<'a>],
    trust: &'a dyn Trust,
}

impl Candidates<'_> {
    /// `value` gives a record's value in the form in which it is compared, and as written.
    fn survivor<T: Clone>(
        &self,
        rule: Rule,
        value: impl Fn(&Record) -> Option<(String, T)>,
    ) -> Option<Surviving<T>> {
        let candidates = self.records.iter().filter_map(|Said { record, times }| {
            let (compared, written) = value(record)?;
            let trust = match rule {
                Rule::Identity | Rule::Measure => self.trust.identity(record.source),
                Rule::Circumstance => self.trust.circumstances(record.source),
            };
            let blank = compared.trim().is_empty();
            let Record { key, source, as_of, .. } = **record;
            (!blank).then_some(Candidate { compared, written, key, source, as_of, trust, times: *times })
        });
        survivor(rule, candidates.collect())
    }
}

/// A record that leaves the flat out speaks for the house, and for each flat in it.
fn address(all: &Candidates<'_>, home_state: &str) -> Option<Surviving<PostalAddress>> {
    let resolved = |record: &Record| {
        let address = record.addresses.first()?;
        Some((address.resolve(home_state)?, address.clone()))
    };
    let whole = |record: &Record| resolved(record).map(|(address, written)| (address.key(), written));
    let newest = all.survivor(Rule::Circumstance, whole)?;
    let standing = newest.value.resolve(home_state)?;
    if !standing.unit.is_empty() {
        return Some(newest);
    }
    let flat = all.survivor(Rule::Circumstance, |record| {
        let (address, written) = resolved(record)?;
        (!address.unit.is_empty() && address.house_key() == standing.key()).then(|| (address.key(), written))
    });
    let Some(mut flat) = flat else { return Some(newest) };
    flat.agreeing += newest.agreeing;
    flat.of = newest.of;
    flat.conflicts = newest.conflicts;
    let stands = flat.value.resolve(home_state)?.key();
    flat.conflicts
        .retain(|conflict| conflict.value.resolve(home_state).is_none_or(|address| address.key() != stands));
    Some(flat)
}

/// Full dates are weighed; a year alone agrees with the date that stands, and stands only where there is no date.
fn born(all: &Candidates<'_>) -> Option<Surviving<String>> {
    let read = |record: &Record| record.born.clone().and_then(|text| Some((birth::read(&text)?, text)));
    let full = all.survivor(Rule::Identity, |record| match read(record)? {
        (birth::Birth::Full(date), text) => Some((date.to_string(), text)),
        (birth::Birth::Year(_), _) => None,
    });
    let year = |record: &Record| match read(record)? {
        (birth::Birth::Year(year), text) => Some((year.to_string(), text)),
        (birth::Birth::Full(_), _) => None,
    };
    let Some(mut full) = full else { return all.survivor(Rule::Identity, year) };
    let standing = birth::read(&full.value);
    for Said { record, times } in all.records {
        if let Some((compared, text)) = year(record) {
            full.of += times;
            if birth::likeness(standing, birth::read(&compared)) == birth::BirthLikeness::Close {
                full.agreeing += times;
            } else if full.conflicts.iter().all(|conflict| conflict.value != text) {
                full.conflicts.push(Conflict { value: text, from: record.key });
            }
        }
    }
    Some(full)
}

/// The surviving name is completed by the fullest middle name and by the suffix among the records that agree with it,
/// and the middle name then by the others: a surname changes, a middle name hardly ever.
fn with_middle_and_suffix(mut name: Surviving<PersonName>, records: &[Said<'_>]) -> Surviving<PersonName> {
    let standing = NormalName::of(&name.value);
    let records = records.iter().map(|said| said.record);
    let (agreeing, others): (Vec<&Record>, Vec<&Record>) = records.partition(|record| {
        let other = NormalName::of(&record.name);
        other.surname == standing.surname && other.given == standing.given
    });
    let longest = |current: Option<String>, other: &Option<String>| match (current, other) {
        (None, other) => other.clone(),
        (Some(current), Some(other))
            if other.len() > current.len()
                && other
                    .to_ascii_uppercase()
                    .starts_with(&current.trim_end_matches('.').to_ascii_uppercase()) =>
        {
            Some(other.clone())
        }
        (current, _) => current,
    };
    for record in agreeing {
        name.value.middle = longest(name.value.middle.take(), &record.name.middle);
        name.value.suffix = longest(name.value.suffix.take(), &record.name.suffix);
    }
    for record in others {
        name.value.middle = longest(name.value.middle.take(), &record.name.middle);
    }
    name
}

fn aliases(records: &[Said<'_>], name: Option<&Surviving<PersonName>>) -> Vec<PersonName> {
    let key = |name: &PersonName| {
        let normal = NormalName::of(name);
        (normal.surname, normal.given)
    };
    let mut seen = vec![name.map(|name| key(&name.value)).unwrap_or_default()];
    let mut by_age: Vec<(Timestamp, &PersonName)> = records
        .iter()
        .flat_map(|Said { record, .. }| {
            std::iter::once(&record.name).chain(&record.aliases).map(|name| (record.as_of, name))
        })
        .collect();
    by_age.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    let mut aliases = Vec::new();
    for (_, alias) in by_age {
        let alias_key = key(alias);
        let blank = alias_key.0.is_empty() && alias_key.1.is_empty();
        if !blank && !seen.contains(&alias_key) {
            seen.push(alias_key);
            aliases.push(alias.clone());
        }
    }
    aliases
}
