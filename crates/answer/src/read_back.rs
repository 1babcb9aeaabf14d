//! The answer as a dispatcher says it on the radio: everything that the line at the top and those under it say, in the
//! order in which it is said on the air. No names and no birth dates: anybody may listen.

use ciss_contract::answer::{Severity, Standing};
use ciss_contract::lookup::{LeftOut, Outcome, RegistrationAnswer};
use ciss_contract::query::Query;

use super::headline::says_no_record;
use super::sayings::{Kind, Saying, sayings};
use super::speech::Speech;
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
    let (wants, others): (Vec<_>, Vec<_>) = sayings.iter().partition(is_want);
    let (dangers, others): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|saying| saying.severity == Severity::Danger);
    let (withheld, rest): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|saying| saying.kind == Kind::Withheld);
    let mut speech = Speech::default();
    for want in &wants {
        let confirm = if want.kind == Kind::Wanted { ", confirm first" } else { "" };
        sentences.push(format!("Caution: {}{confirm}", speech.sentence(&[*want], |_| true)));
    }
    if !dangers.is_empty() {
        sentences.push(format!("Officer safety: {}", speech.sentence(&dangers, |_| true)));
    }
    sentences.extend(told.left_out().map(|left_out| self::left_out(&left_out)));
    let leads = sentences.len() == 1;
    let nobody_shown = told.withheld() > 0 && told.withheld() == told.everybody();
    let checked = told.wants_open().is_none() && told.vehicle.is_some() && !nobody_shown;
    if checked && told.theft.evidence.is_empty() && wants.is_empty() {
        let shown = if told.withheld() > 0 { " for those shown" } else { "" };
        sentences.push(if told.everybody() == 0 {
            "No theft record".to_owned()
        } else if says_no_record(told, &sayings) {
            format!("No record in {} sources{shown}", words::number(told.without_record()))
        } else {
            format!("No wants{shown}")
        });
    }
    if told.everybody() == 0 && told.vehicle.is_some() {
        sentences.push("No person on file for this vehicle".to_owned());
    }
    if !rest.is_empty() {
        let spoken: usize = sentences.iter().map(|sentence| length(sentence)).sum();
        sentences.push(words::upper_first(&in_a_breath(&rest, &speech, leads, spoken)));
    }
    // What an answer leaves out is said whatever there is to say.
    sentences.extend(withheld.iter().map(|withheld| words::upper_first(&withheld.predicate())));
    sentences.extend(reach(told));
    sentences.join(". ") + "."
}

/// Words of a text that are said in one go: half a minute, at three words a second.
const MOST_WORDS: usize = 90;

fn length(text: &str) -> usize {
    text.split_whitespace().count()
}

/// The sayings that are neither a want nor a danger, the gravest first, after so many words. What does not fit is counted.
fn in_a_breath<'a>(sayings: &[&'a Saying<'a>], speech: &Speech<'a>, leads: bool, spoken: usize) -> String {
    let mut fits = sayings.len();
    loop {
        let (said, more) = sayings.split_at(fits);
        // What leads on the screen is said with what its source says of it.
        let leading = said.first().is_some_and(|first| leads && first.severity == Severity::Caution);
        let text = speech.clone().sentence(said, |place| leading && place == 0);
        let counted = format!("{} more on the screen", words::number(more.len()));
        if more.is_empty() && spoken + length(&text) <= MOST_WORDS {
            return text;
        }
        if fits == 0 {
            return counted;
        }
        if spoken + length(&text) + length(&counted) <= MOST_WORDS {
            return format!("{text}; {counted}");
        }
        fits -= 1;
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
fn reach(told: &Told<'_>) -> Option<String> {
    let what = told.open_question();
    match told.wants_open() {
        Some(Standing::Pending) if told.everybody() == 0 => Some(format!("{what} is being checked")),
        Some(Standing::Pending) => Some(format!("{what} are being checked")),
        Some(Standing::NotAvailable) if told.everybody() == 0 => Some(format!("{what} could not be checked")),
        Some(Standing::NotAvailable) => Some(format!("{what} could not be checked in full")),
        Some(Standing::Stale) => Some(format!("{what} checked against old data")),
        Some(Standing::Yes | Standing::Older | Standing::NoRecord) | None => {
            let gone = |outcome| matches!(outcome, Outcome::TimedOut | Outcome::Failed);
            let partial = told.sources.iter().any(|line| gone(line.outcome));
            partial.then(|| "The answer is partial".to_owned())
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
        (None, Some(last)) if registration.has_expired() => {
            format!("registration expired {}", words::day(*last))
        }
        (None, _) => format!("registration {words}"),
    }
}
