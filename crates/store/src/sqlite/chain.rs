//! Plates to everyone at their registered addresses, in one statement: one round trip and one snapshot.
//!
//! `CROSS JOIN` fixes the order of a join in SQLite: from the one vehicle outwards, whatever its planner believes of the
//! sizes of the tables.

use std::collections::HashMap;

use ciss_cards::card::{Chain, ChainPerson, MOST_PEOPLE_READ, PersonCard};
use ciss_cards::naming::{address_id, document_id, unsigned};
use ciss_contract::lookup::Tie;
use ciss_contract::query::Query;
use ciss_records::rows::TieRow;
use ciss_records::{MOST_OFFERED, StoreError};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

/// `?1` is a JSON array of `[plate, state]` and `[vin, ""]`; `?2` is [`MOST_PEOPLE_READ`]. The registration that counts
/// is the newest of the plate or the VIN. Only an address of more people than are listed has to be sorted.
const CHAINS: &str = "\
    WITH registered AS MATERIALIZED (\
        SELECT asked.key AS asked, vehicle.id, vehicle.card, vehicle.address, vehicle.line, \
            (SELECT count(*) FROM resident WHERE resident.address = vehicle.address) AS people \
        FROM json_each(?1) AS asked CROSS JOIN vehicle ON vehicle.id = CASE asked.value ->> 1 \
            WHEN '' THEN (SELECT id FROM vehicle WHERE vin = asked.value ->> 0 \
                ORDER BY as_of DESC, document DESC LIMIT 1) \
            ELSE (SELECT id FROM vehicle WHERE plate = asked.value ->> 0 AND plate_state = asked.value ->> 1 \
                ORDER BY as_of DESC, document DESC LIMIT 1) END), \
    crowded AS (\
        SELECT registered.asked, person.id, person.card, resident.ties, row_number() OVER (\
            PARTITION BY registered.asked ORDER BY person.gravity DESC, resident.newest DESC, person.id) AS place \
        FROM registered CROSS JOIN resident ON resident.address = registered.address \
        CROSS JOIN person ON person.id = resident.person WHERE registered.people > ?2) \
    SELECT asked, 0 AS part, 0 AS person, card, line, address AS number, people, NULL AS ties FROM registered \
    UNION ALL SELECT registered.asked, 1, person.id, person.card, NULL, owner.position, NULL, resident.ties FROM registered \
        CROSS JOIN owner ON owner.vehicle = registered.id CROSS JOIN record ON record.id = owner.record \
        CROSS JOIN person ON person.id = record.person \
        LEFT JOIN resident ON resident.address = registered.address AND resident.person = person.id \
    UNION ALL SELECT registered.asked, 2, person.id, person.card, NULL, NULL, NULL, resident.ties FROM registered \
        CROSS JOIN resident ON resident.address = registered.address \
        CROSS JOIN person ON person.id = resident.person WHERE registered.people <= ?2 \
    UNION ALL SELECT asked, 2, id, card, NULL, NULL, NULL, ties FROM crowded WHERE place <= ?2";

/// `?1` as for [`CHAINS`].
const ON_FILE: &str = "\
    SELECT asked.key FROM json_each(?1) AS asked WHERE CASE asked.value ->> 1 \
        WHEN '' THEN EXISTS (SELECT 1 FROM vehicle WHERE vin = asked.value ->> 0) \
        ELSE EXISTS (SELECT 1 FROM vehicle WHERE plate = asked.value ->> 0 AND plate_state = asked.value ->> 1) END \
    ORDER BY asked.key";

/// The expression of the index, word for word.
const ENDING: &str = "SELECT DISTINCT vin FROM vehicle WHERE substr(vin, -8) = ?1 ORDER BY vin LIMIT ?2";

/// A query as the statements are given it.
fn key(query: &Query) -> [&str; 2] {
    match query {
        Query::Plate { plate, state } => [plate, state],
        Query::Vin { vin, .. } => [vin, ""],
    }
}

/// Which of the queries lead to a vehicle, and the VINs that end in eight characters.
pub(super) async fn on_file(
    connection: &mut SqliteConnection,
    queries: &[Query],
    ending: Option<&str>,
) -> Result<Vec<Query>, StoreError> {
    let asked: Vec<[&str; 2]> = queries.iter().map(key).collect();
    let rows =
        sqlx::query(ON_FILE).bind(serde_json::json!(asked).to_string()).fetch_all(&mut *connection).await?;
    let mut found = Vec::new();
    for row in &rows {
        let position = usize::try_from(row.try_get::<i64, _>(0)?).unwrap_or(usize::MAX);
        found.extend(queries.get(position).cloned());
    }
    if let Some(ending) = ending {
        let most = i64::try_from(MOST_OFFERED).unwrap_or(i64::MAX);
        for row in sqlx::query(ENDING).bind(ending).bind(most).fetch_all(connection).await? {
            found.extend(Query::interpret(row.try_get(0)?).ok());
        }
    }
    Ok(found)
}

/// What every query leads to, in their order.
pub(super) async fn chains(
    connection: &mut SqliteConnection,
    queries: &[Query],
) -> Result<Vec<Option<Chain>>, StoreError> {
    let asked: Vec<[&str; 2]> = queries.iter().map(key).collect();
    let rows = sqlx::query(CHAINS)
        .bind(serde_json::json!(asked).to_string())
        .bind(i64::try_from(MOST_PEOPLE_READ).unwrap_or(i64::MAX))
        .fetch_all(connection)
        .await?;
    let mut found: Vec<Gathered> = queries.iter().map(|_| Gathered::default()).collect();
    for row in &rows {
        let position = usize::try_from(row.try_get::<i64, _>(0)?).unwrap_or(usize::MAX);
        if let Some(gathered) = found.get_mut(position) {
            gathered.take(row)?;
        }
    }
    Ok(found.into_iter().map(Gathered::chain).collect())
}

/// A chain that is being read, row by row.
#[derive(Default)]
struct Gathered {
    chain: Option<Chain>,
    /// Position and person.
    owners: Vec<(i64, i64)>,
    people: Vec<ChainPerson>,
    place: HashMap<i64, usize>,
}

impl Gathered {
    fn take(&mut self, row: &SqliteRow) -> Result<(), StoreError> {
        let part: i64 = row.try_get(1)?;
        let person: i64 = row.try_get(2)?;
        if part == 0 {
            let address: Option<i64> = row.try_get(5)?;
            let line: Option<String> = row.try_get(4)?;
            self.chain = Some(Chain {
                vehicle: postcard::from_bytes(row.try_get(3)?)?,
                owners: Vec::new(),
                address: address.zip(line).map(|(id, line)| (address_id(unsigned(id)), line)),
                people: Vec::new(),
                at_address: row.try_get(6)?,
            });
            return Ok(());
        }
        if part == 1 {
            self.owners.push((row.try_get(5)?, person));
        }
        if let std::collections::hash_map::Entry::Vacant(free) = self.place.entry(person) {
            free.insert(self.people.len());
            self.people.push(chain_person(row)?);
        }
        Ok(())
    }

    fn chain(mut self) -> Option<Chain> {
        let mut chain = self.chain?;
        self.owners.sort_unstable();
        for (_, owner) in self.owners {
            if let Some(person) = self.place.get(&owner).and_then(|at| self.people.get(*at))
                && !chain.owners.contains(&person.card.golden)
            {
                chain.owners.push(person.card.golden.clone());
            }
        }
        chain.people = self.people;
        Some(chain)
    }
}

/// Everyone at an address, the gravest first, up to [`MOST_PEOPLE_READ`].
pub(super) async fn people_at(
    connection: &mut SqliteConnection,
    address: i64,
) -> Result<Vec<ChainPerson>, StoreError> {
    let rows = sqlx::query(
        "SELECT 0, 2, person.id, person.card, NULL, NULL, NULL, resident.ties FROM resident \
         CROSS JOIN person ON person.id = resident.person WHERE resident.address = ?1 \
         ORDER BY person.gravity DESC, resident.newest DESC, person.id LIMIT ?2",
    )
    .bind(address)
    .bind(i64::try_from(MOST_PEOPLE_READ).unwrap_or(i64::MAX))
    .fetch_all(connection)
    .await?;
    rows.iter().map(chain_person).collect()
}

/// A row whose fourth column is a card and whose eighth the ties.
fn chain_person(row: &SqliteRow) -> Result<ChainPerson, StoreError> {
    let card: PersonCard = postcard::from_bytes(row.try_get(3)?)?;
    let ties: Option<&[u8]> = row.try_get(7)?;
    let ties: Vec<TieRow> = ties.map(postcard::from_bytes).transpose()?.unwrap_or_default();
    Ok(ChainPerson { card, ties: ties.into_iter().map(tie).collect() })
}

fn tie(tie: TieRow) -> Tie {
    Tie { source: tie.source, as_of: tie.as_of, document: document_id(tie.document) }
}
