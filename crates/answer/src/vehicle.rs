//! The vehicle in an answer: its registration, and whether it is stolen.

use ciss_cards::card::VehicleCard;
use ciss_contract::day::day;
use ciss_contract::lookup::{RegistrationAnswer, TheftAnswer, VehicleAnswer};
use ciss_contract::source::Source;
use jiff::civil::Date;

use super::reach::Reach;
use super::words;

/// The vehicle's answer.
pub(crate) fn answer(card: &VehicleCard, reach: &Reach<'_>, today: Date) -> VehicleAnswer {
    VehicleAnswer {
        plate: card.plate.clone(),
        plate_state: card.plate_state.clone(),
        plate_type: card.plate_type.clone(),
        vin: card.vin.clone(),
        year: card.year,
        make: card.make.clone(),
        model: card.model.clone(),
        style: card.style.clone(),
        colour: card.colour.clone(),
        registration: registration(card, today),
        theft: theft(reach),
    }
}

fn registration(card: &VehicleCard, today: Date) -> RegistrationAnswer {
    let over = card.expires.is_some_and(|day| day < today);
    let is_active = card.status == RegistrationAnswer::ACTIVE;
    // A suspended registration stays suspended after its last day; an active one does not stay active.
    let code = if is_active && over { RegistrationAnswer::EXPIRED } else { &card.status };
    let words = words::registration_status(code);
    // The registry's own status and day contradict each other: which of them is wrong, nobody here can tell.
    let ahead = card.expires.filter(|day| *day >= today && card.status == RegistrationAnswer::EXPIRED);
    RegistrationAnswer {
        status: card.status.clone(),
        words: words.to_owned(),
        conflict: ahead.map(|last| format!("expired by its status, valid to {} by its date", day(last))),
        current: is_active && !over,
        expires: card.expires,
        source: Source::DmvRegistration,
        as_of: card.as_of,
        document: card.document.clone(),
    }
}

/// Whether vehicle or plate is entered as stolen. The Wanted File owes this.
pub(crate) fn theft(reach: &Reach<'_>) -> TheftAnswer {
    match reach.vehicle(Source::WantedFile) {
        Ok(evidence) => TheftAnswer { evidence, gap: None },
        Err(reason) => TheftAnswer { evidence: Vec::new(), gap: Some(reason) },
    }
}
