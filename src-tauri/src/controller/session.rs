//! Who is signed in, and what is left when they go: nothing.

use ciss_client::Recent;
use ciss_contract::ipc::{LockStatus, SignedIn, SignedOut};
use jiff::Timestamp;

use super::Controller;
use crate::console::{Console, Reply};
use crate::desktop::Desktop;

impl<D: Desktop> Controller<D> {
    /// Ends what is under way, forgets what was shown and destroys what is kept, then tells the hub.
    pub(super) fn sign_out(&mut self, console: &Console, reply: Reply<()>) {
        self.part(SignedOut::Asked);
        self.calls(console).sign_out(reply);
    }

    /// As [`sign_out`](Self::sign_out), where nobody waits for what the hub says.
    pub(super) fn leave(&mut self, why: SignedOut, console: &Console) {
        if !self.locking.is_signed_out() {
            let (reply, _) = tokio::sync::oneshot::channel();
            self.part(why);
            self.calls(console).sign_out(reply);
        }
    }

    /// The session came up, or is another one's.
    pub(super) fn signed_in(&mut self, signed_in: SignedIn) {
        let before = self.signed_in.as_ref().map(|before| &before.operator.federation_id);
        if before.is_some_and(|before| *before != signed_in.operator.federation_id) {
            self.forget();
            if self.close_what_is_kept() {
                self.desktop.send(&self.locking.status());
            }
        }
        self.desktop.send(&signed_in);
        self.signed_in = Some(signed_in);
        self.welcome(Timestamp::now());
    }

    fn part(&mut self, why: SignedOut) {
        self.forget();
        self.signed_in = None;
        self.destroy_what_is_kept();
        self.lock_is(LockStatus::SignedOut { why });
    }

    pub(super) fn forget(&mut self) {
        self.underway = None;
        self.recent = Recent::default();
        self.photos.forget();
    }
}
