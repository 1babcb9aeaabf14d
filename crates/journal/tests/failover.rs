//! A primary and its synchronous standby, writers at work; the primary dies or hangs, the standby is promoted. The writers go
//! on by themselves and nothing acknowledged is lost.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "each program uses a part of it")]
#[path = "support/server.rs"]
mod server;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ciss_journal::{
    Body, Journal, Kind, Name, NewEntry, Outcome, Position, PostgresJournal, PostgresOptions, Shard,
};
use jiff::Timestamp;
use server::Server;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};

const SHARD: Shard = Shard(0);
const WRITERS: usize = 6;

fn entry(writer: usize, number: usize) -> NewEntry {
    let body = format!("{writer} {number}").into_bytes();
    NewEntry::new(Kind::DOCUMENT, Name::of(&[&body]), Timestamp::UNIX_EPOCH, body)
}

/// A primary, its synchronous standby, and how a journal reaches whichever takes writes. None where PostgreSQL is missing.
fn pair() -> Option<(Server, Server, PostgresOptions)> {
    let primary = Server::start(&["synchronous_standby_names=*"])?;
    let standby = primary.standby("second");
    // Until then it takes part only asynchronously, and what it lacks could be lost.
    let state = "SELECT sync_state FROM pg_stat_replication";
    primary.eventually("the standby is synchronous", || primary.tell("postgres", state) == "sync");
    let hosts = format!("{},{}", primary.home().display(), standby.home().display());
    let address = format!("postgres:///postgres?host={hosts}&user=postgres");
    Some((primary, standby, PostgresOptions::new(address).connections(4)))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_primary_that_hangs_is_left_for_the_one_that_takes_over() {
    let Some((primary, standby, options)) = pair() else { return };
    // An append may take two attempts, one at each server; a reader asks the second server after its own first attempt.
    let journal = PostgresJournal::open(&options.clone().patience(Duration::from_secs(4))).await.unwrap();
    let reader = PostgresJournal::open(&options).await.unwrap();
    journal.append(SHARD, vec![entry(0, 0)]).await.unwrap();
    assert_eq!(reader.head(SHARD).await.unwrap().position, Position(1));

    primary.freeze();
    standby.tell("postgres", "SELECT pg_promote()");
    let started = Instant::now();
    let appended = journal.append(SHARD, vec![entry(0, 1)]).await.unwrap()[0];
    println!("appended {:?} after the primary began to hang", started.elapsed());
    assert_eq!(appended.position, Position(2));
    let page = reader.after(SHARD, Position::START, 9).await.unwrap();
    assert_eq!(page.entries.len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_when_the_primary_dies() {
    let Some((mut primary, standby, options)) = pair() else { return };
    // Two programs' worth of journals, as two hubs have.
    let journals =
        [PostgresJournal::open(&options).await.unwrap(), PostgresJournal::open(&options).await.unwrap()];
    let journals = journals.map(Arc::new);

    let done = Arc::new(AtomicBool::new(false));
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let (journal, done) = (Arc::clone(&journals[writer % 2]), Arc::clone(&done));
        writers.spawn(async move {
            let mut acknowledged = BTreeMap::new();
            let mut number = 0;
            while !done.load(Ordering::Relaxed) {
                let appended = journal.append(SHARD, vec![entry(writer, number)]).await.unwrap()[0];
                assert!(matches!(appended.outcome, Outcome::New | Outcome::Repeated));
                acknowledged.insert(appended.position, (writer, number));
                number += 1;
            }
            acknowledged
        });
    }
    // A hub that follows meanwhile, on a journal of its own.
    let reader = Arc::new(PostgresJournal::open(&options).await.unwrap());
    let followed = tokio::spawn({
        let (reader, done) = (Arc::clone(&reader), Arc::clone(&done));
        async move {
            let mut seen = Vec::new();
            while !done.load(Ordering::Relaxed) {
                let at = Position(seen.len() as u64);
                match reader.after(SHARD, at, 100).await {
                    Ok(page) if page.entries.is_empty() => tokio::time::sleep(Duration::from_millis(5)).await,
                    Ok(page) => seen.extend(page.entries),
                    Err(error) => println!("the reader is told: {error}"),
                }
            }
            seen
        }
    });
    let more = async |count: u64| {
        let before = loop {
            if let Ok(head) = journals[0].head(SHARD).await {
                break head.position;
            }
        };
        let target = Position(before.0 + count);
        while journals[0].wait(SHARD, target).await.is_err() {}
    };
    timeout(Duration::from_secs(30), more(200)).await.unwrap();

    primary.kill();
    let killed = Instant::now();
    standby.tell("postgres", "SELECT pg_promote()");
    println!("promoted after {:?}", killed.elapsed());
    timeout(Duration::from_secs(30), more(1)).await.unwrap();
    println!("first write after {:?}", killed.elapsed());
    timeout(Duration::from_secs(30), more(200)).await.unwrap();

    done.store(true, Ordering::Relaxed);
    let acknowledged: BTreeMap<_, _> = writers.join_all().await.into_iter().flatten().collect();
    let seen = followed.await.unwrap();
    let mut entries = Vec::new();
    loop {
        let at = Position(entries.len() as u64);
        let page = reader.after(SHARD, at, 1_000).await.unwrap();
        if page.entries.is_empty() {
            break;
        }
        entries.extend(page.entries);
    }
    let mut expected = (1..).map(Position);
    assert!(entries.iter().all(|entry| Some(entry.position) == expected.next()), "gapless");
    for (position, (writer, number)) in &acknowledged {
        let stored = &entries[usize::try_from(position.0).unwrap() - 1];
        let new = entry(*writer, *number);
        assert!(stored.name == new.name && stored.body == Body::Whole(new.body), "{position}");
    }
    // Every writer waits for its answer, so nothing that is there was never acknowledged.
    assert_eq!(acknowledged.len(), entries.len());
    assert!(seen == entries[..seen.len()], "who followed read the same history");
    println!("{} acknowledged, {} there", acknowledged.len(), entries.len());
}
