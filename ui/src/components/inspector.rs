//! Where one person's answers come from: every source's part, with number and date.

use ciss_contract::answer::Answer;
use ciss_contract::lookup::{PersonAnswer, Tie};
use yew::prelude::*;

use super::answers::parts;
use super::copy::copy_person;
use super::people::withheld;
use crate::app::Dispatch;
use crate::state::LookupAction;
use crate::wording::lookup::{question_code, standing_code};
use crate::wording::{person, time};

/// The right-hand column while it is about a person.
pub(crate) fn view(position: usize, about: &PersonAnswer, dispatch: &Dispatch) -> Html {
    html! {
        <section id="inspector" class="rail-part" aria-labelledby="inspector-title" data-inspected={(position + 1).to_string()}>
            <h2 id="inspector-title">
                { "Where it comes from" }
                <button type="button" class="bare" onclick={dispatch.reform(|_: MouseEvent| LookupAction::InspectToggled)}>
                    <kbd>{ "Alt I" }</kbd>{ " close" }
                </button>
            </h2>
            <p class="inspected">
                <b>{ person::surname_first(&about.name) }</b><small>{ person::sex_and_age(about) }</small>{ copy_person(dispatch) }
            </p>
            { for about.withheld.as_deref().map(withheld) }
            <ul class="inspected-answers">{ for about.answers.iter().map(answer) }</ul>
            { ties(&about.ties) }
        </section>
    }
}

fn answer(answer: &Answer) -> Html {
    html! {
        <li data-answer={question_code(answer.question)} data-standing={standing_code(answer.standing)}>
            <h3>{ answer.question.label() }</h3>
            { parts(answer) }
        </li>
    }
}

fn ties(ties: &[Tie]) -> Html {
    let tie = |tie: &Tie| {
        html! {
            <span class="part">
                <span class="part-source">{ format!("{} ({})", tie.source.label(), tie.source.code()) }</span>
                <span class="part-basis">{ format!("as of {}", time::moment(tie.as_of)) }</span>
            </span>
        }
    };
    html! {
        if !ties.is_empty() {
            <div class="inspected-ties"><h3>{ "Tied to the address by" }</h3>{ for ties.iter().map(tie) }</div>
        }
    }
}
