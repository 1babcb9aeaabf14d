//! What stands around every page and lies over it.

use std::collections::BTreeMap;
use std::rc::Rc;

use ciss_contract::answer::Severity;
use ciss_contract::ids::PhotoId;
use ciss_contract::ipc::{DeepLink, HubStatus};
use ciss_contract::lookup::LookupAnswer;
use ciss_contract::session::Operator;

use super::{TextSize, Theme};
use crate::wording;

/// Why photos are not shown, by photo.
pub(crate) type RefusedPhotos = Rc<BTreeMap<PhotoId, String>>;

/// The slice.
#[derive(Clone)]
pub(crate) struct Shell {
    /// Where the hub stands.
    pub(crate) hub: HubStatus,
    /// Who is signed in.
    pub(crate) operator: Option<Operator>,
    /// The data is synthetic. True until a hub says otherwise: the label must never be missing by mistake.
    pub(crate) demo: bool,
    /// What lies over the page.
    pub(crate) overlay: Option<Overlay>,
    /// A link that waits until a person follows it or sends it away.
    pub(crate) link: Option<DeepLink>,
    /// Photos that are not shown, and why. Shared with every portrait.
    pub(crate) refused_photos: RefusedPhotos,
    /// Colours.
    pub(crate) theme: Theme,
    /// There is room for the matrix.
    pub(crate) wide: bool,
    /// How large everything is drawn.
    pub(crate) size: TextSize,
    /// What was put on the clipboard last, and whether it got there.
    pub(crate) copied: Option<(Clip, bool)>,
    /// What a screen reader is told next.
    pub(crate) announcement: Announcement,
}

impl Shell {
    /// Around a window that knows nothing yet.
    pub(super) fn new(theme: Theme, size: TextSize) -> Shell {
        Shell {
            hub: HubStatus::Connecting,
            operator: None,
            demo: true,
            overlay: None,
            link: None,
            refused_photos: RefusedPhotos::default(),
            theme,
            wide: false,
            size,
            copied: None,
            announcement: Announcement::default(),
        }
    }
}

/// What is put on the clipboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Clip {
    /// The radio text.
    ReadBack,
    /// Who somebody is, and what is known of them.
    Person,
    /// A field, by its name.
    Field(&'static str),
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
    /// Two golden records side by side.
    Compare,
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
