//! Every frame of an answer that goes on is filtered, permitted and audited by itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::body::BodyDataStream;
use axum::http::{Method, StatusCode};
use ciss_contract::ids::GoldenId;
use ciss_contract::lookup::LookupFrame;
use ciss_hub::limits::Limits;
use ciss_policy::{Allowed, AssignmentTable, Policy, Request};
use ciss_records::AuditLine;
use futures_util::StreamExt as _;

use crate::bench::{Bench, request};
use crate::household;
use crate::live::{Mood, WantedFile, streamed};

/// Grants what the table does until it is closed, and nothing from then on.
#[derive(Default)]
struct Closing(AtomicBool);

impl Policy for Closing {
    fn allows(&self, request: &Request) -> Allowed {
        let closed = self.0.load(Ordering::Relaxed);
        if closed { Allowed::default() } else { AssignmentTable.allows(request) }
    }
}

/// A hub whose Wanted File takes its time and wants Ana.
fn hub(policy: Arc<dyn Policy>) -> Bench {
    let slow = WantedFile::new(Mood::SlowBy(Duration::from_millis(700)), &["Ana"], &[]);
    let shelf = Arc::new(household::shelf());
    let bench = Bench::under(policy, Arc::clone(&shelf), vec![slow], None, true, Limits::default());
    Bench { shelf, ..bench }
}

/// A lookup of which the first frame has come, with the token of whoever asked.
async fn begun(bench: &Bench) -> (BodyDataStream, String) {
    let token = bench.sign_in("reyes").await;
    let response = bench.open(streamed(&token, "AB12345")).await;
    assert_eq!(response.status(), StatusCode::OK);
    let mut frames = response.into_body().into_data_stream();
    assert!(matches!(next(&mut frames).await, Some(LookupFrame::Answer(_))));
    (frames, token)
}

async fn next(frames: &mut BodyDataStream) -> Option<LookupFrame> {
    while let Some(chunk) = frames.next().await {
        let chunk = chunk.unwrap();
        if let Some(line) = chunk.split(|byte| *byte == b'\n').find(|line| !line.is_empty()) {
            return Some(serde_json::from_slice(line).unwrap());
        }
    }
    None
}

fn later(bench: &Bench) -> Vec<AuditLine> {
    let trail = bench.shelf.audited();
    trail.into_iter().filter(|line| line.action == "lookup-later").collect()
}

#[tokio::test(start_paused = true)]
async fn a_late_frame_has_a_line_of_its_own_that_names_whom_it_speaks_of() {
    let bench = hub(Arc::new(AssignmentTable));
    let (mut frames, _) = begun(&bench).await;
    let first = bench.last_line();
    assert!(matches!(next(&mut frames).await, Some(LookupFrame::Late(_))));
    assert!(next(&mut frames).await.is_none());
    let lines = later(&bench);
    let [line] = lines.as_slice() else { panic!("{lines:?}") };
    assert_eq!(line.golden, [GoldenId("ana".to_owned())]);
    let expect =
        AuditLine { action: "lookup-later".to_owned(), golden: line.golden.clone(), at: line.at, ..first };
    assert_eq!(*line, expect, "who asked for what and why is the same");
}

#[tokio::test(start_paused = true)]
async fn whoever_has_signed_out_gets_no_further_frame() {
    let bench = hub(Arc::new(AssignmentTable));
    let (mut frames, token) = begun(&bench).await;
    let signed_out = request(Method::DELETE, "/v1/session", Some(&token)).body(axum::body::Body::empty());
    assert_eq!(bench.send(signed_out.unwrap()).await.status, StatusCode::OK);
    assert!(next(&mut frames).await.is_none());
    let lines = later(&bench);
    assert_eq!(lines.len(), 1);
    assert_eq!((lines[0].outcome.as_str(), lines[0].golden.len()), ("deny not_signed_in", 0));
}

#[tokio::test(start_paused = true)]
async fn whoever_may_no_more_gets_no_further_frame() {
    let closing = Arc::<Closing>::default();
    let bench = hub(Arc::clone(&closing) as Arc<dyn Policy>);
    let (mut frames, _) = begun(&bench).await;
    closing.0.store(true, Ordering::Relaxed);
    assert!(next(&mut frames).await.is_none());
    assert_eq!(later(&bench)[0].outcome, "deny not_entitled");
}

#[tokio::test(start_paused = true)]
async fn a_frame_that_cannot_be_audited_does_not_leave() {
    let bench = hub(Arc::new(AssignmentTable));
    let (mut frames, _) = begun(&bench).await;
    bench.shelf.audit_broken.store(true, Ordering::Relaxed);
    assert!(next(&mut frames).await.is_none());
    assert!(later(&bench).is_empty());
}
