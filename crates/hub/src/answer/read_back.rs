//! The answer as a dispatcher says it on the radio: everything that the line at the top and those under it say, in the
//! order in which it is said on the air. No names and no birth dates: anybody may listen.

use ciss_contract::answer::{Severity, Standing};
use ciss_contract::lookup::{LeftOut, Outcome, RegistrationAnswer};
use ciss_contract::query::Query;

use super::headline::says_no_record;
use super::sayings::{Kind, Saying, sayings};
use super::told::Told;
use super::words;

/// The words.
pub(crate) fn read_back(told: &Told<'_>) -> String {
    let sayings = sayings(&told.people);
    let mut sentences = vec![vehicle(told)];
    if let Some(entry) = told.theft.evidence.first() {
        sentences.push(format!("Caution: {}, confirm first", words::aloud(&entry.summary)));
    }
    let is_want = |saying: &&Saying<'_>| matches!(saying.kind, Kind::Wanted | Kind::PossiblyWanted);
    let wants = sayings.iter().filter(is_want);
    sentences.extend(wants.map(|saying| {
        let confirm = if saying.kind == Kind::Wanted { ", confirm first" } else { "" };
        format!("Caution: {}{confirm}", in_full(saying))
    }));
    let (dangers, rest): (Vec<&Saying<'_>>, Vec<_>) =
        sayings.iter().filter(|s| !is_want(s)).partition(|saying| saying.severity == Severity::Danger);
    if !dangers.is_empty() {
        let dangers: Vec<String> = dangers.into_iter().map(in_full).collect();
        sentences.push(format!("Officer safety: {}", dangers.join("; ")));
    }
    sentences.extend(told.left_out().map(|left_out| self::left_out(&left_out)));
    let leads = sentences.len() == 1;
    let nobody_shown = told.withheld() > 0 && told.withheld() == told.everybody();
    let checked = told.wants_open().is_none() && told.vehicle.is_some() && !nobody_shown;
    if checked && told.theft.evidence.is_empty() && !sayings.iter().any(|saying| is_want(&saying)) {
        let shown = if told.withheld() > 0 { " for those shown" } else { "" };
        sentences.push(if says_no_record(told, &sayings) {
            format!("No record in {} sources{shown}", words::number(told.without_record()))
        } else {
            format!("No wants{shown}")
        });
    }
    if !rest.is_empty() {
        // What leads on the screen is said with what its source says of it.
        let full = |place| leads && place == 0;
        let said = rest.iter().enumerate().map(|(place, saying)| match (full(place), saying.severity) {
            (true, Severity::Caution) => in_full(saying),
            (true | false, _) => saying.on_air(),
        });
        sentences.push(words::upper_first(&said.collect::<Vec<_>>().join("; ")));
    }
    sentences.extend(reach(told).map(str::to_owned));
    sentences.join(". ") + "."
}

/// With what the source says of the first.
fn in_full(saying: &Saying<'_>) -> String {
    match saying.detail.as_str() {
        "" => saying.on_air(),
        detail => format!("{}, {}", saying.on_air(), words::aloud(&words::lower_first(detail))),
    }
}

/// Who is not on the screen.
fn left_out(LeftOut { people, wanted, severity: _, unchecked }: &LeftOut) -> String {
    let wanted = match wanted {
        0 => String::new(),
        1 => ", one of them is wanted".to_owned(),
        some => format!(", {} of them are wanted", words::number(*some)),
    };
    let unchecked = match unchecked {
        0 => String::new(),
        some => format!(", {} not checked", words::number(*some)),
    };
    let more = if *people == 1 { "more person" } else { "more people" };
    let caution = if wanted.is_empty() { "" } else { "Caution: " };
    let text = format!("{} {more} at the address not listed{wanted}{unchecked}", words::number(*people));
    if caution.is_empty() { words::upper_first(&text) } else { format!("{caution}{text}") }
}

/// What could not be checked.
fn reach(told: &Told<'_>) -> Option<&'static str> {
    match told.wants_open() {
        Some(Standing::Pending) => Some("Wants are being checked"),
        Some(Standing::NotAvailable) => Some("Wants could not be checked in full"),
        Some(Standing::Stale) => Some("Wants checked against old data"),
        Some(Standing::Yes | Standing::Older | Standing::NoRecord) | None => {
            let gone = |outcome| matches!(outcome, Outcome::TimedOut | Outcome::Failed);
            told.sources.iter().any(|line| gone(line.outcome)).then_some("The answer is partial")
        }
    }
}

fn vehicle(told: &Told<'_>) -> String {
    let spelled = match told.query {
        Query::Plate { plate, .. } => words::spelled(plate),
        // The last eight are what NCIC searches, and what fits into a breath.
        Query::Vin { vin, .. } => format!("VIN ending {}", words::spelled(vin.get(9..).unwrap_or(vin))),
    };
    let Some(vehicle) = &told.vehicle else {
        let heard = told.registry_heard();
        let what = if heard { "no registration on file" } else { "registrations could not be checked" };
        return format!("{spelled}, {what}");
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
    parts.push(registration(&vehicle.registration));
    parts.join(", ")
}

fn registration(registration: &RegistrationAnswer) -> String {
    let RegistrationAnswer { words, conflict, current, expires, .. } = registration;
    match (conflict, expires) {
        (Some(conflict), _) => format!("registration in doubt, {}", words::aloud(conflict)),
        (None, Some(last)) if *current => format!("registration {words} to {}", words::day(*last)),
        (None, Some(last)) if words == "expired" => format!("registration expired {}", words::day(*last)),
        (None, _) => format!("registration {words}"),
    }
}
