//! How far a fold is, for those who look at it from outside.

use jiff::Timestamp;
use tokio::sync::watch;

use crate::entry::{Bookmark, Position};

/// Where a fold stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Up to where entries are applied.
    pub applied: Bookmark,
    /// The newest entry that was heard of. Not before `applied`.
    pub head: Position,
    /// Since when the journal is away, where it is: what is shown may be older than what was appended since.
    pub stale_since: Option<Timestamp>,
}

impl Progress {
    /// Entries that are known of and not applied.
    pub fn behind(&self) -> u64 {
        self.head.0.saturating_sub(self.applied.position.0)
    }
}

/// Where [`follow`](super::follow()) reports to.
#[derive(Debug)]
pub struct Reporter(watch::Sender<Progress>);

/// Looks at a fold's progress.
#[derive(Clone, Debug)]
pub struct Observer(watch::Receiver<Progress>);

/// The two ends.
pub fn reporter() -> (Reporter, Observer) {
    let (report, observe) = watch::channel(Progress::default());
    (Reporter(report), Observer(observe))
}

impl Reporter {
    /// Looks at what is reported here.
    pub fn observer(&self) -> Observer {
        Observer(self.0.subscribe())
    }

    pub(super) fn applied(&self, applied: Bookmark) {
        self.0.send_modify(|progress| {
            progress.applied = applied;
            progress.head = progress.head.max(applied.position);
        });
    }

    pub(super) fn seen(&self, head: Bookmark) {
        self.0.send_modify(|progress| {
            progress.head = progress.applied.position.max(head.position);
            progress.stale_since = None;
        });
    }

    /// It stays the first time of those in a row.
    pub(super) fn away(&self, at: Timestamp) {
        self.0.send_modify(|progress| progress.stale_since = progress.stale_since.or(Some(at)));
    }
}

impl Observer {
    /// Where the fold stands.
    pub fn progress(&self) -> Progress {
        *self.0.borrow()
    }

    /// Waits until something changes, and returns where the fold stands then; none where it is followed no more.
    pub async fn changed(&mut self) -> Option<Progress> {
        self.0.changed().await.ok()?;
        Some(*self.0.borrow_and_update())
    }

    /// Waits until the entry at this position is applied: whoever appended it then reads what was derived from it. False
    /// where the fold is followed no more before that.
    pub async fn reached(&mut self, position: Position) -> bool {
        self.0.wait_for(|progress| progress.applied.position >= position).await.is_ok()
    }
}
