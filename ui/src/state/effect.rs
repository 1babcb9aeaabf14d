//! What the state asks the world to do.

use ciss_contract::ipc::{
    ChooseHub, ChooseSecret, Decide, Lookup, MeetHub, Milestone, OpenDocument, OpenRecord, SignIn, Unlock,
};

use super::{Clip, Spot, TextSize, Theme};

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
    /// End the session.
    SignOut,
    /// Lock.
    Lock,
    /// Open the lock.
    Unlock(Unlock),
    /// Say what is to lock.
    ChooseSecret(ChooseSecret),
    /// Open a session.
    SignIn(SignIn),
    /// Put a text on the clipboard.
    Copy(Clip, String),
    /// Say in a few seconds that it is time to ask again.
    RetryLater,
    /// Move the focus once the next frame is drawn.
    Focus(Target),
    /// Move the focus back to where it was before something lay over it; there, if that is gone.
    FocusBack(Target),
    /// Put a theme on the page, and remember it.
    Wear(Theme),
    /// Draw everything in that size, and remember it.
    Size(TextSize),
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
    /// A cell of the matrix.
    Spot(Spot),
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
    /// The account of whoever signs in.
    Account,
    /// A PIN or passphrase.
    Secret,
    /// The same, where it is typed again.
    SecretAgain,
}

impl Target {
    /// What is found before the next frame is drawn may be another, or not hold yet what it will.
    pub(crate) const fn comes_with_the_next_frame(self) -> bool {
        match self {
            Target::EndOfQuery
            | Target::Evidence
            | Target::Address
            | Target::Fingerprint
            | Target::Account
            | Target::Secret
            | Target::SecretAgain => true,
            Target::Query
            | Target::Behalf
            | Target::Answer
            | Target::Person(_)
            | Target::Spot(_)
            | Target::Record
            | Target::Reason
            | Target::Overlay => false,
        }
    }
}
