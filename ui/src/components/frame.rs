//! What stands around every page: name, pages, the demo label, who is signed in, the time, and the state of the hub.

use ciss_contract::health::Rebuilding;
use ciss_contract::ipc::{HubStatus, LockStatus};
use ciss_contract::lookup::LookupAnswer;
use ciss_contract::session::Operator;
use jiff::Timestamp;
use yew::prelude::*;

use super::icon::icon;
use super::now::Now;
use super::slice::{Same, Slice, slice};
use crate::app::Dispatch;
use crate::state::{
    Clip, Console, LockingAction, Page, Resize, Shell, ShellAction, SigningAction, TextSize, Theme,
};
use crate::wording::{copied, lookup, time};

/// The frame with a page in it.
pub(crate) fn view(console: &Console, dispatch: &Dispatch, page: Html) -> Html {
    html! {
        // What lies over the page has the keys for itself.
        <div class="frame" inert={console.shell.overlay.is_some()}>
            { top(console, dispatch) }
            { page }
            { foot(console, dispatch) }
        </div>
    }
}

#[derive(PartialEq)]
struct Top {
    page: Page,
    demo: bool,
    operator: Option<Operator>,
    keeps: bool,
    theme: Theme,
}

fn top(console: &Console, dispatch: &Dispatch) -> Html {
    let Shell { demo, operator, theme, .. } = &*console.shell;
    let (page, operator) = (console.page(), operator.clone());
    let keeps = console.locking.status == LockStatus::Open { keeps: true };
    slice(Top { page, demo: *demo, operator, keeps, theme: *theme }, dispatch)
}

impl Slice for Top {
    fn draw(&self, dispatch: &Dispatch) -> Html {
        let tab = |page: Page, name: &'static str| {
            let current = (self.page == page).then_some("page");
            let onclick = dispatch.reform(move |_: MouseEvent| ShellAction::PageChosen(page));
            html! { <button type="button" class="tab" aria-current={current} {onclick}>{ name }</button> }
        };
        html! {
            <header>
                <div class="brand"><b>{ "CISS" }</b>{ " Console" }</div>
                <nav aria-label="Pages">{ tab(Page::Lookup, "Lookup") }{ tab(Page::Record, "Records") }</nav>
                { self.demo.then(|| html! { <span id="demo" class="demo">{ "DEMO DATA · NOT CJI" }</span> }) }
                <div class="who">{ who(self.operator.as_ref(), self.keeps, dispatch) }</div>
                { theme(self.theme, dispatch) }
                <time class="clock"><Now words={Callback::from(time::clock)} /></time>
            </header>
        }
    }
}

fn who(operator: Option<&Operator>, keeps: bool, dispatch: &Dispatch) -> Html {
    let (word, title) = match keeps {
        true => ("Lock", "Lock (Alt K)"),
        false => ("Choose a PIN", "Nothing is kept yet. A PIN keeps it through a break or a restart (Alt K)"),
    };
    match operator {
        Some(operator) => html! {
            <>
                <span class="name-of-operator">
                    <b>{ &operator.name }</b>{ format!(" · {} · {}", operator.assignment.label(), operator.agency) }
                </span>
                <button id="lock" type="button" class="bare" {title}
                    onclick={dispatch.reform(|_: MouseEvent| LockingAction::LockWanted)}>{ icon("lock") }{ format!(" {word}") }</button>
                <button id="sign-out" type="button" class="bare"
                    onclick={dispatch.reform(|_: MouseEvent| SigningAction::OutWanted)}>{ "Sign out" }</button>
            </>
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
            onclick={dispatch.reform(|_: MouseEvent| ShellAction::ThemeSwitched)}>{ icon(name) }</button>
    }
}

#[derive(PartialEq)]
struct Foot {
    hub: HubStatus,
    lit: Option<Same<LookupAnswer>>,
    copied: Option<(Clip, bool)>,
    size: TextSize,
}

fn foot(console: &Console, dispatch: &Dispatch) -> Html {
    let Shell { hub, copied, size, .. } = &*console.shell;
    let lit = console.lit().map(Same::from);
    slice(Foot { hub: hub.clone(), lit, copied: *copied, size: *size }, dispatch)
}

impl Slice for Foot {
    fn draw(&self, dispatch: &Dispatch) -> Html {
        html! {
            <footer>
                { hub(&self.hub) }
                { self.lit.clone().map(oldest) }
                <span class="spring"></span>
                if let Some((what, done)) = self.copied { <span id="copied">{ copied(what, done) }</span> }
                { size(self.size, dispatch) }
                <button type="button" class="bare" onclick={dispatch.reform(|_: MouseEvent| ShellAction::KeysToggled)}>
                    <kbd>{ "?" }</kbd>{ " keys" }
                </button>
            </footer>
        }
    }
}

fn size(size: TextSize, dispatch: &Dispatch) -> Html {
    let step = |step: Resize, sign: &'static str, label: &'static str| {
        let onclick = dispatch.reform(move |_: MouseEvent| ShellAction::Resized(step));
        html! { <button type="button" class="bare" title={label} aria-label={format!("{sign} {label}")} {onclick}>{ sign }</button> }
    };
    html! {
        <span id="size" class="size" role="group" aria-label="Text size">
            { step(Resize::Smaller, "A−", "Smaller text (Ctrl −)") }
            <b>{ format!("{} %", size.percent()) }</b>
            { step(Resize::Larger, "A+", "Larger text (Ctrl +)") }
        </span>
    }
}

fn hub(hub: &HubStatus) -> Html {
    let (state, name, word, rest) = match hub {
        HubStatus::Unchosen => ("unchosen", "unplug", "No hub", "chosen yet".to_owned()),
        HubStatus::Connecting => ("connecting", "loader-circle", "Connecting", "to the hub".to_owned()),
        HubStatus::Live { stale_since: Some(since), .. } => {
            ("cut-off", "unplug", "Hub cut off", format!("hears nothing new since {}", time::minute(*since)))
        }
        HubStatus::Live { rebuilding: Some(Rebuilding { applied, entries }), .. } => {
            let done = applied.saturating_mul(100) / entries.max(&1);
            ("live", "loader-circle", "Live", format!("records are being made anew, {done} %"))
        }
        HubStatus::Live { round_trip_ms, stale_since: None, rebuilding: None } => {
            ("live", "activity", "Live", format!("hub {round_trip_ms} ms"))
        }
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

fn oldest(answer: Same<LookupAnswer>) -> Html {
    let words = Callback::from(move |now: Timestamp| lookup::oldest(&answer, now).unwrap_or_default());
    html! { <span>{ "Oldest source: " }<b><Now {words} every={10_000} /></b></span> }
}

/// The banner while the hub is gone.
pub(crate) fn gone(hub: &HubStatus) -> Html {
    let HubStatus::Gone { code, since } = hub else {
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
