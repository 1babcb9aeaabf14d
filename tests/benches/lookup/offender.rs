//! Somebody with thousands of records, whom a plate leads to.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, ensure};
use ciss_contract::document::SourceDocument;
use ciss_contract::matter::{Charge, Matter};
use ciss_contract::session::{BEHALF_HEADER, PURPOSE_HEADER, Purpose};
use ciss_contract::source::Source;
use ciss_simulator::World;
use jiff::{SignedDuration, Timestamp};

use crate::hub::{self, Hub};
use crate::latency::{self, Latency};
use crate::plates::letters_and_digits;

/// Arrest reports of the one person.
pub(crate) const RECORDS: usize = 5_000;

/// Loads the reports on the owner of a car of this world into the hub's folder, and answers the plate.
pub(crate) fn load(programs: &Path, data: &Path, world: &World) -> anyhow::Result<String> {
    let (registration, owner, vehicle) = world
        .documents()
        .find_map(|document| {
            let (owner, vehicle) = document.matters.iter().find_map(|matter| {
                let Matter::Registration { owners, vehicle, .. } = matter else { return None };
                Some((*owners.first()?, *vehicle))
            })?;
            Some((document, owner, vehicle))
        })
        .context("the world has no owner of a car")?;
    let file = tempfile::NamedTempFile::new()?;
    let lines: Result<Vec<String>, _> =
        (0..RECORDS).map(|number| serde_json::to_string(&arrest(&registration, owner, number))).collect();
    std::fs::write(file.path(), lines?.join("\n"))?;
    let mut load = Command::new(programs.join("ciss-hub"));
    let status = load.arg("load").arg("--data").arg(data).arg(file.path()).status()?;
    ensure!(status.success(), "ciss-hub load failed: {status}");
    Ok(letters_and_digits(&registration.vehicles[vehicle]))
}

/// The person's arrest of so many nights ago.
fn arrest(registration: &SourceDocument, owner: usize, number: usize) -> SourceDocument {
    let at = Timestamp::now() - SignedDuration::from_hours(12 * i64::try_from(number).unwrap_or(0) + 48);
    let charge = Charge { statute: Some("53a-182".to_owned()), ..Charge::default() };
    SourceDocument {
        source: Source::Rms,
        number: format!("OFTEN-{number}"),
        as_of: at,
        persons: vec![registration.persons[owner].clone()],
        vehicles: Vec::new(),
        matters: vec![Matter::Arrest {
            subject: 0,
            at: Some(at),
            on: None,
            report: Some(format!("OFTEN-{number}")),
            charges: vec![charge],
            violence_against_police: false,
        }],
        originator: None,
    }
}

/// Asks for the plate and for the owner's record, one client each.
pub(crate) async fn measure(hub: &Hub, plate: &str, times: usize) -> anyhow::Result<[Latency; 2]> {
    let connect = || async { hub.connect() };
    let url = hub.lookups();
    let asked = plate.to_owned();
    let lookups = latency::measure(1, times, connect, move |connection, _| {
        let (url, plate) = (url.clone(), asked.clone());
        async move {
            hub::lookup(&connection, &url, &plate).await?;
            Ok(connection)
        }
    });
    let lookups = lookups.await?;
    let answer = hub::read(&hub::lookup(&hub.connect()?, &hub.lookups(), plate).await?)?;
    let owner = answer.people.first().context("nobody in the answer")?.golden.0.clone();
    let url = hub.record(&owner);
    let records = latency::measure(1, times, connect, move |connection: hub::Connection, _| {
        let url = url.clone();
        async move {
            let asked = connection.get(&url).header(BEHALF_HEADER, "412");
            let asked = asked.header(PURPOSE_HEADER, Purpose::TrafficStop.code());
            asked.send().await?.error_for_status()?.bytes().await?;
            Ok(connection)
        }
    });
    Ok([lookups, records.await?])
}
