//! The moments that the benchmark measures: when the box took keys, when an answer was painted.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use ciss_contract::ipc::{Milestone, Painted};
use jiff::Timestamp;
use serde::Serialize;

/// Writes moments to the log and, where one is named, to a file.
pub(crate) struct Milestones {
    started: Instant,
    file: Option<PathBuf>,
}

/// A line of the file.
#[derive(Serialize)]
struct Line {
    milestone: Milestone,
    /// By the window's clock: from what the person did, or from the window's start, to the paint.
    milliseconds: f64,
    /// By the shell's clock: from the first line of the program.
    since_start_ms: f64,
    /// The wall clock, for whoever started the program and knows when.
    at: Timestamp,
}

impl Milestones {
    /// For a program that started then.
    pub(crate) fn since(started: Instant, file: Option<PathBuf>) -> Milestones {
        Milestones { started, file }
    }

    /// Notes one. A file that cannot be written is said in the log: a measurement must not stop the console.
    pub(crate) fn note(&self, painted: &Painted) {
        let line = Line {
            milestone: painted.what,
            milliseconds: painted.milliseconds,
            since_start_ms: self.started.elapsed().as_secs_f64() * 1000.0,
            at: Timestamp::now(),
        };
        tracing::info!(
            milestone = ?line.milestone,
            milliseconds = line.milliseconds,
            since_start_ms = line.since_start_ms,
            "painted"
        );
        if let Err(error) = self.append(&line) {
            tracing::warn!(%error, "CISS_MILESTONES cannot be written");
        }
    }

    fn append(&self, line: &Line) -> std::io::Result<()> {
        let Some(file) = &self.file else { return Ok(()) };
        let mut text = serde_json::to_vec(line)?;
        text.push(b'\n');
        OpenOptions::new().create(true).append(true).open(file)?.write_all(&text)
    }
}
