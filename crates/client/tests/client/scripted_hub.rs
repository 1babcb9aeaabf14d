//! A hub of three endpoints that are always there (session, health, and what is asked of it) behind real TLS.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use ciss_client::Hub;
use ciss_contract::answer::{Answer, Clear, Gap, GapReason, Question, Severity};
use ciss_contract::lookup::{
    Headline, LateAnswer, LateRows, LookupAnswer, Outcome, PersonAnswer, Role, SourceSummary, Unheard,
};
use ciss_contract::person::Name;
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::query::Query;
use ciss_contract::session::{Assignment, Operator, Session};
use ciss_contract::source::Source;
use jiff::Timestamp;

#[derive(Default)]
struct Memory {
    sign_ins: AtomicU32,
    /// The sign-in whose token is good.
    good: AtomicU32,
    refuse: AtomicBool,
    requests: AtomicU32,
}

/// A hub that runs until it is dropped.
pub(crate) struct ScriptedHub {
    pub(crate) hub: Hub,
    memory: Arc<Memory>,
    router: Router,
    address: SocketAddr,
    tls: RustlsConfig,
    handle: Handle<SocketAddr>,
}

impl ScriptedHub {
    /// Starts on a free port with these routes behind the session.
    pub(crate) async fn start(routes: Router) -> ScriptedHub {
        let memory = Arc::new(Memory::default());
        let router = routes
            .layer(from_fn_with_state(memory.clone(), authenticate))
            .route("/v1/session", post(open_session).delete(end_session).with_state(memory.clone()))
            .route("/v1/health", get(|| async { r#"{"version":"1","demo":true}"# }))
            .layer(from_fn_with_state(memory.clone(), count));
        let (authority_pem, tls) = certificates().await;
        let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let hub = Hub { url: format!("https://{address}"), authority_pem };
        let mut started = ScriptedHub { hub, memory, router, address, tls, handle: Handle::new() };
        started.mend().await;
        started
    }

    /// Closes every connection and the port.
    pub(crate) fn cut(&self) {
        self.handle.shutdown();
    }

    /// Listens again on the same port.
    pub(crate) async fn mend(&mut self) {
        self.handle = Handle::new();
        let server = axum_server::bind_rustls(self.address, self.tls.clone()).handle(self.handle.clone());
        tokio::spawn(server.serve(self.router.clone().into_make_service()));
        self.handle.listening().await.unwrap();
    }

    pub(crate) fn forget_sessions(&self) {
        self.memory.good.store(u32::MAX, Ordering::SeqCst);
    }

    pub(crate) fn refuse_sessions(&self) {
        self.memory.refuse.store(true, Ordering::SeqCst);
    }

    /// Is the token of the last sign-in good?
    pub(crate) fn has_session(&self) -> bool {
        self.memory.good.load(Ordering::SeqCst) == self.sign_ins()
    }

    pub(crate) fn sign_ins(&self) -> u32 {
        self.memory.sign_ins.load(Ordering::SeqCst)
    }

    pub(crate) fn requests(&self) -> u32 {
        self.memory.requests.load(Ordering::SeqCst)
    }
}

impl Drop for ScriptedHub {
    fn drop(&mut self) {
        self.handle.shutdown();
    }
}

async fn count(State(memory): State<Arc<Memory>>, request: Request, next: Next) -> Response {
    memory.requests.fetch_add(1, Ordering::SeqCst);
    next.run(request).await
}

async fn authenticate(State(memory): State<Arc<Memory>>, request: Request, next: Next) -> Response {
    let expect = format!("Bearer token-{}", memory.good.load(Ordering::SeqCst));
    let given = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if given == Some(&expect) && !memory.refuse.load(Ordering::SeqCst) {
        return next.run(request).await;
    }
    (StatusCode::UNAUTHORIZED, Json(Problem::new(ErrorCode::NotSignedIn))).into_response()
}

async fn end_session(State(memory): State<Arc<Memory>>, request: Request) -> StatusCode {
    let expect = format!("Bearer token-{}", memory.good.load(Ordering::SeqCst));
    let given = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if given != Some(&expect) {
        return StatusCode::UNAUTHORIZED;
    }
    memory.good.store(u32::MAX, Ordering::SeqCst);
    StatusCode::OK
}

async fn open_session(State(memory): State<Arc<Memory>>) -> Json<Session> {
    let number = memory.sign_ins.fetch_add(1, Ordering::SeqCst) + 1;
    memory.good.store(number, Ordering::SeqCst);
    let operator = Operator {
        federation_id: "CISS:IDP:TEST:USER:reyes".into(),
        name: "D. Reyes".into(),
        assignment: Assignment::Dispatcher,
        agency: "Middletown PD".into(),
        ori: "CT0008300".into(),
    };
    Json(Session { token: format!("token-{number}"), operator, demo: true })
}

async fn certificates() -> (String, RustlsConfig) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let authority_key = rcgen::KeyPair::generate().unwrap();
    let mut authority = rcgen::CertificateParams::default();
    authority.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let authority_certificate = authority.self_signed(&authority_key).unwrap();
    let issuer = rcgen::Issuer::new(authority, authority_key);
    let key = rcgen::KeyPair::generate().unwrap();
    let server = rcgen::CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    let certificate = server.signed_by(&key, &issuer).unwrap();
    let tls = RustlsConfig::from_pem(certificate.pem().into(), key.serialize_pem().into()).await.unwrap();
    (authority_certificate.pem(), tls)
}

fn asking() -> Vec<Gap> {
    vec![Gap { source: Source::WantedFile, reason: GapReason::Pending }]
}

fn source(outcome: Outcome) -> SourceSummary {
    SourceSummary { source: Source::WantedFile, outcome, as_of: None, stale: false }
}

/// One person, with the Wanted File still to come.
pub(crate) fn answer() -> LookupAnswer {
    let person = PersonAnswer {
        golden: "g1".into(),
        role: Role::Owner,
        name: Name { surname: "Ortiz".into(), given: "Maria".into(), ..Name::default() },
        nickname: None,
        sex: None,
        born: None,
        age: None,
        description: String::new(),
        licence: None,
        address: None,
        photo: None,
        cautions: vec![],
        records: 1,
        sources: vec![Source::DmvLicence],
        ties: vec![],
        withheld: None,
        permits: vec![],
        possible: vec![],
        history: vec![],
        answers: vec![Answer::new(Question::Wanted, vec![], vec![], asking())],
    };
    LookupAnswer {
        id: "l1".into(),
        query: Query::Plate { plate: "AB12345".into(), state: "CT".into() },
        at: Timestamp::UNIX_EPOCH,
        elapsed_ms: 4,
        demo: true,
        stale_since: None,
        headline: Headline {
            severity: Severity::Info,
            text: "Wants are being checked".into(),
            detail: "COLLECT asking".into(),
            person: None,
            also: vec![],
        },
        vehicle: None,
        address: None,
        did_you_mean: vec![],
        people: vec![person],
        left_out: None,
        sources: vec![source(Outcome::Pending)],
        read_back: "Alpha Bravo. Wants are being checked.".into(),
        unheard: Some(Unheard {
            headline: Headline {
                severity: Severity::Caution,
                text: "Wants could not be checked".into(),
                detail: "COLLECT failed".into(),
                person: None,
                also: vec![],
            },
            read_back: "Alpha Bravo. Wants could not be checked in full.".into(),
        }),
    }
}

/// The Wanted File's rows: nothing.
pub(crate) fn late() -> LateRows {
    let clear = Clear { source: Source::WantedFile, as_of: Timestamp::UNIX_EPOCH };
    LateRows {
        source: source(Outcome::NoRecord),
        elapsed_ms: 90,
        headline: Headline {
            severity: Severity::Info,
            text: "No record".into(),
            detail: String::new(),
            person: None,
            also: vec![],
        },
        read_back: "Alpha Bravo".into(),
        theft: None,
        answers: vec![LateAnswer {
            golden: "g1".into(),
            answer: Answer::new(Question::Wanted, vec![], vec![clear], vec![]),
        }],
        joined: vec![],
        left_out: None,
        unheard: None,
    }
}
