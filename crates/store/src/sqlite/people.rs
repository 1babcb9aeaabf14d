//! Who the people in documents are.

use std::collections::HashMap;

use ciss_cards::naming::{document_id, number, record_key, signed, unsigned};
use ciss_contract::ids::DocumentId;
use ciss_multiview::RecordKey;
use ciss_records::{InDocument, StoreError};
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

use super::bulk::list;

pub(super) async fn people(
    connection: &mut SqliteConnection,
    documents: &[DocumentId],
) -> Result<Vec<InDocument>, StoreError> {
    let names = documents.iter().filter_map(|document| number(document.as_str()).map(signed));
    let rows = sqlx::query(
        "SELECT name, lineage, persons FROM json_each(?1) AS asked CROSS JOIN document ON document.name = asked.value",
    )
    .bind(list(names))
    .fetch_all(&mut *connection)
    .await?;
    let mut places: HashMap<RecordKey, Vec<(DocumentId, usize)>> = HashMap::new();
    for row in &rows {
        let name = document_id(unsigned(row.try_get("name")?));
        let lineage = unsigned(row.try_get("lineage")?);
        let persons: i64 = row.try_get("persons")?;
        for position in 0..usize::try_from(persons).unwrap_or_default() {
            places.entry(record_key(lineage, position)).or_default().push((name.clone(), position));
        }
    }
    let rows = sqlx::query(
        "SELECT record.key, person.card FROM json_each(?1) AS asked CROSS JOIN record ON record.key = asked.value \
         CROSS JOIN person ON person.id = record.person",
    )
    .bind(list(places.keys().map(|key| signed(key.0))))
    .fetch_all(connection)
    .await?;
    let mut found = Vec::new();
    for row in &rows {
        let key = RecordKey(unsigned(row.try_get("key")?));
        let card = postcard::from_bytes(row.try_get("card")?)?;
        let here = places.remove(&key).unwrap_or_default();
        found.extend(here.into_iter().map(|(document, position)| InDocument {
            document,
            position,
            card: Clone::clone(&card),
        }));
    }
    Ok(found)
}
