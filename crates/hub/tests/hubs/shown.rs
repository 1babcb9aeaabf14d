//! Everything that a hub shows, read from its files.

use std::path::Path;
use std::sync::Arc;

use ciss_hub::commands::load::load;
use ciss_identity::clock::SystemClock;
use ciss_intake::{Holdings, JournalPlace};
use ciss_store::Durability;
use jiff::Timestamp;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};

/// Golden records, with their ids, and which records they hold.
#[derive(PartialEq, Eq)]
pub(crate) struct Shown {
    /// Byte for byte.
    pub(crate) cards: Vec<Vec<u8>>,
    /// Records, with the card of their golden record.
    records: Vec<(i64, Vec<u8>)>,
    documents: Vec<(i64, i64)>,
}

/// What the hub in this folder shows now.
pub(crate) fn of(data: &Path) -> Shown {
    let file = SqliteConnectOptions::new().filename(data.join("hub.sqlite")).read_only(true);
    tokio::task::block_in_place(|| {
        tokio::runtime::Handle::current().block_on(async {
            let mut connection = file.connect().await.unwrap();
            let cards = sqlx::query_scalar("SELECT card FROM person ORDER BY card");
            let cards = cards.fetch_all(&mut connection).await.unwrap();
            let records =
                "SELECT key, card FROM record JOIN person ON person.id = record.person ORDER BY key";
            let records = sqlx::query_as(records).fetch_all(&mut connection).await.unwrap();
            let documents = sqlx::query_as("SELECT name, standing FROM document ORDER BY name");
            let documents = documents.fetch_all(&mut connection).await.unwrap();
            connection.close().await.unwrap();
            Shown { cards, records, documents }
        })
    })
}

/// What a single hub with these documents shows.
pub(crate) async fn single(lines: &[String]) -> Shown {
    let data = tempfile::tempdir().unwrap();
    let place = JournalPlace::Folder;
    let hub = Holdings::open(data.path(), &place, Durability::Full, Arc::new(SystemClock)).await.unwrap();
    let text = std::io::Cursor::new(lines.join("\n").into_bytes());
    let loaded = load(&hub.intake, text, Timestamp::now(), &mut |_| (), &mut |_| ()).await.unwrap();
    assert_eq!((loaded.documents, loaded.bad), (u64::try_from(lines.len()).unwrap(), 0));
    hub.close().await.unwrap();
    of(data.path())
}
