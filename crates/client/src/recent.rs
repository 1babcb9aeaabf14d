//! The lookups of this run, for the list beside the answer. In memory only.

use std::collections::VecDeque;

use ciss_contract::answer::{Severity, Standing};
use ciss_contract::ipc::RecentLookup;
use ciss_contract::lookup::{LookupAnswer, PersonAnswer};

/// As many as a person looks back on.
const KEPT: usize = 50;

/// Recent lookups, newest first, each query once.
#[derive(Default)]
pub struct Recent(VecDeque<RecentLookup>);

impl Recent {
    /// Puts a lookup at the top, or brings it up to date where late rows changed it.
    pub fn note(&mut self, answer: &LookupAnswer) {
        let query = answer.query.shown();
        self.0.retain(|lookup| lookup.query != query);
        self.0.push_front(RecentLookup { query, at: answer.at, summary: summary(answer) });
        self.0.truncate(KEPT);
    }

    /// All of them.
    pub fn list(&self) -> Vec<RecentLookup> {
        self.0.iter().cloned().collect()
    }
}

/// What came out, in a few words: `Honda Civic · 1 wanted`. It never says that nothing is wrong: at most that there
/// is no record.
fn summary(answer: &LookupAnswer) -> String {
    let Some(vehicle) = &answer.vehicle else { return "not found".to_owned() };
    let words: Vec<&str> =
        [&vehicle.make, &vehicle.model].into_iter().flatten().map(String::as_str).collect();
    let wanted = answer.people.iter().filter(|person| person.is_wanted()).count();
    let possibly = answer.people.iter().filter(|person| person.is_possibly_wanted()).count();
    let finding = if !vehicle.theft.evidence.is_empty() {
        "vehicle or plate wanted".to_owned()
    } else if wanted > 0 {
        format!("{wanted} wanted")
    } else {
        match gravest(answer) {
            Some(Severity::Danger) => "danger".to_owned(),
            Some(Severity::Caution) if possibly > 0 => format!("{possibly} possibly wanted"),
            Some(Severity::Caution) => "caution".to_owned(),
            Some(Severity::Info) | None if !vehicle.registration.current => {
                format!("registration {}", vehicle.registration.words)
            }
            Some(Severity::Info) | None if answer.gaps().next().is_some() => "not complete".to_owned(),
            Some(Severity::Info) => "information".to_owned(),
            None if answer.people.iter().all(has_nothing) => "no record".to_owned(),
            None if answer.people.iter().any(has_past) => "older history".to_owned(),
            None => "no wants".to_owned(),
        }
    };
    if words.is_empty() { finding } else { format!("{} · {finding}", words.join(" ")) }
}

fn gravest(answer: &LookupAnswer) -> Option<Severity> {
    // A valid license is no finding.
    let people = answer.people.iter().map(|person| person.severity().filter(|_| is_told(person)));
    people.flatten().max()
}

fn is_told(person: &PersonAnswer) -> bool {
    person.severity() > Some(Severity::Info) || person.answers.iter().any(|a| a.standing == Standing::Yes)
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

    fn answer(plate: &str, change: impl FnOnce(&mut Value)) -> LookupAnswer {
        let as_of = "2026-03-02T13:50:00Z";
        let mut value = json!({
            "id": "l1", "query": {"kind": "plate", "plate": plate, "state": "CT"}, "at": as_of, "elapsed_ms": 4,
            "demo": true, "headline": {"severity": "info", "text": "", "detail": ""}, "read_back": "",
            "vehicle": {
                "plate": plate, "plate_state": "CT", "make": "Honda", "model": "Civic", "theft": {},
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
        assert_eq!(summary(&answer("AB12345", change)), expect);
    }

    #[test]
    fn a_summary_says_the_gravest_thing() {
        check(|_| (), "Honda Civic · no record");
        check(|value| value["vehicle"] = Value::Null, "not found");
        check(|value| value["sources"][0]["outcome"] = json!("timed_out"), "Honda Civic · not complete");
        check(|value| says_yes(value, "wanted", "danger"), "Honda Civic · 1 wanted");
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

    #[test]
    fn each_query_stands_once_and_the_newest_first() {
        let mut recent = Recent::default();
        for number in 0..KEPT + 10 {
            recent.note(&answer(&format!("A{number}"), |_| ()));
        }
        recent.note(&answer("A20", |_| ()));
        let list = recent.list();
        assert_eq!(list.len(), KEPT);
        assert_eq!((list[0].query.as_str(), list[1].query.as_str()), ("A20", "A59"));
        assert_eq!(list.iter().filter(|lookup| lookup.query == "A20").count(), 1);
    }
}
