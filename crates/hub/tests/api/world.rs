//! A synthetic state in a real store, with the simulator's own Wanted File and photo archive behind it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use ciss_contract::matter::Matter;
use ciss_contract::source::Source;
use ciss_live::LiveSystem;
use ciss_live::photos::PhotoArchive;
use ciss_live::switch::Switch;
use ciss_records::{Arrival, Ingest as _, ReceivedDocument};
use ciss_simulator::World;
use ciss_simulator::server::{self, ServerConfig};
use ciss_store::MemoryStore;
use serde_json::Value;

use crate::bench::{Bench, NOW};
use crate::upstream::client;

/// Plates of the world that are looked up.
const PLATES: usize = 200;

#[tokio::test]
async fn every_plate_of_a_synthetic_state_has_an_answer() {
    let world = World {
        people: 1_000,
        seed: 7,
        today: NOW.parse().map(ciss_contract::day::connecticut_day).unwrap(),
    };
    let store = Arc::new(MemoryStore::default());
    let mut plates = Vec::new();
    let mut batch = Vec::new();
    for document in world.documents() {
        let registered = document.matters.iter().any(|matter| matches!(matter, Matter::Registration { .. }));
        if registered {
            plates.extend(document.vehicles.iter().filter_map(|vehicle| vehicle.plate.clone()));
        }
        let bytes = serde_json::to_vec(&document).unwrap();
        let received = ReceivedDocument::new(&document, "application/json", bytes, NOW.parse().unwrap());
        batch.push(Arrival { received, document });
    }
    store.ingest(batch).await.unwrap();

    let listen: SocketAddr = "127.0.0.1:0".parse().unwrap();
    let example = world.example();
    let simulator = server::start(ServerConfig { world, listen }).await.unwrap();
    let client = client();
    let deadline = Duration::from_secs(5);
    let switch = Switch::new(Source::WantedFile, simulator.url(), deadline, client.clone()).unwrap();
    let photos = PhotoArchive::new(simulator.url(), client).unwrap();
    let live: Vec<Arc<dyn LiveSystem>> = vec![Arc::new(switch)];
    let bench = Bench::around(store, live, Some(photos), true);

    let mut wanted = 0;
    for plate in plates.iter().take(PLATES) {
        let answer = bench.lookup("reyes", plate).await.json();
        assert_eq!(answer["sources"].as_array().unwrap().len(), 16);
        assert!(answer["vehicle"].is_object(), "a registered plate is found");
        for person in answer["people"].as_array().unwrap() {
            let owed = person["answers"].as_array().unwrap().len();
            let withheld = person.get("withheld").is_some();
            assert_eq!(owed, if withheld { 0 } else { 9 });
            let pending =
                |answer: &Value| answer["standing"] == "pending" || answer["standing"] == "not_available";
            assert!(!person["answers"].as_array().unwrap().iter().any(pending), "every source was heard");
        }
        wanted += usize::from(answer["headline"]["severity"] == "danger");
    }
    assert!(wanted > 0 && wanted < PLATES, "{wanted} of {PLATES}");

    if let Some(example) = example {
        let answer = bench.lookup("reyes", &example.plate).await.json();
        assert!(answer["headline"]["text"].as_str().unwrap().contains("wanted"));
        let people = answer["people"].as_array().unwrap();
        let photo = people.iter().find_map(|person| person["photo"]["id"].as_str()).unwrap();
        let picture = bench.get("reyes", &format!("/v1/photos/{photo}")).await;
        assert_eq!(picture.headers["content-type"], "image/jpeg");
        assert!(picture.bytes.starts_with(&[0xff, 0xd8]));
        let record = format!("/v1/records/{}", people[0]["golden"].as_str().unwrap());
        let record = bench.get("reyes", &record).await.json();
        assert!(
            !record["fields"].as_array().unwrap().is_empty()
                && !record["members"].as_array().unwrap().is_empty()
        );
    }
    simulator.stop().await;
}
