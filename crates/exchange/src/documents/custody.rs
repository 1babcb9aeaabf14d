//! Custody: what a facility's system answers, and its bookings, changes and releases. Records of the Department of
//! Correction, which runs every jail of the state, under the number that the booking agency, else the facility, gave: a
//! release replaces its booking.

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::Matter;
use ciss_contract::person::IdentifierKind;
use ciss_contract::source::Source;

use crate::charge::{charges, is_against_police};
use crate::intake::{Draft, Intake, day_in_connecticut, missing};
use crate::kind::DocumentKind;
use crate::person::numbers;
use crate::refusal::Refusal;
use crate::tree::Node;
use crate::withdrawal::cancelled;

pub(super) fn record(intake: &Intake<'_>, root: Node<'_>) -> Result<SourceDocument, Refusal> {
    // A booking report is its own custody; the other kinds wrap theirs.
    let custody = root.at("Custody").unwrap_or(root);
    let booking = custody.at("Booking").ok_or_else(|| missing(custody, "a booking"))?;
    let number = intake
        .text_at(booking, "BookingAgencyRecordIdentification/IdentificationID")
        .unwrap_or_else(|| intake.number(root, &["DocumentIdentification/IdentificationID"]));
    // A change of custody comes after its booking, and only the document could say when.
    let is_change = intake.kind() == DocumentKind::CustodyStatusChange;
    let happened: &[&str] = if is_change { &[] } else { &["Release/ActivityDate", "Booking/ActivityDate"] };
    let as_of = intake.as_of(custody, happened);
    let mut draft = intake.draft(custody, Source::Corrections, number, as_of);
    draft.originator(intake.agency(booking, &["BookingAgency", "BookingDetentionFacility"]));
    if let Some(reason) = cancelled(intake, booking) {
        draft.take_back(reason);
    }
    let released = intake.day_at(custody, "Release/ActivityDate");
    if intake.kind() == DocumentKind::CustodyRelease && released.is_none() {
        return Err(missing(custody, "the day of the release"));
    }
    let subject = booking.at("BookingSubject").ok_or_else(|| missing(booking, "a booking subject"))?;
    let subject = draft.person(subject.player().unwrap_or(subject))?;
    let inmate = "BookingSubject/SubjectIdentification";
    draft.identify(subject, numbers(intake, booking, inmate, IdentifierKind::Inmate));

    draft.state(Matter::Custody {
        subject,
        facility: intake.organisation(booking.at("BookingDetentionFacility")),
        admitted: intake
            .day_at(booking, "ActivityDate")
            .or_else(|| intake.day_at(custody, "Detention/ActivityDate")),
        released,
        release_planned: ["SupervisionReleaseDate", "SupervisionReleaseEligibilityDate"]
            .iter()
            .find_map(|name| intake.day_at(custody, &format!("Detention/SupervisionAugmentation/{name}"))),
        charges: charges(intake, custody.every("Charge")),
    });
    state_case(intake, &mut draft, subject, custody);
    for arrest in custody.every("Arrest") {
        state_arrest(intake, &mut draft, subject, arrest);
    }
    for bond in custody.every("BailBond") {
        state_bail(intake, &mut draft, subject, bond);
    }
    let summary = custody.at("PersonCriminalHistorySummary");
    if summary.and_then(|node| intake.indicator_at(node, "RegisteredSexualOffenderIndicator")) == Some(true) {
        draft.state(Matter::Registrant { subject, since: None, until: None, verified: None, offense: None });
    }
    Ok(draft.finish())
}

/// The case for which somebody is held is pending while a day in court lies ahead.
fn state_case(intake: &Intake<'_>, draft: &mut Draft<'_, '_>, subject: usize, custody: Node<'_>) {
    let Some(docket) = intake.text_at(custody, "Case/CaseDocketID") else { return };
    let today = day_in_connecticut(draft.as_of());
    let events = custody.every("NextCourtEvent").into_iter();
    let days = events.filter_map(|event| Some((intake.day_at(event, "ActivityDate")?, event)));
    let Some((day, event)) = days.filter(|(day, _)| Some(*day) >= today).min_by_key(|(day, _)| *day) else {
        return;
    };
    draft.state(Matter::CourtCase {
        subject,
        docket,
        court: intake
            .organisation(event.at("CourtEventCourt"))
            .or_else(|| intake.organisation(custody.at("Case/CaseAugmentation/CaseCourt"))),
        filed: None,
        next_event: Some(day),
        pending: true,
        charges: Vec::new(),
    });
}

/// An arrest with the charges that it holds or points at.
pub(super) fn state_arrest(intake: &Intake<'_>, draft: &mut Draft<'_, '_>, subject: usize, arrest: Node<'_>) {
    let charges = charges(intake, arrest.every("ArrestCharge"));
    draft.state(Matter::Arrest {
        subject,
        at: intake.moment_at(arrest, "ActivityDate"),
        on: intake.day_at(arrest, "ActivityDate"),
        report: intake.text_at(arrest, "ArrestAgencyRecordIdentification/IdentificationID"),
        violence_against_police: charges.iter().any(is_against_police),
        charges,
    });
}

/// A bond: its amount, and its kind and state as the words that a source has for the conditions.
pub(super) fn state_bail(intake: &Intake<'_>, draft: &mut Draft<'_, '_>, subject: usize, bond: Node<'_>) {
    let words = ["ActivityCategoryText", "ActivityStatus/StatusDescriptionText"];
    draft.state(Matter::Bail {
        subject,
        amount: intake.first_text(bond, &["BailBondAmount/Amount", "BailSetAmount/Amount", "BailSetAmount"]),
        conditions: words.iter().filter_map(|path| intake.text_at(bond, path)).collect(),
        from: intake.day_at(bond, "ActivityDate"),
        until: None,
    });
}
