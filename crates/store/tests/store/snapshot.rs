//! A card as it is kept.

use ciss_contract::query::Query;
use ciss_records::{Ingest as _, Lookups as _};
use ciss_store::MemoryStore;

use crate::documents::{arrest, arrival, licence, person, registration};

#[tokio::test]
async fn a_person_card_and_a_vehicle_card() {
    let mut luis =
        person("Ortiz", "Luis", "2007-03-14", "104882218").lives("12 Silver St Apt 4").photographed("p1");
    luis.0.height = Some(69);
    luis.0.hair = Some("BRO".into());
    luis.0.eyes = Some("BRO".into());
    luis.0.cautions = vec!["00".into()];
    let store = MemoryStore::default();
    let documents =
        [registration("R1", "AB12345", &[&luis]), licence("L1", &luis), arrest("A1", &luis, "53a-167c")];
    store.ingest(documents.into_iter().map(arrival).collect()).await.unwrap();
    let chain = store.chain(&Query::interpret("AB12345").unwrap()).await.unwrap().unwrap();
    insta::assert_json_snapshot!("vehicle_card", chain.vehicle);
    insta::assert_json_snapshot!("person_card", chain.people[0].card);
}
