//! The COLLECT Wanted File: arrest warrants, and vehicles reported stolen.

use ciss_contract::matter::{Matter, WarrantStatus};
use ciss_contract::source::Source;
use jiff::civil::Date;

use crate::dice::days_before;
use crate::life::{Statute, Want};
use crate::sources::{Desk, bare_charges};

/// Writes the household's entries.
pub(super) fn write(desk: &mut Desk<'_>) {
    let (household, story) = (desk.household, desk.story);
    for want in &story.wants {
        let Want { ordinal, subject, entered, charge, extradition, armed } = want;
        warrant(
            desk,
            &format!("CW{}", desk.serial(*ordinal)),
            *subject,
            *entered,
            charge,
            extradition,
            *armed,
        );
    }
    for episode in &story.episodes {
        let failure = episode.failure.as_ref().filter(|failure| failure.entered && episode.is_wanted());
        if let Some(failure) = failure {
            let number = format!("CF{}", desk.serial(episode.ordinal));
            let armed = episode.charges.iter().any(|charge| charge.kind == crate::life::Kind::Weapons);
            warrant(desk, &number, episode.subject, failure.issued, failure.charge, "3", armed);
        }
    }
    for (place, vehicle) in household.vehicles.iter().enumerate() {
        let Some(days) = vehicle.stolen else { continue };
        let entered = days_before(desk.world.today, days);
        let number = format!("CV{}", desk.serial(place as u64));
        let what = if days % 4 == 0 { "Stolen plate" } else { "Stolen vehicle" };
        let mut clerk = desk.clerk(Source::WantedFile, number, entered);
        clerk.from(household.home.town.ori);
        let vehicle = clerk.vehicle(vehicle);
        clerk.state(Matter::StolenVehicle { vehicle, entered: Some(entered), what: what.to_owned() });
        clerk.file();
    }
}

fn warrant(
    desk: &mut Desk<'_>,
    number: &str,
    subject: usize,
    entered: Date,
    charge: &'static Statute,
    extradition: &str,
    armed: bool,
) {
    let town = desk.household.home.town;
    let mut clerk = desk.clerk(Source::WantedFile, number.to_owned(), entered);
    clerk.from(town.ori);
    let subject = clerk.member(subject);
    if armed {
        clerk.caution("00");
    }
    let agency = if town.has_police { format!("{} Police", town.name) } else { "State Police".to_owned() };
    clerk.state(Matter::Warrant {
        subject,
        number: number.to_owned(),
        status: WarrantStatus::Active,
        issued: Some(entered),
        court: Some(agency),
        charges: bare_charges(&[charge]),
        extradition: Some(extradition.to_owned()),
        bail: None,
    });
    clerk.file();
}
