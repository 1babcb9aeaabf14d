//! A golden record with everything behind it.

use std::collections::HashMap;

use ciss_contract::ids::GoldenId;
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

use super::bulk::list;
use super::chain::people_at;
use super::packing::unpack;
use super::tables::{SqliteTables, record_row};
use crate::card::PersonCard;
use crate::store::dossier::{Behind, around, dossier_of};
use crate::store::identity::{number, signed};
use crate::store::tables::MemberRow;
use crate::store::{Dossier, StoreError};

/// Redirects are followed this far: one is made when the oldest record of a golden record goes.
const LONGEST_CHAIN: usize = 32;

pub(super) async fn dossier(
    connection: &mut SqliteConnection,
    golden: &GoldenId,
) -> Result<Option<Dossier>, StoreError> {
    let Some(person) = person_of(connection, golden).await? else { return Ok(None) };
    let Some(row) = sqlx::query("SELECT card, members FROM person WHERE id = ?1")
        .bind(person)
        .fetch_optional(&mut *connection)
        .await?
    else {
        return Ok(None);
    };
    let card: PersonCard = postcard::from_bytes(row.try_get(0)?)?;
    let members: Vec<MemberRow> = postcard::from_bytes(row.try_get(1)?)?;
    let rows = sqlx::query(
        "SELECT record.id, record.key, record.person, record.body, \
         document.parsed IS NULL AS plain, coalesce(document.parsed, document.bytes) AS text \
         FROM json_each(?1) AS asked CROSS JOIN record ON record.id = asked.value \
         CROSS JOIN document ON document.name = record.document",
    )
    .bind(list(members.iter().map(|member| member.record)))
    .fetch_all(&mut *connection)
    .await?;
    let mut because: HashMap<i64, String> =
        members.into_iter().map(|member| (member.record, member.because)).collect();
    let mut behind = Vec::with_capacity(rows.len());
    for row in &rows {
        let record = record_row(row)?;
        let text = unpack(row.try_get("text")?)?;
        behind.push(Behind {
            because: because.remove(&record.number).unwrap_or_default(),
            document: serde_json::from_slice(&text).map_err(|_| StoreError::Document)?,
            record,
        });
    }
    let address = card.address.as_ref().and_then(|(id, _)| number(id.as_str()));
    let household = match address {
        Some(address) => people_at(&mut *connection, signed(address)).await?,
        None => Vec::new(),
    };
    let around = around(&mut SqliteTables { connection }, &behind).await?;
    Ok(Some(dossier_of(card, behind, household, around)))
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
