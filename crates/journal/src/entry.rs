//! What the journal holds, and what it is given.

use std::borrow::Cow;
use std::fmt;

use jiff::Timestamp;
use ring::digest::{Context, SHA256, digest};

use crate::error::JournalError;

/// A stream of entries with positions of its own. Shards share a store and nothing else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Shard(pub u32);

/// An entry's place in its shard. The first entry is at 1; [`Position::START`] is before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position(pub u64);

impl Position {
    /// Before the first entry.
    pub const START: Position = Position(0);

    /// The place right after this one.
    #[must_use]
    pub fn next(self) -> Position {
        Position(self.0.saturating_add(1))
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A SHA-256.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// The digest of some bytes.
    pub fn of(bytes: &[u8]) -> Digest {
        Digest::from_ring(digest(&SHA256, bytes))
    }

    pub(crate) fn from_ring(digest: ring::digest::Digest) -> Digest {
        let mut bytes = [0; 32];
        bytes.copy_from_slice(digest.as_ref());
        Digest(bytes)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0[..4].iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// What an entry is called, and what makes it one entry however often it is sent. Only a hash is kept, so that neither a
/// source's number nor anything else of a person stands in a name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(pub [u8; 32]);

impl Name {
    /// The name made from these parts: a body, or source, number and body, or a kind and an idempotency key. Where one part
    /// ends and the next begins counts.
    pub fn of(parts: &[&[u8]]) -> Name {
        let mut context = Context::new(&SHA256);
        for part in parts {
            context.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            context.update(part);
        }
        Name(Digest::from_ring(context.finish()).0)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Digest(self.0).fmt(f)
    }
}

/// What an entry is: a word of lower-case letters, digits and hyphens. Whoever has entries of a new kind names it; the
/// journal carries all alike.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Kind(Cow<'static, str>);

impl Kind {
    /// A source's document, as received.
    pub const DOCUMENT: Kind = Kind(Cow::Borrowed("document"));
    /// A person's decision.
    pub const DECISION: Kind = Kind(Cow::Borrowed("decision"));
    /// What blanks the bodies of other entries.
    pub const ERASURE: Kind = Kind(Cow::Borrowed("erasure"));

    /// A kind of the program's own, of 1 to 32 lower-case letters, digits and hyphens. For a constant: another word does not
    /// compile there.
    pub const fn of(word: &'static str) -> Kind {
        assert!(plain(word.as_bytes()), "a kind is 1 to 32 lower-case letters, digits and hyphens");
        Kind(Cow::Borrowed(word))
    }

    /// The kind of this name.
    ///
    /// # Errors
    /// Refused where it is not 1 to 32 lower-case letters, digits and hyphens.
    pub fn named(word: &str) -> Result<Kind, JournalError> {
        if !plain(word.as_bytes()) {
            return Err(JournalError::refused("a kind is 1 to 32 lower-case letters, digits and hyphens"));
        }
        Ok(Kind(Cow::Owned(word.to_owned())))
    }

    /// The word.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

const fn plain(word: &[u8]) -> bool {
    let mut rest = word;
    while let [letter, others @ ..] = rest {
        if !(letter.is_ascii_lowercase() || letter.is_ascii_digit() || *letter == b'-') {
            return false;
        }
        rest = others;
    }
    !word.is_empty() && word.len() <= 32
}

/// An entry to be appended.
#[derive(Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// What it is.
    pub kind: Kind,
    /// What it is called.
    pub name: Name,
    /// When it arrived or was decided. Whole microseconds.
    pub time: Timestamp,
    /// What it says.
    pub body: Vec<u8>,
    /// Entries of the same shard whose bodies it blanks.
    pub erases: Vec<Name>,
}

impl NewEntry {
    /// An entry that says `body`. What `time` has below a microsecond is dropped.
    pub fn new(kind: Kind, name: Name, time: Timestamp, body: Vec<u8>) -> NewEntry {
        NewEntry { kind, name, time: time_of(time.as_microsecond()), body, erases: Vec::new() }
    }

    /// Blanks the bodies of the entries of these names as well, in the same transaction. A name that is not there is
    /// passed over: who erases what may still arrive has to look at it when it arrives.
    #[must_use]
    pub fn erasing(mut self, names: impl IntoIterator<Item = Name>) -> NewEntry {
        self.erases.extend(names);
        self
    }
}

impl fmt::Debug for NewEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewEntry").field("kind", &self.kind).field("name", &self.name).finish_non_exhaustive()
    }
}

/// What became of an entry that was appended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// Where the entry of this name stands.
    pub position: Position,
    /// Why there.
    pub outcome: Outcome,
}

/// Whether an entry was written, or why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was written.
    New,
    /// It had been written before. Also said where the first attempt of a call was interrupted after it was written.
    Repeated,
    /// It had been written and its body was erased; it stays erased.
    Erased,
    /// The name is another entry's: one of another kind or with another body. Nothing was written.
    Taken,
}

/// An entry as the journal holds it.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// The stream that it stands in.
    pub shard: Shard,
    /// Where it stands there.
    pub position: Position,
    /// What it is.
    pub kind: Kind,
    /// What it is called.
    pub name: Name,
    /// When it arrived or was decided.
    pub time: Timestamp,
    /// The hash of its body, also where the body is erased.
    pub sha256: Digest,
    /// Covers this entry and, through the link of the one before, all before it; bodies by their hash alone, so that it
    /// holds when they are erased.
    pub link: Digest,
    /// What it says.
    pub body: Body,
}

/// What an entry says.
#[derive(Clone, PartialEq, Eq)]
pub enum Body {
    /// Byte for byte as it was appended.
    Whole(Vec<u8>),
    /// Blanked by the entry at this position.
    Erased(Position),
}

impl Entry {
    /// The place of this entry, as a fold keeps it.
    pub fn bookmark(&self) -> Bookmark {
        Bookmark { position: self.position, link: self.link }
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("position", &self.position)
            .field("kind", &self.kind)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// A place in one certain history: a position together with the link that stands there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bookmark {
    /// The last entry that counts as read.
    pub position: Position,
    /// Its link; zeros at [`Position::START`].
    pub link: Digest,
}

impl Bookmark {
    /// Before the first entry of any history.
    pub const START: Bookmark = Bookmark { position: Position::START, link: Digest([0; 32]) };

    /// For a column of a fold's own tables.
    pub fn to_bytes(self) -> [u8; 40] {
        let mut bytes = [0; 40];
        bytes[..8].copy_from_slice(&self.position.0.to_be_bytes());
        bytes[8..].copy_from_slice(&self.link.0);
        bytes
    }

    /// What [`Bookmark::to_bytes`] wrote; none where it is something else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Bookmark> {
        let (position, link) = bytes.split_first_chunk::<8>()?;
        Some(Bookmark {
            position: Position(u64::from_be_bytes(*position)),
            link: Digest(link.try_into().ok()?),
        })
    }
}

/// The moment so many microseconds after 1970. Outside of what a calendar holds it is the nearest that one does.
pub(crate) fn time_of(microseconds: i64) -> Timestamp {
    Timestamp::from_microsecond(microseconds).unwrap_or(if microseconds < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_kind_is_a_plain_word() {
        let check = |word: &str, expect: bool| assert_eq!(Kind::named(word).is_ok(), expect, "{word:?}");
        check("document", true);
        check("hit-confirmation-2", true);
        check(&"a".repeat(32), true);
        check(&"a".repeat(33), false);
        check("", false);
        check("Document", false);
        check("two words", false);
        check("naïve", false);
        assert_eq!(Kind::named("erasure"), Ok(Kind::ERASURE));
    }

    #[test]
    fn parts_of_a_name_do_not_run_together() {
        assert_eq!(Name::of(&[b"ab", b"c"]), Name::of(&[b"ab", b"c"]));
        assert_ne!(Name::of(&[b"ab", b"c"]), Name::of(&[b"a", b"bc"]));
        assert_ne!(Name::of(&[b"abc"]), Name::of(&[b"abc", b""]));
    }

    #[test]
    fn what_is_printed_holds_no_body() {
        let body = b"ORTIZ, Luis".to_vec();
        let new = NewEntry::new(Kind::DOCUMENT, Name::of(&[&body]), Timestamp::UNIX_EPOCH, body);
        assert!(!format!("{new:?}").contains("ORTIZ") && !format!("{new:?}").contains("79, 82"));
    }

    proptest! {
        #[test]
        fn a_bookmark_comes_back_from_its_bytes(position: u64, link: [u8; 32]) {
            let bookmark = Bookmark { position: Position(position), link: Digest(link) };
            prop_assert_eq!(Bookmark::from_bytes(&bookmark.to_bytes()), Some(bookmark));
            prop_assert_eq!(Bookmark::from_bytes(&bookmark.to_bytes()[1..]), None);
        }
    }
}
