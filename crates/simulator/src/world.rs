//! A world: a seed, a number of people and a day.

use ciss_contract::address::Address;
use ciss_contract::document::SourceDocument;
use ciss_contract::person::Name;
use ciss_contract::source::Source;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::household::Household;
use crate::life::Story;
use crate::numbers::{self, HOUSEHOLD_BITS, Numbers, Purpose};
use crate::people::{EYES, Person};
use crate::places::Home;
use crate::sources::{self, Stated};
use crate::standing::{self, TrueStanding};

/// A synthetic Connecticut. The same three values give the same documents, byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct World {
    /// People wanted, 1,000 to 5,000,000 make sense. The world has as many or a few more: no household is cut in two.
    pub people: u64,
    /// Another seed, another world.
    pub seed: u64,
    /// The day on which the world stands still, at its first moment in UTC. Nothing is dated later.
    pub today: Date,
}

/// Who a person in a document truly is. Never part of a document; for measuring how well records are matched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Truth {
    /// Source of the document.
    pub source: Source,
    /// The document's number at its source.
    pub number: String,
    /// Position of the person in the document.
    pub position: usize,
    /// The true person: equal for all records of one person and for nobody else's.
    pub person: u64,
}

/// What a person truly is, for measuring what golden records make of documents.
#[derive(Clone, PartialEq, Eq)]
pub struct TruePerson {
    /// As in [`Truth::person`].
    pub person: u64,
    /// The name of today.
    pub name: Name,
    /// Date of birth.
    pub born: Date,
    /// NCIC SEX code.
    pub sex: &'static str,
    /// NCIC RAC code.
    pub race: &'static str,
    /// Inches, full grown.
    pub height: u16,
    /// Pounds.
    pub weight: u16,
    /// NCIC EYE code.
    pub eyes: &'static str,
    /// Where the person lives today.
    pub home: Address,
    /// Telephone.
    pub phone: String,
    /// Licence number; also of those who have none, and then in no document.
    pub licence: String,
    /// Social security number.
    pub social_security: String,
}

/// A plate with somebody wanted at its registered address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Example {
    /// Letters and digits only.
    pub plate: String,
    /// Somebody at the registered address is wanted through PRAWN or the Wanted File.
    pub wanted_at_address: bool,
}

fn truly(person: &Person, home: &Home, numbers: Numbers) -> TruePerson {
    TruePerson {
        person: person.id.0,
        name: Name {
            surname: person.surname.clone(),
            given: person.given.to_owned(),
            middle: person.middle.map(str::to_owned),
            suffix: person.suffix.map(str::to_owned),
        },
        born: person.born,
        sex: person.sex.code(),
        race: person.looks.race,
        height: person.looks.height,
        weight: person.looks.weight,
        eyes: EYES[usize::from(person.looks.eyes)],
        home: Address {
            street: format!("{} {} {}", home.number, home.street, home.suffix()),
            unit: home.unit.map(|unit| format!("{} {}", unit.word, unit.number)),
            town: home.town.name.to_owned(),
            state: Some("CT".to_owned()),
            postal_code: Some(home.zip.to_owned()),
        },
        phone: person.phone.clone(),
        licence: numbers::licence(person.number(numbers, Purpose::Licence)),
        social_security: numbers::social_security(person.number(numbers, Purpose::SocialSecurity)),
    }
}

impl World {
    /// All documents of all sources that send documents, household by household. The Wanted File is not among them: it is
    /// asked, see [`World::wanted_entries`].
    pub fn documents(&self) -> impl Iterator<Item = SourceDocument> + '_ {
        self.stories()
            .flat_map(|(household, story)| sources::documents(self, &household, &story))
            .map(Stated::into_document)
    }

    /// The live entries of the Wanted File.
    pub fn wanted_entries(&self) -> impl Iterator<Item = SourceDocument> + '_ {
        self.stories()
            .flat_map(|(household, story)| sources::wanted(self, &household, &story))
            .map(Stated::into_document)
    }

    /// Who every person in every document truly is, Wanted File included.
    pub fn truth(&self) -> impl Iterator<Item = Truth> + '_ {
        self.stories()
            .flat_map(|(household, story)| {
                let mut stated = sources::documents(self, &household, &story);
                stated.extend(sources::wanted(self, &household, &story));
                stated
            })
            .flat_map(Stated::into_truth)
    }

    /// All documents as [`World::documents`] gives them, each with the true person of every person in it.
    pub fn documents_with_truth(&self) -> impl Iterator<Item = (SourceDocument, Vec<u64>)> + '_ {
        self.stories()
            .flat_map(|(household, story)| sources::documents(self, &household, &story))
            .map(Stated::into_both)
    }

    /// What truly holds of everybody, or held once. A person may come several times, from several households' stories.
    pub fn standings(&self) -> impl Iterator<Item = TrueStanding> + '_ {
        self.stories().flat_map(|(household, story)| standing::standings(self, &household, &story))
    }

    /// The entries of the Wanted File as [`World::wanted_entries`] gives them, each with the true person of every person
    /// in it.
    pub fn wanted_with_truth(&self) -> impl Iterator<Item = (SourceDocument, Vec<u64>)> + '_ {
        self.stories()
            .flat_map(|(household, story)| sources::wanted(self, &household, &story))
            .map(Stated::into_both)
    }

    /// Everybody, as they truly are.
    pub fn people(&self) -> impl Iterator<Item = TruePerson> + '_ {
        let numbers = Numbers::new(self.seed);
        self.stories().flat_map(move |(Household { home, members, .. }, _)| {
            members.into_iter().map(move |member| truly(&member.person, &home, numbers))
        })
    }

    /// The first plate with somebody wanted at its registered address; none in a world without people.
    pub fn example(&self) -> Option<Example> {
        self.stories().find_map(|(household, story)| {
            let wanted = story.wants.len() + story.episodes.iter().filter(|e| e.is_wanted()).count() > 0;
            let vehicle = household.vehicles.first().filter(|_| wanted)?;
            Some(Example { plate: vehicle.plate.clone(), wanted_at_address: true })
        })
    }

    /// The last moment of the world.
    pub(crate) fn now(&self) -> Timestamp {
        self.today.to_zoned(TimeZone::UTC).map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp())
    }

    /// Every household with what happened in it, until there are enough people.
    pub(crate) fn stories(&self) -> impl Iterator<Item = (Household, Story)> + '_ {
        let households = (0..1 << HOUSEHOLD_BITS).map(|index| Household::of(self, index));
        let enough = households.scan(0, |people, household| {
            let wanted = *people < self.people;
            *people += household.members.len() as u64;
            wanted.then_some(household)
        });
        enough.map(|household| {
            let story = Story::of(self, &household);
            (household, story)
        })
    }
}
