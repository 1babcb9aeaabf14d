//! A journal in PostgreSQL whose server need not be there yet.

use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::OnceCell;
use tokio::time::timeout;

use super::{PostgresJournal, PostgresOptions};
use crate::entry::{Appended, Bookmark, NewEntry, Position, Shard};
use crate::error::JournalError;
use crate::journal::Journal;
use crate::page::Page;

/// How long whoever asks waits for the server to be found.
const OPENING: Duration = Duration::from_secs(5);

/// Opens a [`PostgresJournal`] when it is first asked for something, and again until that succeeds. Until then it is
/// unavailable: what was derived from it can be used meanwhile.
pub struct PostgresLater {
    options: PostgresOptions,
    opened: OnceCell<PostgresJournal>,
}

impl PostgresLater {
    /// Does not connect yet.
    pub fn new(options: PostgresOptions) -> PostgresLater {
        PostgresLater { options, opened: OnceCell::new() }
    }

    async fn opened(&self) -> Result<&PostgresJournal, JournalError> {
        let open = self.opened.get_or_try_init(|| PostgresJournal::open(&self.options));
        timeout(OPENING, open).await.unwrap_or_else(|_| Err(JournalError::unavailable("no server is found")))
    }
}

#[async_trait]
impl Journal for PostgresLater {
    async fn append(&self, shard: Shard, batch: Vec<NewEntry>) -> Result<Vec<Appended>, JournalError> {
        self.opened().await?.append(shard, batch).await
    }

    async fn after(&self, shard: Shard, position: Position, limit: usize) -> Result<Page, JournalError> {
        self.opened().await?.after(shard, position, limit).await
    }

    async fn head(&self, shard: Shard) -> Result<Bookmark, JournalError> {
        self.opened().await?.head(shard).await
    }

    async fn wait(&self, shard: Shard, position: Position) -> Result<Bookmark, JournalError> {
        self.opened().await?.wait(shard, position).await
    }

    async fn scrub(&self) -> Result<(), JournalError> {
        self.opened().await?.scrub().await
    }

    async fn close(&self) {
        if let Some(journal) = self.opened.get() {
            journal.close().await;
        }
    }
}
