//! Keeps the golden records in step with the journal for as long as the hub runs.

use std::sync::Arc;
use std::time::Duration;

use ciss_identity::clock::Clock;
use ciss_identity::keyring::Keyring;
use ciss_journal::follow::{Ended, Observer, Pace, Reporter};
use ciss_journal::{Journal, follow};
use ciss_records::{Folded, StoreError};
use ciss_store::{Beside, SqliteStore};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::sleep;

use super::Golden;
use super::entry::SHARD;
use super::rebuild::{build, catch_up, check_history};
use super::records::Records;

/// The pause before following is tried again after it failed.
pub(super) const PAUSE: Duration = Duration::from_secs(2);

/// The pause before golden records that were built are put in place again, where another program had the old ones open.
const IN_USE: Duration = Duration::from_secs(10);

/// How the golden records take entries: large steps cost the least.
pub(super) fn pace() -> Pace {
    Pace { batch: ciss_journal::MOST_AT_ONCE, ..Pace::default() }
}

/// The task that follows.
pub(super) struct Upkeep {
    pub(super) journal: Arc<dyn Journal>,
    pub(super) golden: Golden,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) keyring: Arc<Keyring>,
    pub(super) report: Reporter,
    /// How far what is built beside is, while it is.
    pub(super) building: watch::Sender<Option<Observer>>,
    /// True where the golden records do not follow for a reason of their own, until it is tried again.
    pub(super) fails: watch::Sender<bool>,
    pub(super) stopped: watch::Receiver<bool>,
}

/// What is built beside, once it is.
type Building = JoinHandle<Result<Option<Beside>, StoreError>>;

/// What following ended for.
enum Next {
    Stop,
    /// What was built beside has caught up.
    Swap,
    /// Trying again.
    Again,
}

impl Upkeep {
    pub(super) async fn run(self) {
        let mut building = match &self.golden {
            Golden::Plain(_) => None,
            Golden::Files(store) => match store.is_outdated().await {
                Ok(true) => Some(self.begin(store)),
                Ok(false) => None,
                Err(error) => {
                    tracing::error!(%error, "the rules by which the golden records were made cannot be read");
                    None
                }
            },
        };
        let mut built: Option<Beside> = None;
        loop {
            match self.follow(&mut building, &mut built).await {
                Next::Stop => break,
                Next::Again => {}
                Next::Swap => self.swap(&mut built).await,
            }
        }
        if let Some(building) = building {
            // It ends by itself, between two steps.
            built = building.await.ok().and_then(Result::ok).flatten();
        }
        if let Some(built) = built
            && let Err(error) = built.discard().await
        {
            tracing::error!(%error, "golden records that are not used are left in the folder");
        }
    }

    /// Follows with the golden records in use until something else is to be done.
    async fn follow(&self, building: &mut Option<Building>, built: &mut Option<Beside>) -> Next {
        let mut stopped = self.stopped.clone();
        let mut next = Next::Again;
        let until = async {
            tokio::select! {
                _ = stopped.wait_for(|stopped| *stopped) => next = Next::Stop,
                () = self.wait(building, built) => next = Next::Swap,
            }
        };
        let folded = self.golden.folded();
        let (journal, clock, keyring) = (&self.journal, &self.clock, &self.keyring);
        let mut records =
            Records::in_use(folded, Arc::clone(journal), Arc::clone(clock), Arc::clone(keyring));
        let now = || self.clock.now();
        let ended = follow(&*self.journal, SHARD, &mut records, pace(), &self.report, &now, until).await;
        let error = match ended {
            Ok(()) => return next,
            // Another program on this machine has applied the same: go on where it has come to.
            Err(Ended::Fold(StoreError::Moved)) => return Next::Again,
            // Not made anew without being asked: a journal that was lost, or a wrong address, would leave nobody on file.
            Err(Ended::Diverged(error)) => {
                format!("{error}; `ciss-hub rebuild` makes the golden records anew")
            }
            Err(Ended::Fold(error)) => error.to_string(),
            Err(Ended::Journal(error)) => error.to_string(),
        };
        tracing::error!(error, "following the journal is interrupted");
        self.fails.send_replace(true);
        let next = self.pause(PAUSE).await;
        self.fails.send_replace(false);
        next
    }

    /// Waits until what is built beside has caught up, or for ever where nothing is built.
    async fn wait(&self, building: &mut Option<Building>, built: &mut Option<Beside>) {
        if built.is_some() {
            sleep(IN_USE).await;
            return;
        }
        loop {
            let Some(task) = building.as_mut() else { return std::future::pending().await };
            let done = task.await;
            *building = None;
            match done {
                Ok(Ok(Some(beside))) => {
                    *built = Some(beside);
                    return;
                }
                Ok(Ok(None)) => {}
                Ok(Err(error)) => tracing::error!(%error, "the golden records are not made anew"),
                Err(_) => tracing::error!("the golden records are not made anew"),
            }
            self.building.send_replace(None);
        }
    }

    /// Builds golden records beside those in use.
    fn begin(&self, store: &Arc<SqliteStore>) -> Building {
        let (store, journal) = (Arc::clone(store), Arc::clone(&self.journal));
        let (clock, stopped) = (Arc::clone(&self.clock), self.stopped.clone());
        let (report, observer) = ciss_journal::follow::reporter();
        self.building.send_replace(Some(observer));
        tracing::info!("the golden records are made anew from the journal");
        tokio::spawn(async move { build(&store, &*journal, &report, &*clock, stopped).await })
    }

    /// Puts what was built in the place of what is in use, as soon as it has all that the latter has.
    async fn swap(&self, built: &mut Option<Beside>) {
        let (Golden::Files(store), Some(beside)) = (&self.golden, &*built) else { return };
        let placed = match self.catch_up(store, beside).await {
            Ok(true) => store.put_in_place(built).await,
            Ok(false) => return,
            Err(error) => Err(error),
        };
        match placed {
            Ok(()) => {
                tracing::info!("the golden records were made anew");
                self.building.send_replace(None);
            }
            Err(StoreError::InUse) => tracing::warn!("another program uses the golden records"),
            Err(error) => {
                tracing::error!(%error, "the new golden records are not in place");
                *built = None;
                self.building.send_replace(None);
            }
        }
    }

    /// Lets what was built come to where that is which is in use.
    async fn catch_up(&self, store: &SqliteStore, beside: &Beside) -> Result<bool, StoreError> {
        let in_use = store.bookmark().await?;
        check_history(&*self.journal, in_use).await?;
        let (report, _observer) = ciss_journal::follow::reporter();
        let (journal, stopped) = (&*self.journal, self.stopped.clone());
        catch_up(beside, journal, &report, in_use.position, &*self.clock, stopped).await
    }

    async fn pause(&self, pause: Duration) -> Next {
        let mut stopped = self.stopped.clone();
        tokio::select! {
            _ = stopped.wait_for(|stopped| *stopped) => Next::Stop,
            () = sleep(pause) => Next::Again,
        }
    }
}
