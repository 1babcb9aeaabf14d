//! Exit codes. They are part of the contract with scripts: a code never changes its meaning.

use ciss_contract::answer::Severity;
use ciss_contract::lookup::{LookupAnswer, PersonAnswer};
use ciss_contract::problem::ErrorCode;
use ciss_contract::record::RecordAnswer;

/// Answered; nothing grave on file.
pub(crate) const ANSWERED: u8 = 0;
/// Answered; a want or danger is on file.
pub(crate) const DANGER: u8 = 3;
/// Answered in part; nothing grave in that part.
pub(crate) const PARTIAL: u8 = 4;
/// Not found.
pub(crate) const NOT_FOUND: u8 = 5;
/// The input is refused.
pub(crate) const REFUSED: u8 = 6;
/// No answer from a hub that is trusted and understood.
pub(crate) const NO_HUB: u8 = 7;
/// Not allowed.
pub(crate) const DENIED: u8 = 8;
/// The hub failed.
pub(crate) const FAILED: u8 = 9;
/// Answered; a caution is on file, and no want or danger.
pub(crate) const CAUTION: u8 = 10;

/// For a lookup. Danger counts before a caution, and both before a gap: a script that reads one code must not miss them.
pub(crate) fn of_lookup(answer: &LookupAnswer) -> u8 {
    let theft = answer.vehicle.as_ref().is_some_and(|vehicle| !vehicle.theft.evidence.is_empty());
    let headline = &answer.headline;
    // A headline is a caution also where a source is missing, which has a code of its own.
    let registration = answer.vehicle.as_ref().is_some_and(|vehicle| !vehicle.registration.current);
    let gravest = answer.people.iter().filter_map(PersonAnswer::severity).max();
    let left_out = answer.left_out.and_then(|left_out| left_out.severity);
    let withheld = answer.people.iter().any(|person| person.withheld.is_some());
    if headline.severity == Severity::Danger || theft || answer.people.iter().any(is_grave) {
        DANGER
    } else if gravest.max(left_out) == Some(Severity::Caution) || registration {
        CAUTION
    } else if answer.vehicle.is_none() {
        NOT_FOUND
    } else if withheld
        || answer.left_out.is_some()
        || headline.severity > Severity::Info
        || answer.gaps().next().is_some()
    {
        PARTIAL
    } else {
        ANSWERED
    }
}

/// For a record.
pub(crate) fn of_record(record: &RecordAnswer) -> u8 {
    let person = &record.person;
    if is_grave(person) {
        DANGER
    } else if person.severity() == Some(Severity::Caution) {
        CAUTION
    } else if person.withheld.is_some() || person.answers.iter().any(|answer| !answer.gaps.is_empty()) {
        PARTIAL
    } else {
        ANSWERED
    }
}

/// A want, a danger, or any NCIC caution code: sources enter those for the officer's sake.
fn is_grave(person: &PersonAnswer) -> bool {
    person.severity() == Some(Severity::Danger) || !person.cautions.is_empty()
}

/// For a call that failed.
pub(crate) fn of_problem(code: ErrorCode) -> u8 {
    match code {
        ErrorCode::QueryEmpty
        | ErrorCode::QueryTooLong
        | ErrorCode::QueryNotUnderstood
        | ErrorCode::QueryPartialPlate
        | ErrorCode::BehalfMissing
        | ErrorCode::ReasonMissing
        | ErrorCode::BodyNotUnderstood
        | ErrorCode::BodyTooLarge => REFUSED,
        ErrorCode::NotSignedIn | ErrorCode::NotEntitled | ErrorCode::AccountUnknown => DENIED,
        ErrorCode::NotFound => NOT_FOUND,
        ErrorCode::HubUnreachable
        | ErrorCode::HubTimedOut
        | ErrorCode::HubNotTrusted
        | ErrorCode::HubNotUnderstood => NO_HUB,
        ErrorCode::PhotoUnreadable
        | ErrorCode::SourceUnavailable
        | ErrorCode::JournalAway
        | ErrorCode::Busy
        | ErrorCode::TooManyRequests
        | ErrorCode::RequestTooSlow
        | ErrorCode::Internal
        | ErrorCode::Cancelled
        | ErrorCode::SecretTooWeak
        | ErrorCode::SecretWrong
        | ErrorCode::KeyringAway
        | ErrorCode::VaultUnusable => FAILED,
    }
}
