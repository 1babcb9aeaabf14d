//! Vehicles.

use ciss_contract::vehicle::Vehicle;

use crate::codes::Table;
use crate::intake::Intake;
use crate::refusal::RefusalReason;
use crate::tree::Node;

const PLATE: &str = "ConveyanceRegistrationPlateIdentification";

/// The vehicle that this element, and every other one for the same vehicle, describes; its plate may stand in a
/// registration that is associated with it. None where all of them are empty.
pub(crate) fn vehicle(intake: &Intake<'_>, node: Node<'_>) -> Option<Vehicle> {
    let mut views = node.views();
    views.extend(intake.associations().tied(node, &["ConveyanceRegistrationAssociation"]));
    let inner: Vec<Node<'_>> = views.iter().flat_map(|view| view.every("ConveyanceRegistration")).collect();
    views.extend(inner);
    let text = |paths: &[&str]| intake.text_of(&views, paths);
    let vehicle = Vehicle {
        vin: text(&["VehicleIdentification/IdentificationID"]),
        year: year(intake, &views),
        make: intake.code_of(&views, Table::VehicleMake, &["VehicleMakeCode", "ItemMakeName"]),
        model: text(&["VehicleModelCode", "ItemModelName"]),
        style: text(&["VehicleStyleCode", "ItemStyleText"]),
        colour: intake.code_of(
            &views,
            Table::VehicleColour,
            &[
                "VehicleColorPrimaryCode",
                "ConveyanceColorPrimaryCode",
                "ConveyanceColorPrimaryText",
                "ItemColorDescriptionText",
            ],
        ),
        plate: text(&[&format!("{PLATE}/IdentificationID")]),
        plate_state: intake.code_of(
            &views,
            Table::State,
            &[
                &format!("{PLATE}/IdentificationJurisdictionNCICLISCode"),
                &format!("{PLATE}/IdentificationJurisdictionUSPostalServiceCode"),
                &format!("{PLATE}/IdentificationJurisdictionText"),
                &format!("{PLATE}/IdentificationJurisdiction/LocationStateNCICLISCode"),
                &format!("{PLATE}/IdentificationJurisdiction/LocationStateUSPostalServiceCode"),
                &format!("{PLATE}/IdentificationJurisdiction/StateUSPostalServiceCode"),
                "JurisdictionNCICLISCode",
                "ConveyanceRegistrationJurisdictionNCICLISCode",
            ],
        ),
        plate_type: text(&["ConveyanceRegistrationPlateCategoryCode"]),
    };
    (vehicle != Vehicle::default()).then_some(vehicle)
}

fn year(intake: &Intake<'_>, views: &[Node<'_>]) -> Option<u16> {
    let node = views.iter().find_map(|view| view.at("ItemModelYearDate"))?;
    let text = intake.text(node)?;
    let year = text.parse().ok().filter(|year| (1886..=2100).contains(year));
    if year.is_none() {
        intake.leave_out(node, RefusalReason::NotADate);
    }
    year
}
