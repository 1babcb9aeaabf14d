//! A plate that looks like one.

use ciss_contract::query::shown_plate;
use yew::prelude::*;

/// A plate with its state above it.
pub(crate) fn plate(plate: &str, state: &str) -> Html {
    let state = if state == "CT" { "CONNECTICUT" } else { state };
    html! {
        <span class="plate"><span class="plate-state">{ state }</span><b>{ shown_plate(plate) }</b></span>
    }
}
