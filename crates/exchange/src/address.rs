//! Addresses, by the names of NIEM 2 to 4 and those of 5 and 6.

mod line;

use ciss_contract::address::Address;
use ciss_contract::state;

use crate::codes::Table;
use crate::intake::Intake;
use crate::refusal::RefusalReason;
use crate::tree::Node;
use line::in_one_line;

/// The address in a location, in contact information or in an address element itself; none where it names neither
/// street nor town.
pub(crate) fn address(intake: &Intake<'_>, node: Node<'_>) -> Option<Address> {
    let node = intake.follow(node)?;
    let outer = ["LocationAddress", "Address"].into_iter().find_map(|name| node.at(name)).unwrap_or(node);
    let outer = intake.follow(outer)?;
    let inner = outer.at("StructuredAddress").unwrap_or(outer);
    let parts = in_parts(intake, inner);
    if !parts.street.is_empty() || !parts.town.is_empty() {
        return Some(parts);
    }
    let full = intake.text_at(outer, "AddressFullText").or_else(|| intake.text_at(inner, "AddressFullText"));
    if full.is_none() && parts != Address::default() {
        intake.leave_out(outer, RefusalReason::Missing("street and town"));
    }
    full.map(|full| {
        let line = in_one_line(&full);
        // What is stated beside the line is certain.
        Address {
            state: parts.state.or(line.state),
            postal_code: parts.postal_code.or(line.postal_code),
            unit: parts.unit.or(line.unit),
            ..line
        }
    })
}

fn in_parts(intake: &Intake<'_>, node: Node<'_>) -> Address {
    let text = |paths: &[&str]| intake.first_text(node, paths);
    let postal_code = text(&["LocationPostalCode", "AddressPostalCode"]).map(|code| {
        match text(&["LocationPostalExtensionCode", "AddressPostalExtensionCode"]) {
            Some(extension) => format!("{code}-{extension}"),
            None => code,
        }
    });
    let postal_code = postal_code.filter(|code| {
        let holds = line::is_postal_code(code);
        let at = node.at("LocationPostalCode").or_else(|| node.at("AddressPostalCode"));
        if !holds && let Some(at) = at {
            intake.leave_out(at, RefusalReason::NotANumber);
        }
        holds
    });
    Address {
        street: street(intake, node),
        unit: text(&[
            "AddressSecondaryUnitText",
            "LocationStreet/StreetExtensionText",
            "AddressStreet/StreetExtensionText",
        ]),
        town: text(&["LocationCityName", "AddressCityName"]).unwrap_or_default(),
        state: state_of(intake, node),
        postal_code,
    }
}

fn street(intake: &Intake<'_>, node: Node<'_>) -> String {
    let streets = ["LocationStreet", "AddressStreet"].into_iter().flat_map(|name| node.every(name));
    let streets: Vec<Node<'_>> = streets.collect();
    let full = intake.text_of(&streets, &["StreetFullText"]);
    full.or_else(|| {
        let parts = [
            "StreetNumberText",
            "StreetPredirectionalText",
            "StreetName",
            "StreetCategoryText",
            "StreetPostdirectionalText",
        ];
        let parts: Vec<String> = parts.iter().filter_map(|part| intake.text_of(&streets, &[part])).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    })
    .or_else(|| intake.first_text(node, &["AddressDeliveryPointText", "AddressDeliveryPoint"]))
    .unwrap_or_default()
}

/// The state, by every element inside the address that speaks of one. What names no state is kept as written, and so is a
/// country that is not this one: neither is in Connecticut.
fn state_of(intake: &Intake<'_>, address: Node<'_>) -> Option<String> {
    let leaves = leaves(address);
    let stated =
        leaves.iter().filter(|leaf| leaf.name().contains("State") || leaf.name().contains("Province"));
    let mut not_understood = None;
    for leaf in stated {
        let Some(text) = intake.text(*leaf) else { continue };
        if let Some(code) = code(leaf.name(), &text) {
            return Some(code.to_owned());
        }
        if not_understood.is_none() {
            intake.leave_out(*leaf, RefusalReason::NotACode("state"));
            not_understood = Some(text);
        }
    }
    not_understood.or_else(|| {
        let countries = leaves.iter().filter(|leaf| leaf.name().contains("Country"));
        countries.filter_map(|leaf| intake.text(*leaf)).find(|country| !is_this_country(country))
    })
}

/// NCIC has codes of its own for a state or two, and for provinces and tribes.
fn code(element: &str, text: &str) -> Option<&'static str> {
    let of_ncic = || Table::State.code(text).map(|code| state::postal_code(code).unwrap_or(code));
    if element.contains("NCIC") { of_ncic() } else { state::postal_code(text).or_else(of_ncic) }
}

fn is_this_country(text: &str) -> bool {
    let plain: String = text.chars().filter(|letter| letter.is_alphanumeric()).collect();
    matches!(plain.to_uppercase().as_str(), "US" | "USA" | "840" | "UNITEDSTATES" | "UNITEDSTATESOFAMERICA")
}

/// Elements without elements in them, at any depth.
fn leaves(node: Node<'_>) -> Vec<Node<'_>> {
    if node.has_children() { node.children().flat_map(leaves).collect() } else { vec![node] }
}
