//! How each kind of document maps to records of a source. One file for each family of kinds.

mod court_case;
mod crash;
mod criminal_history;
mod custody;
mod disposition;
mod incident;
mod notification;
mod person_search;
mod supervision;
mod vehicle_search;
mod warrant_report;
mod warrants;

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
    if let Some(denial) = root.at("SearchResultsMetadata").filter(|_| root.children().count() == 1) {
        return Err(refuse(denial, RefusalReason::NoRecord));
    }
    match intake.kind() {
        DocumentKind::Warrant => warrants::records(intake, root),
        DocumentKind::CriminalHistory => criminal_history::records(intake, root),
        DocumentKind::Custody
        | DocumentKind::Booking
        | DocumentKind::CustodyRelease
        | DocumentKind::CustodyStatusChange => one(custody::record(intake, root)),
        DocumentKind::CourtCase => one(court_case::record(intake, root)),
        DocumentKind::Disposition => one(disposition::record(intake, root)),
        DocumentKind::ArrestReport | DocumentKind::ChargeReferral => incident::records(intake, root),
        DocumentKind::VehicleSearch => vehicle_search::records(intake, root),
        DocumentKind::PersonSearch => person_search::records(intake, root),
        DocumentKind::Notification => notification::records(intake, root),
        DocumentKind::Crash => one(crash::record(intake, root)),
        DocumentKind::WarrantIssued | DocumentKind::WarrantModified | DocumentKind::WarrantAccepted => {
            one(warrant_report::record(intake, root, WarrantStatus::Active))
        }
        DocumentKind::WarrantCancelled => one(warrant_report::record(intake, root, WarrantStatus::Vacated)),
        DocumentKind::Probation | DocumentKind::ProbationEnded => {
            one(supervision::record(intake, root, SupervisionForm::Probation))
        }
        DocumentKind::Parole | DocumentKind::ParoleEnded => {
            one(supervision::record(intake, root, SupervisionForm::Parole))
        }
        DocumentKind::WarrantRejected | DocumentKind::Subscription | DocumentKind::DispositionError => {
            Err(refuse(root, RefusalReason::NoRecord))
        }
        DocumentKind::Unknown => Err(refuse(root, RefusalReason::UnknownKind)),
    }
}

fn one(record: Result<SourceDocument, Refusal>) -> Result<Vec<SourceDocument>, Refusal> {
    record.map(|document| vec![document])
}
