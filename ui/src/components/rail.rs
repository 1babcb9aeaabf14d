//! The right-hand column of the lookup page: what this lookup is, what is missing from it, what each source did.

use ciss_contract::lookup::LookupAnswer;
use yew::prelude::*;

use super::icon::icon;
use super::slice::{Same, Slice, slice};
use super::{beside, inspector, sources};
use crate::app::Dispatch;
use crate::state::{Asked, Drawn};
use crate::wording::lookup::{Hole, holes};
use crate::wording::time;

#[derive(PartialEq)]
struct Rail {
    asked: Option<Asked>,
    under_way: bool,
    answer: Option<Same<LookupAnswer>>,
    lit: bool,
    /// The person that the column is about, by position; none while it is about the lookup.
    about: Option<usize>,
    /// The person of the matrix whose row is selected, by position.
    beside: Option<usize>,
}

/// The column. It belongs to the answer on the screen, and is set back with it.
pub(crate) fn view(drawn: &Drawn<'_>, wide: bool, dispatch: &Dispatch) -> Html {
    let lookup = drawn.lookup;
    let lit = drawn.lit();
    let about = lit.filter(|_| lookup.inspecting).and_then(|answer| lookup.inspected(answer));
    let rail = Rail {
        asked: lookup.asked.clone(),
        under_way: lookup.under_way(),
        answer: lookup.answer().map(Same::from),
        lit: lit.is_some(),
        about,
        beside: lit.filter(|_| wide).map(|_| lookup.spot().person),
    };
    slice(rail, dispatch)
}

impl Slice for Rail {
    fn draw(&self, dispatch: &Dispatch) -> Html {
        let set_back = self.answer.is_some() && !self.lit;
        html! {
            <aside class={classes!("rail", set_back.then_some("set-back"))} inert={set_back} aria-label="About this lookup">
                { self.content(dispatch) }
            </aside>
        }
    }
}

impl Rail {
    fn content(&self, dispatch: &Dispatch) -> Html {
        let asked = self.asked.as_ref();
        let about = self.about.and_then(|at| Some((at, self.answer.as_ref()?.people.get(at)?)));
        match (about, &self.answer) {
            (Some((position, person)), _) => inspector::view(position, person, dispatch),
            (None, Some(answer)) => html! {
                <>
                    { self.beside(answer, dispatch) }
                    { for asked.map(|asked| this_lookup(asked, &answered_words(answer), answer.id.as_str())) }
                    { missing(answer) }
                    { sources::of_answer(answer) }
                </>
            },
            (None, None) => html! {
                <>
                    { for asked.map(|asked| this_lookup(asked, if self.under_way { "not yet" } else { "no" }, "–")) }
                    { sources::unasked() }
                </>
            },
        }
    }
}

impl Rail {
    fn beside(&self, answer: &LookupAnswer, dispatch: &Dispatch) -> Option<Html> {
        let position = self.beside?;
        Some(beside::view(position, answer.people.get(position)?, answer, dispatch))
    }
}

fn answered_words(answer: &LookupAnswer) -> String {
    format!("{} · {} ms", time::clock(answer.at), answer.elapsed_ms)
}

fn this_lookup(asked: &Asked, answered: &str, audit: &str) -> Html {
    html! {
        <section class="rail-part" aria-labelledby="this-title">
            <h2 id="this-title">{ "This lookup" }</h2>
            <dl class="facts">
                <dt>{ "Asked" }</dt><dd>{ asked.query.shown() }</dd>
                <dt>{ "Purpose" }</dt><dd>{ asked.request.purpose.label() }</dd>
                <dt>{ "For" }</dt><dd>{ &asked.request.on_behalf_of }</dd>
                <dt>{ "Answered" }</dt><dd>{ answered }</dd>
                <dt>{ "Audit" }</dt><dd class="mono">{ audit }</dd>
            </dl>
        </section>
    }
}

fn missing(answer: &LookupAnswer) -> Html {
    let holes = holes(answer);
    let hole = |Hole { look, what, open }: &Hole| {
        html! {
            <li class={look.class()}>{ icon(look.icon()) }<b>{ what }</b><small>{ open }</small></li>
        }
    };
    html! {
        <section class="rail-part" aria-labelledby="missing-title">
            <h2 id="missing-title">{ "Missing" }</h2>
            if holes.is_empty() {
                <p class="nothing">{ "Every source that owes an answer gave one." }</p>
            } else {
                <ul id="missing" class="missing-list">{ for holes.iter().map(hole) }</ul>
            }
        </section>
    }
}
