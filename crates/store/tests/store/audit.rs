//! The chain of the audit trail.

use std::path::Path;

use ciss_contract::ids::GoldenId;
use ciss_records::{AuditLine, AuditLog as _};
use ciss_store::{Durability, SqliteStore, check_audit};
use sqlx::{ConnectOptions, Connection};

use crate::documents::at;

fn line(subject: &str) -> AuditLine {
    AuditLine {
        at: at("2026-11-18T19:02:11.123456Z"),
        request: "r".into(),
        operator: "CISS:IDP:demo:USER:reyes".into(),
        on_behalf_of: "Ofc. \"Lund\" é 412".into(),
        purpose: "traffic-stop".into(),
        action: "lookup".into(),
        subject: subject.into(),
        outcome: "permit".into(),
        golden: vec![GoldenId("a".into()), GoldenId("b".into())],
    }
}

/// Two runs of a hub.
async fn write(data: &Path) {
    for run in 0..2 {
        let store = SqliteStore::open(data, Durability::Full).await.unwrap();
        for number in 0..3 {
            store.audit(line(&format!("{run} {number}"))).await.unwrap();
        }
        store.close().await.unwrap();
    }
}

async fn alter(data: &Path, statement: &'static str) {
    let file = sqlx::sqlite::SqliteConnectOptions::new().filename(data.join("audit.sqlite"));
    let mut raw = file.connect().await.unwrap();
    sqlx::query(statement).execute(&mut raw).await.unwrap();
    raw.close().await.unwrap();
}

#[tokio::test]
async fn whoever_changes_removes_or_adds_a_line_breaks_the_chain() {
    let data = tempfile::tempdir().unwrap();
    write(data.path()).await;
    let whole = check_audit(data.path()).await.unwrap();
    assert_eq!((whole.linked, whole.unlinked, whole.broken), (6, 0, None));
    for (statement, broken) in [
        ("UPDATE line SET subject = 'other' WHERE id = 3", 3),
        ("UPDATE line SET at = at + 1 WHERE id = 6", 6),
        ("UPDATE line SET golden = '[]' WHERE id = 1", 1),
        ("UPDATE line SET run = 1 WHERE id = 5", 5),
        ("DELETE FROM line WHERE id = 4", 5),
        ("DELETE FROM line WHERE id = 1", 2),
        ("UPDATE line SET link = NULL WHERE id = 2", 2),
        ("UPDATE line SET operator = on_behalf_of, on_behalf_of = operator WHERE id = 2", 2),
    ] {
        let data = tempfile::tempdir().unwrap();
        write(data.path()).await;
        alter(data.path(), statement).await;
        assert_eq!(check_audit(data.path()).await.unwrap().broken, Some(broken), "{statement}");
    }
}

#[tokio::test]
async fn lines_from_before_there_were_links_are_counted_and_the_chain_begins_behind_them() {
    let data = tempfile::tempdir().unwrap();
    write(data.path()).await;
    alter(data.path(), "UPDATE line SET link = NULL, run = 0").await;
    write(data.path()).await;
    let checked = check_audit(data.path()).await.unwrap();
    assert_eq!((checked.linked, checked.unlinked, checked.broken), (6, 6, None));
}

#[tokio::test]
async fn only_one_program_writes_a_trail() {
    let data = tempfile::tempdir().unwrap();
    let first = SqliteStore::open(data.path(), Durability::Full).await.unwrap();
    first.audit(line("1")).await.unwrap();
    let second = SqliteStore::open(data.path(), Durability::Full).await.unwrap();
    assert!(second.audit(line("2")).await.is_err());
    first.close().await.unwrap();
    second.audit(line("3")).await.unwrap();
    second.close().await.unwrap();
    assert_eq!(check_audit(data.path()).await.unwrap().linked, 2);
}
