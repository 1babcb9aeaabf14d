//! Following a shard: reading what is new and handing it to a fold, for as long as the program runs.

mod progress;

use std::pin::pin;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use crate::entry::{Bookmark, Entry, Shard};
use crate::error::{JournalError, JournalErrorKind};
use crate::journal::Journal;
use crate::limits::MOST_AT_ONCE;

pub use progress::{Observer, Progress, Reporter, reporter};

/// Something derived from the entries of a shard.
#[async_trait]
pub trait Fold: Send {
    /// Why it cannot go on.
    type Error: Send;

    /// Up to where it has applied the entries; [`Bookmark::START`] where it was just made or dropped.
    async fn bookmark(&mut self) -> Result<Bookmark, Self::Error>;

    /// Applies entries, never none, and keeps the bookmark, **in one transaction**: afterwards both are there, or neither is.
    /// Kinds that it does not know are passed over, and so is an entry whose body is erased.
    async fn apply(&mut self, entries: Vec<Entry>, upto: Bookmark) -> Result<(), Self::Error>;
}

/// How [`follow()`] goes about it.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Entries that the fold gets at once, at most.
    pub batch: usize,
    /// The pause after the journal was found away for the first time; it doubles.
    pub first_pause: Duration,
    /// The longest pause.
    pub longest_pause: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        let first_pause = Duration::from_millis(50);
        Pace { batch: MOST_AT_ONCE / 4, first_pause, longest_pause: Duration::from_secs(5) }
    }
}

/// Why following ended. Starting again with the same fold does not help by itself.
#[derive(Debug, thiserror::Error)]
pub enum Ended<E> {
    /// What the fold derived is of another history. Drop it and build it again.
    #[error("what was derived is of another journal: {0}")]
    Diverged(JournalError),
    /// The journal cannot be read on.
    #[error(transparent)]
    Journal(JournalError),
    /// The fold failed. It stands at its last bookmark.
    #[error("the fold failed")]
    Fold(E),
}

/// Hands the entries of a shard to the fold, from its bookmark on, until `until` is done. While the journal is away it waits
/// and tries again; `report` says so, with the time that `now` tells. Stops between batches, never within one.
///
/// # Errors
/// As [`Ended`] says.
pub async fn follow<F: Fold>(
    journal: &dyn Journal,
    shard: Shard,
    fold: &mut F,
    pace: Pace,
    report: &Reporter,
    now: &(dyn Fn() -> Timestamp + Send + Sync),
    until: impl Future<Output = ()> + Send,
) -> Result<(), Ended<F::Error>> {
    let mut until = pin!(until);
    let mut at = fold.bookmark().await.map_err(Ended::Fold)?;
    let mut pause = pace.first_pause;
    report.applied(at);
    // Asked for without waiting: also where nothing is new, the first page tells whether the bookmark is of this journal.
    let mut caught_up = false;
    loop {
        let next = async {
            if caught_up {
                journal.wait(shard, at.position).await?;
            }
            journal.after(shard, at.position, pace.batch).await
        };
        let page = tokio::select! {
            biased;
            () = &mut until => return Ok(()),
            page = next => page,
        };
        let page = match page {
            Ok(page) if page.before != at.link => {
                let other = format!("shard {} has another entry at {}", shard.0, at.position);
                return Err(Ended::Diverged(JournalError::diverged(other)));
            }
            Ok(page) => page,
            Err(error) => match error.kind() {
                JournalErrorKind::Unavailable => {
                    tracing::warn!(shard = shard.0, %error, "following the journal is interrupted");
                    report.away(now());
                    tokio::select! {
                        biased;
                        () = &mut until => return Ok(()),
                        () = tokio::time::sleep(pause) => {}
                    }
                    pause = (pause * 2).min(pace.longest_pause);
                    continue;
                }
                JournalErrorKind::Diverged => return Err(Ended::Diverged(error)),
                JournalErrorKind::Damaged | JournalErrorKind::Refused => return Err(Ended::Journal(error)),
            },
        };
        pause = pace.first_pause;
        report.seen(page.head);
        if let Some(upto) = page.entries.last().map(Entry::bookmark) {
            fold.apply(page.entries, upto).await.map_err(Ended::Fold)?;
            at = upto;
            report.applied(at);
        }
        caught_up = at.position >= page.head.position;
    }
}
