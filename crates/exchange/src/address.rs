//! Addresses.

use ciss_contract::address::Address;

use crate::codes::Table;
use crate::intake::Intake;
use crate::refusal::RefusalReason;
use crate::tree::Node;

const STATES: [&str; 5] = [
    "LocationStateUSPostalServiceCode",
    "LocationStateNCICLSTACode",
    "LocationStateFIPS5-2AlphaCode",
    "LocationStateName",
    "LocationStateCode",
];

/// The address in a location, in contact information or in an address element itself; none where it names neither
/// street nor town.
pub(crate) fn address(intake: &Intake<'_>, node: Node<'_>) -> Option<Address> {
    let node = intake.follow(node)?;
    let outer = ["LocationAddress", "Address"].into_iter().find_map(|name| node.at(name)).unwrap_or(node);
    let inner = outer.at("StructuredAddress").unwrap_or(outer);
    let parts = in_parts(intake, inner);
    if !parts.street.is_empty() || !parts.town.is_empty() {
        return Some(parts);
    }
    let full = intake.text_at(outer, "AddressFullText").or_else(|| intake.text_at(inner, "AddressFullText"));
    if full.is_none() && parts != Address::default() {
        intake.leave_out(outer, RefusalReason::Missing("street and town"));
    }
    full.map(|full| in_one_line(&full))
}

fn in_parts(intake: &Intake<'_>, node: Node<'_>) -> Address {
    let text = |path: &str| intake.text_at(node, path);
    let street = text("LocationStreet/StreetFullText").unwrap_or_else(|| {
        let parts = [
            "StreetNumberText",
            "StreetPredirectionalText",
            "StreetName",
            "StreetCategoryText",
            "StreetPostdirectionalText",
        ];
        let parts: Vec<String> =
            parts.iter().filter_map(|part| text(&format!("LocationStreet/{part}"))).collect();
        parts.join(" ")
    });
    let postal_code = text("LocationPostalCode").map(|code| match text("LocationPostalExtensionCode") {
        Some(extension) => format!("{code}-{extension}"),
        None => code,
    });
    let postal_code = postal_code.filter(|code| {
        let holds = is_postal_code(code);
        if !holds && let Some(at) = node.at("LocationPostalCode") {
            intake.leave_out(at, RefusalReason::NotANumber);
        }
        holds
    });
    Address {
        street,
        unit: text("AddressSecondaryUnitText"),
        town: text("LocationCityName").unwrap_or_default(),
        state: intake.code_of(&[node], Table::State, &STATES),
        postal_code,
    }
}

/// `12 Silver St, Middletown, CT 06457`. The postal code is certain; the state where a comma parts it or a postal code
/// follows it (but `CT` may be a court); the town where a comma parts it from the street. What is not certain stays in
/// the street.
fn in_one_line(full: &str) -> Address {
    let mut rest = full.trim();
    let mut address = Address::default();
    if let Some((before, code)) = last_word(rest).filter(|(_, word)| is_postal_code(word)) {
        address.postal_code = Some(code.to_owned());
        rest = before.trim_end_matches([' ', ',']);
    }
    if let Some((before, word)) = last_word(rest)
        && word.len() == 2
        && word.bytes().all(|byte| byte.is_ascii_uppercase())
        && (before.trim_end().ends_with(',') || (address.postal_code.is_some() && word != "CT"))
        && let Some(state) = Table::State.code(word)
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

/// The text before the last word, with the comma that may end it, and the last word.
fn last_word(text: &str) -> Option<(&str, &str)> {
    let at = text.rfind([' ', ','])?;
    Some(text.split_at(at + 1))
}

/// Five digits, or nine with or without their hyphen.
fn is_postal_code(text: &str) -> bool {
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
        check("12 SILVER CT 06457", ["12 SILVER CT", "", "", "06457"]);
        check("12 SILVER CT", ["12 SILVER CT", "", "", ""]);
        check("12 Silver Street", ["12 Silver Street", "", "", ""]);
        check("12 Silver Ct", ["12 Silver Ct", "", "", ""]);
        check("06457", ["06457", "", "", ""]);
        check(",", ["", "", "", ""]);
    }
}
