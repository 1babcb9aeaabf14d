//! The one function that changes the state. Each slice takes its own actions.

mod asking;
mod deciding;
mod going;
mod lookup;
mod opening;
mod record;
mod shell;
mod walking;

use super::{Action, Announcement, Console, Effect};
use crate::wording;

impl Console {
    /// Takes what happened, and says what the world has to do.
    pub(crate) fn update(&mut self, action: impl Into<Action>) -> Vec<Effect> {
        let (answered, lit) = (self.lookup.answer().is_some(), self.lit().is_some());
        let effects = match action.into() {
            Action::Shell(action) => self.take_shell(action),
            Action::Lookup(action) => self.take_lookup(action),
            Action::Record(action) => self.take_record(action),
            Action::Meeting(action) => self.meet(action),
            Action::Signing(action) => self.sign(action),
            Action::Locking(action) => self.take_locking(action),
        };
        if let Some(answer) = self.lookup.answer() {
            match (lit, self.lit().is_some()) {
                (true, false) => self.shell.announcement = wording::set_back::spoken(answer).into(),
                (false, true) if answered => self.shell.announcement = Announcement::of(answer),
                (true, true) | (false, _) => {}
            }
        }
        effects
    }
}
