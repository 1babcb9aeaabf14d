//! What can go wrong.

/// What can go wrong in a store. None of it carries data.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The backend failed. What it says is for the log; nobody goes by it.
    #[error("the store failed: {0}")]
    Backend(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The database names its documents as an earlier release did.
    #[error(
        "the documents were taken in by an earlier release, which named them otherwise; fill, load or import them into a \
         new folder"
    )]
    Former,
    /// A derived row cannot be read; rebuilding the golden records mends it.
    #[error("a stored card cannot be read")]
    Card,
    /// A stored document cannot be read.
    #[error("a stored document cannot be read")]
    Document,
    /// The journal that the golden records are made from.
    #[error(transparent)]
    Journal(#[from] ciss_journal::JournalError),
    /// Another program has applied what was to be applied.
    #[error("another program has applied entries of the journal")]
    Moved,
    /// The golden records were made from another journal, or from more than there is in this one.
    #[error(
        "the golden records are of another journal, or it has lost entries; `ciss-hub rebuild` makes them anew from what it \
         has"
    )]
    OtherJournal,
    /// Another program has the database open, or is building it anew.
    #[error("another program uses the database")]
    InUse,
    /// The task that writes has ended.
    #[error("the writer has ended")]
    WriterGone,
    /// The task that reads has ended.
    #[error("the reader has ended")]
    ReaderGone,
}

impl From<postcard::Error> for StoreError {
    fn from(_: postcard::Error) -> StoreError {
        StoreError::Card
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> StoreError {
        StoreError::Backend(error.into())
    }
}

#[cfg(feature = "sqlx")]
impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> StoreError {
        StoreError::Backend(error.into())
    }
}

#[cfg(feature = "sqlx")]
impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> StoreError {
        StoreError::Backend(error.into())
    }
}
