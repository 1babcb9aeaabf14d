//! From what was found to what is answered: the owed answers, the line at the top, the words for the radio.
//!
//! Everything here works on what policy left over. No wording can give away what a filter took out.

mod cut_off;
pub mod document;
mod events;
pub mod feeds;
mod headline;
pub mod household;
mod licence;
mod member;
pub mod people;
mod person;
mod reach;
mod read_back;
pub mod record;
mod sayings;
mod speech;
mod timeline;
mod told;
mod vehicle;
mod words;

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use ciss_cards::card::{Chain, PersonCard, VehicleCard};
use ciss_contract::answer::GapReason;
use ciss_contract::ids::{AddressId, GoldenId, LookupId};
use ciss_contract::lookup::{
    AddressAnswer, Headline, LateAnswer, LateRows, LookupAnswer, PersonAnswer, Unheard,
};
use ciss_contract::query::Query;
use ciss_contract::source::Source;
use ciss_identity::PhotoPass;
use ciss_live::{Heard, LiveSources};
use ciss_policy::Grant;

use crate::feeds::Feeds;
use people::Found;
use reach::Reach;
use told::Told;

/// Everything that a lookup found.
pub struct Findings {
    /// How the query was understood.
    pub query: Query,
    /// The vehicle, if a source has it.
    pub vehicle: Option<VehicleCard>,
    /// What is on file and may have been meant, where no source has the vehicle.
    pub did_you_mean: Vec<Query>,
    /// The registered address with its line.
    pub address: Option<(AddressId, String)>,
    /// People at the address, those who are not listed too.
    pub at_address: usize,
    /// People at the address of whom nothing was read.
    unread: usize,
    /// Owners and people at the address.
    pub people: Vec<Found>,
    /// How fresh the sources are.
    pub feeds: Arc<Feeds>,
    /// What live sources said; those that have not answered are not in it.
    pub heard: Vec<Heard>,
    /// Whom the answer lists, once it was given.
    listed: BTreeSet<GoldenId>,
}

/// What is the same for the whole answer.
pub struct Setting<'a> {
    /// Who asks, when.
    pub grant: &'a Grant,
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
            let (heard, listed) = (Vec::new(), BTreeSet::new());
            return Findings {
                query,
                vehicle,
                did_you_mean: Vec::new(),
                address,
                at_address: 0,
                unread: 0,
                people,
                feeds,
                heard,
                listed,
            };
        };
        let at_address = usize::try_from(at_address).unwrap_or(usize::MAX);
        let read = people.iter().filter(|person| !person.ties.is_empty()).count();
        let unread = at_address.saturating_sub(read);
        let people = people.into_iter().map(|person| Found::new(person, &owners)).collect();
        let vehicle = Some(vehicle);
        let (heard, listed) = (Vec::new(), BTreeSet::new());
        let did_you_mean = Vec::new();
        Findings { query, vehicle, did_you_mean, address, at_address, unread, people, feeds, heard, listed }
    }

    /// Takes out what the grant does not cover.
    pub fn filter(&mut self, grant: &Grant) {
        if !grant.covers(Source::DmvRegistration) {
            self.did_you_mean.clear();
        }
        let listed = self.people.len();
        self.people.retain_mut(|found| found.filter(grant));
        self.at_address = self.at_address.saturating_sub(listed - self.people.len());
        let people = &self.people;
        self.heard.iter_mut().for_each(|heard| keep_entitled(heard, people, grant));
    }

    /// Takes out of what a live source said late what the grant does not cover.
    pub fn filter_late(&self, heard: &mut Heard, grant: &Grant) {
        keep_entitled(heard, &self.people, grant);
    }

    /// Takes in what a live source said late.
    pub fn hear(&mut self, heard: Heard) {
        self.heard.retain(|earlier| earlier.source != heard.source);
        self.heard.push(heard);
    }

    /// Golden records of which the answer speaks.
    pub fn golden(&self) -> Vec<GoldenId> {
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

    /// What there is to tell, as far as sources are heard.
    fn tell(&self, reach: &Reach<'_>, setting: &Setting<'_>) -> Told<'_> {
        let registered = self.address.as_ref().map(|(id, _)| id);
        let people = self.people.iter().map(|found| person::answer(found, registered, reach, setting));
        let (listed, left_out) = people::listed(people.collect(), &self.listed);
        Told {
            query: &self.query,
            vehicle: self.vehicle.as_ref().map(|card| vehicle::answer(card, reach, setting.grant.today())),
            theft: vehicle::theft(reach),
            listed: listed.len(),
            people: [listed, left_out].concat(),
            unchecked: self.unread,
            sources: reach.summary(self.vehicle.is_some(), &self.people),
        }
    }

    /// The line at the top with those under it.
    fn headline(&self, told: &Told<'_>, setting: &Setting<'_>) -> Headline {
        let mut headline = headline::headline(told);
        let stale_since = self.feeds.stale_since();
        headline.also.extend(stale_since.map(|since| cut_off::line(since, setting.grant.at())));
        headline
    }

    /// The answer. Whom it lists stays listed in what comes later.
    pub fn answer(&mut self, id: LookupId, elapsed_ms: u32, setting: &Setting<'_>) -> LookupAnswer {
        let reach = self.reach(setting);
        let told = self.tell(&reach, setting);
        let unheard = reach.unheard().map(|reach| {
            let told = self.tell(&reach, setting);
            Unheard { headline: self.headline(&told, setting), read_back: read_back::read_back(&told) }
        });
        let headline = self.headline(&told, setting);
        let read_back = read_back::read_back(&told);
        let left_out = told.left_out();
        let Told { vehicle, mut people, listed, sources, .. } = told;
        people.truncate(listed);
        self.listed = people.iter().map(|person| person.golden.clone()).collect();
        LookupAnswer {
            id,
            query: self.query.clone(),
            at: setting.grant.at(),
            elapsed_ms,
            demo: setting.demo,
            stale_since: self.feeds.stale_since(),
            headline,
            vehicle,
            address: self.address.as_ref().map(|(id, line)| AddressAnswer {
                id: id.clone(),
                line: line.clone(),
                people: self.at_address,
            }),
            did_you_mean: self.did_you_mean.clone(),
            people,
            left_out,
            sources,
            read_back,
            unheard,
        }
    }

    /// What the source's late answer changes.
    pub fn late(&mut self, source: Source, elapsed_ms: u32, setting: &Setting<'_>) -> Option<LateRows> {
        let before = self.listed.clone();
        let whole = self.answer(LookupId(String::new()), elapsed_ms, setting);
        let LookupAnswer { headline, vehicle, people, left_out, sources, read_back, unheard, .. } = whole;
        let (listed, joined): (Vec<_>, Vec<_>) =
            people.into_iter().partition(|person| before.contains(&person.golden));
        let answers = listed
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
            joined,
            left_out,
            unheard,
        })
    }
}

/// Leaves nothing of a source that is not covered, and nothing about anybody who is not in the answer or is withheld.
pub(crate) fn keep_entitled(heard: &mut Heard, people: &[Found], grant: &Grant) {
    if !grant.covers(heard.source) {
        heard.said = Err(GapReason::Denied);
    }
    if let Ok(hits) = heard.said.as_mut() {
        hits.retain(|hit| match &hit.golden {
            Some(golden) => people.iter().any(|p| p.card.golden == *golden && p.withheld.is_none()),
            None => true,
        });
    }
}
