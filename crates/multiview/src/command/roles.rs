//! What each column holds: from its name, and where the name says nothing, from its values.

mod values;
mod vocabulary;

use serde::{Deserialize, Serialize};

use super::config::Config;
use super::error::CommandError;
use super::intake::Tally;
use super::table::{RawColumn, Table};
use crate::linkage::clean;
use crate::linkage::words::MISSING;

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// First name.
    GivenName,
    /// Second first name or initial.
    MiddleName,
    /// Family name; a second column is the second part of a double name.
    Surname,
    /// JR, SR, III.
    Suffix,
    /// The whole name.
    FullName,
    /// The whole date of birth.
    BirthDate,
    /// Its year.
    BirthYear,
    /// Its month.
    BirthMonth,
    /// Its day.
    BirthDay,
    /// Sex.
    Sex,
    /// A number or code that one person has.
    Identifier,
    /// E-mail address.
    Email,
    /// Telephone number.
    Phone,
    /// House number.
    HouseNumber,
    /// Street, perhaps with the house number.
    Street,
    /// Apartment, unit, floor.
    Unit,
    /// Town, suburb, parish.
    Town,
    /// Postal code.
    PostalCode,
    /// State, county, country.
    Region,
    /// One of few values: race, eye colour.
    Code,
    /// A number that is measured: height, weight.
    Measure,
    /// Other words: occupation, place of birth.
    Text,
    /// Names the record.
    Id,
    /// Names the source.
    Source,
    /// Not compared.
    Ignored,
}

impl Role {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Role::GivenName => "first name",
            Role::MiddleName => "middle name",
            Role::Surname => "family name",
            Role::Suffix => "name suffix",
            Role::FullName => "whole name",
            Role::BirthDate => "date of birth",
            Role::BirthYear => "year of birth",
            Role::BirthMonth => "month of birth",
            Role::BirthDay => "day of birth",
            Role::Sex => "sex",
            Role::Identifier => "identifier",
            Role::Email => "e-mail",
            Role::Phone => "telephone",
            Role::HouseNumber => "house number",
            Role::Street => "street",
            Role::Unit => "unit",
            Role::Town => "town",
            Role::PostalCode => "postal code",
            Role::Region => "region",
            Role::Code => "code",
            Role::Measure => "measure",
            Role::Text => "text",
            Role::Id => "record id",
            Role::Source => "source",
            Role::Ignored => "not compared",
        }
    }
}

/// A column, what it holds and why that is thought.
#[derive(Clone, Debug, Serialize)]
pub struct Decision {
    /// Name of the column.
    pub column: String,
    /// What it holds.
    pub role: Role,
    /// In words.
    pub why: String,
    /// Share of rows with a value.
    pub filled: f64,
    /// Distinct values.
    pub distinct: usize,
    /// Somebody said what it holds.
    #[serde(skip)]
    pub(crate) asked: bool,
    /// Its name says what it holds.
    #[serde(skip)]
    pub(crate) named: bool,
    /// How its values were read; none where it is not compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Tally>,
}

/// The column that names the records: the one asked for, one whose name says so, or the first with a different value in
/// every row.
///
/// # Errors
/// There is no such column.
pub(crate) fn id_column(table: &Table, asked: Option<&str>) -> Result<usize, CommandError> {
    let path = table.first_path();
    if let Some(name) = asked {
        return table.column(name).ok_or_else(|| CommandError::NoColumn {
            path,
            wanted: name.into(),
            purpose: "the record id",
            columns: table.names(),
        });
    }
    let different = |at: &usize| table.columns[*at].words.len() == table.len();
    let named = |at: &usize| vocabulary::is_id(&table.columns[*at].name);
    let columns = || 0..table.columns.len();
    // An id that repeats is reported as such, and not passed over for another column.
    let found = columns().find(|at| named(at) && different(at)).or_else(|| columns().find(named));
    let found = found.or_else(|| columns().find(different));
    found.ok_or_else(|| CommandError::NoId { path, columns: table.names() })
}

/// The column that names the source, if there is one by name.
pub(crate) fn source_column(table: &Table) -> Option<usize> {
    table.columns.iter().position(|column| vocabulary::is_source(&column.name) && column.words.len() <= 1_000)
}

/// Every record has an id of its own.
///
/// # Errors
/// The first that is missing or repeated.
pub(crate) fn check_ids(table: &Table, id: usize) -> Result<(), CommandError> {
    let column = &table.columns[id];
    let mut seen: Vec<u32> = vec![u32::MAX; column.words.len()];
    for (row, value) in column.cells.iter().enumerate() {
        let (path, line) = table.place(row);
        if *value == MISSING {
            return Err(CommandError::NoIdValue { path, line, column: column.name.clone() });
        }
        let before = &mut seen[*value as usize];
        if *before != u32::MAX {
            let (file, first) = table.place(*before as usize);
            let before = if file == path {
                format!("line {first}")
            } else {
                format!("{}, line {first}", file.display())
            };
            return Err(CommandError::DuplicateId { path, line, column: column.name.clone(), before });
        }
        *before = row as u32;
    }
    Ok(())
}

/// Whether a name is one that columns of people's records have.
pub(crate) fn is_known_name(name: &str) -> bool {
    !vocabulary::roles(name).is_empty() || vocabulary::is_id(name) || vocabulary::is_source(name)
}

/// Decides what every column holds.
pub(crate) fn decide(
    table: &Table,
    id: usize,
    source: Option<usize>,
    ignored: &[usize],
    config: &Config,
) -> Vec<Decision> {
    let said = table.columns.iter().enumerate().map(|(at, column)| {
        if at == id {
            Some((Role::Id, "names the records".to_owned()))
        } else if Some(at) == source {
            Some((Role::Source, "names the source".into()))
        } else if ignored.contains(&at) {
            Some((Role::Ignored, "as asked".into()))
        } else if let Some(role) = config.columns.get(&column.name) {
            Some((*role, "configured".into()))
        } else if column.words.is_empty() {
            Some((Role::Ignored, "no values".into()))
        } else {
            by_name(table, at)
        }
    });
    let mut found: Vec<Option<(Role, String)>> = said.collect();
    let named: Vec<bool> = found.iter().map(Option::is_some).collect();
    // What names say comes first, wherever the column stands: a date of visit must not pass for the date of birth.
    by_values(table, &mut found);
    let mut decisions: Vec<Decision> = table
        .columns
        .iter()
        .zip(found.into_iter().zip(named))
        .map(|(column, (found, named))| {
            let (role, why) = found.unwrap_or((Role::Ignored, "not understood".into()));
            let filled = column.cells.iter().filter(|value| **value != MISSING).count();
            let filled = filled as f64 / table.len().max(1) as f64;
            let asked = config.columns.contains_key(&column.name);
            Decision {
                column: column.name.clone(),
                role,
                why,
                filled,
                distinct: column.words.len(),
                asked,
                named,
                values: None,
            }
        })
        .collect();
    settle(&mut decisions);
    decisions
}

/// What the name of a column says, as far as its values bear it.
fn by_name(table: &Table, at: usize) -> Option<(Role, String)> {
    let column = &table.columns[at];
    let said = vocabulary::roles(&column.name);
    if let Some((Role::Ignored, word)) = said.first() {
        let why = format!("{word:?} in its name: it looks like the answer, or belongs to the file");
        return Some((Role::Ignored, why));
    }
    let values = known(column);
    let (role, word) = said.iter().find(|(role, _)| values::fits(*role, &values))?;
    let given_up = said.iter().take_while(|(other, _)| other != role).map(|(other, _)| other.words());
    let given_up: Vec<&str> = given_up.collect();
    let but = if given_up.is_empty() {
        String::new()
    } else {
        format!(", and its values are no {}", given_up.join(", no "))
    };
    Some((*role, format!("{word:?} in its name{but}")))
}

/// A sample of the values that say something.
fn known(column: &RawColumn) -> Vec<(&str, u32)> {
    let mut values = column.sample();
    values.retain(|(text, _)| !clean::is_placeholder(text));
    values
}

/// What the columns hold whose names say nothing: first what only one of them can be, the likeliest, then the others.
fn by_values(table: &Table, found: &mut [Option<(Role, String)>]) {
    let open: Vec<usize> = (0..found.len()).filter(|at| found[*at].is_none()).collect();
    let samples: Vec<_> = open.iter().map(|at| known(&table.columns[*at])).collect();
    let has = |found: &[Option<(Role, String)>], wanted: Role| {
        found.iter().flatten().any(|(role, _)| *role == wanted)
    };
    let born = has(found, Role::BirthDate) || has(found, Role::BirthYear);
    let event = |at: &usize| vocabulary::is_event(&table.columns[*at].name);
    let years = open
        .iter()
        .zip(&samples)
        .map(|(at, values)| if born || event(at) { 0 } else { values::years(values) });
    // Of several dates, people's births are spread most.
    let (widest, _) = years
        .enumerate()
        .fold((None, 0), |best, (at, years)| if years > best.1 { (Some(at), years) } else { best });
    if let Some(at) = widest {
        found[open[at]] = Some((Role::BirthDate, "values are dates".into()));
    }
    if !has(found, Role::GivenName) && !has(found, Role::FullName) {
        let known = samples
            .iter()
            .enumerate()
            .filter(|(at, values)| found[open[*at]].is_none() && values::are_words(values));
        let known = known.map(|(at, values)| (at, values::known_first_names(values)));
        // In a language whose names are not known, the first column of words.
        let (given, share) = known.fold((None, 0.0), |best, (at, share)| {
            if best.0.is_none() || share > best.1 { (Some(at), share) } else { best }
        });
        let telling = share > 0.25 || !has(found, Role::Surname);
        if let Some(at) = given.filter(|_| telling) {
            let why = if share > 0.03 { "values are known first names" } else { "first column of words" };
            found[open[at]] = Some((Role::GivenName, why.into()));
        }
    }
    for (at, values) in open.iter().zip(&samples) {
        if found[*at].is_none() {
            let distinct = table.columns[*at].words.len();
            let (role, why) = values::role(values, table.len(), distinct, &|role| has(found, role));
            found[*at] = Some((role, why.into()));
        }
    }
}

/// What columns say together: a second first name is a middle name, a whole name is not needed beside its parts.
fn settle(decisions: &mut [Decision]) {
    let has = |decisions: &[Decision], role: Role| decisions.iter().any(|decision| decision.role == role);
    let mut given = 0;
    for decision in decisions.iter_mut() {
        if decision.role == Role::GivenName {
            given += 1;
            if given > 1 {
                decision.role = Role::MiddleName;
                decision.why.push_str(", after another first name");
            }
        }
    }
    // "name" beside "surname" is what stands before it.
    if has(decisions, Role::Surname) && !has(decisions, Role::GivenName) {
        for decision in decisions.iter_mut().filter(|decision| decision.role == Role::FullName).take(1) {
            decision.role = Role::GivenName;
            decision.why.push_str(", beside a family name");
        }
    }
    let parts = has(decisions, Role::GivenName) && has(decisions, Role::Surname);
    let date = has(decisions, Role::BirthDate);
    for decision in decisions.iter_mut() {
        let part_of_date = matches!(decision.role, Role::BirthYear | Role::BirthMonth | Role::BirthDay);
        let needless = parts && decision.role == Role::FullName || date && part_of_date;
        if needless {
            decision.role = Role::Ignored;
            decision.why.push_str(", but other columns say the same");
        }
    }
    for single in
        [Role::BirthDate, Role::BirthYear, Role::BirthMonth, Role::BirthDay, Role::Sex, Role::FullName]
    {
        for decision in decisions.iter_mut().filter(|decision| decision.role == single).skip(1) {
            decision.role = Role::Code;
            decision.why.push_str(", but another column is that already");
        }
    }
    for single in [
        Role::HouseNumber,
        Role::Unit,
        Role::Town,
        Role::PostalCode,
        Role::Region,
        Role::Suffix,
        Role::MiddleName,
    ] {
        for decision in decisions.iter_mut().filter(|decision| decision.role == single).skip(1) {
            decision.role = Role::Ignored;
            decision.why.push_str(", but another column is that already");
        }
    }
}
