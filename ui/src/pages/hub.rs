//! The first page of a workstation that nobody has told which hub it is to ask.

use ciss_contract::ipc::MetHub;
use yew::prelude::*;

use crate::app::Dispatch;
use crate::browser;
use crate::components::icon::icon;
use crate::components::slice::{Same, Slice};
use crate::state::{Meeting, MeetingAction, Stage};

/// The page.
#[derive(PartialEq)]
pub(crate) struct HubPage(pub(crate) Same<Meeting>);

impl Slice for HubPage {
    fn draw(&self, dispatch: &Dispatch) -> Html {
        let meeting = &*self.0;
        html! {
            <main class="door" data-stage={code(&meeting.stage)}>
                <h1>{ "Which hub does this workstation ask?" }</h1>
                <p>{ "Your administrator has its address and the fingerprint of its certificate. The console talks to that hub and \
                      to no other, and keeps the choice." }</p>
                { match &meeting.stage {
                    Stage::Asking(_) | Stage::Calling => asking(meeting, dispatch),
                    Stage::Met(met) => met_hub(met, dispatch),
                    Stage::Taking => html! { <p role="status">{ icon("loader-circle") }{ " Keeping the choice…" }</p> },
                } }
            </main>
        }
    }
}

fn asking(meeting: &Meeting, dispatch: &Dispatch) -> Html {
    let calling = meeting.stage == Stage::Calling;
    let typed =
        dispatch.reform(|event: InputEvent| MeetingAction::Typed(browser::typed(&event).unwrap_or_default()));
    html! {
        <>
            <div class="box">
                { icon("activity") }
                <input id="address" value={meeting.address.clone()} oninput={typed} readonly={calling} spellcheck="false"
                    autocomplete="off" aria-label="Address of the hub" placeholder="hub.example.org" />
                <button type="button" class="small-button strong" disabled={calling} onclick={on(dispatch, || MeetingAction::Wanted)}>
                    { "Ask it who it is " }<kbd>{ "Enter" }</kbd>
                </button>
            </div>
            if calling {
                <p role="status">
                    { icon("loader-circle") }{ " Asking… " }
                    <button type="button" class="small-button" onclick={on(dispatch, || MeetingAction::Dismissed)}>
                        { "Stop " }<kbd>{ "Esc" }</kbd>
                    </button>
                </p>
            } else {
                if let Stage::Asking(Some(problem)) = &meeting.stage {
                    <p id="problem" class="refusal" role="alert" data-code={problem.code.as_str()}>
                        { icon("triangle-alert") }<b>{ format!(" {}. ", problem.title) }</b>{ &problem.detail }
                    </p>
                }
                <p class="other">
                    { "No hub at hand? " }
                    <button type="button" class="small-button" onclick={on(dispatch, || MeetingAction::DemoWanted)}>
                        { "Try it with synthetic people" }
                    </button>
                    <span class="small">{ "Everybody is fictional, and every screen says so." }</span>
                </p>
            }
        </>
    }
}

fn met_hub(met: &MetHub, dispatch: &Dispatch) -> Html {
    html! {
        <section id="fingerprint" tabindex="-1" aria-label="Fingerprint of the hub">
            <p>{ "The hub at " }<b class="mono">{ &met.url }</b>{ " shows this fingerprint:" }</p>
            <p class="fingerprint mono">{ for met.fingerprint.split(' ').map(|group| html! { <span>{ group }</span> }) }</p>
            <p>{ "Compare every group with what your administrator gave you. If one differs, somebody else may be answering." }</p>
            <p class="choices">
                <button type="button" class="small-button strong" onclick={on(dispatch, || MeetingAction::Trusted)}>
                    { "All the same: use this hub" }
                </button>
                <button type="button" class="small-button" onclick={on(dispatch, || MeetingAction::Dismissed)}>
                    { "It differs " }<kbd>{ "Esc" }</kbd>
                </button>
            </p>
        </section>
    }
}

fn on(dispatch: &Dispatch, what: fn() -> MeetingAction) -> Callback<MouseEvent> {
    dispatch.reform(move |_: MouseEvent| what())
}

const fn code(stage: &Stage) -> &'static str {
    match stage {
        Stage::Asking(None) => "asking",
        Stage::Asking(Some(_)) => "refused",
        Stage::Calling => "calling",
        Stage::Met(_) => "met",
        Stage::Taking => "taking",
    }
}
