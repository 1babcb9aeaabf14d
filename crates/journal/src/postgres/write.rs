//! Appending to a shard.

mod plan;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use sqlx::Connection;
use sqlx::postgres::{PgConnection, PgPool};
use tokio::time::Instant;

use super::cluster::{Cluster, Within};
use super::failure::Failure;
use super::hint::Hint;
use crate::chain::Linked;
use crate::entry::{Appended, Bookmark, Name, Position, Shard};
use crate::error::JournalError;
use crate::group::{Prepared, Write};
use crate::stored::{self, Known, signed, unsigned};
use crate::wake::Bell;
use plan::Plan;

/// The writer of one shard in this program; others may write to the same shard elsewhere.
pub(super) struct Writer {
    cluster: Arc<Cluster>,
    /// How long one attempt may take.
    each: Duration,
    bell: Bell,
    hint: Hint,
}

impl Writer {
    pub(super) fn new(cluster: Arc<Cluster>, each: Duration, bell: Bell, hint: Hint) -> Writer {
        Writer { cluster, each, bell, hint }
    }
}

impl Write for Writer {
    async fn write(
        &mut self,
        shard: Shard,
        entries: &[Prepared],
        deadline: Instant,
    ) -> Result<Vec<Appended>, JournalError> {
        // The names make it safe to do again what may have been done.
        let write = |pool: PgPool| async move { write(&pool, shard, entries).await };
        let appended = self.cluster.attempt(Within { deadline, each: self.each }, write).await?;
        self.bell.ring();
        self.hint.give();
        Ok(appended)
    }

    async fn scrub(&mut self) -> Result<(), JournalError> {
        let pool = self.cluster.present().pool.clone();
        match sqlx::query("VACUUM FULL journal_entry").execute(&pool).await.map_err(Failure::from) {
            Ok(_) => Ok(()),
            Err(Failure::Again(error) | Failure::Lost(error) | Failure::Final(error)) => Err(error),
        }
    }

    async fn close(self) {}
}

async fn write(pool: &PgPool, shard: Shard, entries: &[Prepared]) -> Result<Vec<Appended>, Failure> {
    let mut connection = pool.acquire().await?;
    let known = known(&mut connection, shard, entries).await?;
    let plan = Plan::new(entries, known);
    if plan.fresh.is_empty() && plan.erased.is_empty() {
        return Ok(plan.appended(&[]));
    }
    let mut transaction = connection.begin_with("BEGIN ISOLATION LEVEL READ COMMITTED").await?;
    let mut last = advance(&mut transaction, shard, plan.fresh.len()).await?;
    let mut places = Vec::with_capacity(plan.fresh.len());
    for Prepared { entry, sha256 } in &plan.fresh {
        let position = last.position.next();
        let linked =
            Linked { shard, position, kind: &entry.kind, name: &entry.name, time: entry.time, sha256 };
        last = Bookmark { position, link: linked.after(&last.link) };
        places.push(last);
    }
    if !plan.fresh.is_empty() {
        if insert(&mut transaction, shard, &plan.fresh, &places).await? < plan.fresh.len() {
            // Somebody else appended one of the names since they were looked up.
            transaction.rollback().await?;
            return Err(Failure::Again(JournalError::unavailable("another program appends the same")));
        }
        sqlx::query("UPDATE journal_head SET link = $2 WHERE shard = $1")
            .bind(i64::from(shard.0))
            .bind(last.link.0.as_slice())
            .execute(&mut *transaction)
            .await?;
    }
    let appended = plan.appended(&places);
    for (by, names) in &plan.erased {
        erase(&mut transaction, shard, names, appended[*by].position).await?;
    }
    transaction.commit().await?;
    Ok(appended)
}

/// Which of the names are there. Looked up before the shard is held, so that it is held shortly.
async fn known(
    connection: &mut PgConnection,
    shard: Shard,
    entries: &[Prepared],
) -> Result<HashMap<Name, Known>, Failure> {
    type Row = (Vec<u8>, i64, String, Vec<u8>, bool);
    let names: Vec<&[u8]> = entries.iter().map(|prepared| prepared.entry.name.0.as_slice()).collect();
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT name, position, kind, sha256, erased IS NOT NULL FROM journal_entry \
         WHERE shard = $1 AND name = ANY($2)",
    )
    .bind(i64::from(shard.0))
    .bind(names)
    .fetch_all(connection)
    .await?;
    let known = |(name, position, kind, sha256, erased): Row| {
        let name = Name(name.try_into().ok()?);
        Some((name, Known { position: unsigned(position), kind, sha256, erased }))
    };
    Ok(rows.into_iter().filter_map(known).collect())
}

/// Moves the head on by `count`, holds the shard until the transaction ends, and returns where the head was.
async fn advance(connection: &mut PgConnection, shard: Shard, count: usize) -> Result<Bookmark, Failure> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    loop {
        let row: Option<(i64, Vec<u8>)> = sqlx::query_as(
            "UPDATE journal_head SET position = position + $2 WHERE shard = $1 RETURNING position, link",
        )
        .bind(i64::from(shard.0))
        .bind(count)
        .fetch_optional(&mut *connection)
        .await?;
        if let Some((position, link)) = row {
            return Ok(stored::head(shard, Some((position - count, link)))?);
        }
        sqlx::query(
            "INSERT INTO journal_head (shard, position, link) VALUES ($1, 0, $2) ON CONFLICT (shard) DO NOTHING",
        )
        .bind(i64::from(shard.0))
        .bind(Bookmark::START.link.0.as_slice())
        .execute(&mut *connection)
        .await?;
    }
}

/// Inserts entries at their places, and returns how many of the names were free.
async fn insert(
    connection: &mut PgConnection,
    shard: Shard,
    entries: &[&Prepared],
    places: &[Bookmark],
) -> Result<usize, Failure> {
    let column =
        |of: fn(&Prepared) -> &[u8]| -> Vec<&[u8]> { entries.iter().map(|entry| of(entry)).collect() };
    let inserted = sqlx::query(
        "INSERT INTO journal_entry (shard, position, kind, name, time, sha256, link, body) \
         SELECT $1, new.position, new.kind, new.name, new.time, new.sha256, new.link, new.body \
         FROM UNNEST($2::BIGINT[], $3::TEXT[], $4::BYTEA[], $5::BIGINT[], $6::BYTEA[], $7::BYTEA[], $8::BYTEA[]) \
         AS new (position, kind, name, time, sha256, link, body) ON CONFLICT (shard, name) DO NOTHING",
    )
    .bind(i64::from(shard.0))
    .bind(places.iter().map(|place| signed(place.position)).collect::<Vec<_>>())
    .bind(entries.iter().map(|prepared| prepared.entry.kind.as_str()).collect::<Vec<_>>())
    .bind(column(|prepared| &prepared.entry.name.0))
    .bind(entries.iter().map(|prepared| prepared.entry.time.as_microsecond()).collect::<Vec<_>>())
    .bind(column(|prepared| &prepared.sha256.0))
    .bind(places.iter().map(|place| place.link.0.as_slice()).collect::<Vec<_>>())
    .bind(column(|prepared| &prepared.entry.body))
    .execute(connection)
    .await?;
    Ok(usize::try_from(inserted.rows_affected()).unwrap_or(usize::MAX))
}

/// Blanks the bodies of the entries of these names.
async fn erase(
    connection: &mut PgConnection,
    shard: Shard,
    names: &[Name],
    by: Position,
) -> Result<(), Failure> {
    sqlx::query(
        "UPDATE journal_entry SET body = NULL, erased = $3 \
         WHERE shard = $1 AND name = ANY($2) AND erased IS NULL",
    )
    .bind(i64::from(shard.0))
    .bind(names.iter().map(|name| name.0.as_slice()).collect::<Vec<_>>())
    .bind(signed(by))
    .execute(connection)
    .await?;
    Ok(())
}
