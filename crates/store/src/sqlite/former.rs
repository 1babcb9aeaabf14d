//! Documents of a database from before there was a journal.

use ciss_cards::naming::{document_id, sha256, source_of, unsigned};
use ciss_contract::document::SourceDocument;
use ciss_records::{Arrival, Blanking, ReceivedDocument, StoreError};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::tables::VERSION;
use super::{SqliteStore, fold, time};
use crate::packing::unpack;

/// A document that is in no journal.
pub enum Former {
    /// As it arrived.
    Document(Box<Arrival>),
    /// One that was erased.
    Erased(Blanking),
}

impl SqliteStore {
    /// True where there are documents that nobody has moved into a journal.
    ///
    /// # Errors
    /// [`StoreError::Backend`].
    pub async fn holds_former(&self) -> Result<bool, StoreError> {
        let holds = "SELECT NOT EXISTS (SELECT 1 FROM fold) AND EXISTS (SELECT 1 FROM document)";
        Ok(sqlx::query_scalar(holds).fetch_one(&self.base().await?.readers).await?)
    }

    /// Documents behind this one in the order in which they arrived, with their numbers; 0 is before the first.
    ///
    /// # Errors
    /// [`StoreError::Document`] where one cannot be read.
    pub async fn former(&self, after: i64, limit: u32) -> Result<Vec<(i64, Former)>, StoreError> {
        let select = format!(
            "SELECT {VERSION}, id, source, received, media_type, bytes, parsed FROM document WHERE id > ?1 \
             ORDER BY id LIMIT ?2"
        );
        let base = self.base().await?;
        let mut reader = base.readers.acquire().await?;
        let rows = sqlx::query(sqlx::AssertSqlSafe(select)).bind(after).bind(limit);
        let rows = rows.fetch_all(&mut *reader).await?;
        let (erased, whole): (Vec<_>, Vec<_>) = rows
            .into_iter()
            .partition(|row| row.try_get("standing").is_ok_and(|standing: i64| standing == 2));
        let blankings = fold::blankings(&mut reader, &erased).await?.into_iter().map(Former::Erased);
        let mut former = Vec::with_capacity(erased.len() + whole.len());
        for (row, blanking) in erased.iter().zip(blankings) {
            former.push((row.try_get("id")?, blanking));
        }
        for row in &whole {
            former.push((row.try_get("id")?, Former::Document(Box::new(arrival(row)?))));
        }
        former.sort_unstable_by_key(|(id, _)| *id);
        Ok(former)
    }

    /// Notes that all documents are in the journal, and that the golden records are to be made again from it.
    ///
    /// # Errors
    /// [`StoreError::Backend`].
    pub async fn no_longer_former(&self) -> Result<(), StoreError> {
        let base = self.base().await?;
        let mut writer = base.writer.lock().await;
        fold::note_unknown_rules(&mut writer).await
    }
}

fn arrival(row: &SqliteRow) -> Result<Arrival, StoreError> {
    let bytes = unpack(row.try_get("bytes")?)?;
    let parsed: Option<&[u8]> = row.try_get("parsed")?;
    let parsed = parsed.map(unpack).transpose()?;
    let document: SourceDocument =
        serde_json::from_slice(parsed.as_deref().unwrap_or(&bytes)).map_err(|_| StoreError::Document)?;
    let received = ReceivedDocument {
        id: document_id(unsigned(row.try_get("name")?)),
        source: source_of(row.try_get("source")?).ok_or(StoreError::Document)?,
        number: row.try_get("number")?,
        as_of: time(row.try_get("as_of")?),
        received: time(row.try_get("received")?),
        sha256: sha256(&bytes),
        media_type: row.try_get("media_type")?,
        bytes,
    };
    Ok(Arrival { received, document })
}
