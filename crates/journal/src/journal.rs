//! What every backend can do.

use async_trait::async_trait;

use crate::entry::{Appended, Bookmark, NewEntry, Position, Shard};
use crate::error::JournalError;
use crate::page::Page;

/// An ordered, durable list of entries in shards. A shard exists without being made: one that nothing was appended to is
/// empty.
#[async_trait]
pub trait Journal: Send + Sync + 'static {
    /// Appends a batch, all of it or nothing, and returns once it is durable: what became of each entry, in their order.
    /// Batches of callers who append at the same moment share a transaction. A caller who stops waiting does not take the
    /// batch back.
    ///
    /// # Errors
    /// [`Refused`](crate::JournalErrorKind::Refused) where the batch is over [`LARGEST_BODY`](crate::LARGEST_BODY),
    /// [`LARGEST_BATCH`](crate::LARGEST_BATCH) or [`MOST_AT_ONCE`](crate::MOST_AT_ONCE),
    /// [`Unavailable`](crate::JournalErrorKind::Unavailable) where the store does not answer in time: then it may have
    /// been written, and appending the same again tells.
    async fn append(&self, shard: Shard, batch: Vec<NewEntry>) -> Result<Vec<Appended>, JournalError>;

    /// The entries after a position, in order: at most `limit` of them, one where it is 0, and at most
    /// [`MOST_AT_ONCE`](crate::MOST_AT_ONCE). Fewer come where their bodies would be more than [`LARGEST_PAGE`](crate::LARGEST_PAGE) together, but at least one
    /// where there is one.
    ///
    /// # Errors
    /// [`Damaged`](crate::JournalErrorKind::Damaged) where an entry is missing or does not match its hashes,
    /// [`Diverged`](crate::JournalErrorKind::Diverged) where the position is beyond the head.
    async fn after(&self, shard: Shard, position: Position, limit: usize) -> Result<Page, JournalError>;

    /// The place of the newest entry.
    ///
    /// # Errors
    /// [`Unavailable`](crate::JournalErrorKind::Unavailable) where the store does not answer.
    async fn head(&self, shard: Shard) -> Result<Bookmark, JournalError>;

    /// Waits until there is an entry after the position, and returns the head.
    ///
    /// # Errors
    /// [`Unavailable`](crate::JournalErrorKind::Unavailable) as soon as the store does not answer.
    async fn wait(&self, shard: Shard, position: Position) -> Result<Bookmark, JournalError>;

    /// Makes sure that no byte of an erased body is left in the store's files. SQLite overwrites them with the erasure, and
    /// this only repeats what a reader was in the way of. PostgreSQL keeps them in free space until that is used again; this
    /// rewrites its table, which nobody can use meanwhile. Logs of the database and copies made before are not reached.
    ///
    /// # Errors
    /// [`Unavailable`](crate::JournalErrorKind::Unavailable) where the store does not answer or is in use.
    async fn scrub(&self) -> Result<(), JournalError>;

    /// Finishes what is being written and lets go of the store. Whatever comes afterwards is refused as unavailable.
    async fn close(&self);
}
