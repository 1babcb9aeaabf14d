//! The audit trail: lines that arrive while others are being synced share the next sync. Each is linked to the one before.

mod chain;

use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use ciss_contract::ids::GoldenId;
use ciss_identity::hexadecimal;
use ciss_records::{AuditLine, StoreError};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection, Row};
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::task::JoinHandle;

use super::{migrations, time};
use chain::Chain;
pub use chain::{Checked, check_audit};

/// Most lines of one sync.
const LARGEST_GROUP: usize = 128;

struct Entry {
    line: AuditLine,
    done: oneshot::Sender<bool>,
}

/// The audit trail in a database file of its own.
pub(super) struct AuditTrail {
    /// None once it is closed.
    entries: RwLock<Option<mpsc::Sender<Entry>>>,
    writer: Mutex<Option<JoinHandle<Result<(), StoreError>>>>,
    reader: SqlitePool,
}

impl AuditTrail {
    pub(super) async fn open(path: &Path) -> Result<AuditTrail, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .disable_statement_logging();
        let mut connection = options.connect().await?;
        let steps = [
            ("line", include_str!("../../migrations/audit_0001_line.sql")),
            ("chain", include_str!("../../migrations/audit_0002_chain.sql")),
        ];
        migrations(&steps).run_direct(None, &mut connection, false).await?;
        let reader = SqlitePoolOptions::new().max_connections(1).connect_lazy_with(options.read_only(true));
        let (entries, queue) = mpsc::channel(LARGEST_GROUP * 2);
        let writer = tokio::spawn(write(connection, path.with_extension("lock"), queue));
        Ok(AuditTrail { entries: RwLock::new(Some(entries)), writer: Mutex::new(Some(writer)), reader })
    }

    /// Returns once the line is on disk.
    pub(super) async fn append(&self, line: AuditLine) -> Result<(), StoreError> {
        let (done, written) = oneshot::channel();
        let entries = self.entries.read().unwrap_or_else(PoisonError::into_inner).clone();
        let entries = entries.ok_or(StoreError::WriterGone)?;
        entries.send(Entry { line, done }).await.map_err(|_| StoreError::WriterGone)?;
        match written.await {
            Ok(true) => Ok(()),
            Ok(false) | Err(_) => Err(StoreError::WriterGone),
        }
    }

    pub(super) async fn tail(&self, limit: u32) -> Result<Vec<AuditLine>, StoreError> {
        let rows = sqlx::query(
            "SELECT at, request, operator, on_behalf_of, purpose, action, subject, outcome, golden FROM line \
             ORDER BY id DESC LIMIT ?1",
        )
        .bind(limit)
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(line).collect()
    }

    pub(super) async fn close(&self) -> Result<(), StoreError> {
        drop(self.entries.write().unwrap_or_else(PoisonError::into_inner).take());
        self.reader.close().await;
        match self.writer.lock().await.take() {
            Some(writer) => writer.await.map_err(|_| StoreError::WriterGone)?,
            None => Ok(()),
        }
    }
}

async fn write(
    mut connection: SqliteConnection,
    lock: PathBuf,
    mut queue: mpsc::Receiver<Entry>,
) -> Result<(), StoreError> {
    let mut group = Vec::new();
    let mut chain = None;
    while queue.recv_many(&mut group, LARGEST_GROUP).await > 0 {
        let (lines, waiting): (Vec<_>, Vec<_>) =
            group.drain(..).map(|Entry { line, done }| (line, done)).unzip();
        let written = append_all(&mut connection, &lock, &mut chain, &lines).await;
        if let Err(error) = &written {
            tracing::error!(%error, "the audit trail could not be written");
        }
        for done in waiting {
            // Who gave up waiting needs no answer; the line is written all the same.
            done.send(written.is_ok()).ok();
        }
    }
    connection.close().await?;
    Ok(())
}

fn line(row: &SqliteRow) -> Result<AuditLine, StoreError> {
    let golden: Vec<String> =
        serde_json::from_str(row.try_get("golden")?).map_err(|_| StoreError::Document)?;
    Ok(AuditLine {
        at: time(row.try_get("at")?),
        request: row.try_get("request")?,
        operator: row.try_get("operator")?,
        on_behalf_of: row.try_get("on_behalf_of")?,
        purpose: row.try_get("purpose")?,
        action: row.try_get("action")?,
        subject: row.try_get("subject")?,
        outcome: row.try_get("outcome")?,
        golden: golden.into_iter().map(GoldenId).collect(),
    })
}

/// Any number of lines by one prepared statement with one parameter. One statement is one transaction is one sync.
async fn append_all(
    connection: &mut SqliteConnection,
    lock: &Path,
    chain: &mut Option<Chain>,
    lines: &[AuditLine],
) -> Result<(), StoreError> {
    let chain = match chain {
        Some(chain) => chain,
        None => chain.insert(Chain::take_up(connection, lock).await?),
    };
    let mut end = chain.end;
    let mut rows = Vec::with_capacity(lines.len());
    for line in lines {
        let golden = serde_json::to_string(&line.golden).map_err(|_| StoreError::Document)?;
        end = end.after(chain.run, line, &golden);
        rows.push((
            end.id,
            line.at.as_microsecond(),
            &line.request,
            &line.operator,
            &line.on_behalf_of,
            &line.purpose,
            &line.action,
            &line.subject,
            &line.outcome,
            golden,
            chain.run,
            hexadecimal(&end.link),
        ));
    }
    let rows = serde_json::to_string(&rows).map_err(|_| StoreError::Document)?;
    sqlx::query(
        "INSERT INTO line (id, at, request, operator, on_behalf_of, purpose, action, subject, outcome, golden, run, link) \
         SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, \
         value ->> 8, value ->> 9, value ->> 10, unhex(value ->> 11) FROM json_each(?1)",
    )
    .bind(rows)
    .execute(connection)
    .await?;
    chain.end = end;
    Ok(())
}
