//! What truly holds of a person, for comparing with what an answer says. It follows from what happened, not from what
//! sources wrote down; only where a driver license stands is DMV's to say.

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::Matter;
use jiff::civil::Date;

use crate::dice::days_before;
use crate::household::Household;
use crate::life::{Episode, Outcome, Story};
use crate::people::PersonId;
use crate::sources::Stated;
use crate::world::World;

/// Something that holds of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Holds {
    /// A warrant is out.
    Wanted,
    /// Arrested or summoned; holds for 90 days.
    Arrested,
    /// Arrested for violence against police, or for interfering with it.
    AgainstPolice,
    /// In custody.
    InCustody,
    /// Released from custody; holds for a year.
    Released,
    /// Held to a protective order.
    HeldToOrder,
    /// Protected by an order.
    Protected,
    /// In the sex offender registry.
    Registrant,
    /// A case is before the court.
    CasePending,
    /// Bail or conditions of release.
    Bail,
    /// Probation or parole.
    Supervised,
    /// DMV has given a license that is in force.
    LicenceValid,
    /// DMV has withdrawn the license.
    LicenceWithdrawn,
    /// DMV has the person and no license in force.
    LicenceNone,
    /// A weapons permit, revoked or not.
    Permit,
    /// Something that is over and still on file.
    Past,
}

/// One thing that holds, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrueStanding {
    /// As in [`Truth::person`](crate::Truth::person).
    pub person: u64,
    /// What.
    pub holds: Holds,
    /// Last day on which it does; none while it stands open. Days may lie in the past.
    pub until: Option<Date>,
}

/// Days for which an arrest is a recent one.
const RECENT: i64 = 90;
/// Days for which a release is told.
const RELEASED: i64 = 365;

/// Everything that holds, or held, of the people of a household and of those whom its story touches.
pub(crate) fn standings(world: &World, household: &Household, story: &Story) -> Vec<TrueStanding> {
    let member = |place: usize| household.members[place].person.id;
    let mut found = Found { today: world.today, standings: Vec::new() };
    for want in &story.wants {
        found.add(member(want.subject), Holds::Wanted, None);
    }
    for episode in &story.episodes {
        found.episode(episode, member(episode.subject));
    }
    for ticket in &story.tickets {
        found.add(member(ticket.subject), Holds::Past, None);
    }
    for order in &story.orders {
        found.lasting(order.respondent.person.id, Holds::HeldToOrder, order.expires);
        for protected in &order.protected {
            found.lasting(member(*protected), Holds::Protected, order.expires);
        }
    }
    for registrant in &story.registrants {
        found.lasting(member(registrant.subject), Holds::Registrant, registrant.until);
    }
    for permit in &story.permits {
        found.add(member(permit.subject), Holds::Permit, None);
    }
    for stated in crate::sources::documents(world, household, story) {
        found.licence(stated);
    }
    found.standings
}

struct Found {
    today: Date,
    standings: Vec<TrueStanding>,
}

impl Found {
    fn add(&mut self, PersonId(person): PersonId, holds: Holds, until: Option<Date>) {
        self.standings.push(TrueStanding { person, holds, until });
    }

    /// What lasts until a day, and is past from then on.
    fn lasting(&mut self, person: PersonId, holds: Holds, until: Option<Date>) {
        self.add(person, holds, until);
        if until.is_some_and(|until| until < self.today) {
            self.add(person, Holds::Past, None);
        }
    }

    fn episode(&mut self, episode: &Episode, subject: PersonId) {
        if episode.is_wanted() {
            self.add(subject, Holds::Wanted, None);
        } else if episode.failure.is_some() {
            self.add(subject, Holds::Past, None);
        }
        let sentence = &episode.sentence;
        if let Some(spell) = &sentence.spell {
            match spell.released {
                Some(day) => self.lasting(subject, Holds::Released, Some(days_before(day, -RELEASED))),
                None => self.add(subject, Holds::InCustody, None),
            }
        }
        for time in sentence.probation.iter().chain(&sentence.parole) {
            self.lasting(subject, Holds::Supervised, Some(time.until));
        }
        // What is erased by law never was.
        if episode.erased().is_some_and(|day| day < self.today) {
            return;
        }
        let arrested = std::iter::once(subject).chain(episode.companion.iter().map(|party| party.person.id));
        for person in arrested {
            self.lasting(person, Holds::Arrested, Some(days_before(episode.on, -RECENT)));
            if episode.against_police() {
                self.add(person, Holds::AgainstPolice, None);
            }
        }
        let ended = match episode.outcome {
            Outcome::Pending { .. } => {
                self.add(subject, Holds::CasePending, None);
                None
            }
            Outcome::Disposed { on, .. } => {
                self.add(subject, Holds::Past, None);
                Some(on)
            }
        };
        if let Some(bail) = &episode.bail {
            self.lasting(subject, Holds::Bail, Some(ended.unwrap_or(bail.until)));
        }
    }

    fn licence(&mut self, stated: Stated) {
        let (SourceDocument { matters, .. }, people) = stated.into_both();
        for matter in matters {
            let Matter::Licence { subject, status, expires, .. } = matter else { continue };
            let Some(person) = people.get(subject).copied().map(PersonId) else { continue };
            match status.as_str() {
                "NEN" | "NOT" => self.add(person, Holds::LicenceWithdrawn, None),
                "ELG" => self.add(person, Holds::LicenceNone, None),
                _ if expires.is_some_and(|last| last < self.today) => {
                    self.add(person, Holds::LicenceNone, None);
                }
                _ => self.add(person, Holds::LicenceValid, None),
            }
        }
    }
}
