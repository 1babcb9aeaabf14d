//! Is a journal as it was written, from its first entry to its last?

use std::path::Path;

use ciss_journal::{Bookmark, Journal as _, MOST_AT_ONCE, Position, SqliteJournal};

use super::IntakeError;
use super::entry::SHARD;

/// Reads every entry of the journal in this file, each of which is held against its hash and its link, and tells where it
/// ends.
///
/// # Errors
/// [`IntakeError::Journal`] at the first entry that is not as it was written.
pub async fn read_whole(file: &Path) -> Result<Bookmark, IntakeError> {
    let journal = SqliteJournal::open(file).await?;
    let mut at = Position::START;
    loop {
        let page = journal.after(SHARD, at, MOST_AT_ONCE).await?;
        match page.entries.last() {
            Some(last) => at = last.position,
            None => break,
        }
    }
    let head = journal.head(SHARD).await?;
    journal.close().await;
    Ok(head)
}
