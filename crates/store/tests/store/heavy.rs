//! A person of very many records among a state of others.
//!
//! `CISS_RECORDS=5000 CISS_PEOPLE=20000` runs the long form, and says how long a document takes; `CISS_BATCH=100` in
//! batches of one size alone.

#![allow(clippy::print_stdout, reason = "the long form says how long it took")]

use std::time::{Duration, Instant};

use ciss_contract::document::SourceDocument;
use ciss_records::{Dossiers as _, Page};
use ciss_simulator::World;
use ciss_store::{Durability, SqliteStore};
use jiff::civil::date;

use crate::often::{PLATE, is_wanted, offender, owner, send};

fn asked(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|number| number.parse().ok()).unwrap_or(usual)
}

/// An order that depends on nothing but the number of documents.
fn shuffle(documents: &mut [SourceDocument]) {
    let mut drawn = 0x9e37_79b9_7f4a_7c15_u64;
    for at in (1..documents.len()).rev() {
        drawn = drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        documents.swap(at, usize::try_from(drawn >> 33).unwrap() % (at + 1));
    }
}

async fn check(people: usize, records: usize, batch: usize) {
    let data = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(data.path(), Durability::Bulk).await.unwrap();
    let world = World { people: u64::try_from(people).unwrap(), seed: 11, today: date(2026, 1, 20) };
    let is_other = |document: &SourceDocument| {
        document.vehicles.iter().all(|vehicle| vehicle.plate.as_deref() != Some(PLATE))
    };
    let mut others: Vec<SourceDocument> = world.documents().filter(is_other).collect();
    let mut documents = offender(records);
    // The last of the others arrive among the person's own.
    let mixed = others.split_off(others.len().saturating_sub(records / 2));
    documents.extend(mixed);
    shuffle(&mut documents);
    shuffle(&mut others);
    send(&store, &others, 8_192).await;
    let started = Instant::now();
    let mut lately = Instant::now();
    for (at, documents) in documents.chunks(batch).enumerate() {
        send(&store, documents, batch).await;
        if batch == 1 && (at + 1) % 500 == 0 {
            println!("{} arrivals: {:?} each of the last 500", at + 1, lately.elapsed() / 500);
            lately = Instant::now();
        }
    }
    let each = started.elapsed() / u32::try_from(documents.len()).unwrap();
    println!("{people} people, {records} records, batches of {batch}: {each:?} a document");
    let card = owner(&store).await;
    assert_eq!(card.records, u32::try_from(records).unwrap() + 3, "in batches of {batch}");
    assert!(is_wanted(&card), "{records} in batches of {batch}");
    let page = store.dossier(&card.golden, &Page::first()).await.unwrap().unwrap();
    assert_eq!((page.total, page.members.len()), (records + 3, Page::USUAL));
    if std::env::var_os("CISS_RECORDS").is_some() {
        let page = Page::first();
        let looked_up = timed(async || drop(owner(&store).await)).await;
        let read = timed(async || drop(store.dossier(&card.golden, &page).await.unwrap())).await;
        println!("p99 of 200: lookup {looked_up:?}, record page {read:?}");
    }
}

/// The third longest of two hundred.
async fn timed(ask: impl AsyncFn()) -> Duration {
    let mut times = Vec::with_capacity(200);
    for _ in 0..200 {
        let started = Instant::now();
        ask().await;
        times.push(started.elapsed());
    }
    times.sort_unstable();
    times[197]
}

#[tokio::test]
async fn a_person_of_many_records_among_a_state_of_others_is_one_and_wanted() {
    let (people, records) = (asked("CISS_PEOPLE", 300), asked("CISS_RECORDS", 65));
    let batches = match asked("CISS_BATCH", 0) {
        0 => vec![usize::MAX, 100, 1],
        one => vec![one],
    };
    for batch in batches {
        check(people, records, batch).await;
    }
}
