mod locking;

use std::sync::{Arc, Mutex};
use std::time::Instant;

use ciss_client::Hub;
use ciss_client::chosen::{self, Chosen};
use ciss_client::meeting::Met;
use ciss_contract::ipc::{Event, LockStatus};
use ciss_contract::lookup::LateRows;
use ciss_contract::problem::Problem;
use ciss_contract::session::{Assignment, Operator, Purpose};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::{mpsc, oneshot};

use super::*;
use crate::settings::HubChoice;

/// A desktop that remembers what was asked of it and says each thing at once.
#[derive(Clone)]
struct Remembering(mpsc::UnboundedSender<(&'static str, Value)>, Arc<Mutex<u32>>);

impl Desktop for Remembering {
    fn send<E: Event>(&self, event: &E) {
        self.0.send((E::NAME, serde_json::to_value(event).unwrap())).unwrap();
    }

    fn raise(&self) {
        *self.1.lock().unwrap() += 1;
    }

    fn size_text(&self, percent: u16) {
        self.0.send(("size", json!(percent))).unwrap();
    }
}

struct Bench {
    console: Console,
    events: mpsc::UnboundedReceiver<(&'static str, Value)>,
    raised: Arc<Mutex<u32>>,
    choice: watch::Receiver<Option<HubChoice>>,
    folder: TempDir,
    clients: watch::Sender<Option<Client>>,
}

/// A controller whose hub is not there yet.
fn bench() -> Bench {
    let (sender, events) = mpsc::unbounded_channel();
    let raised = Arc::new(Mutex::new(0));
    let (clients, client) = watch::channel(None);
    let (console, mailbox) = Console::open();
    let milestones = Milestones::since(Instant::now(), None);
    let desktop = Remembering(sender, raised.clone());
    let (choices, choice) = watch::channel(None);
    let folder = tempfile::tempdir().unwrap();
    let choosing = Choosing { choices, files: vec![folder.path().join("console.toml")], met: None };
    let keeping = watch::Sender::new(None);
    let photos = Photos::new(client.clone(), keeping.subscribe(), console.clone());
    let locking = Locking::new(keeping);
    let controller =
        Controller::new(desktop, client, Doubt::default(), milestones, choosing, locking, photos);
    tokio::spawn(controller.run(mailbox));
    Bench { console, events, raised, choice, folder, clients }
}

fn lookup(ticket: u32) -> ipc::Lookup {
    let (query, on_behalf_of) = ("AB12345".into(), "412".into());
    let request = ciss_contract::lookup::LookupRequest { query, purpose: Purpose::TrafficStop, on_behalf_of };
    ipc::Lookup { ticket, request }
}

fn answer() -> LookupAnswer {
    serde_json::from_value(json!({
        "id": "l1", "query": {"kind": "plate", "plate": "AB12345", "state": "CT"}, "at": "2026-03-02T13:50:00Z",
        "elapsed_ms": 4, "demo": true, "headline": {"severity": "info", "text": "t", "detail": ""}, "people": [],
        "sources": [{"source": "COLLECT", "outcome": "pending"}], "read_back": "r"
    }))
    .unwrap()
}

fn late() -> LateRows {
    serde_json::from_value(json!({
        "source": {"source": "COLLECT", "outcome": "no_record"}, "elapsed_ms": 90,
        "headline": {"severity": "info", "text": "t", "detail": ""}, "read_back": "r", "answers": []
    }))
    .unwrap()
}

fn code<T>(answer: Result<T, Problem>) -> Option<ErrorCode> {
    answer.err().map(|problem| problem.code)
}

#[tokio::test]
async fn the_page_asks_once_and_then_follows() {
    let mut bench = bench();
    let link =
        |query: &str| Message::Linked(DeepLink { query: query.into(), purpose: None, on_behalf_of: None });
    bench.console.send(link("AB12345")).await;
    let state = bench.console.ask(Message::Start).await.unwrap();
    assert_eq!(state.hub, HubStatus::Connecting);
    assert!(state.demo, "labelled until a hub says otherwise");
    assert_eq!(state.deep_link.map(|link| link.query).as_deref(), Some("AB12345"));

    bench.console.send(link("CD12345")).await;
    assert_eq!(bench.events.recv().await, Some(("deep-link", json!({"query": "CD12345"}))));
    assert_eq!(*bench.raised.lock().unwrap(), 2);
    assert_eq!(bench.console.ask(Message::Start).await.unwrap().deep_link, None, "a link runs once");

    let operator = Operator {
        federation_id: "CISS:IDP:TEST:USER:reyes".into(),
        name: "D. Reyes".into(),
        assignment: Assignment::Dispatcher,
        agency: "Middletown PD".into(),
        ori: "CT0008300".into(),
    };
    bench.console.send(Message::SignedIn(SignedIn { operator: operator.clone(), demo: false })).await;
    assert_eq!(bench.events.recv().await.unwrap().0, "signed-in");
    bench.console.send(Message::Hub(HubStatus::live(4))).await;
    assert_eq!(bench.events.recv().await, Some(("hub-status", json!({"state": "live", "round_trip_ms": 4}))));
    let state = bench.console.ask(Message::Start).await.unwrap();
    assert_eq!((state.operator, state.demo), (Some(operator), false));
}

// Time is tokio's, paused: it moves on only when nothing else is to be done.
#[tokio::test(start_paused = true)]
async fn a_lookup_without_a_hub_fails_in_the_end() {
    let bench = bench();
    let failed = bench.console.ask(|reply| Message::Lookup(lookup(1), reply)).await;
    assert_eq!(code(failed), Some(ErrorCode::HubUnreachable));
}

#[tokio::test(start_paused = true)]
async fn a_second_lookup_cancels_the_first() {
    let bench = bench();
    let (first, second) = tokio::join!(
        bench.console.ask(|reply| Message::Lookup(lookup(1), reply)),
        bench.console.ask(|reply| Message::Lookup(lookup(2), reply)),
    );
    assert_eq!(code(first), Some(ErrorCode::Cancelled));
    assert_eq!(code(second), Some(ErrorCode::HubUnreachable));
}

#[tokio::test(start_paused = true)]
async fn a_lookup_is_cancelled_by_its_own_ticket_only() {
    let bench = bench();
    let cancel = |ticket| bench.console.send(Message::CancelLookup(ipc::CancelLookup { ticket }));
    let (answer, ()) = tokio::join!(bench.console.ask(|reply| Message::Lookup(lookup(1), reply)), cancel(2));
    assert_eq!(code(answer), Some(ErrorCode::HubUnreachable));
    let (answer, ()) = tokio::join!(bench.console.ask(|reply| Message::Lookup(lookup(1), reply)), cancel(1));
    assert_eq!(code(answer), Some(ErrorCode::Cancelled));
}

#[tokio::test]
async fn late_rows_of_an_older_lookup_go_nowhere() {
    let mut bench = bench();
    let (console, asking) = (bench.console.clone(), bench.console.clone());
    let waiting = tokio::spawn(async move { asking.ask(|reply| Message::Lookup(lookup(2), reply)).await });
    tokio::task::yield_now().await;
    for ticket in [1, 2] {
        console.send(Message::Answered(ticket, Box::new(answer()))).await;
        console.send(Message::Late(ticket, Box::new(late()))).await;
    }
    let (name, event) = bench.events.recv().await.unwrap();
    assert_eq!((name, &event["ticket"]), ("lookup-late", &json!(2)));
    let recent = bench.console.ask(Message::Start).await.unwrap().recent;
    assert_eq!(recent.iter().map(|lookup| lookup.query.as_str()).collect::<Vec<_>>(), ["AB·12345"]);
    assert!(bench.events.try_recv().is_err());
    waiting.abort();
}

#[tokio::test]
async fn who_signs_out_leaves_nothing_and_nobody_signs_in_for_them() {
    let mut bench = bench();
    let (console, asking) = (bench.console.clone(), bench.console.clone());
    let waiting = tokio::spawn(async move { asking.ask(|reply| Message::Lookup(lookup(2), reply)).await });
    tokio::task::yield_now().await;
    console.send(Message::Answered(2, Box::new(answer()))).await;
    let (out, _) = oneshot::channel();
    console.send(Message::SignOut(out)).await;
    assert_eq!(code(waiting.await.unwrap()), Some(ErrorCode::Cancelled));
    console.send(Message::Late(2, Box::new(late()))).await;
    console.send(Message::Hub(HubStatus::live(4))).await;
    assert_eq!(
        bench.events.recv().await,
        Some(("lock-status", json!({"lock": "signed_out", "why": "asked"})))
    );
    assert_eq!(bench.events.recv().await.unwrap().0, "hub-status", "nothing else is said");
    let state = console.ask(Message::Start).await.unwrap();
    let signed_out = LockStatus::SignedOut { why: SignedOut::Asked };
    assert_eq!((state.recent, state.operator, state.lock), (vec![], None, signed_out));
}

#[tokio::test]
async fn the_size_of_the_text_is_the_desktops() {
    let mut bench = bench();
    bench.console.send(Message::SizeText(ipc::SizeText { percent: 150 })).await;
    assert_eq!(bench.events.recv().await, Some(("size", json!(150))));
}

#[tokio::test]
async fn a_hub_is_taken_by_the_fingerprint_that_was_compared_and_by_no_other() {
    let bench = bench();
    let hub = Hub { url: "https://hub.example.org:8443".into(), authority_pem: "PEM".into() };
    let choose = |fingerprint: &str| ipc::ChooseHub::Met { fingerprint: fingerprint.into() };
    let before = bench.console.ask(|reply| Message::ChooseHub(choose("F1"), reply)).await;
    assert_eq!(code(before), Some(ErrorCode::HubNotTrusted));
    let met = Met { hub: hub.clone(), fingerprint: "F1".into() };
    bench.console.send(Message::Met(Box::new(met))).await;
    let other = bench.console.ask(|reply| Message::ChooseHub(choose("F2"), reply)).await;
    assert_eq!(code(other), Some(ErrorCode::HubNotTrusted));
    assert_eq!(*bench.choice.borrow(), None);

    bench.console.ask(|reply| Message::ChooseHub(choose("F1"), reply)).await.unwrap();
    assert_eq!(*bench.choice.borrow(), Some(HubChoice::Chosen(hub.clone())));
    let kept = chosen::read(&[bench.folder.path().join("console.toml")]).unwrap();
    assert_eq!(kept, Some(Chosen::Hub(hub)));
}
