//! The shape of what is to come, so that nothing moves when it does.

use yew::prelude::*;

use super::vehicle::asked;
use crate::app::Dispatch;
use crate::state::{Asked, LookupAction};
use crate::wording::matrix::Column;

fn bone(class: &'static str) -> Html {
    html! { <span class={classes!("bone", class)}></span> }
}

/// The head of an answer that is asked for, with the words that say what is waited for.
pub(crate) fn asking(lookup: &Asked, words: &'static str, dispatch: &Dispatch) -> Html {
    html! {
        <div class="skeleton" aria-busy="true">
            <section class="card answer-card">
                <div class="headline asking">
                    <h1>{ words }</h1>
                    <button type="button" class="go" onclick={dispatch.reform(|_: MouseEvent| LookupAction::Cancelled)}>
                        { "Cancel " }<kbd>{ "Esc" }</kbd>
                    </button>
                </div>
                <div class="vehicle">
                    { asked(&lookup.query) }
                    <div class="vehicle-words">{ bone("line") }{ bone("line short") }</div>
                    <div class="registration">{ bone("line") }{ bone("line short") }</div>
                </div>
                <div class="read-back">{ bone("line") }</div>
            </section>
        </div>
    }
}

/// The people of an answer that is asked for, as a matrix where there is room for it.
pub(crate) fn people(wide: bool) -> Html {
    if wide {
        return house();
    }
    let row = |_| html! { <li class="answer-row">{ bone("w40") }{ bone("w30") }{ bone("w20") }</li> };
    html! {
        <div class="skeleton columns" aria-busy="true">
            <section class="card owner-card">
                <h2 class="card-title">{ "Registered owner" }</h2>
                { person("medium") }
                <ul class="answers">{ for (0..9).map(row) }</ul>
            </section>
            <section class="card">
                <h2 class="card-title">{ "At this address" }</h2>
                <ol class="people">{ for (0..4).map(|_| html! { <li>{ person("small") }</li> }) }</ol>
            </section>
        </div>
    }
}

fn house() -> Html {
    let head =
        |column: Column| html! { <th scope="col" class={column.code()}><span>{ column.label() }</span></th> };
    let cell = |column: Column| html! { <td class={column.code()}>{ bone("line") }</td> };
    let row = |_| {
        html! { <tr><th scope="row" class="who-is">{ person("row") }</th>{ for Column::all().map(cell) }</tr> }
    };
    html! {
        <div class="skeleton" aria-busy="true">
            <section class="card house">
                <h2 class="card-title">{ "At this address" }</h2>
                <table class="matrix">
                    <thead><tr>
                        <th scope="col" class="who-is"><span>{ "Person" }</span></th>{ for Column::all().map(head) }
                    </tr></thead>
                    <tbody>{ for (0..4).map(row) }</tbody>
                </table>
            </section>
        </div>
    }
}

fn person(size: &'static str) -> Html {
    html! {
        <span class={classes!("person", (size == "medium").then_some("owner"))}>
            <kbd>{ "·" }</kbd>
            <span class={classes!("photo", size, "bone")}></span>
            <span class="person-words">{ bone("line") }{ bone("line short") }</span>
        </span>
    }
}

/// A record's tables.
pub(crate) fn record() -> Html {
    let lines = |count: usize| html! { <>{ for (0..count).map(|_| html! { <p class="bone-row">{ bone("w20") }{ bone("w40") }{ bone("w30") }</p> }) }</> };
    html! {
        <div class="skeleton" aria-busy="true">
            <div class="record-grid">
                <section class="card"><h2 class="card-title">{ "Golden record" }</h2>{ lines(8) }</section>
                <section class="card"><h2 class="card-title">{ "Answers" }</h2>{ lines(9) }</section>
            </div>
            <section class="card"><h2 class="card-title">{ "Records behind it" }</h2>{ lines(4) }</section>
        </div>
    }
}
