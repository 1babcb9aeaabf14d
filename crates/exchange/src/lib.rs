//! NIEM documents to source records, and a path for everything that cannot be read.
//!
//! [`read`] takes one document (NIEM 2.0 to 6.0, XML or NIEM JSON) and gives the records in it; [`import()`] does so for
//! files and folders and counts. A document is either read, or refused as a whole with the path inside it and the
//! reason. A value that cannot be read (a date that is none, a reference to nothing, a unit that nobody knows) is left
//! out of its record and said in [`Reading::left_out`]. Nothing is guessed. What is sealed is not read at all, and what its
//! source takes back is read as that.
//!
//! Documents come from outside and are hostile until read: document types and entities are refused, and size, depth,
//! elements, attributes and text are limited by [`Limits`] before anything is built.
//!
//! Code map: `tree` is the bounded document, by local name; `intake` reads values and follows references in it;
//! `person`, `address`, `vehicle`, `charge`, `warrant` and `withdrawal` are what every kind shares; `documents` has one file per
//! family of kinds that says how it maps.

mod address;
mod charge;
mod codes;
mod documents;
mod import;
mod intake;
mod kind;
mod limits;
mod person;
mod phrase;
mod reading;
mod refusal;
mod report;
mod tree;
mod vehicle;
mod warrant;
mod withdrawal;

pub use import::{ImportedFile, import};
pub use kind::DocumentKind;
pub use limits::Limits;
pub use reading::{Found, Reading, read, read_from};
pub use refusal::{Refusal, RefusalReason};
pub use report::{FileRefusal, KindCount, Report};
pub use tree::{NiemVersion, text};
