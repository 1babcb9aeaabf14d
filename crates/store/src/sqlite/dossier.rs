//! A golden record with everything behind it.

use ciss_cards::card::PersonCard;
use ciss_cards::naming::{number, signed, source_number};
use ciss_contract::ids::GoldenId;
use ciss_contract::record::DecisionNote;
use ciss_multiview::RecordKey;
use ciss_records::dossier::{Behind, Findings, around, cut, notes_about};
use ciss_records::rows::Tables;
use ciss_records::{Cursor, Page, StoreError};
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

use super::bulk::list;
use super::chain::people_at;
use super::tables::{SqliteTables, record_row};
use crate::packing::unpack;

/// Redirects are followed this far: one is made when the oldest record of a golden record goes.
const LONGEST_CHAIN: usize = 32;

/// A page of members, newest first.
const PAGE: &str = "\
    SELECT record.id, record.key, record.person, record.profile, record.body, \
    coalesce(document.parsed, document.bytes) AS text \
    FROM record INDEXED BY record_person CROSS JOIN document ON document.name = record.document \
    WHERE record.person = ?1 AND (?2 IS NULL OR record.as_of < ?2 OR (record.as_of = ?2 AND record.key > ?3)) \
    AND document.source IN (SELECT value FROM json_each(?4)) ORDER BY record.as_of DESC, record.key LIMIT ?5";

/// Reads a golden record with a page of its members.
pub(super) async fn read(
    connection: &mut SqliteConnection,
    golden: &GoldenId,
    page: &Page,
) -> Result<Option<(Findings, Option<Cursor>)>, StoreError> {
    let Some(person) = person_of(connection, golden).await? else { return Ok(None) };
    let Some(row) = sqlx::query("SELECT card, merged FROM person WHERE id = ?1")
        .bind(person)
        .fetch_optional(&mut *connection)
        .await?
    else {
        return Ok(None);
    };
    let card: PersonCard = postcard::from_bytes(row.try_get(0)?)?;
    let merged: Option<String> = row.try_get(1)?;
    let sources = list(page.sources.iter().map(|source| i64::from(source_number(*source))));
    let rows = sqlx::query(PAGE)
        .bind(person)
        .bind(page.after.map(|after| after.as_of.as_microsecond()))
        .bind(page.after.map(|after| signed(after.record.0)))
        .bind(&sources)
        .bind(i64::try_from(page.size + 1).unwrap_or(i64::MAX))
        .fetch_all(&mut *connection)
        .await?;
    let mut behind = Vec::with_capacity(rows.len());
    for row in &rows {
        let text = unpack(row.try_get("text")?)?;
        let document = serde_json::from_slice(&text).map_err(|_| StoreError::Document)?;
        behind.push(Behind { record: record_row(row)?, document });
    }
    let next = cut(&mut behind, page);
    let total = if card.sources.iter().all(|source| page.sources.contains(source)) {
        usize::try_from(card.records).unwrap_or(usize::MAX)
    } else {
        let counted: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM record CROSS JOIN document ON document.name = record.document \
             WHERE record.person = ?1 AND document.source IN (SELECT value FROM json_each(?2))",
        )
        .bind(person)
        .bind(&sources)
        .fetch_one(&mut *connection)
        .await?;
        usize::try_from(counted).unwrap_or_default()
    };
    let address = card.address.as_ref().and_then(|(id, _)| number(id.as_str()));
    let household = match address {
        Some(address) => people_at(&mut *connection, signed(address)).await?,
        None => Vec::new(),
    };
    let mut tables = SqliteTables { connection };
    let records = if merged.is_none() { tables.records_of(&[person]).await? } else { Vec::new() };
    let (behind, around) = around(&mut tables, behind, page.after.is_none()).await?;
    Ok(Some((Findings { card, merged, records, behind, total, household, around }, next)))
}

/// The golden record that a record is in, and what was decided about the record.
pub(super) async fn holder(
    connection: &mut SqliteConnection,
    record: RecordKey,
) -> Result<Option<(PersonCard, Vec<DecisionNote>)>, StoreError> {
    let row = sqlx::query(
        "SELECT person.card FROM record CROSS JOIN person ON person.id = record.person WHERE record.key = ?1",
    )
    .bind(signed(record.0))
    .fetch_optional(&mut *connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let card: PersonCard = postcard::from_bytes(row.try_get(0)?)?;
    Ok(Some((card, notes_about(&mut SqliteTables { connection }, record).await?)))
}

/// The person whom the record leads to after which the golden record is, or was, named.
async fn person_of(connection: &mut SqliteConnection, golden: &GoldenId) -> Result<Option<i64>, StoreError> {
    let Some(name) = number(golden.as_str()) else { return Ok(None) };
    let mut key = signed(name);
    for _ in 0..LONGEST_CHAIN {
        let (person, heir): (Option<i64>, Option<i64>) = sqlx::query_as(
            "SELECT (SELECT person FROM record WHERE key = ?1), (SELECT heir FROM redirect WHERE gone = ?1)",
        )
        .bind(key)
        .fetch_one(&mut *connection)
        .await?;
        match (person, heir) {
            (Some(person), _) => return Ok(Some(person)),
            (None, Some(heir)) => key = heir,
            (None, None) => return Ok(None),
        }
    }
    Ok(None)
}
