//! Answer first: the line that the radio asked for.

use ciss_contract::answer::Severity;
use ciss_contract::lookup::Headline;
use yew::prelude::*;

use super::icon::icon;
use crate::app::Dispatch;
use crate::state::Action;
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
                <button type="button" class="go" onclick={dispatch.reform(|_: MouseEvent| Action::HeadlineOpened)}>
                    { "Open " }<kbd>{ "Enter" }</kbd>
                </button>
            }
        </div>
    }
}
