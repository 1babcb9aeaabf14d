//! What happens to people, as it truly happened. Sources write it down later.

mod draw;
mod episode;
mod statutes;

use jiff::civil::Date;

use crate::dice::{Dice, Stream, age_on, days_before};
use crate::household::Household;
use crate::names::Sex;
use crate::people::Person;
use crate::places::Home;
use crate::world::World;

pub(crate) use episode::{Bail, Episode, Failure, Outcome, Spell, Supervised};
pub(crate) use statutes::{Kind, Statute, statute};

/// Something that is to happen to a person. Days count back from the world's day.
#[derive(Clone, Copy)]
pub(crate) enum Scene {
    /// Arrested or summoned so many days ago; for a given statute, or for what chance brings.
    Arrest { days: i64, statute: Option<&'static str>, fate: Fate },
    /// Cited so many days ago.
    Ticket { days: i64 },
    /// A warrant was entered in the Wanted File so many days ago.
    Wanted { days: i64 },
    /// A court protects the person, and the children of the household, from a former partner.
    Protected,
    /// In the sex offender registry.
    Registrant,
    /// May carry a pistol, or might until the permit was revoked.
    Permit { revoked: bool },
}

/// What becomes of an arrest.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Still before the court.
    Pending,
    /// Did not come to court; the warrant is out.
    FailsToAppear,
    /// Did not come, was brought or came later, and the case went on.
    AppearsLate,
    /// Found guilty and fined.
    Fined,
    /// Found guilty and put on probation.
    Probation,
    /// Found guilty and imprisoned to the end of the term.
    Imprisoned,
    /// Found guilty, imprisoned, released early under supervision.
    Paroled,
    /// Not prosecuted further; erased after 13 months (CGS 54-142a).
    Nolle,
    /// Dismissed; erased (CGS 54-142a).
    Dismissed,
    /// Found not guilty; erased (CGS 54-142a).
    NotGuilty,
}

/// All that happened in one household.
#[derive(Default)]
pub(crate) struct Story {
    pub(crate) episodes: Vec<Episode>,
    pub(crate) tickets: Vec<Ticket>,
    pub(crate) wants: Vec<Want>,
    pub(crate) orders: Vec<Order>,
    pub(crate) registrants: Vec<Registrant>,
    pub(crate) permits: Vec<Permit>,
}

/// An infraction.
pub(crate) struct Ticket {
    pub(crate) ordinal: u64,
    pub(crate) subject: usize,
    pub(crate) on: Date,
    pub(crate) charge: &'static Statute,
}

/// A warrant in the Wanted File.
pub(crate) struct Want {
    pub(crate) ordinal: u64,
    pub(crate) subject: usize,
    pub(crate) entered: Date,
    pub(crate) charge: &'static Statute,
    /// NCIC EXL code.
    pub(crate) extradition: &'static str,
    pub(crate) armed: bool,
}

/// A protective or restraining order against somebody of another household.
pub(crate) struct Order {
    pub(crate) ordinal: u64,
    pub(crate) respondent: Party,
    pub(crate) protected: Vec<usize>,
    pub(crate) issued: Date,
    /// None for a standing order.
    pub(crate) expires: Option<Date>,
    pub(crate) conditions: Vec<&'static str>,
}

/// Somebody of another household of the same world.
pub(crate) struct Party {
    pub(crate) person: Person,
    pub(crate) home: Home,
}

/// A registrant.
pub(crate) struct Registrant {
    pub(crate) ordinal: u64,
    pub(crate) subject: usize,
    pub(crate) since: Date,
    pub(crate) until: Option<Date>,
    pub(crate) offence: &'static str,
}

/// A pistol permit.
pub(crate) struct Permit {
    pub(crate) ordinal: u64,
    pub(crate) subject: usize,
    pub(crate) issued: Date,
    pub(crate) revoked: bool,
}

/// Plays the scenes of a household.
pub(crate) struct Stage<'a> {
    world: &'a World,
    household: &'a Household,
    dice: Dice,
    story: Story,
    /// Events so far; documents are numbered by it.
    ordinal: u64,
}

impl Story {
    /// What happened in a household.
    pub(crate) fn of(world: &World, household: &Household) -> Story {
        let dice = Dice::new(world.seed, Stream::Life, household.index);
        let mut stage = Stage { world, household, dice, story: Story::default(), ordinal: 0 };
        for (subject, member) in household.members.iter().enumerate() {
            match member.script {
                Some(script) => script.iter().for_each(|scene| stage.play(subject, *scene)),
                None => {
                    let scenes = draw::scenes(&mut stage.dice, world, &member.person);
                    scenes.into_iter().for_each(|scene| stage.play(subject, scene));
                }
            }
        }
        stage.story
    }
}

impl Stage<'_> {
    fn play(&mut self, subject: usize, scene: Scene) {
        let today = self.world.today;
        self.ordinal += 1;
        let ordinal = self.ordinal;
        let born = self.household.members[subject].person.born;
        match scene {
            Scene::Arrest { days, statute, fate } => {
                let episode = self.episode(ordinal, subject, days_before(today, days), statute, fate);
                self.story.episodes.push(episode);
            }
            Scene::Ticket { days } => {
                let charge = statutes::draw(&mut self.dice, Kind::Ticket);
                self.story.tickets.push(Ticket { ordinal, subject, on: days_before(today, days), charge });
            }
            Scene::Wanted { days } => {
                let charge = statutes::draw_felony(&mut self.dice);
                let extradition = self.dice.pick(&["1", "1", "2", "3", "3"]);
                let armed = charge.kind == Kind::Weapons || self.dice.chance(0.08);
                let entered = days_before(today, days);
                self.story.wants.push(Want { ordinal, subject, entered, charge, extradition, armed });
            }
            Scene::Protected => self.order(ordinal, subject),
            Scene::Registrant => {
                let since = self.dice.days_before(today, 200, 25 * 365).max(days_before(born, -19 * 365));
                let life = self.dice.chance(0.3);
                let until = (!life).then(|| days_before(since, -3653));
                let offence =
                    ["Sexual assault 1st degree", "Sexual assault 2nd degree", "Sexual assault 4th degree"];
                let offence = self.dice.pick(&offence);
                self.story.registrants.push(Registrant { ordinal, subject, since, until, offence });
            }
            Scene::Permit { revoked } => {
                let issued = self.dice.days_before(today, 20, 5 * 365);
                self.story.permits.push(Permit { ordinal, subject, issued, revoked });
            }
        }
    }

    /// An order that protects `subject` and the children at home from somebody of another household.
    fn order(&mut self, ordinal: u64, subject: usize) {
        let Some(respondent) = self.stranger(Some(self.household.members[subject].person.sex.other())) else {
            return;
        };
        let today = self.world.today;
        let age = |member: usize| age_on(self.household.members[member].person.born, today);
        let children =
            (0..self.household.members.len()).filter(|&member| member != subject && age(member) < 18);
        let protected = std::iter::once(subject).chain(children).collect();
        let issued = self.dice.days_before(today, 3, 500);
        let standing = self.dice.chance(0.15);
        let expires = (!standing).then(|| days_before(issued, -365 - self.dice.between(0, 200)));
        let mut conditions = vec!["Do not assault, threaten, harass or stalk the protected person"];
        let further = [
            "Stay away from the home",
            "No contact in any manner",
            "Stay 100 yards away",
            "Surrender firearms",
        ];
        conditions.extend(further.into_iter().filter(|_| self.dice.chance(0.55)));
        self.story.orders.push(Order { ordinal, respondent, protected, issued, expires, conditions });
    }

    /// A grown-up of another household, one generated before this one so that it surely exists; the second household's for
    /// the first ones. None where the drawn household has nobody fitting.
    fn stranger(&mut self, sex: Option<Sex>) -> Option<Party> {
        for _ in 0..4 {
            let index = match self.household.index {
                0 => 1,
                index => self.dice.between(0, index as i64 - 1) as u64,
            };
            let other = Household::of(self.world, index);
            let fits = |&member: &usize| sex.is_none_or(|sex| other.members[member].person.sex == sex);
            let place = other.adults(self.world).find(fits);
            if let Some(place) = place {
                let home = other.home;
                return other
                    .members
                    .into_iter()
                    .nth(place)
                    .map(|member| Party { person: member.person, home });
            }
        }
        None
    }
}
