//! The lookups of this run, for the list beside the answer. In memory only.

use std::collections::VecDeque;

use ciss_contract::lookup::LookupAnswer;
use ciss_contract::recent::RecentLookup;

/// Recent lookups, newest first, each query once.
#[derive(Default)]
pub struct Recent(VecDeque<RecentLookup>);

impl Recent {
    /// Puts a lookup at the top, or brings it up to date where late rows changed it.
    pub fn note(&mut self, answer: &LookupAnswer) {
        let line = RecentLookup::of(answer);
        self.0.retain(|lookup| lookup.query != line.query);
        self.0.push_front(line);
        self.0.truncate(RecentLookup::KEPT);
    }

    /// All of them.
    pub fn list(&self) -> Vec<RecentLookup> {
        self.0.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answer(plate: &str) -> LookupAnswer {
        let value = json!({
            "id": "l1", "query": {"kind": "plate", "plate": plate, "state": "CT"}, "at": "2026-03-02T13:50:00Z",
            "elapsed_ms": 4, "demo": true, "headline": {"severity": "info", "text": "", "detail": ""},
            "read_back": "", "people": [], "sources": []
        });
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn each_query_stands_once_and_the_newest_first() {
        let mut recent = Recent::default();
        for number in 0..RecentLookup::KEPT + 10 {
            recent.note(&answer(&format!("A{number}")));
        }
        recent.note(&answer("A20"));
        let list = recent.list();
        assert_eq!(list.len(), RecentLookup::KEPT);
        assert_eq!((list[0].query.as_str(), list[1].query.as_str()), ("A20", "A59"));
        assert_eq!(list.iter().filter(|lookup| lookup.query == "A20").count(), 1);
    }
}
