//! The lock, with real vault files and a keyring in memory, before a hub that is never there.

use std::collections::HashMap;
use std::path::PathBuf;

use ciss_client::Deadlines;
use ciss_contract::ipc::{ChooseSecret, KeepSettings, LockedBy, Settings, Unlock};
use ciss_contract::session::Session;
use ciss_keeping::{Cost, Keyring, KeyringError, Safe, Safes, Standing, TRIES};
use jiff::Timestamp;

use super::*;
use crate::controller::locking::{IDLE, LOOK};

const CHEAP: Cost = Cost { memory: 8, passes: 1, lanes: 1 };
const PIN: &str = "295107";

#[derive(Default)]
struct InMemory(Mutex<HashMap<String, String>>);

impl Keyring for InMemory {
    fn get(&self, name: &str) -> Result<Option<String>, KeyringError> {
        Ok(self.0.lock().unwrap().get(name).cloned())
    }

    fn set(&self, name: &str, text: &str) -> Result<(), KeyringError> {
        self.0.lock().unwrap().insert(name.to_owned(), text.to_owned());
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<(), KeyringError> {
        self.0.lock().unwrap().remove(name);
        Ok(())
    }
}

fn operator() -> Operator {
    Operator {
        federation_id: "CISS:IDP:TEST:USER:reyes".into(),
        name: "D. Reyes".into(),
        assignment: Assignment::Dispatcher,
        agency: "Middletown PD".into(),
        ori: "CT0008300".into(),
    }
}

fn session() -> Session {
    Session { token: "token".into(), operator: operator(), demo: true }
}

/// A controller with a client of a hub that does not answer, and a vault with one lookup in it, locked by [`PIN`].
struct Locked {
    bench: Bench,
    safe: Safe,
}

async fn locked() -> Locked {
    let bench = bench();
    let authority = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let hub = Hub { url: "https://127.0.0.1:1".into(), authority_pem: authority.cert.pem() };
    let client = Client::new(&hub, "reyes", Deadlines::default()).unwrap();
    let folder = bench.folder.path().join("vaults");
    let safes = Safes::new(folder, &*hub.authority_pem, Arc::new(InMemory::default()), CHEAP, Timestamp::now);
    let safe = safes.of("reyes");
    let keeping = safe.begin(LockedBy::Pin, PIN.into(), &session(), Timestamp::now()).await.unwrap();
    keeping.lookup(lookup(1).request, answer());
    keeping.close().await;
    let standing = safe.standing().await.unwrap();
    client.put_session_away().await;
    bench.clients.send_replace(Some(client));
    bench.console.send(Message::Tied(safes, standing)).await;
    Locked { bench, safe }
}

impl Locked {
    async fn unlock(&self, secret: &str) -> Result<ipc::Resumed, Problem> {
        let unlock = Unlock { secret: secret.into() };
        self.bench.console.ask(|reply| Message::Unlock(unlock, reply)).await
    }

    async fn status(&self) -> LockStatus {
        self.bench.console.ask(Message::Start).await.unwrap().lock
    }

    /// The next thing that is said of the lock.
    async fn said(&mut self) -> Value {
        loop {
            if let ("lock-status", status) = self.bench.events.recv().await.unwrap() {
                return status;
            }
        }
    }

    fn files(&self) -> Vec<PathBuf> {
        let files = std::fs::read_dir(self.bench.folder.path().join("vaults")).unwrap();
        files.map(|file| file.unwrap().path()).collect()
    }
}

#[tokio::test]
async fn while_it_is_locked_nothing_is_answered_and_the_pin_brings_it_back() {
    let mut locked = locked().await;
    assert_eq!(locked.said().await, json!({"lock": "locked", "by": "pin", "tries_left": TRIES}));
    let state = locked.bench.console.ask(Message::Start).await.unwrap();
    assert!(state.recent.is_empty() && state.operator.is_none());
    let asked = locked.bench.console.ask(|reply| Message::Lookup(lookup(2), reply)).await;
    assert_eq!(code(asked), Some(ErrorCode::NotSignedIn));
    let link = DeepLink { query: "AB12345".into(), purpose: None, on_behalf_of: None };
    locked.bench.console.send(Message::Linked(link)).await;

    let wrong = locked.unlock("295108").await;
    assert_eq!(code(wrong), Some(ErrorCode::SecretWrong));
    assert_eq!(locked.said().await, json!({"lock": "locked", "by": "pin", "tries_left": TRIES - 1}));
    let resumed = locked.unlock(PIN).await.unwrap();
    assert_eq!(resumed.operator, operator());
    assert_eq!(resumed.recent.len(), 1);
    assert!(resumed.recent[0].answer.stale_since.is_some());
    assert_eq!(locked.status().await, LockStatus::Open { keeps: true });
    let mut told = Vec::new();
    while let Ok((name, _)) = locked.bench.events.try_recv() {
        told.push(name);
    }
    assert!(told.contains(&"deep-link"), "a link waited for it: {told:?}");

    // On demand, and back with what was chosen meanwhile.
    let settings = Settings { theme: Some("day".into()), text_percent: None };
    let KeepSettings { settings } = KeepSettings { settings };
    locked.bench.console.send(Message::KeepSettings(settings.clone())).await;
    locked.bench.console.send(Message::Lock(SignedOut::Asked)).await;
    assert_eq!(locked.said().await, json!({"lock": "locked", "by": "pin", "tries_left": TRIES}));
    assert_eq!(locked.unlock(PIN).await.unwrap().settings, settings);
}

#[tokio::test]
async fn five_wrong_tries_lead_to_a_full_sign_in_and_nothing_is_left() {
    let mut locked = locked().await;
    for _ in 0..TRIES {
        locked.said().await;
        assert!(locked.unlock("295108").await.is_err());
    }
    assert_eq!(locked.said().await, json!({"lock": "signed_out", "why": "tries_used_up"}));
    assert_eq!(locked.files(), Vec::<PathBuf>::new());
    assert_eq!(code(locked.unlock(PIN).await), Some(ErrorCode::NotSignedIn));
    assert_eq!(locked.safe.standing().await.unwrap(), Standing::Absent);
}

#[tokio::test]
async fn signing_out_at_the_lock_destroys_what_is_kept() {
    let mut locked = locked().await;
    locked.said().await;
    let (out, told) = oneshot::channel();
    locked.bench.console.send(Message::SignOut(out)).await;
    assert_eq!(locked.said().await, json!({"lock": "signed_out", "why": "asked"}));
    let _ = told.await;
    while !locked.files().is_empty() {
        tokio::task::yield_now().await;
    }
    assert_eq!(locked.safe.standing().await.unwrap(), Standing::Absent);
}

#[tokio::test]
async fn a_lock_that_is_tried_twice_at_once_is_tried_once() {
    let locked = locked().await;
    let (one, other) = tokio::join!(locked.unlock("295108"), locked.unlock("295109"));
    let codes = [code(one), code(other)];
    assert!(codes.contains(&Some(ErrorCode::SecretWrong)) && codes.contains(&Some(ErrorCode::NotSignedIn)));
    assert!(
        matches!(locked.status().await, LockStatus::Locked { tries_left, .. } if tries_left == TRIES - 1)
    );
}

#[tokio::test]
async fn a_pin_needs_somebody_who_signed_in_and_a_place_to_keep_things() {
    let bench = bench();
    let choose = || ChooseSecret { by: LockedBy::Pin, secret: PIN.into() };
    let nowhere = bench.console.ask(|reply| Message::ChooseSecret(choose(), reply)).await;
    assert_eq!(code(nowhere), Some(ErrorCode::VaultUnusable));
}

// Time is tokio's, paused: it moves on only when nothing else is to be done.
#[tokio::test(start_paused = true)]
async fn who_is_away_for_a_quarter_of_an_hour_without_a_pin_is_signed_out() {
    let mut bench = bench();
    bench.console.send(Message::SignedIn(SignedIn { operator: operator(), demo: true })).await;
    assert_eq!(bench.events.recv().await.unwrap().0, "signed-in");
    let begun = tokio::time::Instant::now();
    tokio::time::sleep(IDLE / 2).await;
    bench.console.send(Message::StillHere).await;
    assert_eq!(
        bench.events.recv().await,
        Some(("lock-status", json!({"lock": "signed_out", "why": "idle"})))
    );
    let away = begun.elapsed();
    assert!(away >= IDLE / 2 + IDLE && away <= IDLE / 2 + IDLE + LOOK);
    assert_eq!(bench.console.ask(Message::Start).await.unwrap().operator, None);
}

#[tokio::test]
async fn nobody_is_locked_out_who_is_not_in() {
    let mut bench = bench();
    bench.console.send(Message::Lock(SignedOut::SystemLocked)).await;
    assert_eq!(bench.console.ask(Message::Start).await.unwrap().lock, LockStatus::Open { keeps: false });
    assert!(bench.events.try_recv().is_err());
}
