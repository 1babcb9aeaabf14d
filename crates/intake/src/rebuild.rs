//! Makes the golden records anew from the journal, beside those in use.

use ciss_identity::clock::{Clock, SystemClock};
use ciss_journal::follow::{Ended, Reporter, reporter};
use ciss_journal::{Bookmark, Journal, JournalErrorKind, Position, follow};
use ciss_records::Folded as _;
use ciss_records::StoreError;
use ciss_store::{Beside, Durability, SqliteStore};
use tokio::sync::watch;
use tokio::time::timeout;

use super::IntakeError;
use super::entry::SHARD;
use super::holdings::{JournalPlace, open_journal};
use super::records::Records;
use super::upkeep::{PAUSE, pace};

/// Builds golden records beside those in use, up to what is in the journal now; where the journal is away, it waits for it.
/// None where it was stopped.
pub(super) async fn build(
    store: &SqliteStore,
    journal: &dyn Journal,
    report: &Reporter,
    clock: &dyn Clock,
    stopped: watch::Receiver<bool>,
) -> Result<Option<Beside>, StoreError> {
    let beside = store.beside().await?;
    let mut end = stopped.clone();
    let head = loop {
        match journal.head(SHARD).await {
            Ok(head) => break head.position,
            Err(error) if error.kind() == JournalErrorKind::Unavailable => {
                tracing::warn!(%error, "the golden records cannot be made anew yet");
                if timeout(PAUSE, end.wait_for(|stopped| *stopped)).await.is_ok() {
                    return Ok(None);
                }
            }
            Err(error) => return Err(error.into()),
        }
    };
    let done = catch_up(&beside, journal, report, head, clock, stopped).await?;
    Ok(done.then_some(beside))
}

/// Follows with golden records that nobody reads yet until they have this position. False where it was stopped.
pub(super) async fn catch_up(
    beside: &Beside,
    journal: &dyn Journal,
    report: &Reporter,
    position: Position,
    clock: &dyn Clock,
    mut stopped: watch::Receiver<bool>,
) -> Result<bool, StoreError> {
    let mut observer = report.observer();
    let mut done = false;
    let until = async {
        tokio::select! {
            _ = stopped.wait_for(|stopped| *stopped) => {}
            reached = observer.reached(position) => done = reached,
        }
    };
    let mut records = Records::beside(beside);
    let now = || clock.now();
    let ended = follow(journal, SHARD, &mut records, pace(), report, &now, until).await;
    match ended {
        Ok(()) => Ok(done),
        Err(Ended::Fold(error)) => Err(error),
        Err(Ended::Diverged(error) | Ended::Journal(error)) => Err(error.into()),
    }
}

/// Is what stands at this bookmark in the journal? What is made anew from another one, or from what is left of this one, would
/// leave people out whom the hub knows.
///
/// # Errors
/// [`StoreError::OtherJournal`] where it is not.
pub(super) async fn check_history(journal: &dyn Journal, at: Bookmark) -> Result<(), StoreError> {
    match journal.after(SHARD, at.position, 1).await {
        Ok(page) if page.before == at.link => Ok(()),
        Ok(_) => Err(StoreError::OtherJournal),
        Err(error) if error.kind() == JournalErrorKind::Diverged => Err(StoreError::OtherJournal),
        Err(error) => Err(error.into()),
    }
}

/// Makes golden records anew that cannot be read, before anybody asks.
pub(super) async fn renew(
    store: &SqliteStore,
    journal: &dyn Journal,
    clock: &dyn Clock,
) -> Result<(), StoreError> {
    tracing::info!("the golden records are written in another form and are made anew");
    let (_stop, stopped) = watch::channel(false);
    check_history(journal, store.bookmark().await?).await?;
    let mut built = build(store, journal, &reporter().0, clock, stopped).await?;
    store.put_in_place(&mut built).await
}

/// Makes the golden records in this folder anew, and tells how many of how many entries are applied.
///
/// # Errors
/// [`StoreError::InUse`] where a hub has the folder open: it would go on with the old ones.
pub async fn rebuild(
    data: &std::path::Path,
    place: &JournalPlace,
    progress: &mut (dyn FnMut(Position, Position) + Send),
) -> Result<(), IntakeError> {
    let store = SqliteStore::open(data, Durability::Bulk).await?;
    let journal = open_journal(data, place).await?;
    super::former::move_in(&store, &*journal).await?;
    let (report, mut watched) = reporter();
    let (_stop, stopped) = watch::channel(false);
    let mut building = std::pin::pin!(build(&store, &*journal, &report, &SystemClock, stopped));
    let mut built = loop {
        tokio::select! {
            built = &mut building => break built?,
            Some(step) = watched.changed() => progress(step.applied.position, step.head),
        }
    };
    let done = watched.progress();
    progress(done.applied.position, done.head);
    let placed = store.put_in_place(&mut built).await;
    if let Some(built) = built {
        built.discard().await?;
    }
    store.close().await?;
    journal.close().await;
    Ok(placed?)
}
