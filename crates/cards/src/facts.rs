//! What a document states about a person that answers one of the owed questions, or did once.

mod charges;
mod gravity;
mod past;
mod supervision;

use ciss_contract::answer::{Question, Severity};
use ciss_contract::day::connecticut_day;
use ciss_contract::day::day as shown;
use ciss_contract::document::SourceDocument;
use ciss_contract::matter::{Charge, Matter, WarrantStatus};
use jiff::Span;
use jiff::civil::Date;

use crate::card::{EventKey, Fact, WantCard};
use crate::mask;
use crate::naming::document_id;
pub use charges::gravest;
use charges::{ViolenceAgainstPolice, section_of, violence_against_police};
pub use gravity::gravity;
pub use past::{past, permits, together};

/// Days for which an arrest is a recent one.
const RECENT_ARREST_DAYS: i64 = 90;
/// Days for which a release from custody is told.
const RELEASED_DAYS: i64 = 365;

/// A fact without what all facts of a document share.
struct Statement {
    question: Question,
    severity: Severity,
    summary: String,
    on: Option<Date>,
    holds_until: Option<Date>,
    gravity: u8,
    event: EventKey,
    want: Option<WantCard>,
}

impl Statement {
    /// One without a day, which stands open.
    fn new(question: Question, severity: Severity, summary: String) -> Statement {
        let (on, holds_until, event, want) = (None, None, EventKey::default(), None);
        Statement { question, severity, summary, on, holds_until, gravity: 0, event, want }
    }
}

/// Facts about the person at a position of the document.
pub fn facts(document: &SourceDocument, name: u64, person: usize) -> Vec<Fact> {
    let stated = document.matters.iter().flat_map(|matter| statements(document, matter, person));
    let social = mask::known([document]);
    stated
        .map(|Statement { question, severity, summary, on, holds_until, gravity, event, want }| Fact {
            question,
            source: document.source,
            document: document_id(name),
            number: document.number.clone(),
            as_of: document.as_of,
            severity,
            summary: mask::mask(&summary, Some(&social)),
            on,
            holds_until,
            gravity,
            event: EventKey { agency: document.originator.clone(), ..event },
            want: want.map(|want| want.shown(&social)),
        })
        .collect()
}

fn statements(document: &SourceDocument, matter: &Matter, person: usize) -> Vec<Statement> {
    match matter {
        Matter::Warrant { subject, status, issued, charges, .. }
            if *subject == person && status.is_want() =>
        {
            let cautions = document.persons.get(person).map(|person| person.cautions.as_slice());
            let summary = in_words(charges, status);
            vec![Statement {
                on: *issued,
                gravity: gravity(charges, cautions.unwrap_or_default()),
                event: event(matter),
                want: want(matter),
                ..Statement::new(Question::Wanted, Severity::Danger, summary)
            }]
        }
        Matter::Arrest { subject, at, on, charges, violence_against_police: marked, .. }
            if *subject == person =>
        {
            let day = at.map(connecticut_day).or(*on);
            // An arrest without a day happened no later than the document that tells of it.
            let known_by = day.unwrap_or_else(|| connecticut_day(document.as_of));
            let event = event(matter);
            let charge = gravest(charges).unwrap_or_else(|| "charge not stated".to_owned());
            let violence = violence_against_police(charges, *marked);
            let violence = violence.map(|found| self::violence(found, day, event.case.clone()));
            let arrest = Statement {
                on: day,
                holds_until: after(known_by, RECENT_ARREST_DAYS),
                gravity: gravity(charges, &[]),
                event,
                ..Statement::new(Question::RecentArrest, Severity::Caution, format!("arrested, {charge}"))
            };
            std::iter::once(arrest).chain(violence).collect()
        }
        Matter::CourtCase { subject, filed, next_event, pending, charges, .. } if *subject == person => {
            let event = event(matter);
            let case = event.case.clone();
            let words = [gravest(charges), next_event.map(|day| format!("in court {}", shown(day)))];
            let words = words.into_iter().flatten().reduce(|charge, event| format!("{charge}, {event}"));
            let open = pending.then(|| Statement {
                on: *filed,
                gravity: gravity(charges, &[]),
                event,
                ..Statement::new(
                    Question::PendingCases,
                    Severity::Info,
                    words.unwrap_or_else(|| "case pending".to_owned()),
                )
            });
            let violence = violence_against_police(charges, false).map(|found| violence(found, *filed, case));
            open.into_iter().chain(violence).collect()
        }
        Matter::Custody { subject, facility, admitted, released, release_planned, .. }
            if *subject == person =>
        {
            let told = connecticut_day(document.as_of);
            vec![supervision::custody(facility.as_deref(), *admitted, *released, *release_planned, told)]
        }
        Matter::Supervision { subject, form, from, until, ended, .. } if *subject == person => {
            vec![supervision::supervision(*form, *from, *until, *ended)]
        }
        Matter::Bail { subject, amount, conditions, from, until } if *subject == person => {
            vec![supervision::bail(amount.as_deref(), conditions, *from, *until)]
        }
        Matter::ProtectiveOrder { respondent, protected, issued, expires, .. } => {
            let sides = [(*respondent == Some(person), true), (protected.contains(&person), false)];
            let order = |respondent| Statement {
                event: event(matter),
                ..supervision::order(respondent, *issued, *expires)
            };
            sides.into_iter().filter(|(named, _)| *named).map(|(_, respondent)| order(respondent)).collect()
        }
        Matter::Registrant { subject, since, until, offense, .. } if *subject == person => {
            let summary = offense.as_deref().map_or_else(
                || "registered sex offender".to_owned(),
                |offense| format!("registered sex offender, {}", offense.to_lowercase()),
            );
            vec![Statement {
                on: *since,
                holds_until: *until,
                ..Statement::new(Question::Registrant, Severity::Caution, summary)
            }]
        }
        Matter::Warrant { .. }
        | Matter::Arrest { .. }
        | Matter::CourtCase { .. }
        | Matter::Custody { .. }
        | Matter::Supervision { .. }
        | Matter::Bail { .. }
        | Matter::Registrant { .. }
        | Matter::Licence { .. }
        | Matter::Registration { .. }
        | Matter::StolenVehicle { .. }
        | Matter::Permit { .. }
        | Matter::Infraction { .. }
        | Matter::Identity { .. }
        | Matter::Erasure { .. }
        | Matter::Withdrawal { .. }
        | Matter::Unsealing {} => Vec::new(),
    }
}

/// By what a matter is known to be of one event with others: for what is on file, for what a live source says, and for the
/// timeline.
pub fn event(matter: &Matter) -> EventKey {
    let (case, charges) = match matter {
        // Each is one, however it is numbered.
        Matter::Warrant { charges, .. } => (None, charges.as_slice()),
        Matter::Arrest { report, charges, .. } => (report.as_deref(), charges.as_slice()),
        Matter::CourtCase { docket, charges, .. } => (Some(docket.as_str()), charges.as_slice()),
        Matter::ProtectiveOrder { number, .. } => (Some(number.as_str()), &[][..]),
        Matter::Licence { .. }
        | Matter::Registration { .. }
        | Matter::StolenVehicle { .. }
        | Matter::Custody { .. }
        | Matter::Supervision { .. }
        | Matter::Bail { .. }
        | Matter::Registrant { .. }
        | Matter::Permit { .. }
        | Matter::Infraction { .. }
        | Matter::Identity { .. }
        | Matter::Erasure { .. }
        | Matter::Withdrawal { .. }
        | Matter::Unsealing {} => return EventKey::default(),
    };
    EventKey { agency: None, case: case.and_then(case_key), charge: charge_key(charges) }
}

/// `failure to appear, misdemeanor`, and what a reader must hear of the warrant's status.
fn in_words(charges: &[Charge], status: &WarrantStatus) -> String {
    let charge = gravest(charges).unwrap_or_else(|| "warrant".to_owned());
    std::iter::once(charge).chain(status.caveat()).collect::<Vec<_>>().join(", ")
}

/// The terms of a warrant; none for other matters.
pub fn want(matter: &Matter) -> Option<WantCard> {
    let Matter::Warrant { number, court, extradition, bail, .. } = matter else { return None };
    Some(WantCard {
        number: number.clone(),
        agency: court.clone(),
        bail: bail.clone(),
        extradition: extradition.clone(),
    })
}

fn violence(found: ViolenceAgainstPolice, day: Option<Date>, case: Option<String>) -> Statement {
    let (severity, gravity, what) = match found {
        ViolenceAgainstPolice::Assault => (Severity::Danger, 2, "assault on an officer"),
        ViolenceAgainstPolice::Interference => (Severity::Caution, 0, "interfered with an officer"),
        ViolenceAgainstPolice::Marked => (Severity::Danger, 1, "violence against police"),
    };
    let summary = day.map_or_else(|| what.to_owned(), |day| format!("{what}, {}", shown(day)));
    Statement {
        on: day,
        gravity,
        event: EventKey { agency: None, case, charge: Some(what.to_owned()) },
        ..Statement::new(Question::ViolenceAgainstPolice, severity, summary)
    }
}

/// The number of a case as all who write it down can be compared; none where nothing is left of it.
fn case_key(number: &str) -> Option<String> {
    let plain: String = number.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
    (!plain.is_empty()).then_some(plain)
}

/// What charges are about, whatever became of them: sources that tell of one arrest know of different dispositions.
fn charge_key(charges: &[Charge]) -> Option<String> {
    let undecided: Vec<Charge> =
        charges.iter().map(|charge| Charge { disposition: None, ..charge.clone() }).collect();
    let charge = gravity::heaviest(&undecided)?;
    match charge.statute.as_deref().map(section_of).filter(|section| !section.is_empty()) {
        Some(section) => Some(section),
        None => Some(charge.description.trim().to_lowercase()).filter(|words| !words.is_empty()),
    }
}

fn after(day: Date, days: i64) -> Option<Date> {
    day.checked_add(Span::new().days(days)).ok()
}
