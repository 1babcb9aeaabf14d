//! A dispatcher who looks a plate up all the time, and is answered all the time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::RwLock;
use tokio::task::JoinHandle;
use tokio::time::sleep;

use crate::process::Hub;

pub(crate) struct Asker {
    plate: String,
    session: Arc<RwLock<Session>>,
    /// The hub is down or stopped on purpose.
    excused: Arc<AtomicBool>,
    answered: Arc<AtomicUsize>,
    asking: JoinHandle<()>,
    stop: Arc<AtomicBool>,
}

#[derive(Clone)]
struct Session {
    client: reqwest::Client,
    url: String,
    token: String,
}

impl Session {
    async fn open(hub: &Hub) -> Session {
        let client = hub.client();
        let sign_in = client.post(format!("{}/v1/session", hub.url)).json(&json!({ "account": "nowak" }));
        let session: Value = sign_in.send().await.unwrap().json().await.unwrap();
        Session { client, url: hub.url.clone(), token: session["token"].as_str().unwrap().to_owned() }
    }

    async fn post(&self, path: &str, body: &Value) -> reqwest::Result<reqwest::Response> {
        let request = self.client.post(format!("{}{path}", self.url)).bearer_auth(&self.token);
        request.json(body).send().await
    }

    /// The records of a golden record, as decisions name them.
    async fn members(&self, golden: &str) -> Vec<Value> {
        let read = self.client.get(format!("{}/v1/records/{golden}", self.url)).bearer_auth(&self.token);
        let read = read.header("ciss-purpose", "investigation").header("ciss-on-behalf-of", "412");
        let record: Value = read.send().await.unwrap().json().await.unwrap();
        let name = |member: &Value| {
            json!({
                "source": member["from"]["source"], "agency": member["agency"], "number": member["number"],
                "position": member["position"],
            })
        };
        record["members"].as_array().map(|members| members.iter().map(name).collect()).unwrap_or_default()
    }

    async fn lookup(&self, plate: &str) -> reqwest::Result<Value> {
        let body = json!({ "query": plate, "purpose": "investigation", "on_behalf_of": "412" });
        self.post("/v1/lookups", &body).await?.error_for_status()?.json().await
    }
}

impl Asker {
    pub(crate) async fn start(hub: &Hub, plate: &str) -> Asker {
        let session = Arc::new(RwLock::new(Session::open(hub).await));
        let (excused, stop, answered) =
            (Arc::<AtomicBool>::default(), Arc::<AtomicBool>::default(), Arc::default());
        let asking = tokio::spawn({
            let (session, excused, stop) = (Arc::clone(&session), Arc::clone(&excused), Arc::clone(&stop));
            let (answered, plate): (Arc<AtomicUsize>, _) = (Arc::clone(&answered), plate.to_owned());
            async move {
                while !stop.load(Ordering::SeqCst) {
                    let excused_before = excused.load(Ordering::SeqCst);
                    let current = session.read().await.clone();
                    match current.lookup(&plate).await {
                        Ok(_) => drop(answered.fetch_add(1, Ordering::SeqCst)),
                        Err(_) if excused_before || excused.load(Ordering::SeqCst) => {}
                        Err(error) => panic!("a lookup was not answered: {error:?}"),
                    }
                    sleep(Duration::from_millis(40)).await;
                }
            }
        });
        Asker { plate: plate.to_owned(), session, excused, answered, asking, stop }
    }

    /// From now on the hub need not answer.
    pub(crate) fn excuse(&self) {
        self.excused.store(true, Ordering::SeqCst);
    }

    /// Goes on at this hub, which must answer from now on.
    pub(crate) async fn at(&self, hub: &Hub) {
        let session = Session::open(hub).await;
        *self.session.write().await = session;
        self.excused.store(false, Ordering::SeqCst);
    }

    /// Is the session good at another hub, too?
    pub(crate) async fn is_good_at(&self, hub: &Hub) -> bool {
        let token = self.session.read().await.token.clone();
        let session = Session { client: hub.client(), url: hub.url.clone(), token };
        session.lookup(&self.plate).await.is_ok()
    }

    pub(crate) async fn ask(&self) -> Value {
        let session = self.session.read().await.clone();
        session.lookup(&self.plate).await.unwrap()
    }

    /// Decides about two records of a person of the answer, and gives the code of the refusal.
    pub(crate) async fn decide(&self) -> String {
        let session = self.session.read().await.clone();
        let answer = session.lookup(&self.plate).await.unwrap();
        for person in answer["people"].as_array().unwrap() {
            let members = session.members(person["golden"].as_str().unwrap()).await;
            let [left, right, ..] = members.as_slice() else { continue };
            let decision = json!({
                "left": left, "right": right, "same": true, "reason": "seen both",
                "purpose": "investigation", "on_behalf_of": "412",
            });
            let refused: Value =
                session.post("/v1/decisions", &decision).await.unwrap().json().await.unwrap();
            return refused["code"].as_str().unwrap_or_else(|| panic!("not refused: {refused}")).to_owned();
        }
        panic!("nobody in the answer has two records: {answer}")
    }

    /// How many lookups were answered.
    pub(crate) async fn stop(self) -> usize {
        self.stop.store(true, Ordering::SeqCst);
        self.asking.await.unwrap();
        self.answered.load(Ordering::SeqCst)
    }
}
