//! The hub's command: serve, load a feed, import NIEM documents, rebuild.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "reports are this command's output, progress its errors"
)]

#[cfg(feature = "demo")]
mod demo;

use std::collections::BTreeSet;
use std::fs::File;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use ciss_cards::mask::mask;
use ciss_hub::commands::Progress;
use ciss_hub::commands::backup::{JournalOf, backup, restore};
use ciss_hub::commands::import::import;
use ciss_hub::commands::load::{BadLine, load};
use ciss_hub::interruption;
use ciss_hub::server::{self, HubConfig};
use ciss_hub::settings::Settings;
use ciss_identity::clock::SystemClock;
use ciss_intake::{Holdings, JournalPlace, rebuild};
use ciss_journal::Position;
use ciss_store::{Checked, Durability, check_audit};
use clap::{Args, Parser, Subcommand, ValueEnum};
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
    /// Load newline-delimited JSON: one document a line. Exit code 3: a line was refused; 2: it could not run.
    Load {
        /// Folder of the hub.
        #[arg(long)]
        data: PathBuf,
        /// File, or - for standard input.
        file: PathBuf,
        #[command(flatten)]
        journal: Where,
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
        #[command(flatten)]
        journal: Where,
    },
    #[cfg(feature = "demo")]
    #[command(flatten)]
    Demo(demo::Demo),
    /// Check that nobody has changed the audit trail. Exit code 3: somebody has.
    CheckAudit {
        /// Folder of the hub.
        #[arg(long)]
        data: PathBuf,
    },
    /// Copy a hub's folder, while the hub may go on serving. A journal in PostgreSQL has backups of its own.
    Backup {
        /// Folder of the hub.
        #[arg(long)]
        data: PathBuf,
        /// The folder that is made.
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
        #[command(flatten)]
        journal: Where,
    },
    /// Make a hub's folder from a backup, after everything in it was checked.
    Restore {
        /// The backup.
        #[arg(long, value_name = "DIR")]
        from: PathBuf,
        /// The folder that is made; it must be empty or not be there.
        #[arg(long)]
        data: PathBuf,
    },
    /// Make what is derived from the journal anew, beside what is in use. No hub may serve the folder meanwhile.
    Rebuild {
        /// Folder of the hub.
        #[arg(long)]
        data: PathBuf,
        /// What is made anew.
        #[arg(long, value_enum, default_value_t = Derived::Records)]
        what: Derived,
        #[command(flatten)]
        journal: Where,
    },
}

/// What is derived from the journal.
#[derive(Clone, Copy, ValueEnum)]
enum Derived {
    /// The golden records.
    Records,
}

/// Where the journal is.
#[derive(Args)]
struct Where {
    /// Address of a journal in PostgreSQL, as for `serve`. Without it the journal is in the folder.
    #[arg(long = "journal", value_name = "ADDRESS")]
    address: Option<String>,
}

impl Where {
    fn place(self) -> JournalPlace {
        JournalPlace::of(self.address)
    }
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
        Command::Load { data, file, journal } => load_from(&data, &journal.place(), &file).await,
        Command::Import { paths, data, json, journal } => {
            import_from(paths, data, &journal.place(), json).await
        }
        Command::CheckAudit { data } => check_trail(&data).await,
        Command::Backup { data, to, journal } => {
            back_up(&data, &journal.place(), &to).await.map(|()| Read::All)
        }
        Command::Restore { from, data } => restore_to(&from, &data).await.map(|()| Read::All),
        Command::Rebuild { data, what: Derived::Records, journal } => {
            rebuild_records(&data, &journal.place()).await.map(|()| Read::All)
        }
        #[cfg(feature = "demo")]
        Command::Demo(demo) => demo.run().await.map(|()| Read::All),
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

async fn serve(arguments: Serve) -> anyhow::Result<()> {
    let hub = server::start(arguments.hub()?).await?;
    let says = serde_json::json!({
        "url": hub.url(),
        "fingerprint": hub.fingerprint(),
        "metrics": hub.metrics(),
    });
    println!("{says}");
    interruption::interrupted().await.context("signals cannot be received")?;
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

async fn load_from(data: &Path, journal: &JournalPlace, file: &Path) -> anyhow::Result<Read> {
    let input: Box<dyn std::io::Read + Send> = if file == Path::new("-") {
        Box::new(std::io::stdin())
    } else {
        Box::new(File::open(file).with_context(|| format!("{} cannot be read", file.display()))?)
    };
    let holdings = open(data, journal).await?;
    let mut bad = |bad: BadLine| eprintln!("\nline {}: {}", bad.line, bad.reason);
    let loaded = load(&holdings.intake, input, Timestamp::now(), &mut shown(), &mut bad).await?;
    holdings.close().await?;
    eprintln!();
    println!("{} documents, {} lines refused", loaded.documents, loaded.bad);
    if loaded.held > 0 {
        println!("{} dated after their receipt: they count as of their receipt", loaded.held);
    }
    Ok(Read::of(loaded.bad > 0))
}

async fn import_from(
    paths: Vec<PathBuf>,
    data: Option<PathBuf>,
    journal: &JournalPlace,
    json: bool,
) -> anyhow::Result<Read> {
    if let Some(absent) = paths.iter().find(|path| !path.exists()) {
        anyhow::bail!("{} does not exist", absent.display());
    }
    let holdings = match &data {
        Some(data) => Some(open(data, journal).await?),
        None => None,
    };
    let into = holdings.as_ref().map(|holdings| &*holdings.intake);
    let report = import(into, paths, Timestamp::now(), &mut shown()).await?;
    if let Some(holdings) = holdings {
        holdings.close().await?;
    }
    if json {
        println!("{}", mask(&serde_json::to_string_pretty(&report)?, Some(&BTreeSet::new())));
    } else {
        println!("{}", mask(&report.to_string(), Some(&BTreeSet::new())));
    }
    Ok(Read::of(report.refused().next().is_some()))
}

async fn open(data: &Path, journal: &JournalPlace) -> anyhow::Result<Holdings> {
    private_folder(data)?;
    Ok(Holdings::open(data, journal, Durability::Full, Arc::new(SystemClock)).await?)
}

async fn check_trail(data: &Path) -> anyhow::Result<Read> {
    let Checked { linked, unlinked, end, broken } = check_audit(data).await?;
    match broken {
        Some(line) => println!("line {line} is not as it was written, or one before it is missing"),
        None => {
            let end = end.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
            println!("{linked} lines are as they were written, {unlinked} are from before; the end is {end}");
        }
    }
    Ok(Read::of(broken.is_some()))
}

async fn back_up(data: &Path, journal: &JournalPlace, to: &Path) -> anyhow::Result<()> {
    let made = backup(data, journal, to, Timestamp::now()).await?;
    let bytes: u64 = made.files.iter().map(|file| file.size).sum();
    println!("{} files, {} MB, as of {}", made.files.len(), bytes / 1_000_000, made.made);
    if made.journal == JournalOf::Elsewhere {
        println!("the journal is in PostgreSQL and not in the backup: back that database up as well");
    }
    Ok(())
}

async fn restore_to(from: &Path, data: &Path) -> anyhow::Result<()> {
    let made = restore(from, data).await?;
    println!("{} is as the hub was at {}", data.display(), made.made);
    if made.journal == JournalOf::Backup {
        println!(
            "what was sent or erased since is not in it: have it sent and erased again before anybody is served"
        );
    }
    Ok(())
}

async fn rebuild_records(data: &Path, journal: &JournalPlace) -> anyhow::Result<()> {
    private_folder(data)?;
    let terminal = std::io::stderr().is_terminal();
    let mut next = 0;
    let mut progress = |Position(applied): Position, Position(head): Position| {
        if terminal {
            eprint!("\r{applied} of {head} entries ");
        } else if applied >= next {
            eprintln!("{applied} of {head} entries");
            next = applied + 200_000;
        }
    };
    rebuild(data, journal, &mut progress).await?;
    eprintln!("\nthe golden records were made anew");
    Ok(())
}

fn private_folder(data: &Path) -> anyhow::Result<()> {
    ciss_private::folder(data).with_context(|| format!("{} cannot be used", data.display()))
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
