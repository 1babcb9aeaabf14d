//! After the court: custody, parole, bail and probation.

use ciss_contract::matter::{Matter, SupervisionForm};
use ciss_contract::person::IdentifierKind;
use ciss_contract::source::Source;

use crate::life::{Bail, Episode, Spell, Supervised};
use crate::numbers::Purpose;
use crate::sources::{Desk, bare_charges};

/// ORIs of the Department of Correction, the Court Support Services Division and the Board of Pardons and Paroles: the ninth
/// character tells the kind of agency.
const CORRECTION: &str = "CT006035C";
const COURT_SUPPORT: &str = "CT006025G";
const PARDONS: &str = "CT006045G";

/// Writes what corrections and supervision have about an arrest.
pub(super) fn write(desk: &mut Desk<'_>, episode: &Episode) {
    if let Some(bail) = &episode.bail {
        release(desk, episode, bail);
    }
    if let Some(spell) = &episode.sentence.spell {
        custody(desk, episode, spell);
    }
    if let Some(parole) = &episode.sentence.parole {
        supervision(desk, episode, Source::Parole, SupervisionForm::Parole, parole);
    }
    if let Some(probation) = &episode.sentence.probation {
        supervision(desk, episode, Source::CaseManagement, SupervisionForm::Probation, probation);
    }
}

fn release(desk: &mut Desk<'_>, episode: &Episode, bail: &Bail) {
    let number = format!("B{}", desk.yearly(bail.from, episode.ordinal));
    let until = match episode.outcome {
        crate::life::Outcome::Disposed { on, .. } => on,
        crate::life::Outcome::Pending { .. } => bail.until,
    };
    let mut clerk = desk.clerk(Source::CaseManagement, number.clone(), bail.from);
    clerk.from(COURT_SUPPORT);
    let subject = clerk.member(episode.subject);
    clerk.state(Matter::Bail {
        subject,
        amount: Some(bail.dollars.to_string()),
        conditions: bail.conditions.iter().map(|condition| (*condition).to_owned()).collect(),
        from: Some(bail.from),
        until: Some(until),
    });
    clerk.file();
    desk.erase(Source::CaseManagement, &number, episode.erased());
}

fn custody(desk: &mut Desk<'_>, episode: &Episode, spell: &Spell) {
    let household = desk.household;
    let person = &household.members[episode.subject].person;
    let number = format!("D{}", desk.serial(episode.ordinal));
    let inmate = format!("{:08}", person.number(desk.numbers, Purpose::Inmate));
    let mut clerk = desk.clerk(Source::Corrections, number, spell.released.unwrap_or(spell.admitted));
    clerk.from(CORRECTION);
    let subject = clerk.member(episode.subject);
    clerk.identify(IdentifierKind::Inmate, inmate, Some("CT DOC"));
    clerk.photograph(person, spell.admitted);
    clerk.state(Matter::Custody {
        subject,
        facility: Some(spell.facility.to_owned()),
        admitted: Some(spell.admitted),
        released: spell.released,
        release_planned: Some(spell.planned),
        charges: bare_charges(&episode.charges),
    });
    clerk.file();
}

fn supervision(
    desk: &mut Desk<'_>,
    episode: &Episode,
    source: Source,
    form: SupervisionForm,
    time: &Supervised,
) {
    let number = format!("P{}", desk.yearly(time.from, episode.ordinal));
    let person = &desk.household.members[episode.subject].person;
    let inmate = format!("{:08}", person.number(desk.numbers, Purpose::Inmate));
    let mut clerk = desk.clerk(source, number, time.from);
    clerk.from(if form == SupervisionForm::Parole { PARDONS } else { COURT_SUPPORT });
    let subject = clerk.member(episode.subject);
    if form == SupervisionForm::Parole {
        clerk.identify(IdentifierKind::Inmate, inmate, Some("CT DOC"));
    }
    clerk.state(Matter::Supervision {
        subject,
        form,
        from: Some(time.from),
        until: Some(time.until),
        ended: None,
        conditions: time.conditions.iter().map(|condition| (*condition).to_owned()).collect(),
        officer: Some(time.officer.to_owned()),
    });
    clerk.file();
}
