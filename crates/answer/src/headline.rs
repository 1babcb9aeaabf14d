//! The line at the top, and those under it. The first answers what the radio asked, in this order: is the vehicle stolen
//! or anybody wanted or dangerous; could that be checked at all; what else needs attention, of people before papers. The
//! others name everything else. It never says safe.

use ciss_contract::answer::{Severity, Standing};
use ciss_contract::day::day;
use ciss_contract::lookup::{
    Headline, HeadlineLine, LeftOut, PersonAnswer, RegistrationAnswer, VehicleAnswer,
};
use ciss_contract::query::Query;

use super::people::is_checked;
use super::sayings::{Kind, Saying, sayings};
use super::told::Told;
use super::words::{lower_first, upper_first};

/// How a line reads at the top.
enum AtTop {
    /// As it is.
    Itself,
    /// As it is; it names the sources that were not heard.
    NamingGaps,
    /// After saying that there are no wants.
    AfterNoWants,
    /// Not at all: above it stands that there is no record.
    Never,
}

/// The headline.
pub(crate) fn headline(told: &Told<'_>) -> Headline {
    let gaps = told.gaps();
    let mut lines = lines(told, &gaps);
    let first = lines.first().map(|(at_top, line)| (at_top, line.severity));
    let named = told.vehicle.is_some() && matches!(first, Some((AtTop::NamingGaps, _)));
    let top = match first {
        Some((AtTop::Itself, Severity::Danger)) => lines.remove(0).1,
        Some(_) | None if told.vehicle.is_none() => not_found(told),
        Some((AtTop::Itself, Severity::Caution | Severity::Info) | (AtTop::NamingGaps, _)) => {
            lines.remove(0).1
        }
        Some((AtTop::AfterNoWants, _)) => {
            let (_, line) = lines.remove(0);
            let shown = if told.withheld() > 0 { " for those shown" } else { "" };
            HeadlineLine { text: format!("No wants{shown}. {}", line.text), ..line }
        }
        Some((AtTop::Never, _)) | None => no_record(told, &gaps),
    };
    let HeadlineLine { severity, text, detail, people: _, person } = top;
    // What is still being asked may stand above a caution; the color is that of the gravest.
    let severity = lines.iter().map(|(_, line)| line.severity).fold(severity, Severity::max);
    let more = gaps.into_iter().filter(|_| !named).map(Some);
    let detail = joined(std::iter::once(Some(detail.clone()).filter(|d| !d.is_empty())).chain(more));
    Headline { severity, text, detail, person, also: lines.into_iter().map(|(_, line)| line).collect() }
}

/// Every line, the gravest first.
fn lines(told: &Told<'_>, gaps: &[String]) -> Vec<(AtTop, HeadlineLine)> {
    let mut dangers = Vec::new();
    let mut possible = Vec::new();
    let mut attention = Vec::new();
    let mut papers = Vec::new();
    let mut besides = Vec::new();
    for saying in sayings(&told.people) {
        let line = (at_top(&saying, told), line(told, &saying));
        match (saying.severity, saying.kind) {
            (Severity::Danger, _) => dangers.push((saying.kind, line)),
            (Severity::Caution, Kind::PossiblyWanted) => possible.push(line),
            (Severity::Caution, Kind::Licence(_)) => papers.push(line),
            (Severity::Caution, _) => attention.push(line),
            (Severity::Info, _) => besides.push(line),
        }
    }
    let mut lines = Vec::new();
    if let Some(mut stolen) = theft(told) {
        // Both are the answer to one question, and said in one breath.
        if dangers.first().is_some_and(|(kind, _)| *kind == Kind::Wanted) {
            let (_, (_, wanted)) = dangers.remove(0);
            let text = format!("{}, and {}", stolen.text, lower_first(&wanted.text));
            stolen = HeadlineLine { text, ..wanted };
        }
        lines.push((AtTop::Itself, stolen));
    }
    lines.extend(dangers.into_iter().map(|(_, line)| line));
    let (graver, besides_all) = match told.left_out().map(|left_out| self::left_out(&left_out)) {
        Some(line) if line.severity > Severity::Info => (Some((AtTop::Itself, line)), None),
        Some(line) => (None, Some((AtTop::Never, line))),
        None => (None, None),
    };
    lines.extend(graver);
    lines.extend(possible);
    lines.extend(wants_not_checked(told, gaps).map(|line| (AtTop::NamingGaps, line)));
    lines.extend(attention);
    lines.extend(told.vehicle.as_ref().and_then(registration).map(|line| (AtTop::Itself, line)));
    lines.extend(papers);
    lines.extend(besides);
    lines.extend(besides_all);
    lines
}

fn at_top(saying: &Saying<'_>, told: &Told<'_>) -> AtTop {
    match saying.kind {
        Kind::Older | Kind::Named | Kind::Permit { .. } => AtTop::AfterNoWants,
        Kind::Licence(_) if saying.severity == Severity::Info => AtTop::Never,
        Kind::Withheld if told.withheld() < told.people.len() => AtTop::Never,
        Kind::Wanted
        | Kind::PossiblyWanted
        | Kind::Police
        | Kind::Caution
        | Kind::Namesakes
        | Kind::Order
        | Kind::Supervision
        | Kind::Bail
        | Kind::Custody
        | Kind::Registrant
        | Kind::Arrest
        | Kind::Cases
        | Kind::Licence(_)
        | Kind::Withheld => AtTop::Itself,
    }
}

/// Is there nothing on file of anybody who may be shown?
pub(crate) fn says_no_record(told: &Told<'_>, sayings: &[Saying<'_>]) -> bool {
    sayings.iter().all(|saying| match at_top(saying, told) {
        AtTop::Never => true,
        AtTop::Itself | AtTop::NamingGaps | AtTop::AfterNoWants => false,
    })
}

fn line(told: &Told<'_>, saying: &Saying<'_>) -> HeadlineLine {
    let confirm = (saying.kind == Kind::Wanted).then(|| "confirm first".to_owned());
    let detail = Some(saying.detail.clone()).filter(|detail| !detail.is_empty());
    HeadlineLine {
        severity: saying.severity,
        text: saying.text(),
        detail: joined([told.of_all(saying.people.len()), detail, confirm]),
        people: saying.people.len(),
        person: saying.people.first().filter(|person| told.lists(person)).map(|person| person.golden.clone()),
    }
}

fn of_vehicle(severity: Severity, text: String, detail: String) -> HeadlineLine {
    HeadlineLine { severity, text, detail, people: 0, person: None }
}

fn theft(told: &Told<'_>) -> Option<HeadlineLine> {
    let entry = told.theft.evidence.first()?;
    let entered = entry.on.map(|on| format!("entered {}", day(on)));
    let absent = told.vehicle.is_none().then(|| "not on file in DMV-REG".to_owned());
    let number = Some(format!("{} {}", entry.source.code(), entry.number));
    let detail = joined([number, entered, absent, Some("confirm first".to_owned())]);
    Some(of_vehicle(Severity::Danger, upper_first(&entry.summary), detail))
}

/// Whether anybody is wanted is the question; an answer that could not be had is said before what is less grave.
fn wants_not_checked(told: &Told<'_>, gaps: &[String]) -> Option<HeadlineLine> {
    let (open, what) = (told.wants_open()?, told.open_question());
    let (severity, text) = match open {
        Standing::Pending if told.everybody() == 0 => (Severity::Info, format!("{what} is being checked")),
        Standing::Pending => (Severity::Info, format!("{what} are being checked")),
        Standing::Stale => (Severity::Caution, format!("{what} checked against old data only")),
        Standing::NotAvailable | Standing::Yes | Standing::Older | Standing::NoRecord => {
            let known = |p: &PersonAnswer| p.is_wanted() || p.is_possibly_wanted() || is_checked(p);
            let part = told.unchecked > 0 || told.people.iter().any(known);
            let in_full = if part { " in full" } else { "" };
            (Severity::Caution, format!("{what} could not be checked{in_full}"))
        }
    };
    let unread = (told.unchecked > 0).then(|| format!("{} not checked", count(told.unchecked)));
    let parts = gaps.iter().cloned().chain(told.closed()).chain(unread).chain(standing_words(told)).map(Some);
    Some(of_vehicle(severity, text, joined(parts)))
}

fn registration(vehicle: &VehicleAnswer) -> Option<HeadlineLine> {
    let registration = &vehicle.registration;
    let RegistrationAnswer { words, conflict, current, expires, source, .. } = registration;
    let text = match (conflict, expires) {
        (Some(conflict), _) => format!("Registration in doubt: {conflict}"),
        (None, _) if *current => return None,
        (None, Some(last)) if registration.has_expired() => format!("Registration expired {}", day(*last)),
        (None, _) => format!("Registration {words}"),
    };
    let detail = joined([vehicle_words(vehicle), Some(source.code().to_owned())]);
    Some(of_vehicle(Severity::Caution, text, detail))
}

/// Every source that could have something was heard and has nothing, as far as sources were heard.
fn no_record(told: &Told<'_>, gaps: &[String]) -> HeadlineLine {
    let silent = told.without_record();
    let severity = if gaps.is_empty() && silent > 0 { Severity::Info } else { Severity::Caution };
    if told.everybody() == 0 {
        let registration = told.vehicle.as_ref().map(registration_words).unwrap_or_default();
        return of_vehicle(severity, "No theft record, no person on file".to_owned(), registration);
    }
    let standing = standing_words(told).unwrap_or_default();
    let sources = if silent == 1 { "1 source".to_owned() } else { format!("{silent} sources") };
    let shown = told.everybody() - told.withheld();
    let of_whom = told.of_all(shown).filter(|_| told.withheld() > 0);
    let of_whom = of_whom.map_or_else(String::new, |some| format!(" for {some} people"));
    of_vehicle(severity, format!("No record in {sources}{of_whom}"), standing)
}

fn not_found(told: &Told<'_>) -> HeadlineLine {
    let what = match told.query {
        Query::Plate { .. } => "plate",
        Query::Vin { .. } => "VIN",
    };
    let severity = if told.gaps().is_empty() { Severity::Info } else { Severity::Caution };
    if told.registry_heard() {
        let text = format!("No registration with this {what}");
        of_vehicle(severity, text, format!("check the {what} and its state"))
    } else {
        let text = "Registrations could not be checked".to_owned();
        of_vehicle(Severity::Caution, text, "DMV-REG not connected".to_owned())
    }
}

/// What there is besides: the registration, and whom the answers leave out.
fn standing_words(told: &Told<'_>) -> Option<String> {
    let vehicle = told.vehicle.as_ref()?;
    let people = match told.everybody() {
        0 => "no person on file".to_owned(),
        some => count(some),
    };
    let withheld = Some(told.withheld()).filter(|withheld| *withheld > 0);
    Some(joined([
        Some(registration_words(vehicle)),
        Some(people),
        withheld.map(|some| format!("{some} withheld")),
    ]))
}

fn registration_words(vehicle: &VehicleAnswer) -> String {
    format!("registration {}", vehicle.registration.words)
}

/// Who is not in the list below.
fn left_out(left_out: &LeftOut) -> HeadlineLine {
    let LeftOut { people, wanted, severity, unchecked } = *left_out;
    let severity = match severity {
        _ if wanted > 0 => Severity::Danger,
        _ if unchecked > 0 => Severity::Caution,
        Some(Severity::Danger | Severity::Caution) => Severity::Caution,
        Some(Severity::Info) | None => Severity::Info,
    };
    let unchecked = (unchecked > 0).then(|| format!("{unchecked} not checked"));
    let detail = unchecked.unwrap_or_default();
    HeadlineLine { severity, text: left_out.words(), detail, people, person: None }
}

/// `1 person`, `4 people`.
fn count(people: usize) -> String {
    if people == 1 { "1 person".to_owned() } else { format!("{people} people") }
}

/// `2019 Honda Civic`.
pub(crate) fn vehicle_words(vehicle: &VehicleAnswer) -> Option<String> {
    let parts = [vehicle.year.map(|year| year.to_string()), vehicle.make.clone(), vehicle.model.clone()];
    let words = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some(words)
}

fn joined(parts: impl IntoIterator<Item = Option<String>>) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
