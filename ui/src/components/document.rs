//! A document as its source sent it.

use ciss_contract::record::DocumentAnswer;
use yew::prelude::*;

use super::problem;
use crate::state::OpenedDocument;
use crate::wording::{document, time};

/// What was asked for, as far as it is there.
pub(crate) fn view(opened: &OpenedDocument) -> Html {
    match &opened.answer {
        None => html! { <p class="nothing" role="status">{ "Fetching the document." }</p> },
        Some(Err(failed)) => problem::panel(failed),
        Some(Ok(answer)) => original(answer),
    }
}

fn original(answer: &DocumentAnswer) -> Html {
    let line = |name: &'static str, value: Html| html! { <><dt>{ name }</dt><dd>{ value }</dd></> };
    html! {
        <div class="document" data-document={answer.id.as_str().to_owned()}>
            <dl>
                { line("Source", html! { <>{ answer.source.label() }{ " · " }<b>{ answer.source.code() }</b></> }) }
                { line("Number", html! { <span class="mono">{ &answer.number }</span> }) }
                { line("As of", time::moment(answer.as_of).into()) }
                { line("Received", time::moment(answer.received).into()) }
                { line("SHA-256", html! { <span class="mono hash">{ &answer.sha256 }</span> }) }
            </dl>
            <p class="small">{ "As received. Numbers that are never shown are masked." }</p>
            <pre tabindex="0">{ document::readable(answer) }</pre>
        </div>
    }
}
