//! Golden records, whole.

use std::collections::HashMap;

use axum::http::StatusCode;
use ciss_contract::document::SourceDocument;
use ciss_contract::ids::{DocumentId, GoldenId};
use ciss_contract::record::{Conflict, Field, GoldenField, Provenance};
use ciss_contract::source::Source;
use ciss_records::{Dossier, Member};
use serde_json::{Value, json};

use crate::bench::Bench;
use crate::household::household;
use crate::live::{Mood, WantedFile};

fn member(id: &str, document: Value) -> Member {
    let document: SourceDocument = serde_json::from_value(document).unwrap();
    Member { document, id: DocumentId::from(id), person: 0, decided: true, evidence: None }
}

fn members() -> Vec<Member> {
    let luis = |name: &str, born: &str| {
        json!({ "name": { "surname": "ORTIZ", "given": name }, "born": born, "aliases": [{ "surname": "VEGA", "given": name }],
                "addresses": [{ "street": "12 Silver St", "unit": "4", "town": "Middletown", "state": "CT" }] })
    };
    let burglary = json!({ "description": "Burglary 3rd degree", "grade": "felony", "statute": "53a-103" });
    vec![
        member(
            "d-prawn",
            json!({ "source": "PRAWN", "number": "26-0193", "as_of": "2026-11-18T15:00:00Z", "persons": [luis("Luis", "03 14 2001")],
                    "matters": [{ "kind": "warrant", "subject": 0, "number": "W-26-0193", "status": "active", "issued": "2026-11-18",
                                  "court": "GA 9 Middletown", "charges": [{ "description": "Failure to appear", "grade": "felony" }] }] }),
        ),
        member(
            "d-rms",
            json!({ "source": "RMS", "number": "26-003811", "as_of": "2026-10-01T23:00:00Z",
                    "persons": [{ "name": { "surname": "ORTIZ", "given": "Louis" }, "photos": [{ "id": "p-luis", "taken": "2026-10-01" }] },
                                { "name": { "surname": "PARK", "given": "Jason" } }],
                    "matters": [{ "kind": "arrest", "subject": 0, "at": "2026-10-02T02:30:00Z", "report": "26-003811", "charges": [burglary],
                                  "violence_against_police": true },
                                { "kind": "arrest", "subject": 1, "on": "2026-10-01", "charges": [], "violence_against_police": false }] }),
        ),
        member(
            "d-doc",
            json!({ "source": "DOC", "number": "D-7", "as_of": "2026-02-01T12:00:00Z", "persons": [luis("Luis", "2007-03-14")],
                    "matters": [{ "kind": "custody", "subject": 0, "facility": "Osborn", "admitted": "2025-12-01", "released": "2026-02-01",
                                  "charges": [] },
                                { "kind": "protective_order", "respondent": null, "protected": [0], "number": "P-1", "issued": "2026-01-05",
                                  "conditions": ["no contact"] }] }),
        ),
        member(
            "d-reg",
            json!({ "source": "DMV-REG", "number": "R-1", "as_of": "2026-01-01T12:00:00Z", "persons": [luis("Luis", "2007-03-14")],
                    "vehicles": [{ "plate": "bk-44710", "year": 2012, "make": "FORD", "model": "Focus" }],
                    "matters": [{ "kind": "registration", "vehicle": 0, "owners": [0], "status": "00", "expires": "2027-01-31" }] }),
        ),
    ]
}

fn golden_fields() -> Vec<GoldenField> {
    let from = |source, id: &str| Provenance {
        source,
        document: DocumentId::from(id),
        as_of: "2026-01-01T12:00:00Z".parse().unwrap(),
    };
    let conflict = Conflict { value: "03 14 2001".to_owned(), from: from(Source::Prawn, "d-prawn") };
    let field = |field, value: &str, from, conflicts| GoldenField {
        field,
        value: value.to_owned(),
        from,
        agreeing: 2,
        of: 4,
        conflicts,
    };
    let rms = Conflict { value: "Louis Ortiz".to_owned(), from: from(Source::Rms, "d-rms") };
    vec![
        field(Field::Name, "Luis Ortiz", from(Source::DmvRegistration, "d-reg"), vec![rms]),
        field(Field::Born, "14 Mar 2007", from(Source::Corrections, "d-doc"), vec![conflict]),
        field(Field::Phone, "860-555-0134", from(Source::Rms, "d-rms"), vec![]),
    ]
}

pub(crate) fn dossiers() -> HashMap<GoldenId, Dossier> {
    let people = household().people;
    let dossier = |golden: &str| {
        let card = people.iter().find(|person| person.card.golden.as_str() == golden).unwrap().card.clone();
        let household = people.iter().filter(|person| person.card.golden != card.golden).cloned().collect();
        let aliases = vec!["Luis VEGA".to_owned(), "Lucho".to_owned()];
        let dossier = Dossier {
            card,
            fields: golden_fields(),
            aliases,
            members: members(),
            total: members().len(),
            next: None,
            household,
            near: Vec::new(),
            decisions: Vec::new(),
        };
        (GoldenId::from(golden), dossier)
    };
    HashMap::from([dossier("luis"), dossier("sofia")])
}

fn bench() -> Bench {
    Bench::new(vec![WantedFile::new(Mood::Answers, &["Luis"], &[])])
}

async fn record(account: &str, golden: &str) -> crate::bench::Reply {
    bench().get(account, &format!("/v1/records/{golden}")).await
}

#[tokio::test(start_paused = true)]
async fn the_whole_record() {
    let reply = record("reyes", "luis").await;
    assert_eq!(reply.status, StatusCode::OK);
    insta::assert_json_snapshot!("record", reply.json());
}

#[tokio::test(start_paused = true)]
async fn a_record_without_the_sources_that_are_denied() {
    let record = record("abara", "luis").await.json();
    let text = record.to_string();
    for gone in ["Louis", "p-luis", "860-555-0134", "Burglary", "burglary", "Lucho"] {
        assert!(!text.contains(gone), "{gone}");
    }
    let sources: Vec<_> =
        record["members"].as_array().unwrap().iter().map(|m| m["from"]["source"].as_str().unwrap()).collect();
    assert_eq!(sources, ["PRAWN", "DOC", "DMV-REG"]);
    assert_eq!(record["person"]["records"], 3);
    assert_eq!(record["aliases"], json!(["Luis VEGA"]));
    assert_eq!(record["tied"].as_array().unwrap().len(), 1, "only the registration's tie is left");
}

#[tokio::test(start_paused = true)]
async fn a_juveniles_record_is_closed() {
    let refused = record("reyes", "sofia").await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::FORBIDDEN, "not_entitled"));
    assert_eq!(record("nowak", "sofia").await.status, StatusCode::OK);
}

#[tokio::test(start_paused = true)]
async fn live_sources_are_asked_again() {
    let record = record("reyes", "luis").await.json();
    let answers = record["person"]["answers"].as_array().unwrap();
    let wanted = answers.iter().find(|answer| answer["question"] == "wanted").unwrap();
    let sources: Vec<_> =
        wanted["evidence"].as_array().unwrap().iter().map(|e| e["source"].as_str().unwrap()).collect();
    assert_eq!(sources, ["COLLECT", "PRAWN"], "a robbery is graver than not to appear");
}
