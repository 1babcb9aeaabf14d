//! What it costs to keep golden records right as documents arrive one by one, each on disk before the next, with the
//! whole state on file.

use std::time::Instant;

use anyhow::Context;
use ciss_contract::document::SourceDocument;
use ciss_records::{Arrival, Ingest as _, ReceivedDocument};
use ciss_store::{Durability, SqliteStore};
use jiff::Timestamp;
use serde::Serialize;

use crate::world;

/// Documents that are timed.
const TIMED: usize = 2_000;
/// Documents to a batch of the load before.
const BATCH: usize = 8_192;

#[derive(Serialize)]
pub(crate) struct Arrivals {
    /// Records on file before the first timed document.
    records: usize,
    /// Milliseconds for a document and the golden records that it touches, by share of documents.
    p50: f64,
    p95: f64,
    p99: f64,
}

pub(crate) fn measure(records: usize) -> anyhow::Result<Arrivals> {
    eprintln!("filling a hub with {records} records");
    let runtime = tokio::runtime::Runtime::new()?;
    let folder = tempfile::tempdir()?;
    let world = world::world(records);
    // Every hundredth document stays back and arrives later: its person is known already.
    let (mut kept_back, mut batch, mut filled) = (Vec::new(), Vec::new(), 0);
    runtime.block_on(async {
        let store = SqliteStore::open(folder.path(), Durability::Bulk).await?;
        for (number, document) in world.documents().enumerate() {
            if number % 100 == 7 && kept_back.len() < TIMED {
                kept_back.push(arrival(document)?);
                continue;
            }
            filled += document.persons.len();
            batch.push(arrival(document)?);
            if batch.len() == BATCH {
                store.ingest(std::mem::take(&mut batch)).await?;
            }
        }
        store.ingest(std::mem::take(&mut batch)).await?;
        store.close().await?;
        eprintln!("timing {} documents", kept_back.len());
        let store = SqliteStore::open(folder.path(), Durability::Full).await?;
        let mut times = Vec::with_capacity(kept_back.len());
        for arrival in kept_back {
            let started = Instant::now();
            store.ingest(vec![arrival]).await?;
            times.push(started.elapsed().as_secs_f64() * 1e3);
        }
        times.sort_by(f64::total_cmp);
        let at =
            |share: usize| times.get(times.len() * share / 100).copied().context("no document was timed");
        Ok(Arrivals { records: filled, p50: at(50)?, p95: at(95)?, p99: at(99)? })
    })
}

fn arrival(document: SourceDocument) -> anyhow::Result<Arrival> {
    let bytes = serde_json::to_vec(&document)?;
    let received = ReceivedDocument::new(&document, "application/json", bytes, Timestamp::UNIX_EPOCH);
    Ok(Arrival { received, document })
}

impl Arrivals {
    pub(crate) fn print(&self) {
        let Arrivals { records, p50, p95, p99 } = self;
        println!(
            "\na document arrives, {records} records on file: p50 {p50:.2} ms, p95 {p95:.2} ms, p99 {p99:.2} ms"
        );
    }
}
