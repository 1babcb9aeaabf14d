//! Watches whether the hub answers, and notices by itself when it does again.

use std::sync::Arc;
use std::time::Duration;

use ciss_contract::health::HubHealth;
use ciss_contract::ipc::HubStatus;
use ciss_contract::problem::Problem;
use jiff::Timestamp;
use tokio::sync::{Notify, watch};
use tokio::time::timeout;

use crate::client::Client;

/// While the hub answers, it is asked this often.
pub const LIVE_PACE: Duration = Duration::from_secs(5);

/// The first wait after a failure; it doubles up to [`LONGEST_RETRY`].
pub const FIRST_RETRY: Duration = Duration::from_millis(250);

/// The longest wait after a failure.
pub const LONGEST_RETRY: Duration = Duration::from_secs(2);

/// What a hub that answers says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probed {
    /// The time of the round trip.
    pub round_trip: Duration,
    /// How it does.
    pub health: HubHealth,
}

/// Something that can be asked how it does.
pub trait Probe {
    /// Asks.
    ///
    /// # Errors
    /// Why there was no answer.
    fn probe(&self) -> impl Future<Output = Result<Probed, Problem>> + Send;
}

impl Probe for Client {
    async fn probe(&self) -> Result<Probed, Problem> {
        Client::probe(self).await
    }
}

/// Asks at once instead of at the next turn, for whoever has just seen the hub fail.
#[derive(Clone, Debug, Default)]
pub struct Doubt(Arc<Notify>);

impl Doubt {
    /// Asks now.
    pub fn raise(&self) {
        self.0.notify_one();
    }
}

/// Probes until nobody listens to `status` any more. `now` gives the time from which the hub is gone.
pub async fn watch(
    probe: impl Probe,
    now: impl Fn() -> Timestamp,
    doubt: Doubt,
    status: watch::Sender<HubStatus>,
) {
    let mut pause = FIRST_RETRY;
    loop {
        let found = tokio::select! {
            found = probe.probe() => found,
            () = status.closed() => return,
        };
        match found {
            Ok(Probed { round_trip, health: HubHealth { stale_since, rebuilding, .. } }) => {
                let round_trip_ms = u32::try_from(round_trip.as_millis()).unwrap_or(u32::MAX);
                status.send_replace(HubStatus::Live { round_trip_ms, stale_since, rebuilding });
                pause = FIRST_RETRY;
                let _ = timeout(LIVE_PACE, wait(&doubt, &status)).await;
            }
            Err(problem) => {
                let since = match &*status.borrow() {
                    HubStatus::Gone { since, .. } => *since,
                    HubStatus::Unchosen | HubStatus::Connecting | HubStatus::Live { .. } => now(),
                };
                let gone = HubStatus::Gone { code: problem.code, since };
                status.send_if_modified(|status| std::mem::replace(status, gone.clone()) != gone);
                let _ = timeout(pause, status.closed()).await;
                pause = (pause * 2).min(LONGEST_RETRY);
            }
        }
        if status.is_closed() {
            return;
        }
    }
}

async fn wait(doubt: &Doubt, status: &watch::Sender<HubStatus>) {
    tokio::select! {
        () = doubt.0.notified() => {}
        () = status.closed() => {}
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

    use ciss_contract::problem::ErrorCode;

    use super::*;

    #[derive(Clone, Default)]
    struct Switch {
        up: Arc<AtomicBool>,
        asked: Arc<AtomicU32>,
    }

    impl Probe for Switch {
        async fn probe(&self) -> Result<Probed, Problem> {
            self.asked.fetch_add(1, Ordering::SeqCst);
            if self.up.load(Ordering::SeqCst) {
                let health =
                    HubHealth { version: String::new(), demo: true, stale_since: None, rebuilding: None };
                Ok(Probed { round_trip: Duration::from_millis(4), health })
            } else {
                Err(ErrorCode::HubUnreachable.into())
            }
        }
    }

    fn gone(status: &HubStatus) -> bool {
        matches!(status, HubStatus::Gone { code: ErrorCode::HubUnreachable, since } if *since == Timestamp::UNIX_EPOCH)
    }

    // Time is tokio's, paused: the runtime moves it on whenever nothing else is to be done.
    #[tokio::test(start_paused = true)]
    async fn a_hub_that_comes_back_is_noticed_without_help() {
        let switch = Switch::default();
        let status = watch::Sender::new(HubStatus::Connecting);
        let mut seen = status.subscribe();
        let doubt = Doubt::default();
        let watching = tokio::spawn(watch(switch.clone(), || Timestamp::UNIX_EPOCH, doubt.clone(), status));

        seen.wait_for(gone).await.unwrap();
        tokio::time::sleep(Duration::from_secs(60)).await;
        let asked = switch.asked.load(Ordering::SeqCst);
        assert!((30..36).contains(&asked), "backs off: {asked} probes in a minute");

        switch.up.store(true, Ordering::SeqCst);
        seen.wait_for(|status| *status == HubStatus::live(4)).await.unwrap();

        switch.up.store(false, Ordering::SeqCst);
        doubt.raise();
        let before = tokio::time::Instant::now();
        seen.wait_for(gone).await.unwrap();
        assert!(before.elapsed() < LIVE_PACE, "a doubt asks at once");

        drop(seen);
        watching.await.unwrap();
    }
}
