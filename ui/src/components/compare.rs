//! Two golden records side by side, and the decision about them: faces first, then what differs, then what will change.

use ciss_contract::record::{NearMiss, RecordAnswer};
use yew::prelude::*;

use super::evidence::{decide, waterfall};
use super::icon::icon;
use super::photo::{Size, portrait};
use super::problem;
use super::tag::tags;
use crate::app::Dispatch;
use crate::state::{Compared, RecordState, Shown};
use crate::wording::deciding::{Pair, side_by_side};
use crate::wording::evidence::{odds, record as name_of};
use crate::wording::{answer, person, record};

/// The record on the screen beside the one that may be of the same person.
pub(crate) fn view(
    mine: &RecordAnswer,
    compared: &Compared,
    state: &RecordState,
    dispatch: &Dispatch,
) -> Html {
    let other = match &compared.shown {
        Shown::Opened(other) => other,
        Shown::Failed(failed) => return problem::panel(failed),
        Shown::Nothing | Shown::Opening | Shown::Waiting => {
            return html! { <p class="nothing" role="status">{ "Fetching the other record." }</p> };
        }
    };
    let Compared { near, .. } = compared;
    html! {
        <div class="compare">
            <table class="table pair">
                <caption class="visually-hidden">{ "Two golden records side by side" }</caption>
                <thead><tr><td></td>{ head(mine, "this record") }{ head(other, "the other record") }<td></td></tr></thead>
                <tbody>{ for side_by_side(&mine.fields, &other.fields).iter().map(row) }</tbody>
            </table>
            { choice(near, mine, state, dispatch) }
            { why(near) }
        </div>
    }
}

/// Faces, name, and what has to be known of each.
fn head(about: &RecordAnswer, which: &'static str) -> Html {
    let name = person::surname_first(&about.person.name);
    html! {
        <th scope="col">
            <span class="photos">
                if about.photos.is_empty() { { portrait(about.person.photo.as_ref(), Size::Large, &name) } }
                { for about.photos.iter().take(3).map(|photo| portrait(Some(photo), Size::Large, &name)) }
            </span>
            <b>{ name.clone() }</b>
            <small>{ format!("{which} · {}", record::backing(about)) }</small>
            { tags(&answer::tags(&about.person)) }
        </th>
    }
}

fn row(pair: &Pair) -> Html {
    let verdict = pair.verdict();
    let differs = verdict == Some("differs");
    let value = |value: &Option<String>| html! { <td>{ value.as_deref().unwrap_or("–") }</td> };
    html! {
        <tr class={classes!(differs.then_some("differs"))}>
            <th scope="row">{ pair.field.label() }</th>
            { value(&pair.mine) }{ value(&pair.other) }
            <td class="verdict">if differs { { icon("triangle-alert") } }{ verdict.unwrap_or("not told by both") }</td>
        </tr>
    }
}

fn choice(near: &NearMiss, mine: &RecordAnswer, state: &RecordState, dispatch: &Dispatch) -> Html {
    if !mine.may_decide {
        return html! { <p class="nothing">{ "Whoever keeps records may decide whether they are one person." }</p> };
    }
    decide(&near.mine, &near.other, &[true, false], mine, state, dispatch)
}

fn why(near: &NearMiss) -> Html {
    html! {
        <section aria-label="Evidence">
            <p class="small">
                { format!("{} beside {}: {}.", name_of(&near.mine), name_of(&near.other), odds(near.evidence.total)) }
            </p>
            { waterfall(&near.evidence, false) }
        </section>
    }
}
