use ciss_contract::lookup::LookupAnswer;
use serde_json::json;

use crate::{exit, lookup_text};

/// An answer as the hub sends it.
fn answer(change: impl FnOnce(&mut serde_json::Value)) -> LookupAnswer {
    let as_of = "2026-03-02T13:50:00Z";
    let clear = |question: &str, source: &str| json!({"question": question, "standing": "no_record", "clear": [{"source": source, "as_of": as_of}]});
    let mut value = json!({
        "id": "l1",
        "query": {"kind": "plate", "plate": "AB12345", "state": "CT"},
        "at": as_of,
        "elapsed_ms": 38,
        "demo": true,
        "headline": {"severity": "info", "text": "No wants on file", "detail": "2 people"},
        "vehicle": {
            "plate": "AB12345", "plate_state": "CT", "vin": "1HGCM82633A004352", "year": 2019, "make": "Honda",
            "model": "Civic", "style": "4-door", "colour": "blue",
            "registration": {
                "status": "00", "words": "active", "current": true, "expires": "2027-06-30", "source": "DMV-REG",
                "as_of": as_of, "document": "d1"
            },
            "theft": {}
        },
        "address": {"id": "a1", "line": "12 Silver St, Apt 4, Middletown 06457", "people": 2},
        "people": [
            {
                "golden": "g1", "role": "owner", "name": {"surname": "Ortiz", "given": "Maria", "middle": "L"},
                "sex": "F", "age": 41, "born": "1985-01-02", "licence": {"standing": "valid", "severity": "info", "words": "License valid, class D", "number": "104882001"}, "records": 4,
                "sources": ["DMV-LIC"],
                "answers": [clear("wanted", "COLLECT"), clear("recent_arrest", "RMS")]
            },
            {
                "golden": "g2", "role": "at_address", "name": {"surname": "Ortiz", "given": "Luis"}, "records": 1,
                "sources": ["RMS"],
                "answers": [clear("wanted", "COLLECT"), clear("supervision", "BOPP")]
            }
        ],
        "sources": [{"source": "COLLECT", "outcome": "no_record"}, {"source": "RMS", "outcome": "answered"}],
        "read_back": "Alpha Bravo one two three four five"
    });
    change(&mut value);
    serde_json::from_value(value).unwrap()
}

fn wanted(value: &mut serde_json::Value) {
    value["headline"] = json!({
        "severity": "danger", "text": "A person at this address is wanted", "detail": "1 of 2 · confirm first"
    });
    value["people"][1]["answers"][0] = json!({
        "question": "wanted", "standing": "yes",
        "evidence": [{
            "source": "PRAWN", "number": "W-26-1182", "as_of": "2026-03-01T00:00:00Z", "severity": "danger",
            "summary": "failure to appear, felony", "on": "2026-02-20",
            "want": {"number": "W-26-1182", "agency": "GA 9", "bail": "5000", "extradition": "no extradition"},
            "also": [{"source": "COLLECT", "number": "CF26", "as_of": "2026-03-01T00:00:00Z"}]
        }],
        "gaps": [{"source": "COLLECT", "reason": "failed"}]
    });
    value["people"][1]["cautions"] = armed();
    value["people"][1]["history"] = json!([{"source": "CCH", "entries": 3, "newest": "2019-03-12"}]);
    value["headline"]["also"] = json!([
        {"severity": "danger", "text": "A person at this address is marked as dangerous", "detail": "1 of 2", "people": 1},
        {"severity": "info", "text": "Older history on file: 1 person", "people": 1}
    ]);
}

fn armed() -> serde_json::Value {
    json!([{"code": "00", "severity": "danger", "words": "Armed and dangerous"}])
}

fn license(standing: &str) -> serde_json::Value {
    json!({"standing": standing, "severity": "caution", "words": "License withdrawn"})
}

fn timed_out(value: &mut serde_json::Value) {
    value["sources"][0]["outcome"] = json!("timed_out");
    value["people"][0]["answers"][0] = json!({"question": "wanted", "standing": "not_available", "gaps": [{"source": "COLLECT", "reason": "timed_out"}]});
    value["vehicle"]["theft"] = json!({"gap": "timed_out"});
}

#[test]
fn a_want_is_the_first_line() {
    insta::assert_snapshot!(lookup_text::of(&answer(wanted)));
}

#[test]
fn a_gap_never_looks_like_no_record() {
    insta::assert_snapshot!(lookup_text::of(&answer(timed_out)));
}

fn check(change: impl FnOnce(&mut serde_json::Value), expect: u8) {
    assert_eq!(exit::of_lookup(&answer(change)), expect);
}

#[test]
fn exit_codes() {
    check(|_| (), exit::ANSWERED);
    check(wanted, exit::DANGER);
    check(|value| value["people"][1]["cautions"] = armed(), exit::DANGER);
    for person in [0, 1] {
        check(|value| value["people"][person]["licence"] = license("withdrawn"), exit::CAUTION);
    }
    check(|value| value["vehicle"]["registration"]["current"] = json!(false), exit::CAUTION);
    check(
        |value| {
            timed_out(value);
            value["people"][0]["licence"] = license("suspended");
        },
        exit::CAUTION,
    );
    check(
        |value| {
            value["people"][1]["answers"] = json!([]);
            value["people"][1]["withheld"] = json!("juvenile");
        },
        exit::PARTIAL,
    );
    check(|value| value["people"][1]["history"] = json!([{"source": "CCH", "entries": 3}]), exit::ANSWERED);
    check(timed_out, exit::PARTIAL);
    let left_out = |severity: Option<&str>| {
        let left_out = json!({"people": 61, "wanted": 0, "severity": severity, "unchecked": 0});
        move |value: &mut serde_json::Value| value["left_out"] = left_out
    };
    check(left_out(None), exit::PARTIAL);
    check(left_out(Some("caution")), exit::CAUTION);
    check(
        |value| {
            wanted(value);
            timed_out(value);
        },
        exit::DANGER,
    );
    check(|value| value["vehicle"] = json!(null), exit::NOT_FOUND);
    check(|value| value["sources"][1]["stale"] = json!(true), exit::PARTIAL);
}

#[test]
fn a_want_that_may_be_anothers_is_a_caution_that_asks_to_verify() {
    let answer = answer(|value| {
        value["people"][1]["possible"] = json!([{
            "golden": "g9",
            "evidence": {
                "source": "PRAWN", "number": "W-26-1182", "as_of": "2026-03-01T00:00:00Z", "severity": "caution",
                "summary": "burglary", "verify": true
            },
            "because": "same license number, other name"
        }]);
    });
    let text = lookup_text::of(&answer);
    let says = "CAUTION · Possibly wanted, VERIFY IDENTITY, same license number, other name: burglary (PRAWN W-26-1182";
    assert!(text.contains(says), "{text}");
    assert_eq!(exit::of_lookup(&answer), exit::CAUTION);
}
