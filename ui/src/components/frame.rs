//! What stands around every page: name, pages, the demo label, who is signed in, the time, and the state of the hub.

use ciss_contract::ipc::HubStatus;
use jiff::Timestamp;
use yew::prelude::*;

use super::icon::icon;
use super::now::Now;
use crate::app::Dispatch;
use crate::state::{Action, Console, Page, Theme};
use crate::wording::{lookup, time};

/// The frame with a page in it.
pub(crate) fn view(console: &Console, dispatch: &Dispatch, page: Html) -> Html {
    html! {
        // What lies over the page has the keys for itself.
        <div class="frame" inert={console.overlay.is_some()}>
            { top(console, dispatch) }
            { page }
            { foot(console, dispatch) }
        </div>
    }
}

fn top(console: &Console, dispatch: &Dispatch) -> Html {
    let tab = |page: Page, name: &'static str| {
        let current = (console.page == page).then_some("page");
        let onclick = dispatch.reform(move |_: MouseEvent| Action::PageChosen(page));
        html! { <button type="button" class="tab" aria-current={current} {onclick}>{ name }</button> }
    };
    html! {
        <header>
            <div class="brand"><b>{ "CISS" }</b>{ " Console" }</div>
            <nav aria-label="Pages">{ tab(Page::Lookup, "Lookup") }{ tab(Page::Record, "Records") }</nav>
            { console.demo.then(|| html! { <span id="demo" class="demo">{ "DEMO DATA · NOT CJI" }</span> }) }
            <div class="who">{ who(console) }</div>
            { theme(console.theme, dispatch) }
            <time class="clock"><Now words={Callback::from(time::clock)} /></time>
        </header>
    }
}

fn who(console: &Console) -> Html {
    match &console.operator {
        Some(operator) => html! {
            <><b>{ &operator.name }</b>{ format!(" · {} · {}", operator.assignment.label(), operator.agency) }</>
        },
        None => html! { "signing in …" },
    }
}

fn theme(theme: Theme, dispatch: &Dispatch) -> Html {
    let name = match theme {
        Theme::Night => "moon",
        Theme::Day => "sun",
        Theme::Contrast => "contrast",
    };
    let label = format!("Theme: {}. Next: {}", theme.label(), theme.next().label());
    html! {
        <button id="theme" type="button" class="bare" title={label.clone()} aria-label={label}
            onclick={dispatch.reform(|_: MouseEvent| Action::ThemeSwitched)}>{ icon(name) }</button>
    }
}

fn foot(console: &Console, dispatch: &Dispatch) -> Html {
    html! {
        <footer>
            { hub(&console.hub) }
            { oldest(console) }
            <span class="spring"></span>
            <button type="button" class="bare" onclick={dispatch.reform(|_: MouseEvent| Action::KeysToggled)}>
                <kbd>{ "?" }</kbd>{ " keys" }
            </button>
        </footer>
    }
}

fn hub(hub: &HubStatus) -> Html {
    let (state, name, word, rest) = match hub {
        HubStatus::Connecting => ("connecting", "loader-circle", "Connecting", "to the hub".to_owned()),
        HubStatus::Live { round_trip_ms } => ("live", "activity", "Live", format!("hub {round_trip_ms} ms")),
        HubStatus::Gone { code, since } => {
            ("gone", "unplug", "Hub gone", format!("{} · since {}", code.words().title, time::minute(*since)))
        }
    };
    html! {
        <span id="hub-status" class="hub-status" data-state={state}>
            { icon(name) }<b>{ word }</b>{ format!(" · {rest}") }
        </span>
    }
}

fn oldest(console: &Console) -> Html {
    let drawn = console.drawn();
    let Some(answer) = drawn.lit().cloned() else {
        return html! {};
    };
    let words = Callback::from(move |now: Timestamp| lookup::oldest(&answer, now).unwrap_or_default());
    html! { <span>{ "Oldest source: " }<b><Now {words} every={10_000} /></b></span> }
}

/// The banner while the hub is gone.
pub(crate) fn gone(console: &Console) -> Html {
    let HubStatus::Gone { code, since } = &console.hub else {
        return html! {};
    };
    let words = code.words();
    html! {
        <div id="hub-gone" class="hub-gone" role="alert">
            { icon("unplug") }
            <span><b>{ words.title }</b>{ " " }{ words.advice }</span>
            <span class="since">{ format!("since {}", time::minute(*since)) }</span>
        </div>
    }
}
