//! The same world in PostgreSQL, and the plate chain as one statement.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::{Context, ensure};
use ciss_contract::answer::Question;
use ciss_contract::document::SourceDocument;
use ciss_contract::matter::{Charge, Matter};
use ciss_contract::person::{IdentifierKind, Person};
use ciss_contract::source::Source;
use ciss_simulator::World;
use futures_util::SinkExt;
use tokio_postgres::Client;

use crate::plates;
use crate::postgres::Server;

/// Rows gathered for one table, in the text form of COPY.
#[derive(Default)]
struct Table {
    columns: &'static str,
    rows: String,
}

const MATTER: &str = "person, document, as_of, number, status, on_date, until_date, summary, charges";

/// Sends rows once this many bytes are gathered.
const CHUNK: usize = 1 << 20;

/// Streams the world into the server, then builds the indexes, as a bulk load does. Answers the chain as one statement;
/// `$1` is the plate.
pub(crate) async fn load(server: &Server, world: &World) -> anyhow::Result<String> {
    let client = server.connect().await?;
    client.batch_execute(include_str!("peer.sql")).await?;
    let mut tables = BTreeMap::from([
        (
            "vehicle".to_owned(),
            Table {
                columns: "plate, vin, year, make, model, style, colour, plate_type, status, expires, as_of, document, address",
                rows: String::new(),
            },
        ),
        ("owner".to_owned(), Table { columns: "plate, position, person", rows: String::new() }),
        (
            "record".to_owned(),
            Table {
                columns: "person, source, address, as_of, document, surname, given, middle, suffix, born, sex, height, \
                          weight, eyes, hair, licence, photo",
                rows: String::new(),
            },
        ),
    ]);
    let mut seen = std::collections::HashSet::new();
    let mut truth = world.truth().filter(|truth| truth.source != Source::WantedFile);
    for document in world.documents() {
        let identities: Vec<u64> =
            truth.by_ref().take(document.persons.len()).map(|truth| truth.person).collect();
        ensure!(identities.len() == document.persons.len(), "the truth ends before the documents");
        for (position, person) in document.persons.iter().enumerate() {
            record(&mut tables, &document, person, identities[position])?;
        }
        for matter in &document.matters {
            if let Matter::Registration { vehicle, owners, status, expires } = matter {
                let vehicle = &document.vehicles[*vehicle];
                let plate = plates::letters_and_digits(vehicle);
                // A plate is in the peer once, by its newest document, as a registration table has it.
                if !seen.insert(plate.clone()) {
                    continue;
                }
                let address = owners.first().and_then(|owner| address_of(&document.persons[*owner]));
                let row = [
                    Some(plate.clone()),
                    vehicle.vin.clone(),
                    vehicle.year.map(|year| year.to_string()),
                    vehicle.make.clone(),
                    vehicle.model.clone(),
                    vehicle.style.clone(),
                    vehicle.colour.clone(),
                    vehicle.plate_type.clone(),
                    Some(status.clone()),
                    expires.map(|day| day.to_string()),
                    Some(document.as_of.to_string()),
                    Some(document.number.clone()),
                    address,
                ];
                push(&mut tables, "vehicle", &row)?;
                for (position, owner) in owners.iter().enumerate() {
                    let row = [
                        Some(plate.clone()),
                        Some(position.to_string()),
                        Some(identities[*owner].to_string()),
                    ];
                    push(&mut tables, "owner", &row)?;
                }
                continue;
            }
            if let Some((subject, row)) = statement_of(&document, matter) {
                let table = table_of(document.source);
                if !tables.contains_key(&table) {
                    client.batch_execute(&include_str!("peer_matter.sql").replace("{table}", &table)).await?;
                    tables.insert(table.clone(), Table { columns: MATTER, rows: String::new() });
                }
                let mut whole = vec![
                    Some(identities[subject].to_string()),
                    Some(document.number.clone()),
                    Some(document.as_of.to_string()),
                ];
                whole.extend(row);
                push(&mut tables, &table, &whole)?;
            }
        }
        for (name, table) in tables.iter_mut().filter(|(_, table)| table.rows.len() > CHUNK) {
            send(&client, name, table).await?;
        }
    }
    for (name, table) in &mut tables {
        send(&client, name, table).await?;
    }
    client.batch_execute("CREATE INDEX ON owner (plate); CREATE INDEX ON record (address) INCLUDE (person); CREATE INDEX ON record (person)").await?;
    let mut answers = String::new();
    let owed: Vec<Source> = Question::ALL.iter().flat_map(|question| question.sources()).copied().collect();
    for source in Source::ALL.into_iter().filter(|source| owed.contains(source)) {
        let table = table_of(source);
        if tables.contains_key(&table) {
            client.batch_execute(&format!("CREATE INDEX ON {table} (person)")).await?;
            write!(
                answers,
                ", '{table}', (SELECT json_agg(row_to_json(m)) FROM {table} m WHERE m.person = household.person)"
            )?;
        }
    }
    client.batch_execute("VACUUM ANALYZE").await?;
    Ok(include_str!("peer_chain.sql").replace("{answers}", &answers))
}

fn record(
    tables: &mut BTreeMap<String, Table>,
    document: &SourceDocument,
    person: &Person,
    identity: u64,
) -> anyhow::Result<()> {
    let licence = person.identifiers.iter().find(|number| number.kind == IdentifierKind::OperatorLicence);
    let row = [
        Some(identity.to_string()),
        Some(document.source.code().to_owned()),
        address_of(person),
        Some(document.as_of.to_string()),
        Some(document.number.clone()),
        Some(person.name.surname.clone()),
        Some(person.name.given.clone()),
        person.name.middle.clone(),
        person.name.suffix.clone(),
        person.born.clone(),
        person.sex.clone(),
        person.height.map(|inches| inches.to_string()),
        person.weight.map(|pounds| pounds.to_string()),
        person.eyes.clone(),
        person.hair.clone(),
        licence.map(|number| number.value.clone()),
        person.photos.first().map(|photo| photo.id.to_string()),
    ];
    push(tables, "record", &row)
}

/// The resolved address, by the hub's own normaliser: a peer must not lose people to spelling.
fn address_of(person: &Person) -> Option<String> {
    let written = person.addresses.first()?;
    let address = ciss_multiview::address::PostalAddress {
        street: written.street.clone(),
        unit: written.unit.clone(),
        town: written.town.clone(),
        state: written.state.clone(),
        postal_code: written.postal_code.clone(),
    };
    Some(address.resolve("CT")?.key())
}

/// Subject and row of a matter that answers a question.
fn statement_of(document: &SourceDocument, matter: &Matter) -> Option<(usize, Vec<Option<String>>)> {
    let row = |number: Option<&str>,
               status: Option<&str>,
               on: Option<jiff::civil::Date>,
               until: Option<jiff::civil::Date>,
               summary: &str,
               charges: &[Charge]| {
        vec![
            number.map(str::to_owned).or_else(|| Some(document.number.clone())),
            status.map(str::to_owned),
            on.map(|day| day.to_string()),
            until.map(|day| day.to_string()),
            Some(summary.to_owned()),
            serde_json::to_string(charges).ok(),
        ]
    };
    match matter {
        Matter::Arrest { subject, on, report, charges, .. } => {
            Some((*subject, row(report.as_deref(), None, *on, None, "arrest", charges)))
        }
        Matter::Warrant { subject, number, status, issued, court, charges, .. } => Some((
            *subject,
            row(
                Some(number),
                Some(&format!("{status:?}")),
                *issued,
                None,
                court.as_deref().unwrap_or_default(),
                charges,
            ),
        )),
        Matter::Custody { subject, facility, admitted, released, charges, .. } => Some((
            *subject,
            row(None, None, *admitted, *released, facility.as_deref().unwrap_or_default(), charges),
        )),
        Matter::Supervision { subject, from, until, conditions, .. } => {
            Some((*subject, row(None, None, *from, *until, &conditions.join("; "), &[])))
        }
        Matter::Bail { subject, conditions, from, until, .. } => {
            Some((*subject, row(None, None, *from, *until, &conditions.join("; "), &[])))
        }
        Matter::ProtectiveOrder { respondent, protected, number, issued, expires, conditions } => Some((
            respondent.or_else(|| protected.first().copied())?,
            row(Some(number), None, *issued, *expires, &conditions.join("; "), &[]),
        )),
        Matter::Registrant { subject, since, until, offense, .. } => {
            Some((*subject, row(None, None, *since, *until, offense.as_deref().unwrap_or_default(), &[])))
        }
        Matter::CourtCase { subject, docket, court, filed, next_event, pending, charges } => Some((
            *subject,
            row(
                Some(docket),
                Some(if *pending { "pending" } else { "disposed" }),
                *filed,
                *next_event,
                court.as_deref().unwrap_or_default(),
                charges,
            ),
        )),
        Matter::Licence { .. }
        | Matter::Registration { .. }
        | Matter::StolenVehicle { .. }
        | Matter::Permit { .. }
        | Matter::Infraction { .. }
        | Matter::Identity { .. }
        | Matter::Erasure { .. }
        | Matter::Withdrawal { .. }
        | Matter::Unsealing {} => None,
    }
}

fn table_of(source: Source) -> String {
    format!("source_{}", source.code().to_lowercase().replace('-', "_"))
}

fn push(tables: &mut BTreeMap<String, Table>, table: &str, row: &[Option<String>]) -> anyhow::Result<()> {
    let rows = &mut tables.get_mut(table).context("a table that was not made")?.rows;
    for (position, value) in row.iter().enumerate() {
        if position > 0 {
            rows.push('\t');
        }
        match value {
            None => rows.push_str("\\N"),
            Some(value) => {
                rows.push_str(&value.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n"));
            }
        }
    }
    rows.push('\n');
    Ok(())
}

async fn send(client: &Client, name: &str, table: &mut Table) -> anyhow::Result<()> {
    if table.rows.is_empty() {
        return Ok(());
    }
    let sink = client.copy_in(&format!("COPY {name} ({}) FROM STDIN", table.columns)).await?;
    let mut sink = std::pin::pin!(sink);
    sink.send(bytes::Bytes::from(std::mem::take(&mut table.rows))).await?;
    sink.close().await?;
    Ok(())
}
