//! How much at once.

use crate::entry::NewEntry;
use crate::error::JournalError;

/// Bytes of one body. The largest document that is imported has 32 MB, with scanned papers.
pub const LARGEST_BODY: usize = 40 << 20;

/// Bytes of the bodies of one batch.
pub const LARGEST_BATCH: usize = 48 << 20;

/// Bytes of bodies after which a page ends.
pub const LARGEST_PAGE: usize = 8 << 20;

/// Entries of a batch or of a page.
pub const MOST_AT_ONCE: usize = 4_096;

/// Is the batch within bounds?
pub(crate) fn check(batch: &[NewEntry]) -> Result<(), JournalError> {
    if batch.len() > MOST_AT_ONCE || batch.iter().any(|entry| entry.erases.len() > MOST_AT_ONCE) {
        return Err(JournalError::refused(format!("a batch holds at most {MOST_AT_ONCE} entries")));
    }
    if batch.iter().any(|entry| entry.body.len() > LARGEST_BODY) {
        return Err(JournalError::refused(format!("a body has at most {LARGEST_BODY} bytes")));
    }
    if batch.iter().map(|entry| entry.body.len()).sum::<usize>() > LARGEST_BATCH {
        return Err(JournalError::refused(format!(
            "the bodies of a batch have at most {LARGEST_BATCH} bytes"
        )));
    }
    Ok(())
}
