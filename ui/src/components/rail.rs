//! The right-hand column of the lookup page: what this lookup is, what is missing from it, what each source did.

use ciss_contract::lookup::LookupAnswer;
use yew::prelude::*;

use super::icon::icon;
use super::{inspector, sources};
use crate::app::Dispatch;
use crate::state::{Asked, Drawn};
use crate::wording::lookup::{Hole, holes};
use crate::wording::time;

/// The column. It belongs to the answer on the screen, and is set back with it.
pub(crate) fn view(drawn: &Drawn<'_>, dispatch: &Dispatch) -> Html {
    let lookup = drawn.lookup;
    let lit = drawn.lit();
    let content = match (drawn.answer, lit.and_then(|answer| lookup.inspected(answer))) {
        (Some(_), Some((position, person))) if lookup.inspecting => {
            inspector::view(position, person, dispatch)
        }
        (Some((answer, _)), _) if lookup.answer().is_some() => html! {
            <>
                { for lookup.asked.as_ref().map(|asked| this_lookup(asked, &answered_words(answer), answer.id.as_str())) }
                { missing(answer) }
                { sources::of_answer(answer) }
            </>
        },
        (_, _) => html! {
            <>
                { for lookup.asked.as_ref().map(|asked| this_lookup(asked, if lookup.under_way() { "not yet" } else { "no" }, "–")) }
                { sources::unasked() }
            </>
        },
    };
    let set_back = lookup.answer().is_some() && lit.is_none();
    html! {
        <aside class={classes!("rail", set_back.then_some("set-back"))} inert={set_back} aria-label="About this lookup">
            { content }
        </aside>
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
