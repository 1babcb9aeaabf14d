//! What an answer says, as things that hold.

use std::collections::BTreeSet;

use ciss_contract::answer::{Answer, Question, Severity, Standing};
use ciss_contract::ids::DocumentId;
use ciss_contract::lookup::{LicenceStanding, LookupAnswer, PersonAnswer};
use ciss_simulator::Holds;

/// What is said of a person.
pub(super) fn said(person: &PersonAnswer) -> BTreeSet<Holds> {
    let mut said = BTreeSet::new();
    for answer in person.answers.iter().filter(|answer| answer.standing == Standing::Yes) {
        said.extend(answer.evidence.iter().map(|event| holds(answer.question, event.severity)));
    }
    said.extend(person.licence.as_ref().and_then(|licence| match licence.standing {
        LicenceStanding::Valid => Some(Holds::LicenceValid),
        LicenceStanding::Withdrawn => Some(Holds::LicenceWithdrawn),
        LicenceStanding::Eligible | LicenceStanding::Expired => Some(Holds::LicenceNone),
        LicenceStanding::Revoked
        | LicenceStanding::Suspended
        | LicenceStanding::Canceled
        | LicenceStanding::Deceased
        | LicenceStanding::Unknown
        | LicenceStanding::NotOnFile => None,
    }));
    said.extend((!person.permits.is_empty()).then_some(Holds::Permit));
    said.extend(person.history.iter().any(|history| history.entries > 0).then_some(Holds::Past));
    said
}

fn holds(question: Question, severity: Severity) -> Holds {
    let more = severity > Severity::Info;
    match question {
        Question::Wanted => Holds::Wanted,
        Question::RecentArrest => Holds::Arrested,
        Question::Released if more => Holds::InCustody,
        Question::Released => Holds::Released,
        Question::ProtectiveOrder if more => Holds::HeldToOrder,
        Question::ProtectiveOrder => Holds::Protected,
        Question::Registrant => Holds::Registrant,
        Question::PendingCases => Holds::CasePending,
        Question::BailConditions => Holds::Bail,
        Question::Supervision => Holds::Supervised,
        Question::ViolenceAgainstPolice => Holds::AgainstPolice,
    }
}

/// Documents that say so of a person; none for a live source's entry.
pub(super) fn documents(person: &PersonAnswer, what: Holds) -> Vec<Option<DocumentId>> {
    let says = |answer: &Answer| {
        let events = answer.evidence.iter().filter(|event| holds(answer.question, event.severity) == what);
        events.map(|event| event.document.clone()).collect::<Vec<_>>()
    };
    person.answers.iter().flat_map(says).collect()
}

/// How the first screen, and the radio, say it.
fn words(what: Holds) -> Option<&'static [&'static str]> {
    match what {
        Holds::Wanted => Some(&["is wanted", "are wanted", "possibly wanted"]),
        Holds::Arrested => Some(&["arrested recently"]),
        Holds::AgainstPolice => Some(&["violence against police", "interfered with an officer"]),
        Holds::InCustody => Some(&["in custody"]),
        Holds::Released => Some(&["released from custody"]),
        Holds::HeldToOrder => Some(&["held to"]),
        Holds::Protected => Some(&["protected by"]),
        Holds::Registrant => Some(&["registered sex offender"]),
        Holds::CasePending => Some(&["cases pending"]),
        Holds::Bail => Some(&["bail conditions"]),
        Holds::Supervised => Some(&["probation or parole"]),
        Holds::LicenceWithdrawn => Some(&["withdrawn license"]),
        Holds::LicenceNone => Some(&["no license", "expired license"]),
        Holds::Permit => Some(&["weapons permit"]),
        Holds::Past => Some(&["lder history on file"]),
        Holds::LicenceValid => None,
    }
}

/// Whatever is said of anybody stands in the line at the top or in one under it, with how many people it is about, and is
/// said on the air.
pub(super) fn on_the_first_screen(answer: &LookupAnswer, faults: &mut Vec<String>) {
    let headline = &answer.headline;
    let lines: Vec<&str> = std::iter::once(headline.text.as_str())
        .chain(headline.also.iter().map(|line| line.text.as_str()))
        .collect();
    let all: BTreeSet<Holds> = answer.people.iter().flat_map(said).collect();
    for what in &all {
        let Some(words) = words(*what) else { continue };
        let says = |text: &str| words.iter().any(|word| text.contains(word));
        if !lines.iter().any(|line| says(line)) {
            faults.push(format!("{}: {what:?} is in no line", answer.query.shown()));
        }
        // What does not fit into a breath is counted, but for wants and dangers.
        let counted = answer.read_back.contains("more on the screen")
            && !matches!(what, Holds::Wanted | Holds::AgainstPolice);
        if !says(&answer.read_back) && !counted {
            faults.push(format!("{}: {what:?} is not said on the air", answer.query.shown()));
        }
    }
    let nothing = all.iter().all(|what| *what == Holds::LicenceValid || *what == Holds::LicenceNone);
    if headline.text.starts_with("No record") && !nothing {
        faults.push(format!("{}: no record, with {all:?}", answer.query.shown()));
    }
    let gravest = headline.also.iter().map(|line| line.severity).max();
    if gravest > Some(headline.severity) {
        faults.push(format!("{}: a line under the top is graver", answer.query.shown()));
    }
    if answer.read_back.split_whitespace().count() > 110 {
        faults.push(format!("{}: too long to be said", answer.query.shown()));
    }
    let mut names = answer.people.iter().map(|person| person.name.surname.as_str());
    if names.any(|name| name.len() > 3 && answer.read_back.contains(name)) {
        faults.push(format!("{}: a name is said on the air", answer.query.shown()));
    }
}
