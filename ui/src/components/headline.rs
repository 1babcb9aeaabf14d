//! Answer first: the line that the radio asked for.

use ciss_contract::answer::Severity;
use ciss_contract::lookup::{Headline, HeadlineLine};
use yew::prelude::*;

use super::icon::icon;
use crate::app::Dispatch;
use crate::state::LookupAction;
use crate::wording::look::Look;

/// The banner. `opens`: the person it is about is in the answer.
pub(crate) fn view(headline: &Headline, opens: bool, dispatch: &Dispatch) -> Html {
    let look = Look::from(headline.severity);
    let severity = match headline.severity {
        Severity::Info => "info",
        Severity::Caution => "caution",
        Severity::Danger => "danger",
    };
    html! {
        <div id="headline" class={classes!("headline", look.class())} data-severity={severity}>
            { icon(look.icon()) }
            <h1 id="headline-text">{ &headline.text }</h1>
            <span class="detail">{ &headline.detail }</span>
            if opens {
                <button type="button" class="go" onclick={dispatch.reform(|_: MouseEvent| LookupAction::HeadlineOpened)}>
                    { "Open " }<kbd>{ "Enter" }</kbd>
                </button>
            }
        </div>
    }
}

/// Everything else that has to be known, a line for each kind. It stands under the banner, on the first screen. `seen`: what
/// needs no attention is on the first screen as well, person by person, and has no line here.
pub(crate) fn also(headline: &Headline, seen: bool) -> Html {
    let lines: Vec<&HeadlineLine> =
        headline.also.iter().filter(|line| !seen || line.severity > Severity::Info).collect();
    let line = |line: &HeadlineLine| {
        let look = Look::from(line.severity);
        html! {
            <li class={classes!("standing", look.class())}>
                { icon(look.icon()) }
                <span title={line.detail.clone()}><b>{ &line.text }</b>if !seen { <small>{ &line.detail }</small> }</span>
            </li>
        }
    };
    html! {
        if !lines.is_empty() {
            <ul id="also" class="also" aria-label="Also on file">{ for lines.into_iter().map(line) }</ul>
        }
    }
}
