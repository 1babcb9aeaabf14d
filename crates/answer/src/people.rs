//! People in an answer: how each came into it, what policy leaves of them, and their order.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use ciss_cards::card::{ChainPerson, PersonCard, PossibleWant};
use ciss_contract::answer::Question;
use ciss_contract::ids::GoldenId;
use ciss_contract::lookup::{PersonAnswer, Role, Tie};
use ciss_contract::source::Source;
use ciss_policy::Grant;

use super::sayings::rank;

/// A person who was found.
#[derive(Clone)]
pub struct Found {
    /// How the person comes into the answer.
    pub role: Role,
    /// The card.
    pub card: PersonCard,
    /// What ties the person to the address.
    pub ties: Vec<Tie>,
    /// Why the answers are withheld.
    pub withheld: Option<&'static str>,
}

impl Found {
    /// A person of a chain with these owners.
    pub fn new(person: ChainPerson, owners: &[GoldenId]) -> Found {
        let ChainPerson { card, ties } = person;
        let role = match owners.iter().position(|owner| *owner == card.golden) {
            Some(0) => Role::Owner,
            Some(_) => Role::CoOwner,
            None => Role::AtAddress,
        };
        Found { role, card, ties, withheld: None }
    }

    /// Takes out what the grant does not cover. False when nothing may be left, not even the name: nobody learns
    /// from an answer that a source they are not entitled to knows of the person.
    pub(crate) fn filter(&mut self, grant: &Grant) -> bool {
        self.ties.retain(|tie| grant.covers(tie.source));
        let known_otherwise = match self.role {
            Role::Owner | Role::CoOwner => grant.covers(Source::DmvRegistration),
            Role::AtAddress => !self.ties.is_empty(),
        };
        filter_card(&mut self.card, grant);
        self.withheld = grant.withholds(self.card.adulthood);
        if self.withheld.is_some() {
            withhold(&mut self.card);
            self.ties.clear();
        }
        known_otherwise
    }
}

/// Takes out what comes from sources that the grant does not cover.
pub(crate) fn filter_card(card: &mut PersonCard, grant: &Grant) {
    let held_by = card.sources.len();
    card.facts.retain(|fact| grant.covers(fact.source));
    // A number that is an adult's tells whose a want is better than a date of birth that would make it a child's.
    let shown = |want: &PossibleWant| want.by_number.is_some() || grant.withholds(want.adulthood).is_none();
    card.possible.retain(|want| grant.covers(want.fact.source) && shown(want));
    card.omitted.retain(|omitted| grant.covers(omitted.source));
    card.history.retain(|past| grant.covers(past.source));
    card.sources.retain(|source| grant.covers(*source));
    if card.sources.len() < held_by {
        // The exact number would tell how many records the other sources have.
        card.records = u32::try_from(card.sources.len()).unwrap_or(u32::MAX);
        card.nickname = None;
    }
    if card.photo.as_ref().is_some_and(|photo| !grant.covers(photo.source)) {
        card.photo = None;
    }
    if !grant.covers(Source::DmvLicence) {
        card.licence = None;
    }
    if !grant.covers(Source::Weapons) {
        card.permits.clear();
    }
    if !grant.shows_cautions() {
        card.cautions.clear();
    }
}

/// Leaves of a juvenile what a license shows of one: name, sex, date of birth, picture and class.
fn withhold(card: &mut PersonCard) {
    (card.height, card.weight, card.hair, card.eyes) = (None, None, None, None);
    card.address = None;
    card.facts.clear();
    card.possible.clear();
    card.omitted.clear();
    card.history.clear();
    card.permits.clear();
    card.cautions.clear();
    card.nickname = None;
    card.sources.retain(|source| matches!(source, Source::DmvLicence | Source::DmvRegistration));
    card.records = u32::try_from(card.sources.len()).unwrap_or(u32::MAX);
    if card.photo.as_ref().is_some_and(|photo| photo.source != Source::DmvLicence) {
        card.photo = None;
    }
}

/// Owners first, then by what is said about them, the gravest first: one order for the list and the lines above it.
fn sort(people: &mut [PersonAnswer]) {
    people.sort_by_cached_key(|person| {
        let role = match person.role {
            Role::Owner => 0,
            Role::CoOwner => 1,
            Role::AtAddress => 2,
        };
        let born = person.born.map(|born| (born.year(), born.day()));
        (role, Reverse(rank(person)), born.is_none(), born, person.golden.clone())
    });
}

/// Most people whom an answer lists.
pub(crate) const MOST_LISTED: usize = 60;

/// The people whom the answer lists, and those whom it leaves out. Whoever is listed already stays so; what comes later
/// adds whoever is wanted by it.
pub(crate) fn listed(
    people: Vec<PersonAnswer>,
    before: &BTreeSet<GoldenId>,
) -> (Vec<PersonAnswer>, Vec<PersonAnswer>) {
    let (mut listed, mut others): (Vec<_>, Vec<_>) =
        people.into_iter().partition(|person| before.contains(&person.golden));
    sort(&mut listed);
    sort(&mut others);
    // Whoever is wanted comes first of those who only live at the address.
    let wanted = others.iter().take_while(|person| person.is_wanted()).count();
    let room = if before.is_empty() { MOST_LISTED } else { wanted.min(MOST_LISTED) };
    let left_out = others.split_off(room.min(others.len()));
    listed.append(&mut others);
    (listed, left_out)
}

/// Was every source heard that would know of a want?
pub(crate) fn is_checked(person: &PersonAnswer) -> bool {
    person.answers.iter().any(|answer| answer.question == Question::Wanted && answer.gaps.is_empty())
}
