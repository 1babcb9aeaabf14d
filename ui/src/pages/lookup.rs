//! Plate or VIN in; vehicle, owner, everyone at the address and the owed answers out.

use ciss_contract::lookup::LookupAnswer;
use yew::prelude::*;

use crate::app::Dispatch;
use crate::components::{
    ask, empty, frame, headline, people, problem, rail, read_back, recent, skeleton, vehicle,
};
use crate::state::{Console, LookupState, Progress};

/// The page.
pub(crate) fn view(console: &Console, dispatch: &Dispatch) -> Html {
    html! {
        <div class="page lookup-page">
            { recent::view(console, dispatch) }
            <main>
                { ask::view(console, dispatch) }
                { frame::gone(console) }
                <div class="scroll">
                    <section id="answer" tabindex="-1" aria-label="Answer" data-state={console.lookup.progress.code()}>
                        { content(console, dispatch) }
                    </section>
                </div>
            </main>
            { rail::view(console, dispatch) }
        </div>
    }
}

fn content(console: &Console, dispatch: &Dispatch) -> Html {
    let lookup = console.drawn();
    match (&lookup.progress, &lookup.asked) {
        (Progress::Asking(_), Some(asked)) => skeleton::answer(asked, "Asking the sources …", dispatch),
        (Progress::Waiting(_), Some(asked)) => {
            skeleton::answer(asked, "Waiting for the hub. It is asked again by itself …", dispatch)
        }
        (Progress::Answered(answer), _) => answered(lookup, answer, dispatch),
        (Progress::Failed(problem), _) => problem::panel(problem),
        (Progress::Cancelled, _) => empty::cancelled(),
        (Progress::Empty | Progress::Asking(_) | Progress::Waiting(_), _) => empty::first_start(),
    }
}

fn answered(lookup: &LookupState, answer: &LookupAnswer, dispatch: &Dispatch) -> Html {
    html! {
        <>
            <section class="card answer-card" aria-labelledby="headline-text">
                { headline::view(&answer.headline, lookup.headline_person().is_some(), dispatch) }
                { vehicle::view(answer) }
                { read_back::view(&answer.read_back, lookup.copied, dispatch) }
            </section>
            if answer.vehicle.is_some() || !answer.people.is_empty() {
                { people::view(answer, lookup.selected, dispatch) }
            }
        </>
    }
}
