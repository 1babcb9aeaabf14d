//! Golden records are made again: by command, by other rules, in another form, and after another journal was put in place.

use std::path::Path;
use std::time::Duration;

use ciss_intake::{IntakeError, JournalPlace, rebuild};
use ciss_records::StoreError;
use ciss_store::{Durability, SqliteStore};
use proptest::prelude::*;
use sqlx::{ConnectOptions, Connection};

use crate::documents::{arrest, licence, person, registration};
use crate::hub::{alone, chain, send};

async fn fill(data: &Path) -> ciss_cards::card::Chain {
    let luis = person("Ortiz", "Luis", "2007-03-14", "104882218").lives("1 Main St");
    let hub = alone(data).await;
    send(&hub, &[registration("R1", "AA11111", &[&luis]), arrest("A1", &luis, "53a-103")]).await;
    let seen = chain(&hub, "AA11111").await.unwrap();
    hub.close().await.unwrap();
    seen
}

async fn alter(data: &Path, statements: &[&'static str]) {
    let file = sqlx::sqlite::SqliteConnectOptions::new().filename(data.join("hub.sqlite"));
    let mut raw = file.connect().await.unwrap();
    for statement in statements {
        sqlx::query(*statement).execute(&mut raw).await.unwrap();
    }
    raw.close().await.unwrap();
}

#[tokio::test]
async fn the_command_makes_them_again_from_the_journal_alone() {
    let data = tempfile::tempdir().unwrap();
    let seen = fill(data.path()).await;
    alter(data.path(), &["DELETE FROM person", "DELETE FROM vehicle"]).await;
    let mut last = (0, 0);
    let mut progress =
        |applied: ciss_journal::Position, head: ciss_journal::Position| last = (applied.0, head.0);
    rebuild(data.path(), &JournalPlace::Folder, &mut progress).await.unwrap();
    assert_eq!(last, (2, 2));
    let hub = alone(data.path()).await;
    assert_eq!(chain(&hub, "AA11111").await.unwrap(), seen);
    let refused = rebuild(data.path(), &JournalPlace::Folder, &mut |_, _| ()).await;
    assert!(matches!(refused, Err(IntakeError::Store(StoreError::InUse))), "a hub has them open");
    assert_eq!(chain(&hub, "AA11111").await.unwrap(), seen);
    assert!(!data.path().join("hub.next.sqlite").exists());
}

#[tokio::test]
async fn other_rules_make_them_again_while_the_old_ones_are_shown() {
    let data = tempfile::tempdir().unwrap();
    let seen = fill(data.path()).await;
    alter(data.path(), &["UPDATE fold SET made_with = 'rules 0'", "UPDATE vehicle SET plate = 'OLD1'"]).await;
    let hub = alone(data.path()).await;
    let luis = person("Ortiz", "Luis", "2007-03-14", "104882218").lives("1 Main St");
    let mut arrived = 0;
    // The old ones answer until the new ones do, and what arrives meanwhile is in both.
    while chain(&hub, "AA11111").await.is_none() {
        assert!(chain(&hub, "OLD1").await.is_some() || chain(&hub, "AA11111").await.is_some());
        arrived += 1;
        send(&hub, &[licence(&format!("L{arrived}"), &luis)]).await;
        tokio::time::timeout(Duration::from_secs(60), tokio::task::yield_now()).await.unwrap();
    }
    let made = chain(&hub, "AA11111").await.unwrap();
    assert_eq!(made.people[0].card.records, 2 + arrived);
    assert_eq!(made.vehicle, seen.vehicle);
    send(&hub, &[licence("L0", &luis)]).await;
    assert_eq!(chain(&hub, "AA11111").await.unwrap().people[0].card.records, 3 + arrived);
    assert_eq!(hub.intake.standing().rebuilding, None);
    hub.close().await.unwrap();
    assert!(!SqliteStore::open(data.path(), Durability::Full).await.unwrap().is_outdated().await.unwrap());
}

#[tokio::test]
async fn records_in_a_form_that_cannot_be_read_are_made_again_before_anybody_asks() {
    let data = tempfile::tempdir().unwrap();
    let seen = fill(data.path()).await;
    alter(data.path(), &["UPDATE record SET body = x'00'", "PRAGMA user_version = 1"]).await;
    assert_eq!(chain(&alone(data.path()).await, "AA11111").await.unwrap(), seen);
}

#[tokio::test]
async fn golden_records_of_another_journal_are_shown_as_stale_until_they_are_made_anew() {
    let lost = tempfile::tempdir().unwrap();
    for other_journal in [true, false] {
        let (data, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let seen = fill(data.path()).await;
        let hub = alone(elsewhere.path()).await;
        let other = person("Vega", "Rafael", "1982-05-06", "104882219").lives("12 Silver St");
        send(&hub, &[registration("R2", "BB22222", &[&other]), licence("L2", &other)]).await;
        send(&hub, &[licence("L3", &other)]).await;
        hub.close().await.unwrap();
        let journal = |folder: &Path| folder.join("journal.sqlite");
        if other_journal {
            std::fs::copy(journal(data.path()), journal(elsewhere.path())).unwrap();
        } else {
            std::fs::rename(journal(elsewhere.path()), journal(lost.path())).unwrap();
        }

        alter(elsewhere.path(), &["UPDATE fold SET made_with = 'rules 0'"]).await;
        let hub = alone(elsewhere.path()).await;
        let stale = async {
            while hub.intake.standing().stale_since.is_none() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), stale).await.unwrap();
        assert!(chain(&hub, "BB22222").await.is_some(), "nobody is lost unseen");
        let refused = hub.intake.take(vec![crate::documents::arrival(licence("L4", &other))]).await;
        assert!(refused.unwrap_err().is_away());
        // Other rules do not make them anew from it either.
        let considered = async {
            while hub.store.is_outdated().await.unwrap() && hub.intake.standing().rebuilding.is_some() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), considered).await.unwrap();
        assert!(chain(&hub, "BB22222").await.is_some());
        hub.close().await.unwrap();

        rebuild(elsewhere.path(), &JournalPlace::Folder, &mut |_, _| ()).await.unwrap();
        let hub = alone(elsewhere.path()).await;
        assert_eq!(chain(&hub, "AA11111").await, other_journal.then_some(seen));
        assert_eq!(chain(&hub, "BB22222").await, None);
        assert_eq!(hub.intake.standing().stale_since, None);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn however_they_arrived_they_are_made_again_as_they_were(order in Just((0..8_usize).collect::<Vec<_>>()).prop_shuffle(), batch in 1..4_usize) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let data = tempfile::tempdir().unwrap();
            let luis = person("Ortiz", "Luis", "2007-03-14", "104882218").lives("1 Main St");
            let ana = person("Ortiz", "Ana", "1959-03-14", "104882211").lives("1 Main St");
            let documents = [
                registration("R1", "AA11111", &[&luis]),
                licence("L1", &luis),
                licence("L2", &ana),
                arrest("A1", &luis, "53a-103"),
                crate::documents::resend(arrest("A1", &luis, "53a-61"), "2026-12-01T00:00:00Z"),
                crate::documents::erasure(ciss_contract::source::Source::DmvLicence, "E1", "L2"),
                licence("L3", &luis),
                crate::documents::decision(&licence("L1", &luis), &licence("L3", &luis), false),
            ];
            let hub = alone(data.path()).await;
            for some in order.chunks(batch) {
                let some: Vec<_> = some.iter().map(|at| documents[*at].clone()).collect();
                send(&hub, &some).await;
            }
            hub.intake.caught_up().await.unwrap();
            let seen = chain(&hub, "AA11111").await;
            hub.close().await.unwrap();
            rebuild(data.path(), &JournalPlace::Folder, &mut |_, _| ()).await.unwrap();
            assert_eq!(chain(&alone(data.path()).await, "AA11111").await, seen);
        });
    }
}
