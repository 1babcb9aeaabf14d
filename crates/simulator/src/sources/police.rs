//! Police: arrests and summonses in records systems, tickets at the infractions bureau.

use ciss_contract::matter::Matter;
use ciss_contract::source::Source;
use jiff::Timestamp;

use crate::life::Episode;
use crate::sources::{Desk, bare_charges, charge};

/// Writes the police report of an arrest.
pub(super) fn write(desk: &mut Desk<'_>, episode: &Episode) {
    let number = desk.yearly(episode.on, episode.ordinal);
    let hour_known = desk.dice.chance(0.85);
    report(desk, episode, &number, hour_known, None);
    // Now and then a supervisor sends a report back, and it comes again under its number.
    if desk.dice.chance(0.015) {
        let first = desk.pile.last().map(|stated| stated.document.as_of);
        report(desk, episode, &number, hour_known, first);
    }
    desk.erase(Source::Rms, &number, episode.erased());
}

fn report(
    desk: &mut Desk<'_>,
    episode: &Episode,
    number: &str,
    hour_known: bool,
    corrects: Option<Timestamp>,
) {
    let household = desk.household;
    let person = &household.members[episode.subject].person;
    let mut clerk = desk.clerk(Source::Rms, number.to_owned(), episode.on);
    clerk.not_before(corrects);
    clerk.from(episode.town.ori);
    let subject = clerk.member(episode.subject);
    if !episode.summons {
        clerk.photograph(person, episode.on);
    }
    if episode.against_police() {
        clerk.caution("05");
    }
    let arrest = |subject, charges| Matter::Arrest {
        subject,
        at: hour_known.then_some(episode.at),
        on: (!hour_known).then_some(episode.on),
        report: Some(number.to_owned()),
        charges,
        violence_against_police: episode.against_police(),
    };
    clerk.state(arrest(subject, bare_charges(&episode.charges)));
    if let Some(companion) = &episode.companion {
        let position = clerk.person(&companion.person, &companion.home);
        clerk.photograph(&companion.person, episode.on);
        clerk.state(arrest(position, bare_charges(&episode.charges[..1])));
    }
    if let Some(witness) = episode.witness {
        clerk.member(witness);
    }
    if let Some(vehicle) = episode.vehicle {
        clerk.vehicle(&household.vehicles[vehicle]);
    }
    clerk.file();
}

/// Writes the tickets of the household, for the Centralized Infractions Bureau.
pub(super) fn write_tickets(desk: &mut Desk<'_>) {
    let story = desk.story;
    for ticket in &story.tickets {
        let number = format!("T{}", desk.serial(ticket.ordinal));
        let ori = desk.household.home.town.ori;
        let mut clerk = desk.clerk(Source::Infractions, number, ticket.on);
        clerk.from(ori);
        let subject = clerk.member(ticket.subject);
        clerk.state(Matter::Infraction { subject, on: Some(ticket.on), charge: charge(ticket.charge) });
        clerk.file();
    }
}
