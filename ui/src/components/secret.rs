//! A field for a PIN or a passphrase, and why one is not taken.

use yew::prelude::*;

use super::icon::icon;
use crate::app::Dispatch;
use crate::browser;
use crate::state::{LockingAction, Refusal};

/// The field. What is typed shows as dots, and nothing remembers it.
pub(crate) fn field(
    id: &'static str,
    label: &'static str,
    value: &str,
    busy: bool,
    typed: fn(String) -> LockingAction,
    dispatch: &Dispatch,
) -> Html {
    let oninput = dispatch.reform(move |event: InputEvent| typed(browser::typed(&event).unwrap_or_default()));
    html! {
        <input {id} type="password" value={value.to_owned()} {oninput} readonly={busy} spellcheck="false" autocomplete="off"
            aria-label={label} placeholder={label} maxlength="128" />
    }
}

/// Why it is not taken, and what is left.
pub(crate) fn refusal(refusal: Option<&Refusal>, left: Option<String>) -> Html {
    let (title, detail) = match refusal {
        None => return html! {},
        Some(Refusal::TypedOtherwise) => ("The two are not the same", "Type it again."),
        Some(Refusal::Problem(problem)) => (problem.title.as_str(), problem.detail.as_str()),
    };
    let code = refusal.map(Refusal::code);
    html! {
        <p id="problem" class="refusal" role="alert" data-code={code}>
            { icon("triangle-alert") }<b>{ format!(" {title}. ") }</b>{ detail }
            if let Some(left) = left { { " " }<b>{ left }</b> }
        </p>
    }
}
