//! Vehicles that a records system found: one record of it for each, under the system's name and its number there.
//!
//! A result says when a plate expires and not where its registration stands, so that it states no registration.

use ciss_contract::document::SourceDocument;
use ciss_contract::source::Source;

use super::person_search::number;
use crate::intake::{Intake, missing};
use crate::refusal::Refusal;
use crate::tree::Node;

pub(super) fn records(intake: &Intake<'_>, root: Node<'_>) -> Result<Vec<SourceDocument>, Refusal> {
    intake.each(root.every("VehicleSearchResult"), |result| record(intake, result))
}

fn record(intake: &Intake<'_>, result: Node<'_>) -> Result<SourceDocument, Refusal> {
    let as_of = intake.as_of(result, &[]);
    let mut draft = intake.draft(result, Source::Rms, number(intake, result), as_of);
    let vehicle = result.at("Vehicle").ok_or_else(|| missing(result, "a vehicle"))?;
    draft.vehicle(vehicle).ok_or_else(|| missing(vehicle, "a description"))?;
    Ok(draft.finish())
}
