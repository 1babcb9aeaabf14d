//! Keys of sessions, and sessions that were ended.

use ciss_identity::keyring::{Day, DayKey, KEPT_DAYS, Revocation};
use ciss_records::StoreError;
use sqlx::sqlite::SqliteConnection;

use super::time;

/// Writes what the journal tells, and lets go of what is over.
pub(super) async fn write(
    connection: &mut SqliteConnection,
    keys: &[DayKey],
    revocations: &[Revocation],
) -> Result<(), StoreError> {
    for DayKey { day, secret } in keys {
        sqlx::query("INSERT INTO session_key (day, secret) VALUES (?1, ?2) ON CONFLICT DO NOTHING")
            .bind(day.0)
            .bind(secret.to_vec())
            .execute(&mut *connection)
            .await?;
        sqlx::query("DELETE FROM session_key WHERE day < ?1")
            .bind(day.0 - KEPT_DAYS)
            .execute(&mut *connection)
            .await?;
    }
    for Revocation { session, ends } in revocations {
        sqlx::query("INSERT INTO session_ended (session, ends) VALUES (?1, ?2) ON CONFLICT DO NOTHING")
            .bind(session.to_vec())
            .bind(ends.as_microsecond())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// What there is. Ended sessions are few, and whoever knows them lets go of those that are over.
pub(super) async fn read(
    connection: &mut SqliteConnection,
) -> Result<(Vec<DayKey>, Vec<Revocation>), StoreError> {
    let keys: Vec<(i64, Vec<u8>)> = sqlx::query_as("SELECT day, secret FROM session_key ORDER BY day")
        .fetch_all(&mut *connection)
        .await?;
    let keys = keys.into_iter().map(|(day, secret)| {
        let secret = secret.try_into().map_err(|_| StoreError::Document)?;
        Ok(DayKey { day: Day(day), secret })
    });
    let keys = keys.collect::<Result<Vec<_>, StoreError>>()?;
    let ended: Vec<(Vec<u8>, i64)> =
        sqlx::query_as("SELECT session, ends FROM session_ended").fetch_all(connection).await?;
    let ended = ended.into_iter().map(|(session, ends)| {
        let session = session.try_into().map_err(|_| StoreError::Document)?;
        Ok(Revocation { session, ends: time(ends) })
    });
    Ok((keys, ended.collect::<Result<Vec<_>, StoreError>>()?))
}
