//! A lookup's answer as plain text, answer first.

use std::fmt::Write;

use ciss_contract::answer::GapReason;
use ciss_contract::day::{day, day_of};
use ciss_contract::lookup::{
    HeadlineLine, LookupAnswer, Outcome, PersonAnswer, Role, TheftAnswer, VehicleAnswer,
};
use ciss_contract::source::Source;

use crate::words;

/// The whole text.
pub(crate) fn of(answer: &LookupAnswer) -> String {
    let mut text = String::new();
    // Writing to a String does not fail.
    let _ = write(&mut text, answer);
    words::plain(&text)
}

fn write(text: &mut String, answer: &LookupAnswer) -> std::fmt::Result {
    let headline = &answer.headline;
    writeln!(text, "{} · {}", words::severity(headline.severity), headline.text)?;
    if !headline.detail.is_empty() {
        writeln!(text, "  {}", headline.detail)?;
    }
    for HeadlineLine { severity, text: also, detail, .. } in &headline.also {
        let detail = if detail.is_empty() { String::new() } else { format!(" · {detail}") };
        writeln!(text, "{} · {also}{detail}", words::severity(*severity))?;
    }
    writeln!(text)?;
    match &answer.vehicle {
        Some(vehicle) => write_vehicle(text, &answer.query.shown(), vehicle)?,
        None => writeln!(text, "{}  no vehicle on file", answer.query.shown())?,
    }
    if let Some(offer) = answer.offer() {
        writeln!(text, "{offer}")?;
    }
    if let Some(address) = &answer.address {
        writeln!(text, "{} · {} people", address.line, address.people)?;
    }
    let (owners, others): (Vec<_>, Vec<_>) =
        answer.people.iter().partition(|person| person.role != Role::AtAddress);
    write_people(text, "Registered to", &owners)?;
    write_people(text, "At this address", &others)?;
    if let Some(left_out) = &answer.left_out {
        writeln!(text, "  {}", left_out.words())?;
    }
    writeln!(text, "\n{}", sources(answer))?;
    writeln!(text, "Read back: “{}”", answer.read_back)?;
    if answer.demo {
        writeln!(text, "DEMO DATA, NOT CJI")?;
    }
    Ok(())
}

fn write_vehicle(text: &mut String, shown: &str, vehicle: &VehicleAnswer) -> std::fmt::Result {
    let year = vehicle.year.map(|year| year.to_string());
    let make = [year.as_ref(), vehicle.make.as_ref(), vehicle.model.as_ref()];
    let make = make.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ");
    let words = [Some(&make), vehicle.colour.as_ref(), vehicle.style.as_ref(), vehicle.plate_type.as_ref()];
    let words: Vec<&str> =
        words.into_iter().flatten().map(String::as_str).filter(|word| !word.is_empty()).collect();
    writeln!(text, "{shown}  {}", words.join(", "))?;
    if let Some(vin) = &vehicle.vin {
        writeln!(text, "  VIN {vin}")?;
    }
    let registration = &vehicle.registration;
    let standing = match (&registration.conflict, registration.expires) {
        (Some(conflict), _) => format!("in doubt: {conflict}"),
        (None, Some(last)) if registration.current => format!("{} to {}", registration.words, day(last)),
        (None, Some(last)) => format!("{}, last day {}", registration.words, day(last)),
        (None, None) => registration.words.clone(),
    };
    let (source, as_of) = (registration.source.code(), day_of(registration.as_of));
    let not = if registration.current { "" } else { "CAUTION · " };
    writeln!(text, "  {not}Registration {standing} ({source}, as of {as_of})")?;
    writeln!(text, "  {}", theft(&vehicle.theft))
}

fn theft(theft: &TheftAnswer) -> String {
    let code = Source::WantedFile.code();
    match (theft.evidence.first(), theft.gap) {
        (Some(entry), _) => {
            let entered = entry.on.map(|on| format!(", entered {}", day(on))).unwrap_or_default();
            let confirm = entry.want.iter().filter_map(|want| want.confirm.as_ref());
            let confirm: String = confirm.map(|agency| format!(", confirm with {agency}")).collect();
            let (severity, source) = (words::severity(entry.severity), entry.source.code());
            format!("{severity} · {} ({source} {}{entered}{confirm})", entry.summary, entry.number)
        }
        (None, Some(GapReason::Pending)) => format!("Theft: {code} still asking"),
        (None, Some(reason)) => format!("Theft: NOT AVAILABLE ({code} {})", reason.label()),
        (None, None) => format!("Theft: no record ({code})"),
    }
}

fn write_people(text: &mut String, title: &str, people: &[&PersonAnswer]) -> std::fmt::Result {
    if people.is_empty() {
        return Ok(());
    }
    writeln!(text, "\n{title}")?;
    for person in people {
        writeln!(text, "  {}  [{}]", words::head(person), person.golden)?;
        for line in [Some(&person.description), person.address.as_ref()] {
            if let Some(line) = line.filter(|line| !line.is_empty()) {
                writeln!(text, "    {line}")?;
            }
        }
        for line in words::standing(person) {
            writeln!(text, "    {line}")?;
        }
    }
    Ok(())
}

/// `9 of 10 sources answered in 38 ms; CMIS timed out`.
fn sources(answer: &LookupAnswer) -> String {
    let spoke = |outcome| matches!(outcome, Outcome::Answered | Outcome::NoRecord);
    let answered = answer.sources.iter().filter(|source| spoke(source.outcome)).count();
    let gaps = answer.gaps().map(|gap| format!("{} {}", gap.source.code(), gap.reason.label()));
    let head = format!("{answered} of {} sources answered in {} ms", answer.sources.len(), answer.elapsed_ms);
    std::iter::once(head).chain(gaps).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests;
