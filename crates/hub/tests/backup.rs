//! A hub is copied while it serves, and made again from the copy.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use ciss_cards::card::Chain;
use ciss_contract::query::Query;
use ciss_hub::commands::CommandError;
use ciss_hub::commands::backup::{JournalOf, backup, restore};
use ciss_hub::commands::load::{BadLine, load};
use ciss_identity::clock::SystemClock;
use ciss_intake::{Holdings, JournalPlace};
use ciss_records::{AuditLine, AuditLog as _, Lookups as _};
use ciss_store::{Durability, check_audit};
use jiff::Timestamp;

/// 28 November 2026, after everything that the documents say.
const NOW: Timestamp = Timestamp::constant(1_795_867_200, 0);

const PLATES: [&str; 3] = ["AB12345", "CD67890", "EF13579"];

async fn open(data: &Path) -> Holdings {
    fs::create_dir_all(data).unwrap();
    Holdings::open(data, &JournalPlace::Folder, Durability::Full, Arc::new(SystemClock)).await.unwrap()
}

/// Registers each plate to somebody of its own.
async fn register(holdings: &Holdings, plates: &[&str]) {
    let line = |plate: &&str| {
        format!(
            r#"{{"source":"DMV-REG","number":"R-{plate}","as_of":"2026-01-15T12:00:00Z","persons":[{{"name":{{"surname":"Owner{plate}","given":"Ann"}},"born":"1980-01-02","addresses":[{{"street":"12 {plate} ST","town":"HARTFORD","state":"CT"}}]}}],"vehicles":[{{"plate":"{plate}","plate_state":"CT"}}],"matters":[{{"kind":"registration","vehicle":0,"owners":[0],"status":"00"}}]}}"#,
        )
    };
    let text = plates.iter().map(line).collect::<Vec<_>>().join("\n");
    let mut bad = |bad: BadLine| panic!("{}", bad.reason);
    let done =
        load(&holdings.intake, Cursor::new(text.into_bytes()), NOW, &mut |_| (), &mut bad).await.unwrap();
    assert_eq!(done.documents, plates.len() as u64);
}

async fn chains(holdings: &Holdings) -> Vec<Option<Chain>> {
    let mut found = Vec::new();
    for plate in PLATES {
        found.push(holdings.store.chain(&Query::interpret(plate).unwrap()).await.unwrap());
    }
    found
}

fn line() -> AuditLine {
    AuditLine {
        at: NOW,
        request: "1".to_owned(),
        operator: "o".to_owned(),
        on_behalf_of: String::new(),
        purpose: String::new(),
        action: "lookup".to_owned(),
        subject: "s".to_owned(),
        outcome: "permit".to_owned(),
        golden: Vec::new(),
    }
}

#[tokio::test]
async fn a_hub_that_serves_is_copied_and_made_again_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let [data, to, again] = ["data", "backup", "again"].map(|name| folder.path().join(name));
    fs::create_dir_all(data.join("tls")).unwrap();
    fs::write(data.join("tls/authority.key"), "a key").unwrap();
    fs::write(data.join("endpoint.json"), "{}").unwrap();
    let holdings = open(&data).await;
    register(&holdings, &PLATES[..2]).await;
    holdings.store.audit(line()).await.unwrap();
    let before = chains(&holdings).await;
    assert!(before[0].is_some() && before[1].is_some() && before[2].is_none());

    let made = backup(&data, &JournalPlace::Folder, &to, NOW).await.unwrap();
    assert_eq!((made.made, made.journal), (NOW, JournalOf::Backup));
    register(&holdings, &PLATES[2..]).await;
    assert!(chains(&holdings).await[2].is_some());
    holdings.close().await.unwrap();

    restore(&to, &again).await.unwrap();
    assert_eq!(fs::read_to_string(again.join("tls/authority.key")).unwrap(), "a key");
    assert!(!again.join("endpoint.json").exists());
    let holdings = open(&again).await;
    assert_eq!(chains(&holdings).await, before);
    register(&holdings, &PLATES[2..]).await;
    assert!(chains(&holdings).await[2].is_some());
    holdings.close().await.unwrap();
    let audit = check_audit(&again).await.unwrap();
    assert_eq!((audit.linked, audit.broken), (1, None));
}

#[tokio::test]
async fn golden_records_that_are_behind_their_journal_are_made_from_it() {
    let folder = tempfile::tempdir().unwrap();
    let [data, to, again] = ["data", "backup", "again"].map(|name| folder.path().join(name));
    let holdings = open(&data).await;
    register(&holdings, &PLATES).await;
    let before = chains(&holdings).await;
    holdings.close().await.unwrap();
    backup(&data, &JournalPlace::Folder, &to, NOW).await.unwrap();
    restore(&to, &again).await.unwrap();
    fs::remove_file(again.join("hub.sqlite")).unwrap();
    let holdings = open(&again).await;
    holdings.intake.caught_up().await.unwrap();
    assert_eq!(chains(&holdings).await, before);
    holdings.close().await.unwrap();
}

#[tokio::test]
async fn what_is_not_as_it_was_written_is_not_restored() {
    let folder = tempfile::tempdir().unwrap();
    let [data, to, again] = ["data", "backup", "again"].map(|name| folder.path().join(name));
    let holdings = open(&data).await;
    register(&holdings, &PLATES).await;
    holdings.close().await.unwrap();
    backup(&data, &JournalPlace::Folder, &to, NOW).await.unwrap();
    assert!(matches!(
        backup(&data, &JournalPlace::Folder, &to, NOW).await,
        Err(CommandError::Occupied { path }) if path == to
    ));
    assert!(matches!(restore(&data, &again).await, Err(CommandError::NoBackup { .. })));
    assert!(matches!(restore(&to, &data).await, Err(CommandError::Occupied { .. })));
    let mut bytes = fs::read(to.join("journal.sqlite")).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(to.join("journal.sqlite"), bytes).unwrap();
    assert!(matches!(
        restore(&to, &again).await,
        Err(CommandError::Changed { path }) if path == to.join("journal.sqlite")
    ));
    fs::remove_file(to.join("journal.sqlite")).unwrap();
    assert!(matches!(restore(&to, &again).await, Err(CommandError::Changed { .. })));
    assert!(!again.exists());
}
