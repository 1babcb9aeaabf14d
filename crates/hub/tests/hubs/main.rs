//! Two hubs on one journal in PostgreSQL, with a standby, while everything dies: what was acknowledged is there, both hubs show
//! the same, and both show what a single hub with the same documents shows.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test fails by panicking")]

mod asker;
mod feeder;
mod process;
mod shown;
mod wire;

#[allow(dead_code, reason = "each program uses a part of it")]
#[path = "../../../journal/tests/support/server.rs"]
mod postgres;

use std::time::Duration;

use ciss_contract::document::SourceDocument;
use ciss_simulator::World;
use jiff::civil::date;
use tokio::time::{Instant, sleep};

use asker::Asker;
use feeder::Feeder;
use postgres::Server;
use process::Hub;
use wire::Wire;

/// Documents, `CISS_DOCUMENTS` for more: the scene takes longer, and more is under way at each blow.
fn documents() -> usize {
    std::env::var("CISS_DOCUMENTS").ok().and_then(|count| count.parse().ok()).unwrap_or(600)
}

/// Waits until it is so.
async fn eventually<R: Future<Output = bool>>(what: &str, so: impl Fn() -> R) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !so().await {
        assert!(Instant::now() < deadline, "{what}: not within 60 s");
        sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hubs_lose_nothing_and_show_the_same() {
    let Some(mut primary) = Server::start(&["synchronous_standby_names=*"]) else { return };
    let standby = primary.standby("second");
    let state = "SELECT sync_state FROM pg_stat_replication";
    primary.eventually("the standby is synchronous", || primary.tell("postgres", state) == "sync");
    let started = Instant::now();

    let world = World { people: 1_000, seed: 5, today: date(2026, 11, 22) };
    let sent: Vec<SourceDocument> = world.documents().take(documents()).collect();
    let plate =
        sent.iter().flat_map(|document| &document.vehicles).find_map(|car| car.plate.clone()).unwrap();
    let lines: Vec<String> = sent.iter().map(|document| serde_json::to_string(document).unwrap()).collect();

    // Hub B reaches the database through wires that can be cut.
    let (to_primary, to_standby) = (Wire::lay(primary.home()).await, Wire::lay(standby.home()).await);
    let address = |hosts: [&std::path::Path; 2]| {
        format!("postgres:///postgres?host={},{}&user=postgres", hosts[0].display(), hosts[1].display())
    };
    let direct = address([primary.home(), standby.home()]);
    let mut a = Hub::start(&direct).await;
    let b = Hub::start(&address([to_primary.end(), to_standby.end()])).await;
    let (asks_a, asks_b) = (Asker::start(&a, &plate).await, Asker::start(&b, &plate).await);

    assert!(asks_a.is_good_at(&b).await && asks_b.is_good_at(&a).await, "a session is good at every hub");

    // Both at once, and of the same people: every second document to the other.
    let odd: Vec<String> = lines.iter().skip(1).step_by(2).cloned().collect();
    let even: Vec<String> = lines.iter().step_by(2).cloned().collect();
    let (feed_a, feed_b) = (Feeder::start(&a, even), Feeder::start(&b, odd));

    feed_a.reached(2).await;
    println!("{:?}: hub A is killed", started.elapsed());
    asks_a.excuse();
    a.kill();
    a.restart().await;
    asks_a.at(&a).await;
    println!("{:?}: hub A is back", started.elapsed());

    b.pause();
    asks_b.excuse();
    sleep(Duration::from_secs(1)).await;
    b.resume();
    asks_b.at(&b).await;
    println!("{:?}: hub B was paused", started.elapsed());

    primary.kill();
    standby.tell("postgres", "SELECT pg_promote()");
    println!("{:?}: the primary is killed, the standby promoted", started.elapsed());
    let before = feed_a.done() + feed_b.done();
    eventually("documents are taken in again", || async { feed_a.done() + feed_b.done() > before }).await;
    println!("{:?}: documents are taken in again", started.elapsed());

    to_primary.cut();
    to_standby.cut();
    eventually("hub B says that it is cut off", || async { b.health().await["stale_since"].is_string() })
        .await;
    println!("{:?}: hub B is cut off and says so", started.elapsed());
    let answer = asks_b.ask().await;
    assert!(answer["stale_since"].is_string(), "an answer says so too");
    assert_eq!(asks_b.decide().await, "journal_away", "what must be kept is refused");
    to_primary.mend();
    to_standby.mend();
    eventually("hub B hears again", || async { b.health().await["stale_since"].is_null() }).await;
    println!("{:?}: hub B hears again", started.elapsed());

    feed_a.finished().await;
    feed_b.finished().await;
    println!("{:?}: {} documents are acknowledged", started.elapsed(), lines.len());
    let (answered_a, answered_b) = (asks_a.stop().await, asks_b.stop().await);
    println!("{answered_a} and {answered_b} lookups were answered meanwhile");
    assert!(answered_a > 20 && answered_b > 20);

    let single = shown::single(&lines).await;
    assert!(!single.cards.is_empty());
    for hub in [&a, &b] {
        eventually("the hub shows what a single hub shows", || async { shown::of(hub.data()) == single })
            .await;
    }
    println!("{:?}: both show what a single hub shows", started.elapsed());
}
