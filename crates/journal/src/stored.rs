//! What both databases keep of an entry, in columns.

use std::borrow::Cow;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AssertSqlSafe, SqlSafeStr};

use crate::entry::{Body, Bookmark, Digest, Entry, Kind, Name, Outcome, Position, Shard, time_of};
use crate::error::JournalError;
use crate::page::damaged;

/// `position, kind, name, time, sha256, link, erased, body`.
pub(crate) type Columns = (i64, String, Vec<u8>, i64, Vec<u8>, Vec<u8>, Option<i64>, Option<Vec<u8>>);

/// Reads the columns of an entry.
///
/// # Errors
/// Damaged where no entry can have them.
pub(crate) fn entry(shard: Shard, columns: Columns) -> Result<Entry, JournalError> {
    let (position, kind, name, time, sha256, link, erased, body) = columns;
    let position = unsigned(position);
    let broken = || damaged(shard, position);
    Ok(Entry {
        shard,
        position,
        kind: Kind::named(&kind).map_err(|_| broken())?,
        name: Name(name.try_into().map_err(|_| broken())?),
        time: time_of(time),
        sha256: Digest(sha256.try_into().map_err(|_| broken())?),
        link: Digest(link.try_into().map_err(|_| broken())?),
        body: match (erased, body) {
            (None, Some(bytes)) => Body::Whole(bytes),
            (Some(by), None) => Body::Erased(unsigned(by)),
            (None, None) | (Some(_), Some(_)) => return Err(broken()),
        },
    })
}

/// Reads the row of a shard's head; a shard without one is empty.
///
/// # Errors
/// Damaged where no head can be like that.
pub(crate) fn head(shard: Shard, row: Option<(i64, Vec<u8>)>) -> Result<Bookmark, JournalError> {
    let Some((position, link)) = row else { return Ok(Bookmark::START) };
    let position = unsigned(position);
    let link = link.try_into().map_err(|_| damaged(shard, position))?;
    Ok(Bookmark { position, link: Digest(link) })
}

/// An entry that has the name already: `name, position, kind, sha256` and whether it is erased.
pub(crate) struct Known {
    pub(crate) position: Position,
    pub(crate) kind: String,
    pub(crate) sha256: Vec<u8>,
    pub(crate) erased: bool,
}

impl Known {
    /// What becomes of an entry that is sent under its name.
    pub(crate) fn outcome(&self, kind: &Kind, sha256: &Digest) -> Outcome {
        if self.kind != kind.as_str() || self.sha256 != sha256.0 {
            Outcome::Taken
        } else if self.erased {
            Outcome::Erased
        } else {
            Outcome::Repeated
        }
    }
}

/// For a column. No position comes near the largest that a column holds, so what is beyond it is beyond every head.
pub(crate) fn signed(position: Position) -> i64 {
    i64::try_from(position.0).unwrap_or(i64::MAX)
}

/// From a column. A negative number is damage, and shows as a position that does not follow the one before.
pub(crate) fn unsigned(position: i64) -> Position {
    Position(u64::try_from(position).unwrap_or(u64::MAX))
}

/// The schema of this version. Applied migrations are never edited; a change is a further one.
pub(crate) fn migrator(steps: &'static [(i64, &'static str, &'static str)]) -> Migrator {
    let migration = |(version, name, sql): &(i64, &'static str, &'static str)| {
        Migration::new(
            *version,
            Cow::Borrowed(*name),
            MigrationType::Simple,
            AssertSqlSafe(*sql).into_sql_str(),
            false,
        )
    };
    let mut migrator = Migrator::with_migrations(steps.iter().map(migration).collect());
    // Its own name, because the database may hold other programs' tables.
    migrator.dangerous_set_table_name("journal_migration");
    // Advisory locks are not had everywhere. The steps can run twice at the same time.
    migrator.set_locking(false);
    migrator
}

/// For [`end`](crate::page::end).
pub(crate) fn sizes(rows: &[(i64, i64)]) -> Vec<(Position, usize)> {
    let size = |(position, bytes): &(i64, i64)| (unsigned(*position), usize::try_from(*bytes).unwrap_or(0));
    rows.iter().map(size).collect()
}

/// The head and the last entry do not agree.
pub(crate) fn broken_end(shard: i64, position: Position) -> JournalError {
    JournalError::damaged(format!("shard {shard}: it does not end with the entry at {position} as it should"))
}

/// The tables are not of a version that this one knows.
pub(crate) fn another_version() -> JournalError {
    JournalError::refused("it was made by another version")
}
