//! The text for the radio.

use yew::prelude::*;

use super::icon::icon;
use crate::app::Dispatch;
use crate::state::LookupAction;

/// The text with its two keys. `copied`: what became of the last copy.
pub(crate) fn view(text: &str, copied: Option<bool>, dispatch: &Dispatch) -> Html {
    let (name, word) = match copied {
        Some(true) => ("check", "Copied"),
        Some(false) => ("triangle-alert", "Not copied"),
        None => ("copy", "Copy"),
    };
    html! {
        <div class="read-back">
            <span class="read-title" title="Read back">{ icon("radio") }<span>{ "Read back" }</span></span>
            <p id="read-back">{ text }</p>
            <span class="read-keys">
                <button type="button" onclick={dispatch.reform(|_: MouseEvent| LookupAction::ReadAloudToggled)}>
                    { "Large " }<kbd>{ "Alt R" }</kbd>
                </button>
                <button type="button" class="copy" onclick={dispatch.reform(|_: MouseEvent| LookupAction::CopyWanted)}>
                    { icon(name) }{ word }{ " " }<kbd>{ "Alt C" }</kbd>
                </button>
            </span>
        </div>
    }
}
