//! Registries: protective orders, registrants, permits.

use ciss_contract::matter::Matter;
use ciss_contract::person::IdentifierKind;
use ciss_contract::source::Source;

use crate::dice::days_before;
use crate::life::{Order, Permit, Registrant};
use crate::numbers::{self, Purpose};
use crate::places::court;
use crate::sources::Desk;

/// ORI of the State Police, whose sections keep the registries.
const STATE_POLICE: &str = "CTCSP0000";

/// Writes the household's entries in all registries.
pub(super) fn write(desk: &mut Desk<'_>) {
    let story = desk.story;
    story.orders.iter().for_each(|entry| order(desk, entry));
    story.registrants.iter().for_each(|entry| registrant(desk, entry));
    story.permits.iter().for_each(|entry| permit(desk, entry));
}

fn order(desk: &mut Desk<'_>, order: &Order) {
    let number = format!("PO{}", desk.yearly(order.issued, order.ordinal));
    let (_, code) = court(desk.household.home.town);
    let mut clerk = desk.clerk(Source::ProtectiveOrders, number.clone(), order.issued);
    let respondent = clerk.person(&order.respondent.person, &order.respondent.home);
    let protected = order.protected.iter().map(|member| clerk.member(*member)).collect();
    clerk.state(Matter::ProtectiveOrder {
        respondent: Some(respondent),
        protected,
        number: format!("{code}-{number}"),
        issued: Some(order.issued),
        expires: order.expires,
        conditions: order.conditions.iter().map(|condition| (*condition).to_owned()).collect(),
    });
    clerk.file();
}

fn registrant(desk: &mut Desk<'_>, entry: &Registrant) {
    let (household, today) = (desk.household, desk.world.today);
    let person = &household.members[entry.subject].person;
    let number = format!("S{}", desk.serial(entry.ordinal));
    let state = numbers::state_identification(person.number(desk.numbers, Purpose::StateIdentification));
    let over = entry.until.is_some_and(|until| until < today);
    // Addresses are verified every ninety days (CGS 54-257).
    let verified = match entry.until {
        Some(until) if over => until,
        _ => desk.dice.days_before(today, 1, 89).max(entry.since),
    };
    let mut clerk = desk.clerk(Source::SexOffenders, number, verified);
    clerk.from(STATE_POLICE);
    let subject = clerk.member(entry.subject);
    clerk.identify(IdentifierKind::StateIdentification, state, Some("CT"));
    for year in 0..3 {
        let taken = days_before(verified, year * 365);
        if taken >= entry.since {
            clerk.photograph(person, taken);
        }
    }
    clerk.state(Matter::Registrant {
        subject,
        since: Some(entry.since),
        until: entry.until,
        verified: Some(verified),
        offense: Some(entry.offence.to_owned()),
    });
    clerk.file();
}

fn permit(desk: &mut Desk<'_>, permit: &Permit) {
    let number = format!("W{}", desk.serial(permit.ordinal));
    let mut clerk = desk.clerk(Source::Weapons, number, permit.issued);
    clerk.from(STATE_POLICE);
    let subject = clerk.member(permit.subject);
    clerk.state(Matter::Permit {
        subject,
        what: "Permit to carry pistols and revolvers".to_owned(),
        // Five years (CGS 29-30).
        expires: Some(days_before(permit.issued, -5 * 365)),
        revoked: permit.revoked,
    });
    clerk.file();
}
