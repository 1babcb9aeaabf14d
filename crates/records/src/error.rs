//! What can go wrong.

/// What can go wrong in a store. None of it carries data.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database failed.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// The database's tables could not be brought up to date.
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The database names its documents as an earlier release did.
    #[error(
        "the documents were taken in by an earlier release, which named them otherwise; fill, load or import them into a \
         new folder"
    )]
    Former,
    /// A derived row cannot be read; rebuilding the cards mends it.
    #[error("a stored card cannot be read: {0}")]
    Card(#[from] postcard::Error),
    /// A file cannot be used, or a stored document not be unpacked.
    #[error("a file or a stored document cannot be read: {0}")]
    File(#[from] std::io::Error),
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
