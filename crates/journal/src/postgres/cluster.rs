//! Finding the server that takes writes, and another one when it is lost.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions, Connection};
use tokio::time::{Instant, sleep, timeout, timeout_at};

use super::failure::Failure;
use crate::error::{JournalError, JournalErrorKind};
use crate::stored;

const MIGRATIONS: &[(i64, &str, &str)] =
    &[(1, "entry", include_str!("../../migrations/postgres/0001_entry.sql"))];

/// How long a server may take to let a connection in.
const CONNECTING: Duration = Duration::from_secs(3);

/// The first pause between attempts; it doubles.
const SHORTEST_PAUSE: Duration = Duration::from_millis(10);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// The servers of one database.
pub(super) struct Cluster {
    hosts: Vec<PgConnectOptions>,
    connections: u32,
    present: RwLock<Arc<Present>>,
    /// Held by whoever looks for another server, so that one does it for all.
    looking: tokio::sync::Mutex<()>,
}

/// The server in use.
pub(super) struct Present {
    number: u64,
    host: usize,
    pub(super) pool: PgPool,
}

/// How long work may take.
#[derive(Clone, Copy)]
pub(super) struct Within {
    /// From when on it is not begun again.
    pub(super) deadline: Instant,
    /// How long one attempt may take. A server that hangs, or was cut off with its connections open, does not say so.
    pub(super) each: Duration,
}

impl Within {
    /// Time for two attempts: a server that hangs takes one, and another one is to be left for the server that takes over.
    pub(super) fn patience(patience: Duration) -> Within {
        Within { deadline: Instant::now() + patience, each: patience / 2 }
    }
}

impl Cluster {
    /// Finds the server that takes writes and brings its tables up to date.
    pub(super) async fn connect(
        hosts: Vec<PgConnectOptions>,
        connections: u32,
        patience: Duration,
    ) -> Result<Cluster, JournalError> {
        let within = Within::patience(patience);
        let deadline = within.deadline;
        let host = find(&hosts, 0, deadline).await?;
        let present = Present { number: 0, host, pool: pool(&hosts, host, connections) };
        let present = RwLock::new(Arc::new(present));
        let cluster = Cluster { hosts, connections, present, looking: tokio::sync::Mutex::default() };
        cluster.attempt(within, |pool| async move { migrate(&pool).await }).await?;
        cluster.attempt(within, |pool| async move { check_ends(&pool).await }).await?;
        Ok(cluster)
    }

    /// The server in use.
    pub(super) fn present(&self) -> Arc<Present> {
        Arc::clone(&self.present.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Does work that may be done again, until it succeeds, cannot succeed, or the time is over; at least once.
    pub(super) async fn attempt<T, F, R>(&self, within: Within, mut work: F) -> Result<T, JournalError>
    where
        F: FnMut(PgPool) -> R + Send,
        R: Future<Output = Result<T, Failure>> + Send,
    {
        let mut pause = SHORTEST_PAUSE;
        loop {
            let present = self.present();
            let done = timeout(within.each, work(present.pool.clone())).await;
            let silent = done.is_err();
            let error = match done.unwrap_or_else(|_| Err(Failure::silent())) {
                Ok(done) => return Ok(done),
                Err(Failure::Final(error)) => return Err(error),
                Err(Failure::Again(error)) => error,
                Err(Failure::Lost(error)) => {
                    // Also where the time is over: the next call finds the server that takes over.
                    self.replace(&present, silent, within.deadline).await?;
                    error
                }
            };
            if Instant::now() + pause >= within.deadline {
                return Err(error);
            }
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Looks for a server in place of the one that was lost. Where that one was silent, the others are asked first.
    async fn replace(&self, lost: &Present, silent: bool, deadline: Instant) -> Result<(), JournalError> {
        // Who has less time than the one who is looking does not wait for him.
        let Ok(_looking) = timeout_at(deadline, self.looking.lock()).await else {
            return Err(JournalError::unavailable("the database does not answer"));
        };
        if self.present().number != lost.number {
            return Ok(());
        }
        if lost.pool.is_closed() {
            return Err(crate::group::closed());
        }
        let host = find(&self.hosts, lost.host + usize::from(silent), deadline).await?;
        let pool = pool(&self.hosts, host, self.connections);
        let present = Present { number: lost.number + 1, host, pool };
        *self.present.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(present);
        // Closing waits for those who still use it.
        let old = lost.pool.clone();
        tokio::spawn(async move { old.close().await });
        Ok(())
    }

    pub(super) async fn close(&self) {
        self.present().pool.close().await;
    }
}

fn pool(hosts: &[PgConnectOptions], host: usize, connections: u32) -> PgPool {
    // Connections are not tested before use: one that broke is an attempt that failed.
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(CONNECTING)
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_lazy_with(hosts[host % hosts.len()].clone())
}

/// The index of a server that takes writes. Asks from `first` on, in turn, until the deadline, and each at least once.
async fn find(hosts: &[PgConnectOptions], first: usize, deadline: Instant) -> Result<usize, JournalError> {
    let mut pause = SHORTEST_PAUSE;
    loop {
        let mut why = None;
        for host in (first..first + hosts.len()).map(|index| index % hosts.len()) {
            let error = match timeout(CONNECTING, probe(&hosts[host])).await {
                Ok(Ok(())) => return Ok(host),
                Ok(Err(Failure::Again(error) | Failure::Lost(error) | Failure::Final(error))) => error,
                Err(_) => JournalError::unavailable("the database does not answer"),
            };
            // What waiting may mend says more about the cluster than what it does not.
            if why.as_ref().is_none_or(|why: &JournalError| why.kind() != JournalErrorKind::Unavailable) {
                why = Some(error);
            }
        }
        let why = why.unwrap_or_else(|| JournalError::refused("it names no host"));
        if why.kind() != JournalErrorKind::Unavailable || Instant::now() + pause >= deadline {
            return Err(why);
        }
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Does the server take writes, and keep them?
async fn probe(host: &PgConnectOptions) -> Result<(), Failure> {
    let mut connection = host.connect().await?;
    let read_only: String =
        sqlx::query_scalar("SHOW transaction_read_only").fetch_one(&mut connection).await?;
    if read_only != "off" {
        return Err(Failure::Lost(JournalError::unavailable("the server takes no writes")));
    }
    for setting in ["SHOW synchronous_commit", "SHOW fsync"] {
        // A relative of PostgreSQL that does not know the setting has nothing to be switched off.
        let value: Result<String, _> = sqlx::query_scalar(setting).fetch_one(&mut connection).await;
        if value.is_ok_and(|value| value == "off") {
            return Err(JournalError::refused("the server does not wait for its disk").into());
        }
    }
    // The answer is there; how the connection ends changes nothing.
    connection.close().await.ok();
    Ok(())
}

async fn migrate(pool: &PgPool) -> Result<(), Failure> {
    match stored::migrator(MIGRATIONS).run(pool).await {
        Ok(()) => Ok(()),
        // Another hub makes the same tables at the same moment; the next attempt finds them made.
        Err(
            sqlx::migrate::MigrateError::Execute(sqlx::Error::Database(error))
            | sqlx::migrate::MigrateError::ExecuteMigration(sqlx::Error::Database(error), _),
        ) if error
            .code()
            .is_some_and(|code| ["23505", "42P07", "42710", "XX000"].contains(&code.as_ref())) =>
        {
            Err(Failure::Again(JournalError::unavailable("another program makes its tables")))
        }
        Err(
            sqlx::migrate::MigrateError::Execute(error)
            | sqlx::migrate::MigrateError::ExecuteMigration(error, _),
        ) => Err(error.into()),
        Err(_) => Err(stored::another_version().into()),
    }
}

/// Does every shard end with the entry that its head names?
async fn check_ends(pool: &PgPool) -> Result<(), Failure> {
    let broken: Option<(i64, i64)> = sqlx::query_as(
        "SELECT head.shard, head.position FROM journal_head head WHERE head.position > 0 AND NOT EXISTS \
         (SELECT 1 FROM journal_entry entry WHERE entry.shard = head.shard AND entry.position = head.position \
         AND entry.link = head.link) OR EXISTS (SELECT 1 FROM journal_entry entry \
         WHERE entry.shard = head.shard AND entry.position > head.position) LIMIT 1",
    )
    .fetch_optional(pool)
    .await?;
    match broken {
        Some((shard, position)) => Err(stored::broken_end(shard, stored::unsigned(position)).into()),
        None => Ok(()),
    }
}
