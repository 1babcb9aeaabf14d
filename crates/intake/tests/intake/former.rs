//! A database from before there was a journal.

use std::path::Path;

use ciss_contract::query::Query;
use ciss_journal::SqliteJournal;
use ciss_records::{Documents as _, Dossiers as _, Lookups as _};
use ciss_store::{Durability, SqliteStore};
use sqlx::{ConnectOptions, Connection};

use crate::documents::{arrest, arrival, licence, person, registration};
use crate::hub::{alone, blanked, chain, entries, send};

/// Lays down what the release before the journal wrote: a registration, a licence in two versions, an arrest, one that was
/// erased, its erasure, and a decision.
async fn lay_down(data: &Path) {
    let file = sqlx::sqlite::SqliteConnectOptions::new().filename(data.join("hub.sqlite"));
    let mut raw = file.create_if_missing(true).connect().await.unwrap();
    let statements = include_str!("former.sql").split(";\n").map(str::trim).filter(|text| !text.is_empty());
    for statement in statements {
        sqlx::query(statement).execute(&mut raw).await.unwrap_or_else(|error| panic!("{error}: {statement}"));
    }
    raw.close().await.unwrap();
}

#[tokio::test]
async fn its_documents_are_moved_into_the_journal_and_nothing_is_lost() {
    let data = tempfile::tempdir().unwrap();
    lay_down(data.path()).await;
    let hub = alone(data.path()).await;
    let seen = chain(&hub, "AA11111").await.unwrap();
    let mut given: Vec<&str> = seen.people.iter().map(|person| person.card.name.given.as_str()).collect();
    given.sort_unstable();
    assert_eq!(given, ["Ana", "Luis"]);
    while hub.store.is_outdated().await.unwrap() {
        // They are made again from the journal.
        tokio::task::yield_now().await;
    }
    assert_eq!(chain(&hub, "AA11111").await.unwrap(), seen);
    let luis = person("Ortiz", "Luis", "2007-03-14", "104882218").lives("1 Main St");
    let on_file = arrival(arrest("A1", &luis, "53a-103")).received;
    assert!(hub.store.document(&on_file.id).await.unwrap().unwrap() == on_file, "byte for byte");
    let erased = arrival(arrest("A2", &luis, "53a-61")).received;
    assert!(hub.store.document(&erased.id).await.unwrap().is_none());
    let notes = hub.store.holder(&licence("L1", &luis).record(0)).await.unwrap().unwrap().1;
    assert_eq!(notes.len(), 1, "what people decided");

    // What comes again is known, also what was erased.
    let again = [registration("R1", "AA11111", &[&luis]), arrest("A1", &luis, "53a-103")];
    assert_eq!(send(&hub, &again).await.repeated, 2);
    send(&hub, &[arrest("A2", &luis, "53a-61")]).await;
    assert_eq!(chain(&hub, "AA11111").await.unwrap(), seen);
    hub.close().await.unwrap();

    let journal = SqliteJournal::open(&data.path().join("journal.sqlite")).await.unwrap();
    assert_eq!(blanked(&entries(&journal).await), 1, "the one that was sent again");
    let store = SqliteStore::open(data.path(), Durability::Full).await.unwrap();
    assert!(!store.is_outdated().await.unwrap() && !store.holds_former().await.unwrap());
    assert!(store.chain(&Query::interpret("AA11111").unwrap()).await.unwrap().is_some());
}
