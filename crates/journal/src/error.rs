//! What can go wrong. None of it carries data.

/// What went wrong, in kind and in words for whoever runs the hub. It holds no body, no name and nothing of a database's
/// own messages, which quote values.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}: {detail}")]
pub struct JournalError {
    kind: JournalErrorKind,
    detail: Box<str>,
}

/// What to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JournalErrorKind {
    /// The store cannot be reached or has no room. Try again later. An append may have been written or not; the same
    /// append again is safe.
    #[error("the journal is not available")]
    Unavailable,
    /// What is stored does not match its hashes, or is missing. Restore it from a copy.
    #[error("the journal is damaged")]
    Damaged,
    /// The position is of another history: the journal was put back from an older copy, or it is another one. What was
    /// derived must be built again.
    #[error("the journal is not the one that was followed")]
    Diverged,
    /// It cannot be done as asked. Trying again does not help.
    #[error("the journal refuses")]
    Refused,
}

impl JournalError {
    /// What to do about it.
    pub fn kind(&self) -> JournalErrorKind {
        self.kind
    }

    pub(crate) fn unavailable(detail: impl Into<Box<str>>) -> JournalError {
        JournalError { kind: JournalErrorKind::Unavailable, detail: detail.into() }
    }

    pub(crate) fn damaged(detail: impl Into<Box<str>>) -> JournalError {
        JournalError { kind: JournalErrorKind::Damaged, detail: detail.into() }
    }

    pub(crate) fn diverged(detail: impl Into<Box<str>>) -> JournalError {
        JournalError { kind: JournalErrorKind::Diverged, detail: detail.into() }
    }

    pub(crate) fn refused(detail: impl Into<Box<str>>) -> JournalError {
        JournalError { kind: JournalErrorKind::Refused, detail: detail.into() }
    }
}
