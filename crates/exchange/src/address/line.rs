//! An address in one line.

use ciss_contract::address::Address;
use ciss_contract::state;

use crate::codes::Table;

/// `12 Silver St, Middletown, CT 06457`. The postal code is certain; the state where a comma parts it or a postal code
/// follows it (but `CT` may be a court); the town where a comma parts it from the street. What is not certain stays in
/// the street.
pub(super) fn in_one_line(full: &str) -> Address {
    let mut rest = full.trim();
    let mut address = Address::default();
    if let Some((before, code)) = last_word(rest).filter(|(_, word)| is_postal_code(word)) {
        address.postal_code = Some(code.to_owned());
        rest = before.trim_end_matches([' ', ',']);
    }
    if let Some((before, code)) = state_in_full(rest, address.postal_code.is_some()) {
        address.state = Some(code.to_owned());
        rest = before.trim_end_matches([' ', ',']);
    } else if let Some((before, word)) = last_word(rest)
        && word.len() == 2
        && word.bytes().all(|byte| byte.is_ascii_uppercase())
        && (before.trim_end().ends_with(',') || (address.postal_code.is_some() && word != "CT"))
        && let Some(state) = state::postal_code(word).or_else(|| Table::State.code(word))
    {
        address.state = Some(state.to_owned());
        rest = before.trim_end_matches([' ', ',']);
    }
    match rest.rsplit_once(',') {
        Some((street, town)) if !street.trim().is_empty() && !town.trim().is_empty() => {
            address.street = street.trim().to_owned();
            address.town = town.trim().to_owned();
        }
        _ => address.street = rest.trim_matches([',', ' ']).to_owned(),
    }
    address
}

/// The text before a state that is written out (up to three words), and its code. A comma parts it from the town, or a postal
/// code follows it: `Connecticut Ave` is no state, nor is `12 Virginia`.
fn state_in_full(text: &str, before_code: bool) -> Option<(&str, &'static str)> {
    let starts = text.rmatch_indices([' ', ',']).map(|(at, _)| at + 1).take(3);
    let named = starts.filter_map(|at| {
        let (before, name) = text.split_at(at);
        let code = (name.len() > 3).then(|| state::postal_code(name)).flatten()?;
        (before_code || before.trim_end().ends_with(',')).then_some((before, code))
    });
    named.last()
}

/// The text before the last word, with the comma that may end it, and the last word.
fn last_word(text: &str) -> Option<(&str, &str)> {
    let at = text.rfind([' ', ','])?;
    Some(text.split_at(at + 1))
}

/// Five digits, or nine with or without their hyphen.
pub(super) fn is_postal_code(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    match text.len() {
        5 | 9 => digits == text.len(),
        10 => digits == 9 && text.as_bytes()[5] == b'-',
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(full: &str, expect: [&str; 4]) {
        let Address { street, town, state, postal_code, .. } = in_one_line(full);
        let parts = [street, town, state.unwrap_or_default(), postal_code.unwrap_or_default()];
        assert_eq!(parts, expect.map(str::to_owned), "{full}");
    }

    #[test]
    fn only_commas_and_codes_take_a_line_apart() {
        check("12 Silver St, Middletown, CT 06457", ["12 Silver St", "Middletown", "CT", "06457"]);
        check(
            "12 Silver St, Apt 4, Middletown, CT 06457-1234",
            ["12 Silver St, Apt 4", "Middletown", "CT", "06457-1234"],
        );
        check("12 Silver Street Middletown, CT 06457", ["12 Silver Street Middletown", "", "CT", "06457"]);
        check("12 Silver Street Middletown MI 48607", ["12 Silver Street Middletown", "", "MI", "48607"]);
        check("12 Silver St, Middletown,CT", ["12 Silver St", "Middletown", "CT", ""]);
        check("9 Elm St, Manchester, New Hampshire 03103", ["9 Elm St", "Manchester", "NH", "03103"]);
        check("9 Elm St, Manchester, New Hampshire", ["9 Elm St", "Manchester", "NH", ""]);
        check("9 Elm St, Wheeling West Virginia 26003", ["9 Elm St", "Wheeling", "WV", "26003"]);
        check("9 Elm St, Washington, DC 20001", ["9 Elm St", "Washington", "DC", "20001"]);
        check("9 Virginia", ["9 Virginia", "", "", ""]);
        check("12 SILVER CT 06457", ["12 SILVER CT", "", "", "06457"]);
        check("12 SILVER CT", ["12 SILVER CT", "", "", ""]);
        check("12 Silver Street", ["12 Silver Street", "", "", ""]);
        check("12 Silver Ct", ["12 Silver Ct", "", "", ""]);
        check("06457", ["06457", "", "", ""]);
        check(",", ["", "", "", ""]);
    }
}
