//! A warrant issued, modified, accepted or cancelled: a record of PRAWN under the entering agency's case number, which
//! all of these messages carry, so that the cancellation replaces the issue.

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::{Matter, WarrantStatus};
use ciss_contract::person::IdentifierKind;
use ciss_contract::source::Source;

use crate::charge::charges;
use crate::codes::Table;
use crate::intake::{Intake, missing};
use crate::person::numbers;
use crate::refusal::{Refusal, RefusalReason};
use crate::tree::Node;
use crate::warrant::{bail, court};

const ORI: &str = "OrganizationAugmentation/OrganizationORIIdentification/IdentificationID";

/// The message itself says the status: an issue makes a warrant active, a cancellation vacates it.
pub(super) fn record(
    intake: &Intake<'_>,
    root: Node<'_>,
    status: WarrantStatus,
) -> Result<SourceDocument, Refusal> {
    let warrant = root.at("Warrant").ok_or_else(|| missing(root, "a warrant"))?;
    let number = intake
        .first_text(
            warrant,
            &[
                "ActivityIdentification/IdentificationID",
                "CourtOrderEnforcementAgency/AgencyRecordIdentification/IdentificationID",
                "WarrantAugmentation/StateWarrantRepositoryIdentification/IdentificationID",
            ],
        )
        .ok_or_else(|| missing(warrant, "a warrant number"))?;
    let subject = warrant
        .at("CourtOrderDesignatedSubject/RoleOfPerson")
        .ok_or_else(|| missing(warrant, "a designated subject"))?;

    let mut draft =
        intake.draft(Source::Prawn, number.clone(), intake.as_of(root, &["DocumentCreationDate"]));
    draft.originator(
        intake
            .ori_at(warrant, &[&format!("CourtOrderEnforcementAgency/{ORI}")])
            .or_else(|| intake.ori_at(root, &[&format!("IssuingAgency/{ORI}")])),
    );
    let subject = draft.person(subject)?;
    let inmate = "CourtOrderDesignatedSubject/SubjectCorrectionsIdentification";
    draft.identify(subject, numbers(intake, warrant, inmate, IdentifierKind::Inmate));
    for vehicle in root.every("Vehicle") {
        draft.vehicle(vehicle);
    }
    for expiry in warrant.every("WarrantAugmentation/ExpirationDate") {
        intake.leave_out(expiry, RefusalReason::NoPlace);
    }
    draft.state(Matter::Warrant {
        subject,
        number,
        status,
        issued: intake.day_at(warrant, "CourtOrderIssuingDate"),
        court: court(intake, warrant),
        charges: charges(intake, root.every("Case/CaseAugmentation/CaseCharge")),
        extradition: intake.code_of(
            &[warrant],
            Table::Extradition,
            &["WarrantAugmentation/ExtraditionLimitCodeText"],
        ),
        bail: bail(intake, warrant),
    });
    Ok(draft.finish())
}
