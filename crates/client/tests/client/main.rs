//! The client against a hub over real TLS that does as told: refuses, delays, cuts, talks nonsense.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod scripted_hub;

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use ciss_client::connection::Probed;
use ciss_client::{Client, Deadlines, Hub};
use ciss_contract::answer::{Answer, Gap, GapReason, Question, Standing};
use ciss_contract::lookup::{LookupFrame, LookupRequest, Outcome};
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::session::Purpose;
use ciss_contract::source::Source;
use futures_util::stream::{self, BoxStream, StreamExt};
use scripted_hub::{ScriptedHub, answer, late};
use tokio::sync::Notify;

const SHORT: Deadlines = Deadlines {
    connect: Duration::from_millis(500),
    probe: Duration::from_millis(500),
    answer: Duration::from_millis(500),
    late: Duration::from_millis(800),
    photo: Duration::from_millis(500),
};

fn client(hub: &Hub) -> Client {
    Client::new(hub, "reyes", SHORT).unwrap()
}

fn request(query: &str) -> LookupRequest {
    LookupRequest { query: query.into(), purpose: Purpose::TrafficStop, on_behalf_of: "412".into() }
}

fn line(frame: &LookupFrame) -> Bytes {
    let mut text = serde_json::to_vec(frame).unwrap();
    text.push(b'\n');
    text.into()
}

/// How a body ends.
type End = BoxStream<'static, std::io::Result<Bytes>>;

fn clean() -> End {
    stream::empty().boxed()
}

fn cut() -> End {
    stream::once(async { Err(std::io::Error::other("cut")) }).boxed()
}

fn silence() -> End {
    stream::pending().boxed()
}

fn pieces(pieces: Vec<Bytes>, end: End) -> Response {
    let pieces = stream::iter(pieces.into_iter().map(Ok));
    ([(header::CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(pieces.chain(end))).into_response()
}

fn frames(frames: &[LookupFrame], end: End) -> Response {
    pieces(frames.iter().map(line).collect(), end)
}

fn first_frame() -> LookupFrame {
    LookupFrame::Answer(Box::new(answer()))
}

async fn hub_that_answers(body: impl Fn() -> Response + Clone + Send + Sync + 'static) -> ScriptedHub {
    ScriptedHub::start(Router::new().route("/v1/lookups", post(move || async move { body() }))).await
}

#[tokio::test]
async fn the_answer_comes_first_and_late_rows_after() {
    let hub =
        hub_that_answers(|| frames(&[first_frame(), LookupFrame::Late(Box::new(late()))], clean())).await;
    let mut lookup = client(&hub.hub).lookup(&request("ab-12345")).await.unwrap();
    assert_eq!(lookup.answer().pending().collect::<Vec<_>>(), [Source::WantedFile]);
    assert_eq!(lookup.late().await, Some(late()));
    assert_eq!(lookup.late().await, None);
    assert_eq!(lookup.answer().people[0].answers[0].standing, Standing::NoRecord);
}

#[tokio::test]
async fn a_frame_may_come_in_any_pieces() {
    let hub = hub_that_answers(|| {
        let text = line(&first_frame());
        let bytes = (0..text.len()).step_by(7).map(|at| text.slice(at..text.len().min(at + 7))).collect();
        pieces(bytes, clean())
    })
    .await;
    assert_eq!(client(&hub.hub).lookup(&request("AB12345")).await.unwrap().answer(), &answer());
}

/// What becomes of an answer whose Wanted File rows are still owed when the body ends so. It ends once the first frame has come:
/// a cut may overtake what was sent before it.
async fn check_owed(end: fn() -> End) {
    let came = Arc::new(Notify::new());
    let hub = hub_that_answers({
        let came = came.clone();
        move || {
            let came = came.clone();
            let end = stream::once(async move { came.notified().await }).flat_map(move |()| end());
            frames(&[first_frame()], end.boxed())
        }
    })
    .await;
    let lookup = client(&hub.hub).lookup(&request("AB12345")).await.unwrap();
    came.notify_one();
    let whole = lookup.whole().await;
    assert_eq!(whole.sources[0].outcome, Outcome::Failed);
    let gap = Gap { source: Source::WantedFile, reason: GapReason::Failed };
    assert_eq!(whole.people[0].answers[0], Answer::new(Question::Wanted, vec![], vec![], vec![gap]));
    assert_eq!(whole.people[0].answers[0].standing, Standing::NotAvailable);
    let words = answer().unheard.unwrap();
    assert_eq!((whole.headline, whole.read_back), (words.headline, words.read_back));
}

#[tokio::test]
async fn a_source_that_never_answers_gets_its_rows_all_the_same_in_the_words_of_the_hub() {
    check_owed(clean).await;
    check_owed(cut).await;
    check_owed(silence).await;
}

/// What a lookup fails with when the hub answers so.
async fn check(body: impl Fn() -> Response + Clone + Send + Sync + 'static, expect: ErrorCode) {
    let hub = hub_that_answers(body).await;
    // Only what is never said runs out of time; all else has it, on a busy machine as well.
    let deadlines = if expect == ErrorCode::HubTimedOut { SHORT } else { Deadlines::default() };
    let client = Client::new(&hub.hub, "reyes", deadlines).unwrap();
    let failed = client.lookup(&request("AB12345")).await.map(|_| ());
    assert_eq!(failed.map_err(|problem| problem.code), Err(expect));
}

#[tokio::test]
async fn every_failure_has_its_code() {
    check(|| pieces(vec![], silence()), ErrorCode::HubTimedOut).await;
    check(|| pieces(vec![], clean()), ErrorCode::HubUnreachable).await;
    check(|| pieces(vec![], cut()), ErrorCode::HubUnreachable).await;
    check(|| pieces(vec![Bytes::from_static(b"{\"frame\":")], cut()), ErrorCode::HubUnreachable).await;
    check(|| pieces(vec![Bytes::from_static(b"{\"frame\":")], clean()), ErrorCode::HubUnreachable).await;
    check(|| pieces(vec![Bytes::from_static(b"<html>\n")], clean()), ErrorCode::HubNotUnderstood).await;
    check(|| frames(&[LookupFrame::Late(Box::new(late()))], clean()), ErrorCode::HubNotUnderstood).await;
    check(|| pieces(vec![Bytes::from(vec![b' '; 1024 * 1024]); 20], clean()), ErrorCode::HubNotUnderstood)
        .await;
    check(
        || ([(header::CONTENT_ENCODING, "zstd")], "this is not zstd\n").into_response(),
        ErrorCode::HubNotUnderstood,
    )
    .await;
    check(
        || (StatusCode::FOUND, [(header::LOCATION, "https://example.com")]).into_response(),
        ErrorCode::HubNotUnderstood,
    )
    .await;
    check(|| (StatusCode::SERVICE_UNAVAILABLE, "busy").into_response(), ErrorCode::Busy).await;
    check(
        || (StatusCode::FORBIDDEN, Json(Problem::new(ErrorCode::AccountUnknown))).into_response(),
        ErrorCode::AccountUnknown,
    )
    .await;
}

#[tokio::test]
async fn what_is_no_query_is_not_sent() {
    let hub = hub_that_answers(|| StatusCode::IM_A_TEAPOT.into_response()).await;
    let client = client(&hub.hub);
    let ten_megabytes = "A".repeat(10_000_000);
    for (text, expect) in [
        ("", ErrorCode::QueryEmpty),
        ("🚗", ErrorCode::QueryNotUnderstood),
        ("' OR 1=1 --", ErrorCode::QueryNotUnderstood),
        ("AB?", ErrorCode::QueryPartialPlate),
        (&ten_megabytes, ErrorCode::QueryTooLong),
    ] {
        assert_eq!(
            client.lookup(&request(text)).await.map(|_| ()).map_err(|problem| problem.code),
            Err(expect)
        );
    }
    for on_behalf_of in [String::new(), " ".into(), "4".repeat(65)] {
        let request = LookupRequest { on_behalf_of, ..request("AB12345") };
        let refused = client.lookup(&request).await.map(|_| ()).map_err(|problem| problem.code);
        assert_eq!(refused, Err(ErrorCode::BehalfMissing));
    }
    assert_eq!(hub.requests(), 0, "not even a session is opened");
}

#[tokio::test]
async fn a_hub_that_forgot_the_session_is_asked_for_another_once() {
    let hub = hub_that_answers(|| frames(&[first_frame()], clean())).await;
    let client = client(&hub.hub);
    client.lookup(&request("AB12345")).await.unwrap();
    hub.forget_sessions();
    let (first, second) = tokio::join!(client.sign_in(), async {
        let request = request("AB12345");
        tokio::join!(client.lookup(&request), client.lookup(&request), client.lookup(&request))
    });
    assert_eq!(first.unwrap().operator.name, "D. Reyes");
    assert!(second.0.is_ok() && second.1.is_ok() && second.2.is_ok());
    assert_eq!(hub.sign_ins(), 2);

    hub.refuse_sessions();
    let refused = client.lookup(&request("AB12345")).await.map(|_| ()).map_err(|problem| problem.code);
    assert_eq!(refused, Err(ErrorCode::NotSignedIn), "asks once more, not for ever");
    assert_eq!(hub.sign_ins(), 3);
}

#[tokio::test]
async fn only_the_hubs_own_authority_is_trusted() {
    let hub = ScriptedHub::start(Router::new()).await;
    let other = ScriptedHub::start(Router::new()).await;
    let impostor = Hub { url: other.hub.url.clone(), authority_pem: hub.hub.authority_pem.clone() };
    let code = |probed: Result<Probed, Problem>| probed.map(|_| ()).map_err(|problem| problem.code);
    assert_eq!(code(client(&hub.hub).probe().await), Ok(()));
    assert_eq!(code(client(&impostor).probe().await), Err(ErrorCode::HubNotTrusted));

    let refused = |url: &str, pem: &str| {
        let hub = Hub { url: url.into(), authority_pem: pem.into() };
        Client::new(&hub, "reyes", SHORT).map(|_| ()).map_err(|problem| problem.code)
    };
    assert_eq!(refused("http://127.0.0.1:1", &hub.hub.authority_pem), Err(ErrorCode::HubNotTrusted));
    assert_eq!(refused("https://127.0.0.1:1", ""), Err(ErrorCode::HubNotTrusted));
    assert_eq!(
        refused("https://127.0.0.1:1", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
        Err(ErrorCode::HubNotTrusted)
    );
}

#[tokio::test]
async fn a_network_that_comes_back_is_used_again() {
    let mut hub = hub_that_answers(|| frames(&[first_frame()], clean())).await;
    let client = client(&hub.hub);
    client.lookup(&request("AB12345")).await.unwrap();
    hub.cut();
    let failed = client.lookup(&request("AB12345")).await.map(|_| ()).map_err(|problem| problem.code);
    assert_eq!(failed, Err(ErrorCode::HubUnreachable));
    assert_eq!(client.probe().await.map_err(|problem| problem.code), Err(ErrorCode::HubUnreachable));
    hub.mend().await;
    client.lookup(&request("AB12345")).await.unwrap();
    client.probe().await.unwrap();
}

#[tokio::test]
async fn a_photo_is_bounded_and_its_name_stays_in_its_place() {
    let router = Router::new()
        .route("/v1/photos/small", get(|| async { vec![7_u8; 10] }))
        .route("/v1/photos/endless", get(|| async { vec![7_u8; ciss_client::portrait::LONGEST + 1] }))
        .route("/v1/feeds", get(|| async { "not a photo" }));
    let hub = ScriptedHub::start(router).await;
    let client = client(&hub.hub);
    for (id, expect) in [
        ("small", Ok(10)),
        ("endless", Err(ErrorCode::PhotoUnreadable)),
        ("absent", Err(ErrorCode::NotFound)),
        ("../feeds", Err(ErrorCode::NotFound)),
        ("..", Err(ErrorCode::NotFound)),
        ("", Err(ErrorCode::NotFound)),
        ("small?x=1", Err(ErrorCode::NotFound)),
    ] {
        let photo = client.photo(&id.into()).await;
        assert_eq!(photo.map(|photo| photo.len()).map_err(|problem| problem.code), expect, "{id}");
    }
}

#[tokio::test]
async fn whoever_signs_out_has_no_session_at_the_hub_and_opens_none_by_asking() {
    let hub = ScriptedHub::start(Router::new()).await;
    let client = client(&hub.hub);
    client.sign_out().await.unwrap();
    assert_eq!(hub.requests(), 0, "there is nothing to end");
    client.sign_in_as("reyes").await.unwrap();
    assert!(hub.has_session());
    client.sign_out().await.unwrap();
    assert!(!hub.has_session());

    let before = hub.requests();
    let refused = client.lookup(&request("AB12345")).await.err().map(|problem| problem.code);
    assert_eq!((refused, hub.requests()), (Some(ErrorCode::NotSignedIn), before));
    assert!(client.signed_in().borrow().is_none());
    client.sign_in_as("reyes").await.unwrap();
    assert!(hub.has_session() && client.signed_in().borrow().is_some());
}

#[tokio::test]
async fn where_the_hub_is_gone_somebody_signs_out_all_the_same_and_is_told() {
    let mut hub = ScriptedHub::start(Router::new()).await;
    let client = client(&hub.hub);
    client.sign_in().await.unwrap();
    hub.cut();
    assert!(client.sign_out().await.is_err());
    hub.mend().await;
    let refused = client.lookup(&request("AB12345")).await.err().map(|problem| problem.code);
    assert_eq!(refused, Some(ErrorCode::NotSignedIn));
}
