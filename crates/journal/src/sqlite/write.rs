//! The one writer.

use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection, Row};
use tokio::time::Instant;

use super::failed;
use crate::chain::Linked;
use crate::entry::{Appended, Bookmark, Name, Outcome, Position, Shard};
use crate::error::JournalError;
use crate::group::{Prepared, Write};
use crate::stored::{self, Known, signed, unsigned};
use crate::wake::Bell;

pub(super) struct Writer {
    connection: SqliteConnection,
    bell: Bell,
    /// Erased bytes may still stand in the write-ahead log.
    unclean: bool,
}

impl Writer {
    /// A writer whose log is empty: what was erased right before a crash is gone from it as well.
    pub(super) async fn new(connection: SqliteConnection) -> Result<Writer, JournalError> {
        let mut writer = Writer { connection, bell: Bell::default(), unclean: true };
        writer.clean().await?;
        Ok(writer)
    }

    pub(super) fn bell(&self) -> Bell {
        self.bell.clone()
    }

    /// Moves the log into the database and cuts it to nothing. Where a reader is in the way, the next write tries again.
    async fn clean(&mut self) -> Result<(), JournalError> {
        let row = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut self.connection).await;
        self.unclean = row.and_then(|row| row.try_get::<i64, _>(0)).map_err(failed)? != 0;
        Ok(())
    }

    async fn transaction(
        &mut self,
        shard: Shard,
        entries: &[Prepared],
    ) -> Result<Vec<Appended>, JournalError> {
        let mut transaction = self.connection.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
        let head = sqlx::query_as("SELECT position, link FROM head WHERE shard = ?1")
            .bind(i64::from(shard.0))
            .fetch_optional(&mut *transaction)
            .await
            .map_err(failed)?;
        let first = stored::head(shard, head)?;
        let mut head = first;
        let mut appended = Vec::with_capacity(entries.len());
        for prepared in entries {
            let done = append(&mut transaction, shard, &mut head, prepared).await?;
            if done.outcome != Outcome::Taken
                && erase(&mut transaction, shard, &prepared.entry.erases, done.position).await?
            {
                self.unclean = true;
            }
            appended.push(done);
        }
        if head != first {
            sqlx::query(
                "INSERT INTO head (shard, position, link) VALUES (?1, ?2, ?3) \
                 ON CONFLICT (shard) DO UPDATE SET position = excluded.position, link = excluded.link",
            )
            .bind(i64::from(shard.0))
            .bind(signed(head.position))
            .bind(head.link.0.as_slice())
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
        }
        transaction.commit().await.map_err(failed)?;
        Ok(appended)
    }
}

impl Write for Writer {
    async fn write(
        &mut self,
        shard: Shard,
        entries: &[Prepared],
        _deadline: Instant,
    ) -> Result<Vec<Appended>, JournalError> {
        let appended = self.transaction(shard, entries).await?;
        self.bell.ring();
        if self.unclean
            && let Err(error) = self.clean().await
        {
            // The entries are durable, so the append did succeed. The next write cleans.
            tracing::warn!(%error, "erased bytes may still stand in the journal's log");
        }
        Ok(appended)
    }

    async fn scrub(&mut self) -> Result<(), JournalError> {
        self.clean().await?;
        if self.unclean { Err(JournalError::unavailable("somebody is reading")) } else { Ok(()) }
    }

    async fn close(mut self) {
        if let Err(error) = self.clean().await {
            tracing::warn!(%error, "the journal's log could not be moved into its database");
        }
        if self.connection.close().await.is_err() {
            tracing::warn!("the journal's database could not be closed");
        }
    }
}

/// Appends one entry behind `head`, or finds the one that has its name.
async fn append(
    connection: &mut SqliteConnection,
    shard: Shard,
    head: &mut Bookmark,
    Prepared { entry, sha256 }: &Prepared,
) -> Result<Appended, JournalError> {
    let position = head.position.next();
    let linked = Linked { shard, position, kind: &entry.kind, name: &entry.name, time: entry.time, sha256 };
    let link = linked.after(&head.link);
    let inserted = sqlx::query(
        "INSERT INTO entry (shard, position, kind, name, time, sha256, link, body) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (shard, name) DO NOTHING",
    )
    .bind(i64::from(shard.0))
    .bind(signed(position))
    .bind(entry.kind.as_str())
    .bind(entry.name.0.as_slice())
    .bind(entry.time.as_microsecond())
    .bind(sha256.0.as_slice())
    .bind(link.0.as_slice())
    .bind(entry.body.as_slice())
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    if inserted.rows_affected() == 1 {
        *head = Bookmark { position, link };
        return Ok(Appended { position, outcome: Outcome::New });
    }
    let (position, kind, known_sha256, erased): (i64, String, Vec<u8>, bool) = sqlx::query_as(
        "SELECT position, kind, sha256, erased IS NOT NULL FROM entry WHERE shard = ?1 AND name = ?2",
    )
    .bind(i64::from(shard.0))
    .bind(entry.name.0.as_slice())
    .fetch_one(connection)
    .await
    .map_err(failed)?;
    let known = Known { position: unsigned(position), kind, sha256: known_sha256, erased };
    Ok(Appended { position: known.position, outcome: known.outcome(&entry.kind, sha256) })
}

/// Blanks bodies, and says whether there was any.
async fn erase(
    connection: &mut SqliteConnection,
    shard: Shard,
    names: &[Name],
    by: Position,
) -> Result<bool, JournalError> {
    let mut erased = false;
    for name in names {
        let blanked = sqlx::query(
            "UPDATE entry SET body = NULL, erased = ?3 WHERE shard = ?1 AND name = ?2 AND erased IS NULL",
        )
        .bind(i64::from(shard.0))
        .bind(name.0.as_slice())
        .bind(signed(by))
        .execute(&mut *connection)
        .await
        .map_err(failed)?;
        erased |= blanked.rows_affected() > 0;
    }
    Ok(erased)
}
