//! Entries as they are read, checked.

use crate::chain::Linked;
use crate::entry::{Body, Bookmark, Digest, Entry, Position, Shard};
use crate::error::JournalError;
use crate::limits::LARGEST_PAGE;

/// A run of entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The link of the entry right before them: whoever keeps a [`Bookmark`] compares it.
    pub before: Digest,
    /// In order, without a gap. None where the position asked for was the head.
    pub entries: Vec<Entry>,
    /// The newest entry at the time of reading.
    pub head: Bookmark,
}

impl Page {
    /// A page of a shard with this head, after `position`: where there is nothing to read, or the position cannot be.
    /// None where entries have to be read.
    pub(crate) fn without_reading(
        shard: Shard,
        position: Position,
        head: Bookmark,
    ) -> Result<Option<Page>, JournalError> {
        if position > head.position {
            return Err(JournalError::diverged(format!(
                "shard {} ends at {}, and {position} was asked for",
                shard.0, head.position
            )));
        }
        let nothing = Page { before: head.link, entries: Vec::new(), head };
        Ok((position == head.position).then_some(nothing))
    }

    /// A page of entries as stored, the entry at `position` before them (there is none at the start).
    ///
    /// # Errors
    /// Damaged where one is missing or something of one does not match its hashes.
    pub(crate) fn checked(
        shard: Shard,
        position: Position,
        mut entries: Vec<Entry>,
        upto: Position,
        head: Bookmark,
    ) -> Result<Page, JournalError> {
        let mut before = Bookmark::START;
        if position != Position::START {
            if entries.first().is_none_or(|entry| entry.position != position) {
                return Err(missing(shard, position));
            }
            before = entries.remove(0).bookmark();
        }
        let page = Page { before: before.link, entries, head };
        for entry in &page.entries {
            if entry.position != before.position.next() {
                return Err(missing(shard, before.position.next()));
            }
            let whole = match &entry.body {
                Body::Whole(bytes) => Digest::of(bytes) == entry.sha256,
                Body::Erased(by) => *by != Position::START,
            };
            if !whole || Linked::from(entry).after(&before.link) != entry.link {
                return Err(damaged(shard, entry.position));
            }
            before = entry.bookmark();
        }
        if before.position < upto {
            return Err(missing(shard, before.position.next()));
        }
        Ok(page)
    }
}

/// The last position of a page after `position`: `sizes` are the places that follow, in order, with the bytes of their
/// bodies.
pub(crate) fn end(position: Position, sizes: &[(Position, usize)]) -> Position {
    let mut bytes = 0_usize;
    let fits = sizes.iter().take_while(|(_, size)| {
        bytes = bytes.saturating_add(*size);
        bytes <= LARGEST_PAGE
    });
    fits.last().or(sizes.first()).map_or(position.next(), |(last, _)| *last)
}

fn missing(shard: Shard, position: Position) -> JournalError {
    JournalError::damaged(format!("shard {}: the entry at {position} is missing", shard.0))
}

/// Something of an entry is not as it was written.
pub(crate) fn damaged(shard: Shard, position: Position) -> JournalError {
    JournalError::damaged(format!("shard {}: the entry at {position} does not match its hashes", shard.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_ends_before_it_is_too_large_and_holds_at_least_one() {
        let check = |sizes: &[usize], expect: u64| {
            let sizes: Vec<_> = (7..).map(Position).zip(sizes.iter().copied()).collect();
            assert_eq!(end(Position(6), &sizes), Position(expect), "{sizes:?}");
        };
        check(&[], 7);
        check(&[0, 0, 1], 9);
        check(&[LARGEST_PAGE, 0, 1], 8);
        check(&[LARGEST_PAGE + 1, 0], 7);
        check(&[1, LARGEST_PAGE, 1], 7);
        check(&[usize::MAX, usize::MAX], 7);
    }
}
