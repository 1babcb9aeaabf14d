//! Hubs of these tests: golden records in a folder, and a journal there or a shared one.

use std::path::Path;
use std::sync::Arc;

use ciss_cards::card::Chain;
use ciss_contract::document::SourceDocument;
use ciss_contract::query::Query;
use ciss_identity::clock::SystemClock;
use ciss_intake::{Golden, Holdings, Intake, JournalPlace, Taken};
use ciss_journal::{Body, Entry, Journal, Position, Shard};
use ciss_records::Lookups as _;
use ciss_store::{Durability, SqliteStore};

use crate::documents::arrival;

/// A hub with its own journal.
pub(crate) async fn alone(data: &Path) -> Holdings {
    let place = JournalPlace::Folder;
    let hub = Holdings::open(data, &place, Durability::Full, Arc::new(SystemClock)).await.unwrap();
    hub.intake.caught_up().await.unwrap();
    hub
}

/// A hub of several that share a journal.
pub(crate) async fn sharing(data: &Path, journal: &Arc<dyn Journal>) -> Holdings {
    let store = Arc::new(SqliteStore::open(data, Durability::Full).await.unwrap());
    let golden = Golden::Files(Arc::clone(&store));
    let intake = Arc::new(Intake::start(Arc::clone(journal), golden, Arc::new(SystemClock)));
    intake.caught_up().await.unwrap();
    Holdings { store, intake }
}

pub(crate) async fn send(hub: &Holdings, documents: &[SourceDocument]) -> Taken {
    hub.intake.take(documents.iter().cloned().map(arrival).collect()).await.unwrap()
}

pub(crate) async fn chain(hub: &Holdings, plate: &str) -> Option<Chain> {
    hub.store.chain(&Query::interpret(plate).unwrap()).await.unwrap()
}

/// Everything in a journal.
pub(crate) async fn entries(journal: &dyn Journal) -> Vec<Entry> {
    let mut entries = Vec::new();
    loop {
        let last = entries.last().map_or(Position::START, |entry: &Entry| entry.position);
        let page = journal.after(Shard(0), last, 4_000).await.unwrap();
        if page.entries.is_empty() {
            return entries;
        }
        entries.extend(page.entries);
    }
}

pub(crate) fn blanked(entries: &[Entry]) -> usize {
    entries.iter().filter(|entry| matches!(entry.body, Body::Erased(_))).count()
}
