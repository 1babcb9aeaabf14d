//! A hub on a bench: real router and pipeline, a clock that stands, and an audit trail that can be read.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{Method, Request, StatusCode, header};
use axum::response::Response;
use ciss_contract::session::{BEHALF_HEADER, PURPOSE_HEADER};
use ciss_hub::limits::Limits;
use ciss_hub::state::{Hub, Parts};
use ciss_identity::clock::{Clock, Entropy, NoEntropy};
use ciss_identity::{DemoAccounts, NoAccounts};
use ciss_intake::{Golden, Intake};
use ciss_journal::MemoryJournal;
use ciss_live::photos::PhotoArchive;
use ciss_live::{LiveSources, LiveSystem};
use ciss_policy::{AssignmentTable, Policy};
use ciss_records::{AuditLine, Folded, Store};
use jiff::Timestamp;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::household;
use crate::shelf::Shelf;

/// 14:02:11 in Connecticut, the time in which the household was written down.
pub(crate) const NOW: &str = "2026-11-18T19:02:11Z";

struct Standing;

impl Clock for Standing {
    fn now(&self) -> Timestamp {
        NOW.parse().unwrap()
    }
}

/// Counts, so that a token and a seal are the same in every run.
struct Counting(AtomicU8);

impl Entropy for Counting {
    fn bytes(&self) -> Result<[u8; 32], NoEntropy> {
        Ok([self.0.fetch_add(1, Ordering::Relaxed); 32])
    }
}

pub(crate) struct Bench {
    pub app: Router,
    pub(crate) hub: Arc<Hub>,
    pub(crate) shelf: Arc<Shelf>,
}

pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) bytes: Bytes,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("no JSON: {:?}", self.bytes))
    }

    pub(crate) fn code(&self) -> String {
        assert_eq!(self.headers[header::CONTENT_TYPE], "application/problem+json");
        self.json()["code"].as_str().unwrap().to_owned()
    }
}

impl Bench {
    pub(crate) fn new(live: Vec<Arc<dyn LiveSystem>>) -> Bench {
        Bench::with(live, None, true)
    }

    pub(crate) fn with(live: Vec<Arc<dyn LiveSystem>>, photos: Option<PhotoArchive>, demo: bool) -> Bench {
        let shelf = Arc::new(household::shelf());
        Bench { shelf: Arc::clone(&shelf), ..Bench::around(shelf, live, photos, demo) }
    }

    /// A hub around another store. The shelf is empty then.
    pub(crate) fn around(
        store: Arc<impl Store + Folded>,
        live: Vec<Arc<dyn LiveSystem>>,
        photos: Option<PhotoArchive>,
        demo: bool,
    ) -> Bench {
        // Tests sign in anew for each request.
        let limits = Limits { strangers_per_second: 100_000, ..Limits::default() };
        Bench::limited(store, live, photos, demo, limits)
    }

    pub(crate) fn limited(
        store: Arc<impl Store + Folded>,
        live: Vec<Arc<dyn LiveSystem>>,
        photos: Option<PhotoArchive>,
        demo: bool,
        limits: Limits,
    ) -> Bench {
        Bench::under(Arc::new(AssignmentTable), store, live, photos, demo, limits)
    }

    /// A hub under another policy.
    pub(crate) fn under(
        policy: Arc<dyn Policy>,
        store: Arc<impl Store + Folded>,
        live: Vec<Arc<dyn LiveSystem>>,
        photos: Option<PhotoArchive>,
        demo: bool,
        limits: Limits,
    ) -> Bench {
        let golden = Golden::Plain(Arc::clone(&store) as Arc<dyn Folded>);
        let intake = Intake::start(Arc::new(MemoryJournal::default()), golden, Arc::new(Standing));
        let hub = Hub::new(Parts {
            store,
            intake: Arc::new(intake),
            live: LiveSources::new(live),
            photos,
            clock: Arc::new(Standing),
            entropy: Arc::new(Counting(AtomicU8::new(1))),
            identity: if demo { Arc::new(DemoAccounts) } else { Arc::new(NoAccounts) },
            policy,
            demo,
            limits,
        })
        .unwrap();
        Bench { app: ciss_hub::api::app(Arc::clone(&hub)), hub, shelf: Arc::default() }
    }

    pub(crate) async fn open(&self, request: Request<Body>) -> Response {
        self.app.clone().oneshot(request).await.unwrap()
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Reply {
        let (parts, body) = self.open(request).await.into_parts();
        let bytes = axum::body::to_bytes(body, 1 << 24).await.unwrap();
        Reply { status: parts.status, headers: parts.headers, bytes }
    }

    /// Signs in and gives the token.
    pub(crate) async fn sign_in(&self, account: &str) -> String {
        let reply = self.send(post("/v1/session", None, &json!({ "account": account }))).await;
        assert_eq!(reply.status, StatusCode::OK);
        reply.json()["token"].as_str().unwrap().to_owned()
    }

    /// Reads as this account, for an investigation.
    pub(crate) async fn get(&self, account: &str, path: &str) -> Reply {
        let token = self.sign_in(account).await;
        self.send(read(path, Some(&token))).await
    }

    /// Looks this up as this account, and waits for the whole answer.
    pub(crate) async fn lookup(&self, account: &str, query: &str) -> Reply {
        let token = self.sign_in(account).await;
        self.send(post("/v1/lookups", Some(&token), &lookup(query))).await
    }

    /// The newest line of the audit trail.
    pub(crate) fn last_line(&self) -> AuditLine {
        self.shelf.audited().last().unwrap().clone()
    }
}

pub(crate) fn lookup(query: &str) -> Value {
    json!({ "query": query, "purpose": "traffic-stop", "on_behalf_of": "Ofc. Lund 412" })
}

pub(crate) fn get(path: &str, token: Option<&str>) -> Request<Body> {
    request(Method::GET, path, token).body(Body::empty()).unwrap()
}

/// With a purpose and somebody for whom.
pub(crate) fn read(path: &str, token: Option<&str>) -> Request<Body> {
    read_for(path, token, "412")
}

pub(crate) fn read_for(path: &str, token: Option<&str>, on_behalf_of: &str) -> Request<Body> {
    let request = request(Method::GET, path, token).header(PURPOSE_HEADER, "investigation");
    request.header(BEHALF_HEADER, on_behalf_of.as_bytes()).body(Body::empty()).unwrap()
}

pub(crate) fn post(path: &str, token: Option<&str>, body: &Value) -> Request<Body> {
    let request = request(Method::POST, path, token).header(header::CONTENT_TYPE, "application/json");
    request.body(Body::from(body.to_string())).unwrap()
}

pub(crate) fn request(method: Method, path: &str, token: Option<&str>) -> axum::http::request::Builder {
    let request = Request::builder().method(method).uri(path);
    match token {
        Some(token) => request.header(header::AUTHORIZATION, format!("Bearer {token}")),
        None => request,
    }
}
