//! What can be done.

use ciss_contract::source::Source;

/// What is done, as policy and the audit trail name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Opens a session.
    SignIn,
    /// Ends one's own session.
    SignOut,
    /// Reads one's own session.
    Session,
    /// Follows a plate or a VIN.
    Lookup,
    /// Reads a golden record.
    Record,
    /// Decides whose records are whose.
    Decide,
    /// Reads a document.
    Document,
    /// Fetches a photo.
    Photo,
    /// Reads the feeds' health.
    Feeds,
}

impl Action {
    /// As the audit trail writes it.
    pub const fn code(self) -> &'static str {
        match self {
            Action::SignIn => "sign-in",
            Action::SignOut => "sign-out",
            Action::Session => "session",
            Action::Lookup => "lookup",
            Action::Record => "record",
            Action::Decide => "decide",
            Action::Document => "document",
            Action::Photo => "photo",
            Action::Feeds => "feeds",
        }
    }

    /// The source without which the action makes no sense: a plate leads nowhere without the registration.
    pub(crate) const fn needs(self) -> Option<Source> {
        match self {
            Action::Lookup => Some(Source::DmvRegistration),
            Action::SignIn
            | Action::SignOut
            | Action::Session
            | Action::Record
            | Action::Decide
            | Action::Document
            | Action::Photo
            | Action::Feeds => None,
        }
    }
}
