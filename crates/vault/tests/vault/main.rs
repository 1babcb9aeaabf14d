//! Real files, a keyring in memory.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod disk;
mod killed;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use ciss_vault::{
    Cost, ENTRIES_LAST, KEYRING_PATIENCE, Kept, Keyring, KeyringError, Place, Secret, SecretKind, Shelf,
    Standing, TRIES, Vault, VaultError,
};
use jiff::{SignedDuration, Timestamp};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};
use tempfile::TempDir;

const CHEAP: Cost = Cost { memory: 8, passes: 1, lanes: 1 };
const LOOKUP: Shelf = Shelf { name: "lookup", most: 50 };
const PORTRAIT: Shelf = Shelf { name: "portrait", most: 2 };
const PIN: &str = "295107";

/// A keyring in memory, that may be away.
#[derive(Default)]
struct InMemory {
    kept: Mutex<HashMap<String, String>>,
    away: Mutex<bool>,
}

impl InMemory {
    fn there(&self) -> Result<std::sync::MutexGuard<'_, HashMap<String, String>>, KeyringError> {
        if *self.away.lock().unwrap() { Err(KeyringError::Away) } else { Ok(self.kept.lock().unwrap()) }
    }
}

impl Keyring for InMemory {
    fn get(&self, name: &str) -> Result<Option<String>, KeyringError> {
        Ok(self.there()?.get(name).cloned())
    }

    fn set(&self, name: &str, text: &str) -> Result<(), KeyringError> {
        self.there()?.insert(name.to_owned(), text.to_owned());
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<(), KeyringError> {
        self.there()?.remove(name);
        Ok(())
    }
}

struct Bench {
    folder: TempDir,
    keyring: Arc<InMemory>,
}

fn bench() -> Bench {
    Bench { folder: tempfile::tempdir().unwrap(), keyring: Arc::default() }
}

impl Bench {
    fn place(&self, owner: &str) -> Place {
        Place::new(self.folder.path(), owner, self.keyring.clone(), CHEAP)
    }

    async fn create(&self, owner: &str) -> Vault {
        self.place(owner).create(pin(), at(0)).await.unwrap()
    }

    fn files(&self) -> Vec<PathBuf> {
        std::fs::read_dir(self.folder.path()).unwrap().map(|file| file.unwrap().path()).collect()
    }

    /// The vault's file, which nobody holds, as whoever has the disk sees it.
    async fn database(&self) -> SqliteConnection {
        let file = self.files().into_iter().find(|file| file.extension().is_some_and(|end| end == "vault"));
        SqliteConnectOptions::new().filename(file.unwrap()).connect().await.unwrap()
    }

    /// Lays a copy of all rows aside.
    async fn remember(&self) {
        let mut database = self.database().await;
        sqlx::query("CREATE TABLE earlier AS SELECT * FROM entry").execute(&mut database).await.unwrap();
        database.close().await.unwrap();
    }

    async fn change(&self, sql: &'static str) {
        let mut database = self.database().await;
        assert_ne!(sqlx::query(sql).execute(&mut database).await.unwrap().rows_affected(), 0, "{sql}");
        database.close().await.unwrap();
    }
}

fn pin() -> Secret {
    Secret::new(SecretKind::Pin, PIN)
}

fn at(minutes: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes)
}

fn bodies(kept: Vec<Kept>) -> Vec<Vec<u8>> {
    kept.into_iter().map(|kept| kept.body).collect()
}

#[tokio::test]
async fn what_was_kept_is_there_again_and_the_newest_first() {
    let bench = bench();
    let vault = bench.create("reyes").await;
    for (name, body) in [("AB12345", "one"), ("CD12345", "two"), ("AB12345", "three")] {
        vault.put(LOOKUP, name, body.as_bytes(), at(1)).await.unwrap();
    }
    for name in ["a", "b", "c"] {
        vault.put(PORTRAIT, name, name.as_bytes(), at(2)).await.unwrap();
    }
    vault.close().await.unwrap();
    let place = bench.place("reyes");
    assert_eq!(place.standing(at(3)).await.unwrap(), Standing::Locked { by: SecretKind::Pin, left: TRIES });
    let vault = place.unlock(PIN, at(3)).await.unwrap();
    assert_eq!(bodies(vault.all(LOOKUP, at(3)).await.unwrap()), [b"three".to_vec(), b"two".to_vec()]);
    assert_eq!(vault.get(LOOKUP, "AB12345", at(3)).await.unwrap().unwrap().at, at(1));
    assert_eq!(vault.get(PORTRAIT, "AB12345", at(3)).await.unwrap(), None, "another shelf");
    assert_eq!(bodies(vault.all(PORTRAIT, at(3)).await.unwrap()), [b"c".to_vec(), b"b".to_vec()]);
    vault.remove(LOOKUP, "AB12345", at(4)).await.unwrap();
    assert_eq!(vault.get(LOOKUP, "AB12345", at(4)).await.unwrap(), None);
}

#[tokio::test]
async fn entries_expire_and_so_does_a_vault_that_nobody_opens() {
    let bench = bench();
    let vault = bench.create("reyes").await;
    vault.put(LOOKUP, "old", b"old", at(0)).await.unwrap();
    vault.put(LOOKUP, "new", b"new", at(60)).await.unwrap();
    let later = at(0) + ENTRIES_LAST;
    assert_eq!(bodies(vault.all(LOOKUP, later).await.unwrap()), [b"new".to_vec()]);
    assert_eq!(vault.get(LOOKUP, "old", later).await.unwrap(), None);
    vault.sweep(later).await.unwrap();
    vault.close().await.unwrap();
    let mut database = bench.database().await;
    let rows: (i64,) = sqlx::query_as("SELECT count(*) FROM entry").fetch_one(&mut database).await.unwrap();
    assert_eq!(rows.0, 2, "the new one and the index");
    database.close().await.unwrap();

    let place = bench.place("reyes");
    let opened = place.unlock(PIN, later + ENTRIES_LAST).await;
    assert!(matches!(opened, Err(VaultError::Destroyed(_))));
    assert!(bench.files().is_empty() && bench.keyring.kept.lock().unwrap().is_empty());
    bench.create("reyes").await.close().await.unwrap();
    assert_eq!(place.standing(later + ENTRIES_LAST).await.unwrap(), Standing::Absent);
    assert!(bench.files().is_empty());
}

#[tokio::test]
async fn five_wrong_tries_destroy_it_and_a_right_one_begins_anew() {
    let bench = bench();
    bench.create("reyes").await.close().await.unwrap();
    let place = bench.place("reyes");
    let wrong = async |expect: Option<u8>| {
        let left = match place.unlock("295108", at(1)).await.map(drop) {
            Err(VaultError::Wrong { left }) => Some(left),
            Err(VaultError::Destroyed(_)) => None,
            other => panic!("{other:?}"),
        };
        assert_eq!(left, expect);
    };
    for left in [4, 3, 2, 1] {
        wrong(Some(left)).await;
    }
    place.unlock(PIN, at(1)).await.unwrap().close().await.unwrap();
    for left in [4, 3, 2, 1] {
        wrong(Some(left)).await;
    }
    assert_eq!(place.standing(at(1)).await.unwrap(), Standing::Locked { by: SecretKind::Pin, left: 1 });
    wrong(None).await;
    assert!(bench.files().is_empty(), "{:?}", bench.files());
    assert!(bench.keyring.kept.lock().unwrap().is_empty());
    assert!(matches!(place.unlock(PIN, at(1)).await.map(drop), Err(VaultError::Absent)));
}

#[tokio::test]
async fn a_try_counts_before_it_is_made() {
    let bench = bench();
    bench.create("reyes").await.close().await.unwrap();
    // It comes to no end: so much memory is never given.
    bench.change("UPDATE lock SET memory = 4294967295").await;
    let place = bench.place("reyes");
    for left in [4, 3, 2, 1] {
        assert!(matches!(place.unlock(PIN, at(1)).await.map(drop), Err(VaultError::Damaged(_))));
        assert_eq!(place.standing(at(1)).await.unwrap(), Standing::Locked { by: SecretKind::Pin, left });
    }
    assert!(matches!(place.unlock(PIN, at(1)).await.map(drop), Err(VaultError::Damaged(_))));
    assert!(matches!(place.unlock(PIN, at(1)).await.map(drop), Err(VaultError::Destroyed(_))));
}

#[tokio::test]
async fn each_person_has_a_vault_of_their_own() {
    let bench = bench();
    let (reyes, park) = (bench.create("reyes").await, bench.create("park").await);
    reyes.put(LOOKUP, "AB12345", b"of reyes", at(1)).await.unwrap();
    assert_eq!(park.all(LOOKUP, at(1)).await.unwrap(), []);
    park.destroy().await.unwrap();
    assert_eq!(bodies(reyes.all(LOOKUP, at(1)).await.unwrap()), [b"of reyes".to_vec()]);
    reyes.close().await.unwrap();

    // The file and the key of one, laid where those of the other would be.
    let file = bench.files().pop().unwrap();
    bench.create("park").await.close().await.unwrap();
    let other = bench.files().into_iter().find(|other| *other != file).unwrap();
    std::fs::copy(&file, other).unwrap();
    let same_key = bench.keyring.kept.lock().unwrap().values().next().unwrap().clone();
    for key in bench.keyring.kept.lock().unwrap().values_mut() {
        key.clone_from(&same_key);
    }
    let opened = bench.place("park").unlock(PIN, at(1)).await.map(drop);
    assert!(matches!(opened, Err(VaultError::Wrong { .. })), "{opened:?}");
}

#[tokio::test]
async fn without_the_keyrings_key_nothing_opens_and_without_a_keyring_no_try_is_lost() {
    let bench = bench();
    bench.create("reyes").await.close().await.unwrap();
    let place = bench.place("reyes");
    *bench.keyring.away.lock().unwrap() = true;
    let away = place.unlock(PIN, at(1)).await.map(drop);
    assert!(matches!(away, Err(VaultError::Keyring(KeyringError::Away))), "{away:?}");
    assert_eq!(place.standing(at(1)).await.unwrap(), Standing::Locked { by: SecretKind::Pin, left: TRIES });
    assert!(matches!(place.create(pin(), at(1)).await.map(drop), Err(VaultError::Keyring(_))));

    *bench.keyring.away.lock().unwrap() = false;
    bench.keyring.kept.lock().unwrap().clear();
    assert!(matches!(place.unlock(PIN, at(1)).await.map(drop), Err(VaultError::Destroyed(_))));
    assert!(bench.files().is_empty());
}

#[tokio::test]
async fn a_passphrase_does_without_a_keyring() {
    let bench = bench();
    *bench.keyring.away.lock().unwrap() = true;
    let place = bench.place("reyes");
    let words = || Secret::new(SecretKind::Passphrase, "four words are enough");
    let vault = place.create(words(), at(0)).await.unwrap();
    vault.put(LOOKUP, "AB12345", b"one", at(0)).await.unwrap();
    vault.close().await.unwrap();
    let locked = Standing::Locked { by: SecretKind::Passphrase, left: TRIES };
    assert_eq!(place.standing(at(1)).await.unwrap(), locked);
    assert!(matches!(place.unlock(PIN, at(1)).await.map(drop), Err(VaultError::Wrong { left: 4 })));
    let vault = place.unlock("four words are enough", at(1)).await.unwrap();
    assert_eq!(bodies(vault.all(LOOKUP, at(1)).await.unwrap()), [b"one".to_vec()]);
    vault.destroy().await.unwrap();
    assert!(bench.files().is_empty());
}

#[tokio::test]
async fn what_was_begun_and_not_finished_is_no_vault() {
    let bench = bench();
    // A key without a file.
    bench.keyring.set("vault of somebody", "00").unwrap();
    assert_eq!(bench.place("reyes").standing(at(0)).await.unwrap(), Standing::Absent);
    // A file without a lock, as a start that was killed leaves it.
    bench.create("reyes").await.close().await.unwrap();
    bench.change("DELETE FROM lock").await;
    assert_eq!(bench.place("reyes").standing(at(0)).await.unwrap(), Standing::Absent);
    assert!(bench.files().is_empty());
    // A file that is no database.
    bench.create("reyes").await.close().await.unwrap();
    std::fs::write(&bench.files()[0], "not a database, and long enough to be looked at as one").unwrap();
    assert!(bench.place("reyes").standing(at(0)).await.is_err());
    bench.place("reyes").destroy().await.unwrap();
    assert!(bench.files().is_empty());
}

/// A keyring that answers when somebody says so.
struct Waiting(Mutex<Receiver<()>>);

impl Keyring for Waiting {
    fn get(&self, _: &str) -> Result<Option<String>, KeyringError> {
        let _ = self.0.lock().unwrap().recv();
        Ok(None)
    }

    fn set(&self, _: &str, _: &str) -> Result<(), KeyringError> {
        let _ = self.0.lock().unwrap().recv();
        Ok(())
    }

    fn delete(&self, _: &str) -> Result<(), KeyringError> {
        Ok(())
    }
}

#[tokio::test]
async fn a_keyring_that_waits_for_somebody_is_not_waited_for() {
    let (answer, waits): (Sender<()>, _) = channel();
    let folder = tempfile::tempdir().unwrap();
    let keyring = Arc::new(Waiting(Mutex::new(waits)));
    let begun = Instant::now();
    let place = Place::new(folder.path(), "reyes", keyring, CHEAP);
    let refused = place.create(pin(), at(0)).await.map(drop);
    assert!(matches!(refused, Err(VaultError::Keyring(KeyringError::Silent))), "{refused:?}");
    assert!(begun.elapsed() >= KEYRING_PATIENCE);
    assert!(std::fs::read_dir(folder.path()).unwrap().next().is_none(), "nothing is begun");
    drop(answer);
}
