//! Names.

use ciss_contract::person::Name;

use crate::intake::{Intake, refuse};
use crate::refusal::{Refusal, RefusalReason};
use crate::tree::Node;

const SUFFIXES: [&str; 6] = ["JR", "SR", "II", "III", "IV", "V"];

/// A name in parts; none where the element is empty.
///
/// A full name is taken apart only where its comma says which part is the surname.
///
/// # Errors
/// A name that is there and not in parts.
pub(super) fn name(intake: &Intake<'_>, node: Node<'_>) -> Result<Option<Name>, Refusal> {
    let part = |path| intake.text_at(node, path);
    let middle: Vec<String> =
        node.every("PersonMiddleName").into_iter().filter_map(|n| intake.text(n)).collect();
    let name = Name {
        surname: part("PersonSurName").unwrap_or_default(),
        given: part("PersonGivenName").unwrap_or_default(),
        middle: (!middle.is_empty()).then(|| middle.join(" ")),
        suffix: part("PersonNameSuffixText"),
    };
    if !name.surname.is_empty() {
        return Ok(Some(name));
    }
    match part("PersonFullName") {
        Some(full) => in_parts(&full).map(Some).ok_or_else(|| refuse(node, RefusalReason::NameNotInParts)),
        None if name == Name::default() => Ok(None),
        None => Err(refuse(node, RefusalReason::Missing("a surname"))),
    }
}

/// `SURNAME, GIVEN MIDDLE JR`.
fn in_parts(full: &str) -> Option<Name> {
    let (surname, rest) = full.split_once(',')?;
    let mut rest: Vec<&str> = rest.split_whitespace().collect();
    let is_suffix = |word: &&&str| SUFFIXES.contains(&word.trim_end_matches('.').to_uppercase().as_str());
    let suffix = rest.last().filter(is_suffix).map(|word| (*word).to_owned());
    if suffix.is_some() {
        rest.pop();
    }
    let (given, middle) = rest.split_first()?;
    let surname = surname.trim();
    (!surname.is_empty()).then(|| Name {
        surname: surname.to_owned(),
        given: (*given).to_owned(),
        middle: (!middle.is_empty()).then(|| middle.join(" ")),
        suffix,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(full: &str, expect: Option<[&str; 4]>) {
        let parts = in_parts(full).map(|name| {
            [name.surname, name.given, name.middle.unwrap_or_default(), name.suffix.unwrap_or_default()]
        });
        assert_eq!(parts, expect.map(|parts| parts.map(str::to_owned)), "{full}");
    }

    #[test]
    fn only_a_comma_takes_a_name_apart() {
        check("ROURKE, DELIA MAE JR", Some(["ROURKE", "DELIA", "MAE", "JR"]));
        check("Rourke, Delia", Some(["Rourke", "Delia", "", ""]));
        check("De La Rourke, Delia Mae Ann III", Some(["De La Rourke", "Delia", "Mae Ann", "III"]));
        check("Delia Rourke", None);
        check(", Delia", None);
        check("Rourke,", None);
        check("Rourke, Jr", None);
    }
}
