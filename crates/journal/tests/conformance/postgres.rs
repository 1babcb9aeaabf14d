//! What holds of PostgreSQL alone.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ciss_journal::{Journal, JournalErrorKind, Position, PostgresJournal, PostgresOptions};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::backend::{Backend, Postgres, SHARD, all_after, append, document, documents, positions};
use crate::follow::{Following, Listing};
use crate::server::Server;

/// One server for all of it: starting one takes longer than the tests do.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_holds_of_postgres_alone() {
    let Some(server) = Server::start(&[]) else { return };
    let server = Arc::new(server);
    hubs_that_start_together_make_the_tables_once(&Postgres::new(&server)).await;
    an_end_that_does_not_fit_or_another_version_is_refused(&Postgres::new(&server)).await;
    writers_go_on_when_their_connections_are_ended(&Postgres::new(&server)).await;
    another_hub_hears_of_an_append(&Postgres::new(&server)).await;
    what_cannot_work_is_said(&server).await;
    drop(server);
    a_journal_that_is_away_is_said_and_comes_back().await;
}

async fn refused(address: String) -> JournalErrorKind {
    let options = PostgresOptions::new(address).patience(Duration::from_secs(2));
    PostgresJournal::open(&options).await.err().unwrap().kind()
}

async fn hubs_that_start_together_make_the_tables_once(backend: &Postgres) {
    let address = backend.server.address(&backend.database);
    let mut hubs = JoinSet::new();
    for hub in 0..6 {
        let options = PostgresOptions::new(address.clone()).connections(2);
        hubs.spawn(async move {
            let journal = PostgresJournal::open(&options).await.unwrap();
            journal.append(SHARD, vec![document(&format!("{hub}"))]).await.unwrap();
        });
    }
    hubs.join_all().await;
    assert_eq!(
        positions(&all_after(&backend.connect().await, Position::START, 10).await),
        [1, 2, 3, 4, 5, 6]
    );
}

async fn an_end_that_does_not_fit_or_another_version_is_refused(backend: &Postgres) {
    let address = backend.server.address(&backend.database);
    let journal = backend.open().await;
    append(&journal, &["a", "b"]).await;
    journal.close().await;
    backend.spoil("UPDATE head SET link = x'00'");
    assert_eq!(refused(address.clone()).await, JournalErrorKind::Damaged);
    backend.spoil("UPDATE head SET link = (SELECT link FROM entry WHERE position = 2)");
    backend.spoil("INSERT INTO journal_migration VALUES (99, 'later', now(), TRUE, x'00', 0)");
    assert_eq!(refused(address).await, JournalErrorKind::Refused);
}

async fn writers_go_on_when_their_connections_are_ended(backend: &Postgres) {
    let journals = [backend.open().await, backend.open().await];
    let done = Arc::new(AtomicBool::new(false));
    let mut writers = JoinSet::new();
    for writer in 0..8_usize {
        let (journal, done) = (Arc::clone(&journals[writer % 2]), Arc::clone(&done));
        writers.spawn(async move {
            let mut told = Vec::new();
            for number in 0.. {
                if done.load(Ordering::Relaxed) {
                    break;
                }
                let entry = document(&format!("{writer} {number}"));
                let name = entry.name;
                told.push((journal.append(SHARD, vec![entry]).await.unwrap()[0].position, name));
            }
            told
        });
    }
    let head = async || journals[0].head(SHARD).await.unwrap().position;
    for _ in 0..5 {
        let before = head().await;
        let ended = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
                     WHERE application_name = 'ciss-journal' AND datname = current_database()";
        assert_ne!(backend.server.tell(&backend.database, ended), "0");
        journals[0].wait(SHARD, Position(before.0 + 16)).await.unwrap();
    }
    done.store(true, Ordering::Relaxed);
    let mut told: Vec<_> = writers.join_all().await.into_iter().flatten().collect();
    told.sort();
    let entries = all_after(&*journals[1], Position::START, 500).await;
    let written: Vec<_> = entries.iter().map(|entry| (entry.position, entry.name)).collect();
    assert_eq!(told, written, "nothing lost, nothing twice");
}

async fn another_hub_hears_of_an_append(backend: &Postgres) {
    let address = backend.server.address(&backend.database);
    // Who waits does not look by himself within the time of this test.
    let options = PostgresOptions::new(address).interval(Duration::from_secs(3600));
    let hubs =
        [PostgresJournal::open(&options).await.unwrap(), PostgresJournal::open(&options).await.unwrap()];
    let listening =
        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()";
    backend.server.eventually("both listen", || backend.server.tell(&backend.database, listening) == "2");
    for number in 0..5_u64 {
        let (told, appended) = tokio::join!(
            timeout(Duration::from_secs(20), hubs[1].wait(SHARD, Position(number))),
            hubs[0].append(SHARD, vec![document(&number.to_string())]),
        );
        assert_eq!(told.unwrap().unwrap().position, appended.unwrap()[0].position);
    }
}

async fn what_cannot_work_is_said(server: &Server) {
    assert_eq!(refused(server.address("no_such_database")).await, JournalErrorKind::Refused);
    assert_eq!(refused("postgres:///x?host=/no/such/folder".to_owned()).await, JournalErrorKind::Unavailable);
    let address = server.address("postgres").replace("postgres:///", "http:///");
    assert_eq!(refused(address).await, JournalErrorKind::Refused);
    let unsafe_one = Server::start(&["fsync=off"]).unwrap();
    assert_eq!(refused(unsafe_one.address("postgres")).await, JournalErrorKind::Refused);
}

async fn a_journal_that_is_away_is_said_and_comes_back() {
    let mut server = Server::start(&[]).unwrap();
    let options = PostgresOptions::new(server.address("postgres")).patience(Duration::from_secs(1));
    let journal: Arc<dyn Journal> = Arc::new(PostgresJournal::open(&options).await.unwrap());
    append(&journal, &["a", "b"]).await;
    let fold = Listing::default();
    let mut following = Following::start(&journal, &fold);
    following.reached(2).await;

    server.kill();
    let error = journal.append(SHARD, documents(&["c"])).await.unwrap_err();
    assert_eq!(error.kind(), JournalErrorKind::Unavailable);
    while following.observer.progress().stale_since.is_none() {
        following.observer.changed().await.unwrap();
    }
    let stale = following.observer.progress();
    assert_eq!((stale.applied.position, fold.seen().len()), (Position(2), 2), "what was derived stays");

    server.restart(&[], 5432);
    append(&journal, &["c"]).await;
    following.reached(3).await;
    assert_eq!(following.observer.progress().stale_since, None);
    following.stop().await.unwrap();
    assert_eq!(fold.seen(), [1, 2, 3]);
}
