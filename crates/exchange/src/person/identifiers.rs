//! Numbers that identify a person.

use ciss_contract::person::{Identifier, IdentifierKind};

use crate::codes::Table;
use crate::intake::Intake;
use crate::limits::MOST_ENDS;
use crate::refusal::RefusalReason;
use crate::tree::Node;

/// Elements with a number, in a person or in their augmentation.
const NUMBERS: [(&str, IdentifierKind); 14] = [
    ("PersonSSNIdentification", IdentifierKind::SocialSecurity),
    ("DriverLicense/DriverLicenseIdentification", IdentifierKind::OperatorLicence),
    ("DriverLicense/DriverLicenseCardIdentification", IdentifierKind::OperatorLicence),
    ("OperatorLicenseIdentification", IdentifierKind::OperatorLicence),
    ("PersonStateFingerprintIdentification", IdentifierKind::StateIdentification),
    ("PersonStateIdentification", IdentifierKind::StateIdentification),
    ("PersonFBIIdentification", IdentifierKind::Fbi),
    ("PersonInmateIdentification", IdentifierKind::Inmate),
    ("PersonDepartmentOfCorrectionsIdentification", IdentifierKind::Inmate),
    ("PersonOtherIdentification", IdentifierKind::SourceNumber),
    ("PersonSystemIdentification", IdentifierKind::SourceNumber),
    ("PersonRecordIdentification", IdentifierKind::SourceNumber),
    ("PersonPersistentIdentification", IdentifierKind::SourceNumber),
    ("PersonMiscellaneousRecordIdentification", IdentifierKind::SourceNumber),
];

const STATES: [&str; 9] = [
    "IdentificationJurisdictionNCICLISCode",
    "IdentificationJurisdictionUSPostalServiceCode",
    "IdentificationJurisdiction/JurisdictionNCICLISCode",
    "IdentificationJurisdiction/LocationStateUSPostalServiceCode",
    "IdentificationJurisdiction/LocationStateNCICLISCode",
    "IdentificationJurisdiction/StateUSPostalServiceCode",
    "IdentificationJurisdiction/JurisdictionText",
    "IdentificationJurisdictionText",
    "IdentificationSourceText",
];

pub(super) fn identifiers(intake: &Intake<'_>, views: &[Node<'_>]) -> Vec<Identifier> {
    let mut found = Vec::new();
    for (path, kind) in NUMBERS {
        for holder in
            views.iter().flat_map(|view| view.every("PersonAugmentation").into_iter().chain([*view]))
        {
            for node in holder.every(path) {
                if let Some(identifier) = identifier(intake, node, kind)
                    && found.len() < MOST_ENDS
                    && !found.contains(&identifier)
                {
                    found.push(identifier);
                }
            }
        }
    }
    found
}

/// Identifiers at a path outside the person, such as the inmate number of a booking.
pub(crate) fn numbers(
    intake: &Intake<'_>,
    node: Node<'_>,
    path: &str,
    kind: IdentifierKind,
) -> Vec<Identifier> {
    node.every(path).into_iter().take(MOST_ENDS).filter_map(|found| identifier(intake, found, kind)).collect()
}

/// The number in an identification element.
fn identifier(intake: &Intake<'_>, node: Node<'_>, kind: IdentifierKind) -> Option<Identifier> {
    let value = intake.text_at(node, "IdentificationID")?;
    let issuer = match kind {
        IdentifierKind::SocialSecurity => {
            // With whatever separators; a letter says that it is none.
            let digits = value.bytes().filter(u8::is_ascii_digit).count();
            if digits != 9 || value.chars().filter(|letter| letter.is_alphanumeric()).count() != digits {
                intake.leave_out(node, RefusalReason::NotANumber);
                return None;
            }
            None
        }
        IdentifierKind::OperatorLicence => intake.code_of(&[node], Table::State, &STATES),
        IdentifierKind::StateIdentification => intake.first_text(node, &STATES),
        IdentifierKind::Fbi | IdentifierKind::Inmate => None,
        IdentifierKind::SourceNumber => intake.first_text(
            node,
            &[
                "IdentificationSourceText",
                "IdentificationCategoryText",
                "IdentificationCategoryDescriptionText",
            ],
        ),
    };
    Some(Identifier { kind, value, issuer })
}
