//! What the documents about warrants share.

use ciss_contract::matter::WarrantStatus;

use crate::intake::Intake;
use crate::tree::Node;

/// The state of a warrant by the words that systems use for it.
pub(crate) fn status(text: &str) -> Option<WarrantStatus> {
    match text.trim().to_uppercase().as_str() {
        "ACTIVE" | "OPEN" | "OUTSTANDING" | "ISSUED" | "UNSERVED" => Some(WarrantStatus::Active),
        "SERVED" | "EXECUTED" | "CLEARED BY ARREST" => Some(WarrantStatus::Served),
        "VACATED" | "CANCELLED" | "CANCELED" | "RECALLED" | "WITHDRAWN" | "QUASHED" | "EXPIRED" => {
            Some(WarrantStatus::Vacated)
        }
        _ => None,
    }
}

/// The court or agency that a warrant names.
pub(crate) fn court(intake: &Intake<'_>, warrant: Node<'_>) -> Option<String> {
    intake
        .organisation(warrant.at("CourtOrderIssuingCourt"))
        .or_else(|| intake.text_at(warrant, "CourtOrderJurisdiction/JurisdictionText"))
}

/// Bail set with a warrant, dollars, as written.
pub(crate) fn bail(intake: &Intake<'_>, node: Node<'_>) -> Option<String> {
    intake.first_text(
        node,
        &[
            "WarrantAppearanceBail/BailSetAmount/Amount",
            "WarrantAppearanceBail/BailSetAmount",
            "Bail/BailSetAmount/Amount",
            "Bail/BailSetAmount",
            "Bond/BondAmount",
        ],
    )
}
