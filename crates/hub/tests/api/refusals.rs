//! Every refusal is a problem document, with a code, and without what was sent.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use ciss_hub::limits::Limits;
use serde_json::{Value, json};

use crate::bench::{Bench, get, lookup, post, read, read_for, request};
use crate::household::shelf;
use crate::live::{DEADLINE, Mood, WantedFile};

async fn check(bench: &Bench, request: Request<Body>, status: u16, code: &str, at: Option<&str>) {
    let told = format!("{} {}", request.method(), request.uri().path());
    let reply = bench.send(request).await;
    assert_eq!((reply.status.as_u16(), reply.code().as_str()), (status, code), "{told}");
    let problem = reply.json();
    assert_eq!(problem["type"], format!("urn:ciss:problem:{code}"));
    assert_eq!(problem["status"], status);
    assert_eq!(problem.get("at").and_then(Value::as_str), at, "{told}");
    assert_eq!(reply.headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(reply.headers["x-request-id"].len(), 24);
}

#[tokio::test]
async fn lookups_that_are_not_understood() {
    let bench = Bench::new(vec![]);
    let token = bench.sign_in("reyes").await;
    let ask = |query: &str| post("/v1/lookups", Some(&token), &lookup(query));
    check(&bench, ask(""), 422, "query_empty", Some("query")).await;
    check(&bench, ask(&"A".repeat(65)), 422, "query_too_long", Some("query")).await;
    check(&bench, ask("🚗"), 422, "query_not_understood", Some("query")).await;
    check(&bench, ask("' OR 1=1 --"), 422, "query_not_understood", Some("query")).await;
    check(&bench, ask("AB?"), 422, "query_partial_plate", Some("query")).await;

    for behalf in ["", "  ", "a\nb", &"x".repeat(65)] {
        let body = json!({ "query": "AB12345", "purpose": "traffic-stop", "on_behalf_of": behalf });
        check(&bench, post("/v1/lookups", Some(&token), &body), 422, "behalf_missing", Some("on_behalf_of"))
            .await;
    }
    for (body, at) in [
        (json!({ "query": "AB12345" }), "body: line 1 column 19"),
        (json!({ "query": 7, "purpose": "traffic-stop", "on_behalf_of": "1" }), "body: line 1 column 60"),
        (json!({ "query": "A", "purpose": "curiosity", "on_behalf_of": "1" }), "body: line 1 column 58"),
        (
            json!({ "query": "A", "purpose": "booking", "on_behalf_of": "1", "limit": 9 }),
            "body: line 1 column 9",
        ),
        (json!([]), "body: line 1 column 2"),
    ] {
        let reply = bench.send(post("/v1/lookups", Some(&token), &body)).await;
        assert_eq!(reply.code(), "body_not_understood");
        let problem = reply.json();
        assert!(problem["at"].as_str().unwrap().starts_with("body: line 1 column"), "{at}");
        assert!(!problem.to_string().contains("curiosity"), "what was sent is not repeated");
    }
}

#[tokio::test]
async fn bodies_that_cannot_be_read() {
    let bench = Bench::new(vec![]);
    let token = bench.sign_in("reyes").await;
    let raw = |media: &str, body: Vec<u8>| {
        let request = request(Method::POST, "/v1/lookups", Some(&token)).header(header::CONTENT_TYPE, media);
        request.body(Body::from(body)).unwrap()
    };
    check(
        &bench,
        raw("application/json", b"{".to_vec()),
        422,
        "body_not_understood",
        Some("body: line 1 column 1"),
    )
    .await;
    check(&bench, raw("text/plain", b"{}".to_vec()), 422, "body_not_understood", Some("content-type")).await;
    check(
        &bench,
        raw("application/json", vec![b' '; 17 << 10]),
        413,
        "body_too_large",
        Some("body: 16384 bytes"),
    )
    .await;
    let long = json!({ "query": "A".repeat(10_000_000), "purpose": "booking", "on_behalf_of": "1" });
    check(&bench, post("/v1/lookups", Some(&token), &long), 413, "body_too_large", Some("body: 16384 bytes"))
        .await;
}

#[tokio::test]
async fn who_is_not_signed_in_learns_nothing_else() {
    let bench = Bench::new(vec![]);
    check(&bench, post("/v1/lookups", None, &lookup("?")), 401, "not_signed_in", None).await;
    check(&bench, get("/v1/records/luis", None), 401, "not_signed_in", None).await;
    check(&bench, get("/v1/documents/d-json", Some("0")), 401, "not_signed_in", None).await;
    check(&bench, get("/v1/photos/x", None), 401, "not_signed_in", None).await;
    check(&bench, get("/v1/feeds", None), 401, "not_signed_in", None).await;
}

#[tokio::test]
async fn what_is_not_there() {
    let bench = Bench::new(vec![]);
    let token = bench.sign_in("reyes").await;
    check(&bench, get("/nothing", None), 404, "not_found", None).await;
    check(&bench, get("/v1/lookups", Some(&token)), 405, "not_found", Some("method")).await;
    check(&bench, read("/v1/records/none", Some(&token)), 404, "not_found", None).await;
    check(&bench, read("/v1/documents/none", Some(&token)), 404, "not_found", None).await;
    for path in ["/v1/records/%ff", "/v1/documents/%ff", "/v1/photos/%ff"] {
        check(&bench, read(path, Some(&token)), 404, "not_found", None).await;
        check(&bench, read(path, None), 401, "not_signed_in", None).await;
    }
    let purpose = Some("header: ciss-purpose");
    check(&bench, get("/v1/records/luis", Some(&token)), 422, "body_not_understood", purpose).await;
    let in_address = "/v1/records/luis?purpose=booking&on_behalf_of=412";
    check(&bench, get(in_address, Some(&token)), 422, "body_not_understood", purpose).await;
    let blank = read_for("/v1/records/luis", Some(&token), " ");
    check(&bench, blank, 422, "behalf_missing", Some("on_behalf_of")).await;
    let named = bench.send(read_for("/v1/records/luis", Some(&token), "Ofc. Muñoz")).await;
    assert_eq!((named.status.as_u16(), bench.last_line().on_behalf_of.as_str()), (200, "Ofc. Muñoz"));
}

#[tokio::test]
async fn a_store_that_fails_is_said_without_its_words() {
    let bench = Bench::new(vec![]);
    let token = bench.sign_in("reyes").await;
    bench.shelf.broken.store(true, std::sync::atomic::Ordering::Relaxed);
    check(&bench, post("/v1/lookups", Some(&token), &lookup("AB12345")), 500, "internal", None).await;
    check(&bench, get("/v1/feeds", Some(&token)), 500, "internal", None).await;
}

#[tokio::test]
async fn a_panic_is_an_internal_error() {
    let bench = Bench::new(vec![]);
    let token = bench.sign_in("reyes").await;
    check(&bench, post("/v1/lookups", Some(&token), &lookup("PANIC")), 500, "internal", None).await;
}

#[tokio::test(start_paused = true)]
async fn too_many_lookups_at_once_are_told_to_come_back() {
    let limits = Limits { lookups: 3, lookups_per_operator: 2, ..Limits::default() };
    let file = WantedFile::new(Mood::Hangs, &[], &[]);
    let bench = Bench::limited(Arc::new(shelf()), vec![file], None, true, limits);
    let (token, other) = (bench.sign_in("reyes").await, bench.sign_in("nowak").await);
    let streamed = |token: &str| {
        let mut request = post("/v1/lookups", Some(token), &lookup("GOVT1"));
        request.headers_mut().insert(header::ACCEPT, "application/x-ndjson".parse().unwrap());
        request
    };
    let own = vec![bench.open(streamed(&token)).await, bench.open(streamed(&token)).await];
    check(&bench, streamed(&token), 429, "too_many_requests", None).await;
    let others = vec![bench.open(streamed(&other)).await];
    check(&bench, streamed(&other), 503, "busy", None).await;
    // Whoever leaves gives the places back at once.
    drop(own);
    tokio::task::yield_now().await;
    let still = bench.open(streamed(&token)).await;
    assert_eq!(still.status(), StatusCode::OK);
    // Whoever stays without reading has them only until the answer is made.
    tokio::time::advance(DEADLINE).await;
    for _ in 0..3 {
        tokio::task::yield_now().await;
    }
    let third = [bench.open(streamed(&token)).await, bench.open(streamed(&token)).await];
    assert!(third.iter().all(|response| response.status() == StatusCode::OK));
    drop((others, still));
}

#[tokio::test]
async fn the_api_describes_itself() {
    let bench = Bench::new(vec![]);
    let document = bench.send(get("/openapi.json", None)).await.json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    insta::assert_json_snapshot!("openapi", document);
    let page = bench.send(get("/docs/", None)).await;
    assert_eq!(page.status, StatusCode::OK);
    let policy = page.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.contains("script-src 'self';"));
    let html = String::from_utf8(page.bytes.to_vec()).unwrap();
    for script in html.split("<script").skip(1) {
        assert!(
            script.contains("src=\"./")
                && script.split_once('>').unwrap().1.trim_start().starts_with("</script>"),
            "{script}"
        );
    }
    assert_eq!(bench.send(get("/docs/swagger-ui-bundle.js", None)).await.status, StatusCode::OK);
}
