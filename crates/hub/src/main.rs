//! The hub's command: serve, fill with synthetic data, load a feed, import NIEM documents.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "reports are this command's output, progress its errors"
)]

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufWriter, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use ciss_hub::clock::connecticut_day;
use ciss_hub::commands::Progress;
use ciss_hub::commands::fill::{Filled, fill};
use ciss_hub::commands::import::import;
use ciss_hub::commands::learn::learn;
use ciss_hub::commands::load::{BadLine, load};
use ciss_hub::mask::mask;
use ciss_hub::server::{self, HubConfig};
use ciss_hub::settings::Settings;
use ciss_hub::store::{Durability, SqliteStore, Store};
use ciss_simulator::World;
use clap::{Args, Parser, Subcommand};
use jiff::Timestamp;
use tracing_subscriber::EnvFilter;

// A lookup allocates for every person and answer: the system's allocator took a sixth of the hub's time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The CISS Hub: source systems in, golden records and search out.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API until interrupted. Prints one JSON line with the address when ready.
    Serve(Serve),
    /// Say what is wrong with settings, without starting anything. Exit code 2: they cannot be used.
    CheckConfig(Serve),
    /// Fill the hub with a synthetic Connecticut. Everybody in it is fictional.
    Fill {
        /// Folder of the hub.
        #[arg(long)]
        data: PathBuf,
        /// People, 1,000 to 5,000,000.
        #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u64).range(1_000..=5_000_000))]
        people: u64,
        /// Another seed, another world.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Load newline-delimited JSON: one document a line. Exit code 3: a line was refused; 2: it could not run.
    Load {
        /// Folder of the hub.
        #[arg(long)]
        data: PathBuf,
        /// File, or - for standard input.
        file: PathBuf,
    },
    /// Train the model that matching goes by, without labels, on a synthetic Connecticut.
    Learn {
        /// People, 1,000 to 5,000,000.
        #[arg(long, default_value_t = 465_000, value_parser = clap::value_parser!(u64).range(1_000..=5_000_000))]
        people: u64,
        /// Another seed, another world.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Where the model goes.
        #[arg(long)]
        out: PathBuf,
    },
    /// Read NIEM documents, and with --data take them in. Exit code 3: a document was refused; 2: it could not run.
    Import {
        /// Files and folders.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Folder of the hub; without it documents are only read and reported.
        #[arg(long)]
        data: Option<PathBuf>,
        /// Print the report as JSON.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Args)]
struct Serve {
    /// File of settings. A flag counts before it.
    #[arg(long, value_name = "TOML")]
    config: Option<PathBuf>,
    #[command(flatten)]
    settings: Settings,
}

impl Serve {
    fn hub(self) -> anyhow::Result<HubConfig> {
        let file = self.config.as_deref().map(Settings::read).transpose()?.unwrap_or_default();
        Ok(self.settings.or(file).hub()?)
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().json().with_writer(std::io::stderr).with_env_filter(filter).init();
    let done = match Arguments::parse().command {
        Command::Serve(arguments) => serve(arguments).await.map(|()| Read::All),
        Command::CheckConfig(arguments) => check_config(arguments).map(|()| Read::All),
        Command::Fill { data, people, seed } => fill_with(&data, people, seed).await.map(|()| Read::All),
        Command::Load { data, file } => load_from(&data, &file).await,
        Command::Import { paths, data, json } => import_from(paths, data, json).await,
        Command::Learn { people, seed, out } => learn_from_world(people, seed, &out).map(|()| Read::All),
    };
    match done {
        Ok(Read::All) => ExitCode::SUCCESS,
        Ok(Read::NotAll) => ExitCode::from(REFUSED),
        Err(error) => {
            eprintln!("ciss-hub: {error:#}");
            ExitCode::from(FAILED)
        }
    }
}

/// Something was refused, and the rest was read.
const REFUSED: u8 = 3;
/// The command could not run; the same as for arguments that it does not understand.
const FAILED: u8 = 2;

/// How much of what was given a command has read.
enum Read {
    All,
    NotAll,
}

impl Read {
    const fn of(refused: bool) -> Read {
        if refused { Read::NotAll } else { Read::All }
    }
}

fn learn_from_world(people: u64, seed: u64, out: &Path) -> anyhow::Result<()> {
    let world = World { people, seed, today: connecticut_day(Timestamp::now()) };
    let file = File::create(out).with_context(|| out.display().to_string())?;
    Ok(learn(world.documents()).write(BufWriter::new(file))?)
}

async fn serve(arguments: Serve) -> anyhow::Result<()> {
    let hub = server::start(arguments.hub()?).await?;
    let says = serde_json::json!({
        "url": hub.url(),
        "fingerprint": hub.fingerprint(),
        "metrics": hub.metrics(),
    });
    println!("{says}");
    interrupted().await?;
    hub.stop().await;
    Ok(())
}

/// Holds settings against this machine: everything that a start would read, without writing or listening.
fn check_config(arguments: Serve) -> anyhow::Result<()> {
    let config = arguments.hub()?;
    server::check(&config, Timestamp::now())?;
    let reached = if config.certificate.names.is_empty() {
        "by programs on this machine".to_owned()
    } else {
        format!("as {}", config.certificate.names.join(", "))
    };
    println!("good: data in {}, listens on {}, reached {reached}", config.data.display(), config.listen);
    Ok(())
}

/// Ctrl+C, or what a service manager sends.
async fn interrupted() -> anyhow::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate()).context("signals cannot be received")?;
        tokio::select! {
            result = tokio::signal::ctrl_c() => result.context("signals cannot be received"),
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await.context("signals cannot be received")
}

async fn fill_with(data: &Path, people: u64, seed: u64) -> anyhow::Result<()> {
    private_folder(data)?;
    let now = Timestamp::now();
    let world = World { people, seed, today: connecticut_day(now) };
    match fill(data, world, now, &mut shown()).await? {
        Filled::Anew => eprintln!("\nfilled with {people} people"),
        Filled::Already => eprintln!("\n{} holds this world already; its feeds are fresh", data.display()),
    }
    Ok(())
}

async fn load_from(data: &Path, file: &Path) -> anyhow::Result<Read> {
    let input: Box<dyn std::io::Read + Send> = if file == Path::new("-") {
        Box::new(std::io::stdin())
    } else {
        Box::new(File::open(file).with_context(|| format!("{} cannot be read", file.display()))?)
    };
    let store = open(data).await?;
    let mut bad = |bad: BadLine| eprintln!("\nline {}: {}", bad.line, bad.reason);
    let loaded = load(&store, input, Timestamp::now(), &mut shown(), &mut bad).await?;
    store.close().await?;
    eprintln!();
    println!("{} documents, {} lines refused", loaded.documents, loaded.bad);
    if loaded.held > 0 {
        println!("{} dated after their receipt: they count as of their receipt", loaded.held);
    }
    Ok(Read::of(loaded.bad > 0))
}

async fn import_from(paths: Vec<PathBuf>, data: Option<PathBuf>, json: bool) -> anyhow::Result<Read> {
    if let Some(absent) = paths.iter().find(|path| !path.exists()) {
        anyhow::bail!("{} does not exist", absent.display());
    }
    let store = match &data {
        Some(data) => Some(open(data).await?),
        None => None,
    };
    let into = store.as_ref().map(|store| store as &dyn Store);
    let report = import(into, paths, Timestamp::now(), &mut shown()).await?;
    if let Some(store) = store {
        store.close().await?;
    }
    if json {
        println!("{}", mask(&serde_json::to_string_pretty(&report)?, Some(&BTreeSet::new())));
    } else {
        println!("{}", mask(&report.to_string(), Some(&BTreeSet::new())));
    }
    Ok(Read::of(report.refused().next().is_some()))
}

async fn open(data: &Path) -> anyhow::Result<SqliteStore> {
    private_folder(data)?;
    Ok(SqliteStore::open(data, Durability::Full).await?)
}

fn private_folder(data: &Path) -> anyhow::Result<()> {
    server::private_folder(data).with_context(|| format!("{} cannot be used", data.display()))
}

/// Shows progress: on a terminal in one line, elsewhere now and then a line.
fn shown() -> impl FnMut(Progress) + Send {
    let terminal = std::io::stderr().is_terminal();
    let mut next = 0;
    move |progress: Progress| {
        if terminal {
            eprint!("\r{} documents, {} new ", progress.documents, progress.new);
        } else if progress.documents >= next {
            eprintln!("{} documents, {} new", progress.documents, progress.new);
            next = progress.documents + 200_000;
        }
    }
}
