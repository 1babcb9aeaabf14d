//! Near misses are offered, and a person's decision about them binds, is audited and is shown.

use std::sync::Arc;

use axum::http::StatusCode;
use ciss_contract::document::SourceDocument;
use ciss_records::{Arrival, AuditLog as _, Ingest as _, ReceivedDocument};
use ciss_store::MemoryStore;
use serde_json::{Value, json};

use crate::bench::{Bench, NOW, post};

/// A licence, and a report about a namesake of whom nothing else is known.
async fn bench() -> (Bench, Arc<MemoryStore>) {
    let licence = json!({
        "source": "DMV-LIC", "number": "L1", "as_of": "2026-01-01T12:00:00Z",
        "persons": [{ "name": { "surname": "GOLDHAUER", "given": "BRITTANY" }, "born": "1987-05-02", "sex": "F",
                      "addresses": [{ "street": "77 Elm St", "town": "Derby", "state": "CT" }] }],
        "matters": [{ "kind": "licence", "subject": 0, "class": "D", "status": "LIC" }],
    });
    let report = json!({
        "source": "RMS", "number": "26-1", "as_of": "2026-02-01T12:00:00Z",
        "persons": [{ "name": { "surname": "Goldhauer", "given": "Brittany" }, "sex": "F",
                      "addresses": [{ "street": "9 Oak St", "town": "Derby", "state": "CT" }] }],
        "matters": [{ "kind": "arrest", "subject": 0, "charges": [], "violence_against_police": false }],
    });
    let store = Arc::new(MemoryStore::default());
    let arrivals = [licence, report].map(|document| {
        let bytes = document.to_string().into_bytes();
        let document: SourceDocument = serde_json::from_value(document).unwrap();
        let received = ReceivedDocument::new(&document, "application/json", bytes, NOW.parse().unwrap());
        Arrival { received, document }
    });
    store.ingest(arrivals.to_vec()).await.unwrap();
    (Bench::around(store.clone(), Vec::new(), None, true), store)
}

fn decision(same: bool, reason: &str) -> Value {
    json!({
        "left": { "source": "DMV-LIC", "number": "L1", "position": 0 },
        "right": { "source": "RMS", "number": "26-1", "position": 0 },
        "same": same, "reason": reason, "purpose": "investigation", "on_behalf_of": "412",
    })
}

async fn decide(bench: &Bench, account: &str, body: &Value) -> crate::bench::Reply {
    let token = bench.sign_in(account).await;
    bench.send(post("/v1/decisions", Some(&token), body)).await
}

async fn record(bench: &Bench, golden: &Value) -> Value {
    let path = format!("/v1/records/{}", golden.as_str().unwrap());
    bench.get("nowak", &path).await.json()
}

#[tokio::test(start_paused = true)]
async fn a_near_miss_is_offered_merged_and_taken_apart_again() {
    let (bench, store) = bench().await;
    let merged = decide(&bench, "nowak", &decision(true, "same face on both photos")).await;
    assert_eq!(merged.status, StatusCode::OK, "{:?}", merged.bytes);
    let merged = merged.json();
    assert_eq!(merged["left"], merged["right"]);
    let line = store.audit_tail(1).await.unwrap().remove(0);
    assert_eq!((line.action.as_str(), line.outcome.as_str()), ("decide", "permit"));
    assert!(line.subject.starts_with("same ") && !line.subject.to_lowercase().contains("goldhauer"));
    let together = record(&bench, &merged["left"]).await;
    assert_eq!(together["members"].as_array().unwrap().len(), 2);
    assert_eq!(together["members"][0]["because"], "a person decided so");
    assert_eq!(together["decisions"][0]["reason"], "same face on both photos");
    let author = together["decisions"][0]["by"].as_str().unwrap();
    assert!(author.contains("Nowak") && !author.contains("CISS:IDP"), "{author}");
    assert!(together.get("near").is_none(), "{together}");

    let apart = decide(&bench, "nowak", &decision(false, "her cousin")).await.json();
    assert_ne!(apart["left"], apart["right"]);
    let alone = record(&bench, &apart["left"]).await;
    assert_eq!(alone["members"].as_array().unwrap().len(), 1);
    assert!(alone.get("near").is_none(), "what a person keeps apart is not offered again");
    assert_eq!(alone["decisions"].as_array().unwrap().len(), 1, "the later decision counts");
}

#[tokio::test(start_paused = true)]
async fn what_was_decided_can_be_taken_back_and_evidence_decides_again() {
    for same in [true, false] {
        let (bench, store) = bench().await;
        decide(&bench, "nowak", &decision(same, "looks alike")).await;
        let mut withdrawn = decision(same, "wrong button");
        withdrawn["withdrawn"] = true.into();
        let undone = decide(&bench, "nowak", &withdrawn).await.json();
        assert_ne!(undone["left"], undone["right"]);
        assert!(store.audit_tail(1).await.unwrap().remove(0).subject.starts_with("undecided "));
        let alone = record(&bench, &undone["left"]).await;
        assert!(alone.get("decisions").is_none(), "nothing binds any more");
        assert_eq!(alone["near"].as_array().unwrap().len(), 1, "it is offered again");
    }
}

#[tokio::test(start_paused = true)]
async fn before_anybody_decides_it_is_offered_with_its_evidence() {
    let (bench, _) = bench().await;
    let answer = decide(&bench, "nowak", &decision(false, "to learn the name")).await.json();
    let golden = answer["left"].clone();
    let (bench, _) = self::bench().await;
    let alone = record(&bench, &golden).await;
    let near = &alone["near"][0];
    assert_eq!(near["name"], "GOLDHAUER, Brittany");
    let evidence = &near["evidence"];
    let steps = evidence["steps"].as_array().unwrap();
    let sum: f64 = steps.iter().map(|step| step["bits"].as_f64().unwrap()).sum();
    assert!((sum - evidence["total"].as_f64().unwrap()).abs() < 0.3, "{evidence}");
    assert!(evidence["total"].as_f64() < evidence["threshold"].as_f64());
    assert_eq!(alone["may_decide"], true);
}

#[tokio::test(start_paused = true)]
async fn who_may_not_decide_and_what_is_no_decision() {
    let (bench, _) = bench().await;
    let check = async |account: &str, body: Value, status: u16, code: &str| {
        let reply = decide(&bench, account, &body).await;
        assert_eq!((reply.status.as_u16(), reply.code().as_str()), (status, code), "{account}");
    };
    check("reyes", decision(true, "looks alike"), 403, "not_entitled").await;
    check("nowak", decision(true, " x "), 422, "reason_missing").await;
    check("nowak", decision(true, &"x".repeat(501)), 422, "reason_missing").await;
    let mut same = decision(true, "looks alike");
    same["right"] = same["left"].clone();
    check("nowak", same, 422, "body_not_understood").await;
    let mut gone = decision(true, "looks alike");
    gone["right"]["number"] = "26-2".into();
    check("nowak", gone, 404, "not_found").await;
}
