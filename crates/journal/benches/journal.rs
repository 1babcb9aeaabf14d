//! `cargo xtask bench journal`: how fast entries become durable, and how fast a fold catches up.
//!
//! Everything runs on this machine and its disk; PostgreSQL is a server of this run's own, reached over a local socket.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a benchmark prints, and stops where it fails"
)]

#[allow(dead_code, reason = "each program uses a part of it")]
#[path = "../tests/support/server.rs"]
mod server;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ciss_journal::{
    Journal, Kind, MOST_AT_ONCE, Name, NewEntry, Position, PostgresJournal, PostgresOptions, Shard,
    SqliteJournal,
};
use clap::Parser;
use jiff::Timestamp;
use serde::Serialize;
use tokio::task::JoinSet;

const SHARD: Shard = Shard(0);

/// Bytes of a body: about what a document of the synthetic Connecticut has.
const BODY: usize = 700;

/// Entries of a batch, where batches are measured: what loading a file appends at once.
const BATCH: usize = 512;

/// Measures the journal.
#[derive(Parser)]
struct Arguments {
    /// Seconds of each measurement.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// Writes the figures there as JSON.
    #[arg(long)]
    json: Option<PathBuf>,
    /// What `cargo bench` adds.
    #[arg(long, hide = true)]
    bench: bool,
}

/// What one backend does.
#[derive(Serialize)]
struct Figures {
    backend: &'static str,
    appends: Vec<Appends>,
    /// Entries read, checked and handed on a second, from the first to the last.
    catch_up_per_second: f64,
    /// Milliseconds from an append's return at one hub to the end of a wait at another; none where there is one hub only.
    seen_elsewhere: Option<Percentiles>,
}

/// Appending for a while.
#[derive(Serialize)]
struct Appends {
    writers: usize,
    batch: usize,
    entries_per_second: f64,
    /// Milliseconds until an append returned.
    latency: Percentiles,
}

#[derive(Serialize)]
struct Percentiles {
    p50: f64,
    p99: f64,
}

impl Percentiles {
    fn of(mut durations: Vec<Duration>) -> Percentiles {
        durations.sort();
        let at = |part: usize| {
            let index = (durations.len() * part / 100).min(durations.len().saturating_sub(1));
            durations.get(index).map_or(0.0, |duration| duration.as_secs_f64() * 1e3)
        };
        Percentiles { p50: at(50), p99: at(99) }
    }
}

#[tokio::main]
async fn main() {
    let arguments = Arguments::parse();
    let time = Duration::from_secs(arguments.seconds);
    let mut all = Vec::new();
    let folder = tempfile::tempdir().unwrap();
    let sqlite: Arc<dyn Journal> =
        Arc::new(SqliteJournal::open(&folder.path().join("journal.sqlite")).await.unwrap());
    all.push(measure("SQLite", &[sqlite], time).await);
    if let Some(server) = server::Server::start(&["max_wal_size=4GB"]) {
        let options = PostgresOptions::new(server.address("postgres"));
        let hubs = [
            Arc::new(PostgresJournal::open(&options).await.unwrap()) as Arc<dyn Journal>,
            Arc::new(PostgresJournal::open(&options).await.unwrap()) as Arc<dyn Journal>,
        ];
        all.push(measure("PostgreSQL", &hubs, time).await);
    }
    for figures in &all {
        print(figures);
    }
    if let Some(file) = arguments.json {
        std::fs::write(file, serde_json::to_vec_pretty(&all).unwrap()).unwrap();
    }
}

async fn measure(backend: &'static str, hubs: &[Arc<dyn Journal>], time: Duration) -> Figures {
    let mut appends = Vec::new();
    for (writers, batch) in [(1, 1), (20, 1), (1, BATCH)] {
        appends.push(append(hubs, writers, batch, time).await);
    }
    let started = Instant::now();
    let mut at = Position::START;
    while let Some(last) = hubs[0].after(SHARD, at, MOST_AT_ONCE / 4).await.unwrap().entries.last() {
        at = last.position;
    }
    let catch_up_per_second = at.0 as f64 / started.elapsed().as_secs_f64();
    let seen_elsewhere = match hubs {
        [one, other, ..] => Some(seen(one, other, 300).await),
        _ => None,
    };
    Figures { backend, appends, catch_up_per_second, seen_elsewhere }
}

async fn append(hubs: &[Arc<dyn Journal>], writers: usize, batch: usize, time: Duration) -> Appends {
    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for writer in 0..writers {
        let journal = Arc::clone(&hubs[writer % hubs.len()]);
        tasks.spawn(async move {
            let mut durations = Vec::new();
            let mut number = 0_u64;
            while started.elapsed() < time {
                let entries = (0..batch).map(|_| {
                    number += 1;
                    entry(&[
                        &writers.to_be_bytes(),
                        &writer.to_be_bytes(),
                        &number.to_be_bytes(),
                        &batch.to_be_bytes(),
                    ])
                });
                let entries = entries.collect();
                let asked = Instant::now();
                journal.append(SHARD, entries).await.unwrap();
                durations.push(asked.elapsed());
            }
            durations
        });
    }
    let durations: Vec<Duration> = tasks.join_all().await.into_iter().flatten().collect();
    let entries_per_second = (durations.len() * batch) as f64 / started.elapsed().as_secs_f64();
    Appends { writers, batch, entries_per_second, latency: Percentiles::of(durations) }
}

async fn seen(one: &Arc<dyn Journal>, other: &Arc<dyn Journal>, times: u64) -> Percentiles {
    let mut durations = Vec::new();
    for number in 0..times {
        let head = other.head(SHARD).await.unwrap().position;
        let waits = Arc::clone(other);
        let waiting = tokio::spawn(async move {
            waits.wait(SHARD, head).await.unwrap();
            Instant::now()
        });
        one.append(SHARD, vec![entry(&[b"seen", &number.to_be_bytes()])]).await.unwrap();
        let appended = Instant::now();
        durations.push(waiting.await.unwrap().saturating_duration_since(appended));
    }
    Percentiles::of(durations)
}

/// An entry of which no two are alike.
fn entry(parts: &[&[u8]]) -> NewEntry {
    let name = Name::of(parts);
    let body = name.0.iter().copied().cycle().take(BODY).collect();
    NewEntry::new(Kind::DOCUMENT, name, Timestamp::UNIX_EPOCH, body)
}

fn print(Figures { backend, appends, catch_up_per_second, seen_elsewhere }: &Figures) {
    println!("{backend}");
    for Appends { writers, batch, entries_per_second, latency } in appends {
        println!(
            "  {writers:>2} writers, {batch:>3} at once: {entries_per_second:>8.0} entries a second, \
             p50 {:.2} ms, p99 {:.2} ms",
            latency.p50, latency.p99
        );
    }
    println!("  catching up: {catch_up_per_second:.0} entries a second");
    if let Some(seen) = seen_elsewhere {
        println!("  appended at one hub, seen at another: p50 {:.2} ms, p99 {:.2} ms", seen.p50, seen.p99);
    }
}
