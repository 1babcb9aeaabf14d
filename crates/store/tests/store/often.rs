//! People of whom there are many records: they stay one golden record, and nobody takes a want off them.

use std::sync::Arc;

use ciss_cards::card::{Chain, PersonCard};
use ciss_contract::answer::Question;
use ciss_contract::document::SourceDocument;
use ciss_contract::ids::PhotoId;
use ciss_contract::matter::{Matter, WarrantStatus, WithdrawalReason};
use ciss_contract::person::SourcePhoto;
use ciss_contract::query::Query;
use ciss_contract::record::GoldenField;
use ciss_contract::source::Source;
use ciss_records::{Backend, Dossier, Ingest as _, Lookups as _, Page};
use ciss_store::{Durability, MemoryStore, SqliteStore};
use jiff::civil::date;
use proptest::prelude::*;

use crate::documents::{
    Fictional, arrest, arrival, decision, erasure, licence, person, registration, resend, withdrawal,
};

pub(crate) const PLATE: &str = "AB12345";
const LICENSE: &str = "104882217";

fn brittany() -> Fictional {
    person("Goldhauer", "Brittany", "1987-05-02", LICENSE).lives("12 Silver St")
}

pub(crate) fn warrant(number: &str, subject: &Fictional) -> SourceDocument {
    let matter = Matter::Warrant {
        subject: 0,
        number: number.into(),
        status: WarrantStatus::Active,
        issued: None,
        court: None,
        charges: Vec::new(),
        bail: None,
        extradition: None,
    };
    SourceDocument { source: Source::Prawn, matters: vec![matter], ..arrest(number, subject, "53a-172") }
}

/// Registration, license and warrant of one person, and so many further records of other systems, each with something of
/// its own.
pub(crate) fn offender(records: usize) -> Vec<SourceDocument> {
    const SOURCES: [Source; 5] = [
        Source::Rms,
        Source::Infractions,
        Source::CriminalMotorVehicle,
        Source::JudicialCases,
        Source::Corrections,
    ];
    let mut documents = vec![
        registration("R1", PLATE, &[&brittany()]),
        licence("L1", &brittany()),
        warrant("W1", &brittany()),
    ];
    documents.extend((0..records).map(|at| {
        let street = if at % 3 == 0 { "12 Silver St".to_owned() } else { format!("{at} Elm St") };
        let mut met = person("Goldhauer", "Brittany", "1987-05-02", LICENSE).lives(&street);
        met.0.height = u16::try_from(60 + at % 4).ok();
        met.0.phones.push(format!("860555{:04}", at * 7 % 10_000));
        SourceDocument { source: SOURCES[at % SOURCES.len()], ..arrest(&format!("A{at}"), &met, "53a-103") }
    }));
    documents
}

/// People who share one key each with [`brittany`]: her license number, her names and year, her first name and date of
/// birth, her family name and date of birth, her house and first name.
fn strangers(count: usize) -> Vec<SourceDocument> {
    let name = |at: usize| {
        let letter = |by: usize| char::from(b'a' + u8::try_from(at / by % 26).unwrap());
        format!("{}o{}e{}u", letter(1), letter(26), letter(5))
    };
    let day = |at: usize| format!("{}-{:02}-{:02}", 1930 + at % 50, 1 + at % 12, 1 + at % 28);
    let number = |at: usize| format!("{}", 200_000_000 + at * 7_919);
    let stranger = |at: usize| match at % 5 {
        0 => person(&name(at), &name(at + 9), &day(at), LICENSE),
        1 => person(
            "Goldhauer",
            "Brittany",
            &format!("1987-{:02}-{:02}", 7 + at % 6, 9 + at % 20),
            &number(at),
        ),
        2 => person(&name(at), "Brittany", "1987-05-02", &number(at)).lives(&format!("{at} Oak St")),
        3 => person("Goldhauer", &name(at), "1987-05-02", &number(at)).lives(&format!("{at} Oak St")),
        _ => person(&name(at), "Brittany", &day(at), &number(at)).lives("12 Silver St"),
    };
    (0..count).map(|at| arrest(&format!("S{at}"), &stranger(at), "53a-103")).collect()
}

pub(crate) async fn send(store: &dyn Backend, documents: &[SourceDocument], batch: usize) {
    for batch in documents.chunks(batch) {
        store.ingest(batch.iter().cloned().map(arrival).collect()).await.unwrap();
    }
}

pub(crate) async fn owner(store: &dyn Backend) -> PersonCard {
    let chain = store.chain(&Query::interpret(PLATE).unwrap()).await.unwrap().unwrap();
    let Chain { owners, people, .. } = chain;
    people.into_iter().find(|person| person.card.golden == owners[0]).unwrap().card
}

pub(crate) fn is_wanted(card: &PersonCard) -> bool {
    card.facts.iter().any(|fact| fact.question == Question::Wanted && fact.number == "W1")
}

async fn every_backend<F, R>(check: F)
where
    F: Fn(Arc<dyn Backend>) -> R,
    R: Future<Output = ()>,
{
    check(Arc::new(MemoryStore::default())).await;
    let data = tempfile::tempdir().unwrap();
    check(Arc::new(SqliteStore::open(data.path(), Durability::Bulk).await.unwrap())).await;
}

#[tokio::test]
async fn a_person_who_is_met_often_stays_one_and_wanted() {
    for (records, batch, reversed) in [(40, 1, false), (65, 13, true), (120, 120, true)] {
        every_backend(|store| async move {
            let mut documents = offender(records);
            if reversed {
                documents.reverse();
            }
            send(store.as_ref(), &documents, batch).await;
            let card = owner(store.as_ref()).await;
            assert_eq!(card.records, u32::try_from(records).unwrap() + 3);
            assert!(is_wanted(&card), "{records} in batches of {batch}");
        })
        .await;
    }
}

#[tokio::test]
async fn strangers_under_a_persons_keys_take_no_want_off_them() {
    every_backend(|store| async move {
        let mut documents = strangers(600);
        documents.extend(offender(0));
        send(store.as_ref(), &documents, 150).await;
        let card = owner(store.as_ref()).await;
        assert!(is_wanted(&card));
        assert!(card.records < 20, "{}", card.records);
        send(store.as_ref(), &strangers(700)[600..], 100).await;
        assert!(is_wanted(&owner(store.as_ref()).await));
    })
    .await;
}

#[tokio::test]
async fn what_a_card_leaves_out_is_counted() {
    let store = MemoryStore::default();
    send(&store, &offender(60), 30).await;
    let more: Vec<SourceDocument> = (2..40).map(|at| warrant(&format!("W{at}"), &brittany())).collect();
    send(&store, &more, 40).await;
    let card = owner(&store).await;
    let wants = card.facts.iter().filter(|fact| fact.question == Question::Wanted).count();
    assert_eq!(wants, 39);
    let arrests = card.facts.iter().filter(|fact| fact.question == Question::RecentArrest).count();
    let left_out: u32 = card
        .omitted
        .iter()
        .filter(|omitted| omitted.question == Question::RecentArrest)
        .map(|omitted| omitted.count)
        .sum();
    assert_eq!(arrests + left_out as usize, 60);
    assert!(arrests <= 40, "{arrests}");
}

/// A crowd under one key, a person who is met often and a correction among them.
fn crowd() -> Vec<SourceDocument> {
    let mut documents = offender(45);
    documents.extend(strangers(150));
    let corrected = resend(licence("L1", &brittany().lives("5 Ash St")), "2026-05-01T00:00:00Z");
    let elsewhere = person("Park", "Susan", "1960-01-09", "777000111").lives("3 Oak St");
    documents.extend([corrected, resend(arrest("S5", &elsewhere, "53a-103"), "2026-05-01T00:00:00Z")]);
    documents
}

/// One person in few words, often: among them other ways to write the name, photos of one day and of none, a year alone,
/// two licenses of one day, corrections, an erasure and a document that is taken back.
fn repeated(records: usize) -> Vec<SourceDocument> {
    const SOURCES: [Source; 3] = [Source::Rms, Source::Corrections, Source::Infractions];
    let met = |at: usize| {
        let (given, born) =
            [("Brittany", "1987-05-02"), ("BRITTANY", "1987"), ("Britt", "05/02/1987")][at % 3];
        let mut met = person("Goldhauer", given, born, LICENSE).lives("12 Silver St");
        met.0.name.middle = [None, Some("J"), Some("Joan"), Some("K.")][at / 3 % 4].map(str::to_owned);
        met.0.weight = u16::try_from(140 + at % 2).ok();
        met.0.photos = [None, Some(None), Some(Some(date(2025, 3, 14)))][at % 5 % 3]
            .map(|taken| SourcePhoto { id: PhotoId(format!("p{at}")), taken })
            .into_iter()
            .collect();
        met
    };
    let sent = |at: usize| {
        let as_of = format!("2026-01-{:02}T00:00:00Z", 1 + at * 5 % 9);
        let document = resend(arrest(&format!("A{at}"), &met(at), "53a-103"), &as_of);
        SourceDocument { source: SOURCES[at % 3], ..document }
    };
    let mut documents: Vec<SourceDocument> = (0..records).map(sent).collect();
    let licensed = |number: &str, status: &str| {
        let mut document = licence(number, &brittany());
        for matter in &mut document.matters {
            if let Matter::Licence { status: stated, .. } = matter {
                status.clone_into(stated);
            }
        }
        document
    };
    documents.extend([
        registration("R1", PLATE, &[&brittany()]),
        licensed("L1", "LIC"),
        licensed("L2", "SUSP"),
        warrant("W1", &brittany()),
        resend(warrant("W1", &brittany().lives("5 Ash St")), "2026-02-01T00:00:00Z"),
        resend(arrest("A0", &met(7), "53a-103"), "2026-02-01T00:00:00Z"),
        erasure(Source::Rms, "E1", "A3"),
        resend(withdrawal(Source::Infractions, "A2", WithdrawalReason::Deleted), "2026-02-01T00:00:00Z"),
    ]);
    documents
}

/// The card and the merged fields of the owner.
async fn whole(
    store: &dyn Backend,
    batches: Vec<Vec<SourceDocument>>,
) -> (PersonCard, Vec<GoldenField>, Vec<String>) {
    for batch in batches {
        store.ingest(batch.into_iter().map(arrival).collect()).await.unwrap();
    }
    let card = owner(store).await;
    let Dossier { fields, aliases, .. } = store.dossier(&card.golden, &Page::first()).await.unwrap().unwrap();
    (card, fields, aliases)
}

#[tokio::test]
async fn a_golden_record_that_grew_is_the_one_that_is_merged_at_once() {
    let at_once = whole(&MemoryStore::default(), vec![repeated(230)]).await;
    assert!(at_once.0.records > 220 && !at_once.0.omitted.is_empty() && at_once.0.photo.is_some());
    let documents = repeated(230);
    let batches: Vec<_> = documents.rchunks(40).map(<[_]>::to_vec).collect();
    let data = tempfile::tempdir().unwrap();
    let sqlite = SqliteStore::open(data.path(), Durability::Bulk).await.unwrap();
    assert!(whole(&sqlite, batches).await == at_once, "what was kept merged differs");
}

/// A person about whom nothing is open until one of the last of these comes, or all of them have gone by.
fn opened() -> Vec<SourceDocument> {
    let hers = |given: &str, licence: &str| person("Goldhauer", given, "1987-05-02", licence);
    let twin = arrest("T1", &hers("Brittney", "").lives("12 Silver St"), "53a-103");
    let mut documents = offender(30);
    documents.extend([
        decision(&documents[1], &twin, false),
        twin,
        licence("L2", &hers("Brittany", "555666777").lives("12 Silver St")),
        warrant("W2", &person("Vega", "Rafael", "1961-11-23", LICENSE).lives("9 Oak St")),
        arrest("T2", &hers("Brittany", "998877665").lives("3 Elm St"), "53a-103"),
        arrest("T3", &hers("Brittany", "").lives("4 Elm St"), "53a-103"),
        erasure(Source::Rms, "E1", "A0"),
    ]);
    documents
}

async fn people(batches: Vec<Vec<SourceDocument>>) -> Chain {
    let store = MemoryStore::default();
    for batch in batches {
        store.ingest(batch.into_iter().map(arrival).collect()).await.unwrap();
    }
    let mut chain = store.chain(&Query::interpret(PLATE).unwrap()).await.unwrap().unwrap();
    chain.people.sort_by(|a, b| a.card.golden.cmp(&b.card.golden));
    chain
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]
    #[test]
    fn what_opens_the_question_who_somebody_is_may_come_at_any_time(
        shuffled in Just(opened()).prop_shuffle(),
        size in 1_usize..4,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let batches = shuffled.chunks(size).map(<[_]>::to_vec).collect();
        let expect = runtime.block_on(people(vec![opened()]));
        prop_assert_eq!(runtime.block_on(people(batches)), expect);
    }

    #[test]
    fn the_order_of_a_crowd_does_not_matter(shuffled in Just(crowd()).prop_shuffle(), size in 1_usize..60) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let batches = shuffled.chunks(size).map(<[_]>::to_vec).collect();
        let expect = runtime.block_on(people(vec![crowd()]));
        prop_assert!(expect.at_address > 20);
        prop_assert_eq!(runtime.block_on(people(batches)), expect);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn a_golden_record_grows_to_the_same_in_any_order(
        shuffled in Just(repeated(36)).prop_shuffle(),
        size in 1_usize..9,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let batches: Vec<_> = shuffled.chunks(size).map(<[_]>::to_vec).collect();
        let expect = runtime.block_on(whole(&MemoryStore::default(), vec![repeated(36)]));
        prop_assert!(runtime.block_on(whole(&MemoryStore::default(), batches.clone())) == expect, "memory");
        let data = tempfile::tempdir().unwrap();
        let grown = runtime.block_on(async {
            let store = SqliteStore::open(data.path(), Durability::Bulk).await.unwrap();
            whole(&store, batches).await
        });
        prop_assert!(grown == expect, "sqlite");
    }
}
