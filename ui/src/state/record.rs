//! The record page: one golden record, and the way back.

use std::rc::Rc;

use ciss_contract::ids::GoldenId;
use ciss_contract::ipc::{OpenDocument, OpenRecord};
use ciss_contract::lookup::PersonAnswer;
use ciss_contract::matter::RecordName;
use ciss_contract::problem::Problem;
use ciss_contract::record::{DecisionRequest, DocumentAnswer, NearMiss, RecordAnswer};

use crate::wording::deciding::Choice;

/// The record page.
#[derive(Clone, Default)]
pub(crate) struct RecordState {
    /// What was opened last.
    pub(crate) opened: Option<OpenedRecord>,
    /// What is shown of it.
    pub(crate) shown: Shown,
    /// The record whose evidence is open.
    pub(crate) explained: Option<RecordName>,
    /// A decision that is being made.
    pub(crate) deciding: Option<Deciding>,
    /// The decision that led to what is shown.
    pub(crate) decided: Option<Decided>,
    /// The golden record that lies beside this one.
    pub(crate) compared: Option<Compared>,
    /// The next page of records is on its way.
    pub(crate) more: bool,
    /// The document that lies over the page.
    pub(crate) document: Option<OpenedDocument>,
}

/// A decision that is being made.
#[derive(Clone, PartialEq)]
pub(crate) struct Deciding {
    /// The record of the golden record on the screen.
    pub(crate) mine: RecordName,
    /// The other one.
    pub(crate) other: RecordName,
    /// One person, or two.
    pub(crate) same: bool,
    /// Why, as typed so far.
    pub(crate) reason: String,
    /// It is on its way.
    pub(crate) sent: bool,
    /// Why it did not go through.
    pub(crate) refusal: Option<Problem>,
}

/// A decision that was made, as long as it can be taken back with one key.
#[derive(Clone, PartialEq)]
pub(crate) struct Decided {
    /// What it was.
    pub(crate) choice: Choice,
    /// What takes it back.
    pub(crate) undo: DecisionRequest,
    /// That is on its way.
    pub(crate) sent: bool,
    /// Why it did not go through.
    pub(crate) refusal: Option<Problem>,
}

/// A golden record that may be of the same person, beside the one on the screen.
#[derive(Clone)]
pub(crate) struct Compared {
    /// Why it may be.
    pub(crate) near: NearMiss,
    /// What came of it.
    pub(crate) shown: Shown,
}

/// A document that was asked for.
#[derive(Clone)]
pub(crate) struct OpenedDocument {
    /// As sent.
    pub(crate) request: OpenDocument,
    /// What came; nothing while it is on its way.
    pub(crate) answer: Option<Result<Rc<DocumentAnswer>, Problem>>,
    /// It is shown as it was received.
    pub(crate) raw: bool,
}

/// A record that was asked for.
#[derive(Clone)]
pub(crate) struct OpenedRecord {
    /// As sent.
    pub(crate) request: OpenRecord,
    /// The head as the lookup already has it: shown at once.
    pub(crate) head: Option<PersonAnswer>,
}

/// What the page shows.
#[derive(Clone, Default)]
pub(crate) enum Shown {
    /// No record was opened yet.
    #[default]
    Nothing,
    /// Asked for.
    Opening,
    /// The hub is gone; it is asked again as soon as it is back.
    Waiting,
    /// Here it is.
    Opened(Rc<RecordAnswer>),
    /// The hub or the way to it failed.
    Failed(Problem),
}

impl Shown {
    /// For tests in a real window.
    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Shown::Nothing => "empty",
            Shown::Opening => "opening",
            Shown::Waiting => "waiting",
            Shown::Opened(_) => "opened",
            Shown::Failed(_) => "failed",
        }
    }
}

impl Shown {
    /// The record, once it is there.
    pub(crate) fn record(&self) -> Option<&Rc<RecordAnswer>> {
        match self {
            Shown::Opened(record) => Some(record),
            Shown::Nothing | Shown::Opening | Shown::Waiting | Shown::Failed(_) => None,
        }
    }
}

impl RecordState {
    /// The record on the screen, by its identifier.
    pub(crate) fn golden(&self) -> Option<&GoldenId> {
        self.opened.as_ref().map(|opened| &opened.request.golden)
    }

    /// The record, once it is there.
    pub(crate) fn record(&self) -> Option<&Rc<RecordAnswer>> {
        self.shown.record()
    }
}
