//! The API document, held against the OpenAPI Initiative's schema of such documents.

use std::collections::BTreeSet;

use boon::{Compiler, Draft, Schemas};
use serde_json::{Value, json};

use crate::bench::{Bench, get, lookup, post, read};

const RULES: &str = "https://spec.openapis.org/oas/3.1/schema/2022-10-07";
const DOCUMENT: &str = "urn:ciss:api";

async fn document() -> Value {
    Bench::new(vec![]).send(get("/openapi.json", None)).await.json()
}

/// A compiler that knows the document and the rules for such documents.
fn compiler(document: &Value) -> Compiler {
    let rules = serde_json::from_str(include_str!("../../../../assets/openapi/schema.json")).unwrap();
    let mut compiler = Compiler::new();
    compiler.set_default_draft(Draft::V2020_12);
    compiler.add_resource(RULES, rules).unwrap();
    compiler.add_resource(DOCUMENT, document.clone()).unwrap();
    compiler
}

/// What is wrong with a value by a schema; empty where nothing is.
fn faults(document: &Value, schema: &str, value: &Value) -> String {
    let mut schemas = Schemas::new();
    let rules = compiler(document).compile(schema, &mut schemas).unwrap();
    schemas.validate(value, rules).err().map(|fault| format!("{fault:#}")).unwrap_or_default()
}

fn component(name: &str) -> String {
    format!("{DOCUMENT}#/components/schemas/{name}")
}

/// Every object in a document, with where it stands.
fn objects(value: &Value, at: String, visit: &mut impl FnMut(&str, &Value)) {
    match value {
        Value::Object(fields) => {
            visit(&at, value);
            fields.iter().for_each(|(name, inner)| objects(inner, format!("{at}/{name}"), visit));
        }
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(place, inner)| objects(inner, format!("{at}/{place}"), visit));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[tokio::test]
async fn it_is_an_openapi_document_and_its_schemas_are_schemas() {
    let document = document().await;
    assert_eq!(faults(&document, RULES, &document), "");
    let empty = json!({ "openapi": "3.1.0", "paths": {} });
    assert_ne!(faults(&document, RULES, &empty), "", "the rules say no where they have to");
    let mut schemas = Schemas::new();
    let mut compiler = compiler(&document);
    for name in document["components"]["schemas"].as_object().unwrap().keys() {
        compiler.compile(&component(name), &mut schemas).unwrap_or_else(|fault| panic!("{name}: {fault}"));
    }
}

#[tokio::test]
async fn every_reference_leads_somewhere_and_every_component_is_referred_to() {
    let document = document().await;
    let mut referred = BTreeSet::new();
    objects(&document, String::new(), &mut |at, object| {
        let Some(reference) = object.get("$ref").and_then(Value::as_str) else { return };
        let place = reference.strip_prefix('#').unwrap_or_else(|| panic!("{at}: {reference} leads away"));
        assert!(document.pointer(place).is_some(), "{at}: {reference} leads nowhere");
        referred.insert(place.to_owned());
    });
    for kind in ["schemas", "responses"] {
        for name in document["components"][kind].as_object().unwrap().keys() {
            assert!(referred.contains(&format!("/components/{kind}/{name}")), "nothing refers to {name}");
        }
    }
}

/// A client that is generated names its calls so (OpenAPI 3.1, Operation Object); a schema cannot ask for it.
#[tokio::test]
async fn no_two_operations_have_one_name() {
    let document = document().await;
    let mut named = BTreeSet::new();
    objects(&document["paths"], String::new(), &mut |at, object| {
        if object.get("responses").is_some() {
            let name = object.get("operationId").and_then(Value::as_str).unwrap_or_default();
            assert!(!name.is_empty() && named.insert(name.to_owned()), "{at}: {name}");
        }
    });
    assert!(!named.is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_the_hub_answers_is_what_the_document_says() {
    let document = document().await;
    let bench = Bench::new(vec![]);
    let token = bench.sign_in("reyes").await;
    let token = Some(token.as_str());
    for (name, request) in [
        ("Session", post("/v1/session", None, &json!({ "account": "reyes" }))),
        ("Operator", get("/v1/session", token)),
        ("LookupAnswer", post("/v1/lookups", token, &lookup("AB12345"))),
        ("LookupAnswer", post("/v1/lookups", token, &lookup("ZZ99999"))),
        ("RecordAnswer", read("/v1/records/luis", token)),
        ("DocumentAnswer", read("/v1/documents/d-json", token)),
        ("HubHealth", get("/v1/health", None)),
        ("Problem", read("/v1/records/nobody", token)),
        ("Problem", get("/v1/feeds", None)),
    ] {
        let answer = bench.send(request).await.json();
        assert_eq!(faults(&document, &component(name), &answer), "", "{name}");
    }
}

#[tokio::test]
async fn what_the_document_allows_is_not_refused_for_its_length() {
    let document = document().await;
    let bench = Bench::new(vec![]);
    let token = bench.sign_in("reyes").await;
    let request = component("LookupRequest");
    let over = "x".repeat(65);
    for (field, value) in [
        ("query", ""),
        ("query", " - "),
        ("query", &over),
        ("on_behalf_of", ""),
        ("on_behalf_of", " "),
        ("on_behalf_of", &over),
    ] {
        let mut body = lookup("AB12345");
        body[field] = json!(value);
        assert_ne!(faults(&document, &request, &body), "", "{field} {value:?} is allowed");
        let reply = bench.send(post("/v1/lookups", Some(&token), &body)).await;
        assert_eq!(reply.status, 422, "{field} {value:?}");
    }
    assert_eq!(faults(&document, &request, &lookup("AB12345")), "");
}
