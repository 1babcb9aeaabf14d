//! From a table to the records that the engine compares. Every distinct value is normalised once.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::dates;
use super::roles::{Decision, Role};
use super::table::{RawColumn, Table};
use crate::linkage::clean::{self, CleanName};
use crate::linkage::population::{Born, Draft, NameParts, Place, PlainKind, Population};
use crate::linkage::words::{MISSING, Value};

/// Rows in the order of their ids, so that nothing depends on the order of the file.
pub(crate) struct Intake {
    pub(crate) population: Population,
    /// Row of every record.
    pub(crate) rows: Vec<u32>,
}

/// A column with its distinct values normalised.
struct Normal<'a, T> {
    column: &'a RawColumn,
    values: Vec<T>,
}

impl<'a, T: Default + Clone + Send> Normal<'a, T> {
    fn of(table: &'a Table, at: usize, normal: impl Fn(&str) -> T + Sync) -> Normal<'a, T> {
        let column = &table.columns[at];
        let values = (0..column.words.len() as Value).into_par_iter().map(|value| {
            let text = column.words.text(value);
            if clean::is_placeholder(text) { T::default() } else { normal(text) }
        });
        Normal { column, values: values.collect() }
    }

    fn get(&self, row: usize) -> Option<&T> {
        let value = self.column.cells[row];
        if value == MISSING { None } else { self.values.get(value as usize) }
    }
}

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
    let text =
        |role: Role, normal: fn(&str) -> String| columns(role).next().map(|at| Normal::of(table, at, normal));
    let join = |text: &str| clean::words(text).join(" ");

    let given = columns(Role::GivenName).next().map(|at| Normal::of(table, at, clean::given));
    let surnames: Vec<_> = columns(Role::Surname).map(|at| Normal::of(table, at, clean::surname)).collect();
    let middle = columns(Role::MiddleName).next().map(|at| Normal::of(table, at, join));
    let suffix = columns(Role::Suffix).next().map(|at| Normal::of(table, at, clean::suffix));
    let whole = columns(Role::FullName).next().map(|at| Normal::of(table, at, clean::whole));
    let born = BornColumns::of(table, decisions, this_year);
    let sex = columns(Role::Sex).next().map(|at| Normal::of(table, at, sex));
    let houses = columns(Role::HouseNumber).next().map(|at| Normal::of(table, at, join));
    let apart = houses.is_some();
    let streets: Vec<_> =
        columns(Role::Street).map(|at| Normal::of(table, at, |text| street(text, apart))).collect();
    let units = text(Role::Unit, unit);
    let towns = text(Role::Town, |text| clean::words(text).join(" "));
    let postals = text(Role::PostalCode, postal);
    let regions = text(Role::Region, |text| clean::words(text).join(" "));
    let plain: Vec<(u16, PlainKind, Normal<'_, String>)> = decisions
        .iter()
        .enumerate()
        .filter_map(|(at, decision)| plain_kind(decision.role).map(|kind| (at, kind)))
        .enumerate()
        .map(|(number, (at, kind))| (number as u16, kind, Normal::of(table, at, |text| plain(kind, text))))
        .collect();

    let mut population =
        Population::with_columns(plain.iter().map(|(_, kind, normal)| (normal.column.name.clone(), *kind)));
    let ids = &table.columns[id];
    let mut rows: Vec<u32> = (0..table.len() as u32).collect();
    rows.par_sort_unstable_by_key(|row| ids.words.bytes(ids.cells[*row as usize]));
    let mut dwellings: FxHashMap<(Value, Value), Value> = FxHashMap::default();
    for row in rows.iter().map(|row| *row as usize) {
        let mut name = whole.as_ref().and_then(|whole| whole.get(row)).cloned().unwrap_or_default();
        if let Some((first, initial, suffix)) = given.as_ref().and_then(|given| given.get(row)) {
            name = CleanName { given: first.clone(), middle: initial.clone(), suffix: *suffix, ..name };
        }
        for (family, suffix) in surnames.iter().filter_map(|surname| surname.get(row)) {
            if !name.surname.is_empty() && !family.is_empty() {
                name.surname.push(' ');
            }
            name.surname.push_str(family);
            name.suffix = name.suffix.max(*suffix);
        }
        if let Some(middle) =
            middle.as_ref().and_then(|middle| middle.get(row)).filter(|middle| !middle.is_empty())
        {
            name.middle.clone_from(middle);
        }
        let own = suffix.as_ref().and_then(|suffix| suffix.get(row)).copied().unwrap_or_default();
        let names = NameParts {
            given: population.given.add(&name.given),
            surname: population.surname.add(&name.surname),
            middle: population.given.add(&name.middle),
            suffix: own.max(name.suffix),
        };
        let mut place = Place::NONE;
        for (number, street, unit) in streets.iter().filter_map(|street| street.get(row)) {
            if place.street == MISSING {
                place.street = population.streets.add(street);
                place.number = population.numbers.add(number);
                place.unit = population.units.add(unit);
            }
        }
        if let Some(number) = houses.as_ref().and_then(|houses| houses.get(row)) {
            place.number = population.numbers.add(number);
        }
        let add = |words: &mut crate::linkage::words::Words, column: &Option<Normal<'_, String>>| {
            column.as_ref().and_then(|column| column.get(row)).map_or(MISSING, |text| words.add(text))
        };
        if place.unit == MISSING {
            place.unit = add(&mut population.units, &units);
        }
        place.town = add(&mut population.towns, &towns);
        place.postal = add(&mut population.postals, &postals);
        place.region = add(&mut population.regions, &regions);
        if place.street != MISSING && place.number != MISSING {
            let (number, street) =
                (population.numbers.text(place.number), population.streets.text(place.street));
            let dwelling = dwellings.entry((place.number, place.street));
            place.dwelling =
                *dwelling.or_insert_with(|| population.dwellings.add(&format!("{number} {street}")));
        }
        let mut draft = Draft {
            names: vec![names],
            places: vec![place],
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
    Intake { population, rows }
}

fn source_of(table: &Table, source: Option<usize>, row: usize) -> u16 {
    match source.map(|at| table.columns[at].cells[row]) {
        Some(MISSING) => u16::MAX,
        Some(value) => (value % u32::from(u16::MAX)) as u16,
        None => table.file_of(row) as u16,
    }
}

/// House number, street and unit. Where the number has a column of its own, a street gets a number to be read with.
/// Elsewhere than in English the number stands behind the street.
fn street(text: &str, number_apart: bool) -> (String, String, String) {
    let text = if number_apart { format!("1 {text}") } else { text.to_owned() };
    let (mut number, mut street, mut unit) = crate::address::parts(&text).unwrap_or_default();
    if number_apart {
        number.clear();
    } else if number.is_empty()
        && let Some((name, behind)) = street.rsplit_once(' ')
        && behind.starts_with(|c: char| c.is_ascii_digit())
    {
        (number, street) = (behind.to_owned(), name.to_owned());
    } else if number.is_empty() && unit.starts_with(|c: char| c.is_ascii_digit()) {
        number = std::mem::take(&mut unit);
    }
    (number, street, unit)
}

/// A flat or floor. Words alone are a building or a village, which files write in many ways.
fn unit(text: &str) -> String {
    let unit = crate::address::unit(text);
    if unit.len() == 1 || unit.bytes().any(|byte| byte.is_ascii_digit()) { unit } else { String::new() }
}

fn postal(text: &str) -> String {
    let code: String =
        text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    // Nine digits are a five-digit code and what stands behind it.
    if code.len() == 9 && code.bytes().all(|byte| byte.is_ascii_digit()) {
        code[..5].to_owned()
    } else {
        code
    }
}

fn sex(text: &str) -> u8 {
    match text.to_ascii_uppercase().as_str() {
        "M" | "MALE" | "MAN" | "H" | "HOMBRE" | "HOMME" | "MAENNLICH" | "1" => b'M',
        "F" | "FEMALE" | "WOMAN" | "W" | "MUJER" | "FEMME" | "WEIBLICH" | "2" => b'F',
        _ => 0,
    }
}

fn plain_kind(role: Role) -> Option<PlainKind> {
    let kinds = [
        (Role::Identifier, PlainKind::Identifier),
        (Role::Email, PlainKind::Email),
        (Role::Phone, PlainKind::Phone),
        (Role::Code, PlainKind::Code),
        (Role::Measure, PlainKind::Measure),
        (Role::Text, PlainKind::Text),
    ];
    kinds.into_iter().find(|(of, _)| *of == role).map(|(_, kind)| kind)
}

fn plain(kind: PlainKind, text: &str) -> String {
    match kind {
        PlainKind::Identifier => clean::identifier(text),
        PlainKind::Email => text.trim().to_ascii_lowercase(),
        PlainKind::Phone => clean::phone(text),
        PlainKind::Measure => text.parse::<f32>().map(|number| number.to_string()).unwrap_or_default(),
        PlainKind::Code | PlainKind::Text => clean::words(text).join(" "),
    }
}

/// Columns of the date of birth.
struct BornColumns<'a> {
    date: Option<Normal<'a, Born>>,
    parts: [Option<Normal<'a, i16>>; 3],
}

impl<'a> BornColumns<'a> {
    fn of(table: &'a Table, decisions: &[Decision], this_year: i16) -> BornColumns<'a> {
        let column = |role: Role| decisions.iter().position(|decision| decision.role == role);
        let date = column(Role::BirthDate).map(|at| {
            let words = &table.columns[at].words;
            let order = dates::order((0..words.len() as Value).map(|value| words.text(value)));
            Normal::of(table, at, |text| dates::read(text, order, this_year))
        });
        let number = |text: &str| -> i16 {
            let digits = text.split('.').next().unwrap_or_default();
            digits.parse().unwrap_or_default()
        };
        let month = |text: &str| {
            let found = number(text);
            if found == 0 { crate::birth::month(text).unwrap_or_default() } else { found }
        };
        let parts = [
            column(Role::BirthYear).map(|at| Normal::of(table, at, number)),
            column(Role::BirthMonth).map(|at| Normal::of(table, at, month)),
            column(Role::BirthDay).map(|at| Normal::of(table, at, number)),
        ];
        BornColumns { date, parts }
    }

    fn get(&self, row: usize) -> Born {
        if let Some(born) = self.date.as_ref().and_then(|date| date.get(row)) {
            return *born;
        }
        let part =
            |at: usize| self.parts[at].as_ref().and_then(|part| part.get(row)).copied().unwrap_or_default();
        let small = |number: i16, most: i16| if (1..=most).contains(&number) { number as u8 } else { 0 };
        let year = Some(part(0)).filter(|year| (1..=2200).contains(year)).unwrap_or_default();
        Born { year, month: small(part(1), 12), day: small(part(2), 31) }
    }
}
