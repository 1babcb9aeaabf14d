//! Probation (CMIS) and parole (BOPP): begun, passed to another officer, over; under the number of the supervision.

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::{Matter, SupervisionForm};
use ciss_contract::source::Source;

use crate::intake::{Intake, missing};
use crate::kind::DocumentKind;
use crate::refusal::{Refusal, RefusalReason};
use crate::tree::Node;

const TERM: &str = "SupervisionAugmentation/SupervisionAssignedTerm/ActivityDateRange";

pub(super) fn record(
    intake: &Intake<'_>,
    root: Node<'_>,
    form: SupervisionForm,
) -> Result<SourceDocument, Refusal> {
    let (source, case, person) = match form {
        SupervisionForm::Probation => (Source::CaseManagement, "ProbationCase", "Supervision/Probationer"),
        SupervisionForm::Parole => {
            (Source::Parole, "ParoleCase", "ParoleeIdentity/IdentityPersonRepresentation")
        }
    };
    let case = root.at(case).ok_or_else(|| missing(root, "a case"))?;
    let supervision = case.at("Supervision").ok_or_else(|| missing(case, "a supervision"))?;
    let number = intake
        .text_at(supervision, "SupervisionIdentification/IdentificationID")
        .unwrap_or_else(|| intake.number(case, &["ParoleCaseIdentification/IdentificationID"]));
    let mut draft = intake.draft(case, source, number, intake.as_of(root, &[]));
    let subject = draft.person(case.at(person).ok_or_else(|| missing(case, "a supervised person"))?)?;
    let until = intake.day_at(supervision, &format!("{TERM}/EndDate"));
    let over = matches!(intake.kind(), DocumentKind::ProbationEnded | DocumentKind::ParoleEnded);
    if over && until.is_none() {
        // It is over and nobody says since when: the record then replaces the one that said it was in force, and
        // states no supervision.
        intake.leave_out(supervision, RefusalReason::Missing("the day it ended"));
        return Ok(draft.finish());
    }
    draft.state(Matter::Supervision {
        subject,
        form,
        from: intake.day_at(supervision, &format!("{TERM}/StartDate")),
        until: until.filter(|_| !over),
        ended: until.filter(|_| over),
        conditions: supervision
            .every("SupervisionAugmentation/SupervisionCondition/ActivityDescriptionText")
            .into_iter()
            .filter_map(|node| intake.text(node))
            .collect(),
        officer: officer(intake, supervision),
    });
    Ok(draft.finish())
}

/// The supervisor's name as it is called out, else their office.
fn officer(intake: &Intake<'_>, supervision: Node<'_>) -> Option<String> {
    let supervisor = supervision.at("SupervisionSupervisor")?;
    let name = supervisor.at("EntityPerson/PersonName").and_then(|name| {
        let parts: Vec<String> = ["PersonGivenName", "PersonSurName"]
            .iter()
            .filter_map(|part| intake.text_at(name, part))
            .collect();
        if parts.is_empty() { intake.text_at(name, "PersonFullName") } else { Some(parts.join(" ")) }
    });
    name.or_else(|| intake.organisation(supervisor.at("EntityOrganization")))
}
