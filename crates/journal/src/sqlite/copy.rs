//! A copy of the journal's file, while programs go on writing to it.

use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};

use super::{SqliteJournal, failed};
use crate::error::JournalError;

impl SqliteJournal {
    /// Copies the journal in `file` as it stands at one moment to `to`, which nobody but its owner may read. What an erasure
    /// has blanked is not in the copy, in no part of the file.
    ///
    /// # Errors
    /// [`Unavailable`](crate::JournalErrorKind::Unavailable) where one of the files cannot be opened or the disk is full,
    /// [`Damaged`](crate::JournalErrorKind::Damaged) where the file is no sound database.
    pub async fn copy(file: &Path, to: &Path) -> Result<(), JournalError> {
        let unavailable = |error: std::io::Error| JournalError::unavailable(error.kind().to_string());
        let options =
            SqliteConnectOptions::new().filename(file).create_if_missing(false).disable_statement_logging();
        let mut connection = options.connect().await.map_err(failed)?;
        ciss_private::empty(to).map_err(unavailable)?;
        let target = to.to_str().ok_or_else(|| JournalError::unavailable("the path is not Unicode"))?;
        sqlx::query("VACUUM INTO ?1").bind(target).execute(&mut connection).await.map_err(failed)?;
        connection.close().await.map_err(failed)
    }
}
