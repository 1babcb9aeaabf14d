//! Reading a shard.

use sqlx::postgres::PgPool;

use super::failure::Failure;
use crate::entry::{Bookmark, Position, Shard};
use crate::limits::MOST_AT_ONCE;
use crate::page::{self, Page};
use crate::stored::{self, Columns, signed};

pub(super) async fn head(pool: &PgPool, shard: Shard) -> Result<Bookmark, Failure> {
    let row = sqlx::query_as("SELECT position, link FROM journal_head WHERE shard = $1")
        .bind(i64::from(shard.0))
        .fetch_optional(pool)
        .await?;
    Ok(stored::head(shard, row)?)
}

pub(super) async fn after(
    pool: &PgPool,
    shard: Shard,
    position: Position,
    limit: usize,
) -> Result<Page, Failure> {
    let head = head(pool, shard).await?;
    if let Some(page) = Page::without_reading(shard, position, head)? {
        return Ok(page);
    }
    let limit = limit.clamp(1, MOST_AT_ONCE);
    let sizes: Vec<(i64, i64)> = sqlx::query_as(
        "SELECT position, CAST(COALESCE(octet_length(body), 0) AS BIGINT) FROM journal_entry \
         WHERE shard = $1 AND position > $2 ORDER BY position LIMIT $3",
    )
    .bind(i64::from(shard.0))
    .bind(signed(position))
    .bind(i64::try_from(limit).unwrap_or(i64::MAX))
    .fetch_all(pool)
    .await?;
    let upto = page::end(position, &stored::sizes(&sizes));
    let rows: Vec<Columns> = sqlx::query_as(
        "SELECT position, kind, name, time, sha256, link, erased, body FROM journal_entry \
         WHERE shard = $1 AND position BETWEEN $2 AND $3 ORDER BY position",
    )
    .bind(i64::from(shard.0))
    .bind(signed(position))
    .bind(signed(upto))
    .fetch_all(pool)
    .await?;
    let entries = rows.into_iter().map(|row| stored::entry(shard, row)).collect::<Result<_, _>>()?;
    Ok(Page::checked(shard, position, entries, upto, head)?)
}
