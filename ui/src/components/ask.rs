//! The box: what is looked up, why and for whom, and how it is understood before anything is sent.

use ciss_contract::session::Purpose;
use yew::prelude::*;

use super::icon::icon;
use super::slice::{Same, Slice};
use crate::app::Dispatch;
use crate::browser;
use crate::state::{Ask, LookupAction};

/// Characters that a field takes: more than anything that can be sent, so that what is too long is still said to be, and
/// so little that pasting a whole file does not stop the window.
const LONGEST: &str = "100";

/// The search bar with the line under it, which is always there: a message moves nothing.
#[derive(PartialEq)]
pub(crate) struct Bar {
    /// What is typed and chosen.
    pub(crate) ask: Same<Ask>,
    /// What Enter would do, or what to press next.
    pub(crate) hint: String,
}

impl Slice for Bar {
    fn draw(&self, dispatch: &Dispatch) -> Html {
        let ask = &*self.ask;
        html! {
            <div class="ask" role="search">
                <div class={classes!("box", ask.refusal.map(|_| "refused"))}>
                    { icon("search") }
                    { query(ask, dispatch) }
                    { chip(ask) }
                    <span class="why">
                        { purpose(ask.purpose, dispatch) }
                        { behalf(ask, dispatch) }
                    </span>
                    <kbd>{ "/" }</kbd>
                </div>
                { under(ask, &self.hint) }
            </div>
        }
    }
}

/// Sends what an event means, where it means something.
fn heard<E: 'static>(dispatch: &Dispatch, meaning: fn(E) -> Option<LookupAction>) -> Callback<E> {
    let dispatch = dispatch.clone();
    Callback::from(move |event| {
        if let Some(action) = meaning(event) {
            dispatch.emit(action);
        }
    })
}

fn query(ask: &Ask, dispatch: &Dispatch) -> Html {
    let oninput = heard(dispatch, |event: InputEvent| browser::typed(&event).map(LookupAction::Typed));
    html! {
        <input id="query" type="text" value={AttrValue::from(ask.text.clone())} {oninput}
            placeholder="Plate or VIN" aria-label="Plate or VIN" aria-describedby="under-box"
            aria-invalid={ask.refusal.map(|_| "true")}
            maxlength={LONGEST} autocomplete="off" autocapitalize="characters" spellcheck="false" />
    }
}

fn chip(ask: &Ask) -> Html {
    let Some(understood) = ask.understood() else {
        return html! { <span id="chip" class="chip" hidden=true></span> };
    };
    let (class, words) = match &understood {
        Ok(query) => ("understood", query.label()),
        Err(code) => ("not-understood", code.words().title.to_owned()),
    };
    html! {
        <span id="chip" class={classes!("chip", class)} data-understood={understood.is_ok().to_string()}>{ words }</span>
    }
}

fn purpose(chosen: Purpose, dispatch: &Dispatch) -> Html {
    let onchange = heard(dispatch, |event: Event| {
        browser::chosen(&event).and_then(|code| Purpose::from_code(&code)).map(LookupAction::PurposeChosen)
    });
    let option = |purpose: Purpose| {
        html! { <option value={purpose.code()} selected={purpose == chosen}>{ purpose.label() }</option> }
    };
    html! {
        <select id="purpose" aria-label="Purpose" title="Purpose" {onchange}>{ for Purpose::ALL.into_iter().map(option) }</select>
    }
}

fn behalf(ask: &Ask, dispatch: &Dispatch) -> Html {
    let oninput = heard(dispatch, |event: InputEvent| browser::typed(&event).map(LookupAction::BehalfTyped));
    html! {
        <label class="behalf">
            <span>{ "for" }</span>
            <input id="behalf" type="text" value={ask.behalf.clone()} {oninput} maxlength={LONGEST} placeholder="badge or name"
                aria-label="On behalf of: badge or name" aria-describedby="under-box" autocomplete="off" spellcheck="false" />
        </label>
    }
}

fn under(ask: &Ask, hint: &str) -> Html {
    match ask.refusal {
        Some(code) => {
            let words = code.words();
            html! {
                <p id="under-box" class="under-box">
                    <span id="problem" role="alert" data-code={code.as_str()}>
                        { icon("triangle-alert") }<b>{ words.title }{ ". " }</b>{ words.advice }
                    </span>
                </p>
            }
        }
        None => html! { <p id="under-box" class="under-box">{ hint }</p> },
    }
}
