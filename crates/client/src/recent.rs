//! The lookups of this run, for the list beside the answer. In memory only.

use std::collections::VecDeque;

use ciss_contract::answer::{Question, Severity, Standing};
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
    let wanted = answer.people.iter().filter(|person| is_wanted(person)).count();
    let finding = if !vehicle.theft.evidence.is_empty() {
        "vehicle or plate wanted".to_owned()
    } else if wanted > 0 {
        format!("{wanted} wanted")
    } else if !vehicle.registration.current {
        format!("registration {}", vehicle.registration.words)
    } else {
        match gravest(answer) {
            Some(Severity::Danger) => "danger".to_owned(),
            Some(Severity::Caution) => "caution".to_owned(),
            Some(Severity::Info) | None if answer.gaps().next().is_some() => "not complete".to_owned(),
            Some(Severity::Info) => "information".to_owned(),
            None => "no record".to_owned(),
        }
    };
    if words.is_empty() { finding } else { format!("{} · {finding}", words.join(" ")) }
}

fn is_wanted(person: &PersonAnswer) -> bool {
    person
        .answers
        .iter()
        .any(|answer| answer.question == Question::Wanted && answer.standing == Standing::Yes)
}

fn gravest(answer: &LookupAnswer) -> Option<Severity> {
    answer.people.iter().flat_map(|person| &person.answers).filter_map(|answer| answer.severity()).max()
}
