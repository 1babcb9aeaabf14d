//! A warrant issued, modified, accepted or cancelled: a record of PRAWN under the entering agency's case number, which
//! all of these messages carry, and its docket, because several cases may share a number.

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::{Matter, WarrantStatus, WithdrawalReason};
use ciss_contract::person::IdentifierKind;
use ciss_contract::source::Source;

use crate::charge::charges;
use crate::codes::Table;
use crate::intake::{Intake, missing};
use crate::kind::DocumentKind;
use crate::person::numbers;
use crate::refusal::{Refusal, RefusalReason};
use crate::tree::Node;
use crate::warrant::{bail, court, name};

/// The message itself says the status: an issue makes a warrant active, a cancellation vacates it.
pub(super) fn record(
    intake: &Intake<'_>,
    root: Node<'_>,
    status: WarrantStatus,
) -> Result<SourceDocument, Refusal> {
    let warrant = root.at("Warrant").ok_or_else(|| missing(root, "a warrant"))?;
    let number = intake.number(
        warrant,
        &[
            "ActivityIdentification/IdentificationID",
            "CourtOrderEnforcementAgency/AgencyRecordIdentification/IdentificationID",
            "WarrantAugmentation/StateWarrantRepositoryIdentification/IdentificationID",
        ],
    );
    let docket = intake.text_at(root, "Case/CaseDocketID");
    // Of the other messages only the document could say when: a cancellation comes after its issue.
    let is_issue = intake.kind() == DocumentKind::WarrantIssued;
    let happened: &[&str] = if is_issue { &["Warrant/CourtOrderIssuingDate"] } else { &[] };
    let as_of = intake.as_of(root, happened);
    let mut draft = intake.draft(warrant, Source::Prawn, name(&number, docket.as_deref()), as_of);
    draft.originator(
        intake
            .agency(warrant, &["CourtOrderEnforcementAgency"])
            .or_else(|| intake.agency(root, &["IssuingAgency"])),
    );
    if status == WarrantStatus::Vacated {
        // A cancellation need not name the docket of the issue. A withdrawal reaches what is said under either name.
        draft.take_back(WithdrawalReason::Deleted);
    }
    let subject =
        warrant.at("CourtOrderDesignatedSubject").ok_or_else(|| missing(warrant, "a designated subject"))?;
    let subject = draft.person(subject.player().unwrap_or(subject))?;
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
