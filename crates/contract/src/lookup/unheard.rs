//! What a client shows of a source that it does not hear any more.

use super::{LateAnswer, LateRows, LookupAnswer, Outcome, SourceSummary, TheftAnswer, Unheard};
use crate::answer::{Answer, Gap, GapReason};
use crate::source::Source;

impl LookupAnswer {
    /// The rows of a source that will not answer any more, in the words that the hub gave for that beforehand.
    pub fn without(&self, source: Source) -> LateRows {
        let reason = GapReason::Failed;
        let owed = |gap: &Gap| gap.source == source && gap.reason == GapReason::Pending;
        let people =
            self.people.iter().flat_map(|person| person.answers.iter().map(move |answer| (person, answer)));
        let answers = people.filter(|(_, answer)| answer.gaps.iter().any(owed)).map(|(person, answer)| {
            let gaps =
                answer.gaps.iter().map(|gap| if owed(gap) { Gap { source, reason } } else { *gap }).collect();
            let Answer { question, evidence, more, clear, older, .. } = answer.clone();
            let answer = Answer { more, ..Answer::new(question, evidence, clear, gaps).with_older(older) };
            LateAnswer { golden: person.golden.clone(), answer }
        });
        let theft = self.vehicle.as_ref().map(|vehicle| &vehicle.theft);
        let theft = theft
            .filter(|theft| source == Source::WantedFile && theft.gap == Some(GapReason::Pending))
            .map(|theft| TheftAnswer { evidence: theft.evidence.clone(), gap: Some(reason) });
        let answers = answers.collect();
        let spoken = Unheard { headline: self.headline.clone(), read_back: self.read_back.clone() };
        let Unheard { headline, read_back } = self.unheard.clone().unwrap_or(spoken);
        LateRows {
            source: SourceSummary { source, outcome: Outcome::Failed, as_of: None, stale: false },
            elapsed_ms: self.elapsed_ms,
            headline,
            read_back,
            theft,
            answers,
            joined: Vec::new(),
            left_out: self.left_out,
            unheard: self.unheard.clone(),
        }
    }
}
