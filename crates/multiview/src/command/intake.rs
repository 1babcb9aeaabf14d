//! From a table to the records that the engine compares. Every distinct value is normalised once.

mod born;
mod names;
mod normal;
mod values;
mod whole;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::roles::{Decision, Role};
use super::table::Table;
use crate::linkage::names::NameBook;
use crate::linkage::population::{Draft, NameParts, Place, PlainKind, Population};
use crate::linkage::words::{MISSING, Value, Words, has};
use born::{BornColumns, Tallied};
use names::NameColumns;
use normal::Normal;

pub use normal::Tally;

/// Rows in the order of their ids, so that nothing depends on the order of the file.
pub(crate) struct Intake {
    pub(crate) population: Population,
    /// Row of every record.
    pub(crate) rows: Vec<u32>,
    /// How the columns were read, by their numbers.
    pub(crate) tallies: Vec<(usize, Tally)>,
}

type Street = (String, String, String);

/// Columns of the address.
struct PlaceColumns<'a> {
    houses: Option<Normal<'a, String>>,
    streets: Vec<Normal<'a, Street>>,
    units: Option<Normal<'a, String>>,
    towns: Option<Normal<'a, String>>,
    postals: Option<Normal<'a, String>>,
    regions: Option<Normal<'a, String>>,
}

/// A column that is compared by itself: its number among them, how it is compared, its values.
type PlainNormal<'a> = (u16, PlainKind, Normal<'a, String>);

/// Builds the records. `this_year` decides the century of years of two digits.
pub(crate) fn intake(
    table: &Table,
    id: usize,
    source: Option<usize>,
    decisions: &[Decision],
    this_year: i16,
) -> Intake {
    let columns =
        |role: Role| decisions.iter().enumerate().filter(move |(_, d)| d.role == role).map(|(at, _)| at);
    let plain_columns = || {
        let plain = decisions.iter().enumerate();
        let plain =
            plain.filter_map(|(at, decision)| values::plain_kind(decision.role).map(|kind| (at, kind)));
        plain.enumerate().map(|(number, (at, kind))| (number as u16, kind, at))
    };
    let plain_of = |numbers: bool, nothing: &FxHashSet<&str>| {
        let chosen = plain_columns().filter(|(_, kind, _)| is_of_numbers(*kind) == numbers);
        let read = |(number, kind, at)| {
            (number, kind, Normal::of(table, at, nothing, |text| values::plain(kind, text)))
        };
        chosen.map(read).collect::<Vec<PlainNormal<'_>>>()
    };
    // What cannot be read again and again where numbers belong says that nothing is known, and in columns of words too
    // where several columns of numbers agree on it.
    let none = FxHashSet::default();
    let mut born = BornColumns::of(table, decisions, this_year);
    let postals = columns(Role::PostalCode).next().map(|at| Normal::of(table, at, &none, values::postal));
    let mut plain = plain_of(true, &none);
    let mut seen: FxHashMap<&str, usize> = FxHashMap::default();
    let numbers = plain.iter().map(|(_, _, normal)| normal as &dyn Tallied<'_>);
    for column in
        born.columns().chain(postals.iter().map(|postals| postals as &dyn Tallied<'_>)).chain(numbers)
    {
        for text in column.repeated() {
            *seen.entry(text).or_default() += 1;
        }
    }
    let nothing: FxHashSet<&str> =
        seen.into_iter().filter(|(_, columns)| *columns > 1).map(|(text, _)| text).collect();
    plain.extend(plain_of(false, &nothing));
    plain.sort_by_key(|(number, ..)| *number);

    let text = |role: Role, normal: fn(&str) -> Option<String>| {
        columns(role).next().map(|at| Normal::of(table, at, &nothing, normal))
    };
    let names = NameColumns::of(table, decisions, source, &nothing);
    let sex = columns(Role::Sex).next().map(|at| Normal::of(table, at, &nothing, values::sex));
    let apart = columns(Role::HouseNumber).next().is_some();
    let street = |text: &str| values::street(text, apart);
    let places = PlaceColumns {
        houses: text(Role::HouseNumber, values::joined),
        streets: columns(Role::Street).map(|at| Normal::of(table, at, &nothing, street)).collect(),
        units: text(Role::Unit, values::unit),
        towns: text(Role::Town, values::joined),
        postals,
        regions: text(Role::Region, values::joined),
    };

    let ids = &table.columns[id];
    let mut rows: Vec<u32> = (0..table.len() as u32).collect();
    rows.par_sort_unstable_by_key(|row| ids.words.bytes(ids.cells[*row as usize]));
    let kinds = plain.iter().map(|(_, kind, normal)| (normal.column.name.clone(), *kind));
    let mut population = Population::with_columns(kinds);
    let name_parts = |population: &mut Population, row: usize| {
        let name = names.get(row);
        NameParts {
            given: population.given.add(&name.given),
            surname: population.surname.add(&name.surname),
            middle: population.given.add(&name.middle),
            suffix: name.suffix,
        }
    };
    let mut named: Vec<NameParts> =
        rows.iter().map(|row| name_parts(&mut population, *row as usize)).collect();
    // First letters tell people apart whose names are mistyped.
    born.forget_stand_ins(&rows, |record| {
        let NameParts { given, surname, .. } = named[record];
        let initial = |book: &NameBook, name: Value| if has(name) { book.initial(name) } else { 0 };
        u32::from(initial(&population.given, given)) << 8 | u32::from(initial(&population.surname, surname))
    });
    let nobody = nobody(&population, &named, &rows, &born, &places);
    for record in &nobody {
        named[*record] = NameParts::NONE;
    }

    let mut dwellings: FxHashMap<(Value, Value), Value> = FxHashMap::default();
    for (record, row) in rows.iter().map(|row| *row as usize).enumerate() {
        let mut draft = Draft {
            names: vec![named[record]],
            places: vec![places.get(&mut population, &mut dwellings, row)],
            born: born.get(row),
            source: source_of(table, source, row),
            sex: sex.as_ref().and_then(|sex| sex.get(row)).copied().unwrap_or_default(),
            values: Vec::with_capacity(plain.len()),
        };
        for (number, kind, normal) in &plain {
            let Some(text) = normal.get(row) else { continue };
            let column = &mut population.plain[usize::from(*number)];
            let value = column.words.add(text);
            if *kind == PlainKind::Measure && value as usize == column.numbers.len() {
                column.numbers.push(text.parse().unwrap_or(0.0));
            }
            draft.values.push((*number, value));
        }
        population.push(draft);
    }
    let all = names.columns().chain(born.columns()).chain(places.columns());
    let all = all.chain(sex.iter().map(|sex| sex as &dyn Tallied<'_>));
    let all = all.chain(plain.iter().map(|(_, _, normal)| normal as &dyn Tallied<'_>));
    let mut tallies: Vec<(usize, Tally)> = all.map(|column| (column.column(), column.tally())).collect();
    for (at, tally) in &mut tallies {
        if matches!(decisions[*at].role, Role::FullName | Role::GivenName | Role::Surname) {
            let records = nobody.len() as u64;
            tally.read = tally.read.saturating_sub(records);
            tally.stood_in += records;
        }
    }
    Intake { population, rows, tallies }
}

/// Identifying numbers, and what else is not made of words.
fn is_of_numbers(kind: PlainKind) -> bool {
    match kind {
        PlainKind::Identifier | PlainKind::Email | PlainKind::Phone | PlainKind::Measure => true,
        PlainKind::Code | PlainKind::Text => false,
    }
}

/// Records whose names belong to nobody. People of one name are told apart by the day of their birth, or the town.
fn nobody(
    population: &Population,
    named: &[NameParts],
    rows: &[u32],
    born: &BornColumns<'_>,
    places: &PlaceColumns<'_>,
) -> Vec<usize> {
    let parts = |record: usize| {
        let NameParts { given, surname, .. } = named[record];
        let text = |book: &'_ NameBook, name: Value| if has(name) { book.words.hash(name) } else { 0 };
        (text(&population.given, given), text(&population.surname, surname))
    };
    let apart = |record: usize| {
        let row = rows[record] as usize;
        let date = Some(born.get(row)).filter(|born| born.is_full());
        let date =
            date.map(|born| born.year as u64 * 10_000 + u64::from(born.month) * 100 + u64::from(born.day));
        date.or_else(|| Some(crate::hash::hash(&[places.towns.as_ref()?.get(row)?])))
    };
    let people = (0..named.len()).map(|record| (parts(record), apart(record)));
    let shared = names::shared_by_many(people.map(|((given, surname), apart)| (given, surname, apart)));
    if shared.is_empty() {
        return Vec::new();
    }
    (0..named.len()).filter(|record| shared.contains(&parts(*record))).collect()
}

impl<'a> PlaceColumns<'a> {
    fn get(
        &self,
        population: &mut Population,
        dwellings: &mut FxHashMap<(Value, Value), Value>,
        row: usize,
    ) -> Place {
        let mut place = Place::NONE;
        for (number, street, unit) in self.streets.iter().filter_map(|street| street.get(row)) {
            if place.street == MISSING {
                place.street = population.streets.add(street);
                place.number = population.numbers.add(number);
                place.unit = population.units.add(unit);
            }
        }
        if let Some(number) = self.houses.as_ref().and_then(|houses| houses.get(row)) {
            place.number = population.numbers.add(number);
        }
        let add = |words: &mut Words, column: &Option<Normal<'_, String>>| {
            column.as_ref().and_then(|column| column.get(row)).map_or(MISSING, |text| words.add(text))
        };
        if place.unit == MISSING {
            place.unit = add(&mut population.units, &self.units);
        }
        place.town = add(&mut population.towns, &self.towns);
        place.postal = add(&mut population.postals, &self.postals);
        place.region = add(&mut population.regions, &self.regions);
        if has(place.street) && has(place.number) {
            let (number, street) =
                (population.numbers.text(place.number), population.streets.text(place.street));
            let dwelling = dwellings.entry((place.number, place.street));
            place.dwelling =
                *dwelling.or_insert_with(|| population.dwellings.add(&format!("{number} {street}")));
        }
        place
    }

    fn columns(&self) -> impl Iterator<Item = &dyn Tallied<'a>> {
        let words = [&self.houses, &self.units, &self.towns, &self.postals, &self.regions].into_iter();
        let streets = self.streets.iter().map(|column| column as &dyn Tallied<'a>);
        streets.chain(words.flatten().map(|column| column as &dyn Tallied<'a>))
    }
}

fn source_of(table: &Table, source: Option<usize>, row: usize) -> u16 {
    match source.map(|at| table.columns[at].cells[row]) {
        Some(MISSING) => u16::MAX,
        Some(value) => (value % u32::from(u16::MAX)) as u16,
        None => table.file_of(row) as u16,
    }
}
