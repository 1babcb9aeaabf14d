//! SQLite: one file, one writer, pooled readers, write-ahead log.

mod copy;
mod write;

use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use sqlx::ConnectOptions;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};

use crate::entry::{Appended, Bookmark, NewEntry, Position, Shard};
use crate::error::JournalError;
use crate::group::{Queue, closed};
use crate::journal::Journal;
use crate::limits::MOST_AT_ONCE;
use crate::page::{self, Page};
use crate::stored::{self, Columns, signed, unsigned};
use crate::wake::Bell;
use write::Writer;

const MIGRATIONS: &[(i64, &str, &str)] = &[(1, "entry", include_str!("../migrations/sqlite/0001_entry.sql"))];

/// How long an append may wait for the disk and for those before it.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often one who waits looks by himself: another program may have written to the file.
const LOOK: Duration = Duration::from_secs(1);

/// A journal in one file of this machine. Durable as its disk is: every transaction is synced before an append returns.
pub struct SqliteJournal {
    queue: Queue,
    readers: SqlitePool,
    bell: Bell,
}

impl SqliteJournal {
    /// Opens the journal in this file, and makes it where it is missing. Nobody but its owner may read the file.
    ///
    /// # Errors
    /// [`Unavailable`](crate::JournalErrorKind::Unavailable) where the file cannot be opened,
    /// [`Damaged`](crate::JournalErrorKind::Damaged) where it is no database or its end is not as it was written,
    /// [`Refused`](crate::JournalErrorKind::Refused) where a later version made it.
    pub async fn open(file: &Path) -> Result<SqliteJournal, JournalError> {
        ciss_private::file(file).map_err(|error| JournalError::unavailable(error.kind().to_string()))?;
        let options = SqliteConnectOptions::new()
            .filename(file)
            .journal_mode(SqliteJournalMode::Wal)
            .disable_statement_logging();
        let mut writer = options
            .clone()
            .synchronous(SqliteSynchronous::Full)
            // What an erasure blanks is overwritten, not only let go.
            .pragma("secure_delete", "ON")
            .connect()
            .await
            .map_err(failed)?;
        stored::migrator(MIGRATIONS).run_direct(None, &mut writer, false).await.map_err(not_migrated)?;
        check_ends(&mut writer).await?;
        let writer = Writer::new(writer).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .test_before_acquire(false)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options.read_only(true))
            .await
            .map_err(failed)?;
        let bell = writer.bell();
        Ok(SqliteJournal { queue: Queue::new(writer, PATIENCE), readers, bell })
    }
}

#[async_trait]
impl Journal for SqliteJournal {
    async fn append(&self, shard: Shard, batch: Vec<NewEntry>) -> Result<Vec<Appended>, JournalError> {
        self.queue.append(shard, batch).await
    }

    async fn after(&self, shard: Shard, position: Position, limit: usize) -> Result<Page, JournalError> {
        let head = self.head(shard).await?;
        if let Some(page) = Page::without_reading(shard, position, head)? {
            return Ok(page);
        }
        let limit = limit.clamp(1, MOST_AT_ONCE);
        let sizes: Vec<(i64, i64)> = sqlx::query_as(
            "SELECT position, coalesce(length(body), 0) FROM entry WHERE shard = ?1 AND position > ?2 \
             ORDER BY position LIMIT ?3",
        )
        .bind(i64::from(shard.0))
        .bind(signed(position))
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .fetch_all(&self.readers)
        .await
        .map_err(failed)?;
        let upto = page::end(position, &stored::sizes(&sizes));
        let rows: Vec<Columns> = sqlx::query_as(
            "SELECT position, kind, name, time, sha256, link, erased, body FROM entry \
             WHERE shard = ?1 AND position BETWEEN ?2 AND ?3 ORDER BY position",
        )
        .bind(i64::from(shard.0))
        .bind(signed(position))
        .bind(signed(upto))
        .fetch_all(&self.readers)
        .await
        .map_err(failed)?;
        let entries = rows.into_iter().map(|row| stored::entry(shard, row)).collect::<Result<_, _>>()?;
        Page::checked(shard, position, entries, upto, head)
    }

    async fn head(&self, shard: Shard) -> Result<Bookmark, JournalError> {
        let row = sqlx::query_as("SELECT position, link FROM head WHERE shard = ?1")
            .bind(i64::from(shard.0))
            .fetch_optional(&self.readers)
            .await
            .map_err(failed)?;
        stored::head(shard, row)
    }

    async fn wait(&self, shard: Shard, position: Position) -> Result<Bookmark, JournalError> {
        self.bell.wait(position, LOOK, || self.head(shard)).await
    }

    async fn scrub(&self) -> Result<(), JournalError> {
        self.queue.scrub().await
    }

    async fn close(&self) {
        self.readers.close().await;
        self.queue.close().await;
        self.bell.ring();
    }
}

/// Does every shard end with the entry that its head names? A file that was cut or mixed from two copies does not, and what
/// would be appended to it would stand on a broken chain.
async fn check_ends(connection: &mut SqliteConnection) -> Result<(), JournalError> {
    let broken: Option<(i64, i64)> = sqlx::query_as(
        "SELECT shard, position FROM head WHERE position > 0 AND NOT EXISTS (SELECT 1 FROM entry WHERE \
         entry.shard = head.shard AND entry.position = head.position AND entry.link = head.link) \
         OR EXISTS (SELECT 1 FROM entry WHERE entry.shard = head.shard AND entry.position > head.position)",
    )
    .fetch_optional(connection)
    .await
    .map_err(failed)?;
    match broken {
        Some((shard, position)) => Err(stored::broken_end(shard, unsigned(position))),
        None => Ok(()),
    }
}

/// What SQLite's error means. Its result code is told, its words are not: they may quote a value.
#[allow(clippy::wildcard_enum_match_arm, reason = "not an enum of ours, and one that grows")]
fn failed(error: sqlx::Error) -> JournalError {
    let code = match &error {
        sqlx::Error::Database(error) => error.code().and_then(|code| code.parse::<u32>().ok()),
        sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => return closed(),
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => {
            return JournalError::damaged("a column holds what it cannot hold");
        }
        _ => None,
    };
    // An extended code has the primary one in its lowest byte.
    match code.map(|code| code & 0xff) {
        Some(11 | 26) => JournalError::damaged("the file is no longer a sound database"),
        // A constraint that a sound database cannot break.
        Some(19) => JournalError::damaged("there are entries beyond the head"),
        Some(13) => JournalError::unavailable("the disk is full"),
        Some(5 | 6) => JournalError::unavailable("another program is writing to the file"),
        Some(primary) => JournalError::unavailable(format!("SQLite result code {primary}")),
        None => JournalError::unavailable("the database does not answer"),
    }
}

#[allow(clippy::wildcard_enum_match_arm, reason = "not an enum of ours, and one that grows")]
fn not_migrated(error: sqlx::migrate::MigrateError) -> JournalError {
    match error {
        sqlx::migrate::MigrateError::Execute(error)
        | sqlx::migrate::MigrateError::ExecuteMigration(error, _) => failed(error),
        _ => stored::another_version(),
    }
}
