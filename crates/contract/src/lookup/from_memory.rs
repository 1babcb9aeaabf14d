//! An answer that was kept and is read again.

use super::{LookupAnswer, Outcome};
use crate::answer::{Answer, Gap, GapReason};

impl LookupAnswer {
    /// The answer as it may be shown once it is no answer of today any more: nothing in it is fresh. What said yes still
    /// does, beside sources that are stale; what had no record is stale, with its age; what was owed has failed.
    #[must_use]
    pub fn from_memory(mut self) -> LookupAnswer {
        self.stale_since = Some(self.stale_since.map_or(self.at, |since| since.min(self.at)));
        if let Some(unheard) = self.unheard.take() {
            self.headline = unheard.headline;
            self.read_back = unheard.read_back;
        }
        for line in &mut self.sources {
            match line.outcome {
                Outcome::Answered | Outcome::NoRecord => {
                    line.stale = true;
                    line.as_of = line.as_of.or(Some(self.at));
                }
                Outcome::Pending => line.outcome = Outcome::Failed,
                Outcome::Denied | Outcome::TimedOut | Outcome::Failed | Outcome::NotConnected => {}
            }
        }
        for person in &mut self.people {
            for answer in &mut person.answers {
                *answer = aged(answer.clone());
            }
        }
        if let Some(vehicle) = &mut self.vehicle {
            vehicle.theft.gap = Some(vehicle.theft.gap.map_or(GapReason::Stale, of_memory));
        }
        self
    }
}

fn aged(answer: Answer) -> Answer {
    let Answer { question, evidence, more, gaps, older, .. } = answer;
    let gap = |source| {
        let reason = gaps
            .iter()
            .find(|gap| gap.source == source)
            .map_or(GapReason::Stale, |gap| of_memory(gap.reason));
        Gap { source, reason }
    };
    let gaps = question.sources().iter().copied().map(gap).collect();
    Answer { more, ..Answer::new(question, evidence, Vec::new(), gaps).with_older(older) }
}

/// What is still to come never comes.
const fn of_memory(reason: GapReason) -> GapReason {
    match reason {
        GapReason::Pending => GapReason::Failed,
        GapReason::TimedOut
        | GapReason::Failed
        | GapReason::Denied
        | GapReason::NotConnected
        | GapReason::Stale => reason,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::answer::Standing;

    fn answer(standing: &Value) -> LookupAnswer {
        let as_of = "2026-03-02T13:50:00Z";
        serde_json::from_value(json!({
            "id": "l1", "query": {"kind": "plate", "plate": "AB12345", "state": "CT"}, "at": as_of, "elapsed_ms": 4,
            "demo": true, "headline": {"severity": "info", "text": "", "detail": ""}, "read_back": "",
            "people": [{
                "golden": "g1", "role": "owner", "name": {}, "records": 1, "sources": ["RMS"], "answers": [standing]
            }],
            "sources": [
                {"source": "COLLECT", "outcome": "no_record"}, {"source": "PRAWN", "outcome": "pending"},
                {"source": "RMS", "outcome": "denied"}
            ]
        }))
        .unwrap()
    }

    fn check(given: Value, expect: Standing) {
        let aged = answer(&given).from_memory();
        assert_eq!(aged.people[0].answers[0].standing, expect, "{given}");
        assert!(aged.people[0].answers[0].clear.is_empty(), "nothing clears");
        assert!(aged.pending().next().is_none());
        assert_eq!(aged.stale_since, Some(aged.at));
        assert!(aged.gaps().count() == 3, "no source is fresh: {:?}", aged.sources);
        assert_eq!(aged.clone().from_memory(), aged, "it ages once");
    }

    #[test]
    fn nothing_that_was_kept_passes_for_fresh() {
        let clear = json!([{"source": "COLLECT", "as_of": "2026-03-02T13:50:00Z"}]);
        check(json!({"question": "wanted", "standing": "no_record", "clear": clear}), Standing::Stale);
        check(json!({"question": "wanted", "standing": "older", "older": {"entries": 2}}), Standing::Stale);
        check(json!({"question": "wanted", "standing": "stale"}), Standing::Stale);
        let pending = json!([{"source": "PRAWN", "reason": "pending"}]);
        check(json!({"question": "wanted", "standing": "pending", "gaps": pending}), Standing::NotAvailable);
        let denied = json!([{"source": "RMS", "reason": "denied"}]);
        check(
            json!({"question": "recent_arrest", "standing": "not_available", "gaps": denied}),
            Standing::NotAvailable,
        );
        let evidence = json!([{
            "source": "PRAWN", "number": "1", "as_of": "2026-03-01T00:00:00Z", "severity": "danger", "summary": "x"
        }]);
        check(json!({"question": "wanted", "standing": "yes", "evidence": evidence}), Standing::Yes);
    }
}
