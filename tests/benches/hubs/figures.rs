//! What was measured, as a table and as JSON.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

/// Everything that a run measured.
#[derive(Serialize)]
pub(crate) struct Figures {
    pub(crate) people: u64,
    pub(crate) documents: u64,
    /// Documents taken in by a hub with its journal in its folder, until they can be read.
    pub(crate) ingest: Rate,
    /// The same with the journal in PostgreSQL; none where PostgreSQL is not installed.
    pub(crate) shared: Option<Rate>,
    /// A new hub on that journal, until it has everything.
    pub(crate) catch_up: Option<Rate>,
    /// Kept by one hub, until another finds it.
    pub(crate) seen: Option<Milliseconds>,
    /// Golden records made anew from the journal in the folder.
    pub(crate) rebuilt: Rate,
}

/// So many in so long.
#[derive(Serialize)]
pub(crate) struct Rate {
    count: u64,
    seconds: f64,
    per_second: f64,
}

impl Rate {
    pub(crate) fn of(count: u64, time: Duration) -> Rate {
        let seconds = time.as_secs_f64();
        Rate { count, seconds, per_second: count as f64 / seconds }
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>7.0} a second ({} in {:.1} s)", self.per_second, self.count, self.seconds)
    }
}

/// Of many durations.
#[derive(Serialize)]
pub(crate) struct Milliseconds {
    p50: f64,
    p99: f64,
    worst: f64,
}

impl Milliseconds {
    pub(crate) fn of(mut durations: Vec<Duration>) -> Milliseconds {
        durations.sort();
        let at = |part: usize| {
            let index = durations.len().saturating_sub(1) * part / 100;
            durations.get(index).map_or(0.0, |duration| duration.as_secs_f64() * 1e3)
        };
        Milliseconds { p50: at(50), p99: at(99), worst: at(100) }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Figures { people, documents, ingest, shared, catch_up, seen, rebuilt } = self;
        writeln!(f, "{people} people, {documents} documents")?;
        writeln!(f, "  taken in, journal in the folder:     {ingest}")?;
        if let Some(shared) = shared {
            writeln!(f, "  taken in, journal in PostgreSQL:     {shared}")?;
        }
        if let Some(catch_up) = catch_up {
            writeln!(f, "  a new hub catches up:                {catch_up}")?;
        }
        if let Some(Milliseconds { p50, p99, worst }) = seen {
            writeln!(
                f,
                "  kept at one hub, found at another:   p50 {p50:.1} ms, p99 {p99:.1} ms, worst {worst:.1} ms"
            )?;
        }
        writeln!(f, "  golden records made anew:            {rebuilt}")
    }
}
