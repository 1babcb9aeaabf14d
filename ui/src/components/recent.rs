//! Lookups of this run, newest first.

use yew::prelude::*;

use crate::app::Dispatch;
use crate::state::{Action, Console, Recent};
use crate::wording::time;

/// The column at the left.
pub(crate) fn view(console: &Console, dispatch: &Dispatch) -> Html {
    let current = console.drawn().lit().map(|answer| answer.query.shown());
    let row = |(position, Recent { line: recent, .. }): (usize, &Recent)| {
        let key = position + 1;
        let on = current.as_deref() == Some(recent.query.as_str());
        html! {
            <li key={recent.query.clone()}>
                <button type="button" class={classes!("recent", on.then_some("on"))}
                    aria-keyshortcuts={(key <= 9).then(|| format!("Control+{key}"))}
                    title={(key <= 9).then(|| format!("Ctrl {key}: look up again"))}
                    onclick={dispatch.reform(move |event: MouseEvent| Action::Repeated(position, event.time_stamp()))}>
                    <b class="mono">{ &recent.query }</b>
                    <time>{ time::minute(recent.at) }</time>
                    <small>{ &recent.summary }</small>
                </button>
            </li>
        }
    };
    html! {
        <aside class="recent-column" aria-labelledby="recent-title">
            <h2 id="recent-title">{ "Recent" }<small>{ "Ctrl 1–9" }</small></h2>
            if console.recent.is_empty() {
                <p class="nothing">{ "Lookups of this run appear here. They are kept in memory only." }</p>
            } else {
                <ol>{ for console.recent.iter().enumerate().map(row) }</ol>
            }
        </aside>
    }
}
