//! The file: a lock and rows, in SQLite. Nothing here knows a key.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteLockingMode, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection};

use crate::key::{Cost, SALT, Wrapping};
use crate::seal::RowId;
use crate::{SecretKind, TRIES, VaultError};

/// How long another program may hold the file.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the file says before it is opened.
const TABLES: [&str; 2] = [
    "CREATE TABLE IF NOT EXISTS lock (
        only INTEGER PRIMARY KEY CHECK (only = 1), kind INTEGER NOT NULL, salt BLOB NOT NULL, memory INTEGER NOT NULL,
        passes INTEGER NOT NULL, lanes INTEGER NOT NULL, wrapped BLOB NOT NULL, tries INTEGER NOT NULL,
        used_at INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS entry (
        id BLOB PRIMARY KEY, version INTEGER NOT NULL, body BLOB NOT NULL) WITHOUT ROWID",
];

/// What SQLite lays beside the file.
const BESIDE: [&str; 4] = ["", "-wal", "-shm", "-journal"];

/// The file, held by this program alone.
pub(crate) struct Storage(SqliteConnection);

/// The lock as the file has it.
pub(crate) struct Lock {
    pub(crate) wrapping: Wrapping,
    /// How often it was tried since it last opened.
    pub(crate) tries: u8,
    /// When something was last kept or opened.
    pub(crate) used_at: Timestamp,
}

/// A row.
pub(crate) struct Row {
    pub(crate) version: u64,
    pub(crate) body: Vec<u8>,
}

/// A row to be written.
pub(crate) struct NewRow<'a> {
    pub(crate) id: &'a [u8],
    pub(crate) version: u64,
    pub(crate) body: Vec<u8>,
}

type LockColumns = (i64, Vec<u8>, i64, i64, i64, Vec<u8>, i64, i64);

impl Storage {
    /// Opens the file, and makes it where it is missing. Nobody but its owner may read it.
    pub(crate) async fn open(path: &Path) -> Result<Storage, VaultError> {
        if let Some(folder) = path.parent() {
            ciss_private::folder(folder)?;
        }
        ciss_private::file(path)?;
        let mut connection = SqliteConnectOptions::new()
            .filename(path)
            .busy_timeout(PATIENCE)
            .locking_mode(SqliteLockingMode::Exclusive)
            .journal_mode(SqliteJournalMode::Wal)
            // A try is on the disk before it is made.
            .synchronous(SqliteSynchronous::Full)
            .pragma("secure_delete", "ON")
            .pragma("temp_store", "MEMORY")
            .disable_statement_logging()
            .connect()
            .await?;
        for table in TABLES {
            sqlx::query(table).execute(&mut connection).await?;
        }
        Ok(Storage(connection))
    }

    /// The lock; none in a file in which no vault was begun, or was begun and not finished.
    pub(crate) async fn lock(&mut self) -> Result<Option<Lock>, VaultError> {
        let columns: Option<LockColumns> = sqlx::query_as(
            "SELECT kind, salt, memory, passes, lanes, wrapped, tries, used_at FROM lock WHERE only = 1",
        )
        .fetch_optional(&mut self.0)
        .await?;
        columns.map(read_lock).transpose()
    }

    /// Begins a vault: its lock and its index at once, and nothing of what was there before.
    pub(crate) async fn begin(
        &mut self,
        wrapping: &Wrapping,
        index: NewRow<'_>,
        now: Timestamp,
    ) -> Result<(), VaultError> {
        let Wrapping { kind, salt, cost: Cost { memory, passes, lanes }, wrapped } = wrapping;
        let mut all = self.0.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query("DELETE FROM entry").execute(&mut *all).await?;
        sqlx::query(
            "INSERT OR REPLACE INTO lock (only, kind, salt, memory, passes, lanes, wrapped, tries, used_at)
             VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, 0, ?7)",
        )
        .bind(written_kind(*kind))
        .bind(salt.as_slice())
        .bind(i64::from(*memory))
        .bind(i64::from(*passes))
        .bind(i64::from(*lanes))
        .bind(wrapped)
        .bind(now.as_millisecond())
        .execute(&mut *all)
        .await?;
        insert(&mut all, index).await?;
        Ok(all.commit().await?)
    }

    /// Counts a try, on the disk when this returns. None where none is left.
    pub(crate) async fn count_try(&mut self) -> Result<Option<u8>, VaultError> {
        let counted: Option<(i64,)> =
            sqlx::query_as("UPDATE lock SET tries = tries + 1 WHERE only = 1 AND tries < ?1 RETURNING tries")
                .bind(i64::from(TRIES))
                .fetch_optional(&mut self.0)
                .await?;
        Ok(counted.and_then(|(tries,)| u8::try_from(tries).ok()))
    }

    /// It opened.
    pub(crate) async fn opened(&mut self, now: Timestamp) -> Result<(), VaultError> {
        sqlx::query("UPDATE lock SET tries = 0, used_at = ?1 WHERE only = 1")
            .bind(now.as_millisecond())
            .execute(&mut self.0)
            .await?;
        Ok(())
    }

    pub(crate) async fn row(&mut self, id: &[u8]) -> Result<Option<Row>, VaultError> {
        let row: Option<(i64, Vec<u8>)> = sqlx::query_as("SELECT version, body FROM entry WHERE id = ?1")
            .bind(id)
            .fetch_optional(&mut self.0)
            .await?;
        Ok(row.map(|(version, body)| Row { version: version.cast_unsigned(), body }))
    }

    /// Writes rows and takes others out, all of it or nothing.
    pub(crate) async fn change(
        &mut self,
        written: Vec<NewRow<'_>>,
        gone: &[RowId],
        now: Timestamp,
    ) -> Result<(), VaultError> {
        let mut all = self.0.begin_with("BEGIN IMMEDIATE").await?;
        for id in gone {
            sqlx::query("DELETE FROM entry WHERE id = ?1").bind(id.as_slice()).execute(&mut *all).await?;
        }
        for row in written {
            insert(&mut all, row).await?;
        }
        sqlx::query("UPDATE lock SET used_at = ?1 WHERE only = 1")
            .bind(now.as_millisecond())
            .execute(&mut *all)
            .await?;
        Ok(all.commit().await?)
    }

    /// Overwrites all that could open it, and lets go of the rest.
    pub(crate) async fn wipe(&mut self) -> Result<(), VaultError> {
        let mut all = self.0.begin_with("BEGIN IMMEDIATE").await?;
        for statement in [
            "UPDATE lock SET wrapped = zeroblob(length(wrapped)), salt = zeroblob(length(salt))",
            "DELETE FROM lock",
            "DELETE FROM entry",
        ] {
            sqlx::query(statement).execute(&mut *all).await?;
        }
        all.commit().await?;
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut self.0).await?;
        Ok(())
    }

    /// Lets go of the file.
    pub(crate) async fn close(self) -> Result<(), VaultError> {
        Ok(self.0.close().await?)
    }
}

async fn insert(connection: &mut SqliteConnection, row: NewRow<'_>) -> Result<(), VaultError> {
    sqlx::query("INSERT OR REPLACE INTO entry (id, version, body) VALUES (?1, ?2, ?3)")
        .bind(row.id)
        .bind(row.version.cast_signed())
        .bind(row.body)
        .execute(connection)
        .await?;
    Ok(())
}

fn read_lock(
    (kind, salt, memory, passes, lanes, wrapped, tries, used_at): LockColumns,
) -> Result<Lock, VaultError> {
    let read = || {
        let cost = Cost {
            memory: memory.try_into().ok()?,
            passes: passes.try_into().ok()?,
            lanes: lanes.try_into().ok()?,
        };
        let salt: [u8; SALT] = salt.try_into().ok()?;
        let wrapping = Wrapping { kind: read_kind(kind)?, salt, cost, wrapped };
        let used_at = Timestamp::from_millisecond(used_at).ok()?;
        // What is no number of tries is more than there are.
        Some(Lock { wrapping, tries: tries.try_into().unwrap_or(TRIES), used_at })
    };
    read().ok_or(VaultError::Damaged("lock"))
}

const fn written_kind(kind: SecretKind) -> i64 {
    match kind {
        SecretKind::Pin => 1,
        SecretKind::Passphrase => 2,
    }
}

const fn read_kind(kind: i64) -> Option<SecretKind> {
    match kind {
        1 => Some(SecretKind::Pin),
        2 => Some(SecretKind::Passphrase),
        _ => None,
    }
}

/// Takes the file and all that lies beside it off the disk.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    let mut outcome = Ok(());
    for file in BESIDE.map(|suffix| beside(path, suffix)) {
        match std::fs::remove_file(file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => outcome = Err(error),
            Ok(()) | Err(_) => {}
        }
    }
    outcome
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
