//! Juveniles (CGS 46b-124), from the documents to every way out. All fictional.

use std::sync::Arc;

use axum::http::StatusCode;
use ciss_contract::document::SourceDocument;
use ciss_records::{Arrival, Ingest as _, ReceivedDocument};
use ciss_store::MemoryStore;
use serde_json::{Value, json};

use crate::bench::{Bench, NOW};
use crate::live::{Mood, WantedFile};

pub(crate) fn person(given: &str, born: &str, licence: &str) -> Value {
    let identifiers = match licence {
        "" => json!([]),
        number => json!([{ "kind": "operator_licence", "value": number, "issuer": "CT" }]),
    };
    json!({ "name": { "surname": "HOLLIS", "given": given }, "born": born, "height": 61, "weight": 105, "hair": "BRO", "eyes": "BLU",
            "identifiers": identifiers,
            "addresses": [{ "street": "12 Silver St", "unit": "4", "town": "Middletown", "state": "CT", "postal_code": "06457" }] })
}

pub(crate) fn document(source: &str, number: &str, persons: &[Value], matters: &[Value]) -> Value {
    json!({ "source": source, "number": number, "as_of": "2026-10-01T12:00:00Z", "persons": persons, "matters": matters })
}

pub(crate) fn registration() -> Value {
    let matter = json!({ "kind": "registration", "vehicle": 0, "owners": [0], "status": "00", "expires": "2027-06-30" });
    let mut registration =
        document("DMV-REG", "R-1", &[person("Maria", "1981-04-02", "104882001")], &[matter]);
    registration["vehicles"] = json!([{ "plate": "AB12345", "plate_state": "CT", "make": "HOND" }]);
    registration
}

pub(crate) fn arrest(subject: usize) -> Value {
    json!({ "kind": "arrest", "subject": subject, "on": "2026-09-30", "charges": [{ "description": "Larceny 6th" }], "violence_against_police": false })
}

fn warrant() -> Value {
    json!({ "kind": "warrant", "subject": 0, "number": "W-9", "status": "active", "issued": "2026-09-30",
            "charges": [{ "description": "Failure to appear", "grade": "felony" }] })
}

pub(crate) struct Hub {
    pub(crate) bench: Bench,
    file: Arc<WantedFile>,
    pub(crate) ids: Vec<String>,
}

/// A hub that holds these documents, and the identifiers under which it keeps them.
pub(crate) async fn hub(documents: &[Value]) -> Hub {
    let store = Arc::new(MemoryStore::default());
    let mut ids = Vec::new();
    for document in documents {
        let document: SourceDocument = serde_json::from_value(document.clone()).unwrap();
        let bytes = serde_json::to_vec(&document).unwrap();
        let received = ReceivedDocument::new(&document, "application/json", bytes, NOW.parse().unwrap());
        ids.push(received.id.to_string());
        store.ingest(vec![Arrival { received, document }]).await.unwrap();
    }
    let file = WantedFile::new(Mood::Answers, &["Evelyn"], &[]);
    Hub { bench: Bench::around(store, vec![Arc::clone(&file) as _], None, true), file, ids }
}

impl Hub {
    async fn person(&self, account: &str, given: &str) -> Value {
        let answer = self.bench.lookup(account, "AB12345").await.json();
        let people = answer["people"].as_array().unwrap();
        people.iter().find(|person| person["name"]["given"] == given).unwrap().clone()
    }

    async fn status(&self, account: &str, path: &str) -> StatusCode {
        self.bench.get(account, path).await.status
    }
}

#[tokio::test(start_paused = true)]
async fn a_year_alone_withholds_a_juvenile_from_every_way_out() {
    let evelyn = person("Evelyn", "2011", "");
    let hub = hub(&[registration(), document("RMS", "26-1", &[evelyn], &[arrest(0)])]).await;
    let found = hub.person("reyes", "Evelyn").await;
    assert_eq!(found["withheld"], "juvenile · not entitled");
    assert_eq!(
        (&found["born"], &found["answers"], &found["sources"]),
        (&json!("2011"), &json!([]), &json!([]))
    );
    for gone in ["age", "ties", "description", "address", "cautions", "photo"] {
        assert_eq!(found.get(gone), None, "{gone}");
    }
    assert!(!hub.file.heard.lock().unwrap().contains(&"Evelyn".to_owned()), "no live source is told of her");
    let record = format!("/v1/records/{}", found["golden"].as_str().unwrap());
    let report = format!("/v1/documents/{}", hub.ids[1]);
    assert_eq!(hub.status("reyes", &record).await, StatusCode::FORBIDDEN);
    assert_eq!(hub.status("reyes", &report).await, StatusCode::FORBIDDEN);
    let owner = hub.person("reyes", "Maria").await;
    let owner =
        hub.bench.get("reyes", &format!("/v1/records/{}", owner["golden"].as_str().unwrap())).await.json();
    assert_eq!(owner.get("tied"), None, "her tie to the household is held back");

    let found = hub.person("nowak", "Evelyn").await;
    assert_eq!((found.get("withheld"), &found["born"]), (None, &json!("2011")));
    assert_eq!(found["ties"][0]["source"], "RMS");
    assert!(hub.file.heard.lock().unwrap().contains(&"Evelyn".to_owned()));
    assert_eq!(hub.status("nowak", &record).await, StatusCode::OK);
    assert_eq!(hub.status("nowak", &report).await, StatusCode::OK);
}

#[tokio::test(start_paused = true)]
async fn an_age_withholds_a_juvenile_and_one_that_may_be() {
    for (born, withheld) in
        [("2010-10-02/2011-10-01", true), ("2007-10-02/2009-10-01", true), ("1984-10-02/1985-10-01", false)]
    {
        let hub =
            hub(&[registration(), document("RMS", "26-1", &[person("Evelyn", born, "")], &[arrest(0)])])
                .await;
        let found = hub.person("reyes", "Evelyn").await;
        assert_eq!(found.get("withheld").is_some(), withheld, "{born}");
        let status = if withheld { StatusCode::FORBIDDEN } else { StatusCode::OK };
        assert_eq!(hub.status("reyes", &format!("/v1/documents/{}", hub.ids[1])).await, status, "{born}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_document_that_leaves_the_date_out_is_withheld_with_the_juvenile_it_is_about() {
    let hub = hub(&[
        registration(),
        document("DMV-LIC", "L-1", &[person("Evelyn", "2009-06-06", "104882009")], &[]),
        document("RMS", "26-1", &[person("Evelyn", "", "104882009")], &[arrest(0)]),
    ])
    .await;
    assert_eq!(hub.status("reyes", &format!("/v1/documents/{}", hub.ids[2])).await, StatusCode::FORBIDDEN);
    assert_eq!(hub.status("reyes", &format!("/v1/documents/{}", hub.ids[1])).await, StatusCode::OK);
}

#[tokio::test(start_paused = true)]
async fn one_mistyped_year_takes_no_want_off_an_adult() {
    let (adult, mistyped) = ("1984-02-03", "2014-02-03");
    let hub = hub(&[
        registration(),
        document("DMV-LIC", "L-1", &[person("Luis", adult, "104882003")], &[]),
        document("PRAWN", "26-0193", &[person("Luis", adult, "104882003")], &[warrant()]),
        document("RMS", "26-1", &[person("Luis", mistyped, "104882003")], &[arrest(0)]),
    ])
    .await;
    let found = hub.person("reyes", "Luis").await;
    assert_eq!((&found["records"], found.get("withheld")), (&json!(3), None));
    assert_eq!(found["answers"][0]["standing"], "yes");
    let record = format!("/v1/records/{}", found["golden"].as_str().unwrap());
    assert_eq!(hub.status("reyes", &record).await, StatusCode::OK);
    assert_eq!(hub.status("reyes", &format!("/v1/documents/{}", hub.ids[3])).await, StatusCode::OK);
}

#[tokio::test(start_paused = true)]
async fn a_companion_is_a_juvenile_by_what_all_sources_say() {
    let evelyn = |born| person("Evelyn", born, "104882009");
    let hub = hub(&[
        registration(),
        document("DMV-LIC", "L-1", &[evelyn("2009-06-06")], &[]),
        document(
            "RMS",
            "26-1",
            &[person("Maria", "1981-04-02", "104882001"), evelyn("")],
            &[arrest(0), arrest(1)],
        ),
    ])
    .await;
    let owner = hub.person("reyes", "Maria").await;
    let record = format!("/v1/records/{}", owner["golden"].as_str().unwrap());
    assert_eq!(hub.bench.get("reyes", &record).await.json().get("tied"), None);
    let tied = hub.bench.get("nowak", &record).await.json()["tied"].clone();
    let ties: Vec<&str> = tied.as_array().unwrap().iter().map(|tied| tied["tie"].as_str().unwrap()).collect();
    assert_eq!(ties, ["household", "co-arrestee"]);
}
