//! Filling, loading and importing: what is taken in, what is refused and said.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test fails by panicking")]

use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use ciss_contract::query::Query;
use ciss_hub::commands::fill::{Filled, fill};
use ciss_hub::commands::import::import;
use ciss_hub::commands::load::{BadLine, LONGEST_LINE, Loaded, load};
use ciss_hub::commands::{CommandError, Progress};
use ciss_identity::clock::SystemClock;
use ciss_intake::{Golden, Intake, JournalPlace};
use ciss_journal::MemoryJournal;
use ciss_records::{Documents as _, FeedLog as _, Folded, Lookups as _, ReceivedDocument};
use ciss_simulator::World;
use ciss_store::{Durability, MemoryStore, SqliteStore};
use jiff::Timestamp;
use jiff::civil::date;

/// 28 November 2026, after everything that the documents say.
const NOW: Timestamp = Timestamp::constant(1_795_867_200, 0);

fn world(people: u64) -> World {
    World { people, seed: 3, today: date(2026, 11, 22) }
}

/// Golden records and their way in.
fn hub() -> (Arc<MemoryStore>, Intake) {
    let store = Arc::new(MemoryStore::default());
    let golden = Golden::Plain(Arc::clone(&store) as Arc<dyn Folded>);
    let intake = Intake::start(Arc::new(MemoryJournal::default()), golden, Arc::new(SystemClock));
    (store, intake)
}

async fn load_text(text: Vec<u8>) -> (Loaded, Vec<BadLine>, Arc<MemoryStore>) {
    let (store, intake) = hub();
    let mut bad = Vec::new();
    let done = load(&intake, Cursor::new(text), NOW, &mut |_| (), &mut |line| bad.push(line)).await.unwrap();
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
    assert_eq!(done, Loaded { documents: 2, held: 0, bad: 6 });
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
        assert_eq!((done, bad.len()), (Loaded { documents: 1, held: 0, bad: 0 }, 0));
    }
}

#[tokio::test]
async fn a_world_is_filled_in_once_and_another_is_refused() {
    let data = tempfile::tempdir().unwrap();
    let mut last = Progress::default();
    let filled = fill(data.path(), &JournalPlace::Folder, world(1_000), NOW, &mut |progress| last = progress)
        .await
        .unwrap();
    assert_eq!(filled, Filled::Anew);
    assert_eq!(last.documents, u64::try_from(world(1_000).documents().count()).unwrap());
    assert_eq!(last.documents, last.new);

    let later = NOW + jiff::SignedDuration::from_hours(1);
    let again =
        fill(data.path(), &JournalPlace::Folder, world(1_000), later, &mut |progress| last = progress)
            .await
            .unwrap();
    assert_eq!((again, last.new), (Filled::Already, 0));
    let store = SqliteStore::open(data.path(), Durability::Full).await.unwrap();
    let feeds = store.feeds().await.unwrap();
    assert!(feeds.len() > 10 && feeds.iter().all(|feed| feed.last_received == later), "every feed is fresh");

    let plate = Query::interpret(&world(1_000).example().unwrap().plate).unwrap();
    assert!(!store.chain(&plate).await.unwrap().unwrap().people.is_empty());

    let other = fill(data.path(), &JournalPlace::Folder, world(2_000), NOW, &mut |_| ()).await;
    assert!(matches!(other, Err(CommandError::OtherWorld { .. })));
}

#[tokio::test]
async fn documents_that_others_wrote_are_imported_and_kept() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/niem-samples");
    if !samples.is_dir() {
        println!("skipped: ../shared/niem-samples is absent");
        return;
    }
    let (store, intake) = hub();
    let report = import(Some(&intake), vec![samples.clone()], NOW, &mut |_| ()).await.unwrap();
    let records: usize = report.kinds.iter().map(|kind| kind.records + kind.withdrawn).sum();
    let kept: u64 = store.feeds().await.unwrap().iter().map(|feed| feed.documents).sum();
    assert!(kept > 0 && kept <= u64::try_from(records).unwrap(), "{kept} of {records}");
    assert_eq!(import(None, vec![samples], NOW, &mut |_| ()).await.unwrap(), report);
}

#[tokio::test]
async fn a_byte_order_mark_costs_no_line_and_a_date_that_lies_ahead_is_counted() {
    let line =
        |number: &str, as_of: &str| format!(r#"{{"source":"RMS","number":"{number}","as_of":"{as_of}"}}"#);
    let text =
        format!("\u{feff}{}\n{}", line("A1", "2026-01-15T12:00:00Z"), line("A2", "9999-01-15T12:00:00Z"));
    let (done, bad, _) = load_text(text.into_bytes()).await;
    assert_eq!((done, bad.len()), (Loaded { documents: 2, held: 1, bad: 0 }, 0));
}

/// A message about a case of one person, sealed or not.
fn case(sealed: bool) -> String {
    format!(
        r#"<CourtCaseQueryResults xmlns:s="urn:structures"><DocumentCreationDate><Date>2026-0{}-01</Date></DocumentCreationDate>
        <Case><CaseDocketID>HHD-CR26-7</CaseDocketID><CaseAugmentation><CaseSealedIndicator>{sealed}</CaseSealedIndicator>
        <CaseCharge><ChargeDescriptionText>Larceny</ChargeDescriptionText></CaseCharge>
        <CaseDefendantParty><EntityPerson s:ref="P1"/></CaseDefendantParty></CaseAugmentation></Case>
        <Person s:id="P1"><PersonName><PersonGivenName>Sela</PersonGivenName><PersonSurName>Sealed</PersonSurName></PersonName></Person>
        </CourtCaseQueryResults>"#,
        if sealed { 2 } else { 1 }
    )
}

#[tokio::test]
async fn what_is_sealed_leaves_by_no_way() {
    let folder = tempfile::tempdir().unwrap();
    for (name, sealed) in [("a-open.xml", false), ("b-sealed.xml", true)] {
        std::fs::write(folder.path().join(name), case(sealed)).unwrap();
    }
    let (store, intake) = hub();
    let report = import(Some(&intake), vec![folder.path().to_owned()], NOW, &mut |_| ()).await.unwrap();
    // The open version is on file, its one document counted, and is shown to nobody since the sealed one came.
    assert_eq!(store.feeds().await.unwrap()[0].documents, 1);
    let read = ciss_exchange::read(case(false).as_bytes(), NOW, &ciss_exchange::Limits::default()).unwrap();
    let open = ReceivedDocument::new(&read.documents[0], "application/xml", case(false).into_bytes(), NOW);
    assert!(store.document(&open.id).await.unwrap().is_none());
    let said = format!("{report} {}", serde_json::to_string(&report.sealed).unwrap());
    assert!(said.contains("b-sealed.xml") && !said.contains("Sela") && !said.contains("Larceny"), "{said}");
    assert_eq!(report.kinds[0].sealed, 1);
}

#[test]
fn exit_codes_say_what_became_of_the_documents() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let good = write("good.xml", &case(false));
    let bad = write("bad.xml", "<broken");
    let line = r#"{"source":"RMS","number":"A1","as_of":"2026-01-15T12:00:00Z"}"#;
    let lines = write("good.ndjson", line);
    let mixed = write("mixed.ndjson", &format!("{line}\n{{"));
    let data = folder.path().join("data").display().to_string();
    for (arguments, expect) in [
        (vec!["import", &good], 0),
        (vec!["import", &good, &bad], 3),
        (vec!["import", "/nonexistent"], 2),
        (vec!["load", "--data", &data, &lines], 0),
        (vec!["load", "--data", &data, &mixed], 3),
        (vec!["load", "--data", &data, "/nonexistent"], 2),
    ] {
        let run =
            std::process::Command::new(env!("CARGO_BIN_EXE_ciss-hub")).args(&arguments).output().unwrap();
        assert_eq!(run.status.code(), Some(expect), "{arguments:?}");
    }
}
