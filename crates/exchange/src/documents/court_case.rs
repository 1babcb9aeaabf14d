//! A court case with what hangs on it: one record of the criminal and motor-vehicle docket, under the case's number at its
//! court.

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::Matter;
use ciss_contract::source::Source;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::custody::{state_arrest, state_bail};
use crate::charge::charges;
use crate::intake::{Draft, Intake, missing, refuse};
use crate::limits::MOST_SUBJECTS;
use crate::refusal::{Refusal, RefusalReason};
use crate::tree::Node;
use crate::warrant::{court, status};

pub(super) fn record(intake: &Intake<'_>, root: Node<'_>) -> Result<SourceDocument, Refusal> {
    let case = root.at("Case").ok_or_else(|| missing(root, "a case"))?;
    let docket = intake.text_at(case, "CaseDocketID").ok_or_else(|| missing(case, "a docket number"))?;
    let number = intake.first_text(case, &["CaseTrackingID"]).unwrap_or_else(|| docket.clone());
    let as_of = intake.as_of(root, &[]);
    let mut draft = intake.draft(case, Source::CriminalMotorVehicle, number, as_of);
    draft.originator(intake.agency(case, &["CaseAugmentation/CaseCourt"]));

    let defendants = case.every("CaseAugmentation/CaseDefendantParty/EntityPerson");
    if defendants.is_empty() {
        return Err(missing(case, "a defendant"));
    }
    if let Some(over) = defendants.get(MOST_SUBJECTS) {
        return Err(refuse(*over, RefusalReason::TooMany(MOST_SUBJECTS)));
    }
    let mut subjects = Vec::new();
    let mut refusals = Vec::new();
    for defendant in defendants {
        match draft.person(defendant) {
            Ok(subject) => subjects.push(subject),
            Err(refusal) => refusals.push(refusal),
        }
    }
    if let Some(refusal) = refusals.first().filter(|_| subjects.is_empty()) {
        return Err(refusal.clone());
    }
    let all_named = refusals.is_empty();
    refusals.into_iter().for_each(|refusal| intake.leave(refusal));
    for vehicle in root.every("Vehicle") {
        draft.vehicle(vehicle);
    }
    for subject in &subjects {
        state_case(intake, &mut draft, case, *subject, &docket);
    }
    // What stands beside the case speaks of its defendant; of which one, if there are two, nobody says.
    match subjects.as_slice() {
        [subject] if all_named => beside(intake, &mut draft, root, *subject),
        _ => intake.leave_out(case, RefusalReason::NoPlace),
    }
    Ok(draft.finish())
}

fn state_case(intake: &Intake<'_>, draft: &mut Draft<'_, '_>, case: Node<'_>, subject: usize, docket: &str) {
    let mut stated = case.every("CaseAugmentation/CaseCharge");
    stated.extend(case.every("CaseAugmentation/CaseAmendedCharge"));
    let today = draft.as_of().to_zoned(TimeZone::UTC).date();
    draft.state(Matter::CourtCase {
        subject,
        docket: docket.to_owned(),
        court: intake.organisation(case.at("CaseAugmentation/CaseCourt")),
        filed: intake.day_at(case, "CaseFiling/DocumentCreationDate"),
        next_event: next_event(intake, case, today),
        pending: intake.day_at(case, "CaseDisposition/DispositionDate").is_none(),
        charges: charges(intake, stated),
    });
}

/// The first court day that is not over when the document speaks.
fn next_event(intake: &Intake<'_>, case: Node<'_>, today: Date) -> Option<Date> {
    let paths = [
        "CaseCourtEvent/ActivityDate",
        "CaseHearing/ActivityDate",
        "CaseHearing/ActivityDateRange/StartDate",
    ];
    let days = paths.iter().flat_map(|path| case.every(&format!("CaseAugmentation/{path}")));
    days.filter_map(|day| intake.day(day)).filter(|day| *day >= today).min()
}

fn beside(intake: &Intake<'_>, draft: &mut Draft<'_, '_>, root: Node<'_>, subject: usize) {
    for arrest in root.every("Arrest") {
        state_arrest(intake, draft, subject, arrest);
    }
    for bond in root.every("BailBond") {
        state_bail(intake, draft, subject, bond);
    }
    for detention in root.every("Detention") {
        draft.state(Matter::Custody {
            subject,
            facility: intake.organisation(detention.at("SupervisionFacility")),
            admitted: intake.day_at(detention, "ActivityDateRange/StartDate"),
            released: intake.day_at(detention, "ActivityDateRange/EndDate"),
            release_planned: None,
            charges: Vec::new(),
        });
    }
    for warrant in root.every("Warrant") {
        if let Err(refusal) = state_warrant(intake, draft, subject, warrant) {
            intake.leave(refusal);
        }
    }
}

fn state_warrant(
    intake: &Intake<'_>,
    draft: &mut Draft<'_, '_>,
    subject: usize,
    warrant: Node<'_>,
) -> Result<(), Refusal> {
    let number = intake
        .text_at(warrant, "ActivityIdentification/IdentificationID")
        .ok_or_else(|| missing(warrant, "a warrant number"))?;
    // A court's case lists every warrant that it ever had; one of which it says no status says nothing of today.
    let stated = warrant.every("ActivityStatus/StatusDescriptionText");
    if stated.iter().all(|node| node.raw_text().trim().is_empty()) {
        return Err(missing(warrant, "a status"));
    }
    draft.state(Matter::Warrant {
        subject,
        number,
        status: status(intake, warrant, &stated),
        issued: intake.day_at(warrant, "CourtOrderIssuingDate"),
        court: court(intake, warrant),
        charges: Vec::new(),
        extradition: None,
        bail: None,
    });
    Ok(())
}
