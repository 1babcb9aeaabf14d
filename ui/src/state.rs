//! The whole state of the window, and the pure function that changes it.

mod action;
mod ask;
mod drawn;
pub(crate) mod keys;
mod lookup;
mod meeting;
mod record;
mod theme;
mod update;

#[cfg(test)]
pub(crate) mod fixtures;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::rc::Rc;

use ciss_contract::answer::Severity;
use ciss_contract::ids::PhotoId;
use ciss_contract::ipc::{DeepLink, HubStatus};
use ciss_contract::lookup::LookupAnswer;
use ciss_contract::session::Operator;

pub(crate) use self::action::{Action, Effect, Step, Target};
pub(crate) use self::ask::Ask;
pub(crate) use self::drawn::{Drawn, Light, Recent};
pub(crate) use self::lookup::{Asked, LookupState, Progress, position_of_headline};
pub(crate) use self::meeting::{Meeting, MeetingAction, Stage};
pub(crate) use self::record::{Deciding, OpenedDocument, OpenedRecord, RecordState, Shown};
pub(crate) use self::theme::Theme;
use crate::wording;

/// Why photos are not shown, by photo.
pub(crate) type RefusedPhotos = Rc<BTreeMap<PhotoId, String>>;

/// Everything that the window draws.
#[derive(Clone)]
pub(crate) struct Console {
    /// Where the hub stands.
    pub(crate) hub: HubStatus,
    /// Who is signed in.
    pub(crate) operator: Option<Operator>,
    /// The data is synthetic. True until a hub says otherwise: the label must never be missing by mistake.
    pub(crate) demo: bool,
    /// Which page is open.
    pub(crate) page: Page,
    /// Which hub, before one is chosen.
    pub(crate) meeting: Meeting,
    /// What is typed and chosen.
    pub(crate) ask: Ask,
    /// The lookup page's answer.
    pub(crate) lookup: LookupState,
    /// What the lookup page showed before; it stays on the screen while the new question is younger than a moment.
    before: Option<LookupState>,
    /// The record page's record.
    pub(crate) record: RecordState,
    /// Lookups of this run, newest first. In memory only.
    pub(crate) recent: Rc<Vec<Recent>>,
    /// A link that waits until a person follows it or sends it away.
    pub(crate) link: Option<DeepLink>,
    /// Photos that are not shown, and why. Shared with every portrait.
    pub(crate) refused_photos: RefusedPhotos,
    /// What lies over the page.
    pub(crate) overlay: Option<Overlay>,
    /// Colours.
    pub(crate) theme: Theme,
    /// What a screen reader is told next.
    pub(crate) announcement: Announcement,
    /// The last ticket given to a lookup.
    last_ticket: u32,
    /// Another attempt is scheduled.
    retrying: bool,
}

/// A page of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    /// Which hub this workstation asks, before anybody has said.
    Hub,
    /// Plate or VIN in, answer out.
    Lookup,
    /// A golden record.
    Record,
}

/// What can lie over a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Overlay {
    /// The keyboard map.
    Keys,
    /// The radio text in large letters.
    ReadAloud,
    /// A document as its source sent it.
    Document,
}

/// What a screen reader is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Announcement {
    /// The words.
    pub(crate) words: String,
    /// They interrupt whatever is being read.
    pub(crate) urgent: bool,
}

impl Announcement {
    /// That an answer is there. Danger does not wait until something else was read out.
    pub(crate) fn of(answer: &LookupAnswer) -> Announcement {
        let urgent = answer.headline.severity == Severity::Danger;
        Announcement { words: wording::lookup::spoken(answer), urgent }
    }
}

impl From<&str> for Announcement {
    fn from(words: &str) -> Announcement {
        Announcement { words: words.to_owned(), urgent: false }
    }
}

impl From<String> for Announcement {
    fn from(words: String) -> Announcement {
        Announcement { words, urgent: false }
    }
}

impl Console {
    /// What the keyboard map needs to know.
    pub(crate) fn scene(&self) -> keys::Scene {
        keys::Scene { page: self.page, overlay: self.overlay }
    }

    /// A window that knows nothing yet.
    pub(crate) fn new(theme: Theme) -> Console {
        Console {
            hub: HubStatus::Connecting,
            operator: None,
            demo: true,
            page: Page::Lookup,
            meeting: Meeting::default(),
            ask: Ask::default(),
            lookup: LookupState::default(),
            before: None,
            record: RecordState::default(),
            recent: Rc::default(),
            link: None,
            refused_photos: RefusedPhotos::default(),
            overlay: None,
            theme,
            announcement: Announcement::default(),
            last_ticket: 0,
            retrying: false,
        }
    }
}
