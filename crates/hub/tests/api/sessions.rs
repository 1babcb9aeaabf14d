//! Sessions, and the line that every answer leaves.

use std::sync::Arc;

use axum::http::{Method, StatusCode, header};
use ciss_hub::limits::Limits;
use ciss_hub::pipeline::tell_of_strangers;
use ciss_identity::SESSION_LASTS;
use serde_json::json;

use crate::bench::{Bench, NOW, get, lookup, post, read, request};
use crate::household::shelf;

#[tokio::test]
async fn a_demo_account_signs_in_and_is_who_it_says() {
    let bench = Bench::new(vec![]);
    let reply = bench.send(post("/v1/session", None, &json!({ "account": "reyes" }))).await;
    let session = reply.json();
    assert_eq!(session["demo"], true);
    let token = session["token"].as_str().unwrap();
    assert!(token.len() > 128 && token.bytes().all(|digit| digit.is_ascii_hexdigit()), "{token}");
    let own = bench.send(get("/v1/session", session["token"].as_str())).await.json();
    assert_eq!(own, session["operator"]);
    assert_eq!(
        own,
        json!({
            "federation_id": "CISS:IDP:DEMO:USER:reyes", "name": "D. Reyes", "assignment": "dispatcher",
            "agency": "Middletown PD", "ori": "CT0008300",
        })
    );
    assert_eq!(SESSION_LASTS.as_hours(), 13);
}

#[tokio::test]
async fn without_synthetic_data_nobody_signs_in() {
    let bench = Bench::with(vec![], None, false);
    let reply = bench.send(post("/v1/session", None, &json!({ "account": "reyes" }))).await;
    assert_eq!((reply.status, reply.code().as_str()), (StatusCode::FORBIDDEN, "account_unknown"));
    assert_eq!(bench.shelf.audited(), [], "strangers are counted");
    let health = bench.send(get("/v1/health", None)).await.json();
    assert_eq!(health["demo"], false);
}

#[tokio::test]
async fn only_a_bearer_token_opens() {
    let bench = Bench::new(vec![]);
    let token = bench.sign_in("reyes").await;
    for authorization in
        ["", "Bearer", "Bearer ", "Basic cmV5ZXM6", &format!("Token {token}"), &format!("Bearer {token}0")]
    {
        let request = request(Method::GET, "/v1/session", None).header(header::AUTHORIZATION, authorization);
        let reply = bench.send(request.body(axum::body::Body::empty()).unwrap()).await;
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (StatusCode::UNAUTHORIZED, "not_signed_in"),
            "{authorization}"
        );
    }
    let in_url = bench.send(get(&format!("/v1/session?token={token}"), None)).await;
    assert_eq!(in_url.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test(start_paused = true)]
async fn every_answer_leaves_one_line() {
    let bench = Bench::new(vec![]);
    let token = bench.sign_in("reyes").await;
    let requests = [
        (post("/v1/lookups", Some(&token), &lookup("AB12345")), "lookup", "plate CT AB12345", "permit"),
        (post("/v1/lookups", Some(&token), &lookup("AB1?")), "lookup", "", "refuse query_partial_plate"),
        (read("/v1/records/luis", Some(&token)), "record", "luis", "permit"),
        (read("/v1/records/nobody", Some(&token)), "record", "nobody", "refuse not_found"),
        (read("/v1/documents/d-json", Some(&token)), "document", "d-json", "permit"),
        (get("/v1/photos/p.DOC.0", Some(&token)), "photo", "p.DOC", "refuse not_found"),
        (get("/v1/feeds", Some(&token)), "feeds", "", "permit"),
        (get("/v1/session", Some(&token)), "session", "", "permit"),
        (post("/v1/session", None, &json!({ "account": "nowak" })), "sign-in", "", "permit"),
    ];
    for (request, action, subject, outcome) in requests {
        let before = bench.shelf.audited().len();
        let reply = bench.send(request).await;
        let trail = bench.shelf.audited();
        assert_eq!(trail.len(), before + 1, "{action} {outcome}");
        let line = trail.last().unwrap();
        assert_eq!(
            (line.action.as_str(), line.subject.as_str(), line.outcome.as_str()),
            (action, subject, outcome)
        );
        assert_eq!(reply.headers["x-request-id"], line.request.as_str());
    }
    let line = &bench.shelf.audited()[1];
    assert_eq!(line.operator, "CISS:IDP:DEMO:USER:reyes");
    assert_eq!((line.purpose.as_str(), line.on_behalf_of.as_str()), ("traffic-stop", "Ofc. Lund 412"));
    let mut golden: Vec<_> = line.golden.iter().map(|golden| golden.as_str()).collect();
    golden.sort_unstable();
    assert_eq!(golden, ["ana", "luis", "maria", "rafael", "sofia"]);
}

#[tokio::test]
async fn who_signs_out_is_signed_out() {
    let bench = Bench::new(vec![]);
    let (token, other) = (bench.sign_in("reyes").await, bench.sign_in("reyes").await);
    let sign_out = |token: &str| {
        let request = request(Method::DELETE, "/v1/session", Some(token));
        bench.send(request.body(axum::body::Body::empty()).unwrap())
    };
    let reply = sign_out(&token).await;
    assert_eq!((reply.status, reply.json()["name"].as_str()), (StatusCode::OK, Some("D. Reyes")));
    let line = bench.last_line();
    assert_eq!((line.action.as_str(), line.outcome.as_str()), ("sign-out", "permit"));
    for request in [get("/v1/session", Some(&token)), post("/v1/lookups", Some(&token), &lookup("AB12345"))] {
        assert_eq!(bench.send(request).await.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(sign_out(&token).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(bench.send(get("/v1/session", Some(&other))).await.status, StatusCode::OK);
}

#[tokio::test]
async fn strangers_are_counted_and_told_of_in_one_line() {
    let bench = Bench::new(vec![]);
    for _ in 0..3 {
        bench.send(post("/v1/lookups", None, &lookup("AB12345"))).await;
        bench.send(get("/v1/feeds", Some("0"))).await;
        bench.send(post("/v1/session", None, &json!({ "account": "nobody" }))).await;
    }
    assert_eq!(bench.shelf.audited(), []);
    bench.shelf.audit_broken.store(true, std::sync::atomic::Ordering::Relaxed);
    tell_of_strangers(&bench.hub).await;
    bench.shelf.audit_broken.store(false, std::sync::atomic::Ordering::Relaxed);
    tell_of_strangers(&bench.hub).await;
    tell_of_strangers(&bench.hub).await;
    let lines = bench.shelf.audited();
    assert_eq!(lines.len(), 1);
    assert_eq!((lines[0].action.as_str(), lines[0].outcome.as_str()), ("strangers", "deny not_signed_in"));
    assert_eq!(lines[0].subject, format!("9 without a session from 1 addresses since {NOW}"));
}

#[tokio::test]
async fn strangers_who_ask_too_often_are_slowed_down_and_operators_are_not() {
    let limits = Limits { strangers_per_second: 2, ..Limits::default() };
    let bench = Bench::limited(Arc::new(shelf()), vec![], None, true, limits);
    let token = bench.sign_in("reyes").await;
    let mut codes = Vec::new();
    for _ in 0..3 {
        codes.push(bench.send(get("/v1/feeds", None)).await.code());
    }
    assert_eq!(codes, ["not_signed_in", "not_signed_in", "too_many_requests"]);
    assert_eq!(bench.send(get("/v1/feeds", Some(&token))).await.status, StatusCode::OK);
    bench.sign_in("reyes").await;
    let third = bench.send(post("/v1/session", None, &json!({ "account": "reyes" }))).await;
    assert_eq!((third.status, third.code().as_str()), (StatusCode::TOO_MANY_REQUESTS, "too_many_requests"));
}

#[tokio::test]
async fn without_its_line_no_answer_leaves() {
    let bench = Bench::new(vec![]);
    let token = bench.sign_in("reyes").await;
    bench.shelf.audit_broken.store(true, std::sync::atomic::Ordering::Relaxed);
    for request in [post("/v1/lookups", Some(&token), &lookup("AB12345")), get("/v1/session", Some(&token))] {
        let reply = bench.send(request).await;
        assert_eq!((reply.status, reply.code().as_str()), (StatusCode::INTERNAL_SERVER_ERROR, "internal"));
    }
}
