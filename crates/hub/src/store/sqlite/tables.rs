//! What ingest reads, inside the writer's transaction; [`write`] writes what it changes.

mod write;

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use ciss_multiview::{BlockKey, RecordKey};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use super::bulk::list;
use super::time;
use crate::store::StoreError;
use crate::store::identity::{signed, unsigned};
use crate::store::tables::{Changes, PersonNumber, RecordNumber, RecordRow, Standing, Tables, Version};

pub(super) struct SqliteTables<'a> {
    pub(super) connection: &'a mut SqliteConnection,
}

#[async_trait]
impl Tables for SqliteTables<'_> {
    async fn versions(&mut self, lineages: &[u64]) -> Result<Vec<Version>, StoreError> {
        let rows = sqlx::query(
            "SELECT name, lineage, as_of, persons, standing FROM json_each(?1) AS asked \
             CROSS JOIN document ON document.lineage = asked.value",
        )
        .bind(list(lineages.iter().copied().map(signed)))
        .fetch_all(&mut *self.connection)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Version {
                    name: unsigned(row.try_get(0)?),
                    lineage: unsigned(row.try_get(1)?),
                    as_of: time(row.try_get(2)?),
                    persons: usize::try_from(row.try_get::<i64, _>(3)?).unwrap_or_default(),
                    standing: match row.try_get::<i64, _>(4)? {
                        0 => Standing::Current,
                        1 => Standing::Superseded,
                        _ => Standing::Erased,
                    },
                })
            })
            .collect()
    }

    async fn erased(&mut self, lineages: &[u64]) -> Result<HashSet<u64>, StoreError> {
        let rows: Vec<i64> = sqlx::query_scalar(
            "SELECT lineage FROM json_each(?1) AS asked CROSS JOIN erasure ON erasure.lineage = asked.value",
        )
        .bind(list(lineages.iter().copied().map(signed)))
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows.into_iter().map(unsigned).collect())
    }

    async fn blocks(
        &mut self,
        keys: &[BlockKey],
        limit: usize,
    ) -> Result<HashMap<BlockKey, Vec<RecordNumber>>, StoreError> {
        if keys.is_empty() {
            return Ok(HashMap::new());
        }
        let rows: Vec<(i64, Option<String>)> = sqlx::query_as(
            "SELECT asked.value, (SELECT group_concat(record) FROM \
             (SELECT record FROM match_key WHERE key = asked.value LIMIT ?2)) FROM json_each(?1) AS asked",
        )
        .bind(list(keys.iter().map(|key| signed(key.0))))
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .fetch_all(&mut *self.connection)
        .await?;
        let numbers = |text: String| text.split(',').filter_map(|number| number.parse().ok()).collect();
        Ok(rows
            .into_iter()
            .filter_map(|(key, records)| Some((BlockKey(unsigned(key)), numbers(records?))))
            .collect())
    }

    async fn records_by_key(&mut self, keys: &[RecordKey]) -> Result<Vec<RecordRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT record.id, record.key, person, body FROM json_each(?1) AS asked CROSS JOIN record ON record.key = asked.value",
        )
        .bind(list(keys.iter().map(|key| signed(key.0))))
        .fetch_all(&mut *self.connection)
        .await?;
        rows.iter().map(record_row).collect()
    }

    async fn records(&mut self, numbers: &[RecordNumber]) -> Result<Vec<RecordRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT record.id, record.key, person, body FROM json_each(?1) AS asked CROSS JOIN record ON record.id = asked.value",
        )
        .bind(list(numbers.iter().copied()))
        .fetch_all(&mut *self.connection)
        .await?;
        rows.iter().map(record_row).collect()
    }

    async fn next_numbers(&mut self) -> Result<(RecordNumber, PersonNumber), StoreError> {
        let next = sqlx::query_as(
            "SELECT (SELECT coalesce(max(id), 0) + 1 FROM record), (SELECT coalesce(max(id), 0) + 1 FROM person)",
        );
        Ok(next.fetch_one(&mut *self.connection).await?)
    }

    async fn write(&mut self, changes: Changes) -> Result<(), StoreError> {
        write::write(self.connection, changes).await
    }
}

/// A row of `id, key, person, body`.
pub(super) fn record_row(row: &SqliteRow) -> Result<RecordRow, StoreError> {
    Ok(RecordRow {
        number: row.try_get(0)?,
        key: RecordKey(unsigned(row.try_get(1)?)),
        person: row.try_get(2)?,
        body: postcard::from_bytes(row.try_get(3)?)?,
    })
}
