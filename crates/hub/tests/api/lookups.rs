//! The whole answer, and what stands at the top of it.

use axum::http::{StatusCode, header};
use serde_json::Value;

use crate::bench::{Bench, lookup, post};
use crate::household::VIN;
use crate::live::{Mood, WantedFile};

fn healthy() -> Bench {
    Bench::new(vec![WantedFile::new(Mood::Answers, &[], &[])])
}

#[tokio::test(start_paused = true)]
async fn the_whole_answer_for_a_household() {
    let reply = healthy().lookup("reyes", "ab-12345").await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.headers[header::CACHE_CONTROL], "no-store");
    insta::assert_json_snapshot!("household", reply.json());
}

#[tokio::test(start_paused = true)]
async fn a_registration_without_its_flat_leads_to_the_owners_flat() {
    let bench = healthy();
    let (flat, house) =
        (bench.lookup("reyes", "AB12345").await.json(), bench.lookup("reyes", "TOWER").await.json());
    assert_eq!(house["address"], flat["address"]);
    assert_eq!(house["people"], flat["people"]);
}

#[tokio::test(start_paused = true)]
async fn what_may_have_been_meant_is_offered_and_not_looked_up() {
    let bench = healthy();
    for (typed, offered) in [
        ("A812345", vec!["AB12345"]),
        ("A8 1234S", vec!["AB12345"]),
        ("SUS 1", vec![]),
        ("5US1", vec!["SUS1"]),
        ("NY: AB12345", vec![]),
        ("ZZ99999", vec![]),
    ] {
        let answer = bench.lookup("reyes", typed).await.json();
        let plates = answer["did_you_mean"].as_array().cloned().unwrap_or_default();
        let plates: Vec<&str> = plates.iter().filter_map(|query| query["plate"].as_str()).collect();
        assert_eq!(plates, offered, "{typed}");
        if typed != "SUS 1" {
            assert!(answer["vehicle"].is_null() && answer["people"] == serde_json::json!([]), "{typed}");
        }
    }
}

/// What each query says at the top and on the radio.
async fn check(bench: &Bench, query: &str, headline: &str, detail: &str, read_back: &str) {
    let answer = bench.lookup("reyes", query).await.json();
    assert_eq!(answer["headline"]["text"], headline, "{query}");
    assert_eq!(answer["headline"]["detail"], detail, "{query}");
    assert_eq!(answer["read_back"], read_back, "{query}");
    assert!(!answer.to_string().to_lowercase().contains("safe"), "no hits is not safety");
}

#[tokio::test(start_paused = true)]
async fn the_top_line_answers_what_the_radio_asked() {
    let bench = healthy();
    check(
        &bench,
        "AB12345",
        "A person at this address is wanted",
        "1 of 5 · failure to appear, felony · confirm first",
        "Alpha Bravo one two three four five, twenty-nineteen Honda Civic, blue, registration active to June thirty, \
         twenty-twenty-seven. Caution: one person at the address is wanted, failure to appear, felony, confirm first. \
         The same person is marked with a caution; another person at the address is on probation or parole; the first \
         person has bail conditions; the registered owner is protected by an order; the second person was released from \
         custody; older history on file for one person; three people at the address have no license on file. Answers \
         withheld for one person.",
    )
    .await;
    let unlicensed = "No wants. The registered owner has no license on file.";
    check(
        &bench,
        "SUS1",
        "Registration suspended",
        "2019 Honda Civic · DMV-REG",
        &format!(
            "Sierra Uniform Sierra one, twenty-nineteen Honda Civic, blue, registration suspended. {unlicensed}"
        ),
    )
    .await;
    check(
        &bench,
        "EXP1",
        "Registration expired 17 Nov 2026",
        "2019 Honda Civic · DMV-REG",
        &format!(
            "Echo X-ray Papa one, twenty-nineteen Honda Civic, blue, registration expired November seventeen, \
             twenty-twenty-six. {unlicensed}"
        ),
    )
    .await;
    check(
        &bench,
        "QUIET",
        "The registered owner has no license on file",
        "",
        &format!(
            "Quebec Uniform India Echo Tango, twenty-nineteen Honda Civic, blue, registration active to June thirty, \
             twenty-twenty-seven. {unlicensed}"
        ),
    )
    .await;
    check(
        &bench,
        "GOVT1",
        "No theft record, no person on file",
        "registration active",
        "Golf Oscar Victor Tango one, twenty-nineteen Honda Civic, blue, registration active to June thirty, \
         twenty-twenty-seven. No theft record. No person on file for this vehicle.",
    )
    .await;
    check(
        &bench,
        "ZZ99999",
        "No registration with this plate",
        "check the plate and its state",
        "Zulu Zulu nine nine nine nine nine, no registration on file.",
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn what_could_not_be_checked_is_said_first() {
    let failing = Bench::new(vec![WantedFile::new(Mood::Fails, &[], &[])]);
    check(
        &failing,
        "SUS1",
        "Wants could not be checked",
        "COLLECT failed · registration suspended · 1 person",
        "Sierra Uniform Sierra one, twenty-nineteen Honda Civic, blue, registration suspended. The registered owner has \
         no license on file. Wants could not be checked in full.",
    )
    .await;
    check(
        &failing,
        "GOVT1",
        "Theft could not be checked",
        "COLLECT failed · registration active · no person on file",
        "Golf Oscar Victor Tango one, twenty-nineteen Honda Civic, blue, registration active to June thirty, \
         twenty-twenty-seven. No person on file for this vehicle. Theft could not be checked.",
    )
    .await;
    let unconnected = Bench::new(vec![]);
    check(
        &unconnected,
        "QUIET",
        "Wants could not be checked",
        "COLLECT not connected · registration active · 1 person",
        "Quebec Uniform India Echo Tango, twenty-nineteen Honda Civic, blue, registration active to June thirty, \
         twenty-twenty-seven. The registered owner has no license on file. Wants could not be checked in full.",
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_vin_leads_to_the_same_household() {
    let bench = healthy();
    let by_vin = bench.lookup("reyes", VIN).await.json();
    let by_plate = bench.lookup("reyes", "AB12345").await.json();
    assert_eq!(by_vin["people"], by_plate["people"]);
    assert_eq!(by_vin["query"]["kind"], "vin");
    assert!(
        by_vin["read_back"]
            .as_str()
            .unwrap()
            .starts_with("VIN ending Kilo Hotel zero four two three three eight")
    );
}

#[tokio::test(start_paused = true)]
async fn a_company_car_has_no_people_and_no_address() {
    let answer = healthy().lookup("reyes", "GOVT1").await.json();
    assert_eq!(answer["vehicle"]["registration"]["current"], true);
    assert_eq!(answer["people"], Value::Array(vec![]));
    assert_eq!(answer["address"], Value::Null);
}

#[tokio::test(start_paused = true)]
async fn owners_come_first_then_the_gravest() {
    let answer = healthy().lookup("reyes", "AB12345").await.json();
    let order: Vec<_> = answer["people"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["golden"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(order, ["maria", "luis", "rafael", "ana", "sofia"]);
}

#[tokio::test(start_paused = true)]
async fn a_compressed_answer_is_small_and_the_same() {
    let bench = healthy();
    let plain = bench.lookup("reyes", "AB12345").await;
    let token = bench.sign_in("reyes").await;
    for (accept, encoding) in [("gzip, zstd", "zstd"), ("gzip", "gzip"), ("zstd;q=0, gzip", "gzip")] {
        for lines in [false, true] {
            let mut request = post("/v1/lookups", Some(&token), &lookup("AB12345"));
            request.headers_mut().insert(header::ACCEPT_ENCODING, accept.parse().unwrap());
            if lines {
                request.headers_mut().insert(header::ACCEPT, "application/x-ndjson".parse().unwrap());
            }
            let reply = bench.send(request).await;
            assert_eq!(reply.headers[header::CONTENT_ENCODING], encoding);
            assert!(reply.bytes.len() < 3 * 1024, "{encoding}: {} bytes", reply.bytes.len());
            let text = unpack(encoding, &reply.bytes);
            let mut answer: Value = serde_json::from_slice(&text).unwrap();
            let mut expected = plain.json();
            expected["id"] = answer["id"].clone();
            if lines {
                assert_eq!(answer.as_object_mut().unwrap().remove("frame").unwrap(), "answer");
            }
            // The seals of photos differ from session to session of different operators only.
            assert_eq!(answer, expected, "{encoding}, lines: {lines}");
        }
    }
}

fn unpack(encoding: &str, bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    match encoding {
        "zstd" => text = zstd::decode_all(bytes).unwrap(),
        _ => {
            std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(bytes), &mut text).unwrap();
        }
    }
    text
}

#[tokio::test(start_paused = true)]
async fn each_late_line_can_be_read_as_soon_as_it_arrives() {
    use futures_util::StreamExt as _;
    let slow = WantedFile::new(Mood::SlowBy(std::time::Duration::from_secs(1)), &["Ana"], &[]);
    let bench = Bench::new(vec![slow]);
    let token = bench.sign_in("reyes").await;
    let mut request = post("/v1/lookups", Some(&token), &lookup("AB12345"));
    request.headers_mut().insert(header::ACCEPT, "application/x-ndjson".parse().unwrap());
    request.headers_mut().insert(header::ACCEPT_ENCODING, "zstd".parse().unwrap());
    let mut chunks = bench.open(request).await.into_body().into_data_stream();
    let mut decoder = zstd::stream::write::Decoder::new(Vec::new()).unwrap();
    for expect in ["answer", "late"] {
        std::io::Write::write_all(&mut decoder, &chunks.next().await.unwrap().unwrap()).unwrap();
        std::io::Write::flush(&mut decoder).unwrap();
        let line = std::mem::take(decoder.get_mut());
        assert_eq!(line.last(), Some(&b'\n'));
        let frame: Value = serde_json::from_slice(&line).unwrap();
        assert_eq!(frame["frame"], expect);
    }
}
