//! What a court did with a person's charges: a court case of the criminal and motor-vehicle docket, no longer pending.
//!
//! It is numbered by its own transaction where it has one, so that it does not replace the case that it reports on.

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::Matter;
use ciss_contract::source::Source;

use super::custody::state_arrest;
use crate::charge::charges;
use crate::intake::{Intake, missing};
use crate::refusal::{Refusal, RefusalReason};
use crate::tree::Node;

pub(super) fn record(intake: &Intake<'_>, root: Node<'_>) -> Result<SourceDocument, Refusal> {
    let docket = docket(intake, root).ok_or_else(|| missing(root, "a docket number"))?;
    let number = intake
        .text_at(root, "TransactionIdentification/IdentificationID")
        .unwrap_or_else(|| format!("disposition {docket}"));
    let mut draft = intake.draft(root, Source::CriminalMotorVehicle, number, intake.as_of(root, &[]));
    let courts =
        ["Charge/ChargeDisposition/DispositionEntity/EntityOrganization", "Case/CaseAugmentation/CaseCourt"];
    draft.originator(intake.agency(root, &courts));
    let person = ["Person", "Subject"].into_iter().find_map(|name| root.at(name));
    let subject = draft.person(person.ok_or_else(|| missing(root, "a person"))?)?;
    draft.state(Matter::CourtCase {
        subject,
        docket,
        court: courts.iter().find_map(|court| intake.organisation(root.at(court))),
        filed: None,
        next_event: None,
        pending: false,
        charges: charges(intake, disposed(intake, root)),
    });
    for arrest in root.every("Arrest") {
        state_arrest(intake, &mut draft, subject, arrest);
    }
    Ok(draft.finish())
}

/// The charges as they ended: a case tells the first and the final form of each, a charge by itself is final.
fn disposed<'n>(intake: &Intake<'_>, root: Node<'n>) -> Vec<Node<'n>> {
    let mut found = root.every("Charge");
    for charge in root.every("Case/CaseAugmentation/CaseCharge") {
        found.push(charge.at("ChargeAugmentation/FinalCharge").unwrap_or(charge));
    }
    for bare in root.every("CourtCharge") {
        // Only a sequence number that points into the court's own system.
        intake.leave_out(bare, RefusalReason::NoPlace);
    }
    found
}

fn docket(intake: &Intake<'_>, root: Node<'_>) -> Option<String> {
    let stated = intake.first_text(
        root,
        &["Case/CaseDocketID", "Charge/ChargeDisposition/ChargeDispositionAugmentation/CaseDocketID"],
    );
    stated.or_else(|| {
        let mut events = root.every("Case/CaseAugmentation/CaseCourtEvent").into_iter();
        events.find_map(|event| intake.text_at(event, "CaseIdentification/IdentificationID"))
    })
}
