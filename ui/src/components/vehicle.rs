//! The vehicle on one line: plate, words, registration, theft.

use ciss_contract::lookup::{LookupAnswer, RegistrationAnswer, VehicleAnswer};
use ciss_contract::query::Query;
use jiff::Timestamp;
use yew::prelude::*;

use super::copy::copy;
use super::icon::icon;
use super::plate::plate;
use crate::app::Dispatch;
use crate::wording::lookup::{theft, vehicle};
use crate::wording::time;

/// The vehicle, or that no source has it.
pub(crate) fn view(answer: &LookupAnswer, dispatch: &Dispatch) -> Html {
    match &answer.vehicle {
        Some(found) => html! {
            <div class="vehicle">
                { plate(&found.plate, &found.plate_state) }
                { copy("Plate", &found.plate, dispatch) }
                <div class="vehicle-words"><h2>{ vehicle(found) }</h2>{ about(found, dispatch) }</div>
                { registration(&found.registration, answer.at) }
            </div>
        },
        None => html! {
            <div class="vehicle">
                { asked(&answer.query) }
                <div class="vehicle-words">
                    <h2>{ "No source has this vehicle" }</h2>
                    if let Some(offer) = answer.offer() { <p id="did-you-mean"><b>{ offer }</b></p> }
                    <p>{ "Not on file is not the same as in order. " }{ read_again(&answer.query) }</p>
                </div>
            </div>
        },
    }
}

/// What is easily misread.
const fn read_again(query: &Query) -> &'static str {
    match query {
        Query::Plate { .. } => "Read the plate again: 0 and O, 1 and I, 8 and B, 5 and S.",
        Query::Vin { .. } => "Read the VIN again: it has no I, O or Q; 8 and B, 5 and S, 2 and Z look alike.",
    }
}

/// What was asked, as a plate where it is one.
pub(crate) fn asked(query: &Query) -> Html {
    match query {
        Query::Plate { plate: number, state } => plate(number, state),
        Query::Vin { vin, .. } => html! { <span class="vin">{ "VIN " }<b class="mono">{ vin }</b></span> },
    }
}

fn about(vehicle: &VehicleAnswer, dispatch: &Dispatch) -> Html {
    let (look, words) = theft(&vehicle.theft);
    html! {
        <p class="about">
            if let Some(vin) = &vehicle.vin { <span>{ "VIN " }<span class="mono">{ vin }</span>{ copy("VIN", vin, dispatch) }</span> }
            if let Some(kind) = &vehicle.plate_type { <span>{ kind }</span> }
            <span id="theft" class={classes!("standing", look.class())}>{ icon(look.icon()) }<span>{ words }</span></span>
        </p>
    }
}

fn registration(registration: &RegistrationAnswer, seen: Timestamp) -> Html {
    let until = registration.expires.map(|day| format!("to {} · ", time::day(day))).unwrap_or_default();
    // The day is the document's: the registry itself may have been heard a minute ago.
    let from =
        format!("{until}{}, record of {}", registration.source.code(), time::as_of(registration.as_of, seen));
    let words = match &registration.conflict {
        Some(conflict) => format!("Registration in doubt: {conflict}"),
        None => format!("Registration {}", registration.words.to_lowercase()),
    };
    html! {
        <div id="registration" class="registration" data-current={registration.current.to_string()}>
            <b>
                if !registration.current { { icon("triangle-alert") } }
                { words }
            </b>
            <small>{ from }</small>
        </div>
    }
}
