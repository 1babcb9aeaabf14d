//! Criminal history, kept by fingerprints, and offender tracking.

use ciss_contract::matter::Matter;
use ciss_contract::person::IdentifierKind;
use ciss_contract::source::Source;

use crate::life::Episode;
use crate::numbers::{self, Purpose};
use crate::sources::{Desk, bare_charges, charges};

/// ORI of the State Police Bureau of Identification.
const IDENTIFICATION: &str = "CTCSP0000";

/// Writes the history of everybody who was ever fingerprinted, and tracks their felonies.
pub(super) fn write(desk: &mut Desk<'_>) {
    let story = desk.story;
    for subject in 0..desk.household.members.len() {
        // Who is summoned is not fingerprinted, and what is erased is not history.
        let today = desk.world.today;
        let printed: Vec<&Episode> = story
            .episodes
            .iter()
            .filter(|episode| episode.subject == subject && !episode.summons)
            .filter(|episode| episode.erased().is_none_or(|day| day >= today))
            .collect();
        if !printed.is_empty() {
            history(desk, subject, &printed);
            printed.iter().filter(|episode| is_tracked(episode)).for_each(|episode| tracking(desk, episode));
        }
    }
}

/// Offender tracking follows what can lead to prison.
fn is_tracked(episode: &Episode) -> bool {
    episode.grade() == ciss_contract::matter::Grade::Felony
}

fn history(desk: &mut Desk<'_>, subject: usize, episodes: &[&Episode]) {
    let household = desk.household;
    let person = &household.members[subject].person;
    let state = numbers::state_identification(person.number(desk.numbers, Purpose::StateIdentification));
    let federal = numbers::fbi(person.number(desk.numbers, Purpose::Fbi));
    let Some(last) = episodes.iter().map(|episode| episode.on).max() else { return };
    let mut clerk = desk.clerk(Source::CriminalHistory, state.clone(), last);
    clerk.from(IDENTIFICATION);
    let subject = clerk.member(subject);
    clerk.identify(IdentifierKind::StateIdentification, state, Some("CT"));
    clerk.identify(IdentifierKind::Fbi, federal, None);
    for episode in episodes {
        clerk.state(Matter::Arrest {
            subject,
            at: None,
            on: Some(episode.on),
            report: None,
            charges: charges(&episode.charges, &episode.outcome),
            violence_against_police: episode.against_police(),
        });
    }
    clerk.file();
}

fn tracking(desk: &mut Desk<'_>, episode: &Episode) {
    let person = &desk.household.members[episode.subject].person;
    let state = numbers::state_identification(person.number(desk.numbers, Purpose::StateIdentification));
    let (number, report) =
        (format!("O{}", desk.serial(episode.ordinal)), desk.yearly(episode.on, episode.ordinal));
    let mut clerk = desk.clerk(Source::OffenderTracking, number.clone(), episode.on);
    let subject = clerk.member(episode.subject);
    clerk.identify(IdentifierKind::StateIdentification, state, Some("CT"));
    clerk.state(Matter::Arrest {
        subject,
        at: Some(episode.at),
        on: None,
        report: Some(report),
        charges: bare_charges(&episode.charges),
        violence_against_police: false,
    });
    clerk.file();
    desk.erase(Source::OffenderTracking, &number, episode.erased());
}
