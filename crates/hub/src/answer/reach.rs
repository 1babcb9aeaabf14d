//! How far an answer reaches: which sources were heard, and which were not and why.

use ciss_contract::answer::{Answer, Clear, Evidence, Gap, GapReason, Question};
use ciss_contract::lookup::{Outcome, SourceSummary};
use ciss_contract::source::Source;
use jiff::Timestamp;
use jiff::civil::Date;

use super::Setting;
use super::people::Found;
use crate::card::PersonCard;
use crate::feeds::{Feeds, stale};
use crate::live::Heard;
use crate::live::hit::Hit;

/// Where every source stands for one answer.
pub struct Reach<'a> {
    /// In the order of `Source::ALL`.
    states: [State<'a>; 16],
    today: Date,
}

#[derive(Clone, Copy)]
enum State<'a> {
    /// It sends documents, the last ones then.
    Indexed { last: Timestamp, stale: bool },
    /// It is live and answered.
    Answered { hits: &'a [Hit], at: Timestamp },
    /// It could not be heard.
    Gap(GapReason),
}

impl<'a> Reach<'a> {
    /// Looks at every source once.
    pub(crate) fn new(setting: &Setting<'_>, feeds: &Feeds, heard: &'a [Heard]) -> Reach<'a> {
        let now = setting.permit.at();
        let states = Source::ALL.map(|source| {
            if !setting.permit.covers(source) {
                State::Gap(GapReason::Denied)
            } else if setting.live.has(source) {
                match heard.iter().find(|heard| heard.source == source).map(|heard| heard.said.as_deref()) {
                    Some(Ok(hits)) => State::Answered { hits, at: now },
                    Some(Err(reason)) => State::Gap(*reason),
                    None => State::Gap(GapReason::Pending),
                }
            } else {
                match feeds.of(source).map(|feed| feed.last_received) {
                    Some(last) => State::Indexed { last, stale: stale(last, now) },
                    None => State::Gap(GapReason::NotConnected),
                }
            }
        });
        Reach { states, today: setting.permit.today() }
    }

    fn of(&self, source: Source) -> State<'a> {
        let position = Source::ALL.iter().position(|known| *known == source);
        position
            .and_then(|position| self.states.get(position))
            .copied()
            .unwrap_or(State::Gap(GapReason::NotConnected))
    }

    /// The answer that is owed to this question about this person.
    pub(crate) fn owed(&self, question: Question, card: &PersonCard) -> Answer {
        let holds = |until: Option<Date>| until.is_none_or(|until| until >= self.today);
        let facts = card.facts.iter().filter(|fact| fact.question == question && holds(fact.holds_until));
        let mut evidence: Vec<Evidence> = facts
            .map(|fact| Evidence {
                source: fact.source,
                document: Some(fact.document.clone()),
                number: fact.number.clone(),
                as_of: fact.as_of,
                severity: fact.severity,
                summary: fact.summary.clone(),
                on: fact.on,
            })
            .collect();
        let (mut clear, mut gaps) = (Vec::new(), Vec::new());
        for &source in question.sources() {
            match self.of(source) {
                State::Gap(reason) => gaps.push(Gap { source, reason }),
                State::Indexed { stale: true, .. } => gaps.push(Gap { source, reason: GapReason::Stale }),
                State::Indexed { last: as_of, stale: false } => {
                    if evidence.iter().all(|evidence| evidence.source != source) {
                        clear.push(Clear { source, as_of });
                    }
                }
                State::Answered { hits, at } => {
                    let about = hits.iter().filter(|hit| hit.golden.as_ref() == Some(&card.golden));
                    let before = evidence.len();
                    if question == Hit::QUESTION {
                        evidence.extend(about.map(|hit| hit.evidence.clone()));
                    }
                    if evidence.len() == before {
                        clear.push(Clear { source, as_of: at });
                    }
                }
            }
        }
        let omitted = card.omitted.iter().filter(|omitted| omitted.question == question);
        let more = omitted.map(|omitted| omitted.count).sum();
        Answer { more, ..Answer::new(question, evidence, clear, gaps) }
    }

    /// What a live source says about the vehicle itself, or why nothing.
    pub(crate) fn vehicle(&self, source: Source) -> Result<Vec<Evidence>, GapReason> {
        match self.of(source) {
            State::Answered { hits, .. } => {
                Ok(hits.iter().filter(|hit| hit.golden.is_none()).map(|hit| hit.evidence.clone()).collect())
            }
            State::Indexed { .. } => Ok(Vec::new()),
            State::Gap(reason) => Err(reason),
        }
    }

    /// A line per source.
    pub(crate) fn summary(&self, vehicle: bool, people: &[Found]) -> Vec<SourceSummary> {
        let line = |(source, state): (Source, &State<'_>)| match *state {
            State::Answered { hits, at } => {
                let outcome = if hits.is_empty() { Outcome::NoRecord } else { Outcome::Answered };
                SourceSummary { source, outcome, as_of: Some(at), stale: false }
            }
            State::Indexed { last, stale } => {
                let knows = |found: &Found| found.card.sources.contains(&source);
                let has = (vehicle && source == Source::DmvRegistration) || people.iter().any(knows);
                let outcome = if has { Outcome::Answered } else { Outcome::NoRecord };
                SourceSummary { source, outcome, as_of: Some(last), stale }
            }
            State::Gap(reason) => {
                SourceSummary { source, outcome: outcome(reason), as_of: None, stale: false }
            }
        };
        Source::ALL.into_iter().zip(&self.states).map(line).collect()
    }
}

fn outcome(reason: GapReason) -> Outcome {
    match reason {
        GapReason::TimedOut => Outcome::TimedOut,
        GapReason::Failed => Outcome::Failed,
        GapReason::Denied => Outcome::Denied,
        GapReason::NotConnected => Outcome::NotConnected,
        GapReason::Pending => Outcome::Pending,
        // A stale source did answer; the line says that it is stale.
        GapReason::Stale => Outcome::NoRecord,
    }
}
