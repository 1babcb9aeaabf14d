//! SQLite: one writer, pooled readers, write-ahead log.

mod audit;
mod bulk;
mod chain;
mod dossier;
mod packing;
mod people;
mod tables;

use std::collections::HashSet;
use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use ciss_contract::ids::{AddressId, DocumentId, GoldenId};
use ciss_contract::matter::RecordName;
use ciss_contract::query::Query;
use ciss_contract::record::DecisionNote;
use jiff::Timestamp;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection, Row, SqlSafeStr};
use tokio::sync::Mutex;

use super::dossier::dossier_of;
use super::tables::{Changes, Tables};
use super::{AuditLine, Dossier, Feed, InDocument, Page, ReceivedDocument, Store, StoreError, identity};
use crate::card::{Chain, ChainPerson, PersonCard};
use crate::gather::{Gather, Limits};
use crate::ingest::near::states_want;
use crate::ingest::{Arrival, Ingested, apply, look_again, prepare, rewritten};
use audit::AuditTrail;
use packing::{pack, unpack};
use tables::SqliteTables;

/// When a batch is safe on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Before `ingest` returns (`synchronous=FULL`).
    Full,
    /// At the latest when the store is closed (`synchronous=NORMAL`, large cache): for filling a new hub, which can be
    /// done again. Losing power loses the last batches, never the database.
    Bulk,
}

/// `hub.sqlite` and `audit.sqlite` in one directory.
pub struct SqliteStore {
    writer: Mutex<SqliteConnection>,
    readers: SqlitePool,
    chains: Gather<Query, Option<Chain>>,
    audit: AuditTrail,
    durability: Durability,
}

/// Each round is a reader of its own.
const CHAINS_TOGETHER: Limits = Limits { most: 8, rounds: 2, wait: Duration::from_millis(2) };

impl SqliteStore {
    /// Opens the databases in a directory, and makes them where they are missing.
    ///
    /// # Errors
    /// [`StoreError::Database`] when a file cannot be opened, [`StoreError::Former`] or [`StoreError::Migration`] when it
    /// is of another version.
    pub async fn open(data: &Path, durability: Durability) -> Result<SqliteStore, StoreError> {
        let (synchronous, cache_kib, checkpoint_pages) = match durability {
            Durability::Full => (SqliteSynchronous::Full, 64 << 10, 4_096),
            Durability::Bulk => (SqliteSynchronous::Normal, 512 << 10, 65_536),
        };
        let options = SqliteConnectOptions::new()
            .filename(data.join("hub.sqlite"))
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
        ];
        migrations(&record).run_direct(None, &mut writer, false).await?;
        rewrite_cards(&mut writer).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .min_connections(1)
            .test_before_acquire(false)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options.read_only(true).pragma("cache_size", "-16384"))
            .await?;
        let audit = AuditTrail::open(&data.join("audit.sqlite")).await?;
        let pool = readers.clone();
        let chains = Gather::new(CHAINS_TOGETHER, move |queries: Vec<Query>| {
            let pool = pool.clone();
            async move {
                let Ok(mut reader) = pool.acquire().await else { return Vec::new() };
                chain::chains(&mut reader, &queries).await.unwrap_or_default()
            }
        });
        Ok(SqliteStore { writer: Mutex::new(writer), readers, chains, audit, durability })
    }

    /// Moves the write-ahead log into the database and closes it. Everything is on disk afterwards.
    ///
    /// # Errors
    /// [`StoreError::Database`] when the log cannot be moved.
    pub async fn close(self) -> Result<(), StoreError> {
        self.readers.close().await;
        let mut writer = self.writer.into_inner();
        if self.durability == Durability::Bulk {
            sqlx::query("PRAGMA synchronous = FULL").execute(&mut writer).await?;
        }
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut writer).await?;
        writer.close().await?;
        self.audit.close().await
    }
}

/// The form in which this version writes cards. Another number is another form.
const CARDS: i64 = 5;
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

/// Migrations by name and statements, the first one first.
fn migrations(steps: &[(&'static str, &'static str)]) -> Migrator {
    let steps = (1..).zip(steps).map(|(version, (name, sql))| {
        Migration::new(version, (*name).into(), MigrationType::Simple, sql.into_sql_str(), false)
    });
    Migrator::with_migrations(steps.collect())
}

/// Documents on file from before agencies were part of their names: a new version of one would stand beside it instead
/// of replacing it.
async fn refuse_former(writer: &mut SqliteConnection) -> Result<(), StoreError> {
    let former: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM pragma_table_info('document')) \
         AND NOT EXISTS (SELECT 1 FROM pragma_table_info('document') WHERE name = 'numbered')",
    )
    .fetch_one(&mut *writer)
    .await?;
    if !former {
        return Ok(());
    }
    let holds: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM document)").fetch_one(writer).await?;
    if holds { Err(StoreError::Former) } else { Ok(()) }
}

#[async_trait]
impl Store for SqliteStore {
    async fn ingest(&self, batch: Vec<Arrival>) -> Result<Ingested, StoreError> {
        // Reading and packing need no database: the next batch is prepared while this one is written. Each takes its
        // place in the queue before it is prepared, so that batches are written in the order in which they came.
        let prepared = tokio::task::spawn_blocking(move || {
            let mut batch = batch.into_iter().map(prepare).collect::<Result<Vec<_>, _>>()?;
            pack(batch.iter_mut().map(|prepared| &mut prepared.row))?;
            Ok::<_, StoreError>(batch)
        });
        let (mut writer, prepared) = tokio::join!(self.writer.lock(), prepared);
        let prepared = prepared.map_err(|_| StoreError::WriterGone)??;
        let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
        let done = apply(&mut SqliteTables { connection: &mut transaction }, prepared).await?;
        transaction.commit().await?;
        Ok(done)
    }

    async fn chain(&self, query: &Query) -> Result<Option<Chain>, StoreError> {
        if let Some(chain) = self.chains.ask(query.clone()).await {
            return Ok(chain);
        }
        // Something among what was asked together cannot be read. Whose it is shows when each asks alone.
        let mut reader = self.readers.acquire().await?;
        Ok(chain::chains(&mut reader, std::slice::from_ref(query)).await?.pop().flatten())
    }

    async fn household(&self, address: &AddressId) -> Result<Vec<ChainPerson>, StoreError> {
        let Some(address) = identity::number(address.as_str()) else { return Ok(Vec::new()) };
        let mut reader = self.readers.acquire().await?;
        chain::people_at(&mut reader, identity::signed(address)).await
    }

    async fn dossier(&self, golden: &GoldenId, page: &Page) -> Result<Option<Dossier>, StoreError> {
        let found = {
            let mut reader = self.readers.acquire().await?;
            let mut snapshot = reader.begin().await?;
            dossier::read(&mut snapshot, golden, page).await?
        };
        let Some((found, next)) = found else { return Ok(None) };
        let dossier = tokio::task::spawn_blocking(move || dossier_of(found, next));
        dossier.await.map_err(|_| StoreError::ReaderGone)?.map(Some)
    }

    async fn holder(
        &self,
        record: &RecordName,
    ) -> Result<Option<(PersonCard, Vec<DecisionNote>)>, StoreError> {
        let mut reader = self.readers.acquire().await?;
        let mut snapshot = reader.begin().await?;
        dossier::holder(&mut snapshot, identity::named(record)).await
    }

    async fn document(&self, id: &DocumentId) -> Result<Option<ReceivedDocument>, StoreError> {
        let Some(name) = identity::number(id.as_str()) else { return Ok(None) };
        let row = sqlx::query(
            "SELECT source, number, as_of, received, sha256, media_type, bytes FROM document \
             WHERE name = ?1 AND standing IN (0, 1)",
        )
        .bind(identity::signed(name))
        .fetch_optional(&self.readers)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let mut sha256 = [0; 32];
        let stored: &[u8] = row.try_get("sha256")?;
        if stored.len() == sha256.len() {
            sha256.copy_from_slice(stored);
        }
        Ok(Some(ReceivedDocument {
            id: id.clone(),
            source: identity::source_of(row.try_get("source")?).ok_or(StoreError::Document)?,
            number: row.try_get("number")?,
            as_of: time(row.try_get("as_of")?),
            received: time(row.try_get("received")?),
            sha256,
            media_type: row.try_get("media_type")?,
            bytes: unpack(row.try_get("bytes")?)?,
        }))
    }

    async fn people(&self, documents: &[DocumentId]) -> Result<Vec<InDocument>, StoreError> {
        let mut reader = self.readers.acquire().await?;
        let mut snapshot = reader.begin().await?;
        people::people(&mut snapshot, documents).await
    }

    async fn feeds(&self) -> Result<Vec<Feed>, StoreError> {
        let rows = sqlx::query("SELECT source, last_received, documents FROM feed ORDER BY source");
        let rows = rows.fetch_all(&self.readers).await?;
        rows.iter()
            .map(|row| {
                Ok(Feed {
                    source: identity::source_of(row.try_get("source")?).ok_or(StoreError::Document)?,
                    last_received: time(row.try_get("last_received")?),
                    documents: identity::unsigned(row.try_get("documents")?),
                })
            })
            .collect()
    }

    async fn audit(&self, line: AuditLine) -> Result<(), StoreError> {
        self.audit.append(line).await
    }

    async fn audit_tail(&self, limit: u32) -> Result<Vec<AuditLine>, StoreError> {
        self.audit.tail(limit).await
    }
}

/// Microseconds, in which times are stored, to a time. What no clock shows is the beginning of time.
fn time(microseconds: i64) -> Timestamp {
    Timestamp::from_microsecond(microseconds).unwrap_or_default()
}
