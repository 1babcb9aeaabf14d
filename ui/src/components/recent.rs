//! Lookups of this run, newest first.

use ciss_contract::recent::RecentLookup;
use yew::prelude::*;

use super::slice::{Same, Slice, slice};
use crate::app::Dispatch;
use crate::state::{LookupAction, Recent};
use crate::wording::time;

#[derive(PartialEq)]
struct List {
    recent: Same<Vec<Recent>>,
    /// The one whose answer is on the screen.
    current: Option<String>,
}

/// The column at the left. `current`: the one whose answer is on the screen.
pub(crate) fn view(recent: &Same<Vec<Recent>>, current: Option<String>, dispatch: &Dispatch) -> Html {
    slice(List { recent: recent.clone(), current }, dispatch)
}

impl Slice for List {
    fn draw(&self, dispatch: &Dispatch) -> Html {
        let row = |(position, recent): (usize, &Recent)| {
            line(
                position,
                &recent.line,
                self.current.as_deref() == Some(recent.line.query.as_str()),
                dispatch,
            )
        };
        html! {
            <aside class="recent-column" aria-labelledby="recent-title">
                <h2 id="recent-title">{ "Recent" }<small>{ "Ctrl 1–9" }</small></h2>
                if self.recent.is_empty() {
                    <p class="nothing">{ "Lookups appear here. They are kept in memory only, until a PIN keeps them." }</p>
                } else {
                    <ol>{ for self.recent.iter().enumerate().map(row) }</ol>
                }
            </aside>
        }
    }
}

fn line(position: usize, recent: &RecentLookup, on: bool, dispatch: &Dispatch) -> Html {
    let key = position + 1;
    html! {
        <li key={recent.query.clone()}>
            <button type="button" class={classes!("recent", on.then_some("on"))}
                aria-keyshortcuts={(key <= 9).then(|| format!("Control+{key}"))}
                title={(key <= 9).then(|| format!("Ctrl {key}: look up again"))}
                onclick={dispatch.reform(move |event: MouseEvent| LookupAction::Repeated(position, event.time_stamp()))}>
                <b class="mono">{ &recent.query }</b>
                <time>{ time::minute(recent.at) }</time>
                <small>{ &recent.summary }</small>
            </button>
        </li>
    }
}
