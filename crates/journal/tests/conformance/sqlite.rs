//! What holds of SQLite alone.

use std::path::Path;

use ciss_journal::{Body, Journal, JournalError, JournalErrorKind, Position, SqliteJournal};
use sqlx::ConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;

use crate::backend::{Backend, SHARD, Sqlite, append, documents};

/// Runs a statement on the file.
pub(crate) async fn run(file: &Path, statement: &str) {
    let options = SqliteConnectOptions::new().filename(file).disable_statement_logging();
    let mut connection = options.connect().await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
    sqlx::Connection::close(connection).await.unwrap();
}

async fn refused(file: &Path) -> Option<JournalErrorKind> {
    SqliteJournal::open(file).await.err().map(|error| error.kind())
}

#[cfg(unix)]
#[tokio::test]
async fn only_its_owner_may_read_it() {
    use std::os::unix::fs::PermissionsExt;

    let backend = Sqlite::default();
    let file = backend.0.path().join("journal.sqlite");
    std::fs::write(&file, b"").unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    let journal = backend.open().await;
    append(&journal, &["a"]).await;
    let files: Vec<_> = std::fs::read_dir(backend.0.path()).unwrap().map(|file| file.unwrap()).collect();
    assert_eq!(files.len(), 3, "with its log and the log's index");
    for file in files {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{file:?}");
    }
}

#[tokio::test]
async fn a_file_that_is_not_a_sound_journal_is_not_opened() {
    let backend = Sqlite::default();
    let file = backend.0.path().join("journal.sqlite");
    let journal = backend.open().await;
    append(&journal, &["a", "b", "c"]).await;
    journal.close().await;

    for (spoiled, expect, mended) in [
        ("UPDATE head SET position = 2", JournalErrorKind::Damaged, "UPDATE head SET position = 3"),
        (
            "UPDATE head SET link = zeroblob(32)",
            JournalErrorKind::Damaged,
            "UPDATE head SET link = (SELECT link FROM entry WHERE position = 3)",
        ),
        (
            "INSERT INTO journal_migration VALUES (99, 'later', 0, TRUE, x'00', 0)",
            JournalErrorKind::Refused,
            "DELETE FROM journal_migration WHERE version = 99",
        ),
    ] {
        run(&file, spoiled).await;
        assert_eq!(refused(&file).await, Some(expect), "{spoiled}");
        run(&file, mended).await;
        assert_eq!(refused(&file).await, None, "{mended}");
    }

    std::fs::write(&file, vec![7; 50_000]).unwrap();
    assert_eq!(refused(&file).await, Some(JournalErrorKind::Damaged));
    assert_eq!(refused(&backend.0.path().join("no/such/folder")).await, Some(JournalErrorKind::Unavailable));
}

#[tokio::test]
async fn bytes_that_rot_are_damage_or_do_no_harm() {
    let backend = Sqlite::default();
    let file = backend.0.path().join("journal.sqlite");
    let texts: Vec<String> =
        (0..200).map(|number| format!("document {number} {}", "x".repeat(300))).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let journal = backend.open().await;
    append(&journal, &texts).await;
    journal.close().await;
    let sound = std::fs::read(&file).unwrap();
    let mut damaged = 0;
    for round in 0..40_usize {
        let mut rotten = sound.clone();
        for spot in 0..20 {
            let at = (round * 7_919 + spot * 104_729) % rotten.len();
            rotten[at] ^= 0x55;
        }
        let copy = backend.0.path().join(format!("{round}.sqlite"));
        std::fs::write(&copy, &rotten).unwrap();
        let read = async {
            let journal = SqliteJournal::open(&copy).await?;
            let mut entries = Vec::new();
            // Damage can make a page shorter; what it leaves out has to show at the next.
            loop {
                let page = journal.after(SHARD, Position(entries.len() as u64), 1000).await?;
                if page.entries.is_empty() {
                    return Ok::<_, JournalError>(entries);
                }
                entries.extend(page.entries);
            }
        };
        match read.await {
            Ok(entries) => {
                let written = documents(&texts);
                let same = entries.iter().zip(&written).all(|(entry, new)| {
                    entry.body == Body::Whole(new.body.clone()) && entry.name == new.name
                });
                assert!(same && entries.len() == written.len(), "what is read is what was written");
            }
            Err(error) => {
                assert_ne!(error.kind(), JournalErrorKind::Diverged, "{error}");
                damaged += usize::from(error.kind() == JournalErrorKind::Damaged);
            }
        }
    }
    assert!(damaged > 20, "{damaged} of 40");
}
