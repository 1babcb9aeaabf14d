//! Who signs in, once somebody signed out.

use yew::prelude::*;

use crate::app::Dispatch;
use crate::browser;
use crate::components::icon::icon;
use crate::components::slice::{Same, Slice};
use crate::state::{Signing, SigningAction};
use crate::wording::lock;

/// The page.
#[derive(PartialEq)]
pub(crate) struct SignInPage(pub(crate) Same<Signing>);

impl Slice for SignInPage {
    fn draw(&self, dispatch: &Dispatch) -> Html {
        let Signing { account, calling, refusal, untold, why } = &*self.0;
        let typed = dispatch
            .reform(|event: InputEvent| SigningAction::Typed(browser::typed(&event).unwrap_or_default()));
        html! {
            <main class="door" id="signed-out">
                <h1>{ "Signed out" }</h1>
                if let Some(why) = why.and_then(lock::signed_out) { <p id="why">{ why }</p> }
                <p>{ "Nothing that was shown or typed is kept. Who is there?" }</p>
                if let Some(problem) = untold {
                    <p class="refusal" role="alert" data-code={problem.code.as_str()}>
                        { icon("triangle-alert") }
                        { " The hub could not be told. The session ends there by itself; nobody can use it from here." }
                    </p>
                }
                <div class="box">
                    { icon("user-round") }
                    <input id="account" value={account.clone()} oninput={typed} readonly={*calling} spellcheck="false"
                        autocomplete="off" aria-label="Account" placeholder="account" maxlength="64" />
                    <button type="button" class="small-button strong" disabled={*calling}
                        onclick={dispatch.reform(|_: MouseEvent| SigningAction::InWanted)}>
                        { if *calling { "Signing in …" } else { "Sign in" } }{ " " }<kbd>{ "Enter" }</kbd>
                    </button>
                </div>
                if let Some(problem) = refusal {
                    <p id="problem" class="refusal" role="alert" data-code={problem.code.as_str()}>
                        { icon("triangle-alert") }<b>{ format!(" {}. ", problem.title) }</b>{ &problem.detail }
                    </p>
                }
            </main>
        }
    }
}
