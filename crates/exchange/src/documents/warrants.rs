//! Warrants of one person, as a court's warrant system answers: one record of PRAWN for each warrant, under its number and
//! its docket, because a number is given once to a person and several cases may carry it.
//!
//! PRAWN, because COLLECT is asked live and sends nothing. The location beside the person is theirs, where the answer
//! holds one person.

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::{Charge, Matter};
use ciss_contract::source::Source;

use crate::charge::grade;
use crate::intake::{Intake, missing};
use crate::refusal::Refusal;
use crate::tree::Node;
use crate::warrant::{bail, court, name, status};

pub(super) fn records(intake: &Intake<'_>, root: Node<'_>) -> Result<Vec<SourceDocument>, Refusal> {
    intake.each(root.every("eBWResults/eBWResult"), |result| record(intake, result))
}

fn record(intake: &Intake<'_>, result: Node<'_>) -> Result<SourceDocument, Refusal> {
    let warrant = result.at("Warrant").ok_or_else(|| missing(result, "a warrant"))?;
    let number = intake.number(warrant, &["ActivityIdentification/IdentificationID"]);
    let docket = intake.text_at(result, "Case/CaseDocketID");
    let name = name(&number, docket.as_deref());
    let mut draft = intake.draft(result, Source::Prawn, name, intake.as_of(result, &[]));
    let subject =
        warrant.at("CourtOrderDesignatedSubject").ok_or_else(|| missing(warrant, "a designated subject"))?;
    let subject = draft.person(subject.player().unwrap_or(subject))?;
    if let Some(answer) = result.parent().filter(|answer| answer.every("Person").len() == 1) {
        for location in answer.every("Location") {
            draft.reside(subject, location);
        }
    }
    let stated = [result.at("eBWWarrantStatus"), warrant.at("ActivityStatus/StatusDescriptionText")];
    let stated: Vec<Node<'_>> = stated.into_iter().flatten().collect();
    draft.state(Matter::Warrant {
        subject,
        number,
        status: status(intake, warrant, &stated),
        issued: intake.day_at(warrant, "CourtOrderIssuingDate"),
        court: court(intake, warrant),
        charges: level(intake, warrant).into_iter().collect(),
        extradition: None,
        bail: bail(intake, result),
    });
    if let Some(docket) = docket {
        let state = intake.text_at(result, "Case/ActivityStatus/StatusDescriptionText");
        if let Some(pending) = state.and_then(|state| is_pending(&state)) {
            draft.state(Matter::CourtCase {
                subject,
                docket,
                court: court(intake, warrant),
                filed: None,
                next_event: None,
                pending,
                charges: Vec::new(),
            });
        }
    }
    Ok(draft.finish())
}

/// The level of the offence is all that the warrant says of it.
fn level(intake: &Intake<'_>, warrant: Node<'_>) -> Option<Charge> {
    let node = warrant.at("WarrantLevelText")?;
    let description = intake.text(node)?;
    intake.count_charge(node);
    Some(Charge { grade: grade(&description), description, ..Charge::default() })
}

fn is_pending(state: &str) -> Option<bool> {
    match state.to_uppercase().as_str() {
        "OPEN" | "PENDING" | "ACTIVE" => Some(true),
        "CLOSED" | "DISPOSED" => Some(false),
        _ => None,
    }
}
