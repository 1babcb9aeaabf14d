//! What can happen to the window, by the part of the state that takes it.

use ciss_contract::ids::{DocumentId, GoldenId};
use ciss_contract::ipc::{ConsoleState, DeepLink, HubStatus, LookupLate, PhotoRefused, SignedIn};
use ciss_contract::lookup::LookupAnswer;
use ciss_contract::matter::RecordName;
use ciss_contract::problem::Problem;
use ciss_contract::record::{DecisionAnswer, DocumentAnswer, RecordAnswer};
use ciss_contract::session::Purpose;

use super::{Clip, LockingAction, MeetingAction, Page, Resize, SigningAction, Spot};

/// Something happened.
pub(crate) enum Action {
    /// To what stands around every page.
    Shell(ShellAction),
    /// To the box and the answer.
    Lookup(LookupAction),
    /// To a record.
    Record(RecordAction),
    /// On the page that asks which hub it is.
    Meeting(MeetingAction),
    /// Somebody signs out or in.
    Signing(SigningAction),
    /// To the lock.
    Locking(LockingAction),
}

impl From<ShellAction> for Action {
    fn from(action: ShellAction) -> Action {
        Action::Shell(action)
    }
}

impl From<LookupAction> for Action {
    fn from(action: LookupAction) -> Action {
        Action::Lookup(action)
    }
}

impl From<RecordAction> for Action {
    fn from(action: RecordAction) -> Action {
        Action::Record(action)
    }
}

impl From<MeetingAction> for Action {
    fn from(action: MeetingAction) -> Action {
        Action::Meeting(action)
    }
}

impl From<LockingAction> for Action {
    fn from(action: LockingAction) -> Action {
        Action::Locking(action)
    }
}

impl From<SigningAction> for Action {
    fn from(action: SigningAction) -> Action {
        Action::Signing(action)
    }
}

/// Something happened to what stands around every page.
pub(crate) enum ShellAction {
    /// The shell said where everything stands.
    Started(Box<ConsoleState>),
    /// The hub came, went or answered.
    HubChanged(HubStatus),
    /// The session came up or changed.
    SignedIn(SignedIn),
    /// It is time to ask again for what waits for the hub.
    Retried,
    /// A page was chosen.
    PageChosen(Page),
    /// Whatever is open closes, what is under way stops, and a record is left: the nearest of them.
    Back,
    /// To the place before this one.
    WentBack,
    /// To the place from which somebody went back.
    WentForward,
    /// The keyboard map: on or off.
    KeysToggled,
    /// Who somebody is, is to be copied: the person of the record, or of the answer whom the right-hand column is about.
    PersonCopyWanted,
    /// A field is to be copied, by its name.
    FieldCopyWanted(&'static str, String),
    /// A text was put on the clipboard, or could not be.
    Copied(Clip, bool),
    /// Larger or smaller.
    Resized(Resize),
    /// The next theme.
    ThemeSwitched,
    /// There is room for the matrix, or there is none.
    Widened(bool),
    /// A photo is not shown.
    PhotoRefused(PhotoRefused),
}

/// Something happened to the box or the answer.
pub(crate) enum LookupAction {
    /// The box changed.
    Typed(String),
    /// A letter or a digit was pressed outside every field: it begins the next line of the box.
    Begun(char),
    /// A text was pasted outside every field: it is the next line of the box.
    Pasted(String),
    /// The box is wanted, from anywhere.
    BoxWanted,
    /// A purpose was chosen.
    PurposeChosen(Purpose),
    /// The field for whom it is run changed.
    BehalfTyped(String),
    /// Enter. The time is in milliseconds of the window's clock.
    Submitted(f64),
    /// A lookup of the list at the left, by position, at that time.
    Repeated(usize, f64),
    /// A plate on a record was chosen, at that time.
    PlateChosen(String, f64),
    /// The oldest question that nobody answered while the hub was gone is asked again, at that time.
    MeanwhileAsked(f64),
    /// The person stops what is under way.
    Cancelled,

    /// A deep link came.
    LinkCame(DeepLink),
    /// The link that waits is followed, at that time.
    LinkFollowed(f64),
    /// The link that waits is sent away.
    LinkDismissed,

    /// The hub answered a lookup, or something failed on the way.
    Answered(u32, Result<Box<LookupAnswer>, Problem>),
    /// A live source answered late.
    Late(Box<LookupLate>),
    /// The lookup with this ticket was sent a moment ago.
    StillAsking(u32),

    /// The arrows: forward or back among the people.
    Walked(Step),
    /// A person got the focus.
    Selected(usize),
    /// A cell of the matrix got the focus.
    Reached(Spot),
    /// A person of the answer is opened, by position.
    Opened(usize),
    /// A person of the answer is opened, by the number on the screen, from 0 on.
    NumberOpened(usize),
    /// The selected person is opened.
    SelectedOpened,
    /// The person that the banner is about is opened.
    HeadlineOpened,
    /// Provenance of the selected person's answers: on or off.
    InspectToggled,
    /// The radio text in large letters: on or off.
    ReadAloudToggled,
    /// The radio text is to be copied.
    CopyWanted,
}

/// Something happened to a record.
pub(crate) enum RecordAction {
    /// The hub gave a record, or something failed on the way.
    Recorded(GoldenId, Result<Box<RecordAnswer>, Problem>),
    /// The records behind the next page are wanted.
    MoreWanted,
    /// A person tied to the record is opened, by position.
    TiedOpened(usize),
    /// A near miss of the record is opened, by position.
    NearOpened(usize),
    /// The evidence of the next record, and after the last one of none.
    NextExplained,
    /// The evidence of a record: on or off.
    Explained(RecordName),
    /// The person begins a decision about a record on the screen and another: one person, or two.
    DecisionBegun {
        /// The record on the screen.
        mine: RecordName,
        /// The other.
        other: RecordName,
        /// One person.
        same: bool,
    },
    /// The reason of the decision changed.
    ReasonTyped(String),
    /// The decision is made.
    DecisionSent,
    /// The decision that led to what is shown is taken back.
    DecisionUndone,
    /// A near miss of the record is laid beside it, by position.
    Compared(usize),
    /// The next near miss is laid beside it.
    NextCompared,
    /// The hub took the decision, or something failed on the way.
    Decided(Result<DecisionAnswer, Problem>),
    /// A document is opened.
    DocumentOpened(DocumentId),
    /// The open document as fields, or as it was received.
    RawToggled,
    /// The hub gave a document, or something failed on the way.
    DocumentRead(DocumentId, Result<Box<DocumentAnswer>, Problem>),
}

/// A direction to walk in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// To the next one.
    Next,
    /// To the one before.
    Previous,
    /// To the cell before.
    Left,
    /// To the next cell.
    Right,
    /// To the first one.
    First,
    /// To the last one.
    Last,
}
