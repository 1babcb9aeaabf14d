//! What a prosecutor decides about charges, and the sentence that ends a case: court cases of the criminal and
//! motor-vehicle docket, numbered by themselves so that they do not replace the case.

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::Matter;
use ciss_contract::person::IdentifierKind;
use ciss_contract::source::Source;

use super::custody::state_arrest;
use crate::charge::charges;
use crate::intake::{Intake, missing};
use crate::person::numbers;
use crate::refusal::Refusal;
use crate::tree::Node;

pub(super) fn decision(intake: &Intake<'_>, root: Node<'_>) -> Result<SourceDocument, Refusal> {
    let case = root.at("Case").ok_or_else(|| missing(root, "a case"))?;
    let docket = intake
        .first_text(case, &["CaseDocketID", "CaseTrackingID", "ActivityIdentification/IdentificationID"])
        .or_else(|| intake.text_at(root, "Incident/ActivityIdentification/IdentificationID"))
        .unwrap_or_else(|| intake.number(root, &["ReportIdentification/IdentificationID"]));
    let as_of = intake.as_of(case, &["CaseFiling/DocumentFiledDate", "ActivityDisposition/DispositionDate"]);
    let mut draft = intake.draft(case, Source::CriminalMotorVehicle, format!("prosecution {docket}"), as_of);
    draft.originator(intake.agency(case, &["CaseAugmentation/CaseCourt"]));
    let person = ["Subject", "Case/CaseAugmentation/CaseDefendantParty", "Charge/ChargeSubject", "Person"];
    let person = person.iter().find_map(|path| root.at(path)).ok_or_else(|| missing(root, "a person"))?;
    let subject = draft.person(person)?;
    let words = ["ProsecutionDecisionDescriptionText", "Case/ActivityDisposition/DispositionDescriptionText"];
    draft.state(Matter::CourtCase {
        subject,
        docket,
        court: intake.organisation(case.at("CaseAugmentation/CaseCourt")),
        filed: intake.day_at(case, "CaseFiling/DocumentFiledDate"),
        next_event: None,
        pending: intake.first_text(root, &words).is_none_or(|decision| is_brought(&decision)),
        charges: charges(intake, case.every("CaseAugmentation/CaseCharge")),
    });
    for arrest in root.every("Arrest") {
        state_arrest(intake, &mut draft, subject, arrest);
    }
    Ok(draft.finish())
}

/// False for a decision against charges.
fn is_brought(decision: &str) -> bool {
    let decision = decision.to_uppercase();
    !["DECLIN", "NOT FILE", "NO CHARGE", "DENIED", "DISMISS", "NOLLE"]
        .iter()
        .any(|word| decision.contains(word))
}

pub(super) fn commitment(intake: &Intake<'_>, root: Node<'_>) -> Result<SourceDocument, Refusal> {
    let docket = intake.text_at(root, "CaseDocketID").ok_or_else(|| missing(root, "a docket number"))?;
    let number = intake
        .number(root, &["UniformCommitmentOrderIdentification", "DocumentIdentification/IdentificationID"]);
    let mut draft = intake.draft(
        root,
        Source::CriminalMotorVehicle,
        format!("commitment {number}"),
        intake.as_of(root, &[]),
    );
    draft.originator(intake.agency(root, &["OrganizationORIIdentification", "Organization"]));
    let subject = draft.person(root.at("Person").ok_or_else(|| missing(root, "a person"))?)?;
    let sid = "PersonStateFingerprintIdentification";
    draft.identify(subject, numbers(intake, root, sid, IdentifierKind::StateIdentification));
    draft.state(Matter::CourtCase {
        subject,
        docket,
        court: intake.organisation(root.at("Organization")),
        filed: None,
        next_event: None,
        pending: false,
        charges: charges(intake, root.every("UCOSentence/Charge")),
    });
    Ok(draft.finish())
}

#[cfg(test)]
mod tests {
    use super::is_brought;

    #[test]
    fn a_decision_for_or_against_charges() {
        for (decision, expect) in [
            ("File Charges", true),
            ("CHG", true),
            ("Declined", false),
            ("Not filed", false),
            ("Nolle prosequi", false),
        ] {
            assert_eq!(is_brought(decision), expect, "{decision}");
        }
    }
}
