//! What a person decides about records binds, on every backend.

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::{Matter, WithdrawalReason};
use ciss_contract::source::Source;
use ciss_records::Page;

use crate::conformance::{chain, every_backend, send};
use crate::documents::{arrest, decision, erasure, licence, person, registration, resend};

#[tokio::test]
async fn a_decision_merges_splits_and_can_be_changed_and_taken_back() {
    every_backend(|store| async move {
        let home = "1 Main St";
        let ana = licence("L1", &person("Vega", "Ana", "1985-02-03", "104882217").lives(home));
        let also = arrest("A1", &person("Vega", "Ana", "1985-02-03", "104882217").lives(home), "53a-103");
        let bob = licence("L2", &person("Park", "Robert", "1970-09-09", "999888777").lives(home));
        send(
            &store,
            &[registration(
                "R1",
                "AA11111",
                &[&person("Roe", "Owner", "1980-01-01", "504882218").lives(home)],
            )],
        )
        .await;
        send(&store, &[ana.clone(), also.clone(), bob.clone()]).await;
        let people = async || chain(&store, "AA11111").await.unwrap().people.len();
        assert_eq!(people().await, 3);
        for (decided, when, expect) in [
            (decision(&ana, &bob, true), "2026-02-01T00:00:00Z", 2),
            (decision(&ana, &bob, false), "2026-02-02T00:00:00Z", 3),
            (decision(&ana, &also, false), "2026-02-03T00:00:00Z", 4),
            (erasure(Source::Decisions, "E1", "A1-L1"), "2026-02-04T00:00:00Z", 4),
            (erasure(Source::Decisions, "E2", "L1-A1"), "2026-02-05T00:00:00Z", 3),
        ] {
            send(&store, &[resend(decided, when)]).await;
            assert_eq!(people().await, expect, "{when}");
        }
        // It binds a record that comes back.
        send(&store, &[resend(decision(&ana, &bob, true), "2026-02-06T00:00:00Z")]).await;
        assert_eq!(people().await, 2);
        let found = chain(&store, "AA11111").await.unwrap();
        let merged = found.people.iter().find(|person| person.card.records == 3).unwrap();
        let dossier = store.dossier(&merged.card.golden, &Page::first()).await.unwrap().unwrap();
        assert!(dossier.members.iter().any(|member| member.decided));
    })
    .await;
}

#[tokio::test]
async fn a_decision_may_come_before_its_records_and_a_source_decides_nothing() {
    every_backend(|store| async move {
        let ana = licence("L1", &person("Vega", "Ana", "1985-02-03", "104882217").lives("1 Main St"));
        let bob = licence("L2", &person("Park", "Robert", "1970-09-09", "999888777").lives("1 Main St"));
        let claimed = SourceDocument { source: Source::Rms, ..decision(&ana, &bob, true) };
        let owner = person("Park", "Robert", "1970-09-09", "999888777").lives("1 Main St");
        send(&store, &[claimed, registration("R1", "AA11111", &[&owner]), ana.clone(), bob.clone()]).await;
        assert_eq!(chain(&store, "AA11111").await.unwrap().people.len(), 2);
        send(&store, &[erasure(Source::DmvLicence, "E1", "L9"), decision(&ana, &bob, true)]).await;
        assert_eq!(chain(&store, "AA11111").await.unwrap().people.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn two_people_that_are_one_become_one_whole_and_two_again_when_it_is_taken_back() {
    every_backend(|store| async move {
        let home = "1 Main St";
        let ana = person("Vega", "Ana", "1985-02-03", "104882217").lives(home);
        let bob = person("Park", "Robert", "1970-09-09", "999888777").lives(home);
        let (ana, also_ana) = (licence("L1", &ana), arrest("A1", &ana, "53a-103"));
        let (bob, also_bob) = (licence("L2", &bob), arrest("A2", &bob, "53a-119"));
        let owner = person("Roe", "Owner", "1980-01-01", "504882218").lives(home);
        send(&store, &[registration("R1", "AA11111", &[&owner])]).await;
        send(&store, &[ana, also_ana.clone(), bob, also_bob.clone()]).await;
        let records = async || {
            let people = chain(&store, "AA11111").await.unwrap().people;
            let mut records: Vec<u32> = people.iter().map(|person| person.card.records).collect();
            records.sort_unstable();
            records
        };
        assert_eq!(records().await, [1, 2, 2]);
        let decided = decision(&also_ana, &also_bob, true);
        send(&store, &[resend(decided.clone(), "2026-02-01T00:00:00Z")]).await;
        assert_eq!(records().await, [1, 4], "nobody's records are torn apart");
        let taken_back = SourceDocument {
            matters: vec![Matter::Withdrawal { reason: WithdrawalReason::Deleted }],
            ..decided
        };
        send(&store, &[resend(taken_back, "2026-02-02T00:00:00Z")]).await;
        assert_eq!(records().await, [1, 2, 2]);
    })
    .await;
}
