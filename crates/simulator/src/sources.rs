//! How sources write down what happened. DMV is clean, police reports are not.

mod clerk;
mod corrections;
mod courts;
mod habits;
mod history;
mod motor_vehicles;
mod police;
mod registries;
mod slips;
mod wanted_file;

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::{Charge, Matter};
use ciss_contract::source::Source;
use jiff::civil::Date;

use crate::dice::{Dice, Stream};
use crate::household::Household;
use crate::life::{Outcome, Statute, Story};
use crate::numbers::Numbers;
use crate::people::PersonId;
use crate::sources::clerk::Clerk;
use crate::world::{Truth, World};

/// A document, with who its people truly are.
pub(crate) struct Stated {
    document: SourceDocument,
    /// One per person in the document, in the same order.
    people: Vec<PersonId>,
}

impl Stated {
    pub(crate) fn into_document(self) -> SourceDocument {
        self.document
    }

    pub(crate) fn into_both(self) -> (SourceDocument, Vec<u64>) {
        (self.document, self.people.into_iter().map(|person| person.0).collect())
    }

    pub(crate) fn into_truth(self) -> impl Iterator<Item = Truth> {
        let SourceDocument { source, number, .. } = self.document;
        self.people.into_iter().enumerate().map(move |(position, person)| Truth {
            source,
            number: number.clone(),
            position,
            person: person.0,
        })
    }
}

/// A household's paperwork: what is to be written about, and the pile of what is written.
pub(crate) struct Desk<'a> {
    world: &'a World,
    numbers: Numbers,
    household: &'a Household,
    story: &'a Story,
    dice: Dice,
    pile: Vec<Stated>,
}

/// Everything that the indexed sources have about a household.
pub(crate) fn documents(world: &World, household: &Household, story: &Story) -> Vec<Stated> {
    let mut desk = Desk::new(world, household, story, Stream::Documents);
    motor_vehicles::write(&mut desk);
    for episode in &story.episodes {
        police::write(&mut desk, episode);
        courts::write(&mut desk, episode);
        corrections::write(&mut desk, episode);
    }
    police::write_tickets(&mut desk);
    registries::write(&mut desk);
    history::write(&mut desk);
    desk.pile
}

/// What the Wanted File has about a household.
pub(crate) fn wanted(world: &World, household: &Household, story: &Story) -> Vec<Stated> {
    let mut desk = Desk::new(world, household, story, Stream::WantedFile);
    wanted_file::write(&mut desk);
    desk.pile
}

impl<'a> Desk<'a> {
    fn new(world: &'a World, household: &'a Household, story: &'a Story, stream: Stream) -> Desk<'a> {
        let (numbers, dice) = (Numbers::new(world.seed), Dice::new(world.seed, stream, household.index));
        Desk { world, numbers, household, story, dice, pile: Vec::new() }
    }

    /// A clerk of `source`, to begin a document about something that happened on a day.
    fn clerk(&mut self, source: Source, number: String, on: Date) -> Clerk<'_, 'a> {
        Clerk::new(self, source, number, on)
    }

    /// Serial number of an event of this household.
    fn serial(&self, ordinal: u64) -> u64 {
        self.numbers.serial(self.household.index, ordinal)
    }

    /// Two digits of the year, hyphen, serial number.
    fn yearly(&self, on: Date, ordinal: u64) -> String {
        format!("{:02}-{:07}", on.year() % 100, self.serial(ordinal))
    }

    /// Takes a document back on the day the law wants (CGS 54-142a), where that day has come.
    fn erase(&mut self, source: Source, number: &str, on: Option<Date>) {
        let Some(on) = on.filter(|on| *on < self.world.today) else { return };
        let erased = self.pile.iter().map(|stated| &stated.document);
        let erased = erased.filter(|document| document.source == source && document.number == number);
        let known = erased.clone().map(|document| document.as_of).max();
        let agency = erased.filter_map(|document| document.originator.clone()).next_back();
        let mut clerk = self.clerk(source, format!("ERASE-{number}"), on);
        clerk.not_before(known);
        if let Some(agency) = agency {
            clerk.from(&agency);
        }
        clerk.state(Matter::Erasure { number: number.to_owned() });
        clerk.file();
    }
}

/// A charge as a document states it.
fn charge(statute: &Statute) -> Charge {
    Charge {
        statute: Some(statute.section.to_owned()),
        description: statute.description.to_owned(),
        grade: Some(statute.grade),
        counts: Some(1),
        disposition: None,
        disposed: None,
    }
}

/// Charges with their dispositions, once there are any.
fn charges(statutes: &[&Statute], outcome: &Outcome) -> Vec<Charge> {
    let decided = |mut charge: Charge| {
        if let Outcome::Disposed { on, verdict } = outcome {
            charge.disposition = Some(verdict.words().to_owned());
            charge.disposed = Some(*on);
        }
        charge
    };
    statutes.iter().map(|statute| decided(charge(statute))).collect()
}

/// Statutes without dispositions.
fn bare_charges(statutes: &[&Statute]) -> Vec<Charge> {
    statutes.iter().map(|statute| charge(statute)).collect()
}
