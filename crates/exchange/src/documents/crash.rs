//! A crash on the road: its drivers and vehicles, as a record of the police.
//!
//! That a driver is charged is no arrest, no case and no ticket yet: no record has a place for it.

use ciss_contract::document::SourceDocument;
use ciss_contract::source::Source;

use crate::intake::{Intake, missing};
use crate::refusal::{Refusal, RefusalReason};
use crate::tree::Node;

pub(super) fn record(intake: &Intake<'_>, root: Node<'_>) -> Result<SourceDocument, Refusal> {
    let crash = root.at("Crash").ok_or_else(|| missing(root, "a crash"))?;
    let number = intake.number(crash, &["ActivityIdentification/IdentificationID"]);
    let mut draft = intake.draft(Source::Rms, number, intake.as_of(crash, &["ActivityDate"]));
    let people = root.every("Person");
    if people.is_empty() {
        return Err(missing(root, "a person"));
    }
    for person in people {
        draft.person(person)?;
    }
    for vehicle in crash.every("CrashVehicle") {
        draft.vehicle(vehicle);
        for driver in vehicle.every("CrashDriver") {
            draft.person_if_named(driver);
        }
    }
    for charge in root.every("Charge") {
        intake.leave_out(charge, RefusalReason::NoPlace);
    }
    Ok(draft.finish())
}
