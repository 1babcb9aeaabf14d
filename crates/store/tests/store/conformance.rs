//! One suite for every backend.

use std::sync::Arc;

use ciss_cards::card::{Chain, MOST_PEOPLE_READ};
use ciss_contract::answer::Question;
use ciss_contract::document::SourceDocument;
use ciss_contract::ids::GoldenId;
use ciss_contract::matter::Matter;
use ciss_contract::query::Query;
use ciss_contract::source::Source;
use ciss_records::{AuditLine, Backend, Ingest as _, Page};
use ciss_store::{Durability, MemoryStore, SqliteStore};
use jiff::Timestamp;

use crate::documents::{arrest, arrival, at, erasure, licence, person, registration, resend};
use crate::often::warrant;

pub(crate) async fn every_backend<F, R>(check: F)
where
    F: Fn(Arc<dyn Backend>) -> R,
    R: Future<Output = ()>,
{
    check(Arc::new(MemoryStore::default())).await;
    let data = tempfile::tempdir().unwrap();
    check(Arc::new(SqliteStore::open(data.path(), Durability::Full).await.unwrap())).await;
}

pub(crate) async fn send(store: &Arc<dyn Backend>, documents: &[SourceDocument]) {
    store.ingest(documents.iter().cloned().map(arrival).collect()).await.unwrap();
}

pub(crate) async fn chain(store: &Arc<dyn Backend>, plate: &str) -> Option<Chain> {
    store.chain(&Query::interpret(plate).unwrap()).await.unwrap()
}

fn names(chain: &Chain) -> Vec<String> {
    let mut names: Vec<String> = chain.people.iter().map(|person| person.card.name.given.clone()).collect();
    names.sort();
    names
}

pub(crate) fn golden(chain: &Chain, given: &str) -> GoldenId {
    chain.people.iter().find(|person| person.card.name.given == given).unwrap().card.golden.clone()
}

#[tokio::test]
async fn what_is_on_file_is_told_from_what_is_not() {
    every_backend(|store| async move {
        let maria = person("Ortiz", "Maria", "1985-02-03", "104882217").lives("12 Silver St Apt 4");
        let mut old = registration("R1", "AB12345", &[&maria]);
        old.vehicles[0].vin = Some("VC57S123456".to_owned());
        let mut new = registration("R2", "CD12345", &[&maria]);
        new.vehicles[0].vin = Some("1HGCM82633A004352".to_owned());
        send(&store, &[old, new]).await;
        let asked = ["AB12345", "AB12346", "NY: AB12345", "VC57S123456", "1HGCM82633A004352"];
        let asked: Vec<Query> = asked.iter().map(|text| Query::interpret(text).unwrap()).collect();
        let found = store.on_file(&asked, None).await.unwrap();
        assert_eq!(found, [asked[0].clone(), asked[3].clone(), asked[4].clone()]);
        let ends = |ending| {
            let store = Arc::clone(&store);
            async move { store.on_file(&[], Some(ending)).await.unwrap() }
        };
        assert_eq!(ends("3A004352").await, [asked[4].clone()]);
        assert_eq!(ends("7S123456").await, [asked[3].clone()]);
        assert_eq!(ends("00000000").await, []);
    })
    .await;
}

#[tokio::test]
async fn a_plate_leads_to_everyone_at_the_address() {
    every_backend(|store| async move {
        let maria = person("Ortiz", "Maria", "1985-02-03", "104882217").lives("12 Silver St Apt 4");
        let luis = person("Ortiz", "Luis", "2007-03-14", "104882218").lives("12 Silver Street, #4");
        let away = person("Vega", "Rafael", "1982-05-06", "104882219").lives("12 Silver St Apt 5");
        send(&store, &[registration("R1", "AB12345", &[&maria]), licence("L1", &luis), licence("L2", &away)])
            .await;
        let found = chain(&store, "AB-12345").await.unwrap();
        assert_eq!(names(&found), ["Luis", "Maria"]);
        assert_eq!(found.owners, [golden(&found, "Maria")]);
        assert_eq!(found.at_address, 2);
        assert_eq!(found.address.as_ref().unwrap().1, "12 Silver St Apt 4, Middletown 06457");
        assert_eq!(found.people.iter().map(|person| person.ties.len()).sum::<usize>(), 2);
        assert_eq!(
            (found.vehicle.make.as_deref(), found.vehicle.colour.as_deref()),
            (Some("Honda"), Some("blue"))
        );
        assert_eq!(chain(&store, "1HGCM82633A004352").await.unwrap().vehicle, found.vehicle);
        assert!(chain(&store, "ZZ99999").await.is_none());
    })
    .await;
}

#[tokio::test]
async fn the_same_document_twice_is_one() {
    every_backend(|store| async move {
        let luis = person("Ortiz", "Luis", "2007-03-14", "104882218");
        let document = licence("L1", &luis);
        let both = vec![arrival(document.clone()), arrival(document.clone())];
        let done = store.ingest(both).await.unwrap();
        assert_eq!((done.documents, done.repeated), (1, 1));
        let done = store.ingest(vec![arrival(document.clone())]).await.unwrap();
        assert_eq!((done.documents, done.repeated, done.cards), (0, 1, 0));
        let feeds = store.feeds().await.unwrap();
        assert_eq!(
            feeds.iter().map(|feed| (feed.source, feed.documents)).collect::<Vec<_>>(),
            [(Source::DmvLicence, 1)]
        );
    })
    .await;
}

#[tokio::test]
async fn a_document_comes_back_byte_for_byte() {
    every_backend(|store| async move {
        let arrived = arrival(licence("L1", &person("Ortiz", "Luis", "2007-03-14", "104882218")));
        store.ingest(vec![arrived.clone()]).await.unwrap();
        let stored = store.document(&arrived.received.id).await.unwrap().unwrap();
        assert_eq!(stored, arrived.received);
        assert!(store.document(&"0000000000000000".into()).await.unwrap().is_none());
        assert!(store.document(&"no such thing".into()).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn of_two_versions_the_later_counts_in_any_order() {
    for reversed in [false, true] {
        every_backend(|store| async move {
            let before = person("Ortiz", "Luis", "2007-03-14", "104882218").lives("1 Main St");
            let after = person("Ortiz", "Luis", "2007-03-14", "104882218").lives("2 Main St");
            let mut versions =
                vec![licence("L1", &before), resend(licence("L1", &after), "2026-06-01T00:00:00Z")];
            if reversed {
                versions.reverse();
            }
            for version in &versions {
                send(&store, std::slice::from_ref(version)).await;
            }
            let neighbour = |street| person("Park", "Jason", "1990-01-01", "204882218").lives(street);
            send(&store, &[registration("R1", "AA11111", &[&neighbour("1 Main St")])]).await;
            send(&store, &[registration("R2", "AA22222", &[&neighbour("2 Main St")])]).await;
            assert_eq!(names(&chain(&store, "AA11111").await.unwrap()), ["Jason"]);
            let found = chain(&store, "AA22222").await.unwrap();
            assert_eq!(names(&found), ["Jason", "Luis"]);
            let dossier = store.dossier(&golden(&found, "Luis"), &Page::first()).await.unwrap().unwrap();
            assert_eq!(dossier.members.len(), 1);
            // Both versions stay readable.
            for version in versions {
                assert!(store.document(&arrival(version).received.id).await.unwrap().is_some());
            }
        })
        .await;
    }
}

#[tokio::test]
async fn an_erased_document_vanishes_whenever_the_erasure_comes() {
    for erasure_first in [false, true] {
        every_backend(|store| async move {
            let luis = person("Ortiz", "Luis", "2007-03-14", "104882218").lives("1 Main St");
            let arrested = arrest("A1", &luis, "53a-167c");
            let mut order = vec![arrested.clone(), erasure(Source::Rms, "E1", "A1")];
            if erasure_first {
                order.reverse();
            }
            send(&store, &[registration("R1", "AA11111", &[&luis])]).await;
            for document in order {
                send(&store, &[document]).await;
            }
            let found = chain(&store, "AA11111").await.unwrap();
            let card = &found.people[0].card;
            assert_eq!((card.facts.len(), card.records), (0, 1));
            assert!(found.people[0].ties.iter().all(|tie| tie.source != Source::Rms));
            assert!(store.document(&arrival(arrested.clone()).received.id).await.unwrap().is_none());
            let dossier = store.dossier(&card.golden, &Page::first()).await.unwrap().unwrap();
            assert!(dossier.members.iter().all(|member| member.document.source != Source::Rms));
            // Sent again, it stays erased.
            send(&store, &[resend(arrested, "2026-06-01T00:00:00Z")]).await;
            assert_eq!(chain(&store, "AA11111").await.unwrap().people[0].card.facts.len(), 0);
        })
        .await;
    }
}

#[tokio::test]
async fn a_bridging_record_merges_two_golden_records_and_its_erasure_splits_them() {
    every_backend(|store| async move {
        let maiden = person("Vega", "Ana", "1985-02-03", "104882217").lives("1 Main St");
        let married = person("Ortiz", "Ana", "", "").with_sid("00719345").lives("1 Main St");
        send(&store, &[registration("R1", "AA11111", &[&maiden])]).await;
        send(&store, &[resend(arrest("A1", &married, "53a-103"), "2026-01-02T00:00:00Z")]).await;
        let apart = chain(&store, "AA11111").await.unwrap();
        assert_eq!(apart.people.len(), 2);
        let absorbed = apart.people.iter().find(|person| person.card.name.surname == "Ortiz").unwrap();
        let bridge = person("Ortiz", "Ana", "1985-02-03", "104882217").with_sid("00719345");
        send(&store, &[resend(arrest("A2", &bridge, "53a-103"), "2026-01-03T00:00:00Z")]).await;
        let merged = chain(&store, "AA11111").await.unwrap();
        assert_eq!((merged.people.len(), merged.people[0].card.records), (1, 3));
        // Named after the oldest record; the other name leads there.
        let by_old_name = store.dossier(&absorbed.card.golden, &Page::first()).await.unwrap().unwrap();
        assert_eq!(by_old_name.card, merged.people[0].card);
        let evidence = by_old_name.members.iter().filter_map(|member| member.evidence.as_ref());
        let mut findings = evidence.flat_map(|(_, evidence)| &evidence.findings);
        assert!(findings.any(|finding| finding.words().contains("same license number")));
        send(&store, &[erasure(Source::Rms, "E1", "A2")]).await;
        assert_eq!(chain(&store, "AA11111").await.unwrap(), apart);
    })
    .await;
}

#[tokio::test]
async fn a_golden_record_is_found_by_its_old_name_when_its_oldest_record_goes() {
    every_backend(|store| async move {
        let luis = person("Ortiz", "Luis", "2007-03-14", "104882218").lives("1 Main St");
        send(&store, &[resend(arrest("A1", &luis, "53a-103"), "2025-01-01T00:00:00Z")]).await;
        send(&store, &[registration("R1", "AA11111", &[&luis])]).await;
        let before = golden(&chain(&store, "AA11111").await.unwrap(), "Luis");
        send(&store, &[erasure(Source::Rms, "E1", "A1")]).await;
        let after = golden(&chain(&store, "AA11111").await.unwrap(), "Luis");
        assert_ne!(before, after);
        assert_eq!(store.dossier(&before, &Page::first()).await.unwrap().unwrap().card.golden, after);
    })
    .await;
}

#[tokio::test]
async fn twins_and_father_and_son_stay_apart() {
    every_backend(|store| async move {
        let home = "1 Main St";
        let people = [
            person("Ortiz", "Luis", "2007-03-14", "104882218").lives(home),
            person("Ortiz", "Lucas", "2007-03-14", "104882219").lives(home),
            person("Smith", "John", "1950-01-02", "").suffix("SR").lives(home),
            person("Smith", "John", "1950-01-02", "").suffix("JR").lives(home),
        ];
        send(&store, &[registration("R1", "AA11111", &[&people[0]])]).await;
        for (number, person) in people.iter().enumerate() {
            send(&store, &[licence(&format!("L{number}"), person)]).await;
        }
        assert_eq!(names(&chain(&store, "AA11111").await.unwrap()), ["John", "John", "Lucas", "Luis"]);
    })
    .await;
}

#[tokio::test]
async fn an_owner_has_the_flat_that_the_registration_leaves_out_and_the_flat_its_household() {
    every_backend(|store| async move {
        let maria = || person("Ortiz", "Maria", "1985-02-03", "104882217");
        let luis = person("Ortiz", "Luis", "2007-03-14", "104882218").lives("12 Silver Street, #4");
        let neighbour = person("Vega", "Rafael", "1982-05-06", "104882219").lives("12 Silver St Apt 5");
        send(
            &store,
            &[
                registration("R1", "AB12345", &[&maria().lives("12 Silver St")]),
                licence("L0", &maria().lives("12 Silver St Apt 4")),
                licence("L1", &luis),
                licence("L2", &neighbour),
            ],
        )
        .await;
        let found = chain(&store, "AB12345").await.unwrap();
        assert_eq!(names(&found), ["Maria"]);
        assert_eq!(found.address.as_ref().unwrap().1, "12 Silver St, Middletown 06457");
        let (flat, line) = found.people[0].card.address.clone().unwrap();
        assert_eq!(line, "12 Silver St Apt 4, Middletown 06457");
        let household = Chain { people: store.household(&flat).await.unwrap(), ..found };
        assert_eq!(names(&household), ["Luis", "Maria"]);
    })
    .await;
}

#[tokio::test]
async fn an_address_of_more_people_than_a_screen_is_read_whole() {
    every_backend(|store| async move {
        let home = "1 Shelter Rd";
        let crowd = 75;
        let mut documents = Vec::new();
        for number in 0..crowd {
            let given = format!("Guest{}", char::from(b'A' + u8::try_from(number % 26).unwrap()));
            let inhabitant = person("Doe", &given, "", &format!("3048{number:05}")).lives(home);
            documents.push(licence(&format!("L{number}"), &inhabitant));
        }
        let wanted = person("Doe", "Wanted", "1990-01-01", "404882218").lives(home);
        documents.push(arrest("A1", &wanted, "53a-167c"));
        documents.push(registration(
            "R1",
            "AA11111",
            &[&person("Roe", "Owner", "1980-01-01", "504882218").lives(home)],
        ));
        send(&store, &documents).await;
        let found = chain(&store, "AA11111").await.unwrap();
        assert_eq!(found.at_address, u32::try_from(crowd + 2).unwrap());
        assert_eq!(found.people.len(), crowd + 2);
        assert!(names(&found).contains(&"Wanted".to_owned()));
        assert!(names(&found).contains(&"Owner".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn no_other_danger_crowds_a_want_out_of_an_address() {
    every_backend(|store| async move {
        let home = "1 Shelter Rd";
        let mut documents = vec![registration(
            "R1",
            "AA11111",
            &[&person("Roe", "Owner", "1980-01-01", "504882218").lives(home)],
        )];
        for number in 0..MOST_PEOPLE_READ + 15 {
            let (year, month) = (1900 + number % 100, 1 + number / 100);
            let born = format!("{year}-{month:02}-01");
            let violent = person("Doe", "Guest", &born, &format!("3048{:05}", number * 101)).lives(home);
            documents.push(arrest(&format!("A{number}"), &violent, "53a-167c"));
        }
        let wanted = warrant("W1", &person("Poe", "Wanted", "1990-01-01", "404882218").lives(home));
        documents.push(resend(wanted, "2015-01-01T00:00:00Z"));
        send(&store, &documents).await;
        let found = chain(&store, "AA11111").await.unwrap();
        assert!(found.at_address > u32::try_from(MOST_PEOPLE_READ).unwrap(), "{}", found.at_address);
        assert!(found.people.len() <= MOST_PEOPLE_READ + 1, "{}", found.people.len());
        assert!(names(&found).contains(&"Wanted".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn matters_answer_questions() {
    every_backend(|store| async move {
        let luis = person("Ortiz", "Luis", "2007-03-14", "104882218").lives("1 Main St");
        send(&store, &[registration("R1", "AA11111", &[&luis]), arrest("A1", &luis, "53a-167c")]).await;
        let found = chain(&store, "AA11111").await.unwrap();
        let facts = &found.people[0].card.facts;
        let questions: Vec<Question> = facts.iter().map(|fact| fact.question).collect();
        assert_eq!(questions, [Question::RecentArrest, Question::ViolenceAgainstPolice]);
        assert_eq!(facts[0].holds_until, Some(jiff::civil::date(2026, 4, 11)));
        assert_eq!(facts[1].holds_until, None);
    })
    .await;
}

#[tokio::test]
async fn the_audit_trail_keeps_every_line_of_concurrent_callers() {
    every_backend(|store| async move {
        let line = |subject: String| AuditLine {
            at: Timestamp::UNIX_EPOCH,
            request: "r".into(),
            operator: "CISS:IDP:demo:USER:reyes".into(),
            on_behalf_of: "412".into(),
            purpose: "traffic-stop".into(),
            action: "lookup".into(),
            subject,
            outcome: "permit".into(),
            golden: vec!["00000000000000aa".into()],
        };
        let callers: Vec<_> = (0..50)
            .map(|number| {
                let (store, line) = (Arc::clone(&store), line(number.to_string()));
                tokio::spawn(async move { store.audit(line).await })
            })
            .collect();
        for caller in callers {
            caller.await.unwrap().unwrap();
        }
        store.audit(line("last".into())).await.unwrap();
        let tail = store.audit_tail(100).await.unwrap();
        assert_eq!(tail.len(), 51);
        assert_eq!(tail[0], line("last".into()));
        assert_eq!(store.audit_tail(1).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_database_is_there_again_after_it_was_closed() {
    let data = tempfile::tempdir().unwrap();
    let luis = person("Ortiz", "Luis", "2007-03-14", "104882218").lives("1 Main St");
    let document = registration("R1", "AA11111", &[&luis]);
    assert!(document.matters.iter().any(|matter| matches!(matter, Matter::Registration { .. })));
    let store = SqliteStore::open(data.path(), Durability::Bulk).await.unwrap();
    store.ingest(vec![arrival(document)]).await.unwrap();
    store.close().await.unwrap();
    let store: Arc<dyn Backend> = Arc::new(SqliteStore::open(data.path(), Durability::Full).await.unwrap());
    assert_eq!(names(&chain(&store, "AA11111").await.unwrap()), ["Luis"]);
    assert_eq!(store.feeds().await.unwrap()[0].last_received, at("2026-11-22T00:00:00Z"));
}

#[tokio::test]
async fn cards_of_another_version_are_written_again() {
    let data = tempfile::tempdir().unwrap();
    let luis = person("Ortiz", "Luis", "2007-03-14", "104882218").lives("1 Main St");
    let store: Arc<dyn Backend> = Arc::new(SqliteStore::open(data.path(), Durability::Full).await.unwrap());
    send(&store, &[registration("R1", "AA11111", &[&luis]), arrest("A1", &luis, "53a-103")]).await;
    let before = chain(&store, "AA11111").await;
    drop(store);
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(data.path().join("hub.sqlite"));
    let mut raw = sqlx::ConnectOptions::connect(&options).await.unwrap();
    for statement in ["UPDATE person SET card = x'00'", "PRAGMA user_version = 1"] {
        sqlx::query(statement).execute(&mut raw).await.unwrap();
    }
    sqlx::Connection::close(raw).await.unwrap();
    let store: Arc<dyn Backend> = Arc::new(SqliteStore::open(data.path(), Durability::Full).await.unwrap());
    assert_eq!(chain(&store, "AA11111").await, before);
}
