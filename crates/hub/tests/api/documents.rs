//! Documents as their sources sent them, but for what never leaves.

use std::collections::HashMap;

use axum::http::StatusCode;
use ciss_contract::ids::DocumentId;
use ciss_contract::source::Source;
use ciss_records::ReceivedDocument;

use crate::bench::Bench;

pub(crate) fn received() -> HashMap<DocumentId, ReceivedDocument> {
    let arrest = r#"{"source":"RMS","number":"26-1","as_of":"2026-10-01T12:00:00Z","persons":[{"name":{"surname":"ORTIZ","given":"Luis"},"born":"2007-03-14","identifiers":[{"kind":"social_security","value":"123456789"},{"kind":"operator_licence","value":"104882217","issuer":"CT"}]}],"remarks":"SSN 123-45-6789"}"#;
    let juvenile = r#"{"source":"RMS","number":"26-2","as_of":"2026-10-01T12:00:00Z","persons":[{"name":{"surname":"ORTIZ","given":"Sofia"},"born":"06/06/2011"}]}"#;
    let licence = r#"{"source":"DMV-LIC","number":"L-1","as_of":"2026-10-01T12:00:00Z","persons":[{"name":{"surname":"ORTIZ","given":"Sofia"},"born":"2011"}]}"#;
    let document = |id: &str, source, media_type: &str, text: &str| {
        let received = ReceivedDocument {
            id: DocumentId::from(id),
            source,
            number: id.to_owned(),
            as_of: "2026-10-01T12:00:00Z".parse().unwrap(),
            received: "2026-10-01T12:00:01Z".parse().unwrap(),
            sha256: [0xab; 32],
            media_type: media_type.to_owned(),
            bytes: text.as_bytes().to_vec(),
        };
        (received.id.clone(), received)
    };
    HashMap::from([
        document("d-json", Source::Rms, "application/json", arrest),
        document("d-juvenile", Source::Rms, "application/json", juvenile),
        document("d-licence", Source::DmvLicence, "application/json", licence),
        document(
            "d-odd",
            Source::Rms,
            "application/xml",
            "<odd ssn=\"123456789\">104882217 2026-10-01 José</odd>",
        ),
    ])
}

#[tokio::test]
async fn social_security_numbers_never_leave() {
    let bench = Bench::new(vec![]);
    let reply = bench.get("reyes", "/v1/documents/d-json").await;
    assert_eq!(reply.status, StatusCode::OK);
    let document = reply.json();
    let text = document["text"].as_str().unwrap();
    assert!(!reply.bytes.windows(9).any(|nine| nine == b"123456789"));
    assert!(text.contains(r#""value":"xxxxxxxxx""#) && text.contains("SSN xxx-xx-xxxx"), "{text}");
    assert!(text.contains("104882217"), "a licence number is not one");
    assert_eq!(document["sha256"], "ab".repeat(32));
    assert_eq!(document["received"], "2026-10-01T12:00:01Z");
}

#[tokio::test]
async fn what_is_not_understood_is_masked_more() {
    let document = Bench::new(vec![]).get("reyes", "/v1/documents/d-odd").await.json();
    assert_eq!(document["text"], "<odd ssn=\"xxxxxxxxx\">xxxxxxxxx 2026-10-01 José</odd>");
}

#[tokio::test]
async fn documents_are_for_whom_their_source_is_open() {
    let bench = Bench::new(vec![]);
    for (account, id, status) in [
        ("reyes", "d-json", 200),
        ("abara", "d-json", 403),
        ("reyes", "d-juvenile", 403),
        ("nowak", "d-juvenile", 200),
        ("reyes", "d-licence", 200),
        ("abara", "d-licence", 403),
    ] {
        let reply = bench.get(account, &format!("/v1/documents/{id}")).await;
        assert_eq!(reply.status.as_u16(), status, "{account} {id}");
    }
}
