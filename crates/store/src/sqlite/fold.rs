//! Where the golden records stand in the journal, and by which rules they were made.

use std::collections::HashMap;

use ciss_cards::naming::{signed, source_of, unsigned};
use ciss_journal::Bookmark;
use ciss_records::ingest::made_with;
use ciss_records::rows::{Tables as _, Version};
use ciss_records::{Blanking, Step, StoreError};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use super::bulk::list;
use super::tables::{SqliteTables, VERSION, version};
use super::time;

/// The fold of this file in the table `fold`.
const RECORDS: &str = "records";

/// Erased documents that are told of at once.
const UNBLANKED: i64 = 1_000;

/// Up to where the journal is applied.
pub(super) async fn bookmark(connection: &mut SqliteConnection) -> Result<Bookmark, StoreError> {
    let stored: Option<Vec<u8>> = sqlx::query_scalar("SELECT bookmark FROM fold WHERE name = ?1")
        .bind(RECORDS)
        .fetch_optional(connection)
        .await?;
    match stored {
        None => Ok(Bookmark::START),
        Some(stored) => Bookmark::from_bytes(&stored).ok_or(StoreError::Document),
    }
}

/// Moves the bookmark, within the transaction that applies the entries up to it.
pub(super) async fn advance(connection: &mut SqliteConnection, step: Step) -> Result<(), StoreError> {
    if bookmark(connection).await? != step.from {
        return Err(StoreError::Moved);
    }
    sqlx::query(
        "INSERT INTO fold (name, bookmark, made_with) VALUES (?1, ?2, ?3) \
         ON CONFLICT (name) DO UPDATE SET bookmark = excluded.bookmark",
    )
    .bind(RECORDS)
    .bind(step.upto.to_bytes().to_vec())
    .bind(made_with())
    .execute(connection)
    .await?;
    Ok(())
}

/// The rules by which the golden records were made; none where there are no golden records yet.
pub(super) async fn rules(connection: &mut SqliteConnection) -> Result<Option<String>, StoreError> {
    let noted = sqlx::query_scalar("SELECT made_with FROM fold WHERE name = ?1").bind(RECORDS);
    Ok(noted.fetch_optional(connection).await?)
}

/// Notes that what is on file is not known to be made by the rules of this version.
pub(super) async fn note_unknown_rules(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO fold (name, bookmark, made_with) VALUES (?1, ?2, '') ON CONFLICT DO NOTHING")
        .bind(RECORDS)
        .bind(Bookmark::START.to_bytes().to_vec())
        .execute(connection)
        .await?;
    Ok(())
}

/// See [`Folded::displaced`](ciss_records::Folded::displaced).
pub(super) async fn displaced(
    connection: &mut SqliteConnection,
    documents: &[u64],
) -> Result<HashMap<u64, u64>, StoreError> {
    let rows: Vec<(i64, Option<i64>)> = sqlx::query_as(
        "SELECT document.name, (SELECT other.name FROM document AS other \
             WHERE other.numbered = document.numbered AND other.sha256 <> document.sha256 \
             ORDER BY other.id DESC LIMIT 1) \
         FROM json_each(?1) AS asked CROSS JOIN document ON document.name = asked.value \
         WHERE document.standing IN (1, 3) AND NOT EXISTS (SELECT 1 FROM document AS again \
             WHERE again.lineage = document.lineage AND again.standing = 0 AND again.sha256 = document.sha256)",
    )
    .bind(list(documents.iter().copied().map(signed)))
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().filter_map(|(name, other)| Some((unsigned(name), unsigned(other?)))).collect())
}

/// Some of the erased documents whose bodies the journal may still hold.
pub(super) async fn unblanked(connection: &mut SqliteConnection) -> Result<Vec<Blanking>, StoreError> {
    let select = format!(
        "SELECT {VERSION}, source, received FROM document INDEXED BY document_unblanked \
         WHERE standing = 2 AND blanked = 0 ORDER BY name LIMIT {UNBLANKED}"
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(select)).fetch_all(&mut *connection).await?;
    blankings(connection, &rows).await
}

/// What is left of erased documents: rows of [`VERSION`], source and time of receipt.
pub(super) async fn blankings(
    connection: &mut SqliteConnection,
    rows: &[SqliteRow],
) -> Result<Vec<Blanking>, StoreError> {
    let versions = rows.iter().map(version).collect::<Result<Vec<Version>, _>>()?;
    let keys: Vec<u64> = versions.iter().flat_map(|version| version.naming.reached()).collect();
    let erased = SqliteTables { connection }.erased(&keys).await?;
    versions
        .into_iter()
        .zip(rows)
        .map(|(version, row)| {
            let source = source_of(row.try_get("source")?).ok_or(StoreError::Document)?;
            Ok(Blanking::new(version, source, time(row.try_get("received")?), &erased))
        })
        .collect()
}

/// Notes that the journal no longer holds the bodies of these.
pub(super) async fn blanked(
    connection: &mut SqliteConnection,
    documents: &[Blanking],
) -> Result<(), StoreError> {
    sqlx::query("UPDATE document SET blanked = 1 WHERE name IN (SELECT value FROM json_each(?1))")
        .bind(list(documents.iter().map(|blanking| signed(blanking.version.name))))
        .execute(connection)
        .await?;
    Ok(())
}
