//! What a person sees while a command works.
#![allow(clippy::print_stderr, reason = "progress is what this module is for")]

use std::time::{Duration, Instant};

use anyhow::Result;

/// Prints a line.
pub(crate) fn say(line: &str) {
    eprintln!("{line}");
}

/// Runs a step that may take long: its name first, its time after.
///
/// # Errors
/// Those of the step.
pub(crate) fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    say(&format!("▸ {name}"));
    let start = Instant::now();
    let outcome = work();
    let mark = if outcome.is_ok() { '✓' } else { '✗' };
    say(&format!("{mark} {name}, {}", words(start.elapsed())));
    outcome
}

/// Steps that go on after one of them failed, and their summary.
#[derive(Default)]
pub(crate) struct Steps {
    rows: Vec<(String, Duration, Option<String>)>,
}

impl Steps {
    /// Runs a step and remembers how it went. Answers whether it succeeded.
    pub(crate) fn take(&mut self, name: &str, work: impl FnOnce() -> Result<()>) -> bool {
        let start = Instant::now();
        let failure = step(name, work).err().map(|error| format!("{error:#}"));
        let succeeded = failure.is_none();
        self.rows.push((name.to_owned(), start.elapsed(), failure));
        succeeded
    }

    /// Prints every step with its time.
    ///
    /// # Errors
    /// One that names the steps that failed.
    pub(crate) fn finish(self) -> Result<()> {
        say("");
        for (name, time, failure) in &self.rows {
            let verdict = failure.as_deref().map_or(String::new(), |why| format!("  FAILED: {why}"));
            say(&format!("{:>10}  {name}{verdict}", words(*time)));
        }
        let total = self.rows.iter().map(|(_, time, _)| *time).sum();
        say(&format!("{:>10}  in all", words(total)));
        let failed: Vec<_> = self
            .rows
            .iter()
            .filter(|(.., failure)| failure.is_some())
            .map(|(name, ..)| name.as_str())
            .collect();
        anyhow::ensure!(failed.is_empty(), "failed: {}", failed.join(", "));
        Ok(())
    }
}

fn words(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 60.0 {
        format!("{seconds:.1} s")
    } else {
        format!("{} min {:02} s", time.as_secs() / 60, time.as_secs() % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_short_to_read() {
        assert_eq!(words(Duration::from_millis(1_240)), "1.2 s");
        assert_eq!(words(Duration::from_secs(125)), "2 min 05 s");
    }

    #[test]
    fn one_failed_step_fails_the_whole_and_is_named() {
        let mut steps = Steps::default();
        assert!(steps.take("first", || Ok(())));
        assert!(!steps.take("second", || anyhow::bail!("broken")));
        assert!(steps.take("third", || Ok(())));
        assert_eq!(steps.finish().unwrap_err().to_string(), "failed: second");
    }
}
