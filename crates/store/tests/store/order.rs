//! Whatever the order of arrival and however it is cut into batches, the outcome is the same.

use std::sync::Arc;

use ciss_cards::card::Chain;
use ciss_contract::document::SourceDocument;
use ciss_contract::query::Query;
use ciss_contract::source::Source;
use ciss_records::Backend;
use ciss_store::{Durability, MemoryStore, SqliteStore};
use proptest::prelude::*;

use crate::documents::{
    Fictional, arrest, arrival, at, decision, erasure, licence, person, registration, resend,
};

const PLATES: [&str; 3] = ["AA11111", "AA22222", "AA33333"];

/// Two families whose members share names, dates of birth, numbers and addresses in ways that merge, bridge, contradict,
/// correct and erase.
fn world() -> Vec<SourceDocument> {
    let home = "12 Silver St Apt 4";
    let luis = || person("Ortiz", "Luis", "2007-03-14", "104882218").lives(home);
    let lucas = || person("Ortiz", "Lucas", "2007-03-14", "104882219").lives(home);
    let maiden = || person("Vega", "Ana", "1985-02-03", "104882217").lives(home);
    let married = || person("Ortiz", "Ana", "02/03/1985", "").with_sid("00719345").lives("88 Oak St");
    let bridge = || person("Ortiz", "Ana", "1985", "104882217").with_sid("00719345");
    let formal = || person("Park", "William", "1970-09-09", "").lives("88 Oak St");
    let nickname = || person("Park", "Bill", "19700909", "").lives("5 Elm St");
    let clash = || person("Park", "William", "1970-09-09", "999888777").lives(home);
    let other_clash = || person("Park", "William", "1970-09-09", "999888666").lives(home);
    let number = |person: Fictional, name: &str| licence(name, &person);
    vec![
        registration("R1", PLATES[0], &[&maiden(), &luis()]),
        registration("R2", PLATES[1], &[&married()]),
        registration("R3", PLATES[2], &[&nickname()]),
        resend(registration("R3", PLATES[2], &[&formal()]), "2026-03-01T00:00:00Z"),
        number(luis(), "L1"),
        number(lucas(), "L2"),
        number(clash(), "L3"),
        resend(number(other_clash(), "L4"), "2025-01-01T00:00:00Z"),
        resend(number(luis(), "L1"), "2024-03-01T00:00:00Z"),
        arrest("A1", &married(), "53a-103"),
        arrest("A2", &bridge(), "53a-167c"),
        arrest("A3", &luis(), "53a-167a"),
        resend(arrest("A3", &lucas(), "53a-167a"), "2026-02-01T00:00:00Z"),
        arrest("A4", &nickname(), "53a-103"),
        erasure(Source::Rms, "E1", "A4"),
        resend(arrest("A5", &formal(), "53a-125b"), "2023-01-01T00:00:00Z"),
        decision(&number(clash(), "L3"), &number(other_clash(), "L4"), true),
        decision(&arrest("A1", &married(), "53a-103"), &arrest("A2", &bridge(), "53a-167c"), false),
        decision(&number(luis(), "L1"), &number(lucas(), "L2"), true),
        resend(decision(&number(luis(), "L1"), &number(lucas(), "L2"), false), "2026-09-01T00:00:00Z"),
        decision(&arrest("A5", &formal(), "53a-125b"), &arrest("A4", &nickname(), "53a-103"), true),
    ]
}

async fn outcome(store: Arc<dyn Backend>, batches: Vec<Vec<SourceDocument>>) -> Vec<Option<Chain>> {
    for batch in batches {
        store.ingest(batch.into_iter().map(arrival).collect()).await.unwrap();
    }
    let mut chains = Vec::new();
    for plate in PLATES {
        let mut chain = store.chain(&Query::interpret(plate).unwrap()).await.unwrap();
        if let Some(chain) = &mut chain {
            chain.people.sort_by(|a, b| a.card.golden.cmp(&b.card.golden));
        }
        chains.push(chain);
    }
    chains
}

fn in_memory(batches: Vec<Vec<SourceDocument>>) -> Vec<Option<Chain>> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(outcome(Arc::new(MemoryStore::default()), batches))
}

fn cut(documents: Vec<SourceDocument>, size: usize) -> Vec<Vec<SourceDocument>> {
    documents.chunks(size).map(<[_]>::to_vec).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn order_and_batches_do_not_matter(shuffled in Just(world()).prop_shuffle(), size in 1_usize..8) {
        prop_assert_eq!(in_memory(cut(shuffled, size)), in_memory(vec![world()]));
    }
}

#[tokio::test]
async fn sqlite_gives_what_memory_gives() {
    let data = tempfile::tempdir().unwrap();
    let sqlite = Arc::new(SqliteStore::open(data.path(), Durability::Bulk).await.unwrap());
    let memory = outcome(Arc::new(MemoryStore::default()), vec![world()]).await;
    assert_eq!(outcome(sqlite, cut(world(), 3)).await, memory);
    assert!(memory.iter().all(Option::is_some));
    assert_eq!(memory[0].as_ref().unwrap().vehicle.as_of, at("2026-01-15T12:00:00Z"));
}
