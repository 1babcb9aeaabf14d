//! A lookup in the list of recent ones. Whoever keeps such a list words it so, and keeps as many.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::answer::{Question, Severity, Standing};
use crate::lookup::{LookupAnswer, PersonAnswer, VehicleAnswer};

/// A lookup that was run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentLookup {
    /// As shown: `AB·12345`.
    pub query: String,
    /// When.
    pub at: Timestamp,
    /// What came out, in a few words: `Honda Civic · 1 wanted`.
    pub summary: String,
}

impl RecentLookup {
    /// As many as a person looks back on.
    pub const KEPT: usize = 50;

    /// The line for an answer.
    pub fn of(answer: &LookupAnswer) -> RecentLookup {
        RecentLookup { query: answer.query.shown(), at: answer.at, summary: summary(answer) }
    }
}

/// It never says that nothing is wrong: at most that there is no record.
fn summary(answer: &LookupAnswer) -> String {
    let Some(vehicle) = &answer.vehicle else {
        // A plate may be stolen that no registry has.
        let stolen = answer.headline.severity == Severity::Danger;
        return if stolen { answer.headline.text.clone() } else { "not found".to_owned() };
    };
    let words: Vec<&str> =
        [&vehicle.make, &vehicle.model].into_iter().flatten().map(String::as_str).collect();
    let finding = finding(answer, vehicle);
    if words.is_empty() { finding } else { format!("{} · {finding}", words.join(" ")) }
}

fn finding(answer: &LookupAnswer, vehicle: &VehicleAnswer) -> String {
    let listed = answer.people.iter().filter(|person| person.is_wanted()).count();
    let wanted = listed + answer.left_out.map_or(0, |left_out| left_out.wanted);
    if let Some(entry) = vehicle.theft.evidence.first() {
        return entry.summary.clone();
    }
    if wanted > 0 {
        return format!("{wanted} wanted");
    }
    let possibly = answer.people.iter().filter(|person| person.is_possibly_wanted()).count();
    match gravest(answer) {
        Some(Severity::Danger) => "danger".to_owned(),
        Some(Severity::Caution) if possibly > 0 => format!("{possibly} possibly wanted"),
        Some(Severity::Caution) => "caution".to_owned(),
        Some(Severity::Info) | None if !vehicle.registration.current => {
            format!("registration {}", vehicle.registration.words)
        }
        Some(Severity::Info) | None if is_open(answer) => "wants not checked".to_owned(),
        Some(Severity::Info) | None if answer.gaps().next().is_some() => "not complete".to_owned(),
        Some(Severity::Info) => "information".to_owned(),
        None if answer.people.iter().all(has_nothing) => "no record".to_owned(),
        None if answer.people.iter().any(has_past) => "older history".to_owned(),
        None => "no wants".to_owned(),
    }
}

fn gravest(answer: &LookupAnswer) -> Option<Severity> {
    // A valid license is no finding.
    let people = answer.people.iter().map(|person| person.severity().filter(|_| is_told(person)));
    let left_out = answer.left_out.and_then(|left_out| left_out.severity).filter(|s| *s > Severity::Info);
    people.flatten().chain(left_out).max()
}

fn is_told(person: &PersonAnswer) -> bool {
    person.severity() > Some(Severity::Info) || person.answers.iter().any(|a| a.standing == Standing::Yes)
}

/// Could it not be checked whether somebody is wanted?
fn is_open(answer: &LookupAnswer) -> bool {
    let unchecked = answer.left_out.is_some_and(|left_out| left_out.unchecked > 0);
    let answers = answer.people.iter().flat_map(|person| &person.answers);
    unchecked || answers.filter(|a| a.question == Question::Wanted).any(|answer| !answer.gaps.is_empty())
}

fn has_past(person: &PersonAnswer) -> bool {
    person.history.iter().any(|history| history.entries > 0)
}

fn has_nothing(person: &PersonAnswer) -> bool {
    person.history.is_empty() && person.permits.is_empty() && person.withheld.is_none()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn answer(change: impl FnOnce(&mut Value)) -> LookupAnswer {
        let as_of = "2026-03-02T13:50:00Z";
        let mut value = json!({
            "id": "l1", "query": {"kind": "plate", "plate": "AB12345", "state": "CT"}, "at": as_of, "elapsed_ms": 4,
            "demo": true, "headline": {"severity": "info", "text": "", "detail": ""}, "read_back": "",
            "vehicle": {
                "plate": "AB12345", "plate_state": "CT", "make": "Honda", "model": "Civic", "theft": {},
                "registration": {
                    "status": "00", "words": "active", "current": true, "source": "DMV-REG", "as_of": as_of,
                    "document": "d1"
                }
            },
            "people": [{
                "golden": "g1", "role": "owner", "name": {}, "records": 1, "sources": ["RMS"],
                "answers": [{"question": "wanted", "standing": "no_record"}]
            }],
            "sources": [{"source": "COLLECT", "outcome": "no_record"}]
        });
        change(&mut value);
        serde_json::from_value(value).unwrap()
    }

    fn says_yes(value: &mut Value, question: &str, severity: &str) {
        value["people"][0]["answers"][0] = json!({
            "question": question, "standing": "yes",
            "evidence": [{
                "source": "PRAWN", "number": "1", "as_of": "2026-03-01T00:00:00Z", "severity": severity, "summary": ""
            }]
        });
    }

    fn check(change: impl FnOnce(&mut Value), expect: &str) {
        assert_eq!(RecentLookup::of(&answer(change)).summary, expect);
    }

    #[test]
    fn a_summary_says_the_gravest_thing() {
        check(|_| (), "Honda Civic · no record");
        check(|value| value["vehicle"] = Value::Null, "not found");
        check(|value| value["sources"][0]["outcome"] = json!("timed_out"), "Honda Civic · not complete");
        check(|value| says_yes(value, "wanted", "danger"), "Honda Civic · 1 wanted");
        let left_out = |wanted: usize, severity: &str, unchecked: usize| json!({"people": 61, "wanted": wanted, "severity": severity, "unchecked": unchecked});
        check(|value| value["left_out"] = left_out(3, "danger", 0), "Honda Civic · 3 wanted");
        check(|value| value["left_out"] = left_out(0, "caution", 0), "Honda Civic · caution");
        check(|value| value["left_out"] = left_out(0, "info", 2), "Honda Civic · wants not checked");
        check(
            |value| {
                value["vehicle"] = Value::Null;
                value["headline"] = json!({"severity": "danger", "text": "Stolen plate", "detail": ""});
            },
            "Stolen plate",
        );
        check(
            |value| {
                value["people"][0]["answers"][0] = json!({
                    "question": "wanted", "standing": "not_available",
                    "gaps": [{"source": "COLLECT", "reason": "timed_out"}]
                });
            },
            "Honda Civic · wants not checked",
        );
        check(|value| says_yes(value, "registrant", "caution"), "Honda Civic · caution");
        check(
            |value| {
                says_yes(value, "wanted", "caution");
                value["people"][0]["answers"][0]["evidence"][0]["verify"] = json!(true);
            },
            "Honda Civic · 1 possibly wanted",
        );
        check(
            |value| value["people"][0]["history"] = json!([{"source": "CCH", "entries": 3}]),
            "Honda Civic · older history",
        );
        check(
            |value| {
                value["people"][0]["licence"] =
                    json!({"standing": "valid", "severity": "info", "words": "License valid"});
            },
            "Honda Civic · no record",
        );
        check(
            |value| {
                value["people"][0]["licence"] =
                    json!({"standing": "withdrawn", "severity": "caution", "words": "License withdrawn"});
            },
            "Honda Civic · caution",
        );
        check(
            |value| {
                says_yes(value, "protective_order", "info");
                value["sources"][0]["stale"] = json!(true);
            },
            "Honda Civic · not complete",
        );
        check(
            |value| {
                value["vehicle"]["registration"]["current"] = json!(false);
                value["vehicle"]["registration"]["words"] = json!("suspended");
            },
            "Honda Civic · registration suspended",
        );
    }
}
