//! People that a search found: one record for each, of the source that its category names, under the system's name and
//! its number there. It must not take the number of the full record, or it would replace it with less.

use ciss_contract::document::SourceDocument;
use ciss_contract::source::Source;

use crate::intake::{Intake, missing, refuse};
use crate::refusal::{Refusal, RefusalReason};
use crate::tree::Node;

pub(super) fn records(intake: &Intake<'_>, root: Node<'_>) -> Result<Vec<SourceDocument>, Refusal> {
    intake.each(root.every("PersonSearchResult"), |result| record(intake, result))
}

fn record(intake: &Intake<'_>, result: Node<'_>) -> Result<SourceDocument, Refusal> {
    let category = result.at("SearchResultCategoryText").ok_or_else(|| missing(result, "a category"))?;
    let source =
        source(category.raw_text()).ok_or_else(|| refuse(category, RefusalReason::SourceNotListed))?;
    let as_of = intake.as_of(result, &[]);
    let mut draft = intake.draft(result, source, number(intake, result), as_of);
    draft.person(result.at("Person").ok_or_else(|| missing(result, "a person"))?)?;
    Ok(draft.finish())
}

/// The source whose records a search calls by this category.
fn source(category: &str) -> Option<Source> {
    match category.trim().to_uppercase().as_str() {
        "CRIMINAL HISTORY" | "UNSUPPORTED BY FINGERPRINTS" => Some(Source::CriminalHistory),
        "TRO/PO" => Some(Source::ProtectiveOrders),
        "WARRANT" => Some(Source::Prawn),
        "FIREARM" | "FIREARMS" => Some(Source::Weapons),
        "CUSTODY" => Some(Source::Corrections),
        "COURT CASE" => Some(Source::CriminalMotorVehicle),
        "PERSON" | "INCIDENT" => Some(Source::Rms),
        _ => None,
    }
}

/// The number of a search result: system and number in it.
pub(super) fn number(intake: &Intake<'_>, result: Node<'_>) -> String {
    let system = intake.text_at(result, "SystemIdentifier/SystemName");
    let number = intake.number(result, &["SystemIdentifier/IdentificationID"]);
    match system {
        Some(system) => format!("{system} {number}"),
        None => number,
    }
}
