//! The console while it is locked: who is signed in, and nothing else.

use ciss_contract::ipc::{LockStatus, LockedBy};
use yew::prelude::*;

use crate::app::Dispatch;
use crate::components::icon::icon;
use crate::components::secret;
use crate::components::slice::{Same, Slice};
use crate::state::{Console, Locking, LockingAction, SigningAction};
use crate::wording::lock;

/// The page.
#[derive(PartialEq)]
pub(crate) struct LockPage {
    locking: Same<Locking>,
    /// Who is signed in, where that is known before it opens.
    who: Option<String>,
}

impl LockPage {
    /// As the state has it.
    pub(crate) fn of(console: &Console) -> LockPage {
        let who = console.shell.operator.as_ref().map(|operator| operator.name.clone());
        LockPage { locking: console.locking.clone(), who }
    }
}

impl Slice for LockPage {
    fn draw(&self, dispatch: &Dispatch) -> Html {
        let Locking { status, secret, busy, refusal, .. } = &*self.locking;
        let (by, tries_left) = match *status {
            LockStatus::Locked { by, tries_left } => (by, Some(tries_left)),
            LockStatus::Open { .. } | LockStatus::SignedOut { .. } => (LockedBy::Pin, None),
        };
        let left = refusal.as_ref().and(tries_left).map(lock::tries_left);
        html! {
            <main class="door" id="locked" data-tries-left={tries_left.map(|left| left.to_string())}>
                <h1>{ "Locked" }</h1>
                if let Some(who) = &self.who { <p>{ who }</p> }
                <p>{ lock::opens(by) }</p>
                <div class="box">
                    { icon("lock") }
                    { secret::field("secret", lock::name(by), secret, *busy, LockingAction::Typed, dispatch) }
                    <button type="button" class="small-button strong" disabled={*busy}
                        onclick={dispatch.reform(|_: MouseEvent| LockingAction::Entered)}>
                        { if *busy { "Opening …" } else { "Open" } }{ " " }<kbd>{ "Enter" }</kbd>
                    </button>
                </div>
                { secret::refusal(refusal.as_ref(), left) }
                <p class="other">
                    { "Somebody else, or forgotten? " }
                    <button id="sign-out" type="button" class="small-button"
                        onclick={dispatch.reform(|_: MouseEvent| SigningAction::OutWanted)}>{ "Sign out" }</button>
                    <span class="small">{ "What is kept here is destroyed. Records at the hub stay as they are." }</span>
                </p>
            </main>
        }
    }
}
