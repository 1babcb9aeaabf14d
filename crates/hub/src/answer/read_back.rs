//! The answer as a dispatcher says it on the radio. No names and no birth dates: anybody may listen.

use ciss_contract::answer::{Question, Severity, Standing};
use ciss_contract::lookup::{Outcome, PersonAnswer, Role};
use ciss_contract::query::Query;

use super::headline::{DANGERS, Told};
use super::people::is_wanted;
use super::words;

/// The words.
pub(crate) fn read_back(told: &Told<'_>) -> String {
    let mut sentences = vec![vehicle(told)];
    if let Some(entry) = told.theft.evidence.first() {
        sentences.push(format!("Caution: {}, confirm first", entry.summary));
    }
    let wanted: Vec<&PersonAnswer> = told.people.iter().filter(|person| is_wanted(person)).collect();
    if !wanted.is_empty() {
        sentences.push(format!("Caution: {} wanted", whom(&wanted)));
    }
    let danger = |person: &&PersonAnswer| {
        let violent = person.answers.iter().any(|answer| {
            answer.question == Question::ViolenceAgainstPolice && answer.severity() == Some(Severity::Danger)
        });
        violent || person.cautions.iter().any(|caution| DANGERS.contains(&caution.as_str()))
    };
    let dangerous: Vec<&PersonAnswer> = told.people.iter().filter(danger).collect();
    if !dangerous.is_empty() {
        sentences.push(format!("Officer safety: {} with a caution for violence", whom(&dangerous)));
    }
    match told.wants_open() {
        Some(Standing::Pending) => sentences.push("Wants are being checked".to_owned()),
        Some(Standing::NotAvailable) => sentences.push("Wants could not be checked in full".to_owned()),
        Some(Standing::Stale) => sentences.push("Wants checked against old data".to_owned()),
        Some(Standing::Yes | Standing::NoRecord) | None => {
            let nothing = told.people.iter().all(|p| p.answers.iter().all(|a| a.standing != Standing::Yes));
            if sentences.len() == 1 && nothing && told.vehicle.is_some() {
                sentences.push(format!("No record in {} sources", words::number(told.heard())));
            }
            if told.sources.iter().any(|line| matches!(line.outcome, Outcome::TimedOut | Outcome::Failed)) {
                sentences.push("The answer is partial".to_owned());
            }
        }
    }
    sentences.join(". ") + "."
}

fn vehicle(told: &Told<'_>) -> String {
    let spelled = match told.query {
        Query::Plate { plate, .. } => words::spelled(plate),
        // The last eight are what NCIC searches, and what fits into a breath.
        Query::Vin { vin, .. } => format!("VIN ending {}", words::spelled(vin.get(9..).unwrap_or(vin))),
    };
    let Some(vehicle) = told.vehicle else {
        return format!("{spelled}, no registration on file");
    };
    let model: Vec<String> = [vehicle.year.map(words::year), vehicle.make.clone(), vehicle.model.clone()]
        .into_iter()
        .flatten()
        .collect();
    let mut parts = vec![spelled];
    if !model.is_empty() {
        parts.push(model.join(" "));
    }
    parts.extend(vehicle.colour.as_ref().map(|colour| colour.to_lowercase()));
    let standing = &vehicle.registration.words;
    parts.push(if vehicle.registration.current {
        standing.clone()
    } else {
        format!("registration {standing}")
    });
    parts.join(", ")
}

fn whom(people: &[&PersonAnswer]) -> String {
    match people {
        [only] if matches!(only.role, Role::Owner | Role::CoOwner) => "the registered owner".to_owned(),
        [_] => "one person at the address".to_owned(),
        more => format!("{} people", words::number(more.len())),
    }
}
