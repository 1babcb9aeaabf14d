//! `cargo xtask bench lookup`: how fast the plate chain is, beside the same chain done directly in PostgreSQL.
//!
//! Everything runs on this machine, the load generator included, so the figures are a floor. The programs are the
//! released ones; the hub speaks TLS, asks its live Wanted File, filters, audits to disk and compresses. The peer does
//! none of that: it is the bare database over a local socket.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark prints what it measures")]

mod console;
mod hub;
mod latency;
mod offender;
mod peer;
mod plates;
mod postgres;
mod process;
mod report;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, ensure};
use ciss_simulator::World;
use clap::Parser;
use tokio_postgres::{Client, Statement};

use crate::latency::Latency;
use crate::report::{Ingest, Report, Wire};

/// Measures a lookup.
#[derive(Parser)]
struct Arguments {
    /// People in the synthetic Connecticut.
    #[arg(long, default_value_t = 1_000_000)]
    people: u64,
    /// Seed of the world and of the choice of plates.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Lookups per run.
    #[arg(long, default_value_t = 10_000)]
    lookups: usize,
    /// Where the released programs are.
    #[arg(long)]
    programs: PathBuf,
    /// Writes the figures there as JSON.
    #[arg(long)]
    json: Option<PathBuf>,
    /// Leaves the desktop program out.
    #[arg(long)]
    no_console: bool,
    /// Leaves PostgreSQL out.
    #[arg(long)]
    no_peer: bool,
    /// A hub's folder that holds this world already: nothing is loaded, and loading is not measured.
    #[arg(long)]
    filled: Option<PathBuf>,
    /// What `cargo bench` adds.
    #[arg(long, hide = true)]
    bench: bool,
}

const CLIENTS: [usize; 2] = [1, 32];

const OFFENDER_LOOKUPS: usize = 2_000;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    // An error only says that one is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::tempdir()?;
    let data = arguments.filled.clone().unwrap_or_else(|| folder.path().join("hub"));
    std::fs::create_dir_all(&data)?;
    let world = [
        "--people".to_owned(),
        arguments.people.to_string(),
        "--seed".to_owned(),
        arguments.seed.to_string(),
    ];

    let day = jiff::Zoned::now().date();
    let synthetic = World { people: arguments.people, seed: arguments.seed, today: day };
    let (plates, documents) = plates::chosen(&synthetic, arguments.lookups);
    let plates = Arc::new(plates);
    ensure!(!plates.is_empty(), "the world has no plates");
    let ingest = match &arguments.filled {
        Some(_) => None,
        None => Some(fill(&arguments, &data, &world, documents)?),
    };
    let offender = offender::load(&arguments.programs, &data, &synthetic)?;
    let peer = match arguments.no_peer {
        true => None,
        false => {
            let server = postgres::Server::start(folder.path()).await?;
            eprintln!("loading the same people into PostgreSQL");
            let chain = peer::load(&server, &synthetic).await?;
            Some((server, chain))
        }
    };
    let hub = hub::Hub::start(&arguments.programs, &data, &world).await?;
    if let Some((server, chain)) = &peer {
        compare(&hub, server, chain, &plates).await?;
    }
    let (mut hub_rows, mut peer_rows) = (Vec::new(), Vec::new());
    for clients in CLIENTS {
        eprintln!("{} lookups from {clients} clients", arguments.lookups);
        hub_rows.push(ask_hub(&hub, clients, arguments.lookups, &plates).await?);
        if let Some((server, chain)) = &peer {
            peer_rows.push(ask_peer(server, chain, clients, arguments.lookups, &plates).await?);
        }
    }
    eprintln!("lookups of somebody with {} records", offender::RECORDS);
    let offender = offender::measure(&hub, &offender, OFFENDER_LOOKUPS).await?;
    let wire = wire(&hub, &plates).await?;
    let hub_memory = process::memory_of_tree(hub.program.id())?;
    let throughput_ratio = match (hub_rows.last(), peer_rows.last()) {
        (Some(hub), Some(peer)) => Some(hub.per_second / peer.per_second),
        _ => None,
    };
    drop((peer, hub));
    let console = match arguments.no_console {
        true => None,
        false => Some(console::measure(&arguments.programs, &data, &world, &plates).await?),
    };
    let report = Report {
        people: arguments.people,
        database: size_of(&data)? as f64 / (1024.0 * 1024.0),
        ingest,
        hub: hub_rows,
        postgres: peer_rows,
        throughput_ratio,
        offender,
        wire,
        hub_memory,
        console,
    };
    print!("{report}");
    if let Some(file) = arguments.json {
        std::fs::write(&file, serde_json::to_vec_pretty(&report)?)
            .with_context(|| format!("{}", file.display()))?;
    }
    Ok(())
}

/// Fills the hub's folder, which is what ingest is measured by.
fn fill(arguments: &Arguments, data: &Path, world: &[String], documents: u64) -> anyhow::Result<Ingest> {
    eprintln!("loading {} people into the hub", arguments.people);
    let started = Instant::now();
    let mut fill = Command::new(arguments.programs.join("ciss-hub"));
    let status = fill.arg("fill").arg("--data").arg(data).args(world).status()?;
    ensure!(status.success(), "ciss-hub fill failed: {status}");
    let seconds = started.elapsed().as_secs_f64();
    Ok(Ingest { documents, seconds, documents_per_second: documents as f64 / seconds })
}

async fn ask_hub(
    hub: &hub::Hub,
    clients: usize,
    lookups: usize,
    plates: &Arc<Vec<String>>,
) -> anyhow::Result<Latency> {
    let (plates, url) = (Arc::clone(plates), Arc::new(hub.lookups()));
    let connect = || async { hub.connect() };
    latency::measure(clients, lookups, connect, move |connection, number| {
        let (plates, url) = (Arc::clone(&plates), Arc::clone(&url));
        async move {
            hub::lookup(&connection, &url, &plates[number % plates.len()]).await?;
            Ok(connection)
        }
    })
    .await
}

async fn ask_peer(
    server: &postgres::Server,
    chain: &str,
    clients: usize,
    lookups: usize,
    plates: &Arc<Vec<String>>,
) -> anyhow::Result<Latency> {
    let (home, plates) = (server.home(), Arc::clone(plates));
    let connect = || {
        let home = home.clone();
        async move {
            let client = postgres::connect(home).await?;
            let chain = client.prepare(chain).await?;
            anyhow::Ok((client, chain))
        }
    };
    latency::measure(clients, lookups, connect, move |(client, chain): (Client, Statement), number| {
        let plates = Arc::clone(&plates);
        async move {
            let row = client.query_one(&chain, &[&plates[number % plates.len()]]).await?;
            row.try_get::<_, &str>(0)?;
            Ok((client, chain))
        }
    })
    .await
}

/// The two must answer the same question: both find the vehicle, and nearly the same number of people.
async fn compare(
    hub: &hub::Hub,
    server: &postgres::Server,
    chain: &str,
    plates: &[String],
) -> anyhow::Result<()> {
    let (connection, peer) = (hub.connect()?, server.connect().await?);
    let (mut ours, mut theirs) = (0, 0);
    for plate in plates.iter().take(200) {
        let answer = hub::read(&hub::lookup(&connection, &hub.lookups(), plate).await?)?;
        ensure!(answer.vehicle.is_some(), "the hub does not find a plate of the world");
        ours += answer.people.len();
        let row = peer.query_one(chain, &[plate]).await?;
        let answer: serde_json::Value = serde_json::from_str(row.try_get(0)?)?;
        ensure!(answer["vehicle"].is_object(), "PostgreSQL does not find a plate of the world");
        theirs += answer["people"].as_array().map_or(0, Vec::len);
    }
    eprintln!("people in the first 200 answers: hub {ours}, PostgreSQL with the true identities {theirs}");
    Ok(())
}

/// Sizes of compressed answers.
async fn wire(hub: &hub::Hub, plates: &[String]) -> anyhow::Result<Wire> {
    let connection = hub.connect()?;
    let (mut sizes, mut people) = (Vec::new(), 0);
    for plate in plates.iter().take(1_000) {
        let body = hub::lookup(&connection, &hub.lookups(), plate).await?;
        people += hub::read(&body)?.people.len();
        sizes.push(body.len());
    }
    sizes.sort_unstable();
    Ok(Wire {
        mean: sizes.iter().sum::<usize>() as f64 / sizes.len() as f64,
        p99: sizes[(sizes.len() - 1) * 99 / 100],
        largest: sizes[sizes.len() - 1],
        people: people as f64 / sizes.len() as f64,
    })
}

fn size_of(folder: &Path) -> anyhow::Result<u64> {
    let mut total = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.metadata()?;
        total += if kind.is_dir() { size_of(&entry.path())? } else { kind.len() };
    }
    Ok(total)
}
