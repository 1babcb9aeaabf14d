//! Choosing what locks the console. Nobody has to: then nothing is kept.

use ciss_contract::ipc::LockedBy;
use yew::prelude::*;

use crate::app::Dispatch;
use crate::components::icon::icon;
use crate::components::secret;
use crate::components::slice::{Same, Slice};
use crate::state::{Locking, LockingAction, Refusal};
use crate::wording::lock;

/// The page.
#[derive(PartialEq)]
pub(crate) struct PinPage(pub(crate) Same<Locking>);

impl Slice for PinPage {
    fn draw(&self, dispatch: &Dispatch) -> Html {
        let Locking { by, secret, again, busy, refusal, .. } = &*self.0;
        let offers_passphrase = refusal.as_ref().is_some_and(Refusal::is_of_the_keyring);
        html! {
            <main class="door" id="pin" data-by={lock::code(*by)}>
                <h1>{ lock::choose(*by) }</h1>
                <p>
                    { "It keeps your session, your recent lookups with their answers and photos, and how you like the console on \
                       this workstation, sealed, for 12 hours at most. After a break or a restart it brings them back, also while \
                       the hub cannot be reached. Five wrong tries or signing out destroy them." }
                </p>
                <p>{ lock::rule(*by) }</p>
                <div class="box">
                    { icon("lock") }
                    { secret::field("secret", lock::name(*by), secret, *busy, LockingAction::Typed, dispatch) }
                    { secret::field("secret-again", "The same again", again, *busy, LockingAction::TypedAgain, dispatch) }
                    <button type="button" class="small-button strong" disabled={*busy}
                        onclick={dispatch.reform(|_: MouseEvent| LockingAction::Entered)}>
                        { if *busy { "Sealing …" } else { "Keep behind it" } }{ " " }<kbd>{ "Enter" }</kbd>
                    </button>
                </div>
                { secret::refusal(refusal.as_ref(), None) }
                if offers_passphrase && *by == LockedBy::Pin {
                    <p>
                        <button id="passphrase" type="button" class="small-button"
                            onclick={dispatch.reform(|_: MouseEvent| LockingAction::KindChosen(LockedBy::Passphrase))}>
                            { "Choose a passphrase instead" }
                        </button>
                    </p>
                }
                <p class="other">
                    <button id="keep-nothing" type="button" class="small-button"
                        onclick={dispatch.reform(|_: MouseEvent| LockingAction::Dismissed)}>
                        { "Keep nothing " }<kbd>{ "Esc" }</kbd>
                    </button>
                    <span class="small">{ "Then whoever leaves this desk for 15 minutes is signed out, and nothing is left." }</span>
                </p>
            </main>
        }
    }
}
