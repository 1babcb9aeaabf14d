//! What the names of columns say that they hold.

mod words;

use super::Role;
use words::{BIRTH, EVENTS, OF, OTHERS, WORDS};

/// Short words that mean the same inside a longer name; others of three letters may mean anything there.
const TELLING: [&str; 9] = ["dob", "yob", "zip", "ssn", "sex", "tel", "apt", "dni", "plz"];

/// What words of a name say, and which words.
type Said = (Role, &'static str);

/// `givenName_2` as `given_name`.
fn normal(name: &str) -> String {
    let mut found = String::new();
    let mut before = ' ';
    for letter in deunicode::deunicode(name).chars() {
        if letter.is_ascii_uppercase() && before.is_ascii_lowercase() {
            found.push('_');
        }
        found.push(if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '_' });
        before = letter;
    }
    found.split('_').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_")
}

/// A name that says something of another time than the birth.
pub(super) fn is_event(name: &str) -> bool {
    normal(name).split('_').any(|part| EVENTS.contains(&part))
}

/// What the name of a column may say that it holds, the likeliest first, with the words that say so.
pub(super) fn roles(name: &str) -> Vec<Said> {
    let name = normal(name);
    let mut found = Vec::new();
    let whole = |wanted: &str| {
        WORDS.iter().find_map(|(role, words)| Some((*role, words.split(' ').find(|word| *word == wanted)?)))
    };
    found.extend(whole(&name));
    // Numbered columns: fname_c1, surname2, given_name_std.
    let mut parts: Vec<&str> = name.split('_').collect();
    while parts.len() > 1 {
        let last = parts.last().copied().unwrap_or_default();
        let numbered = last.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let mark = last.len() <= 3
            && numbered.len() < 3
            && !numbered.is_empty()
            && numbered.bytes().all(|b| b.is_ascii_digit());
        if !mark && !matches!(last, "std" | "clean" | "norm" | "raw" | "orig" | "l" | "r" | "fake") {
            break;
        }
        parts.pop();
        found.extend(whole(&parts.join("_")));
    }
    found.extend(whole(name.trim_end_matches(|c: char| c.is_ascii_digit())));
    if found.is_empty() {
        found = by_parts(&parts, &|words: &[&str]| whole(&words.join("_")));
    }
    // "first_and_surname" is both.
    let says = |role: Role, short: &[&str]| {
        parts
            .iter()
            .position(|part| short.contains(part) || whole(part).is_some_and(|(found, _)| found == role))
    };
    let (first, last) =
        (says(Role::GivenName, &["first", "fore"]), says(Role::Surname, &["last", "family", "sur"]));
    if first.zip(last).is_some_and(|(first, last)| first != last) {
        found.retain(|(role, _)| *role != Role::FullName);
        found.insert(0, (Role::FullName, "first and last"));
    }
    // A column called "name" may hold one part of it.
    let at = found.iter().position(|(role, _)| *role == Role::FullName);
    if let Some((at, (_, word))) = at.and_then(|at| Some((at, *found.get(at)?))) {
        found.insert(at + 1, (Role::GivenName, word));
    }
    let mut seen = Vec::new();
    found.retain(|(role, _)| {
        !seen.contains(role) && {
            seen.push(*role);
            true
        }
    });
    found
}

/// Longer names, by their words: "patient_first_name", "res_city", "owner_dob", "town_of_birth".
fn by_parts(parts: &[&str], whole: &dyn Fn(&[&str]) -> Option<Said>) -> Vec<Said> {
    let known = |words: &[&str]| {
        let telling =
            words.len() > 1 || words.first().is_some_and(|word| word.len() > 3 || TELLING.contains(word));
        telling.then(|| whole(words)).flatten().filter(|(role, _)| *role != Role::Ignored)
    };
    let of = parts.iter().position(|part| OF.contains(part)).unwrap_or(parts.len());
    // What a name is about stands at its end, or before an "of".
    let heads = (0..of).filter_map(|from| known(&parts[from..of])).filter(|_| of < parts.len());
    let ends = (1..parts.len()).filter_map(|from| known(&parts[from..]));
    let starts = (1..parts.len()).rev().filter_map(|to| known(&parts[..to]));
    let within = (1..parts.len()).flat_map(|from| (from + 1..parts.len()).map(move |to| (from, to)));
    let within = within.filter_map(|(from, to)| known(&parts[from..to]));
    let mut found: Vec<Said> = heads.chain(ends).chain(starts).chain(within).collect();
    if let Some(other) = OTHERS.iter().find(|other| parts.len() > 1 && parts.contains(other)) {
        return if found.is_empty() { Vec::new() } else { vec![(Role::Text, *other)] };
    }
    // Where somebody was born is not where they live, and the name given then is another one.
    if let Some(birth) = BIRTH.iter().find(|birth| parts.contains(birth)) {
        let rest: Vec<&str> =
            parts.iter().copied().filter(|part| part != birth && !OF.contains(part)).collect();
        let rest = (0..rest.len()).find_map(|from| known(&rest[from..]));
        match rest.map(|(role, _)| role) {
            Some(
                Role::Town
                | Role::Region
                | Role::PostalCode
                | Role::Street
                | Role::HouseNumber
                | Role::Unit
                | Role::FullName
                | Role::GivenName
                | Role::Surname,
            ) => found = vec![(Role::Text, *birth)],
            Some(
                Role::MiddleName
                | Role::Suffix
                | Role::BirthDate
                | Role::BirthYear
                | Role::BirthMonth
                | Role::BirthDay
                | Role::Sex
                | Role::Identifier
                | Role::Email
                | Role::Phone
                | Role::Code
                | Role::Measure
                | Role::Text
                | Role::Id
                | Role::Source
                | Role::Ignored,
            )
            | None => {}
        }
    }
    found
}

/// The column names the records.
pub(super) fn is_id(name: &str) -> bool {
    matches!(
        normal(name).as_str(),
        "record_id" | "id" | "rec_id" | "unique_id" | "recid" | "row_id" | "recordid" | "uid" | "rid"
    )
}

/// The column names the source.
pub(crate) fn is_source(name: &str) -> bool {
    matches!(
        normal(name).as_str(),
        "source"
            | "source_dataset"
            | "dataset"
            | "src"
            | "database"
            | "data_source"
            | "source_id"
            | "source_name"
            | "system"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_columns_hold() {
        let check = |name: &str, expect: Option<Role>| {
            assert_eq!(roles(name).first().map(|(role, _)| *role), expect, "{name}");
        };
        for name in [
            "given_name",
            "First Name",
            "fname_c1",
            "firstName",
            "VORNAME",
            "prénom",
            "pername1",
            "patient_first_name",
            "forename_std",
        ] {
            check(name, Some(Role::GivenName));
        }
        for name in ["surname", "Last_Name", "lname_c2", "familyName", "Nachname", "apellido1", "pername2"] {
            check(name, Some(Role::Surname));
        }
        for name in ["first_and_surname", "given_surname", "LastFirst", "first_last_name", "full_name"] {
            check(name, Some(Role::FullName));
        }
        for name in ["dob", "DateOfBirth", "birth_date", "Geburtsdatum"] {
            check(name, Some(Role::BirthDate));
        }
        check("dob_day", Some(Role::BirthDay));
        check("by", Some(Role::BirthYear));
        check("birth_place", Some(Role::Text));
        check("postcode_fake", Some(Role::PostalCode));
        check("soc_sec_id", Some(Role::Identifier));
        check("address_1", Some(Role::Street));
        check("res_city", Some(Role::Town));
        check("cluster_id", Some(Role::Ignored));
        for name in [
            "town_of_birth",
            "birth_place",
            "Birth City",
            "country of birth",
            "ville_de_naissance",
            "birth_state",
        ] {
            check(name, Some(Role::Text));
        }
        for name in
            ["mother_first_name", "emergency_contact_phone", "Spouse Name", "father_dob", "maiden_name"]
        {
            check(name, Some(Role::Text));
        }
        check("owner_date_of_birth", Some(Role::BirthDate));
        check("year_of_birth", Some(Role::BirthYear));
        check("birth_weight", Some(Role::Measure));
        check("phone_number_home", Some(Role::Phone));
        check("c2", None);
        check("field_7", None);
        check("son_2", None);
    }
}
