//! The lookups of this run, for the list beside the answer. In memory only.

use std::collections::VecDeque;

use ciss_contract::ipc::KeptLookup;
use ciss_contract::lookup::{LookupAnswer, LookupRequest};
use ciss_contract::recent::RecentLookup;

/// Recent lookups, newest first, each query once.
#[derive(Default)]
pub struct Recent(VecDeque<KeptLookup>);

impl Recent {
    /// Those that were kept, newest first.
    pub fn resumed(kept: &[KeptLookup]) -> Recent {
        Recent(kept.iter().cloned().collect())
    }

    /// Puts a lookup at the top, or brings it up to date where late rows changed it.
    pub fn note(&mut self, request: &LookupRequest, answer: &LookupAnswer) {
        let (line, answer) = (RecentLookup::of(answer), answer.clone());
        self.0.retain(|lookup| lookup.line.query != line.query);
        self.0.push_front(KeptLookup { request: request.clone(), line, answer });
        self.0.truncate(RecentLookup::KEPT);
    }

    /// As the list shows them.
    pub fn list(&self) -> Vec<RecentLookup> {
        self.0.iter().map(|lookup| lookup.line.clone()).collect()
    }

    /// All of them, newest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &KeptLookup> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use ciss_contract::session::Purpose;
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
        let (purpose, on_behalf_of) = (Purpose::TrafficStop, "412".to_owned());
        let request = LookupRequest { query: String::new(), purpose, on_behalf_of };
        for number in 0..RecentLookup::KEPT + 10 {
            recent.note(&request, &answer(&format!("A{number}")));
        }
        recent.note(&request, &answer("A20"));
        let list = recent.list();
        assert_eq!(list.len(), RecentLookup::KEPT);
        assert_eq!((list[0].query.as_str(), list[1].query.as_str()), ("A20", "A59"));
        assert_eq!(list.iter().filter(|lookup| lookup.query == "A20").count(), 1);
    }
}
