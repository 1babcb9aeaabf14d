//! What was asked while the hub was gone and gave way to other questions.

use ciss_contract::ipc::HubStatus;
use yew::prelude::*;

use super::icon::icon;
use crate::app::Dispatch;
use crate::state::{Asked, LookupAction};

/// The line, if anything was.
pub(crate) fn view(meanwhile: &[Asked], hub: &HubStatus, dispatch: &Dispatch) -> Html {
    if meanwhile.is_empty() {
        return html! {};
    }
    let plates: Vec<String> = meanwhile.iter().map(|asked| asked.query.shown()).collect();
    let live = matches!(hub, HubStatus::Live { .. });
    html! {
        <div id="meanwhile" class="hub-gone" role="status">
            { icon("clock-alert") }
            <span>
                <b>{ "Asked while the hub was gone, and not answered: " }</b><span class="mono">{ plates.join(", ") }</span>
            </span>
            if live {
                <button type="button" class="small-button strong"
                    onclick={dispatch.reform(|event: MouseEvent| LookupAction::MeanwhileAsked(event.time_stamp()))}>
                    { "Ask the next one " }<kbd>{ "Alt S" }</kbd>
                </button>
            } else {
                <span class="since">{ "can be asked again once it is back" }</span>
            }
        </div>
    }
}
