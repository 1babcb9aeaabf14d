//! Quiet buttons that put a field, or a person, on the clipboard. They are seen where the pointer or the focus is.

use yew::prelude::*;

use super::icon::icon;
use crate::app::Dispatch;
use crate::state::ShellAction;

/// The button beside a field, by its name.
pub(crate) fn copy(name: &'static str, value: &str, dispatch: &Dispatch) -> Html {
    let value = value.to_owned();
    let label = format!("Copy: {name}");
    let onclick = dispatch.reform(move |_: MouseEvent| ShellAction::FieldCopyWanted(name, value.clone()));
    html! {
        <button type="button" class="quiet" title={label.clone()} aria-label={label} {onclick}>{ icon("copy") }</button>
    }
}

/// The button beside the person in view.
pub(crate) fn copy_person(dispatch: &Dispatch) -> Html {
    let onclick = dispatch.reform(|_: MouseEvent| ShellAction::PersonCopyWanted);
    html! {
        <button type="button" class="quiet" title="Copy this person (Alt P)" aria-label="Copy this person"
            aria-keyshortcuts="Alt+P" {onclick}>{ icon("copy") }</button>
    }
}
