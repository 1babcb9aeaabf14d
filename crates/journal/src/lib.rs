//! The journal: an ordered, durable list of what arrived and what was decided.
//!
//! Everything else that a hub knows is a *fold* of it: derived from the entries in their order, and so something that can
//! be dropped and built again. This crate holds the list and the way to follow it. It does not know what an entry means.
//!
//! # An entry
//! An [`Entry`] stands in a [`Shard`] at a [`Position`] and has a [`Kind`], a [`Name`], a time and a body.
//!
//! * **Positions are gapless and in the order of commits.** Who has read up to a position has missed nothing before it,
//!   whoever else was writing at the time.
//! * **The same name is one entry.** A name is made from content or from an idempotency key. Who does not know whether an
//!   append arrived appends again, and is told the position of the first.
//! * **Appending is durable, and a batch is whole or not there.** [`Journal::append`] returns once the entries are on disk.
//! * **Nothing is edited.** The one exception is an erasure: an entry may blank the bodies of others
//!   ([`NewEntry::erasing`]). Their hash and position stay, and sending an erased body again does not bring it back.
//! * **Damage is said.** Every body carries its SHA-256, and every entry a link that covers all entries before it
//!   ([`Entry::link`]). Both are checked whenever entries are read; what does not match is
//!   [`Damaged`](JournalErrorKind::Damaged), never absent.
//! * **A new kind needs no new store.** Kinds are words; those that a reader does not know pass through.
//!
//! # Three backends, one behaviour
//! [`MemoryJournal`] is for tests, [`SqliteJournal`] is what a hub has without anything installed, and
//! [`PostgresJournal`] is what several hubs share. All pass one conformance suite (`tests/conformance`).
//!
//! # A fold
//! A [`Fold`] keeps its [`Bookmark`] in the same transaction as what it derived from the entries up to there. Then a crash
//! at any moment leaves the two in step, and [`follow()`] goes on where the fold is. A bookmark holds the link of its entry
//! as well: a journal that was put back from an older copy, or a fold of another journal, is noticed
//! ([`Diverged`](JournalErrorKind::Diverged)) and not followed.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), ciss_journal::JournalError> {
//! use ciss_journal::{Journal, Kind, MemoryJournal, Name, NewEntry, Outcome, Position, Shard};
//!
//! let journal = MemoryJournal::default();
//! let body = b"{\"number\": 7}".to_vec();
//! let name = Name::of(&[b"RMS", b"7", &body]);
//! let document = NewEntry::new(Kind::DOCUMENT, name, jiff::Timestamp::UNIX_EPOCH, body);
//! let first = journal.append(Shard(0), vec![document.clone()]).await?;
//! let again = journal.append(Shard(0), vec![document]).await?;
//! assert_eq!((first[0].outcome, again[0].outcome), (Outcome::New, Outcome::Repeated));
//! assert_eq!(first[0].position, again[0].position);
//!
//! let page = journal.after(Shard(0), Position::START, 100).await?;
//! assert_eq!(page.entries.len(), 1);
//! # Ok(())
//! # }
//! ```

mod chain;
mod entry;
mod error;
pub mod follow;
mod group;
mod journal;
mod limits;
mod memory;
mod page;
mod postgres;
mod sqlite;
mod stored;
mod wake;

pub use entry::{Appended, Body, Bookmark, Digest, Entry, Kind, Name, NewEntry, Outcome, Position, Shard};
pub use error::{JournalError, JournalErrorKind};
pub use follow::{Fold, follow};
pub use journal::Journal;
pub use limits::{LARGEST_BATCH, LARGEST_BODY, LARGEST_PAGE, MOST_AT_ONCE};
pub use memory::MemoryJournal;
pub use page::Page;
pub use postgres::{PostgresJournal, PostgresLater, PostgresOptions};
pub use sqlite::SqliteJournal;
