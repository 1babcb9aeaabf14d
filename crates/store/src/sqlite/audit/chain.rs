//! The chain that runs through the audit trail: whoever changes or removes a line breaks it. What is cut off at the end it does
//! not tell; for that its end is to be kept elsewhere.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use ciss_records::{AuditLine, StoreError};
use futures_util::TryStreamExt as _;
use ring::digest::{Context, SHA256};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection, Row};

use super::line;
use crate::sqlite::AUDIT;

/// Where the chain ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct End {
    /// The last line.
    pub(super) id: i64,
    pub(super) link: [u8; 32],
}

impl End {
    /// Behind a further line. `golden` is its list as it is stored.
    pub(super) fn after(self, run: i64, line: &AuditLine, golden: &str) -> End {
        let AuditLine { at, request, operator, on_behalf_of, purpose, action, subject, outcome, golden: _ } =
            line;
        let id = self.id + 1;
        let mut context = Context::new(&SHA256);
        context.update(&self.link);
        context.update(&id.to_be_bytes());
        context.update(&run.to_be_bytes());
        context.update(&at.as_microsecond().to_be_bytes());
        for text in [request, operator, on_behalf_of, purpose, action, subject, outcome, golden] {
            context.update(&u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
            context.update(text.as_bytes());
        }
        let mut link = [0; 32];
        link.copy_from_slice(context.finish().as_ref());
        End { id, link }
    }
}

/// The chain as one run of the hub continues it.
pub(super) struct Chain {
    pub(super) run: i64,
    pub(super) end: End,
    /// Only one program writes a trail.
    _claim: File,
}

impl Chain {
    /// Goes on where the run before ended.
    ///
    /// # Errors
    /// [`StoreError::InUse`] where another program writes this trail.
    pub(super) async fn take_up(connection: &mut SqliteConnection, lock: &Path) -> Result<Chain, StoreError> {
        let claim = OpenOptions::new().create(true).truncate(false).write(true).open(lock)?;
        match claim.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::InUse),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        let last: Option<(i64, i64, Option<Vec<u8>>)> =
            sqlx::query_as("SELECT id, run, link FROM line ORDER BY id DESC LIMIT 1")
                .fetch_optional(connection)
                .await?;
        let (id, run, link) = last.unwrap_or_default();
        // Lines from before there were links are covered by none.
        let link = link.map_or(Ok([0; 32]), TryInto::try_into).map_err(|_| StoreError::Document)?;
        Ok(Chain { run: run + 1, end: End { id, link }, _claim: claim })
    }
}

/// What checking an audit trail found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Lines whose links hold.
    pub linked: u64,
    /// Lines before them, from a release that had no links.
    pub unlinked: u64,
    /// The last link, to be kept elsewhere.
    pub end: [u8; 32],
    /// The first line that is not as it was written, or before which one is missing.
    pub broken: Option<i64>,
}

/// Checks the audit trail in a hub's folder.
///
/// # Errors
/// [`StoreError::Backend`] where it cannot be read.
pub async fn check_audit(data: &Path) -> Result<Checked, StoreError> {
    let file = SqliteConnectOptions::new().filename(data.join(AUDIT)).disable_statement_logging();
    let mut connection = file.connect().await?;
    let mut checked = Checked { linked: 0, unlinked: 0, end: [0; 32], broken: None };
    let mut last = 0;
    {
        let mut rows = sqlx::query("SELECT * FROM line ORDER BY id").fetch(&mut connection);
        while let Some(row) = rows.try_next().await? {
            let id: i64 = row.try_get("id")?;
            let Some(link) = row.try_get::<Option<Vec<u8>>, _>("link")? else {
                if checked.linked > 0 {
                    checked.broken = Some(id);
                    break;
                }
                checked.unlinked += 1;
                last = id;
                continue;
            };
            let before = End { id: last, link: checked.end };
            let expected = before.after(row.try_get("run")?, &line(&row)?, row.try_get("golden")?);
            if expected.id != id || expected.link != link.as_slice() {
                checked.broken = Some(id);
                break;
            }
            checked.linked += 1;
            (last, checked.end) = (id, expected.link);
        }
    }
    connection.close().await?;
    Ok(checked)
}
