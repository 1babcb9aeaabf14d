//! Plate or VIN in; vehicle, owner, everyone at the address and the owed answers out.

use ciss_contract::ipc::HubStatus;
use ciss_contract::lookup::LookupAnswer;
use yew::prelude::*;

use crate::app::Dispatch;
use crate::components::slice::{Same, Slice, slice};
use crate::components::{
    ask, empty, frame, headline, people, problem, rail, read_back, recent, set_back, skeleton, vehicle,
};
use crate::state::{Ask, Asked, Console, Drawn, LookupState, Progress, Recent, position_of_headline};
use crate::wording::ask::hint;

/// The page, and all that it is drawn of.
#[derive(PartialEq)]
pub(crate) struct LookupPage {
    hub: HubStatus,
    ask: Same<Ask>,
    lookup: Same<LookupState>,
    before: Option<Same<LookupState>>,
    recent: Same<Vec<Recent>>,
}

impl LookupPage {
    /// As the state has it.
    pub(crate) fn of(console: &Console) -> LookupPage {
        LookupPage {
            hub: console.shell.hub.clone(),
            ask: console.ask.clone(),
            lookup: console.lookup.clone(),
            before: console.before.clone(),
            recent: console.recent.clone(),
        }
    }
}

impl Slice for LookupPage {
    fn draw(&self, dispatch: &Dispatch) -> Html {
        let drawn = Drawn::of(&self.ask, &self.lookup, self.before.as_deref(), &self.recent);
        let current = drawn.lit().map(|answer| answer.query.shown());
        let hint = hint(&self.ask, &drawn);
        html! {
            <div class="page lookup-page">
                { recent::view(&self.recent, current, dispatch) }
                <main>
                    { slice(ask::Bar { ask: self.ask.clone(), hint }, dispatch) }
                    { frame::gone(&self.hub) }
                    <div class="scroll">
                        <section id="answer" tabindex="-1" aria-label="Answer" data-state={self.lookup.progress.code()}
                            data-lit={drawn.lit().is_some().to_string()}>
                            { content(&drawn, self.lookup.answer().is_some(), dispatch) }
                        </section>
                    </div>
                </main>
                { rail::view(&drawn, dispatch) }
            </div>
        }
    }
}

/// `answered`: the question that was asked last has its answer.
fn content(drawn: &Drawn<'_>, answered: bool, dispatch: &Dispatch) -> Html {
    let lookup = drawn.lookup;
    let known = drawn.answer.map(|(answer, light)| {
        let (selected, copied) = (lookup.selected, lookup.copied);
        let found = slice(Found { answer: Same::from(answer), selected, copied }, dispatch);
        set_back::view(answer, light, answered, found)
    });
    let asking = |asked: &Asked, words: &'static str| {
        let rest = known.clone().unwrap_or_else(skeleton::people);
        html! { <>{ skeleton::asking(asked, words, dispatch) }{ rest }</> }
    };
    match (&lookup.progress, &lookup.asked) {
        (Progress::Asking(_), Some(asked)) => asking(asked, "Asking the sources …"),
        (Progress::Waiting(_), Some(asked)) => {
            asking(asked, "Waiting for the hub. It is asked again by itself …")
        }
        (Progress::Answered(_), _) => known.unwrap_or_default(),
        (Progress::Failed(problem), _) => html! { <>{ problem::panel(problem) }{ known }</> },
        (Progress::Cancelled, _) => html! { <>{ empty::cancelled() }{ known }</> },
        (Progress::Empty | Progress::Asking(_) | Progress::Waiting(_), _) => {
            known.unwrap_or_else(empty::first_start)
        }
    }
}

#[derive(PartialEq)]
struct Found {
    answer: Same<LookupAnswer>,
    selected: Option<usize>,
    copied: Option<bool>,
}

impl Slice for Found {
    fn draw(&self, dispatch: &Dispatch) -> Html {
        let answer = &*self.answer;
        let opens = position_of_headline(answer).is_some();
        html! {
            <>
                <section class="card answer-card" aria-labelledby="headline-text">
                    { headline::view(&answer.headline, opens, dispatch) }
                    { headline::also(&answer.headline) }
                    { vehicle::view(answer) }
                    { read_back::view(&answer.read_back, self.copied, dispatch) }
                </section>
                if answer.vehicle.is_some() || !answer.people.is_empty() {
                    { people::view(answer, self.selected, dispatch) }
                }
            </>
        }
    }
}
