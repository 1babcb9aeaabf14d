//! A record of a document, in the form in which it is compared.

use super::clean;
use super::population::{Born, Draft, NameParts, Place, PlainKind, Population};
use super::words::{MISSING, Value, Words, has};
use crate::birth::{self, Birth};
use crate::identifier;
use crate::record::{IdentifierKind, PersonName, Record};

/// The plain columns of records, always these and in this order, so that a model fits every record.
const COLUMNS: [(&str, PlainKind); 8] = [
    ("license number", PlainKind::Identifier),
    ("state identification number", PlainKind::Identifier),
    ("FBI number", PlainKind::Identifier),
    ("social security number", PlainKind::Identifier),
    ("inmate number", PlainKind::Identifier),
    ("telephone", PlainKind::Phone),
    ("race", PlainKind::Code),
    ("height", PlainKind::Measure),
];
/// The kinds of the first of them, which are numbers that identify a person.
pub(crate) const KINDS: [IdentifierKind; 5] = [
    IdentifierKind::OperatorLicence,
    IdentifierKind::StateIdentification,
    IdentifierKind::Fbi,
    IdentifierKind::SocialSecurity,
    IdentifierKind::Inmate,
];
const TELEPHONE: u16 = 5;
const RACE: u16 = 6;
const HEIGHT: u16 = 7;

/// A population that records can be added to.
pub(crate) fn empty() -> Population {
    Population::with_columns(COLUMNS.iter().map(|(name, kind)| ((*name).to_owned(), *kind)))
}

/// Adds a record. Numbers and addresses that name no state are `home_state`'s.
pub(crate) fn add(population: &mut Population, record: &Record, home_state: &str) {
    let names = std::iter::once(&record.name)
        .chain(&record.aliases)
        .map(|written| name(population, written))
        .collect();
    let places = record.addresses.iter().filter_map(|address| address.resolve(home_state));
    let places = places.map(|address| place(population, &address)).collect();
    let mut values: Vec<(u16, Value)> = Vec::new();
    for number in record.identifiers.iter().filter_map(|number| identifier::normal(number, home_state)) {
        let column = column(number.kind);
        values.push((column, word(population, column, &(number.issuer + &number.value))));
    }
    for phone in &record.phones {
        values.push((TELEPHONE, word(population, TELEPHONE, &clean::phone(phone))));
    }
    // U says that nobody knows.
    for race in record.race.iter().filter(|race| !matches!(race.trim(), "U" | "u")) {
        values.push((RACE, word(population, RACE, &clean::words(race).join(" "))));
    }
    if let Some(inches) = record.height {
        let value = word(population, HEIGHT, &inches.to_string());
        let numbers = &mut population.plain[usize::from(HEIGHT)].numbers;
        if value as usize == numbers.len() {
            numbers.push(f32::from(inches));
        }
        values.push((HEIGHT, value));
    }
    let born = match record.born.as_deref().and_then(birth::read) {
        Some(Birth::Full(date)) => {
            Born { year: date.year(), month: date.month().unsigned_abs(), day: date.day().unsigned_abs() }
        }
        Some(Birth::Year(year)) => Born { year, ..Born::default() },
        None => Born::default(),
    };
    let sex = match record.sex.as_deref().map(str::trim) {
        Some("M" | "m") => b'M',
        Some("F" | "f") => b'F',
        _ => 0,
    };
    population.push(Draft { names, places, born, source: record.source, sex, values });
}

/// Hash of all that is compared of the only record of a population: equal for records that say the same.
pub(crate) fn content(population: &Population) -> u64 {
    let mut content = called(population, u64::from(population.source(0)) << 8 | u64::from(population.sex(0)));
    let mut add = |value: u64| content = crate::hash::mix(content.rotate_left(5) ^ value);
    let hash = |words: &Words, value: Value| if has(value) { words.hash(value) } else { 0 };
    for place in population.places(0) {
        add(hash(&population.numbers, place.number));
        add(hash(&population.streets, place.street));
        add(hash(&population.towns, place.town));
        add(hash(&population.postals, place.postal));
        add(hash(&population.regions, place.region));
        add(hash(&population.units, place.unit));
    }
    for (at, column) in population.plain.iter().enumerate() {
        add(at as u64);
        population.values(0, at).for_each(|value| add(column.words.hash(value)));
    }
    content
}

/// Hash of the names and the date of birth of the only record of a population, going on from another.
pub(crate) fn called(population: &Population, from: u64) -> u64 {
    let mut called = from;
    let mut add = |value: u64| called = crate::hash::mix(called.rotate_left(5) ^ value);
    let hash = |words: &Words, value: Value| if has(value) { words.hash(value) } else { 0 };
    let Born { year, month, day } = population.born(0);
    add(u64::from(year.unsigned_abs()) << 16 | u64::from(month) << 8 | u64::from(day));
    for name in population.names(0) {
        add(hash(&population.given.words, name.given));
        add(hash(&population.surname.words, name.surname));
        add(hash(&population.given.words, name.middle));
        add(u64::from(name.suffix));
    }
    called
}

const fn column(kind: IdentifierKind) -> u16 {
    match kind {
        IdentifierKind::OperatorLicence => 0,
        IdentifierKind::StateIdentification => 1,
        IdentifierKind::Fbi => 2,
        IdentifierKind::SocialSecurity => 3,
        IdentifierKind::Inmate => 4,
    }
}

/// In words: `licence number`.
pub(crate) const fn kind_name(kind: IdentifierKind) -> &'static str {
    COLUMNS[column(kind) as usize].0
}

fn word(population: &mut Population, column: u16, text: &str) -> Value {
    population.plain[usize::from(column)].words.add(text)
}

fn name(population: &mut Population, name: &PersonName) -> NameParts {
    let known = |text: &str| if clean::is_placeholder(text.trim()) { String::new() } else { text.to_owned() };
    let (written, first) = (known(&name.surname), known(&name.given));
    let mut parts = if first.is_empty() && written.contains(',') {
        clean::whole(&written)
    } else {
        let (surname, one) = clean::surname(&written);
        let (given, middle, other) = clean::given(&first);
        clean::CleanName { given, surname, middle, suffix: one.max(other) }
    };
    if let Some(middle) = name.middle.as_deref().map(known).filter(|middle| !middle.is_empty()) {
        parts.middle = clean::words(&middle).join(" ");
    }
    let parts = parts.known();
    let own = name.suffix.as_deref().map_or(0, clean::suffix);
    NameParts {
        given: population.given.add(&parts.given),
        surname: population.surname.add(&parts.surname),
        middle: population.given.add(&parts.middle),
        suffix: own.max(parts.suffix),
    }
}

fn place(population: &mut Population, address: &crate::address::ResolvedAddress) -> Place {
    let number = population.numbers.add(&address.number);
    let street = population.streets.add(&address.street);
    let house = format!("{} {}", address.number, address.street);
    Place {
        number,
        street,
        town: population.towns.add(&address.town),
        postal: population.postals.add(&address.postal_code),
        region: population.regions.add(&address.state),
        unit: population.units.add(&address.unit),
        dwelling: if has(number) && has(street) { population.dwellings.add(&house) } else { MISSING },
    }
}
