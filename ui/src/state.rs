//! The whole state of the window, and the pure function that changes it.

mod action;
mod ask;
pub(crate) mod keys;
mod lookup;
mod record;
mod theme;
mod update;

#[cfg(test)]
pub(crate) mod fixtures;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::rc::Rc;

use ciss_contract::ids::PhotoId;
use ciss_contract::ipc::{HubStatus, RecentLookup};
use ciss_contract::session::Operator;

pub(crate) use self::action::{Action, Effect, Step, Target};
pub(crate) use self::ask::Ask;
pub(crate) use self::lookup::{Asked, LookupState, Progress};
pub(crate) use self::record::{Deciding, OpenedDocument, OpenedRecord, RecordState, Shown};
pub(crate) use self::theme::Theme;

/// Lookups that the list at the left keeps.
pub(crate) const RECENT_KEPT: usize = 30;

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
    /// What is typed and chosen.
    pub(crate) ask: Ask,
    /// The lookup page's answer.
    pub(crate) lookup: LookupState,
    /// What the lookup page showed before; it stays on the screen while the new question is younger than a moment.
    before: Option<LookupState>,
    /// The record page's record.
    pub(crate) record: RecordState,
    /// Lookups of this run, newest first. In memory only.
    pub(crate) recent: Vec<RecentLookup>,
    /// Photos that are not shown, and why. Shared with every portrait.
    pub(crate) refused_photos: RefusedPhotos,
    /// What lies over the page.
    pub(crate) overlay: Option<Overlay>,
    /// Colours.
    pub(crate) theme: Theme,
    /// What a screen reader is told next.
    pub(crate) announcement: String,
    /// The last ticket given to a lookup.
    last_ticket: u32,
    /// Another attempt is scheduled.
    retrying: bool,
}

/// A page of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
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

impl Console {
    /// What the keyboard map needs to know.
    pub(crate) fn scene(&self) -> keys::Scene {
        keys::Scene { page: self.page, overlay: self.overlay }
    }

    /// What the lookup page draws. Nearly every answer is there in less than a moment: until then nothing flickers.
    pub(crate) fn drawn(&self) -> &LookupState {
        self.before.as_ref().unwrap_or(&self.lookup)
    }

    /// A window that knows nothing yet.
    pub(crate) fn new(theme: Theme) -> Console {
        Console {
            hub: HubStatus::Connecting,
            operator: None,
            demo: true,
            page: Page::Lookup,
            ask: Ask::default(),
            lookup: LookupState::default(),
            before: None,
            record: RecordState::default(),
            recent: Vec::new(),
            refused_photos: RefusedPhotos::default(),
            overlay: None,
            theme,
            announcement: String::new(),
            last_ticket: 0,
            retrying: false,
        }
    }
}
