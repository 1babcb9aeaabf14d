//! A link that waits until a person follows it or sends it away. It lies over the page and moves nothing on it.

use ciss_contract::ipc::DeepLink;
use yew::prelude::*;

use super::icon::icon;
use crate::app::Dispatch;
use crate::state::LookupAction;
use crate::wording::ask;

/// The link, if one waits.
pub(crate) fn view(link: Option<&DeepLink>, dispatch: &Dispatch) -> Html {
    let Some(link) = link else {
        return html! {};
    };
    html! {
        <aside id="link" class="toast" aria-label="A link waits">
            { icon("info") }
            <span><b>{ "A link asks for " }</b>{ ask::link(link) }</span>
            <button type="button" class="small-button strong"
                onclick={dispatch.reform(|event: MouseEvent| LookupAction::LinkFollowed(event.time_stamp()))}>
                { "Look it up " }<kbd>{ "Alt L" }</kbd>
            </button>
            <button type="button" class="small-button" onclick={dispatch.reform(|_: MouseEvent| LookupAction::LinkDismissed)}>
                { "Dismiss " }<kbd>{ "Esc" }</kbd>
            </button>
        </aside>
    }
}
