//! `cargo xtask bench journal`, second half: what hubs do with the journal. How fast one takes documents in by itself, how soon a
//! document that one hub has kept is seen at another, how fast a new hub catches up, and how long golden records take to be
//! made anew.
//!
//! Hubs are the library's, in this one process; PostgreSQL is a server of this run's own, reached over a local socket.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a benchmark prints, and stops where it fails"
)]

mod figures;

#[allow(dead_code, reason = "each program uses a part of it")]
#[path = "../../../crates/journal/tests/support/server.rs"]
mod server;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ciss_contract::document::SourceDocument;
use ciss_contract::query::Query;
use ciss_hub::commands::load::load;
use ciss_identity::clock::SystemClock;
use ciss_intake::{Holdings, JournalPlace, rebuild};
use ciss_journal::PostgresOptions;
use ciss_records::Lookups as _;
use ciss_simulator::World;
use ciss_store::Durability;
use clap::Parser;
use jiff::Timestamp;

use figures::{Figures, Milliseconds, Rate};

/// Measures hubs on a journal.
#[derive(Parser)]
struct Arguments {
    /// People of the world that is taken in.
    #[arg(long, default_value_t = 50_000)]
    people: u64,
    /// Documents that are seen at another hub.
    #[arg(long, default_value_t = 300)]
    seen: usize,
    /// A hub's folder, its journal within, whose golden records are made anew.
    #[arg(long)]
    filled: Option<PathBuf>,
    /// Writes the figures there as JSON.
    #[arg(long)]
    json: Option<PathBuf>,
    /// What `cargo bench` adds.
    #[arg(long, hide = true)]
    bench: bool,
}

#[tokio::main]
async fn main() {
    let arguments = Arguments::parse();
    let folder = tempfile::tempdir().unwrap();
    let world = World { people: arguments.people, seed: 1, today: jiff::Zoned::now().date() };
    let lines: Vec<Vec<u8>> =
        world.documents().map(|document| serde_json::to_vec(&document).unwrap()).collect();
    let documents = lines.len() as u64;
    let feed = lines.join(&b'\n');

    let alone = folder.path().join("alone");
    let ingest = take_in(&alone, &JournalPlace::Folder, feed.clone(), documents).await;
    let (mut catch_up, mut shared, mut seen) = (None, None, None);
    if let Some(server) = server::Server::start(&["max_wal_size=4GB"]) {
        let place = JournalPlace::Shared(PostgresOptions::new(server.address("postgres")));
        let [a, b] = ["a", "b"].map(|name| folder.path().join(name));
        shared = Some(take_in(&a, &place, feed, documents).await);
        let started = Instant::now();
        let hub = open(&b, &place).await;
        hub.intake.caught_up().await.unwrap();
        catch_up = Some(Rate::of(documents, started.elapsed()));
        let first = open(&a, &place).await;
        seen = Some(seen_at(&first, &hub, &world, arguments.seen).await);
        first.close().await.unwrap();
        hub.close().await.unwrap();
    }
    let again = arguments.filled.as_deref().unwrap_or(&alone);
    let rebuilt = make_anew(again).await;
    let figures = Figures { people: arguments.people, documents, ingest, shared, catch_up, seen, rebuilt };
    print!("{figures}");
    if let Some(file) = arguments.json {
        std::fs::write(file, serde_json::to_vec_pretty(&figures).unwrap()).unwrap();
    }
}

async fn open(data: &Path, place: &JournalPlace) -> Holdings {
    std::fs::create_dir_all(data).unwrap();
    Holdings::open(data, place, Durability::Bulk, Arc::new(SystemClock)).await.unwrap()
}

async fn take_in(data: &Path, place: &JournalPlace, feed: Vec<u8>, documents: u64) -> Rate {
    eprintln!("taking {documents} documents in");
    let hub = open(data, place).await;
    let started = Instant::now();
    let input = std::io::Cursor::new(feed);
    let loaded = load(&hub.intake, input, Timestamp::now(), &mut |_| (), &mut |_| ()).await.unwrap();
    hub.close().await.unwrap();
    assert_eq!(loaded.documents, documents);
    Rate::of(documents, started.elapsed())
}

/// A registration of a plate that nobody has, as of now; none of another world's plates is like it.
fn registration(like: &SourceDocument, number: usize) -> (Vec<u8>, Query) {
    let mut document = like.clone();
    let plate = format!("ZZ{number:05}");
    document.number = format!("SEEN-{number}");
    document.vehicles[0].plate = Some(plate.clone());
    document.vehicles[0].vin = None;
    (serde_json::to_vec(&document).unwrap(), Query::interpret(&plate).unwrap())
}

/// Milliseconds from the moment when the first hub says that a document is kept until the other finds it by its plate.
async fn seen_at(first: &Holdings, other: &Holdings, world: &World, times: usize) -> Milliseconds {
    eprintln!("{times} documents, kept by one hub, seen at another");
    let like = world.documents().find(|document| document.vehicles.iter().any(|car| car.plate.is_some()));
    let like = like.unwrap();
    let mut durations = Vec::new();
    for number in 0..times {
        let (line, plate) = registration(&like, number);
        let store = Arc::clone(&other.store);
        let seeing = tokio::spawn(async move {
            while store.chain(&plate).await.unwrap().is_none() {
                tokio::time::sleep(Duration::from_micros(500)).await;
            }
            Instant::now()
        });
        let input = std::io::Cursor::new(line);
        load(&first.intake, input, Timestamp::now(), &mut |_| (), &mut |_| ()).await.unwrap();
        let kept = Instant::now();
        durations.push(seeing.await.unwrap().saturating_duration_since(kept));
    }
    Milliseconds::of(durations)
}

async fn make_anew(data: &Path) -> Rate {
    eprintln!("making the golden records of {} anew", data.display());
    let started = Instant::now();
    let mut entries = 0;
    rebuild(data, &JournalPlace::Folder, &mut |_, head| entries = head.0).await.unwrap();
    Rate::of(entries, started.elapsed())
}
