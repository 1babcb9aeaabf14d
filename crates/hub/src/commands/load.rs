//! Loads a feed of newline-delimited JSON: one `SourceDocument` to a line.

use std::io::{BufRead, BufReader, Read};

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::Matter;
use ciss_contract::source::Source;
use ciss_intake::Intake;
use jiff::Timestamp;
use tokio::sync::mpsc;

use super::feed::{Feed, Stopped, take_in};
use super::{CommandError, Progress};

/// Longest line, in bytes. A document of the longest criminal history is a few thousand.
pub const LONGEST_LINE: usize = 1 << 20;
/// Longest document number, in characters.
const LONGEST_NUMBER: usize = 128;

/// A line that is no document. It never holds what the line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Counted from 1.
    pub line: u64,
    /// What is wrong with it.
    pub reason: String,
}

/// What a load did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Lines that are documents.
    pub documents: u64,
    /// Of these, dated after their receipt, and held to it.
    pub held: u64,
    /// Lines that are not.
    pub bad: u64,
}

/// Loads a feed. A bad line is reported and stops nothing; empty lines are passed over.
///
/// # Errors
/// [`CommandError::Input`] when the input fails, else the way in.
pub async fn load(
    intake: &Intake,
    input: impl Read + Send + 'static,
    received: Timestamp,
    progress: &mut (dyn FnMut(Progress) + Send),
    bad_line: &mut (dyn FnMut(BadLine) + Send),
) -> Result<Loaded, CommandError> {
    let (report, mut reports) = mpsc::unbounded_channel();
    let read = move |feed: &mut Feed| {
        Ok(lines(BufReader::new(input), received, feed, &mut |bad| drop(report.send(bad))))
    };
    let loaded = {
        let mut watched = |done: Progress| {
            while let Ok(bad) = reports.try_recv() {
                bad_line(bad);
            }
            progress(done);
        };
        take_in(intake, read, &mut watched).await?
    };
    while let Ok(bad) = reports.try_recv() {
        bad_line(bad);
    }
    loaded.map_err(CommandError::Input)
}

fn lines(
    mut input: impl BufRead,
    received: Timestamp,
    feed: &mut Feed,
    report: &mut dyn FnMut(BadLine),
) -> std::io::Result<Loaded> {
    let mut loaded = Loaded::default();
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let most = u64::try_from(LONGEST_LINE).unwrap_or(u64::MAX) + 1;
        if input.by_ref().take(most).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if line.len() > LONGEST_LINE && !line.ends_with(b"\n") {
            input.skip_until(b'\n')?;
            loaded.bad += 1;
            report(BadLine { line: number, reason: format!("longer than {LONGEST_LINE} bytes") });
            continue;
        }
        // Editors of Windows put a byte order mark before the first line.
        let marked = line.strip_prefix(b"\xef\xbb\xbf").filter(|_| number == 1);
        let unmarked = marked.unwrap_or(&line);
        let text = unmarked.trim_ascii();
        if text.is_empty() {
            continue;
        }
        match document(text) {
            Ok(document) => {
                loaded.documents += 1;
                loaded.held += u64::from(document.as_of > received);
                if let Err(Stopped) = feed.push(document, "application/json", text.to_vec(), received) {
                    break;
                }
            }
            Err(reason) => {
                loaded.bad += 1;
                report(BadLine { line: number, reason });
            }
        }
    }
    Ok(loaded)
}

fn document(text: &[u8]) -> Result<SourceDocument, String> {
    let document: SourceDocument = serde_json::from_slice(text).map_err(|error| said(&error))?;
    check(&document).map(|()| document)
}

/// The parser's words only where they cannot quote the line.
fn said(error: &serde_json::Error) -> String {
    let words = error.to_string();
    let what = match error.classify() {
        serde_json::error::Category::Data if words.starts_with("missing field") => {
            words.split(" at line ").next().unwrap_or_default().to_owned()
        }
        serde_json::error::Category::Data => "a field has a value that it cannot have".to_owned(),
        serde_json::error::Category::Eof => "ends too early".to_owned(),
        serde_json::error::Category::Syntax | serde_json::error::Category::Io => "not JSON".to_owned(),
    };
    format!("{what}, at column {}", error.column())
}

/// Matters point at people and vehicles that are there.
fn check(document: &SourceDocument) -> Result<(), String> {
    if document.number.trim().is_empty() || document.number.chars().count() > LONGEST_NUMBER {
        return Err(format!("number must have 1 to {LONGEST_NUMBER} characters"));
    }
    if document.source == Source::Decisions {
        return Err("decisions about records are made in the hub and come from no source".to_owned());
    }
    for (at, matter) in document.matters.iter().enumerate() {
        let (people, vehicle) = points_at(matter);
        let (persons, vehicles) = (document.persons.len(), document.vehicles.len());
        if let Some(person) = people.into_iter().find(|person| *person >= persons) {
            return Err(format!("matters[{at}] points at person {person} of {persons}"));
        }
        if let Some(vehicle) = vehicle.filter(|vehicle| *vehicle >= vehicles) {
            return Err(format!("matters[{at}] points at vehicle {vehicle} of {vehicles}"));
        }
    }
    Ok(())
}

fn points_at(matter: &Matter) -> (Vec<usize>, Option<usize>) {
    match matter {
        Matter::Licence { subject, .. }
        | Matter::Arrest { subject, .. }
        | Matter::Warrant { subject, .. }
        | Matter::Custody { subject, .. }
        | Matter::Supervision { subject, .. }
        | Matter::Bail { subject, .. }
        | Matter::Registrant { subject, .. }
        | Matter::CourtCase { subject, .. }
        | Matter::Permit { subject, .. }
        | Matter::Infraction { subject, .. } => (vec![*subject], None),
        Matter::Registration { vehicle, owners, .. } => (owners.clone(), Some(*vehicle)),
        Matter::StolenVehicle { vehicle, .. } => (Vec::new(), Some(*vehicle)),
        Matter::ProtectiveOrder { respondent, protected, .. } => {
            (respondent.iter().chain(protected).copied().collect(), None)
        }
        Matter::Identity { .. }
        | Matter::Erasure { .. }
        | Matter::Withdrawal { .. }
        | Matter::Unsealing {} => (Vec::new(), None),
    }
}
