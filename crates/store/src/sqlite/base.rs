//! One database file of golden records: its writer, its readers, and what brings its tables up to date.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::time::Duration;

use ciss_cards::card::Chain;
use ciss_contract::query::Query;
use ciss_gather::{Gather, Limits};
use ciss_identity::keyring::{DayKey, Revocation};
use ciss_journal::Bookmark;
use ciss_records::ingest::near::states_want;
use ciss_records::ingest::{Prepared, apply, look_again, rewritten};
use ciss_records::rows::{Changes, Tables};
use ciss_records::{Batch, Blanking, Folded, Ingested, Step, StoreError};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection, Row};
use tokio::sync::Mutex;

use super::tables::SqliteTables;
use super::{Durability, chain, fold, migrations, sessions};
use crate::packing::pack;

/// Each round is a reader of its own.
const CHAINS_TOGETHER: Limits = Limits { most: 8, rounds: 2, wait: Duration::from_millis(2) };

/// An open file.
pub(super) struct Base {
    pub(super) writer: Mutex<SqliteConnection>,
    pub(super) readers: SqlitePool,
    pub(super) chains: Gather<Query, Option<Chain>>,
    durability: Durability,
    /// Its records are written in a form that this version does not read.
    pub(super) unreadable: bool,
}

impl Base {
    /// Opens the file, makes it where it is missing, and brings its tables up to date.
    pub(super) async fn open(file: &Path, durability: Durability) -> Result<Base, StoreError> {
        let (synchronous, cache_kib, checkpoint_pages) = match durability {
            Durability::Full => (SqliteSynchronous::Full, 64 << 10, 4_096),
            Durability::Bulk => (SqliteSynchronous::Normal, 512 << 10, 65_536),
        };
        let options = SqliteConnectOptions::new()
            .filename(file)
            .journal_mode(SqliteJournalMode::Wal)
            .pragma("mmap_size", (1_u64 << 30).to_string())
            .disable_statement_logging();
        let mut writer = options
            .clone()
            .create_if_missing(true)
            .synchronous(synchronous)
            .pragma("cache_size", format!("-{cache_kib}"))
            .pragma("wal_autocheckpoint", checkpoint_pages.to_string())
            .pragma("secure_delete", "FAST")
            .connect()
            .await?;
        refuse_former(&mut writer).await?;
        let record = [
            ("record", include_str!("../../migrations/0001_record.sql")),
            ("agency", include_str!("../../migrations/0002_agency.sql")),
            ("profile", include_str!("../../migrations/0003_profile.sql")),
            ("content", include_str!("../../migrations/0004_content.sql")),
            ("order", include_str!("../../migrations/0005_order.sql")),
            ("near", include_str!("../../migrations/0006_near.sql")),
            ("journal", include_str!("../../migrations/0007_journal.sql")),
            ("session", include_str!("../../migrations/0008_session.sql")),
            ("way", include_str!("../../migrations/0009_way.sql")),
        ];
        migrations(&record).run_direct(None, &mut writer, false).await?;
        let unreadable = match rewrite_cards(&mut writer).await {
            Err(StoreError::Card) => true,
            rewritten => rewritten.map(|()| false)?,
        };
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .min_connections(1)
            .test_before_acquire(false)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options.read_only(true).pragma("cache_size", "-16384"))
            .await?;
        let pool = readers.clone();
        let chains = Gather::new(CHAINS_TOGETHER, move |queries: Vec<Query>| {
            let pool = pool.clone();
            async move {
                let Ok(mut reader) = pool.acquire().await else { return Vec::new() };
                chain::chains(&mut reader, &queries).await.unwrap_or_default()
            }
        });
        Ok(Base { writer: Mutex::new(writer), readers, chains, durability, unreadable })
    }

    /// Moves the write-ahead log into the file and closes it. Everything is on disk afterwards.
    pub(super) async fn close(self) -> Result<(), StoreError> {
        self.readers.close().await;
        let mut writer = self.writer.into_inner();
        if self.durability == Durability::Bulk {
            sqlx::query("PRAGMA synchronous = FULL").execute(&mut writer).await?;
        }
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut writer).await?;
        writer.close().await?;
        Ok(())
    }

    /// Takes a batch in. `prepare` makes it, on a thread of its own: the next batch is prepared while this one is written.
    /// Each takes its place in the queue before it is prepared, so that batches are written in the order in which they came.
    pub(super) async fn write(
        &self,
        prepare: impl FnOnce() -> Result<Batch, StoreError> + Send + 'static,
        step: Option<Step>,
    ) -> Result<Ingested, StoreError> {
        let prepared = tokio::task::spawn_blocking(move || {
            let mut batch = prepare()?;
            pack(batch.documents.iter_mut().map(Prepared::row_mut))?;
            Ok::<_, StoreError>(batch)
        });
        let (mut writer, prepared) = tokio::join!(self.writer.lock(), prepared);
        let prepared = prepared.map_err(|_| StoreError::WriterGone)??;
        let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
        if let Some(step) = step {
            fold::advance(&mut transaction, step).await?;
        }
        sessions::write(&mut transaction, &prepared.keys, &prepared.revocations).await?;
        let done = apply(&mut SqliteTables { connection: &mut transaction }, prepared).await?;
        transaction.commit().await?;
        Ok(done)
    }
}

#[async_trait::async_trait]
impl Folded for Base {
    async fn bookmark(&self) -> Result<Bookmark, StoreError> {
        // By the writer: what another program applies right now is waited for.
        fold::bookmark(&mut *self.writer.lock().await).await
    }

    async fn fold(&self, batch: Batch, step: Step) -> Result<Ingested, StoreError> {
        self.write(move || Ok(batch), Some(step)).await
    }

    async fn sessions(&self) -> Result<(Vec<DayKey>, Vec<Revocation>), StoreError> {
        sessions::read(&mut *self.writer.lock().await).await
    }

    async fn displaced(&self, documents: &[u64]) -> Result<HashMap<u64, u64>, StoreError> {
        fold::displaced(&mut *self.readers.acquire().await?, documents).await
    }

    async fn unblanked(&self) -> Result<Vec<Blanking>, StoreError> {
        fold::unblanked(&mut *self.readers.acquire().await?).await
    }

    async fn blanked(&self, documents: &[Blanking]) -> Result<(), StoreError> {
        fold::blanked(&mut *self.writer.lock().await, documents).await
    }
}

/// The form in which this version writes cards. Another number is another form.
const CARDS: i64 = 6;
/// Golden records that are written again at once.
const REWRITTEN: i64 = 1_000;

/// Writes the cards again from the records, where another version wrote them. They are derived; nothing is lost.
async fn rewrite_cards(writer: &mut SqliteConnection) -> Result<(), StoreError> {
    let written: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut *writer).await?;
    if written == CARDS {
        return Ok(());
    }
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    let mut last = 0_i64;
    loop {
        let persons: Vec<i64> =
            sqlx::query_scalar("SELECT id FROM person WHERE id > ?1 ORDER BY id LIMIT ?2")
                .bind(last)
                .bind(REWRITTEN)
                .fetch_all(&mut *transaction)
                .await?;
        let Some(end) = persons.last() else { break };
        last = *end;
        let mut tables = SqliteTables { connection: &mut transaction };
        let rows = tables.records_of(&persons).await?;
        let bodies = rows.iter().filter(|row| states_want(&row.body)).cloned().collect();
        let persons = rewritten(rows, &HashSet::new())?;
        tables.write(Changes { persons, bodies, ..Changes::default() }).await?;
    }
    let mut tables = SqliteTables { connection: &mut transaction };
    look_again(&mut tables).await?;
    sqlx::query(sqlx::AssertSqlSafe(format!("PRAGMA user_version = {CARDS}")))
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await?;
    Ok(())
}

/// Documents on file from before agencies were part of their names: a new version of one would stand beside it instead
/// of replacing it.
async fn refuse_former(writer: &mut SqliteConnection) -> Result<(), StoreError> {
    let row = sqlx::query(
        "SELECT EXISTS (SELECT 1 FROM pragma_table_info('document')) \
         AND NOT EXISTS (SELECT 1 FROM pragma_table_info('document') WHERE name = 'numbered')",
    )
    .fetch_one(&mut *writer)
    .await?;
    if !row.try_get::<bool, _>(0)? {
        return Ok(());
    }
    let holds: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM document)").fetch_one(writer).await?;
    if holds { Err(StoreError::Former) } else { Ok(()) }
}
