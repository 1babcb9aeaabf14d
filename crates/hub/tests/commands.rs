//! Filling, loading and importing: what is taken in, what is refused and said.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test fails by panicking")]

use std::io::Cursor;
use std::path::Path;

use ciss_contract::query::Query;
use ciss_hub::commands::fill::{Filled, fill};
use ciss_hub::commands::import::import;
use ciss_hub::commands::load::{BadLine, LONGEST_LINE, Loaded, load};
use ciss_hub::commands::{CommandError, Progress};
use ciss_hub::store::{Durability, MemoryStore, SqliteStore, Store};
use ciss_simulator::World;
use jiff::Timestamp;
use jiff::civil::date;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn world(people: u64) -> World {
    World { people, seed: 3, today: date(2026, 11, 22) }
}

async fn load_text(text: Vec<u8>) -> (Loaded, Vec<BadLine>, MemoryStore) {
    let store = MemoryStore::default();
    let mut bad = Vec::new();
    let done = load(&store, Cursor::new(text), NOW, &mut |_| (), &mut |line| bad.push(line)).await.unwrap();
    (done, bad, store)
}

#[tokio::test]
async fn a_bad_line_is_reported_and_stops_nothing() {
    let good = r#"{"source":"RMS","number":"A1","as_of":"2026-01-15T12:00:00Z","persons":[{"name":{"surname":"Ortiz"}}]}"#;
    let lines = [
        good.to_owned(),
        String::new(),
        "{".to_owned(),
        r#"{"source":"RMS","as_of":"2026-01-15T12:00:00Z"}"#.to_owned(),
        r#"{"source":"Secret Name","number":"A2","as_of":"2026-01-15T12:00:00Z"}"#.to_owned(),
        r#"{"source":"RMS","number":"A3","as_of":"2026-01-15T12:00:00Z","matters":[{"kind":"licence","subject":0,"class":null,"status":"LIC","expires":null}]}"#.to_owned(),
        "x".repeat(LONGEST_LINE * 2),
        r#"{"source":"RMS","number":" ","as_of":"2026-01-15T12:00:00Z"}"#.to_owned(),
        good.replace("A1", "A4"),
    ];
    let (done, bad, store) = load_text(lines.join("\n").into_bytes()).await;
    assert_eq!(done, Loaded { documents: 2, bad: 6 });
    assert_eq!(bad.iter().map(|bad| bad.line).collect::<Vec<_>>(), [3, 4, 5, 6, 7, 8]);
    let reasons: Vec<&str> = bad.iter().map(|bad| bad.reason.as_str()).collect();
    assert_eq!(reasons[0], "ends too early, at column 1");
    assert_eq!(reasons[1], "missing field `number`, at column 47");
    assert!(reasons[2].starts_with("a field has a value that it cannot have"), "{reasons:?}");
    assert_eq!(reasons[3], "matters[0] points at person 0 of 0");
    assert_eq!(reasons[4], "longer than 1048576 bytes");
    assert!(reasons.iter().all(|reason| !reason.contains("Secret")));
    assert_eq!(store.feeds().await.unwrap()[0].documents, 2);
}

#[tokio::test]
async fn the_last_line_needs_no_end() {
    for end in ["", "\n", "\r\n"] {
        let line = r#"{"source":"RMS","number":"A1","as_of":"2026-01-15T12:00:00Z"}"#;
        let (done, bad, _) = load_text(format!("{line}{end}").into_bytes()).await;
        assert_eq!((done, bad.len()), (Loaded { documents: 1, bad: 0 }, 0));
    }
}

#[tokio::test]
async fn a_world_is_filled_in_once_and_another_is_refused() {
    let data = tempfile::tempdir().unwrap();
    let mut last = Progress::default();
    let filled = fill(data.path(), world(1_000), NOW, &mut |progress| last = progress).await.unwrap();
    assert_eq!(filled, Filled::Anew);
    assert_eq!(last.documents, u64::try_from(world(1_000).documents().count()).unwrap());
    assert_eq!(last.documents, last.new);

    let later = Timestamp::from_second(3600).unwrap();
    let again = fill(data.path(), world(1_000), later, &mut |progress| last = progress).await.unwrap();
    assert_eq!((again, last.new), (Filled::Already, 0));
    let store = SqliteStore::open(data.path(), Durability::Full).await.unwrap();
    let feeds = store.feeds().await.unwrap();
    assert!(feeds.len() > 10 && feeds.iter().all(|feed| feed.last_received == later), "every feed is fresh");

    let plate = Query::interpret(&world(1_000).example().unwrap().plate).unwrap();
    assert!(!store.chain(&plate).await.unwrap().unwrap().people.is_empty());

    let other = fill(data.path(), world(2_000), NOW, &mut |_| ()).await;
    assert!(matches!(other, Err(CommandError::OtherWorld { .. })));
}

#[tokio::test]
async fn documents_that_others_wrote_are_imported_and_kept() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/niem-samples");
    if !samples.is_dir() {
        println!("skipped: ../shared/niem-samples is absent");
        return;
    }
    let store = MemoryStore::default();
    let report = import(Some(&store), vec![samples.clone()], NOW, &mut |_| ()).await.unwrap();
    let records: usize = report.kinds.iter().map(|kind| kind.records).sum();
    let kept: u64 = store.feeds().await.unwrap().iter().map(|feed| feed.documents).sum();
    assert!(kept > 0 && kept <= u64::try_from(records).unwrap(), "{kept} of {records}");
    assert_eq!(import(None, vec![samples], NOW, &mut |_| ()).await.unwrap(), report);
}
