//! SQLite: one writer, pooled readers, write-ahead log.

mod audit;
mod base;
mod beside;
mod bulk;
mod chain;
mod copy;
mod dossier;
mod fold;
mod former;
mod people;
mod sessions;
mod tables;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use ciss_cards::card::{Chain, ChainPerson, PersonCard};
use ciss_cards::naming;
use ciss_contract::ids::{AddressId, DocumentId, GoldenId};
use ciss_contract::matter::RecordName;
use ciss_contract::query::Query;
use ciss_contract::record::DecisionNote;
use ciss_identity::keyring::{DayKey, Revocation};
use ciss_journal::Bookmark;
use ciss_records::dossier::dossier_of;
use ciss_records::ingest::{made_with, prepare};
use ciss_records::{
    Arrival, AuditLine, AuditLog, Batch, Blanking, Documents, Dossier, Dossiers, Feed, FeedLog, Folded,
    InDocument, Ingest, Ingested, Lookups, Page, ReceivedDocument, Step, StoreError,
};
use jiff::Timestamp;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{Connection, Row, SqlSafeStr};
use tokio::sync::{RwLock, RwLockReadGuard};

use crate::packing::unpack;
use audit::AuditTrail;
pub use audit::{Checked, check_audit};
use base::Base;
pub use beside::Beside;
use beside::Claim;
pub use former::Former;

/// When a batch is safe on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Before `ingest` returns (`synchronous=FULL`).
    Full,
    /// At the latest when the store is closed (`synchronous=NORMAL`, large cache): for much at once, which can be
    /// done again. Losing power loses the last batches, never the database.
    Bulk,
}

/// `hub.sqlite` and `audit.sqlite` in one directory.
pub struct SqliteStore {
    data: PathBuf,
    /// None once it is closed.
    base: RwLock<Option<Base>>,
    audit: AuditTrail,
    durability: Durability,
    claim: Claim,
}

/// The database of the golden records.
const FILE: &str = "hub.sqlite";

/// The database of the audit trail.
const AUDIT: &str = "audit.sqlite";

impl SqliteStore {
    /// Opens the databases in a directory, and makes them where they are missing.
    ///
    /// # Errors
    /// [`StoreError::Backend`] when a file cannot be opened, [`StoreError::Former`] when it is of an
    /// earlier version.
    pub async fn open(data: &Path, durability: Durability) -> Result<SqliteStore, StoreError> {
        let claim = Claim::shared(data).await?;
        let base = Base::open(&data.join(FILE), durability).await?;
        let audit = AuditTrail::open(&data.join(AUDIT)).await?;
        Ok(SqliteStore { data: data.to_owned(), base: RwLock::new(Some(base)), audit, durability, claim })
    }

    /// Moves the write-ahead logs into the databases and closes them. Everything is on disk afterwards.
    ///
    /// # Errors
    /// [`StoreError::Backend`] when a log cannot be moved.
    pub async fn close(&self) -> Result<(), StoreError> {
        if let Some(base) = self.base.write().await.take() {
            base.close().await?;
        }
        self.claim.release()?;
        self.audit.close().await
    }

    /// True where the golden records were made by other rules than this version's.
    ///
    /// # Errors
    /// [`StoreError::Backend`].
    pub async fn is_outdated(&self) -> Result<bool, StoreError> {
        let base = self.base().await?;
        let rules = fold::rules(&mut *base.readers.acquire().await?).await?;
        Ok(rules.is_some_and(|rules| rules != made_with()))
    }

    /// True where the golden records are written in a form that this version does not read: they are made anew before
    /// anybody asks.
    ///
    /// # Errors
    /// [`StoreError::WriterGone`] where it is closed.
    pub async fn is_unreadable(&self) -> Result<bool, StoreError> {
        Ok(self.base().await?.unreadable)
    }

    async fn base(&self) -> Result<RwLockReadGuard<'_, Base>, StoreError> {
        RwLockReadGuard::try_map(self.base.read().await, Option::as_ref).map_err(|_| StoreError::WriterGone)
    }
}

/// Migrations by name and statements, the first one first.
fn migrations(steps: &[(&'static str, &'static str)]) -> Migrator {
    let steps = (1..).zip(steps).map(|(version, (name, sql))| {
        Migration::new(version, (*name).into(), MigrationType::Simple, sql.into_sql_str(), false)
    });
    Migrator::with_migrations(steps.collect())
}

#[async_trait]
impl Folded for SqliteStore {
    async fn bookmark(&self) -> Result<Bookmark, StoreError> {
        self.base().await?.bookmark().await
    }

    async fn fold(&self, batch: Batch, step: Step) -> Result<Ingested, StoreError> {
        self.base().await?.fold(batch, step).await
    }

    async fn sessions(&self) -> Result<(Vec<DayKey>, Vec<Revocation>), StoreError> {
        self.base().await?.sessions().await
    }

    async fn displaced(&self, documents: &[u64]) -> Result<HashMap<u64, u64>, StoreError> {
        self.base().await?.displaced(documents).await
    }

    async fn unblanked(&self) -> Result<Vec<Blanking>, StoreError> {
        self.base().await?.unblanked().await
    }

    async fn blanked(&self, documents: &[Blanking]) -> Result<(), StoreError> {
        self.base().await?.blanked(documents).await
    }
}

#[async_trait]
impl Ingest for SqliteStore {
    async fn ingest(&self, batch: Vec<Arrival>) -> Result<Ingested, StoreError> {
        let prepare = move || {
            let documents = batch.into_iter().map(prepare).collect::<Result<_, _>>()?;
            Ok(Batch { documents, ..Batch::default() })
        };
        self.base().await?.write(prepare, None).await
    }
}

#[async_trait]
impl Lookups for SqliteStore {
    async fn chain(&self, query: &Query) -> Result<Option<Chain>, StoreError> {
        let base = self.base().await?;
        if let Some(chain) = base.chains.ask(query.clone()).await {
            return Ok(chain);
        }
        // Something among what was asked together cannot be read. Whose it is shows when each asks alone.
        let mut reader = base.readers.acquire().await?;
        Ok(chain::chains(&mut reader, std::slice::from_ref(query)).await?.pop().flatten())
    }

    async fn on_file(&self, queries: &[Query], ending: Option<&str>) -> Result<Vec<Query>, StoreError> {
        let base = self.base().await?;
        let mut reader = base.readers.acquire().await?;
        chain::on_file(&mut reader, queries, ending).await
    }

    async fn household(&self, address: &AddressId) -> Result<Vec<ChainPerson>, StoreError> {
        let Some(address) = naming::number(address.as_str()) else { return Ok(Vec::new()) };
        let base = self.base().await?;
        let mut reader = base.readers.acquire().await?;
        chain::people_at(&mut reader, naming::signed(address)).await
    }
}

#[async_trait]
impl Dossiers for SqliteStore {
    async fn dossier(&self, golden: &GoldenId, page: &Page) -> Result<Option<Dossier>, StoreError> {
        let found = {
            let base = self.base().await?;
            let mut reader = base.readers.acquire().await?;
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
        let base = self.base().await?;
        let mut reader = base.readers.acquire().await?;
        let mut snapshot = reader.begin().await?;
        dossier::holder(&mut snapshot, naming::named(record)).await
    }

    async fn people(&self, documents: &[DocumentId]) -> Result<Vec<InDocument>, StoreError> {
        let base = self.base().await?;
        let mut reader = base.readers.acquire().await?;
        let mut snapshot = reader.begin().await?;
        people::people(&mut snapshot, documents).await
    }
}

#[async_trait]
impl Documents for SqliteStore {
    async fn document(&self, id: &DocumentId) -> Result<Option<ReceivedDocument>, StoreError> {
        let Some(name) = naming::number(id.as_str()) else { return Ok(None) };
        let row = sqlx::query(
            "SELECT source, number, as_of, received, sha256, media_type, bytes FROM document \
             WHERE name = ?1 AND standing IN (0, 1)",
        )
        .bind(naming::signed(name))
        .fetch_optional(&self.base().await?.readers)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let mut sha256 = [0; 32];
        let stored: &[u8] = row.try_get("sha256")?;
        if stored.len() == sha256.len() {
            sha256.copy_from_slice(stored);
        }
        Ok(Some(ReceivedDocument {
            id: id.clone(),
            source: naming::source_of(row.try_get("source")?).ok_or(StoreError::Document)?,
            number: row.try_get("number")?,
            as_of: time(row.try_get("as_of")?),
            received: time(row.try_get("received")?),
            sha256,
            media_type: row.try_get("media_type")?,
            bytes: unpack(row.try_get("bytes")?)?,
        }))
    }
}

#[async_trait]
impl FeedLog for SqliteStore {
    async fn feeds(&self) -> Result<Vec<Feed>, StoreError> {
        let rows = sqlx::query("SELECT source, last_received, documents FROM feed ORDER BY source");
        let rows = rows.fetch_all(&self.base().await?.readers).await?;
        rows.iter()
            .map(|row| {
                Ok(Feed {
                    source: naming::source_of(row.try_get("source")?).ok_or(StoreError::Document)?,
                    last_received: time(row.try_get("last_received")?),
                    documents: naming::unsigned(row.try_get("documents")?),
                })
            })
            .collect()
    }
}

#[async_trait]
impl AuditLog for SqliteStore {
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
