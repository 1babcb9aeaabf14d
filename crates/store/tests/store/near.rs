//! A want that may be somebody else's is said beside them, on every backend and in any order of arrival.

use std::sync::Arc;

use ciss_cards::card::PersonCard;
use ciss_contract::document::SourceDocument;
use ciss_contract::person::{Identifier, IdentifierKind};
use ciss_contract::source::Source;
use ciss_records::{Backend, Ingest as _, Lookups as _};
use ciss_store::{Durability, MemoryStore, SqliteStore};
use proptest::prelude::*;

use crate::conformance::{every_backend, send};
use crate::documents::{
    Fictional, arrest, arrival, decision, erasure, licence, person, registration, resend,
};
use crate::often::{PLATE, owner, warrant};

const HOME: &str = "12 Silver St";

fn driver() -> Fictional {
    person("Smith", "John", "1987-05-02", "104882217").lives(HOME)
}

fn social(mut person: Fictional, number: &str) -> Fictional {
    let kind = IdentifierKind::SocialSecurity;
    person.0.identifiers.push(Identifier { kind, value: number.into(), issuer: None });
    person
}

fn house() -> Vec<SourceDocument> {
    vec![registration("R1", PLATE, &[&driver()]), licence("L1", &driver())]
}

/// What the owner's card says of wants: how many are the owner's, how many of them verified, how many may be.
fn wants(card: &PersonCard) -> (usize, usize, usize) {
    let wants = card.facts.iter().filter(|fact| fact.want.is_some());
    let sure = wants.clone().filter(|fact| !card.loose.contains(&fact.document)).count();
    (wants.count(), sure, card.possible.len())
}

/// `(1, 1, 0)` is wanted, `(1, 0, 0)` by way of a weak tie, `(0, 0, 1)` possibly.
fn check(more: Vec<SourceDocument>, expect: (usize, usize, usize)) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(every_backend(|store| {
        let more = more.clone();
        async move {
            send(&store, &house()).await;
            send(&store, &more).await;
            let numbers: Vec<&str> = more.iter().map(|document| document.number.as_str()).collect();
            assert_eq!(wants(&owner(store.as_ref()).await), expect, "{numbers:?}");
        }
    }));
}

#[test]
fn a_want_that_may_be_somebodys_is_beside_them() {
    let named = |born: &str, licence: &str| person("Smith", "John", born, licence).lives(HOME);
    // His own, by name, date of birth and home; with another license number on it as well, hardly.
    check(vec![warrant("W-own", &named("1987-05-02", ""))], (1, 1, 0));
    check(vec![warrant("W-wrong", &named("1987-05-02", "998877665"))], (1, 0, 0));
    // Name and home alone: one weak tie.
    check(vec![warrant("W-weak", &named("", ""))], (1, 0, 0));
    // The number is his, and the date of birth has nothing in common.
    check(vec![warrant("W-number", &named("1961-11-23", "104882217"))], (0, 0, 1));
    // So is this one, of another name as well: a search by the number finds it.
    let stranger = |licence: &str| person("Vega", "Rafael", "1961-11-23", licence).lives("9 Oak St");
    check(vec![warrant("W-name", &stranger("104882217"))], (0, 0, 1));
    check(vec![warrant("W-name", &stranger("104882217")), licence("L2", &stranger("555666777"))], (0, 0, 1));
    let report = arrest("A1", &social(driver(), "517381928"), "53a-103");
    check(vec![report, warrant("W-social", &social(stranger(""), "517381928"))], (0, 0, 1));
    let report = arrest("A1", &driver().with_sid("CT00512345"), "53a-103");
    check(vec![report, warrant("W-sid", &stranger("").with_sid("CT00512345"))], (0, 0, 1));
    // It names him, and the number on it is that of another of his house: of a twin, who has it to begin with.
    let twin = |given: &str| person("Smith", given, "1987-05-02", "777888999").lives(HOME);
    check(vec![licence("L2", &twin("James")), warrant("W-twin", &twin("John"))], (0, 0, 1));
    // It is the stranger's own, and in a report about him somebody put it down for his.
    let wrong = person("Smith", "John", "1987-05-02", "555666777").lives(HOME);
    let (report, own) = (arrest("A1", &wrong, "53a-103"), licence("L2", &stranger("555666777")));
    check(vec![report, own, warrant("W-own", &stranger("555666777"))], (0, 0, 0));
    // Another number, and nothing to say that it is mistyped.
    let elsewhere = person("Smith", "John", "1987-05-02", "998877665").lives("88 Oak St");
    let report = arrest("A1", &social(driver(), "517381928"), "53a-103");
    let with = |number: &str| warrant("W-other", &social(elsewhere.clone(), number));
    check(vec![report.clone(), with("517381928")], (1, 1, 0));
    // His father's, who has a license of his own: none of his.
    let father = || named("1961-11-23", "555666777");
    check(vec![licence("L2", &father()), warrant("W-father", &father())], (0, 0, 0));
    check(vec![licence("L2", &father()), warrant("W-father", &named("", "555666777"))], (0, 0, 0));
}

#[test]
fn a_want_that_is_as_likely_anothers_is_nobodys_for_sure() {
    let namesake = person("Smith", "John", "1987-05-02", "555666777").lives("88 Oak St");
    let license = || licence("L2", &namesake);
    let named = |licence: &str| person("Smith", "John", "1987-05-02", licence);
    let of_whom = |more: Vec<SourceDocument>, expect: &[(usize, usize, usize)]| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(every_backend(|store| {
            let more = more.clone();
            let expect = expect.to_vec();
            async move {
                send(&store, &house()).await;
                send(&store, &more).await;
                let found = wants(&owner(store.as_ref()).await);
                assert!(expect.contains(&found), "{found:?}");
            }
        }));
    };
    // Name and date of birth fit both, whichever has the record.
    let either = [(1, 0, 0), (0, 0, 1)];
    of_whom(vec![license(), warrant("W1", &named(""))], &either);
    of_whom(vec![warrant("W1", &named("")), license()], &either);
    // So do an initial and a home of twins.
    let twin = || person("Smith", "James", "1987-05-02", "555666777").lives(HOME);
    let initial = || person("Smith", "J", "1987-05-02", "").lives(HOME);
    of_whom(vec![licence("L2", &twin()), warrant("W1", &initial())], &either);
    // The home or a number tells.
    check(vec![license(), warrant("W1", &named("").lives(HOME))], (1, 1, 0));
    check(vec![license(), warrant("W1", &named("104882217"))], (1, 1, 0));
}

#[test]
fn no_number_of_records_parts_a_want_from_the_license() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for born in ["1987-05-02", "1987-05-06", "1987-05-07"] {
        let named = |licence: &str| person("Smith", "John", born, licence);
        let met = |at: u32| {
            let mut met = named(&format!("{}", 600_000_000 + at * 7919)).lives(&format!("{at} Oak St"));
            met.0.addresses[0].town = "Derby".into();
            met.0.addresses[0].postal_code = Some("06418".into());
            arrest(&format!("A{at}"), &met, "53a-103")
        };
        let driver = named("104882217").lives(HOME);
        let mut documents: Vec<SourceDocument> = (0..200).map(met).collect();
        documents.push(warrant("W1", &named("")));
        documents.extend([registration("R1", PLATE, &[&driver]), licence("L1", &driver)]);
        runtime.block_on(async {
            let store = MemoryStore::default();
            store.ingest(documents.into_iter().map(arrival).collect()).await.unwrap();
            let (own, _, possible) = wants(&owner(&store).await);
            assert_eq!(own + possible, 1, "{born}");
        });
    }
}

#[tokio::test]
async fn what_may_be_ends_with_the_want_and_with_a_decision() {
    every_backend(|store| async move {
        let wanted = person("Smith", "John", "1961-11-23", "104882217").lives(HOME);
        let (license, want) = (licence("L1", &driver()), warrant("W1", &wanted));
        send(&store, &house()).await;
        for (document, expect) in [
            (want.clone(), 1),
            (decision(&license, &want, false), 0),
            (erasure(Source::Decisions, "E1", "L1-W1"), 1),
            (resend(arrest("A1", &wanted, "53a-103"), "2026-02-05T00:00:00Z"), 1),
            (erasure(Source::Prawn, "E2", "W1"), 0),
        ] {
            let number = document.number.clone();
            send(&store, &[document]).await;
            assert_eq!(owner(store.as_ref()).await.possible.len(), expect, "{number}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_store_that_another_version_wrote_works_it_out_again() {
    let data = tempfile::tempdir().unwrap();
    let near = warrant("W1", &person("Smith", "John", "1961-11-23", "104882217").lives(HOME));
    let weak = warrant("W2", &person("Smith", "John", "", "").lives(HOME));
    let store: Arc<dyn Backend> = Arc::new(SqliteStore::open(data.path(), Durability::Full).await.unwrap());
    send(&store, &house()).await;
    send(&store, &[near, weak]).await;
    let before = owner(store.as_ref()).await;
    assert_eq!((wants(&before), before.possible.len()), ((1, 0, 1), 1));
    drop(store);
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(data.path().join("hub.sqlite"));
    let mut raw = sqlx::ConnectOptions::connect(&options).await.unwrap();
    for statement in [
        "DELETE FROM near",
        "DELETE FROM loose",
        "UPDATE record SET wanted = 0",
        "UPDATE person SET card = x'00'",
        "PRAGMA user_version = 1",
    ] {
        sqlx::query(statement).execute(&mut raw).await.unwrap();
    }
    sqlx::Connection::close(raw).await.unwrap();
    let store: Arc<dyn Backend> = Arc::new(SqliteStore::open(data.path(), Durability::Full).await.unwrap());
    assert_eq!(owner(store.as_ref()).await, before);
}

/// Records that come near each other in every way, with wants on several.
fn world() -> Vec<SourceDocument> {
    let named = |born: &str, licence: &str| person("Smith", "John", born, licence).lives(HOME);
    let mut documents = house();
    documents.extend([
        warrant("W1", &named("1961-11-23", "104882217")),
        warrant("W2", &named("", "")),
        warrant("W3", &social(named("1987-05-02", ""), "517381928")),
        arrest("A1", &social(named("1987-05-02", "104882217"), "640552211"), "53a-103"),
        arrest("A2", &named("1961-11-23", ""), "53a-103"),
        licence("L2", &person("Smith", "John", "1961-11-23", "555666777").lives(HOME)),
        resend(
            warrant("W4", &person("Smith", "John", "1987-05-02", "").lives("88 Oak St")),
            "2025-01-01T00:00:00Z",
        ),
        resend(arrest("A3", &named("1987-05-02", ""), "53a-103"), "2026-02-01T00:00:00Z"),
        resend(warrant("W1", &named("1961-11-23", "104882217")), "2026-03-01T00:00:00Z"),
        resend(
            warrant("W4", &person("Smith", "John", "1987-05-02", "998877665").lives("88 Oak St")),
            "2026-03-01T00:00:00Z",
        ),
        erasure(Source::Rms, "E1", "A3"),
    ]);
    documents
}

fn outcome(documents: Vec<SourceDocument>, batch: usize) -> Vec<PersonCard> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = Arc::new(MemoryStore::default());
        for batch in documents.chunks(batch) {
            store.ingest(batch.iter().cloned().map(arrival).collect()).await.unwrap();
        }
        let id = owner(store.as_ref()).await.address.unwrap().0;
        let mut people: Vec<PersonCard> =
            store.household(&id).await.unwrap().into_iter().map(|person| person.card).collect();
        people.sort_by(|a, b| a.golden.cmp(&b.golden));
        people
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn the_order_of_arrival_does_not_change_what_may_be(shuffled in Just(world()).prop_shuffle(), size in 1_usize..6) {
        prop_assert_eq!(outcome(shuffled, size), outcome(world(), 100));
    }
}
