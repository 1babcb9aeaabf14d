//! A circuit breaker: a live source that keeps failing is left alone for a while, so that it costs nothing.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ciss_contract::answer::GapReason;
use tokio::time::Instant;

/// Failures in a row after which a source is left alone.
const PATIENCE: u32 = 3;

/// First pause; it doubles with every failed attempt after it.
const SHORTEST_PAUSE: Duration = Duration::from_secs(1);

/// Longest pause. A dispatcher should not wait longer for a source that is back.
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

/// The breaker of one source.
#[derive(Default)]
pub(crate) struct Circuit(Mutex<State>);

#[derive(Default)]
struct State {
    failures: u32,
    pause: Option<Pause>,
}

#[derive(Clone, Copy)]
struct Pause {
    since: Instant,
    until: Instant,
    reason: GapReason,
}

/// Leave to ask once. Dropped without a word, as when the asker went away, it counts for nothing.
pub(crate) struct Attempt<'a> {
    circuit: &'a Circuit,
    began: Instant,
}

impl Circuit {
    /// Asks for leave to ask. After a pause one attempt goes through; the others wait for what becomes of it.
    ///
    /// # Errors
    /// Why the source is left alone at the moment.
    pub(crate) fn attempt(&self) -> Result<Attempt<'_>, GapReason> {
        let now = Instant::now();
        let mut state = self.state();
        let failures = state.failures;
        if let Some(pause) = state.pause.as_mut() {
            if now < pause.until {
                return Err(pause.reason);
            }
            // Whoever comes during the attempt finds the circuit open again.
            pause.until = now + pause_after(failures);
        }
        Ok(Attempt { circuit: self, began: now })
    }

    /// Is the source left alone at the moment?
    pub(crate) fn is_open(&self) -> bool {
        self.state().pause.is_some()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Attempt<'_> {
    /// The source answered.
    pub(crate) fn succeeded(self) {
        *self.circuit.state() = State::default();
    }

    /// It did not. Of questions that were under way together the pause is no longer than of one.
    pub(crate) fn failed(self, reason: GapReason) {
        let mut state = self.circuit.state();
        if state.pause.is_some_and(|pause| self.began <= pause.since) {
            return;
        }
        state.failures = state.failures.saturating_add(1);
        if state.failures >= PATIENCE {
            let since = Instant::now();
            state.pause = Some(Pause { since, until: since + pause_after(state.failures), reason });
        }
    }
}

fn pause_after(failures: u32) -> Duration {
    let doublings = failures.saturating_sub(PATIENCE).min(8);
    (SHORTEST_PAUSE * 2_u32.pow(doublings)).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    fn fail(circuit: &Circuit) {
        circuit.attempt().ok().unwrap().failed(GapReason::TimedOut);
    }

    #[tokio::test(start_paused = true)]
    async fn opens_after_three_failures_and_lets_one_through_after_the_pause() {
        let circuit = Circuit::default();
        fail(&circuit);
        fail(&circuit);
        assert!(!circuit.is_open());
        fail(&circuit);
        assert_eq!(circuit.attempt().err(), Some(GapReason::TimedOut));

        advance(SHORTEST_PAUSE).await;
        let attempt = circuit.attempt().ok().unwrap();
        assert!(circuit.attempt().is_err(), "one at a time");
        attempt.failed(GapReason::Failed);
        advance(SHORTEST_PAUSE).await;
        assert_eq!(circuit.attempt().err(), Some(GapReason::Failed), "the second pause is longer");

        advance(SHORTEST_PAUSE).await;
        circuit.attempt().ok().unwrap().succeeded();
        assert!(!circuit.is_open());
        assert!(circuit.attempt().is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn many_that_fail_together_make_the_first_pause_no_longer() {
        let circuit = Circuit::default();
        let together: Vec<_> = (0..30).map(|_| circuit.attempt().ok().unwrap()).collect();
        together.into_iter().for_each(|attempt| attempt.failed(GapReason::Failed));
        assert!(circuit.attempt().is_err());
        advance(SHORTEST_PAUSE).await;
        assert!(circuit.attempt().is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn an_attempt_that_is_given_up_does_not_shut_the_source_out() {
        let circuit = Circuit::default();
        (0..3).for_each(|_| fail(&circuit));
        advance(SHORTEST_PAUSE).await;
        let _ = circuit.attempt().ok().unwrap();
        advance(LONGEST_PAUSE).await;
        assert!(circuit.attempt().is_ok());
    }

    #[test]
    fn pauses_double_and_stay_short() {
        let seconds: Vec<_> = (3..9).map(|failures| pause_after(failures).as_secs()).collect();
        assert_eq!(seconds, [1, 2, 4, 8, 15, 15]);
    }
}
