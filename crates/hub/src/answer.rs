//! From what was found to what is answered: the owed answers, the line at the top, the words for the radio.
//!
//! Everything here works on what policy left over. No wording can give away what a filter took out.

pub(crate) mod events;
pub mod headline;
mod licence;
pub mod people;
pub mod person;
pub mod reach;
pub mod read_back;
pub mod record;
mod sayings;
pub mod timeline;
mod told;
pub mod vehicle;
pub mod words;

use std::collections::HashSet;
use std::sync::Arc;

use ciss_contract::answer::GapReason;
use ciss_contract::ids::{AddressId, GoldenId, LookupId};
use ciss_contract::lookup::{AddressAnswer, LateAnswer, LateRows, LookupAnswer, PersonAnswer};
use ciss_contract::query::Query;
use ciss_contract::source::Source;

use crate::card::{Chain, PersonCard, VehicleCard};
use crate::feeds::Feeds;
use crate::live::{Heard, LiveSources};
use crate::pipeline::Permit;
use crate::pipeline::photo_pass::PhotoPass;
use people::Found;
use reach::Reach;

/// Everything that a lookup found.
pub struct Findings {
    /// How the query was understood.
    pub query: Query,
    /// The vehicle, if a source has it.
    pub vehicle: Option<VehicleCard>,
    /// The registered address with its line.
    pub address: Option<(AddressId, String)>,
    /// People at the address, those who are not listed too.
    pub at_address: usize,
    /// Owners and people at the address.
    pub people: Vec<Found>,
    /// How fresh the sources are.
    pub feeds: Arc<Feeds>,
    /// What live sources said; those that have not answered are not in it.
    pub heard: Vec<Heard>,
}

/// What is the same for the whole answer.
pub struct Setting<'a> {
    /// Who asks, when.
    pub permit: &'a Permit,
    /// Seals photo identifiers.
    pub photo_pass: &'a PhotoPass,
    /// The hub's live sources.
    pub live: &'a LiveSources,
    /// The data is synthetic.
    pub demo: bool,
}

impl Findings {
    /// What a chain leads to, before any live source answered.
    pub fn new(query: Query, chain: Option<Chain>, feeds: Arc<Feeds>) -> Findings {
        let Some(Chain { vehicle, owners, address, people, at_address }) = chain else {
            let (vehicle, address, people) = (None, None, Vec::new());
            return Findings { query, vehicle, address, at_address: 0, people, feeds, heard: Vec::new() };
        };
        let at_address = usize::try_from(at_address).unwrap_or(usize::MAX);
        let people = people.into_iter().map(|person| Found::new(person, &owners)).collect();
        let vehicle = Some(vehicle);
        Findings { query, vehicle, address, at_address, people, feeds, heard: Vec::new() }
    }

    /// Takes out what the permit does not cover.
    pub(crate) fn filter(&mut self, permit: &Permit) {
        let listed = self.people.len();
        self.people.retain_mut(|found| found.filter(permit));
        self.at_address = self.at_address.saturating_sub(listed - self.people.len());
        let people = &self.people;
        self.heard.iter_mut().for_each(|heard| keep_entitled(heard, people, permit));
    }

    /// Takes in what a live source said late, without what the permit does not cover.
    pub(crate) fn hear(&mut self, mut heard: Heard, permit: &Permit) {
        keep_entitled(&mut heard, &self.people, permit);
        self.heard.retain(|earlier| earlier.source != heard.source);
        self.heard.push(heard);
    }

    /// Golden records that the answer names.
    pub(crate) fn golden(&self) -> Vec<GoldenId> {
        let possible = |card: &PersonCard| card.possible.iter().map(|want| want.golden.clone()).collect();
        let named = self.people.iter().flat_map(|Found { card, .. }| {
            std::iter::once(card.golden.clone()).chain::<Vec<GoldenId>>(possible(card))
        });
        let mut seen = HashSet::new();
        named.filter(|golden| seen.insert(golden.clone())).collect()
    }

    fn reach(&self, setting: &Setting<'_>) -> Reach<'_> {
        Reach::new(setting, &self.feeds, &self.heard)
    }

    /// The answer.
    pub(crate) fn answer(&self, id: LookupId, elapsed_ms: u32, setting: &Setting<'_>) -> LookupAnswer {
        let reach = self.reach(setting);
        let registered = self.address.as_ref().map(|(id, _)| id);
        let mut people: Vec<PersonAnswer> =
            self.people.iter().map(|found| person::answer(found, registered, &reach, setting)).collect();
        people::sort(&mut people);
        let vehicle = self.vehicle.as_ref().map(|card| vehicle::answer(card, &reach, setting.permit.today()));
        let theft = vehicle::theft(&reach);
        let sources = reach.summary(self.vehicle.is_some(), &self.people);
        let told = told::Told {
            query: &self.query,
            vehicle: vehicle.as_ref(),
            theft: &theft,
            people: &people,
            sources: &sources,
        };
        let headline = headline::headline(&told);
        let read_back = read_back::read_back(&told);
        LookupAnswer {
            id,
            query: self.query.clone(),
            at: setting.permit.at(),
            elapsed_ms,
            demo: setting.demo,
            headline,
            vehicle,
            address: self.address.as_ref().map(|(id, line)| AddressAnswer {
                id: id.clone(),
                line: line.clone(),
                people: self.at_address,
            }),
            people,
            sources,
            read_back,
        }
    }

    /// What the source's late answer changes.
    pub(crate) fn late(&self, source: Source, elapsed_ms: u32, setting: &Setting<'_>) -> Option<LateRows> {
        let whole = self.answer(LookupId(String::new()), elapsed_ms, setting);
        let LookupAnswer { headline, vehicle, people, sources, read_back, .. } = whole;
        let answers = people
            .into_iter()
            .flat_map(|PersonAnswer { golden, answers, .. }| {
                let owed = answers.into_iter().filter(|answer| answer.question.sources().contains(&source));
                owed.map(move |answer| LateAnswer { golden: golden.clone(), answer }).collect::<Vec<_>>()
            })
            .collect();
        Some(LateRows {
            source: sources.into_iter().find(|line| line.source == source)?,
            elapsed_ms,
            headline,
            read_back,
            theft: vehicle.map(|vehicle| vehicle.theft),
            answers,
        })
    }
}

/// Leaves nothing of a source that is not covered, and nothing about anybody who is not in the answer or is withheld.
pub(crate) fn keep_entitled(heard: &mut Heard, people: &[Found], permit: &Permit) {
    if !permit.covers(heard.source) {
        heard.said = Err(GapReason::Denied);
    }
    if let Ok(hits) = heard.said.as_mut() {
        hits.retain(|hit| match &hit.golden {
            Some(golden) => people.iter().any(|p| p.card.golden == *golden && p.withheld.is_none()),
            None => true,
        });
    }
}
