//! A document as its source sent it.

use ciss_contract::record::{DocumentAnswer, DocumentField, DocumentPart};
use yew::prelude::*;

use super::problem;
use crate::app::Dispatch;
use crate::state::{OpenedDocument, RecordAction};
use crate::wording::{document, time};

/// What was asked for, as far as it is there.
pub(crate) fn view(opened: &OpenedDocument, dispatch: &Dispatch) -> Html {
    match &opened.answer {
        None => html! { <p class="nothing" role="status">{ "Fetching the document." }</p> },
        Some(Err(failed)) => problem::panel(failed),
        Some(Ok(answer)) => document(answer, opened.raw, dispatch),
    }
}

/// Its fields in words, and the text as it was received behind a key. What nobody can read has only that.
fn document(answer: &DocumentAnswer, raw: bool, dispatch: &Dispatch) -> Html {
    let line = |name: &'static str, value: Html| html! { <><dt>{ name }</dt><dd>{ value }</dd></> };
    let unread = answer.parts.is_empty();
    let words = if raw { "As fields " } else { "As received " };
    html! {
        <div class="document" data-document={answer.id.as_str().to_owned()}>
            <dl>
                { line("Source", html! { <>{ answer.source.label() }{ " · " }<b>{ answer.source.code() }</b></> }) }
                { line("Number", html! { <span class="mono">{ &answer.number }</span> }) }
                { line("As of", time::moment(answer.as_of).into()) }
                { line("Received", time::moment(answer.received).into()) }
            </dl>
            if !unread {
                <button type="button" class="small-button" aria-pressed={raw.to_string()}
                    onclick={dispatch.reform(|_: MouseEvent| RecordAction::RawToggled)}>
                    { words }<kbd>{ "Alt O" }</kbd>
                </button>
            }
            if raw || unread {
                <dl>{ line("SHA-256", html! { <span class="mono hash">{ &answer.sha256 }</span> }) }</dl>
                <p class="small">{ "As received. Numbers that are never shown are masked." }</p>
                <pre tabindex="0">{ document::readable(answer) }</pre>
            } else {
                <div class="document-parts">{ for answer.parts.iter().map(part) }</div>
            }
        </div>
    }
}

fn part(part: &DocumentPart) -> Html {
    let field = |field: &DocumentField| html! { <><dt>{ &field.label }</dt><dd>{ &field.value }</dd></> };
    html! {
        <section><h3>{ &part.title }</h3><dl>{ for part.fields.iter().map(field) }</dl></section>
    }
}
