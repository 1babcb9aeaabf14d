//! Other systems over real HTTP: what they send is bounded and checked.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use ciss_contract::source::Source;
use ciss_contract::switch::{SwitchAnswer, SwitchHit, SwitchQuery};
use ciss_live::photos::PhotoArchive;
use ciss_live::switch::Switch;
use ciss_live::{LiveFailure, LiveSystem, bounded};

use crate::bench::Bench;
use crate::live::warrant;

async fn serve(router: Router) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

pub(crate) fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    bounded::client().unwrap()
}

async fn ask(
    answer: impl Fn() -> Response + Clone + Send + Sync + 'static,
) -> Result<SwitchAnswer, LiveFailure> {
    let address = serve(Router::new().route("/base/query", post(move || async move { answer() }))).await;
    let base = format!("http://{address}/base/");
    let switch = Switch::new(Source::WantedFile, &base, Duration::from_secs(5), client()).unwrap();
    switch.ask(&SwitchQuery::default()).await
}

#[tokio::test]
async fn a_switch_is_believed_only_as_far_as_the_contract_goes() {
    let hits = vec![SwitchHit { person: Some(0), document: warrant() }];
    let answer = serde_json::to_string(&[SwitchAnswer { hits }]).unwrap();
    assert_eq!(ask(move || answer.clone().into_response()).await.unwrap().hits.len(), 1);
    let error = |result: Result<SwitchAnswer, LiveFailure>| result.err().unwrap();
    for not_understood in ["no JSON", "[]", "{}", r#"[{"hits": 1}]"#, r#"[{"hits": []}, {"hits": []}]"#] {
        let error = error(ask(move || not_understood.into_response()).await);
        assert_eq!(error, LiveFailure::NotUnderstood, "{not_understood}");
    }
    assert_eq!(error(ask(|| StatusCode::BAD_GATEWAY.into_response()).await), LiveFailure::Status(502));
    assert_eq!(error(ask(|| Redirect::to("/elsewhere").into_response()).await), LiveFailure::Status(303));
    assert_eq!(error(ask(|| vec![b' '; (1 << 20) + 1].into_response()).await), LiveFailure::TooLarge);
    let endless = || {
        let chunks =
            futures_util::stream::repeat_with(|| Ok::<_, std::io::Error>(Bytes::from_static(&[b' '; 4096])));
        Body::from_stream(chunks).into_response()
    };
    assert_eq!(error(ask(endless).await), LiveFailure::TooLarge);
}

#[tokio::test]
async fn lookups_of_one_moment_share_a_request_and_one_bad_answer_is_its_own_only() {
    // Answers the first question of a request badly, and every other well.
    let answers = |Json(asked): Json<Vec<SwitchQuery>>| async move {
        let answer = |(position, _)| if position == 0 { r#"{"hits": 1}"# } else { r#"{"hits": []}"# };
        let answers: Vec<_> = asked.iter().enumerate().map(answer).collect();
        format!("[{}]", answers.join(","))
    };
    let address = serve(Router::new().route("/query", post(answers))).await;
    let base = format!("http://{address}");
    let switch = Switch::new(Source::WantedFile, &base, Duration::from_secs(5), client()).unwrap();
    let query = SwitchQuery::default();
    let all = futures_util::future::join_all((0..8).map(|_| switch.ask(&query))).await;
    let bad = all.iter().filter(|said| said.is_err()).count();
    assert!(bad < all.len() / 2, "{bad} of {}", all.len());
    assert_eq!(all[0].as_ref().err(), Some(&LiveFailure::NotUnderstood));
}

#[tokio::test]
async fn a_switch_that_is_not_there_fails() {
    let gone = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let base = format!("http://{gone}");
    let switch = Switch::new(Source::WantedFile, &base, Duration::from_secs(5), client()).unwrap();
    assert_eq!(switch.ask(&SwitchQuery::default()).await.err(), Some(LiveFailure::Connection));
    for bad in ["", "127.0.0.1:80", "file:///etc/passwd", "http://"] {
        assert!(Switch::new(Source::WantedFile, bad, Duration::ZERO, client()).is_err(), "{bad}");
    }
}

/// An archive with one good picture and several bad ones.
async fn archive() -> PhotoArchive {
    let picture = || ([(header::CONTENT_TYPE, "image/jpeg")], &b"\xff\xd8 a portrait"[..]).into_response();
    let page = || ([(header::CONTENT_TYPE, "text/html")], "<script>").into_response();
    let huge = || {
        let chunks =
            futures_util::stream::repeat_with(|| Ok::<_, std::io::Error>(Bytes::from_static(&[0; 65536])));
        ([(header::CONTENT_TYPE, "image/png")], Body::from_stream(chunks)).into_response()
    };
    let router = Router::new()
        .route("/photos/p-maria", get(move || async move { picture() }))
        .route("/photos/p-luis", get(move || async move { page() }))
        .route("/photos/p-huge", get(move || async move { huge() }))
        .route("/photos/p-down", get(|| async { StatusCode::SERVICE_UNAVAILABLE }))
        .route("/secret", get(move || async move { picture() }));
    PhotoArchive::new(&format!("http://{}", serve(router).await), client()).unwrap()
}

#[tokio::test]
async fn pictures_only_and_not_without_end() {
    let archive = archive().await;
    let code = async |id: &str| {
        archive.fetch(id).await.map(|picture| picture.media_type).map_err(|p| p.code.as_str())
    };
    assert_eq!(code("p-maria").await, Ok("image/jpeg".to_owned()));
    assert_eq!(code("p-luis").await, Err("photo_unreadable"));
    assert_eq!(code("p-huge").await, Err("photo_unreadable"));
    assert_eq!(code("p-down").await, Err("source_unavailable"));
    assert_eq!(code("p-none").await, Err("not_found"));
    assert_eq!(code("../secret").await, Err("not_found"));
    assert_eq!(code("").await, Err("not_found"));
}

#[tokio::test]
async fn a_photo_is_for_whom_it_was_shown_to() {
    let live: Vec<Arc<dyn LiveSystem>> = vec![];
    let bench = Bench::with(live, Some(archive().await), true);
    let answer = bench.lookup("reyes", "AB12345").await.json();
    let id = |golden: &str| {
        let people = answer["people"].as_array().unwrap();
        people.iter().find(|p| p["golden"] == golden).unwrap()["photo"]["id"].as_str().unwrap().to_owned()
    };
    let path = format!("/v1/photos/{}", id("maria"));
    let reply = bench.get("reyes", &path).await;
    assert_eq!((reply.status, reply.bytes.as_ref()), (StatusCode::OK, &b"\xff\xd8 a portrait"[..]));
    assert_eq!(reply.headers[header::CONTENT_TYPE], "image/jpeg");
    assert_eq!(reply.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    assert_eq!(bench.last_line().subject, "p-maria.DMV-LIC");

    assert_eq!(bench.get("okafor", &path).await.code(), "not_found");
    assert_eq!(bench.get("reyes", "/v1/photos/p-maria").await.code(), "not_found");
    assert_eq!(bench.get("reyes", &format!("/v1/photos/{}", id("luis"))).await.code(), "photo_unreadable");
    let without = Bench::new(vec![]);
    let answer = without.lookup("reyes", "AB12345").await.json();
    let path = format!("/v1/photos/{}", answer["people"][0]["photo"]["id"].as_str().unwrap());
    assert_eq!(without.get("reyes", &path).await.code(), "source_unavailable");
}
