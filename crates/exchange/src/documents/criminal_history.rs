//! A rap sheet: one record of CCH under the state identification number.
//!
//! The introduction repeats what was asked and is no description of the person. A cycle's court charges carry the
//! tracking number of the arrest's charges: their disposition is put there, where a reader looks for it.

use std::collections::HashMap;

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::{Charge, Matter, SupervisionForm};
use ciss_contract::source::Source;

use crate::charge::{charge, grade_of, is_against_police};
use crate::intake::{Draft, Intake, missing};
use crate::refusal::{Refusal, RefusalReason};
use crate::tree::Node;
use crate::withdrawal::cancelled;

const TRACKING: &str = "ChargeTrackingIdentification/IdentificationID";

pub(super) fn records(intake: &Intake<'_>, root: Node<'_>) -> Result<Vec<SourceDocument>, Refusal> {
    intake.each(root.every("RapSheet"), |sheet| record(intake, sheet))
}

fn record(intake: &Intake<'_>, sheet: Node<'_>) -> Result<SourceDocument, Refusal> {
    let person = sheet.at("RapSheetPerson").ok_or_else(|| missing(sheet, "a person"))?;
    let number = intake.number(
        person,
        &[
            "PersonAugmentation/PersonStateFingerprintIdentification/IdentificationID",
            "PersonAugmentation/PersonFBIIdentification/IdentificationID",
        ],
    );
    let mut draft = intake.draft(sheet, Source::CriminalHistory, number, intake.as_of(sheet, &[]));
    let subject = draft.person(person)?;
    for cycle in sheet.every("RapSheetCycle") {
        arrests(intake, &mut draft, subject, cycle);
        for supervision in cycle.every("Supervision") {
            supervised(intake, &mut draft, subject, supervision);
        }
    }
    // Systems put orders beside the cycles and inside them.
    for order in sheet.every("Order").into_iter().chain(sheet.every("RapSheetCycle/Order")) {
        protective_order(intake, &mut draft, subject, order);
    }
    Ok(draft.finish())
}

fn arrests(intake: &Intake<'_>, draft: &mut Draft<'_, '_>, subject: usize, cycle: Node<'_>) {
    let mut disposed = HashMap::new();
    for court_charge in cycle.every("CourtAction/CourtCharge") {
        if let Some(tracking) = intake.text_at(court_charge, TRACKING) {
            disposed.insert(tracking, court_charge);
        }
    }
    for arrest in cycle.every("Arrest") {
        let charges: Vec<Charge> = arrest
            .every("ArrestCharge")
            .into_iter()
            .filter_map(|node| {
                let mut arrested_for = charge(intake, node)?;
                let court = intake.text_at(node, TRACKING).and_then(|tracking| disposed.remove(&tracking));
                if let Some(court) = court.map(|court| charge_of_court(intake, court)) {
                    arrested_for.grade = arrested_for.grade.or(court.grade);
                    arrested_for.disposition = court.disposition.or(arrested_for.disposition);
                    arrested_for.disposed = court.disposed.or(arrested_for.disposed);
                }
                Some(arrested_for)
            })
            .collect();
        draft.state(Matter::Arrest {
            subject,
            at: intake.moment_at(arrest, "ActivityDate"),
            on: intake.day_at(arrest, "ActivityDate"),
            report: intake.text_at(arrest, "ArrestAgencyRecordIdentification/IdentificationID"),
            violence_against_police: charges.iter().any(is_against_police),
            charges,
        });
    }
    let mut alone: Vec<Node<'_>> = disposed.into_values().collect();
    alone.sort_by_key(|node| node.key());
    for court_charge in alone {
        // Without a docket there is no case, and without an arrest no charge to put it on.
        intake.leave_out(court_charge, RefusalReason::NoPlace);
    }
}

/// A court's charge: only what it adds to the arrest's, which is counted there.
fn charge_of_court(intake: &Intake<'_>, node: Node<'_>) -> Charge {
    let disposition = node.at("ChargeDisposition");
    Charge {
        grade: grade_of(intake, &node.views()),
        disposition: disposition
            .and_then(|node| intake.first_text(node, &["DispositionDescriptionText", "DispositionText"])),
        disposed: disposition.and_then(|node| intake.day_at(node, "DispositionDate")),
        ..Charge::default()
    }
}

fn supervised(intake: &Intake<'_>, draft: &mut Draft<'_, '_>, subject: usize, node: Node<'_>) {
    let agency = intake.associations().tied(node, &["SupervisionAgencyAssociation"]).into_iter().next();
    let from = intake.day_at(node, "ActivityDate");
    let ended = intake.day_at(node, "SupervisionRelease/ActivityDate");
    let stated = intake.first_text(node, &["ActivityCategoryText", "ActivityDescriptionText"]);
    let form = match stated.map(|text| text.to_uppercase()).as_deref() {
        Some("PROBATION") => SupervisionForm::Probation,
        Some("PAROLE") => SupervisionForm::Parole,
        Some("CUSTODY" | "INCARCERATION") => {
            draft.state(Matter::Custody {
                subject,
                facility: intake.organisation(agency),
                admitted: from,
                released: ended,
                release_planned: None,
                charges: Vec::new(),
            });
            return;
        }
        Some(_) | None => {
            intake.leave_out(node, RefusalReason::NotACode("supervision category"));
            return;
        }
    };
    draft.state(Matter::Supervision {
        subject,
        form,
        from,
        until: None,
        ended,
        conditions: Vec::new(),
        officer: intake.organisation(agency),
    });
}

fn protective_order(intake: &Intake<'_>, draft: &mut Draft<'_, '_>, subject: usize, order: Node<'_>) {
    if cancelled(intake, order).is_some() {
        intake.leave_out(order, RefusalReason::Withdrawn);
        return;
    }
    let Some(number) = intake.text_at(order, "ActivityIdentification/IdentificationID") else {
        intake.leave_out(order, RefusalReason::Missing("an order number"));
        return;
    };
    draft.state(Matter::ProtectiveOrder {
        respondent: Some(subject),
        protected: Vec::new(),
        number,
        issued: intake.day_at(order, "ActivityDate"),
        expires: intake.day_at(order, "ProtectionOrderExpirationDate"),
        conditions: intake.text_at(order, "ActivityDescriptionText").into_iter().collect(),
    });
}
