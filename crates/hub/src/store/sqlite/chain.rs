//! Plate to everyone at the registered address, in one statement: one round trip and one snapshot.
//!
//! `CROSS JOIN` fixes the order of a join in SQLite: from the one vehicle outwards, whatever its planner believes of the
//! sizes of the tables.

use std::collections::HashMap;

use ciss_contract::lookup::Tie;
use ciss_contract::query::Query;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use crate::card::{Chain, ChainPerson, PEOPLE_PER_ADDRESS, PersonCard};
use crate::store::StoreError;
use crate::store::identity::{address_id, document_id, unsigned};
use crate::store::tables::TieRow;

/// The registration that counts: the newest of the plate or the VIN. `CROSS JOIN` keeps SQLite to the order in which
/// the tables stand: its planner, once it has statistics, begins with a scan of all owners.
macro_rules! chain {
    ($found:literal) => {
        concat!(
            "WITH registered AS MATERIALIZED (SELECT id, card, address, line FROM vehicle WHERE ",
            $found,
            " ORDER BY as_of DESC, document DESC LIMIT 1), ",
            "tied AS MATERIALIZED (SELECT person.id, person.card, resident.ties FROM registered ",
            "CROSS JOIN resident ON resident.address = registered.address CROSS JOIN person ON person.id = resident.person ",
            "ORDER BY person.gravity DESC, resident.newest DESC, person.id LIMIT ?3) ",
            "SELECT 0 AS part, 0 AS person, registered.card, registered.line AS line, registered.address AS number, ",
            "(SELECT count(*) FROM resident WHERE resident.address = registered.address) AS people, NULL AS ties ",
            "FROM registered ",
            "UNION ALL SELECT 1, person.id, person.card, NULL, owner.position, NULL, resident.ties FROM registered ",
            "CROSS JOIN owner ON owner.vehicle = registered.id CROSS JOIN record ON record.id = owner.record ",
            "CROSS JOIN person ON person.id = record.person ",
            "LEFT JOIN resident ON resident.address = registered.address AND resident.person = person.id ",
            "UNION ALL SELECT 2, tied.id, tied.card, NULL, NULL, NULL, tied.ties FROM tied"
        )
    };
}

pub(super) async fn chain(
    connection: &mut SqliteConnection,
    query: &Query,
) -> Result<Option<Chain>, StoreError> {
    let found = match query {
        Query::Plate { plate, state } => {
            sqlx::query(chain!("plate = ?1 AND plate_state = ?2")).bind(plate.clone()).bind(state.clone())
        }
        Query::Vin { vin, .. } => sqlx::query(chain!("vin = ?1 AND ?2 = ''")).bind(vin.clone()).bind(""),
    };
    let rows =
        found.bind(i64::try_from(PEOPLE_PER_ADDRESS).unwrap_or(i64::MAX)).fetch_all(connection).await?;
    let mut chain: Option<Chain> = None;
    let mut owners: Vec<(i64, i64)> = Vec::new();
    let mut people: Vec<ChainPerson> = Vec::new();
    let mut place: HashMap<i64, usize> = HashMap::new();
    for row in &rows {
        let part: i64 = row.try_get(0)?;
        let person: i64 = row.try_get(1)?;
        if part == 0 {
            let address: Option<i64> = row.try_get(4)?;
            let line: Option<String> = row.try_get(3)?;
            chain = Some(Chain {
                vehicle: postcard::from_bytes(row.try_get(2)?)?,
                owners: Vec::new(),
                address: address.zip(line).map(|(id, line)| (address_id(unsigned(id)), line)),
                people: Vec::new(),
                at_address: row.try_get(5)?,
            });
            continue;
        }
        if part == 1 {
            owners.push((row.try_get(4)?, person));
        }
        if let std::collections::hash_map::Entry::Vacant(free) = place.entry(person) {
            free.insert(people.len());
            people.push(chain_person(row)?);
        }
    }
    let Some(mut chain) = chain else { return Ok(None) };
    owners.sort_unstable();
    for (_, owner) in owners {
        if let Some(person) = place.get(&owner).and_then(|at| people.get(*at))
            && !chain.owners.contains(&person.card.golden)
        {
            chain.owners.push(person.card.golden.clone());
        }
    }
    chain.people = people;
    Ok(Some(chain))
}

/// Everyone at an address, the gravest first, up to [`PEOPLE_PER_ADDRESS`].
pub(super) async fn people_at(
    connection: &mut SqliteConnection,
    address: i64,
) -> Result<Vec<ChainPerson>, StoreError> {
    let rows = sqlx::query(
        "SELECT 2, person.id, person.card, NULL, NULL, NULL, resident.ties FROM resident \
         CROSS JOIN person ON person.id = resident.person WHERE resident.address = ?1 \
         ORDER BY person.gravity DESC, resident.newest DESC, person.id LIMIT ?2",
    )
    .bind(address)
    .bind(i64::try_from(PEOPLE_PER_ADDRESS).unwrap_or(i64::MAX))
    .fetch_all(connection)
    .await?;
    rows.iter().map(chain_person).collect()
}

/// A row whose third column is a card and whose seventh the ties.
fn chain_person(row: &SqliteRow) -> Result<ChainPerson, StoreError> {
    let card: PersonCard = postcard::from_bytes(row.try_get(2)?)?;
    let ties: Option<&[u8]> = row.try_get(6)?;
    let ties: Vec<TieRow> = ties.map(postcard::from_bytes).transpose()?.unwrap_or_default();
    Ok(ChainPerson { card, ties: ties.into_iter().map(tie).collect() })
}

fn tie(tie: TieRow) -> Tie {
    Tie { source: tie.source, as_of: tie.as_of, document: document_id(tie.document) }
}
