//! How far an answer reaches: which sources were heard, and which were not and why.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use ciss_cards::card::{Fact, Omitted, Past, PersonCard};
use ciss_cards::told::{Told, want};
use ciss_contract::answer::{Answer, Clear, Evidence, Gap, GapReason, Older, Question, Severity};
use ciss_contract::ids::GoldenId;
use ciss_contract::lookup::{History, Outcome, PossibleWant, SourceSummary};
use ciss_contract::source::Source;
use ciss_live::Heard;
use ciss_live::hit::Hit;
use ciss_multiview::ByNumber;
use jiff::Timestamp;
use jiff::civil::Date;

use super::Setting;
use super::events::events;
use super::people::Found;
use super::words;
use crate::feeds::Feeds;

/// Where every source stands for one answer.
pub(crate) struct Reach<'a> {
    /// In the order of `Source::ALL`.
    states: [State<'a>; 16],
    today: Date,
}

#[derive(Clone, Copy)]
enum State<'a> {
    /// It sends documents, the last ones then.
    Indexed { last: Timestamp, stale: bool },
    /// It is live and answered, but not of everybody.
    Answered { hits: &'a [Hit], unheard: &'a [(Option<GoldenId>, GapReason)], at: Timestamp },
    /// It could not be heard.
    Gap(GapReason),
}

impl<'a> Reach<'a> {
    /// Looks at every source once.
    pub(crate) fn new(setting: &Setting<'_>, feeds: &Feeds, heard: &'a [Heard]) -> Reach<'a> {
        let now = setting.grant.at();
        let states = Source::ALL.map(|source| {
            if !setting.grant.covers(source) {
                State::Gap(GapReason::Denied)
            } else if setting.live.has(source) {
                match heard.iter().find(|heard| heard.source == source) {
                    Some(Heard { said: Ok(hits), unheard, .. }) => State::Answered { hits, unheard, at: now },
                    Some(Heard { said: Err(reason), .. }) => State::Gap(*reason),
                    None => State::Gap(GapReason::Pending),
                }
            } else {
                match feeds.of(source).map(|feed| feed.last_received) {
                    Some(last) => State::Indexed { last, stale: feeds.are_stale(last, now) },
                    None => State::Gap(GapReason::NotConnected),
                }
            }
        });
        Reach { states, today: setting.grant.today() }
    }

    /// As it stands where the sources that are still being asked never answer; none where no source is.
    pub(crate) fn unheard(&self) -> Option<Reach<'a>> {
        let pending = |state: &State<'_>| matches!(state, State::Gap(GapReason::Pending));
        let failed = |state| if pending(&state) { State::Gap(GapReason::Failed) } else { state };
        self.states.iter().any(pending).then(|| Reach { states: self.states.map(failed), today: self.today })
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
        let about = card.facts.iter().filter(|fact| fact.question == question);
        let loose = |fact: &Fact| card.loose.contains(&fact.document);
        let holding = about.filter(|fact| self.holds(fact));
        let mut told: Vec<Told> = holding.map(|fact| by_fact(fact, loose(fact))).collect();
        let (mut clear, mut gaps) = (Vec::new(), Vec::new());
        for &source in question.sources() {
            match self.of(source) {
                State::Gap(reason) => gaps.push(Gap { source, reason }),
                State::Indexed { stale: true, .. } => gaps.push(Gap { source, reason: GapReason::Stale }),
                State::Indexed { last: as_of, stale: false } => {
                    if told.iter().all(|told| told.evidence.source != source) {
                        clear.push(Clear { source, as_of });
                    }
                }
                State::Answered { hits, unheard, at } => {
                    let about = hits.iter().filter(|hit| hit.golden.as_ref() == Some(&card.golden));
                    let before = told.len();
                    if question == Hit::QUESTION {
                        told.extend(about.map(|hit| hit.told.clone()));
                    }
                    match unheard.iter().find(|(who, _)| who.as_ref() == Some(&card.golden)) {
                        Some((_, reason)) => gaps.push(Gap { source, reason: *reason }),
                        None if told.len() == before => clear.push(Clear { source, as_of: at }),
                        None => {}
                    }
                }
            }
        }
        let older = older(self.past(card).filter(|past| past.question == Some(question)));
        let omitted = card.omitted.iter().filter(|omitted| omitted.question == question);
        let more = omitted.filter(|omitted| !self.is_over(omitted, card)).map(|omitted| omitted.count).sum();
        Answer { more, ..Answer::new(question, events(question, told), clear, gaps).with_older(older) }
    }

    /// Wants of other golden records that may be the person's, each event once, the gravest first.
    pub(crate) fn possible(&self, card: &PersonCard) -> Vec<PossibleWant> {
        let holding = card.possible.iter().filter(|possible| self.holds(&possible.fact));
        let mut by_record: BTreeMap<(&GoldenId, Option<&ByNumber>), Vec<Told>> = BTreeMap::new();
        for possible in holding {
            let record = (&possible.golden, possible.by_number.as_ref());
            by_record.entry(record).or_default().push(by_fact(&possible.fact, true));
        }
        let wants = by_record.into_iter().flat_map(|((golden, by_number), told)| {
            let wants = events(Question::Wanted, told).into_iter();
            let because = by_number.map(words::by_number);
            wants.map(move |evidence| PossibleWant {
                golden: golden.clone(),
                evidence,
                because: because.clone(),
            })
        });
        let mut wants: Vec<PossibleWant> = wants.collect();
        wants.sort_by_key(|want| Reverse((want.evidence.gravity, want.evidence.on)));
        wants
    }

    /// Facts that a card leaves out hold no longer than those that it has of the same question and source.
    fn is_over(&self, omitted: &Omitted, card: &PersonCard) -> bool {
        let same = |fact: &&Fact| (fact.question, fact.source) == (omitted.question, omitted.source);
        card.facts.iter().filter(same).any(|fact| !self.holds(fact))
    }

    /// Does the fact answer its question today?
    fn holds(&self, fact: &Fact) -> bool {
        fact.holds_until.is_none_or(|until| until >= self.today)
    }

    /// Everything of the card that is over: what its documents count as past, and facts whose day has passed.
    fn past<'c>(&self, card: &'c PersonCard) -> impl Iterator<Item = Past> + use<'c, '_> {
        let over = card.facts.iter().filter(|fact| !self.holds(fact)).map(|fact| Past {
            question: Some(fact.question),
            source: fact.source,
            entries: 1,
            newest: fact.on,
        });
        let omitted = card.omitted.iter().filter(|omitted| self.is_over(omitted, card));
        let omitted = omitted.map(|omitted| Past {
            question: Some(omitted.question),
            source: omitted.source,
            entries: omitted.count,
            newest: None,
        });
        card.history.iter().cloned().chain(over).chain(omitted)
    }

    /// What each source has of the person that answers nothing today, in the order of `Source::ALL`.
    pub(crate) fn history(&self, card: &PersonCard) -> Vec<History> {
        let line = |&source: &Source| {
            let past = older(self.past(card).filter(|past| past.source == source));
            let answers = card.facts.iter().any(|fact| fact.source == source && self.holds(fact));
            let otherwise = match source {
                Source::DmvRegistration | Source::DmvLicence | Source::Decisions => true,
                Source::Weapons => !card.permits.is_empty(),
                Source::WantedFile
                | Source::Prawn
                | Source::Rms
                | Source::Corrections
                | Source::ProtectiveOrders
                | Source::SexOffenders
                | Source::CriminalMotorVehicle
                | Source::CaseManagement
                | Source::Parole
                | Source::CriminalHistory
                | Source::OffenderTracking
                | Source::Infractions
                | Source::JudicialCases => false,
            };
            match past {
                Some(Older { entries, newest }) => Some(History { source, entries, newest }),
                // Named in it, as a witness or a victim for example.
                None if !answers && !otherwise => Some(History { source, entries: 0, newest: None }),
                None => None,
            }
        };
        card.sources.iter().filter_map(line).collect()
    }

    /// Was the source heard, and is it fresh?
    pub(crate) fn is_heard(&self, source: Source) -> bool {
        match self.of(source) {
            State::Indexed { stale, .. } => !stale,
            State::Answered { .. } => true,
            State::Gap(_) => false,
        }
    }

    /// What a live source says about the vehicle itself, or why nothing.
    pub(crate) fn vehicle(&self, source: Source) -> Result<Vec<Evidence>, GapReason> {
        match self.of(source) {
            State::Answered { hits, unheard, .. } => match unheard.iter().find(|(who, _)| who.is_none()) {
                Some((_, reason)) => Err(*reason),
                None => {
                    let of_vehicle = hits.iter().filter(|hit| hit.golden.is_none());
                    Ok(of_vehicle.map(|hit| hit.told.evidence.clone()).collect())
                }
            },
            State::Indexed { .. } => Ok(Vec::new()),
            State::Gap(reason) => Err(reason),
        }
    }

    /// A line per source.
    pub(crate) fn summary(&self, vehicle: bool, people: &[Found]) -> Vec<SourceSummary> {
        let line = |(source, state): (Source, &State<'_>)| match *state {
            State::Answered { hits, unheard, at } => {
                let heard = if hits.is_empty() { Outcome::NoRecord } else { Outcome::Answered };
                // Where anything is missing, that is what has to be known of the source.
                let outcome = unheard.first().map_or(heard, |(_, reason)| outcome(*reason));
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

/// What a fact tells; `verify` where it is only probably about the person.
fn by_fact(fact: &Fact, verify: bool) -> Told {
    let is_want = fact.question == Question::Wanted;
    let evidence = Evidence {
        source: fact.source,
        document: Some(fact.document.clone()),
        number: fact.number.clone(),
        as_of: fact.as_of,
        severity: if verify && is_want { fact.severity.min(Severity::Caution) } else { fact.severity },
        gravity: fact.gravity,
        summary: fact.summary.clone(),
        on: fact.on,
        want: fact.want.clone().map(|card| want(card, fact.event.agency.as_deref())),
        verify,
        also: Vec::new(),
    };
    Told { evidence, event: fact.event.clone() }
}

fn older(past: impl Iterator<Item = Past>) -> Option<Older> {
    past.map(|Past { entries, newest, .. }| Older { entries, newest })
        .reduce(|a, b| Older { entries: a.entries.saturating_add(b.entries), newest: a.newest.max(b.newest) })
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
