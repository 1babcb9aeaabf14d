//! What values say a column holds.

use super::Role;
use crate::command::dates::{self, Dates, LATEST};

/// Distinct values, each with how many rows have it.
type Sample<'a> = [(&'a str, u32)];

fn share(values: &Sample<'_>, test: impl Fn(&str) -> bool) -> f64 {
    let passing = values.iter().filter(|(value, _)| test(value)).count();
    passing as f64 / values.len().max(1) as f64
}

fn digits(value: &str) -> usize {
    value.bytes().filter(u8::is_ascii_digit).count()
}

fn number(value: &str) -> Option<f64> {
    value.trim().parse().ok()
}

fn within(value: &str, low: f64, high: f64) -> bool {
    number(value).is_some_and(|number| (low..=high).contains(&number))
}

/// Whether the values bear what the name of their column says. Noise is expected.
pub(super) fn fits(role: Role, values: &Sample<'_>) -> bool {
    let most = |test: &dyn Fn(&str) -> bool| share(values, test) > 0.5;
    let words = |value: &str| value.split_whitespace().count();
    let lettered = |value: &str| digits(value) * 2 < value.len() && value.chars().any(char::is_alphabetic);
    match role {
        Role::BirthDate => {
            let dates = Dates::of(values.iter().map(|(value, _)| *value), LATEST);
            most(&|value| dates.read(value).is_some())
        }
        Role::BirthYear => {
            share(values, |value| within(value, 1000.0, 2200.0) || within(value, 0.0, 99.0)) > 0.7
        }
        Role::BirthMonth => most(&|value| within(value, 0.0, 12.0) || value.len() >= 3),
        Role::BirthDay => most(&|value| within(value, 0.0, 31.0)),
        Role::Sex => {
            values.len() <= 20
                && most(&|value| value.chars().count() <= 8 && number(value).is_none_or(|n| n < 10.0))
        }
        Role::Email => share(values, |value| value.contains('@')) > 0.3,
        Role::Phone => most(&|value| digits(value) >= 5 && digits(value) * 2 >= value.len()),
        Role::GivenName | Role::MiddleName | Role::Surname => {
            most(&|value| lettered(value) && words(value) <= 3)
        }
        Role::FullName => {
            most(&|value| lettered(value) && words(&value.replace([',', '/', ';', '^', '_'], " ")) > 1)
        }
        Role::Town | Role::Street => most(&lettered_or_numbered),
        Role::PostalCode => {
            most(&|value| value.len() <= 12 && value.bytes().any(|byte| byte.is_ascii_digit()))
        }
        Role::HouseNumber => most(&|value| value.len() <= 12 && digits(value) > 0),
        Role::Measure => most(&|value| number(value).is_some()),
        Role::Code => values.len() <= 500,
        Role::Suffix => share(values, |value| crate::linkage::clean::suffix(value) != 0) > 0.3,
        Role::Identifier => values.len() > 20 || most(&|value| digits(value) >= 4),
        Role::Unit | Role::Region | Role::Text | Role::Id | Role::Source | Role::Ignored => true,
    }
}

/// Words, or words with a number of a house.
fn lettered_or_numbered(value: &str) -> bool {
    value.chars().filter(|letter| letter.is_alphabetic()).count() >= 2
}

fn is_word(value: &str) -> bool {
    value.bytes().all(|b| !b.is_ascii_digit()) && value.chars().any(char::is_alphabetic)
}

/// Words, one or two each.
pub(super) fn are_words(values: &Sample<'_>) -> bool {
    share(values, is_word) > 0.8
        && share(values, |value| value.split(' ').count() <= 2) > 0.8
        && share(values, |value| value.chars().count() > 2) > 0.5
}

fn is_known(word: &str) -> bool {
    crate::name::is_given(&deunicode::deunicode(word).to_ascii_uppercase())
}

/// Share of values that are first names on the list of nicknames.
pub(super) fn known_first_names(values: &Sample<'_>) -> f64 {
    share(values, |value| value.split(' ').next().is_some_and(is_known))
}

/// Share of values that are a known first name and another word.
fn full_names(values: &Sample<'_>) -> f64 {
    share(values, |value| {
        let words = value.split([' ', ',']).filter(|word| !word.is_empty());
        is_word(value) && (2..=5).contains(&words.clone().count()) && words.clone().any(is_known)
    })
}

/// Years that the dates of a column are spread over; 0 where it does not hold dates.
pub(super) fn years(values: &Sample<'_>) -> usize {
    if share(values, dates::looks_like_date) <= 0.7 {
        return 0;
    }
    let dates = Dates::of(values.iter().map(|(value, _)| *value), LATEST);
    let years = values.iter().filter_map(|(value, _)| dates.read(value)).map(|born| born.year);
    years.collect::<std::collections::BTreeSet<i16>>().len()
}

/// What a column holds whose name says nothing.
pub(super) fn role(
    values: &Sample<'_>,
    rows: usize,
    distinct: usize,
    taken: &dyn Fn(Role) -> bool,
) -> (Role, &'static str) {
    let share = |test: &dyn Fn(&str) -> bool| share(values, test);
    let apart = distinct as f64 / rows.max(1) as f64;
    let letters = |value: &str| {
        value.bytes().all(|b| !b.is_ascii_digit()) && value.bytes().any(|b| b.is_ascii_alphabetic())
    };
    if share(&|value| value.contains('@') && value.contains('.')) > 0.7 {
        return (Role::Email, "values are e-mail addresses");
    }
    if values.len() <= 6
        && share(&|v| {
            matches!(v.to_ascii_uppercase().as_str(), "M" | "F" | "MALE" | "FEMALE" | "U" | "W" | "X")
        }) > 0.6
    {
        return (Role::Sex, "values are sexes");
    }
    if share(&|value| dates::looks_like_date(value)) > 0.7 {
        return (Role::Code, "values are dates, but not those of birth");
    }
    if !taken(Role::BirthDate)
        && !taken(Role::BirthYear)
        && share(&|v| v.len() == 4 && within(v, 1600.0, 2100.0)) > 0.8
    {
        return (Role::BirthYear, "values are years");
    }
    if taken(Role::BirthYear)
        && !taken(Role::BirthMonth)
        && values.len() <= 14
        && share(&|v| within(v, 1.0, 12.0)) > 0.8
    {
        return (Role::BirthMonth, "values are months, behind a year");
    }
    if taken(Role::BirthYear)
        && !taken(Role::BirthDay)
        && values.len() <= 40
        && share(&|v| within(v, 1.0, 31.0)) > 0.8
    {
        return (Role::BirthDay, "values are days, behind a year");
    }
    if !taken(Role::GivenName) && !taken(Role::FullName) && full_names(values) > 0.5 {
        return (Role::FullName, "values are a known first name and another word");
    }
    if share(&|v| {
        v.split_once(' ').is_some_and(|(n, s)| digits(n) > 0 && s.bytes().any(|b| b.is_ascii_alphabetic()))
    }) > 0.6
    {
        return (Role::Street, "values are house numbers and streets");
    }
    if share(&|v| (9..=13).contains(&digits(v)) && v.bytes().any(|b| matches!(b, b'-' | b' ' | b'(' | b'+')))
        > 0.7
        && apart > 0.2
    {
        return (Role::Phone, "values are telephone numbers");
    }
    let fraction = |v: &str| number(v).is_some() && v.contains(['.', ',']);
    if share(&fraction) > 0.7 {
        return (Role::Measure, "values are fractions");
    }
    if share(&|v| digits(v) >= 5) > 0.8 && apart > 0.3 {
        return (Role::Identifier, "values are long numbers that hardly repeat");
    }
    let postal = |v: &str| {
        (4..=8).contains(&v.len())
            && digits(v) >= 2
            && v.bytes().all(|b| b.is_ascii_alphanumeric() || b == b' ')
    };
    if !taken(Role::PostalCode) && share(&postal) > 0.8 && distinct > 20 {
        return (Role::PostalCode, "values are short codes with digits");
    }
    if distinct <= 30 && apart < 0.5 || apart < 0.0005 {
        return (Role::Code, "few different values");
    }
    if share(&|value| number(value).is_some()) > 0.8 {
        return (Role::Measure, "values are numbers");
    }
    if share(&letters) > 0.7 && !taken(Role::Surname) && share(&|v| v.split(' ').count() <= 2) > 0.8 {
        return (Role::Surname, "values are words, and no other column is a family name");
    }
    (Role::Text, "values are words")
}
