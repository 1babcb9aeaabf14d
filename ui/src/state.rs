//! The whole state of the window, in slices, and the pure function that changes it.

mod action;
mod ask;
mod drawn;
mod effect;
pub(crate) mod keys;
mod locking;
mod lookup;
mod meeting;
mod place;
mod record;
mod same;
mod shell;
mod signing;
mod size;
mod theme;
mod update;

#[cfg(test)]
pub(crate) mod fixtures;
#[cfg(test)]
mod tests;

pub(crate) use self::action::{Action, LookupAction, RecordAction, ShellAction, Step};
pub(crate) use self::ask::Ask;
pub(crate) use self::drawn::{Drawn, Known, Light, Recent};
pub(crate) use self::effect::{Effect, Target};
pub(crate) use self::locking::{Locking, LockingAction, Refusal};
pub(crate) use self::lookup::{Asked, LookupState, Progress, Spot, position_of_headline};
pub(crate) use self::meeting::{Meeting, MeetingAction, Stage};
pub(crate) use self::place::{History, Page, Place};
pub(crate) use self::record::{
    Compared, Decided, Deciding, OpenedDocument, OpenedRecord, RecordState, Shown,
};
pub(crate) use self::same::Same;
pub(crate) use self::shell::{Announcement, Clip, Overlay, RefusedPhotos, Shell};
pub(crate) use self::signing::{Signing, SigningAction};
pub(crate) use self::size::{Resize, TextSize};
pub(crate) use self::theme::Theme;

/// Everything that the window draws. Each slice is another one once it was changed, and only what is drawn of it is drawn again.
#[derive(Clone)]
pub(crate) struct Console {
    /// What stands around every page and lies over it.
    pub(crate) shell: Same<Shell>,
    /// Where the window is, and the way there.
    pub(crate) history: Same<History>,
    /// Which hub, before one is chosen.
    pub(crate) meeting: Same<Meeting>,
    /// Who signs in, once somebody signed out.
    pub(crate) signing: Same<Signing>,
    /// Whether it is locked, and what locks it.
    pub(crate) locking: Same<Locking>,
    /// What is typed and chosen.
    pub(crate) ask: Same<Ask>,
    /// The lookup page's answer.
    pub(crate) lookup: Same<LookupState>,
    /// What the lookup page showed before; it stays on the screen while the new question is younger than a moment.
    pub(crate) before: Option<Same<LookupState>>,
    /// Lookups of this run, newest first. In memory only.
    pub(crate) recent: Same<Vec<Recent>>,
    /// Questions that waited for the hub until another one was asked, the oldest first.
    pub(crate) meanwhile: Same<Vec<Asked>>,
    /// The record page's record.
    pub(crate) record: Same<RecordState>,
    /// The last ticket given to a lookup.
    last_ticket: u32,
    /// Another attempt is scheduled.
    retrying: bool,
}

impl Console {
    /// A window that knows nothing yet.
    pub(crate) fn new(theme: Theme, size: TextSize) -> Console {
        Console {
            shell: Shell::new(theme, size).into(),
            history: History::at(Place::Box).into(),
            meeting: Same::default(),
            signing: Same::default(),
            locking: Same::default(),
            ask: Same::default(),
            lookup: Same::default(),
            before: None,
            recent: Same::default(),
            meanwhile: Same::default(),
            record: Same::default(),
            last_ticket: 0,
            retrying: false,
        }
    }

    /// Which page is open.
    pub(crate) fn page(&self) -> Page {
        self.history.here().page()
    }

    /// What the keyboard map needs to know.
    pub(crate) fn scene(&self) -> keys::Scene {
        keys::Scene { page: self.page(), overlay: self.shell.overlay }
    }
}
