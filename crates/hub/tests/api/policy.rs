//! What policy leaves of an answer.

use axum::http::StatusCode;
use serde_json::Value;

use crate::bench::Bench;
use crate::live::{Mood, WantedFile};

fn bench() -> Bench {
    Bench::new(vec![WantedFile::new(Mood::Answers, &["Sofia"], &[])])
}

fn person<'a>(answer: &'a Value, golden: &str) -> Option<&'a Value> {
    answer["people"].as_array().unwrap().iter().find(|person| person["golden"] == golden)
}

#[tokio::test(start_paused = true)]
async fn a_juvenile_is_named_and_nothing_more() {
    let answer = bench().lookup("reyes", "AB12345").await.json();
    let sofia = person(&answer, "sofia").unwrap();
    assert_eq!(sofia["withheld"], "juvenile · not entitled");
    assert_eq!(sofia["answers"], Value::Array(vec![]));
    assert_eq!(sofia["age"], 15);
    for gone in ["cautions", "photo", "nickname", "description", "ties", "address"] {
        assert_eq!(sofia.get(gone), None, "{gone}");
    }
    assert_eq!(sofia["sources"], serde_json::json!(["DMV-LIC"]));
    assert!(!answer.to_string().contains("juvenile summons"));
    assert_eq!(answer["headline"]["detail"], "1 of 5 · failure to appear, felony · confirm first");
}

#[tokio::test(start_paused = true)]
async fn an_investigation_may_see_a_juvenile() {
    let answer = bench().lookup("nowak", "AB12345").await.json();
    let sofia = person(&answer, "sofia").unwrap();
    assert_eq!(sofia.get("withheld"), None);
    assert_eq!(sofia["answers"].as_array().unwrap().len(), 9);
    assert_eq!(answer["headline"]["text"], "2 people at this address are wanted");
}

#[tokio::test(start_paused = true)]
async fn denied_sources_leave_no_trace() {
    let answer = bench().lookup("abara", "AB12345").await.json();
    // Known at this address by the licence file, or the parole board, only.
    for gone in ["ana", "luis", "rafael", "sofia"] {
        assert_eq!(person(&answer, gone), None, "{gone}");
    }
    assert_eq!(answer["address"]["people"], 1);
    let maria = person(&answer, "maria").unwrap();
    assert_eq!(maria["sources"], serde_json::json!(["DMV-REG"]));
    for gone in ["licence", "photo", "cautions"] {
        assert_eq!(maria.get(gone), None, "{gone}");
    }
    let outcome = |code: &str| {
        let lines = answer["sources"].as_array().unwrap();
        lines.iter().find(|line| line["source"] == code).unwrap()["outcome"].clone()
    };
    assert_eq!(outcome("RMS"), "denied");
    assert_eq!(outcome("POR"), "denied");
    assert_eq!(outcome("PRAWN"), "no_record");
    let answers = maria["answers"].as_array().unwrap();
    let order = answers.iter().find(|answer| answer["question"] == "protective_order").unwrap();
    assert_eq!(order["standing"], "not_available");
    assert_eq!(order["gaps"], serde_json::json!([{ "source": "POR", "reason": "denied" }]));
    let text = answer.to_string();
    for secret in ["protected person", "failure to appear", "parole", "POR-17"] {
        assert!(!text.contains(secret), "{secret}");
    }
    assert_eq!(answer["headline"]["text"], "Wants could not be checked");
}

#[tokio::test(start_paused = true)]
async fn who_may_not_see_registrations_may_not_look_plates_up() {
    let bench = bench();
    let reply = bench.lookup("marsh", "AB12345").await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    assert_eq!(reply.code(), "not_entitled");
    let line = bench.last_line();
    assert_eq!(line.outcome, "deny not_entitled");
    assert_eq!(line.operator, "CISS:IDP:DEMO:USER:marsh");
    assert_eq!(line.subject, "plate CT AB12345");
    assert!(line.golden.is_empty());
}

#[tokio::test(start_paused = true)]
async fn feeds_show_the_sources_that_one_is_entitled_to() {
    let feeds = bench().get("abara", "/v1/feeds").await.json();
    let codes: Vec<_> =
        feeds.as_array().unwrap().iter().map(|feed| feed["source"].as_str().unwrap()).collect();
    assert_eq!(codes, ["DMV-REG", "PRAWN", "DOC", "SOR", "CRMVS", "CIB", "JCM"]);
    let all = bench().get("reyes", "/v1/feeds").await.json();
    let state = |code: &str| {
        all.as_array().unwrap().iter().find(|feed| feed["source"] == code).unwrap()["state"].clone()
    };
    assert_eq!(state("DMV-REG"), "fresh");
    assert_eq!(state("SOR"), "stale");
    assert_eq!(state("COLLECT"), "live");
    assert_eq!(state("WEAPONS"), "not_connected");
}
