//! Plate or VIN in; vehicle, owner, everyone at the address and the owed answers out.

use std::rc::Rc;

use ciss_contract::ipc::HubStatus;
use ciss_contract::lookup::LookupAnswer;
use yew::prelude::*;

use crate::app::Dispatch;
use crate::components::slice::{Same, Slice, slice};
use crate::components::{
    ask, empty, frame, headline, matrix, meanwhile, people, problem, rail, read_back, recent, set_back,
    skeleton, vehicle,
};
use crate::state::{
    Ask, Asked, Clip, Console, Drawn, LookupState, Progress, Recent, Spot, position_of_headline,
};
use crate::wording;
use crate::wording::ask::hint;

/// The page, and all that it is drawn of.
#[derive(PartialEq)]
pub(crate) struct LookupPage {
    hub: HubStatus,
    ask: Same<Ask>,
    lookup: Same<LookupState>,
    before: Option<Same<LookupState>>,
    recent: Same<Vec<Recent>>,
    meanwhile: Same<Vec<Asked>>,
    wide: bool,
    /// What became of the last copy, where it was of the radio text.
    copied: Option<bool>,
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
            meanwhile: console.meanwhile.clone(),
            wide: console.shell.wide,
            copied: console.shell.copied.filter(|(what, _)| *what == Clip::ReadBack).map(|(_, done)| done),
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
                    { meanwhile::view(&self.meanwhile, &self.hub, dispatch) }
                    <div class="scroll">
                        <section id="answer" tabindex="-1" aria-label="Answer" data-state={self.lookup.progress.code()}
                            data-lit={drawn.lit().is_some().to_string()}>
                            { content(&drawn, self, dispatch) }
                        </section>
                    </div>
                </main>
                { rail::view(&drawn, self.wide, dispatch) }
            </div>
        }
    }
}

fn content(drawn: &Drawn<'_>, page: &LookupPage, dispatch: &Dispatch) -> Html {
    let (lookup, wide) = (drawn.lookup, page.wide);
    let answered = page.lookup.answer().is_some();
    let known = drawn.answer.map(|(answer, light)| {
        set_back::view(answer, light, answered, found(lookup, answer, page, dispatch))
    });
    let asking = |asked: &Asked, words: &'static str| {
        let rest = known.clone().unwrap_or_else(|| skeleton::people(wide));
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

/// The answer: what the radio asked for, then the people.
fn found(lookup: &LookupState, answer: &Rc<LookupAnswer>, page: &LookupPage, dispatch: &Dispatch) -> Html {
    let LookupPage { wide, copied, .. } = *page;
    let shared: Same<LookupAnswer> = Same::from(answer);
    let people = match (answer.vehicle.is_some() || !answer.people.is_empty(), wide) {
        (false, _) => html! {},
        (true, false) => slice(People { answer: shared.clone(), selected: lookup.selected }, dispatch),
        (true, true) => {
            // What is shown of before has no order of its own any more.
            let known = lookup.rows.len() == answer.people.len();
            let rows = if known { lookup.rows.clone() } else { Rc::new(wording::matrix::rows(answer)) };
            slice(House { answer: shared.clone(), rows, spot: lookup.spot() }, dispatch)
        }
    };
    html! { <>{ slice(Top { answer: shared, copied, wide }, dispatch) }{ people }</> }
}

#[derive(PartialEq)]
struct Top {
    answer: Same<LookupAnswer>,
    copied: Option<bool>,
    wide: bool,
}

impl Slice for Top {
    fn draw(&self, dispatch: &Dispatch) -> Html {
        let answer = &*self.answer;
        let opens = position_of_headline(answer).is_some();
        let seen = self.wide && answer.people.len() < matrix::CROWD;
        html! {
            <section class="card answer-card" aria-labelledby="headline-text">
                { headline::view(&answer.headline, opens, dispatch) }
                { headline::also(&answer.headline, seen) }
                { vehicle::view(answer, dispatch) }
                { read_back::view(&answer.read_back, self.copied, dispatch) }
            </section>
        }
    }
}

/// The people in two panels.
#[derive(PartialEq)]
struct People {
    answer: Same<LookupAnswer>,
    selected: Option<usize>,
}

impl Slice for People {
    fn draw(&self, dispatch: &Dispatch) -> Html {
        people::view(&self.answer, self.selected, dispatch)
    }
}

/// The people in rows.
#[derive(PartialEq)]
struct House {
    answer: Same<LookupAnswer>,
    rows: Rc<Vec<usize>>,
    spot: Spot,
}

impl Slice for House {
    fn draw(&self, dispatch: &Dispatch) -> Html {
        matrix::view(&self.answer, &self.rows, self.spot, dispatch)
    }
}
