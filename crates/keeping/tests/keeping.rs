//! A session with a PIN, real vault files, a keyring in memory: what is kept comes back whole, and nothing of it is anywhere else.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeSet, HashMap};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use ciss_contract::answer::Standing as Stands;
use ciss_contract::ids::PhotoId;
use ciss_contract::ipc::{LockedBy, Settings};
use ciss_contract::lookup::{LookupAnswer, LookupRequest};
use ciss_contract::problem::ErrorCode;
use ciss_contract::session::{Assignment, Operator, Purpose, Session};
use ciss_keeping::{Cost, Keyring, KeyringError, Safe, Safes, Standing};
use jiff::Timestamp;
use serde_json::json;
use tempfile::TempDir;

const CHEAP: Cost = Cost { memory: 8, passes: 1, lanes: 1 };
const PIN: &str = "295107";
const PLATES: usize = 50;
const PEOPLE: usize = 10;

#[derive(Default)]
struct InMemory(Mutex<HashMap<String, String>>);

impl Keyring for InMemory {
    fn get(&self, name: &str) -> Result<Option<String>, KeyringError> {
        Ok(self.0.lock().unwrap().get(name).cloned())
    }

    fn set(&self, name: &str, text: &str) -> Result<(), KeyringError> {
        self.0.lock().unwrap().insert(name.to_owned(), text.to_owned());
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<(), KeyringError> {
        self.0.lock().unwrap().remove(name);
        Ok(())
    }
}

/// All that was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

struct Bench {
    folder: TempDir,
    keyring: Arc<InMemory>,
}

impl Bench {
    fn new() -> Bench {
        Bench { folder: tempfile::tempdir().unwrap(), keyring: Arc::default() }
    }

    fn safe(&self, account: &str) -> Safe {
        Safes::new(self.folder.path().to_owned(), "PEM", self.keyring.clone(), CHEAP, Timestamp::now)
            .of(account)
    }
}

/// Its like is nowhere else.
fn canary(what: &str, number: usize) -> String {
    format!("CANARY-{what}-{:016x}", (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

fn session() -> Session {
    let operator = Operator {
        federation_id: canary("federation", 0),
        name: canary("operator", 0),
        assignment: Assignment::Dispatcher,
        agency: "Middletown PD".into(),
        ori: "CT0008300".into(),
    };
    Session { token: canary("token", 0), operator, demo: true }
}

fn plate(number: usize) -> String {
    format!("QX{number:05}")
}

fn request(number: usize) -> LookupRequest {
    LookupRequest {
        query: plate(number),
        purpose: Purpose::TrafficStop,
        on_behalf_of: canary("behalf", number),
    }
}

fn answer(number: usize) -> LookupAnswer {
    let at = "2026-03-02T13:50:00Z";
    let person = |person: usize| {
        let number = number * PEOPLE + person;
        json!({
            "golden": canary("golden", number), "role": "at_address", "records": 1, "sources": ["RMS"],
            "name": {"surname": canary("surname", number), "given": canary("given", number)},
            "description": canary("description", number),
            "answers": [{
                "question": "wanted", "standing": "no_record", "clear": [{"source": "COLLECT", "as_of": at}]
            }]
        })
    };
    serde_json::from_value(json!({
        "id": canary("lookup", number), "query": {"kind": "plate", "plate": plate(number), "state": "CT"}, "at": at,
        "elapsed_ms": 4, "demo": true, "read_back": canary("read-back", number),
        "headline": {"severity": "danger", "text": canary("headline", number), "detail": ""},
        "people": (0..PEOPLE).map(person).collect::<Vec<_>>(),
        "sources": [{"source": "COLLECT", "outcome": "no_record"}]
    }))
    .unwrap()
}

/// Every canary in a text.
fn canaries(bytes: &[u8]) -> BTreeSet<String> {
    let text = String::from_utf8_lossy(bytes);
    let found = text.match_indices("CANARY-").map(|(at, _)| {
        text[at..].chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect()
    });
    found.collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// What whoever has the disk finds: canaries, plates, the PIN.
fn leaks(bench: &Bench) -> Vec<String> {
    let mut found = Vec::new();
    for file in files(bench.folder.path()) {
        let bytes = std::fs::read(&file).unwrap();
        found.extend(canaries(&bytes));
        let words = (0..PLATES).map(plate).chain([PIN.to_owned(), "reyes".to_owned(), "CANARY".to_owned()]);
        found.extend(words.filter(|word| bytes.windows(word.len()).any(|window| window == word.as_bytes())));
    }
    found
}

// One thread: the log of this test is its own.
#[tokio::test]
async fn a_thousand_canaries_come_back_by_the_pin_and_are_found_nowhere_else() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone());
    let _logging = tracing::subscriber::set_default(subscriber.finish());

    let bench = Bench::new();
    let safe = bench.safe("reyes");
    let weak = safe.begin(LockedBy::Pin, "123456".into(), &session(), Timestamp::now()).await;
    assert_eq!(weak.err().map(|problem| problem.code), Some(ErrorCode::SecretTooWeak));
    let keeping = safe.begin(LockedBy::Pin, PIN.into(), &session(), Timestamp::now()).await.unwrap();
    let settings = Settings { theme: Some(canary("theme", 0)), text_percent: Some(150) };
    keeping.settings(settings.clone());
    let mut planted = canaries(&serde_json::to_vec(&(session(), &settings)).unwrap());
    for number in 0..PLATES {
        keeping.lookup(request(number), answer(number));
        keeping.portrait(&PhotoId(canary("photo", number)), 256, canary("jpeg", number).into_bytes());
        planted.extend(canaries(&serde_json::to_vec(&(request(number), answer(number))).unwrap()));
    }
    assert!(planted.len() >= 1_000, "{}", planted.len());
    let photo = PhotoId(canary("photo", 7));
    assert_eq!(keeping.find_portrait(&photo, 256).await, Some(canary("jpeg", 7).into_bytes()));
    assert_eq!(keeping.find_portrait(&photo, 96).await, None);
    assert_eq!(leaks(&bench), Vec::<String>::new(), "while it is open, write-ahead log included");
    keeping.close().await;
    assert_eq!(leaks(&bench), Vec::<String>::new(), "once it is closed");

    let other = bench.safe("park");
    assert_eq!(other.standing().await.unwrap(), Standing::Absent, "the next shift inherits nothing");
    let wrong = safe.unlock("295108".into()).await.err().map(|problem| problem.code);
    assert_eq!(wrong, Some(ErrorCode::SecretWrong));
    let (keeping, resumed_session, resumed) = safe.unlock(PIN.into()).await.unwrap();
    let whole = serde_json::to_vec(&(&resumed_session, &resumed)).unwrap();
    assert_eq!(canaries(&whole), planted, "all of it comes back");
    let order: Vec<String> = resumed.recent.iter().map(|kept| kept.request.query.clone()).collect();
    assert_eq!(order, (0..PLATES).rev().map(plate).collect::<Vec<_>>(), "the newest first");
    let standings =
        resumed.recent.iter().flat_map(|kept| &kept.answer.people).flat_map(|person| &person.answers);
    assert!(standings.map(|answer| answer.standing).all(|standing| standing == Stands::Stale));

    keeping.destroy().await.unwrap();
    assert_eq!(files(bench.folder.path()), Vec::<PathBuf>::new());
    assert!(bench.keyring.0.lock().unwrap().is_empty());
    let gone = safe.unlock(PIN.into()).await.err().map(|problem| problem.code);
    assert_eq!(gone, Some(ErrorCode::NotSignedIn), "after signing out nothing opens it");
    let logged = log.0.lock().unwrap().clone();
    assert!(!logged.is_empty(), "the log is read");
    assert_eq!(canaries(&logged), BTreeSet::new());
    let said = String::from_utf8_lossy(&logged);
    assert!(!said.contains(PIN) && !(0..PLATES).any(|number| said.contains(&plate(number))));
}

#[tokio::test]
async fn a_session_that_is_over_is_not_resumed_and_all_of_it_goes() {
    let bench = Bench::new();
    let safe = bench.safe("reyes");
    let signed_in = Timestamp::now() - ciss_vault::ENTRIES_LAST;
    let keeping = safe.begin(LockedBy::Pin, PIN.into(), &session(), signed_in).await.unwrap();
    keeping.lookup(request(1), answer(1));
    keeping.close().await;
    assert!(matches!(safe.standing().await, Ok(Standing::Locked { .. })), "something young is in it");
    let refused = safe.unlock(PIN.into()).await.err().map(|problem| problem.code);
    assert_eq!(refused, Some(ErrorCode::NotSignedIn));
    assert_eq!(files(bench.folder.path()), Vec::<PathBuf>::new());
}

#[tokio::test]
async fn a_plate_is_kept_once_with_its_last_answer() {
    let bench = Bench::new();
    let safe = bench.safe("reyes");
    let keeping = safe.begin(LockedBy::Pin, PIN.into(), &session(), Timestamp::now()).await.unwrap();
    for number in [1, 2, 1] {
        keeping.lookup(request(number), answer(number));
    }
    keeping.close().await;
    let (_, _, resumed) = safe.unlock(PIN.into()).await.unwrap();
    let order: Vec<&str> = resumed.recent.iter().map(|kept| kept.request.query.as_str()).collect();
    assert_eq!(order, [plate(1), plate(2)]);
}
