//! An answer that is not that of the line in the box: grey, named, and out of reach of every key. One that somebody came
//! back to is in reach, and named as well.

use std::rc::Rc;

use ciss_contract::lookup::LookupAnswer;
use jiff::Timestamp;
use yew::prelude::*;

use super::icon::icon;
use super::now::Now;
use crate::state::Light;
use crate::wording::set_back::label;

/// Milliseconds between two drawings of an age that is said in seconds and minutes.
const AGES: u32 = 5_000;

/// The answer as it is drawn, under a line that says whose it is where it is not that of the box, or not of this moment.
/// `returns`: one key puts its plate into the box again.
pub(crate) fn view(answer: &Rc<LookupAnswer>, light: Light, returns: bool, drawn: Html) -> Html {
    let lit = light.is_lit();
    let named = answer.clone();
    let words = Callback::from(move |now: Timestamp| label(&named, light, now).unwrap_or_default());
    html! {
        <>
            if light != Light::Lit {
                <p id={if lit { "returned" } else { "set-back" }} class="set-back-label" role="note">
                    { icon("clock-alert") }<span><Now {words} every={AGES} /></span>
                    if returns && !lit { <span class="spring"><kbd>{ "Esc" }</kbd>{ " back to it" }</span> }
                </p>
            }
            <div class={classes!("shown", (!lit).then_some("set-back"))} inert={!lit}>{ drawn }</div>
        </>
    }
}
