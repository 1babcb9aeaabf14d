//! Writes what a batch changes. Removals come first, so that a row may come back in the same batch.

use ciss_cards::naming::{signed, source_number};
use ciss_contract::matter::WithdrawalReason;
use ciss_multiview::{Decision, Profile};
use ciss_records::StoreError;
use ciss_records::ingest::near::states_want;
use ciss_records::ingest::said::content;
use ciss_records::rows::{CardRow, Changes, NearRow, PersonRow, RecordRow, Standing, VehicleRow, Version};
use sqlx::sqlite::SqliteConnection;

use super::LIFTS_SEAL;
use crate::sqlite::bulk::{insert, list, pairs};

pub(super) async fn write(connection: &mut SqliteConnection, changes: Changes) -> Result<(), StoreError> {
    remove(connection, &changes).await?;
    documents(connection, &changes).await?;
    let Changes {
        documents,
        records,
        bodies,
        keys,
        persons,
        vehicles,
        redirects,
        feeds,
        erasures,
        decisions,
        cards,
        near,
        loose,
        ways,
        blanked,
        ..
    } = changes;
    insert(
        connection,
        "INSERT INTO document (name, lineage, numbered, agency, docket, withdrawal, source, number, as_of, received, sha256, media_type, persons, standing, \
         bytes, parsed) ",
        "",
        documents,
        |columns, row| {
            let erased = row.version.standing == Standing::Erased;
            columns
                .push_bind(signed(row.version.name))
                .push_bind(signed(row.version.naming.lineage))
                .push_bind(signed(row.version.naming.numbered))
                .push_bind(signed(row.version.naming.agency))
                .push_bind(signed(row.version.naming.docket))
                .push_bind(withdrawal(&row.version))
                .push_bind(source_number(row.source))
                .push_bind(row.number)
                .push_bind(row.version.as_of.as_microsecond())
                .push_bind(row.received.as_microsecond())
                .push_bind(row.sha256.to_vec())
                .push_bind(row.media_type)
                .push_bind(i64::try_from(row.version.persons).unwrap_or(i64::MAX))
                .push_bind(standing(row.version.standing))
                .push_bind(if erased { Vec::new() } else { row.bytes })
                .push_bind(row.parsed.filter(|_| !erased));
        },
    )
    .await?;
    if !blanked.is_empty() {
        sqlx::query("UPDATE document SET blanked = 1 WHERE name IN (SELECT value FROM json_each(?1))")
            .bind(list(blanked.iter().copied().map(signed)))
            .execute(&mut *connection)
            .await?;
    }
    insert(
        connection,
        "INSERT INTO erasure (lineage) ",
        " ON CONFLICT DO NOTHING",
        erasures,
        |columns, lineage| {
            columns.push_bind(signed(lineage));
        },
    )
    .await?;
    let mut rows: Vec<(RecordRow, u64, Vec<u8>)> = Vec::with_capacity(records.len() + bodies.len());
    for row in records.into_iter().chain(bodies) {
        let body = postcard::to_stdvec(&row.body)?;
        let content = content(&row.body)?;
        rows.push((row, content, body));
    }
    insert(
        connection,
        "INSERT INTO record (id, key, person, document, profile, content, as_of, wanted, body) ",
        " ON CONFLICT (id) DO UPDATE SET person = excluded.person, document = excluded.document, \
         profile = excluded.profile, content = excluded.content, as_of = excluded.as_of, \
         wanted = excluded.wanted, body = excluded.body",
        rows,
        |columns, (row, content, body)| {
            columns
                .push_bind(row.number)
                .push_bind(signed(row.key.0))
                .push_bind(row.person)
                .push_bind(signed(row.body.document))
                .push_bind(signed(row.profile.0))
                .push_bind(signed(content))
                .push_bind(row.body.record.as_of.as_microsecond())
                .push_bind(states_want(&row.body))
                .push_bind(body);
        },
    )
    .await?;
    insert(
        connection,
        "INSERT INTO block (key, profile) ",
        " ON CONFLICT DO NOTHING",
        keys,
        |columns, (key, profile)| {
            columns.push_bind(signed(key.0)).push_bind(signed(profile.0));
        },
    )
    .await?;
    write_persons(connection, persons).await?;
    write_near(connection, cards, near, loose).await?;
    let ways = ways.into_iter().flat_map(|(person, ways)| ways.into_iter().map(move |way| (person, way)));
    insert(
        connection,
        "INSERT INTO way (person, way, profile) ",
        "",
        ways.collect(),
        |columns, (person, way)| {
            columns.push_bind(person).push_bind(signed(way.0)).push_bind(signed(way.1.0));
        },
    )
    .await?;
    insert(
        connection,
        "INSERT INTO redirect (gone, heir) ",
        " ON CONFLICT (gone) DO UPDATE SET heir = excluded.heir",
        redirects,
        |columns, (gone, heir)| {
            columns.push_bind(signed(gone.0)).push_bind(signed(heir.0));
        },
    )
    .await?;
    write_vehicles(connection, vehicles).await?;
    insert(
        connection,
        "INSERT INTO decision (document, left, right, same) ",
        "",
        decisions,
        |columns, row| {
            let Decision { left, right, same } = row.decision;
            columns
                .push_bind(signed(row.document))
                .push_bind(signed(left.0))
                .push_bind(signed(right.0))
                .push_bind(same);
        },
    )
    .await?;
    let feeds = feeds.into_iter().collect();
    insert(
        connection,
        "INSERT INTO feed (source, documents, last_received) ",
        " ON CONFLICT (source) DO UPDATE SET documents = documents + excluded.documents, \
         last_received = max(last_received, excluded.last_received)",
        feeds,
        |columns, (source, (documents, received))| {
            columns
                .push_bind(source_number(source))
                .push_bind(signed(documents))
                .push_bind(received.as_microsecond());
        },
    )
    .await
}

async fn write_persons(connection: &mut SqliteConnection, persons: Vec<PersonRow>) -> Result<(), StoreError> {
    let mut rows = Vec::with_capacity(persons.len());
    let mut residents = Vec::new();
    for PersonRow { number, card, gravity, residences, merged } in persons {
        rows.push((number, gravity, card, merged));
        for residence in residences {
            residents.push((
                residence.address,
                number,
                residence.newest,
                postcard::to_stdvec(&residence.ties)?,
            ));
        }
    }
    insert(
        connection,
        "INSERT INTO person (id, gravity, card, merged) ",
        " ON CONFLICT (id) DO UPDATE SET gravity = excluded.gravity, card = excluded.card, merged = excluded.merged",
        rows,
        |columns, (number, gravity, card, merged)| {
            columns.push_bind(number).push_bind(gravity).push_bind(card).push_bind(merged);
        },
    )
    .await?;
    insert(
        connection,
        "INSERT INTO resident (address, person, newest, ties) ",
        "",
        residents,
        |columns, (address, person, newest, ties)| {
            columns
                .push_bind(signed(address))
                .push_bind(person)
                .push_bind(newest.as_microsecond())
                .push_bind(ties);
        },
    )
    .await
}

/// What may be whose, what one weak tie holds, and the cards that say so.
async fn write_near(
    connection: &mut SqliteConnection,
    cards: Vec<CardRow>,
    near: Vec<NearRow>,
    loose: Vec<Profile>,
) -> Result<(), StoreError> {
    for CardRow { number, card, gravity } in cards {
        sqlx::query("UPDATE person SET gravity = ?2, card = ?3 WHERE id = ?1")
            .bind(number)
            .bind(gravity)
            .bind(card)
            .execute(&mut *connection)
            .await?;
    }
    let tail = " ON CONFLICT DO NOTHING";
    insert(connection, "INSERT INTO near (wanted, other) ", tail, near, |columns, row| {
        columns.push_bind(signed(row.wanted.0)).push_bind(signed(row.other.0));
    })
    .await?;
    insert(connection, "INSERT INTO loose (profile) ", tail, loose, |columns, profile| {
        columns.push_bind(signed(profile.0));
    })
    .await
}

/// Changes the standing of stored documents. An erased one loses its bytes, and the journal is to blank them.
async fn documents(connection: &mut SqliteConnection, changes: &Changes) -> Result<(), StoreError> {
    if !changes.standings.is_empty() {
        let standings = changes.standings.iter().map(|(name, to)| (signed(*name), standing(*to)));
        sqlx::query(
            "UPDATE document SET standing = changed.standing, blanked = 0, \
             bytes = iif(changed.standing = 2, x'', bytes), parsed = iif(changed.standing = 2, NULL, parsed) \
             FROM (SELECT value ->> 0 AS name, value ->> 1 AS standing FROM json_each(?1)) AS changed \
             WHERE document.name = changed.name",
        )
        .bind(pairs(standings))
        .execute(&mut *connection)
        .await?;
    }
    if !changes.moves.is_empty() {
        sqlx::query(
            "UPDATE record SET person = moved.person \
             FROM (SELECT value ->> 0 AS id, value ->> 1 AS person FROM json_each(?1)) AS moved \
             WHERE record.id = moved.id",
        )
        .bind(pairs(changes.moves.iter().copied()))
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

async fn remove(connection: &mut SqliteConnection, changes: &Changes) -> Result<(), StoreError> {
    let rewritten =
        changes.persons.iter().map(|person| person.number).chain(changes.persons_gone.iter().copied());
    let profiles = |profiles: &[Profile]| list(profiles.iter().map(|profile| signed(profile.0)));
    let near = profiles(&changes.near_gone);
    let ways = changes.ways.iter().map(|(person, _)| *person).chain(changes.persons_gone.iter().copied());
    let vehicles: String = list(changes.vehicles_gone.iter().map(|document| signed(*document)));
    let keys = pairs(changes.keys_gone.iter().map(|(key, profile)| (signed(key.0), signed(profile.0))));
    for (statement, numbers) in [
        ("DELETE FROM resident WHERE person IN (SELECT value FROM json_each(?1))", list(rewritten)),
        ("DELETE FROM way WHERE person IN (SELECT value FROM json_each(?1))", list(ways)),
        (
            "DELETE FROM person WHERE id IN (SELECT value FROM json_each(?1))",
            list(changes.persons_gone.iter().copied()),
        ),
        (
            "DELETE FROM record WHERE id IN (SELECT value FROM json_each(?1))",
            list(changes.records_gone.iter().copied()),
        ),
        (
            "DELETE FROM block WHERE (key, profile) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?1))",
            keys,
        ),
        ("DELETE FROM near WHERE wanted IN (SELECT value FROM json_each(?1))", near.clone()),
        ("DELETE FROM near WHERE other IN (SELECT value FROM json_each(?1))", near),
        (
            "DELETE FROM loose WHERE profile IN (SELECT value FROM json_each(?1))",
            profiles(&changes.loose_gone),
        ),
        (
            "DELETE FROM owner WHERE vehicle IN \
             (SELECT id FROM vehicle WHERE document IN (SELECT value FROM json_each(?1)))",
            vehicles.clone(),
        ),
        ("DELETE FROM vehicle WHERE document IN (SELECT value FROM json_each(?1))", vehicles),
        (
            "DELETE FROM decision WHERE document IN (SELECT value FROM json_each(?1))",
            list(changes.decisions_gone.iter().copied().map(signed)),
        ),
    ] {
        if numbers != "[]" {
            sqlx::query(statement).bind(numbers).execute(&mut *connection).await?;
        }
    }
    Ok(())
}

const fn withdrawal(version: &Version) -> i64 {
    match version.withdrawal {
        None if version.lifts_seal => LIFTS_SEAL,
        None => 0,
        Some(WithdrawalReason::Deleted) => 1,
        Some(WithdrawalReason::Sealed) => 2,
        Some(WithdrawalReason::Expunged) => 3,
    }
}

const fn standing(standing: Standing) -> i64 {
    match standing {
        Standing::Current => 0,
        Standing::Superseded => 1,
        Standing::Erased => 2,
        Standing::Withdrawn => 3,
    }
}

async fn write_vehicles(
    connection: &mut SqliteConnection,
    vehicles: Vec<VehicleRow>,
) -> Result<(), StoreError> {
    let first: i64 = sqlx::query_scalar("SELECT coalesce(max(id), 0) + 1 FROM vehicle")
        .fetch_one(&mut *connection)
        .await?;
    let mut rows = Vec::with_capacity(vehicles.len());
    let mut owners = Vec::new();
    for (number, VehicleRow { document, card, address, owners: records }) in (first..).zip(vehicles) {
        owners.extend((0_i64..).zip(records).map(|(position, record)| (number, position, record)));
        let encoded = postcard::to_stdvec(&card)?;
        rows.push((number, document, card, address, encoded));
    }
    insert(
        connection,
        "INSERT INTO vehicle (id, document, plate, plate_state, vin, as_of, address, line, card) ",
        "",
        rows,
        |columns, (number, document, card, address, encoded)| {
            let (address, line) = address.unzip();
            columns
                .push_bind(number)
                .push_bind(signed(document))
                .push_bind(card.plate)
                .push_bind(card.plate_state)
                .push_bind(card.vin)
                .push_bind(card.as_of.as_microsecond())
                .push_bind(address.map(signed))
                .push_bind(line)
                .push_bind(encoded);
        },
    )
    .await?;
    insert(connection, "INSERT INTO owner (vehicle, position, record) ", "", owners, |columns, row| {
        columns.push_bind(row.0).push_bind(row.1).push_bind(row.2);
    })
    .await
}
