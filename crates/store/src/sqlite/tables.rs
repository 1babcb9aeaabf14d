//! What ingest reads, inside the writer's transaction; [`write`] writes what it changes.

mod write;

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use ciss_cards::card::PersonCard;
use ciss_cards::naming::{Naming, docket, signed, unsigned};
use ciss_contract::document::SourceDocument;
use ciss_contract::matter::WithdrawalReason;
use ciss_multiview::{BlockKey, Decision, Profile, RecordKey, Ways};
use ciss_records::rows::{
    Changes, DecisionRow, Holding, NearRow, PersonNumber, RecordNumber, RecordRow, Standing, Tables, Version,
};
use ciss_records::{RecordBody, StoreError};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use super::bulk::list;
use super::time;
use crate::packing::unpack;

pub(super) struct SqliteTables<'a> {
    pub(super) connection: &'a mut SqliteConnection,
}

#[async_trait]
impl Tables for SqliteTables<'_> {
    async fn versions(&mut self, numbered: &[u64]) -> Result<Vec<Version>, StoreError> {
        let select = format!(
            "SELECT {VERSION} FROM json_each(?1) AS asked CROSS JOIN document ON document.numbered = asked.value \
             ORDER BY document.id"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(select))
            .bind(list(numbered.iter().copied().map(signed)))
            .fetch_all(&mut *self.connection)
            .await?;
        rows.iter().map(version).collect()
    }

    async fn erased(&mut self, keys: &[u64]) -> Result<HashSet<u64>, StoreError> {
        let rows: Vec<i64> = sqlx::query_scalar(
            "SELECT lineage FROM json_each(?1) AS asked CROSS JOIN erasure ON erasure.lineage = asked.value",
        )
        .bind(list(keys.iter().copied().map(signed)))
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows.into_iter().map(unsigned).collect())
    }

    async fn blocks(&mut self, keys: &[BlockKey]) -> Result<HashMap<BlockKey, Vec<Profile>>, StoreError> {
        if keys.is_empty() {
            return Ok(HashMap::new());
        }
        let rows: Vec<(i64, Option<String>)> = sqlx::query_as(
            "SELECT asked.value, (SELECT group_concat(profile) FROM block WHERE key = asked.value) \
             FROM json_each(?1) AS asked",
        )
        .bind(list(keys.iter().map(|key| signed(key.0))))
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows
            .into_iter()
            .filter_map(|(key, block)| Some((BlockKey(unsigned(key)), profiles_in(&block?))))
            .collect())
    }

    async fn holdings(&mut self, profiles: &[Profile]) -> Result<Vec<Holding>, StoreError> {
        let rows: Vec<(i64, i64, i64)> = sqlx::query_as(
            "SELECT record.profile, record.id, record.person FROM json_each(?1) AS asked \
             CROSS JOIN record ON record.profile = asked.value",
        )
        .bind(list(profiles.iter().map(|profile| signed(profile.0))))
        .fetch_all(&mut *self.connection)
        .await?;
        let holding =
            |(profile, record, person)| Holding { profile: Profile(unsigned(profile)), record, person };
        Ok(rows.into_iter().map(holding).collect())
    }

    async fn examples(&mut self, profiles: &[Profile]) -> Result<Vec<RecordRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT record.id, record.key, person, profile, body FROM json_each(?1) AS asked CROSS JOIN record \
             ON record.id = (SELECT id FROM record WHERE profile = asked.value LIMIT 1)",
        )
        .bind(list(profiles.iter().map(|profile| signed(profile.0))))
        .fetch_all(&mut *self.connection)
        .await?;
        rows.iter().map(record_row).collect()
    }

    async fn records_of(&mut self, persons: &[PersonNumber]) -> Result<Vec<RecordRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT record.id, record.key, person, profile, body FROM json_each(?1) AS asked \
             CROSS JOIN record ON record.person = asked.value",
        )
        .bind(list(persons.iter().copied()))
        .fetch_all(&mut *self.connection)
        .await?;
        rows.iter().map(record_row).collect()
    }

    async fn said_of(&mut self, person: PersonNumber) -> Result<Vec<(RecordBody, usize)>, StoreError> {
        // Keys are unsigned: those below zero come last.
        let rows: Vec<(Vec<u8>, i64)> = sqlx::query_as(
            "SELECT record.body, said.times FROM \
             (SELECT content, count(*) AS times, max(as_of) AS newest FROM record INDEXED BY record_said \
             WHERE person = ?1 GROUP BY content) AS said CROSS JOIN record ON record.id = (SELECT one.id \
             FROM record AS one INDEXED BY record_said WHERE one.person = ?1 AND one.content = said.content \
             AND one.as_of = said.newest ORDER BY one.key < 0, one.key LIMIT 1)",
        )
        .bind(person)
        .fetch_all(&mut *self.connection)
        .await?;
        rows.iter()
            .map(|(body, times)| {
                Ok((postcard::from_bytes(body)?, usize::try_from(*times).unwrap_or_default()))
            })
            .collect()
    }

    async fn profiles_of(&mut self, person: PersonNumber) -> Result<Vec<Profile>, StoreError> {
        let profiles: Option<String> =
            sqlx::query_scalar("SELECT group_concat(DISTINCT profile) FROM record WHERE person = ?1")
                .bind(person)
                .fetch_one(&mut *self.connection)
                .await?;
        Ok(profiles_in(&profiles.unwrap_or_default()))
    }

    async fn records_by_key(&mut self, keys: &[RecordKey]) -> Result<Vec<RecordRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT record.id, record.key, person, profile, body FROM json_each(?1) AS asked \
             CROSS JOIN record ON record.key = asked.value",
        )
        .bind(list(keys.iter().map(|key| signed(key.0))))
        .fetch_all(&mut *self.connection)
        .await?;
        rows.iter().map(record_row).collect()
    }

    async fn wanted(&mut self, profiles: &[Profile]) -> Result<HashSet<Profile>, StoreError> {
        let rows: Vec<i64> = sqlx::query_scalar(
            "SELECT asked.value FROM json_each(?1) AS asked WHERE EXISTS \
             (SELECT 1 FROM record INDEXED BY record_wanted WHERE profile = asked.value AND wanted)",
        )
        .bind(list(profiles.iter().map(|profile| signed(profile.0))))
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows.into_iter().map(|profile| Profile(unsigned(profile))).collect())
    }

    async fn wanted_after(&mut self, last: Option<Profile>, most: usize) -> Result<Vec<Profile>, StoreError> {
        let rows: Vec<i64> = sqlx::query_scalar(
            "SELECT DISTINCT profile FROM record INDEXED BY record_wanted WHERE wanted AND (?1 IS NULL OR profile > ?1) \
             ORDER BY profile LIMIT ?2",
        )
        .bind(last.map(|last| signed(last.0)))
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows.into_iter().map(|profile| Profile(unsigned(profile))).collect())
    }

    async fn near_profiles(&mut self, profiles: &[Profile]) -> Result<Vec<NearRow>, StoreError> {
        let rows: Vec<(i64, i64)> = sqlx::query_as(
            "SELECT wanted, other FROM json_each(?1) AS asked CROSS JOIN near ON near.wanted = asked.value \
             UNION SELECT wanted, other FROM json_each(?1) AS asked CROSS JOIN near ON near.other = asked.value",
        )
        .bind(list(profiles.iter().map(|profile| signed(profile.0))))
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows.into_iter().map(near_row).collect())
    }

    async fn near_persons(&mut self, persons: &[PersonNumber]) -> Result<Vec<NearRow>, StoreError> {
        let rows: Vec<(i64, i64)> = sqlx::query_as(
            "WITH mine AS MATERIALIZED (SELECT DISTINCT profile FROM json_each(?1) AS asked \
             CROSS JOIN record ON record.person = asked.value) \
             SELECT wanted, other FROM mine CROSS JOIN near ON near.wanted = mine.profile \
             UNION SELECT wanted, other FROM mine CROSS JOIN near ON near.other = mine.profile",
        )
        .bind(list(persons.iter().copied()))
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows.into_iter().map(near_row).collect())
    }

    async fn loose(&mut self, profiles: &[Profile]) -> Result<HashSet<Profile>, StoreError> {
        let rows: Vec<i64> = sqlx::query_scalar(
            "SELECT profile FROM json_each(?1) AS asked CROSS JOIN loose ON loose.profile = asked.value",
        )
        .bind(list(profiles.iter().map(|profile| signed(profile.0))))
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows.into_iter().map(|profile| Profile(unsigned(profile))).collect())
    }

    async fn ways(&mut self, persons: &[PersonNumber]) -> Result<HashMap<PersonNumber, Ways>, StoreError> {
        let rows: Vec<(i64, i64, i64)> = sqlx::query_as(
            "SELECT person, way, profile FROM json_each(?1) AS asked CROSS JOIN way ON way.person = asked.value",
        )
        .bind(list(persons.iter().copied()))
        .fetch_all(&mut *self.connection)
        .await?;
        let mut found: HashMap<PersonNumber, Ways> = HashMap::new();
        for (person, way, profile) in rows {
            found.entry(person).or_default().push((unsigned(way), Profile(unsigned(profile))));
        }
        Ok(found)
    }

    async fn decisions(&mut self, records: &[RecordKey]) -> Result<Vec<DecisionRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT document, left, right, same FROM json_each(?1) AS asked CROSS JOIN decision ON decision.left = asked.value \
             UNION SELECT document, left, right, same FROM json_each(?1) AS asked \
             CROSS JOIN decision ON decision.right = asked.value",
        )
        .bind(list(records.iter().map(|key| signed(key.0))))
        .fetch_all(&mut *self.connection)
        .await?;
        rows.iter().map(decision_row).collect()
    }

    async fn decisions_of(&mut self, documents: &[u64]) -> Result<Vec<DecisionRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT document, left, right, same FROM json_each(?1) AS asked \
             CROSS JOIN decision ON decision.document = asked.value",
        )
        .bind(list(documents.iter().copied().map(signed)))
        .fetch_all(&mut *self.connection)
        .await?;
        rows.iter().map(decision_row).collect()
    }

    async fn documents(&mut self, names: &[u64]) -> Result<HashMap<u64, SourceDocument>, StoreError> {
        let rows = sqlx::query(
            "SELECT name, coalesce(parsed, bytes) FROM json_each(?1) AS asked \
             CROSS JOIN document ON document.name = asked.value WHERE standing IN (0, 1)",
        )
        .bind(list(names.iter().copied().map(signed)))
        .fetch_all(&mut *self.connection)
        .await?;
        rows.iter()
            .map(|row| {
                let text = unpack(row.try_get(1)?)?;
                let document = serde_json::from_slice(&text).map_err(|_| StoreError::Document)?;
                Ok((unsigned(row.try_get(0)?), document))
            })
            .collect()
    }

    async fn cards(
        &mut self,
        persons: &[PersonNumber],
    ) -> Result<Vec<(PersonNumber, PersonCard)>, StoreError> {
        let rows = sqlx::query(
            "SELECT person.id, person.card FROM json_each(?1) AS asked CROSS JOIN person ON person.id = asked.value",
        )
        .bind(list(persons.iter().copied()))
        .fetch_all(&mut *self.connection)
        .await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, postcard::from_bytes(row.try_get(1)?)?))).collect()
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

/// The columns of `document` that [`version`] reads.
pub(super) const VERSION: &str = "document.name, document.lineage, document.numbered, document.agency, document.docket, \
    document.number, document.as_of, document.persons, document.standing, document.withdrawal";

/// A version of a document, from [`VERSION`].
pub(super) fn version(row: &SqliteRow) -> Result<Version, StoreError> {
    let kept: Option<i64> = row.try_get("docket")?;
    Ok(Version {
        name: unsigned(row.try_get("name")?),
        naming: Naming {
            lineage: unsigned(row.try_get("lineage")?),
            numbered: unsigned(row.try_get("numbered")?),
            agency: unsigned(row.try_get("agency")?),
            docket: match kept {
                Some(kept) => unsigned(kept),
                None => docket(row.try_get("number")?),
            },
        },
        as_of: time(row.try_get("as_of")?),
        persons: usize::try_from(row.try_get::<i64, _>("persons")?).unwrap_or_default(),
        standing: match row.try_get::<i64, _>("standing")? {
            0 => Standing::Current,
            1 => Standing::Superseded,
            3 => Standing::Withdrawn,
            _ => Standing::Erased,
        },
        lifts_seal: row.try_get::<i64, _>("withdrawal")? == LIFTS_SEAL,
        withdrawal: match row.try_get::<i64, _>("withdrawal")? {
            0 | LIFTS_SEAL => None,
            2 => Some(WithdrawalReason::Sealed),
            3 => Some(WithdrawalReason::Expunged),
            _ => Some(WithdrawalReason::Deleted),
        },
    })
}

/// In the column for why a version takes its document back: it does not, and lifts a seal.
const LIFTS_SEAL: i64 = 4;

fn decision_row(row: &SqliteRow) -> Result<DecisionRow, StoreError> {
    let decision = Decision {
        left: RecordKey(unsigned(row.try_get(1)?)),
        right: RecordKey(unsigned(row.try_get(2)?)),
        same: row.try_get(3)?,
    };
    Ok(DecisionRow { document: unsigned(row.try_get(0)?), decision })
}

fn near_row((wanted, other): (i64, i64)) -> NearRow {
    NearRow { wanted: Profile(unsigned(wanted)), other: Profile(unsigned(other)) }
}

/// Profiles as `group_concat` gives them.
fn profiles_in(text: &str) -> Vec<Profile> {
    text.split(',').filter_map(|number| number.parse().ok().map(|number| Profile(unsigned(number)))).collect()
}

/// A row of `id, key, person, profile, body`.
pub(super) fn record_row(row: &SqliteRow) -> Result<RecordRow, StoreError> {
    Ok(RecordRow {
        number: row.try_get(0)?,
        key: RecordKey(unsigned(row.try_get(1)?)),
        person: row.try_get(2)?,
        profile: Profile(unsigned(row.try_get(3)?)),
        body: postcard::from_bytes(row.try_get(4)?)?,
    })
}
