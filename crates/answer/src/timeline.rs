//! What happened to a person, in words, from arrest to release.

use std::cmp::Reverse;

use ciss_cards::card::EventKey;
use ciss_cards::facts::{event as event_of, gravest};
use ciss_contract::answer::{Severity, Telling};
use ciss_contract::day::connecticut_day;
use ciss_contract::day::day as day_shown;
use ciss_contract::matter::{Charge, Matter, SupervisionForm, WarrantStatus};
use ciss_contract::record::{Event, Provenance};
use ciss_records::Member;
use jiff::civil::Date;

use super::events::{Mark, grouped};
use super::member::provenance;
use super::words;

/// Everything that the members' documents state about the person, newest first, each event once: several systems tell of
/// one arrest or one case, and the one that makes it gravest stands for it, then the one that told last. What has no day of
/// its own, as a standing, has its place on the day on which its source says it was so.
pub(crate) fn events(members: &[Member], today: Date) -> Vec<Event> {
    let of_member = |member: &'_ Member| {
        let matters = member.document.matters.iter();
        matters.flat_map(|matter| happened(matter, member.person, today)).collect::<Vec<_>>()
    };
    let mut told: Vec<(Happened, &Member)> = members
        .iter()
        .flat_map(|member| of_member(member).into_iter().map(move |happened| (happened, member)))
        .collect();
    told.sort_by_key(|(happened, member)| Reverse((happened.severity, member.document.as_of)));
    let grouped = grouped(told, |(Happened { on, topic, event, .. }, member)| Mark {
        topic,
        each: *topic == WARRANT,
        source: member.document.source,
        on: *on,
        event,
    });
    let mut events: Vec<Event> = Vec::new();
    for group in grouped {
        let Some(event) = together(group) else { continue };
        // Standings that sources state in the same words are one too.
        let same = |other: &&mut Event| {
            (other.on, &other.what, &other.detail) == (event.on, &event.what, &event.detail)
        };
        match events.iter_mut().find(same) {
            Some(first) => {
                first.also.push(telling(&event));
                first.also.extend(event.also);
            }
            None => events.push(event),
        }
    }
    let place =
        |event: &Event| (event.on.unwrap_or_else(|| connecticut_day(event.from.as_of)), event.from.as_of);
    events.sort_by_key(|event| Reverse(place(event)));
    events
}

/// The first tells the event; the others stand behind it.
fn together(group: Vec<(Happened, &Member)>) -> Option<Event> {
    let mut tellings = group.into_iter().map(|(happened, member)| {
        let Happened { on, what, detail, severity, case, .. } = happened;
        let detail: Vec<String> = detail.into_iter().filter(|part| !part.is_empty()).collect();
        let (from, number) = (provenance(member), member.document.number.clone());
        Event { on, what, detail: detail.join(" · "), severity, from, number, case, also: Vec::new() }
    });
    let first = tellings.next()?;
    Some(Event { also: tellings.map(|event| telling(&event)).collect(), ..first })
}

fn telling(event: &Event) -> Telling {
    let Provenance { source, document, as_of } = event.from.clone();
    Telling { source, document: Some(document), number: event.number.clone(), as_of }
}

/// Of warrants each is one, as of wants.
const WARRANT: &str = "Warrant";

struct Happened {
    on: Option<Date>,
    /// What makes it one event with what other documents tell, and among which of them; nothing where the words do.
    topic: &'static str,
    event: EventKey,
    what: String,
    detail: Vec<String>,
    severity: Severity,
    /// The number of its case as the document writes it.
    case: Option<String>,
}

fn event(
    on: Option<Date>,
    what: impl Into<String>,
    detail: Vec<Option<String>>,
    severity: Severity,
) -> Happened {
    let detail = detail.into_iter().flatten().collect();
    Happened { on, topic: "", event: EventKey::default(), what: what.into(), detail, severity, case: None }
}

impl Happened {
    /// As a part of the case with this number.
    fn in_case(self, number: Option<&str>) -> Happened {
        Happened { case: number.map(str::to_owned), ..self }
    }

    /// With what makes it one event with others of its topic.
    fn of(self, topic: &'static str, event: EventKey) -> Happened {
        Happened { topic, event, ..self }
    }
}

/// What a matter says happened to the person at this position. Nothing where it is about others.
fn happened(matter: &Matter, person: usize, today: Date) -> Vec<Happened> {
    let of = |subject: &usize| *subject == person;
    match matter {
        Matter::Licence { subject, class, status, expires } if of(subject) => {
            let detail = vec![class.as_ref().map(|class| format!("class {class}")), until("to", *expires)];
            vec![event(
                None,
                format!("License {}", words::licence(words::driving_status(status))),
                detail,
                Severity::Info,
            )]
        }
        Matter::Registration { owners, status, expires, .. } if owners.contains(&person) => {
            let what = format!("Vehicle registered, {}", words::registration_status(status));
            vec![event(None, what, vec![until("to", *expires)], Severity::Info)]
        }
        Matter::Arrest { subject, at, on, report, charges, violence_against_police } if of(subject) => {
            let severity = if *violence_against_police { Severity::Danger } else { Severity::Caution };
            let police = violence_against_police.then(|| "violence against police".to_owned());
            let detail = vec![report.as_ref().map(|number| format!("UAR {number}")), others(charges), police];
            let arrested =
                event(at.map(connecticut_day).or(*on), with_charge("Arrested", charges), detail, severity);
            let arrested = arrested.in_case(report.as_deref());
            vec![arrested.of("Arrest", event_of(matter))]
        }
        Matter::Warrant { subject, number, status, issued, court, charges, bail, .. } if of(subject) => {
            let (what, severity) = match status {
                WarrantStatus::Active => ("Warrant issued", Severity::Danger),
                WarrantStatus::Served => ("Warrant served", Severity::Info),
                WarrantStatus::Vacated => ("Warrant vacated", Severity::Info),
                WarrantStatus::Unknown(_) => ("Warrant", Severity::Danger),
            };
            let bail = bail.as_ref().map(|dollars| format!("bail ${dollars}"));
            let warrant = event(
                *issued,
                with_charge(what, charges),
                vec![status.caveat(), court.clone(), Some(number.clone()), bail],
                severity,
            );
            vec![warrant.in_case(Some(number)).of(WARRANT, event_of(matter))]
        }
        Matter::Custody { subject, facility, admitted, released, release_planned, charges }
            if of(subject) =>
        {
            custody(*admitted, *released, *release_planned, facility.as_ref(), charges, today)
        }
        Matter::Supervision { subject, form, from, until: last, ended, conditions, officer }
            if of(subject) =>
        {
            let form = match form {
                SupervisionForm::Parole => "Parole",
                SupervisionForm::Probation => "Probation",
            };
            let over = ended.or(*last).filter(|day| *day < today);
            let severity = if over.is_some() { Severity::Info } else { Severity::Caution };
            let detail = vec![until("to", *last), list(conditions), officer.clone()];
            let mut events = vec![event(*from, format!("{form} began"), detail, severity)];
            events.extend(
                over.map(|day| event(Some(day), format!("{form} ended"), Vec::new(), Severity::Info)),
            );
            events
        }
        Matter::Bail { subject, amount, conditions, from, until: last } if of(subject) => {
            let amount = amount.as_ref().map(|dollars| format!("${dollars}"));
            let what = if conditions.is_empty() { "Bail set" } else { "Bail set, with conditions" };
            vec![event(*from, what, vec![amount, list(conditions), until("to", *last)], Severity::Caution)]
        }
        Matter::ProtectiveOrder { respondent, protected, number, issued, expires, conditions } => {
            let side = if respondent.as_ref().is_some_and(of) {
                ("Protective order against this person", Severity::Caution)
            } else if protected.contains(&person) {
                ("Protected by an order", Severity::Info)
            } else {
                return Vec::new();
            };
            let detail = vec![Some(format!("order {number}")), list(conditions), until("to", *expires)];
            let order = event(*issued, side.0, detail, side.1).in_case(Some(number));
            vec![order.of(side.0, event_of(matter))]
        }
        Matter::Registrant { subject, since, until: last, verified, offense } if of(subject) => {
            let verified = verified.map(|day| format!("address verified {}", day_shown(day)));
            let detail = vec![offense.clone(), verified, until("to", *last)];
            vec![event(*since, "Registered as sex offender", detail, Severity::Caution)]
        }
        Matter::CourtCase { subject, docket, court, filed, next_event, pending, charges } if of(subject) => {
            case(event_of(matter), docket, court.as_ref(), *filed, *next_event, *pending, charges)
        }
        Matter::Permit { subject, what, expires, revoked } if of(subject) => {
            let standing = if *revoked { "Permit revoked" } else { "Permit granted" };
            let severity = if *revoked { Severity::Caution } else { Severity::Info };
            vec![event(None, standing, vec![Some(what.clone()), until("to", *expires)], severity)]
        }
        Matter::Infraction { subject, on, charge } if of(subject) => {
            let what = format!("Infraction, {}", charge.description.to_lowercase());
            vec![event(*on, what, vec![charge.disposition.clone()], Severity::Info)]
        }
        Matter::Licence { .. }
        | Matter::Registration { .. }
        | Matter::Arrest { .. }
        | Matter::Warrant { .. }
        | Matter::StolenVehicle { .. }
        | Matter::Custody { .. }
        | Matter::Supervision { .. }
        | Matter::Bail { .. }
        | Matter::Registrant { .. }
        | Matter::CourtCase { .. }
        | Matter::Permit { .. }
        | Matter::Infraction { .. }
        | Matter::Identity { .. }
        | Matter::Erasure { .. }
        | Matter::Withdrawal { .. }
        | Matter::Unsealing {} => Vec::new(),
    }
}

fn custody(
    admitted: Option<Date>,
    released: Option<Date>,
    planned: Option<Date>,
    facility: Option<&String>,
    charges: &[Charge],
    today: Date,
) -> Vec<Happened> {
    let mut events = Vec::new();
    if admitted.is_some() || released.is_none() {
        let planned = planned.filter(|_| released.is_none());
        let planned = planned.map(|day| format!("release planned {}", day_shown(day)));
        let severity = if released.is_none() { Severity::Caution } else { Severity::Info };
        let what = with_charge("Admitted to custody", charges);
        events.push(event(admitted, what, vec![facility.cloned(), planned], severity));
    }
    if let Some(day) = released {
        let ahead = day > today;
        let what = if ahead { "Release set" } else { "Released from custody" };
        events.push(event(Some(day), what, vec![facility.cloned()], Severity::Info));
    }
    events
}

fn case(
    key: EventKey,
    docket: &str,
    court: Option<&String>,
    filed: Option<Date>,
    next: Option<Date>,
    pending: bool,
    charges: &[Charge],
) -> Vec<Happened> {
    let severity = if pending { Severity::Caution } else { Severity::Info };
    let place = vec![court.cloned(), Some(format!("docket {docket}"))];
    let filed = event(filed, with_charge("Case filed", charges), place, severity);
    let mut events = vec![filed.of("Case filed", key.clone())];
    if let Some(day) = next.filter(|_| pending) {
        let what = "Next day in court";
        let next = event(Some(day), what, vec![court.cloned(), Some(docket.to_owned())], severity);
        events.push(next.of(what, EventKey { charge: None, ..key }));
    }
    for charge in charges {
        if let Some(disposition) = &charge.disposition {
            let what = format!("{disposition}, {}", charge.description.to_lowercase());
            let place = vec![Some(format!("docket {docket}"))];
            events.push(event(charge.disposed, what, place, Severity::Info));
        }
    }
    events.into_iter().map(|event| event.in_case(Some(docket))).collect()
}

/// `Arrested, burglary 3rd degree, felony`.
fn with_charge(what: &str, charges: &[Charge]) -> String {
    gravest(charges).map_or_else(|| what.to_owned(), |charge| format!("{what}, {charge}"))
}

fn others(charges: &[Charge]) -> Option<String> {
    (charges.len() > 1).then(|| format!("{} charges", charges.len()))
}

fn until(word: &str, day: Option<Date>) -> Option<String> {
    day.map(|day| format!("{word} {}", day_shown(day)))
}

fn list(conditions: &[String]) -> Option<String> {
    (!conditions.is_empty()).then(|| conditions.join(", "))
}

#[cfg(test)]
mod tests;
