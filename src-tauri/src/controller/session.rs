//! Who is signed in, and what is left when they go: nothing.

use ciss_client::Recent;
use ciss_contract::ipc::SignedIn;

use super::Controller;
use crate::console::{Console, Reply};
use crate::desktop::Desktop;

impl<D: Desktop> Controller<D> {
    /// Ends what is under way and forgets what was shown, then tells the hub.
    pub(super) fn sign_out(&mut self, console: &Console, reply: Reply<()>) {
        self.forget();
        self.signed_in = None;
        self.signed_out = true;
        self.calls(console).sign_out(reply);
    }

    /// The session came up, or is another one's.
    pub(super) fn signed_in(&mut self, signed_in: SignedIn) {
        let before = self.signed_in.as_ref().map(|before| &before.operator.federation_id);
        if before.is_some_and(|before| *before != signed_in.operator.federation_id) {
            self.forget();
        }
        self.desktop.send(&signed_in);
        self.signed_in = Some(signed_in);
        self.signed_out = false;
    }

    fn forget(&mut self) {
        self.underway = None;
        self.recent = Recent::default();
        self.photos.forget();
    }
}
