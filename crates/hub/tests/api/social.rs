//! Social security numbers, which one document of a person gives and another writes down. All fictional.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::juveniles::{Hub, arrest, document, hub, person, registration};

/// A hub that knows the number of the owner by her licence. Every field of the other documents tells of it.
async fn with_number() -> Hub {
    let mut driver = person("Maria", "1981-04-02", "104882001");
    driver["identifiers"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "kind": "social_security", "value": "041-23-4567" }));
    let mut registered = registration();
    registered["vehicles"][0]["model"] = json!("Civic 041234567");
    registered["persons"][0]["addresses"][0]["unit"] = json!("41234567");
    let report = json!({ "kind": "arrest", "subject": 0, "on": "2026-09-30", "report": "26-041234567",
        "charges": [{ "description": "Larceny 6th, id 041 23 4567" }], "violence_against_police": false });
    let mut arrested =
        document("RMS", "26-041234567", &[person("Maria", "1981-04-02", "104882001")], &[report]);
    arrested["remarks"] = json!("gave 041234567");
    let evelyn = document("RMS", "26-2", &[person("Evelyn", "1990-01-01", "")], &[arrest(0)]);
    hub(&[registered, document("DMV-LIC", "L-1", &[driver], &[]), arrested, evelyn]).await
}

/// The number in no way of writing it.
fn check(text: &str) {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    assert!(!digits.contains("41234567"), "{text}");
}

#[tokio::test(start_paused = true)]
async fn what_one_document_gives_is_masked_wherever_it_leaves() {
    let hub = with_number().await;
    let reply = hub.bench.lookup("reyes", "AB12345").await;
    assert_eq!(reply.status, StatusCode::OK);
    check(std::str::from_utf8(&reply.bytes).unwrap());
    let answer = reply.json();
    let words = answer["vehicle"]["words"]
        .as_str()
        .map(str::to_owned)
        .unwrap_or_else(|| answer["vehicle"].to_string());
    assert!(words.contains("xxxxxxxxx"), "the lookup tells of the model: {words}");
    let people = answer["people"].as_array().unwrap();
    let owner = people.iter().find(|person| person["name"]["given"] == "Maria").unwrap();
    let golden = owner["golden"].as_str().unwrap();
    for page in ["", "?limit=1"] {
        let reply = hub.bench.get("reyes", &format!("/v1/records/{golden}{page}")).await;
        assert_eq!(reply.status, StatusCode::OK);
        check(std::str::from_utf8(&reply.bytes).unwrap());
    }
    for id in &hub.ids {
        let reply = hub.bench.get("reyes", &format!("/v1/documents/{id}")).await;
        assert_eq!(reply.status, StatusCode::OK);
        let document: Value = reply.json();
        check(document["text"].as_str().unwrap());
        check(document["number"].as_str().unwrap());
    }
}
