//! The backends, as a test opens, opens again and spoils them.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use ciss_journal::{
    Appended, Entry, Journal, Kind, MemoryJournal, Name, NewEntry, Page, Position, PostgresJournal,
    PostgresOptions, Shard, SqliteJournal,
};
use jiff::Timestamp;
use tempfile::TempDir;

use crate::server::Server;

/// The shard of tests that need only one.
pub(crate) const SHARD: Shard = Shard(0);

/// A place for a journal. Dropped with all that is in it.
#[async_trait]
pub(crate) trait Backend: Send + Sync {
    /// Opens the journal that is there.
    async fn open(&self) -> Arc<dyn Journal>;

    /// Is there something that outlives the journal's value?
    fn is_stored(&self) -> bool {
        true
    }

    /// Runs a statement behind the journal's back. `entry` and `head` are its tables, and `x'00'` is how bytes are written.
    fn spoil(&self, statement: &str);

    /// Does this text stand anywhere in its files? The journal is not in use.
    fn holds(&self, text: &str) -> bool;
}

#[derive(Default)]
pub(crate) struct Memory(Arc<MemoryJournal>);

#[async_trait]
impl Backend for Memory {
    async fn open(&self) -> Arc<dyn Journal> {
        Arc::clone(&self.0) as Arc<dyn Journal>
    }

    fn is_stored(&self) -> bool {
        false
    }

    fn spoil(&self, _: &str) {}

    fn holds(&self, _: &str) -> bool {
        false
    }
}

pub(crate) struct Sqlite(pub(crate) TempDir);

impl Default for Sqlite {
    fn default() -> Self {
        Sqlite(tempfile::tempdir().unwrap())
    }
}

#[async_trait]
impl Backend for Sqlite {
    async fn open(&self) -> Arc<dyn Journal> {
        Arc::new(SqliteJournal::open(&self.0.path().join("journal.sqlite")).await.unwrap())
    }

    fn spoil(&self, statement: &str) {
        let file = self.0.path().join("journal.sqlite");
        let statement = statement.to_owned();
        let run = move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(crate::sqlite::run(&file, &statement));
        };
        std::thread::spawn(run).join().unwrap();
    }

    fn holds(&self, text: &str) -> bool {
        stands_in(text, self.0.path())
    }
}

pub(crate) struct Postgres {
    pub(crate) server: Arc<Server>,
    pub(crate) database: String,
}

impl Postgres {
    /// A database of its own.
    pub(crate) fn new(server: &Arc<Server>) -> Postgres {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let database = format!("journal_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        server.tell("postgres", &format!("CREATE DATABASE {database}"));
        Postgres { server: Arc::clone(server), database }
    }

    pub(crate) async fn connect(&self) -> PostgresJournal {
        PostgresJournal::open(&PostgresOptions::new(self.server.address(&self.database))).await.unwrap()
    }
}

#[async_trait]
impl Backend for Postgres {
    async fn open(&self) -> Arc<dyn Journal> {
        Arc::new(self.connect().await)
    }

    fn spoil(&self, statement: &str) {
        let statement =
            statement.replace("entry", "journal_entry").replace("head", "journal_head").replace("x'", "'\\x");
        self.server.tell(&self.database, &statement);
    }

    fn holds(&self, text: &str) -> bool {
        self.server.tell(&self.database, "CHECKPOINT");
        let folder = "SELECT oid FROM pg_database WHERE datname = current_database()";
        let folder = self.server.tell(&self.database, folder);
        stands_in(text, &self.server.home().join("cluster/base").join(folder))
    }
}

/// Does the text stand in a file of the folder?
fn stands_in(text: &str, folder: &Path) -> bool {
    let status = Command::new("grep")
        .args(["--recursive", "--text", "--quiet", "--fixed-strings", text])
        .arg(folder)
        .status();
    status.unwrap().success()
}

/// A document with this text, named after it.
pub(crate) fn document(text: &str) -> NewEntry {
    let name = Name::of(&[text.as_bytes()]);
    let time = Timestamp::from_microsecond(1_795_000_000_000_001).unwrap();
    NewEntry::new(Kind::DOCUMENT, name, time, text.as_bytes().to_vec())
}

pub(crate) fn documents(texts: &[&str]) -> Vec<NewEntry> {
    texts.iter().map(|text| document(text)).collect()
}

pub(crate) async fn append(journal: &Arc<dyn Journal>, texts: &[&str]) -> Vec<Appended> {
    journal.append(SHARD, documents(texts)).await.unwrap()
}

/// Everything from a position on, read in pages of `limit`.
pub(crate) async fn all_after(journal: &dyn Journal, from: Position, limit: usize) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut at = from;
    loop {
        let Page { before, entries: more, .. } = journal.after(SHARD, at, limit).await.unwrap();
        if let Some(last) = entries.last() {
            assert_eq!(before, last.link);
        }
        let Some(last) = more.last() else { return entries };
        at = last.position;
        entries.extend(more);
    }
}

pub(crate) fn positions(entries: &[Entry]) -> Vec<u64> {
    entries.iter().map(|entry| entry.position.0).collect()
}
