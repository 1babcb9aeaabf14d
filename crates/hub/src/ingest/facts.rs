//! What a document states about a person that answers one of the owed questions.

mod charges;
mod supervision;

use ciss_contract::answer::{Question, Severity};
use ciss_contract::document::SourceDocument;
use ciss_contract::matter::{Charge, Matter, WarrantStatus};
use jiff::civil::Date;
use jiff::{Span, tz::TimeZone};

use crate::card::Fact;
use crate::mask;
use crate::store::identity::document_id;
pub(crate) use charges::gravest;
use charges::{ViolenceAgainstPolice, violence_against_police};

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
}

/// Facts about the person at a position of the document.
pub(super) fn facts(document: &SourceDocument, name: u64, person: usize) -> Vec<Fact> {
    let stated = document.matters.iter().flat_map(|matter| statements(document, matter, person));
    let social = mask::known([document]);
    stated
        .map(|Statement { question, severity, summary, on, holds_until }| Fact {
            question,
            source: document.source,
            document: document_id(name),
            number: document.number.clone(),
            as_of: document.as_of,
            severity,
            summary: mask::mask(&summary, Some(&social)),
            on,
            holds_until,
        })
        .collect()
}

fn statements(document: &SourceDocument, matter: &Matter, person: usize) -> Vec<Statement> {
    match matter {
        Matter::Warrant { subject, status, issued, charges, .. }
            if *subject == person && status.is_want() =>
        {
            vec![Statement {
                question: Question::Wanted,
                severity: Severity::Danger,
                summary: want(charges, status),
                on: *issued,
                holds_until: None,
            }]
        }
        Matter::Arrest { subject, at, on, charges, violence_against_police: marked, .. }
            if *subject == person =>
        {
            let day = at.map(|at| at.to_zoned(eastern()).date()).or(*on);
            // An arrest without a day happened no later than the document that tells of it.
            let known_by = day.unwrap_or_else(|| document.as_of.to_zoned(eastern()).date());
            let arrest = Statement {
                question: Question::RecentArrest,
                severity: Severity::Caution,
                summary: format!(
                    "arrested, {}",
                    gravest(charges).unwrap_or_else(|| "charge not stated".to_owned())
                ),
                on: day,
                holds_until: after(known_by, RECENT_ARREST_DAYS),
            };
            let violence = violence_against_police(charges, *marked).map(|found| violence(found, day));
            std::iter::once(arrest).chain(violence).collect()
        }
        Matter::CourtCase { subject, docket: _, court: _, filed, next_event, pending, charges }
            if *subject == person =>
        {
            let case = pending.then(|| Statement {
                question: Question::PendingCases,
                severity: Severity::Info,
                summary: [
                    gravest(charges),
                    next_event.map(|day| format!("in court {}", day.strftime("%-d %b %Y"))),
                ]
                .into_iter()
                .flatten()
                .reduce(|charge, event| format!("{charge}, {event}"))
                .unwrap_or_else(|| "case pending".to_owned()),
                on: *filed,
                holds_until: None,
            });
            let violence = violence_against_police(charges, false).map(|found| violence(found, *filed));
            case.into_iter().chain(violence).collect()
        }
        Matter::Custody { subject, facility, admitted, released, release_planned, .. }
            if *subject == person =>
        {
            vec![supervision::custody(facility.as_deref(), *admitted, *released, *release_planned)]
        }
        Matter::Supervision { subject, form, from, until, ended, .. } if *subject == person => {
            vec![supervision::supervision(*form, *from, *until, *ended)]
        }
        Matter::Bail { subject, amount, conditions, from, until } if *subject == person => {
            vec![supervision::bail(amount.as_deref(), conditions, *from, *until)]
        }
        Matter::ProtectiveOrder { respondent, protected, issued, expires, .. } => {
            let mut found = Vec::new();
            if *respondent == Some(person) {
                found.push(supervision::order(true, *issued, *expires));
            }
            if protected.contains(&person) {
                found.push(supervision::order(false, *issued, *expires));
            }
            found
        }
        Matter::Registrant { subject, since, until, offense, .. } if *subject == person => vec![Statement {
            question: Question::Registrant,
            severity: Severity::Caution,
            summary: offense.as_deref().map_or_else(
                || "registered sex offender".to_owned(),
                |offense| format!("registered sex offender, {}", offense.to_lowercase()),
            ),
            on: *since,
            holds_until: *until,
        }],
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
        | Matter::Withdrawal { .. } => Vec::new(),
    }
}

/// `failure to appear, misdemeanor, status not known: PENDING SERVICE`.
fn want(charges: &[Charge], status: &WarrantStatus) -> String {
    let charge = gravest(charges).unwrap_or_else(|| "warrant".to_owned());
    std::iter::once(charge).chain(status.caveat()).collect::<Vec<_>>().join(", ")
}

fn violence(found: ViolenceAgainstPolice, day: Option<Date>) -> Statement {
    let (severity, what) = match found {
        ViolenceAgainstPolice::Assault => (Severity::Danger, "assault on an officer"),
        ViolenceAgainstPolice::Interference => (Severity::Caution, "interfered with an officer"),
        ViolenceAgainstPolice::Marked => (Severity::Danger, "violence against police"),
    };
    let summary = day.map_or_else(|| what.to_owned(), |day| format!("{what}, {}", month(day)));
    Statement { question: Question::ViolenceAgainstPolice, severity, summary, on: day, holds_until: None }
}

/// `11/2026`.
fn month(day: Date) -> String {
    day.strftime("%m/%Y").to_string()
}

fn after(day: Date, days: i64) -> Option<Date> {
    day.checked_add(Span::new().days(days)).ok()
}

/// Connecticut's time, in which days begin and end. Universal time where the machine has no time-zone database.
fn eastern() -> TimeZone {
    static EASTERN: std::sync::LazyLock<TimeZone> =
        std::sync::LazyLock::new(|| TimeZone::get("America/New_York").unwrap_or(TimeZone::UTC));
    EASTERN.clone()
}
