//! How each kind of document maps to records of a source. One file for each family of kinds.

mod court_case;
mod crash;
mod criminal_history;
mod custody;
mod disposition;
mod incident;
mod notification;
mod person_search;
mod prosecution;
mod supervision;
mod vehicle_search;
mod warrant_report;
mod warrants;
mod weapons;

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::{SupervisionForm, WarrantStatus};

use crate::intake::{Intake, refuse};
use crate::kind::DocumentKind;
use crate::refusal::{Refusal, RefusalReason};
use crate::tree::Node;

/// The records in a document.
///
/// # Errors
/// Why the document as a whole is not read.
pub(crate) fn records(intake: &Intake<'_>, root: Node<'_>) -> Result<Vec<SourceDocument>, Refusal> {
    // Any answer can be a denial or an error instead.
    if let Some(denial) = denial(root) {
        return Err(refuse(denial, RefusalReason::NoRecord));
    }
    match intake.kind() {
        DocumentKind::Warrant => warrants::records(intake, root),
        DocumentKind::CriminalHistory => criminal_history::records(intake, root),
        DocumentKind::Custody
        | DocumentKind::Booking
        | DocumentKind::CustodyRelease
        | DocumentKind::CustodyStatusChange => intake.only(root, |root| custody::record(intake, root)),
        DocumentKind::CourtCase => intake.only(root, |root| court_case::record(intake, root)),
        DocumentKind::Disposition => intake.only(root, |root| disposition::record(intake, root)),
        DocumentKind::ArrestReport | DocumentKind::Incident | DocumentKind::ChargeReferral => {
            incident::records(intake, root)
        }
        DocumentKind::ProsecutionDecision => intake.only(root, |root| prosecution::decision(intake, root)),
        DocumentKind::Commitment => intake.only(root, |root| prosecution::commitment(intake, root)),
        DocumentKind::FirearmRegistration => weapons::registrations(intake, root),
        DocumentKind::FirearmProhibition => weapons::prohibitions(intake, root),
        DocumentKind::JuvenileHistory => Err(refuse(root, RefusalReason::Juvenile)),
        DocumentKind::VehicleSearch => vehicle_search::records(intake, root),
        DocumentKind::PersonSearch => person_search::records(intake, root),
        DocumentKind::Notification => notification::records(intake, root),
        DocumentKind::Crash => intake.only(root, |root| crash::record(intake, root)),
        DocumentKind::WarrantIssued | DocumentKind::WarrantModified | DocumentKind::WarrantAccepted => {
            intake.only(root, |root| warrant_report::record(intake, root, WarrantStatus::Active))
        }
        DocumentKind::WarrantCancelled => {
            intake.only(root, |root| warrant_report::record(intake, root, WarrantStatus::Vacated))
        }
        DocumentKind::Probation | DocumentKind::ProbationEnded => {
            intake.only(root, |root| supervision::record(intake, root, SupervisionForm::Probation))
        }
        DocumentKind::Parole | DocumentKind::ParoleEnded => {
            intake.only(root, |root| supervision::record(intake, root, SupervisionForm::Parole))
        }
        DocumentKind::WarrantRejected | DocumentKind::Subscription | DocumentKind::DispositionError => {
            Err(refuse(root, RefusalReason::NoRecord))
        }
        DocumentKind::Unknown => Err(refuse(root, RefusalReason::UnknownKind)),
    }
}

/// What stands where the record would be: nothing but metadata of the answer, or an element that denies or faults.
fn denial(root: Node<'_>) -> Option<Node<'_>> {
    let first = root.children().next()?;
    let denies = |node: &Node<'_>| {
        let name = node.name();
        name.ends_with("Denial") || name.ends_with("Error") || name.ends_with("Fault")
    };
    let only_metadata = root.children().all(|child| child.name().ends_with("Metadata") || denies(&child));
    let says_so = |node: Node<'_>| denies(&node) || node.children().any(|inner| denies(&inner));
    let is_answer = first.name().ends_with("ResultsMetadata") || root.children().any(says_so);
    (only_metadata && is_answer).then_some(first)
}
