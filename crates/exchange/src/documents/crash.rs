//! A crash on the road: its drivers and vehicles, as a record of the police.
//!
//! Witnesses, officers and owners of what was damaged stay in the document. That a driver is charged is no arrest, no case
//! and no ticket yet: no record has a place for it.

use ciss_contract::document::SourceDocument;
use ciss_contract::person::IdentifierKind;
use ciss_contract::source::Source;

use crate::intake::{Intake, missing};
use crate::person::numbers;
use crate::refusal::{Refusal, RefusalReason};
use crate::tree::Node;

pub(super) fn record(intake: &Intake<'_>, root: Node<'_>) -> Result<SourceDocument, Refusal> {
    let report = root.at("VehicleCrashReport").unwrap_or(root);
    let crash = report.at("Crash").ok_or_else(|| missing(report, "a crash"))?;
    let number = intake
        .text_at(crash, "ActivityIdentification/IdentificationID")
        .unwrap_or_else(|| intake.number(report, &["DocumentIdentification/IdentificationID"]));
    let mut draft = intake.draft(crash, Source::Rms, number, intake.as_of(crash, &["ActivityDate"]));
    draft.originator(intake.agency(crash, &["CrashInformationSource", "ReportingOrganization"]));
    for vehicle in crash.every("CrashVehicle") {
        draft.vehicle(vehicle.at("RoleOfItem").unwrap_or(vehicle));
        for driver in vehicle.every("CrashDriver") {
            let Some(position) = draft.person_if_named(driver) else { continue };
            for licence in driver.every("DriverLicense").into_iter().filter_map(|node| intake.follow(node)) {
                let number = "DriverLicenseIdentification";
                draft.identify(position, numbers(intake, licence, number, IdentifierKind::OperatorLicence));
            }
        }
    }
    // A message about the driver holds nobody else but those in the vehicle.
    for person in root.every("Person") {
        draft.person_if_named(person);
    }
    for charge in root.every("Charge") {
        intake.leave_out(charge, RefusalReason::NoPlace);
    }
    let document = draft.finish();
    if document.persons.is_empty() {
        return Err(missing(report, "a driver"));
    }
    Ok(document)
}
