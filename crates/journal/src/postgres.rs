//! PostgreSQL, and what speaks its SQL: one journal that several hubs share.

mod address;
mod cluster;
mod failure;
mod hint;
mod later;
mod read;
mod write;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use tokio::task::JoinSet;

use crate::entry::{Appended, Bookmark, NewEntry, Position, Shard};
use crate::error::JournalError;
use crate::group::{Queue, closed};
use crate::journal::Journal;
use crate::page::Page;
use crate::wake::Bell;
use cluster::{Cluster, Within};
use hint::Hint;
pub use later::PostgresLater;
use write::Writer;

/// How long a read may wait for a server that takes over. Shorter than for an append: a reader has something to show
/// meanwhile, and should say soon that it is stale.
const READING: Duration = Duration::from_secs(5);

/// How a journal in PostgreSQL is reached.
#[derive(Clone)]
pub struct PostgresOptions {
    address: String,
    connections: u32,
    patience: Duration,
    interval: Duration,
}

impl PostgresOptions {
    /// `postgres://user@host:port/database?parameters`, as PostgreSQL's own programs take it. Several hosts stand with commas
    /// between them (`postgres://user@one:5432,two:5432/database`, or `?host=/one,/two`): the one that can be written to is
    /// used, and looked for again when it is lost. The password comes from `PGPASSWORD` or a password file; in an
    /// address it would show in lists of processes. Anything but this machine is spoken to over TLS with a checked certificate.
    pub fn new(address: impl Into<String>) -> PostgresOptions {
        PostgresOptions {
            address: address.into(),
            connections: 8,
            patience: Duration::from_secs(20),
            interval: Duration::from_millis(100),
        }
    }

    /// Connections that are kept at most; one of them listens. At least 2.
    #[must_use]
    pub fn connections(self, connections: u32) -> PostgresOptions {
        PostgresOptions { connections: connections.max(2), ..self }
    }

    /// How long an append may wait, also while another server takes over. At least a second.
    #[must_use]
    pub fn patience(self, patience: Duration) -> PostgresOptions {
        PostgresOptions { patience: patience.max(Duration::from_secs(1)), ..self }
    }

    /// How often one who waits looks by himself. Notifications are quicker where there are any.
    #[must_use]
    pub fn interval(self, interval: Duration) -> PostgresOptions {
        PostgresOptions { interval, ..self }
    }
}

impl fmt::Debug for PostgresOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresOptions").field("connections", &self.connections).finish_non_exhaustive()
    }
}

/// A journal in PostgreSQL.
///
/// An append is durable as the servers are: with `synchronous_commit=on` and a synchronous standby it survives the loss of
/// the primary, unless an operator cancels a commit that waits for the standby. A server that does not sync is refused. Of two servers that both take writes after a failed
/// takeover the bookmarks of folds tell which history is which; keeping the old one out is the cluster's business.
///
/// A server is best set to notice that a client has gone (`client_connection_check_interval`). Otherwise an attempt that was
/// given up, as while the synchronous standby is missing, keeps its connection there until its turn comes.
pub struct PostgresJournal {
    cluster: Arc<Cluster>,
    queues: Mutex<Option<HashMap<Shard, Arc<Queue>>>>,
    patience: Duration,
    interval: Duration,
    bell: Bell,
    hint: Hint,
    tasks: tokio::sync::Mutex<JoinSet<()>>,
}

impl PostgresJournal {
    /// Connects, and makes the tables where they are missing. Several hubs may do so at the same time.
    ///
    /// # Errors
    /// [`Unavailable`](crate::JournalErrorKind::Unavailable) where no server that takes writes is found in time,
    /// [`Refused`](crate::JournalErrorKind::Refused) where the address is none, the server lets nobody in, does not sync, or
    /// holds tables of another version; [`Damaged`](crate::JournalErrorKind::Damaged) where a shard's end is not as written.
    pub async fn open(options: &PostgresOptions) -> Result<PostgresJournal, JournalError> {
        let PostgresOptions { address, connections, patience, interval } = options;
        let cluster = Cluster::connect(address::parse(address)?, *connections, *patience).await?;
        let cluster = Arc::new(cluster);
        let (bell, hint) = (Bell::default(), Hint::default());
        let mut tasks = JoinSet::new();
        tasks.spawn(hint::listen(Arc::clone(&cluster), bell.clone()));
        tasks.spawn(hint::notify(Arc::clone(&cluster), hint.clone()));
        Ok(PostgresJournal {
            cluster,
            queues: Mutex::new(Some(HashMap::new())),
            patience: *patience,
            interval: *interval,
            bell,
            hint,
            tasks: tokio::sync::Mutex::new(tasks),
        })
    }

    /// The shard's queue: shards are independent, so each has a writer of its own.
    fn queue(&self, shard: Shard) -> Result<Arc<Queue>, JournalError> {
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        let queues = queues.as_mut().ok_or_else(closed)?;
        let new = || {
            let writer = Writer::new(
                Arc::clone(&self.cluster),
                self.patience / 2,
                self.bell.clone(),
                self.hint.clone(),
            );
            Arc::new(Queue::new(writer, self.patience))
        };
        Ok(Arc::clone(queues.entry(shard).or_insert_with(new)))
    }
}

#[async_trait]
impl Journal for PostgresJournal {
    async fn append(&self, shard: Shard, batch: Vec<NewEntry>) -> Result<Vec<Appended>, JournalError> {
        self.queue(shard)?.append(shard, batch).await
    }

    async fn after(&self, shard: Shard, position: Position, limit: usize) -> Result<Page, JournalError> {
        let read = |pool| async move { read::after(&pool, shard, position, limit).await };
        self.cluster.attempt(Within::patience(READING), read).await
    }

    async fn head(&self, shard: Shard) -> Result<Bookmark, JournalError> {
        let read = |pool| async move { read::head(&pool, shard).await };
        self.cluster.attempt(Within::patience(READING), read).await
    }

    async fn wait(&self, shard: Shard, position: Position) -> Result<Bookmark, JournalError> {
        self.bell.wait(position, self.interval, || self.head(shard)).await
    }

    async fn scrub(&self) -> Result<(), JournalError> {
        // Any shard's writer does it for all: they share the table.
        self.queue(Shard::default())?.scrub().await
    }

    async fn close(&self) {
        let queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner).take();
        for queue in queues.unwrap_or_default().into_values() {
            queue.close().await;
        }
        self.tasks.lock().await.shutdown().await;
        self.cluster.close().await;
        self.bell.ring();
    }
}
