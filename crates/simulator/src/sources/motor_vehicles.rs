//! DMV: licences and registrations. Everybody who drives is here, so these are most of a world's documents.

use ciss_contract::matter::Matter;
use ciss_contract::source::Source;
use jiff::civil::Date;

use crate::dice::{age_on, days_before};
use crate::numbers::{self, Purpose};
use crate::people::Person;
use crate::sources::Desk;
use crate::vehicles;

/// ORI of the Department of Motor Vehicles.
const MOTOR_VEHICLES: &str = "CT0018000";
/// A licence is renewed, with a new photo, every six years.
const TERM: i64 = 6 * 365;

/// Writes the household's licences and registrations.
pub(super) fn write(desk: &mut Desk<'_>) {
    let household = desk.household;
    for (place, member) in household.members.iter().enumerate() {
        if member.person.licensed {
            licence(desk, place, &member.person);
        }
    }
    for (place, vehicle) in household.vehicles.iter().enumerate() {
        let number = format!("R{:07}", desk.serial(place as u64));
        let mut clerk = desk.clerk(Source::DmvRegistration, number, vehicle.registered);
        clerk.from(MOTOR_VEHICLES);
        let owners = vehicle.owners.iter().map(|owner| clerk.member(*owner)).collect();
        let position = clerk.vehicle(vehicle);
        let expires = Some(days_before(vehicle.registered, -vehicles::TERM));
        clerk.state(Matter::Registration {
            vehicle: position,
            owners,
            status: vehicle.status.to_owned(),
            expires,
        });
        clerk.file();
    }
}

fn licence(desk: &mut Desk<'_>, place: usize, person: &Person) {
    let today = desk.world.today;
    let age = age_on(person.born, today);
    let driving = (age - 16).max(0) * 365 + 30;
    let issued = desk.dice.days_before(today, 5, TERM.min(driving));
    let standing = desk.dice.fraction();
    let (class, status, expired) = match standing {
        // A suspension is Connecticut's own unless it is for something that every state must honour.
        sum if sum < 0.03 => (Some("D"), "NEN", false),
        sum if sum < 0.045 => (Some("D"), "NOT", false),
        sum if sum < 0.08 => (None, "ELG", true),
        sum if sum < 0.11 => (Some(desk.dice.pick(&["A", "B", "C"])), "LIC", false),
        _ => (Some("D"), "LIC", false),
    };
    let expires =
        if expired { days_before(today, desk.dice.between(10, 700)) } else { days_before(issued, -TERM) };
    let number = numbers::licence(person.number(desk.numbers, Purpose::Licence));
    let mut clerk = desk.clerk(Source::DmvLicence, number, issued);
    clerk.from(MOTOR_VEHICLES);
    let subject = clerk.member(place);
    for taken in photos(issued, driving, today) {
        clerk.photograph(person, taken);
    }
    let status = status.to_owned();
    clerk.state(Matter::Licence { subject, class: class.map(str::to_owned), status, expires: Some(expires) });
    clerk.file();
}

/// Days of the photos on file, newest first: one per renewal, four at most.
fn photos(issued: Date, driving: i64, today: Date) -> impl Iterator<Item = Date> {
    let kept = 4.min((driving - i64::from((today - issued).get_days())) / TERM + 1);
    (0..kept).map(move |renewal| days_before(issued, renewal * TERM))
}
