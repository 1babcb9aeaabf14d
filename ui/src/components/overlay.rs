//! What lies over the page: the keyboard map, and the radio text in large letters.

use yew::prelude::*;

use super::{compare, document};
use crate::app::Dispatch;
use crate::state::keys::{Line, MAP};
use crate::state::{Console, Overlay, ShellAction};

/// The overlay that is open, if one is.
pub(crate) fn view(console: &Console, dispatch: &Dispatch) -> Html {
    match (console.shell.overlay, console.lit()) {
        (Some(Overlay::Keys), _) => over("keys", "Keyboard", keyboard_map(), dispatch),
        (Some(Overlay::ReadAloud), Some(answer)) => {
            let text = html! { <p class="aloud">{ &answer.read_back }</p> };
            over("read-aloud", "Read back", text, dispatch)
        }
        (Some(Overlay::Document), _) => match &console.record.document {
            Some(opened) => over("document", "Document", document::view(opened, dispatch), dispatch),
            None => html! {},
        },
        (Some(Overlay::Compare), _) => match (console.record.record(), &console.record.compared) {
            (Some(mine), Some(compared)) => {
                let content = compare::view(mine, compared, &console.record, dispatch);
                over("compare", "One person, or two?", content, dispatch)
            }
            (Some(_) | None, _) => html! {},
        },
        (Some(Overlay::ReadAloud) | None, _) => html! {},
    }
}

fn over(id: &'static str, title: &'static str, content: Html, dispatch: &Dispatch) -> Html {
    let close = dispatch.reform(|_: MouseEvent| ShellAction::Back);
    html! {
        <div class="over" onclick={close.clone()}>
            <div {id} class="sheet" role="dialog" aria-modal="true" aria-label={title} tabindex="-1"
                onclick={|event: MouseEvent| event.stop_propagation()}>
                <h2>{ title }<button type="button" class="bare" onclick={close}><kbd>{ "Esc" }</kbd>{ " close" }</button></h2>
                { content }
            </div>
        </div>
    }
}

fn keyboard_map() -> Html {
    let line = |(keys, words): &Line| {
        html! {
            <><dt>{ for keys.iter().map(|key| html! { if *key == "…" { { "…" } } else { <kbd>{ *key }</kbd> } }) }</dt><dd>{ *words }</dd></>
        }
    };
    let group = |(title, lines): &(&'static str, &[Line])| {
        html! { <section><h3>{ *title }</h3><dl>{ for lines.iter().map(line) }</dl></section> }
    };
    html! { <div class="map">{ for MAP.iter().map(group) }</div> }
}
