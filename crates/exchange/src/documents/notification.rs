//! A message to a subscriber. An arrest is a record of the police, a court's disposition one of the docket. What other
//! notifications tell is told in full by the documents that they announce, and is not read here. A notification does not
//! take the number of the document that it announces, or it would replace it with less.

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::{Charge, Matter};
use ciss_contract::source::Source;

use crate::charge::{charge, charges, is_against_police};
use crate::intake::{Intake, missing, refuse};
use crate::refusal::{Refusal, RefusalReason};
use crate::tree::Node;
use crate::withdrawal::cancelled;

pub(super) fn records(intake: &Intake<'_>, root: Node<'_>) -> Result<Vec<SourceDocument>, Refusal> {
    // WS-Notification wraps its messages.
    let wrapped = root.every("NotificationMessage/Message/NotificationMessage");
    let messages = if wrapped.is_empty() { vec![root] } else { wrapped };
    intake.each(messages, |message| {
        if let Some(notifying) = message.at("NotifyingArrest") {
            return arrest(intake, notifying);
        }
        if let Some(update) = message.at("NotifyingCourtDispositionUpdate/CourtDispositionUpdate") {
            return disposition(intake, message, update);
        }
        let other = message.children().find(|child| child.name().starts_with("Notifying"));
        Err(refuse(other.unwrap_or(message), RefusalReason::KindNotRead))
    })
}

fn arrest(intake: &Intake<'_>, notifying: Node<'_>) -> Result<SourceDocument, Refusal> {
    let arrest = notifying.at("Arrest").ok_or_else(|| missing(notifying, "an arrest"))?;
    let report = intake.text_at(arrest, "ArrestAgencyRecordIdentification/IdentificationID");
    let number = report
        .clone()
        .unwrap_or_else(|| intake.number(notifying, &["Incident/ActivityIdentification/IdentificationID"]));
    let number = format!("notification {number}");
    let mut draft = intake.draft(arrest, Source::Rms, number, intake.as_of(arrest, &["ActivityDate"]));
    draft.originator(intake.agency(arrest, &["ArrestAgency"]));
    if let Some(reason) = cancelled(intake, arrest) {
        draft.take_back(reason);
    }
    let subject = arrest
        .at("ArrestSubject")
        .or_else(|| arrest.at("Booking/BookingSubject"))
        .or_else(|| only(intake.associations().tied(notifying, &["ActivityInvolvedPersonAssociation"])))
        .ok_or_else(|| missing(arrest, "an arrested person"))?;
    let subject = draft.person(subject)?;
    let mut stated = arrest.every("ArrestCharge");
    stated.extend(notifying.every("Offense"));
    let charges = charges(intake, stated);
    draft.state(Matter::Arrest {
        subject,
        at: intake.moment_at(arrest, "ActivityDate"),
        on: intake.day_at(arrest, "ActivityDate"),
        report,
        violence_against_police: charges.iter().any(is_against_police),
        charges,
    });
    Ok(draft.finish())
}

/// One charge and what the court did with it, which stands beside it and is tied to it by an association.
fn disposition(intake: &Intake<'_>, message: Node<'_>, update: Node<'_>) -> Result<SourceDocument, Refusal> {
    let decided = update.at("Disposition").ok_or_else(|| missing(update, "a disposition"))?;
    let docket = intake
        .text_at(decided, "DispositionDocketIdentification/IdentificationID")
        .ok_or_else(|| missing(decided, "a docket number"))?;
    let number = intake.number(decided, &["DispositionIdentification/IdentificationID"]);
    let mut draft = intake.draft(
        decided,
        Source::CriminalMotorVehicle,
        format!("notification {number}"),
        intake.as_of(decided, &["DispositionDate"]),
    );
    draft.originator(intake.agency(decided, &["DispositionCourtOrganizationReference"]));
    let charged = update.at("Charge").ok_or_else(|| missing(update, "a charge"))?;
    let person = only(intake.associations().tied(charged, &["PersonChargeAssociation"]))
        .ok_or_else(|| missing(message, "a charged person"))?;
    let subject = draft.person(person)?;
    let disposition = intake.text_at(decided, "CourtActionCode");
    let disposed = intake.day_at(decided, "DispositionDate");
    draft.state(Matter::CourtCase {
        subject,
        docket,
        court: intake.organisation(decided.at("DispositionCourtOrganizationReference")),
        filed: None,
        next_event: None,
        pending: false,
        charges: charge(intake, charged)
            .map(|charge| Charge { disposition, disposed, ..charge })
            .into_iter()
            .collect(),
    });
    Ok(draft.finish())
}

fn only<T>(mut found: Vec<T>) -> Option<T> {
    if found.len() == 1 { found.pop() } else { None }
}
