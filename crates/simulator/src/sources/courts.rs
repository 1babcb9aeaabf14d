//! Judicial: dockets, court cases and warrants for failing to appear.

use ciss_contract::matter::{Grade, Matter, WarrantStatus};
use ciss_contract::source::Source;
use jiff::civil::Date;

use crate::dice::days_before;
use crate::life::{Episode, Failure, Kind, Outcome};
use crate::places::court;
use crate::sources::{Desk, bare_charges, charges};

/// Writes the court's papers about an arrest.
pub(super) fn write(desk: &mut Desk<'_>, episode: &Episode) {
    let docket = docket(desk, episode);
    case(desk, episode, Source::CriminalMotorVehicle, &docket);
    desk.erase(Source::CriminalMotorVehicle, &docket, episode.erased());
    // Felonies are also in the case management of the judicial district.
    if episode.grade() == Grade::Felony {
        case(desk, episode, Source::JudicialCases, &docket);
        desk.erase(Source::JudicialCases, &docket, episode.erased());
    }
    if let Some(failure) = &episode.failure {
        rearrest(desk, episode, failure);
    }
}

/// `M09M-CR26-0192411`: court, criminal or motor vehicle, year, number.
pub(super) fn docket(desk: &Desk<'_>, episode: &Episode) -> String {
    let motor = episode.charges.iter().all(|charge| charge.kind == Kind::Motor);
    let (_, code) = court(episode.town);
    format!("{code}-{}{}", if motor { "MV" } else { "CR" }, desk.yearly(episode.on, episode.ordinal))
}

/// ORI of the court that hears cases from a town.
fn court_ori(episode: &Episode) -> String {
    format!("CT0{:02}015J", episode.town.court)
}

fn case(desk: &mut Desk<'_>, episode: &Episode, source: Source, docket: &str) {
    let (seat, _) = court(episode.town);
    let filed = days_before(episode.on, -1).min(days_before(desk.world.today, 1));
    let (pending, next_event, known) = match episode.outcome {
        Outcome::Pending { next } => (true, Some(next), filed),
        Outcome::Disposed { on, .. } => (false, None, on),
    };
    let mut clerk = desk.clerk(source, docket.to_owned(), known);
    clerk.from(&court_ori(episode));
    let subject = clerk.member(episode.subject);
    clerk.state(Matter::CourtCase {
        subject,
        docket: docket.to_owned(),
        court: Some(seat.to_owned()),
        filed: Some(filed),
        next_event,
        pending,
        charges: charges(&episode.charges, &episode.outcome),
    });
    clerk.file();
}

/// The warrant in the Paperless Re-Arrest Warrant Network.
fn rearrest(desk: &mut Desk<'_>, episode: &Episode, failure: &Failure) {
    let number = desk.yearly(failure.issued, episode.ordinal);
    // When a case ends, its warrant has either been served or is vacated.
    let ended = match episode.outcome {
        Outcome::Disposed { on, .. } => Some(on),
        Outcome::Pending { .. } => None,
    };
    let (status, known): (WarrantStatus, Date) = match (failure.served, ended) {
        (Some(served), _) => (WarrantStatus::Served, served),
        (None, Some(ended)) => (WarrantStatus::Vacated, ended.max(failure.issued)),
        (None, None) => (WarrantStatus::Active, failure.issued),
    };
    let (seat, _) = court(episode.town);
    let mut clerk = desk.clerk(Source::Prawn, number.clone(), known);
    clerk.from(&court_ori(episode));
    let subject = clerk.member(episode.subject);
    clerk.state(Matter::Warrant {
        subject,
        number,
        status,
        issued: Some(failure.issued),
        court: Some(seat.to_owned()),
        charges: bare_charges(&[failure.charge]),
        extradition: Some("3".to_owned()),
        bail: Some(failure.dollars.to_string()),
    });
    clerk.file();
}
