//! A golden record as plain text: standing first, then each field with where it comes from.

use std::fmt::Write;

use ciss_contract::day::{day, day_of};
use ciss_contract::record::{GoldenField, Provenance, RecordAnswer};

use crate::words;

/// The whole text.
pub(crate) fn of(record: &RecordAnswer) -> String {
    let mut text = String::new();
    // Writing to a String does not fail.
    let _ = write(&mut text, record);
    words::plain(&text)
}

fn write(text: &mut String, record: &RecordAnswer) -> std::fmt::Result {
    writeln!(text, "{}  [{}]", words::head(&record.person), record.person.golden)?;
    for line in words::standing(&record.person) {
        writeln!(text, "  {line}")?;
    }
    writeln!(text, "\nFields")?;
    for GoldenField { field, value, from, agreeing, of, conflicts } in &record.fields {
        let label = field.label();
        writeln!(text, "  {label:<14} {value}  ({}; {agreeing} of {of} records)", provenance(from))?;
        for conflict in conflicts {
            writeln!(text, "  {:<14} differs: {}  ({})", "", conflict.value, provenance(&conflict.from))?;
        }
    }
    if !record.aliases.is_empty() {
        writeln!(text, "  {:<14} {}", "Also known as", record.aliases.join("; "))?;
    }
    section(text, "What happened", &record.timeline, |event| {
        let on = event.on.map_or_else(|| "no date".to_owned(), day);
        let detail = if event.detail.is_empty() { String::new() } else { format!(", {}", event.detail) };
        let also: String =
            event.also.iter().map(|also| format!("; also {} {}", also.source.code(), also.number)).collect();
        format!("{on}  {}{detail}  ({} {}{also})", event.what, event.from.source.code(), event.number)
    })?;
    section(text, "Vehicles", &record.vehicles, |vehicle| {
        format!("{}  {}  ({})", vehicle.plate, vehicle.words, provenance(&vehicle.from))
    })?;
    section(text, "Tied to", &record.tied, |tied| {
        format!("{}  {}, {}  [{}]", tied.name, tied.tie, tied.detail, tied.golden)
    })?;
    section(text, "Records behind it", &record.members, |member| {
        format!("{} {}  {}  {}", member.from.source.code(), member.number, member.name, member.because)
    })?;
    let more = record.total.saturating_sub(record.members.len());
    if more > 0 {
        writeln!(text, "  and {more} older records, {} in all", record.total)?;
    }
    if record.demo {
        writeln!(text, "\nDEMO DATA, NOT CJI")?;
    }
    Ok(())
}

fn section<T>(text: &mut String, title: &str, items: &[T], line: impl Fn(&T) -> String) -> std::fmt::Result {
    if items.is_empty() {
        return Ok(());
    }
    writeln!(text, "\n{title}")?;
    items.iter().try_for_each(|item| writeln!(text, "  {}", line(item)))
}

fn provenance(from: &Provenance) -> String {
    format!("{}, as of {}", from.source.code(), day_of(from.as_of))
}
