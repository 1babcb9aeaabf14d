//! What the documents about warrants share.

use ciss_contract::matter::WarrantStatus;

use crate::intake::Intake;
use crate::refusal::RefusalReason;
use crate::tree::Node;
use crate::withdrawal::only_reason;

/// Where a warrant stands, by the first of these elements that says it. A word that is not known is kept and said, and so is
/// that there is none: a want must not be lost because its status is not understood.
pub(crate) fn status(intake: &Intake<'_>, warrant: Node<'_>, stated: &[Node<'_>]) -> WarrantStatus {
    let Some((node, text)) = stated.iter().find_map(|node| Some((*node, intake.text(*node)?))) else {
        intake.leave_out(warrant, RefusalReason::Missing("a status"));
        return WarrantStatus::Unknown(String::new());
    };
    // `Entered in error`, `voided by court`.
    let ended = || only_reason(&text).map(|_| WarrantStatus::Vacated);
    WarrantStatus::of_word(&text).or_else(ended).unwrap_or_else(|| {
        intake.leave_out(node, RefusalReason::NotACode("warrant status"));
        WarrantStatus::Unknown(text)
    })
}

/// A number that is given once to a person, with the docket that tells one warrant under it from another.
pub(crate) fn name(number: &str, docket: Option<&str>) -> String {
    match docket {
        Some(docket) => format!("{number} ({docket})"),
        None => number.to_owned(),
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
