//! Which version of a document counts, whose document it is, and what is taken back.

use std::sync::Arc;

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::WithdrawalReason;
use ciss_contract::source::Source;
use ciss_records::{Backend, Page, StoreError};
use ciss_store::{Durability, SqliteStore};

use crate::conformance::{chain, every_backend, send};
use crate::documents::{
    Fictional, arrest, arrival, at, erasure, of_agency, person, registration, resend, withdrawal,
};

const HARTFORD: &str = "CT0006400";
const WATERBURY: &str = "CT0015100";

fn hattie() -> Fictional {
    person("Hartfordcase", "Hattie", "1981-05-06", "104882217").lives("1 Main St")
}

fn wanda() -> Fictional {
    person("Waterburycase", "Wanda", "1979-03-02", "104882218").lives("1 Main St")
}

/// A plate at whose address both are looked for. The registration is of neither.
async fn with_plate(store: &Arc<dyn Backend>) {
    let owner = person("Roe", "Owner", "1980-01-01", "504882218").lives("1 Main St");
    send(store, &[registration("R1", "AA11111", &[&owner])]).await;
}

/// Given names of everybody at the address who was arrested.
async fn arrested(store: &Arc<dyn Backend>) -> Vec<String> {
    let found = chain(store, "AA11111").await.unwrap();
    let mut names: Vec<String> = found
        .people
        .iter()
        .filter(|person| !person.card.facts.is_empty())
        .map(|person| person.card.name.given.clone())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn agencies_number_for_themselves() {
    let hartford = || of_agency(arrest("26-1", &hattie(), "53a-103"), HARTFORD);
    let waterbury = || of_agency(arrest("26-1", &wanda(), "53a-103"), WATERBURY);
    let unnamed =
        || arrest("26-1", &person("Nobody", "Nora", "1990-01-01", "").lives("1 Main St"), "53a-103");
    let expunged = || withdrawal(Source::Rms, "26-1", WithdrawalReason::Expunged);
    let erased = |agency| of_agency(erasure(Source::Rms, "E1", "26-1"), agency);
    for (sent, expect) in [
        (vec![hartford(), waterbury()], vec!["Hattie", "Wanda"]),
        (
            vec![hartford(), resend(waterbury(), "2026-02-01T00:00:00Z"), unnamed()],
            vec!["Hattie", "Nora", "Wanda"],
        ),
        (vec![hartford(), waterbury(), erased(HARTFORD)], vec!["Wanda"]),
        (vec![erased("ct-0015100"), hartford(), waterbury(), unnamed()], vec!["Hattie"]),
        (vec![hartford(), waterbury(), unnamed(), erasure(Source::Rms, "E1", "26-1")], vec![]),
        (vec![erasure(Source::Rms, "E1", "26-1"), hartford(), waterbury(), unnamed()], vec![]),
        (vec![hartford(), waterbury(), unnamed(), expunged()], vec![]),
        (vec![hartford(), waterbury(), of_agency(expunged(), HARTFORD)], vec!["Wanda"]),
    ] {
        for one_by_one in [false, true] {
            let (sent, expect) = (&sent, &expect);
            every_backend(|store| async move {
                with_plate(&store).await;
                let batches = if one_by_one { 1 } else { sent.len() };
                for batch in sent.chunks(batches) {
                    send(&store, batch).await;
                }
                assert_eq!(arrested(&store).await, *expect);
            })
            .await;
        }
    }
}

#[tokio::test]
async fn an_agency_corrects_its_own_document_only() {
    every_backend(|store| async move {
        with_plate(&store).await;
        let first = of_agency(arrest("26-1", &hattie(), "53a-103"), HARTFORD);
        let others = of_agency(arrest("26-1", &wanda(), "53a-103"), WATERBURY);
        let correction = SourceDocument { matters: vec![], ..resend(first.clone(), "2026-02-01T00:00:00Z") };
        send(&store, &[first, others, correction]).await;
        assert_eq!(arrested(&store).await, ["Wanda"]);
    })
    .await;
}

#[tokio::test]
async fn a_deleted_document_vanishes_in_any_order_and_a_later_version_brings_it_back() {
    for withdrawal_first in [false, true] {
        every_backend(|store| async move {
            with_plate(&store).await;
            let said = arrest("26-1", &hattie(), "53a-103");
            let taken_back = withdrawal(Source::Rms, "26-1", WithdrawalReason::Deleted);
            let taken_back = resend(taken_back, "2026-03-01T00:00:00Z");
            let mut order = vec![said.clone(), taken_back.clone()];
            if withdrawal_first {
                order.reverse();
            }
            for document in order {
                send(&store, &[document]).await;
            }
            assert!(arrested(&store).await.is_empty());
            for document in [&said, &taken_back] {
                let id = arrival(document.clone()).received.id;
                assert!(store.document(&id).await.unwrap().is_none());
            }
            send(&store, &[resend(said, "2026-04-01T00:00:00Z")]).await;
            assert_eq!(arrested(&store).await, ["Hattie"]);
        })
        .await;
    }
}

#[tokio::test]
async fn a_seal_holds_whatever_the_dates_and_whichever_side_names_no_agency() {
    let said = || arrest("26-1", &hattie(), "53a-103");
    let seal = || withdrawal(Source::Rms, "26-1", WithdrawalReason::Sealed);
    let of = |document, agency: &str| if agency.is_empty() { document } else { of_agency(document, agency) };
    for (agency_of_seal, agency_of_said, day, hides) in [
        ("", "", "2026-03-01", true),
        ("", "", "2019-03-01", true),
        ("", HARTFORD, "2019-03-01", true),
        (HARTFORD, "", "2019-03-01", true),
        (HARTFORD, HARTFORD, "2019-03-01", true),
        (WATERBURY, HARTFORD, "2026-03-01", false),
    ] {
        let seal = resend(of(seal(), agency_of_seal), &format!("{day}T00:00:00Z"));
        let said = of(said(), agency_of_said);
        let later = resend(said.clone(), "2026-10-01T00:00:00Z");
        for order in [[0, 1, 2], [1, 0, 2], [1, 2, 0]] {
            let sent = [&seal, &said, &later];
            every_backend(|store| async move {
                with_plate(&store).await;
                for at in order {
                    send(&store, std::slice::from_ref(sent[at])).await;
                }
                assert_eq!(
                    arrested(&store).await.is_empty(),
                    hides,
                    "{agency_of_seal} {agency_of_said} {day}"
                );
                for document in [sent[1], sent[2]].into_iter().filter(|_| hides) {
                    let id = arrival(document.clone()).received.id;
                    assert!(store.document(&id).await.unwrap().is_none());
                }
            })
            .await;
        }
    }
}

#[tokio::test]
async fn what_a_withdrawal_says_of_people_is_not_read() {
    every_backend(|store| async move {
        with_plate(&store).await;
        let said = arrest("26-1", &hattie(), "53a-103");
        let mut taken_back = resend(said.clone(), "2026-03-01T00:00:00Z");
        taken_back.matters.extend(withdrawal(Source::Rms, "26-1", WithdrawalReason::Sealed).matters);
        send(&store, &[said, taken_back]).await;
        assert!(arrested(&store).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_was_expunged_never_comes_back_and_leaves_no_count() {
    every_backend(|store| async move {
        with_plate(&store).await;
        let said = arrest("26-1", &hattie(), "53a-103");
        send(&store, &[withdrawal(Source::Rms, "26-1", WithdrawalReason::Expunged)]).await;
        send(&store, &[resend(said, "2026-04-01T00:00:00Z")]).await;
        assert!(arrested(&store).await.is_empty());
        let feeds = store.feeds().await.unwrap();
        assert_eq!(feeds.iter().find(|feed| feed.source == Source::Rms).unwrap().documents, 1);
    })
    .await;
}

#[tokio::test]
async fn of_two_versions_of_one_date_the_one_that_arrived_later_counts() {
    let versions = [arrest("26-1", &hattie(), "53a-103"), arrest("26-1", &wanda(), "53a-103")];
    for (order, expect) in [([0, 1], "Wanda"), ([1, 0], "Hattie")] {
        for one_by_one in [false, true] {
            let versions = &versions;
            every_backend(|store| async move {
                with_plate(&store).await;
                let sent: Vec<_> = order.iter().map(|at| versions[*at].clone()).collect();
                for batch in sent.chunks(if one_by_one { 1 } else { 2 }) {
                    send(&store, batch).await;
                }
                assert_eq!(arrested(&store).await, [expect]);
            })
            .await;
        }
    }
}

#[tokio::test]
async fn a_date_that_lies_ahead_does_not_win_for_ever() {
    every_backend(|store| async move {
        with_plate(&store).await;
        let ahead = arrival(resend(arrest("26-1", &hattie(), "53a-103"), "9999-01-01T00:00:00Z"));
        assert_eq!(ahead.received.as_of, ahead.received.received);
        store.ingest(vec![ahead.clone()]).await.unwrap();
        let found = chain(&store, "AA11111").await.unwrap();
        let card =
            found.people.iter().find(|person| person.card.name.given == "Hattie").unwrap().card.clone();
        let dossier = store.dossier(&card.golden, &Page::first()).await.unwrap().unwrap();
        assert_eq!(dossier.members[0].document.as_of, ahead.received.received);
        let mut next = arrival(resend(arrest("26-1", &wanda(), "53a-103"), "2026-11-23T00:00:00Z"));
        next.received.received = at("2026-11-24T00:00:00Z");
        next.received.as_of = next.document.as_of;
        store.ingest(vec![next]).await.unwrap();
        assert_eq!(arrested(&store).await, ["Wanda"]);
    })
    .await;
}

#[tokio::test]
async fn a_database_of_an_earlier_release_is_refused_unless_it_is_empty() {
    use sqlx::migrate::{Migration, MigrationType, Migrator};
    use sqlx::{ConnectOptions, Connection, Executor, SqlSafeStr};
    for (holds, refused) in [(false, false), (true, true)] {
        let data = tempfile::tempdir().unwrap();
        let file = sqlx::sqlite::SqliteConnectOptions::new().filename(data.path().join("hub.sqlite"));
        let mut connection = file.create_if_missing(true).connect().await.unwrap();
        let first = include_str!("../../migrations/0001_record.sql").into_sql_str();
        let first = Migration::new(1, "record".into(), MigrationType::Simple, first, false);
        Migrator::with_migrations(vec![first]).run_direct(None, &mut connection, false).await.unwrap();
        if holds {
            connection
                .execute(
                    "INSERT INTO document (name, lineage, source, number, as_of, received, sha256, media_type, persons, \
                     standing, bytes) VALUES (1, 1, 1, 'A', 0, 0, x'', '', 0, 0, x'')",
                )
                .await
                .unwrap();
        }
        connection.close().await.unwrap();
        match SqliteStore::open(data.path(), Durability::Full).await {
            Ok(_) => assert!(!refused),
            Err(error) => assert!(refused && matches!(error, StoreError::Former), "{error}"),
        }
    }
}
