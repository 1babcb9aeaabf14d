//! What can happen to the window, and what it asks the world to do.

use ciss_contract::ids::{DocumentId, GoldenId};
use ciss_contract::ipc::{
    ChooseHub, ConsoleState, Decide, DeepLink, HubStatus, Lookup, LookupLate, MeetHub, Milestone,
    OpenDocument, OpenRecord, PhotoRefused, SignedIn,
};
use ciss_contract::lookup::LookupAnswer;
use ciss_contract::matter::RecordName;
use ciss_contract::problem::Problem;
use ciss_contract::record::{DecisionAnswer, DocumentAnswer, RecordAnswer};
use ciss_contract::session::Purpose;

use super::{MeetingAction, Page, Theme};

/// Something happened.
pub(crate) enum Action {
    /// The shell said where everything stands.
    Started(Box<ConsoleState>),
    /// The hub came, went or answered.
    HubChanged(HubStatus),
    /// The session came up or changed.
    SignedIn(SignedIn),
    /// A deep link came.
    LinkCame(DeepLink),
    /// The link that waits is followed, at that time.
    LinkFollowed(f64),
    /// The link that waits is sent away.
    LinkDismissed,

    /// The box changed.
    Typed(String),
    /// A letter or a digit was pressed outside every field: it begins the next line of the box.
    Begun(char),
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
    /// The person stops what is under way.
    Cancelled,

    /// The hub answered a lookup, or something failed on the way.
    Answered(u32, Result<Box<LookupAnswer>, Problem>),
    /// A live source answered late.
    Late(Box<LookupLate>),

    /// The lookup with this ticket was sent a moment ago.
    StillAsking(u32),
    /// It is time to ask again for what waits for the hub.
    Retried,

    /// The arrows: forward or back among the people.
    Walked(Step),
    /// A person got the focus.
    Selected(usize),
    /// A person of the answer is opened, by position.
    Opened(usize),
    /// The person that the banner is about is opened.
    HeadlineOpened,
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
    /// The hub took the decision, or something failed on the way.
    Decided(Result<DecisionAnswer, Problem>),
    /// A document is opened.
    DocumentOpened(DocumentId),
    /// The hub gave a document, or something failed on the way.
    DocumentRead(DocumentId, Result<Box<DocumentAnswer>, Problem>),
    /// The hub gave a record, or something failed on the way.
    Recorded(GoldenId, Result<Box<RecordAnswer>, Problem>),
    /// The records behind the next page are wanted.
    MoreWanted,
    /// One step back.
    Back,

    /// A photo is not shown.
    PhotoRefused(PhotoRefused),

    /// Something happened on the page that asks which hub it is.
    Meeting(MeetingAction),

    /// A page was chosen.
    PageChosen(Page),
    /// The box is wanted, from anywhere.
    BoxWanted,
    /// Provenance of the selected person's answers: on or off.
    InspectToggled,
    /// The keyboard map: on or off.
    KeysToggled,
    /// The radio text in large letters: on or off.
    ReadAloudToggled,
    /// The radio text is to be copied.
    CopyWanted,
    /// It was, or it could not be.
    Copied(bool),
    /// The next theme.
    ThemeSwitched,
}

/// A direction to walk in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// To the next one.
    Next,
    /// To the one before.
    Previous,
    /// To the first one.
    First,
    /// To the last one.
    Last,
}

/// Something for the world to do.
pub(crate) enum Effect {
    /// Send a lookup.
    Look(Lookup),
    /// Say in a moment that the lookup with this ticket was sent a moment ago.
    SayStillAsking(u32),
    /// Stop the lookup with this ticket.
    Cancel(u32),
    /// Ask for a record.
    Open(OpenRecord),
    /// Ask for a document.
    Read(OpenDocument),
    /// Send a decision.
    Decide(Decide),
    /// Ask a hub who it is.
    Meet(MeetHub),
    /// Say which hub it is.
    Choose(ChooseHub),
    /// Put a text on the clipboard.
    Copy(String),
    /// Say in a few seconds that it is time to ask again.
    RetryLater,
    /// Move the focus once the next frame is drawn.
    Focus(Target),
    /// Move the focus back to where it was before something lay over it; there, if that is gone.
    FocusBack(Target),
    /// Put a theme on the page, and remember it.
    Wear(Theme),
    /// Say how long it took from that time to the painted frame that follows.
    TimePaint(Milestone, f64),
}

/// Where the focus goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// The box, with its text selected.
    Query,
    /// The box, behind its text.
    EndOfQuery,
    /// The field for whom it is run.
    Behalf,
    /// The answer.
    Answer,
    /// A person of the answer, by position.
    Person(usize),
    /// The record.
    Record,
    /// The evidence that is open.
    Evidence,
    /// The reason of a decision.
    Reason,
    /// What lies over the page.
    Overlay,
    /// The address of a hub.
    Address,
    /// The fingerprint of a hub.
    Fingerprint,
}

impl Target {
    /// What is found before the next frame is drawn may be another, or not hold yet what it will.
    pub(crate) const fn comes_with_the_next_frame(self) -> bool {
        match self {
            Target::EndOfQuery | Target::Evidence | Target::Address | Target::Fingerprint => true,
            Target::Query
            | Target::Behalf
            | Target::Answer
            | Target::Person(_)
            | Target::Record
            | Target::Reason
            | Target::Overlay => false,
        }
    }
}
