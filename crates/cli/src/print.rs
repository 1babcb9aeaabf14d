//! The only module that prints.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command prints")]

use std::io::Write;
use std::process::ExitCode;

use ciss_contract::problem::{ErrorCode, Problem};

use crate::run::{Failure, Report, Reported};
use crate::{exit, lookup_text, record_text};

/// Prints an answer; the exit code says what is in it.
pub(crate) fn answer(report: &Report) -> ExitCode {
    let (json, text, code) = match &report.answer {
        Reported::Lookup(answer) => {
            (serde_json::to_string_pretty(answer), lookup_text::of(answer), exit::of_lookup(answer))
        }
        Reported::Record(record) => {
            (serde_json::to_string_pretty(record), record_text::of(record), exit::of_record(record))
        }
    };
    let text = if report.json { json.map(|json| json + "\n") } else { Ok(text) };
    let written = text.map_err(std::io::Error::from).and_then(|text| {
        let mut out = std::io::stdout().lock();
        out.write_all(text.as_bytes()).and_then(|()| out.flush())
    });
    match written {
        Ok(()) => ExitCode::from(code),
        Err(error) => failure(&Failure::Machine(format!("standard output: {error}"))),
    }
}

/// Prints why there is no answer.
pub(crate) fn failure(failure: &Failure) -> ExitCode {
    let (words, code) = match failure {
        Failure::Problem(problem) => (in_words(problem), exit::of_problem(problem.code)),
        Failure::NoHub(words) => (words.clone(), exit::NO_HUB),
        Failure::Machine(words) => (words.clone(), exit::FAILED),
    };
    // Standard error may be closed; the exit code says it all the same.
    let _ = writeln!(std::io::stderr(), "ciss: {words}");
    ExitCode::from(code)
}

/// The table's words; where its advice speaks of the window, only what happened.
fn in_words(problem: &Problem) -> String {
    if matches!(problem.code, ErrorCode::HubUnreachable | ErrorCode::HubTimedOut) {
        format!("{}. Try again. [{}]", problem.title, problem.code.as_str())
    } else {
        problem.to_string()
    }
}
