//! The simulator's command: writes a synthetic Connecticut, or serves its live side.
#![allow(clippy::print_stdout, reason = "documents, truth and answers are this command's standard output")]

use std::io::{BufWriter, Write};
use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::{Context, bail};
use ciss_simulator::World;
use ciss_simulator::server::{self, ServerConfig};
use clap::{Args, Parser, Subcommand};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A synthetic Connecticut of any size, deterministic by seed. Everybody in it is fictional.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write all documents of the indexed sources, one JSON document a line.
    Documents(WorldArguments),
    /// Write who each person in each document truly is, one JSON object a line.
    Truth(WorldArguments),
    /// Write the live entries of the Wanted File, one JSON document a line.
    Wanted(WorldArguments),
    /// Answer as the Wanted File and the photo archive; prints one JSON line with the address when ready.
    Serve {
        #[command(flatten)]
        world: WorldArguments,
        /// Loopback address and port; port 0 takes a free one.
        #[arg(long, default_value = "127.0.0.1:0")]
        listen: SocketAddr,
    },
    /// Draw a photo.
    Photo {
        /// The photo's name, from a document.
        id: String,
        /// Where to write the JPEG.
        #[arg(long)]
        out: PathBuf,
    },
    /// Print a plate with somebody wanted at its registered address.
    Example(WorldArguments),
}

#[derive(Args)]
struct WorldArguments {
    /// People, 1,000 to 5,000,000.
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u64).range(1_000..=5_000_000))]
    people: u64,
    /// Another seed, another world.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The day on which the world stands still, YYYY-MM-DD; today where absent.
    #[arg(long)]
    today: Option<Date>,
}

impl WorldArguments {
    fn world(self) -> World {
        let today = self.today.unwrap_or_else(|| Timestamp::now().to_zoned(TimeZone::UTC).date());
        World { people: self.people, seed: self.seed, today }
    }
}

fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into()),
        )
        .init();
    match Arguments::parse().command {
        Command::Documents(world) => write_lines(world.world().documents()),
        Command::Truth(world) => write_lines(world.world().truth()),
        Command::Wanted(world) => write_lines(world.world().wanted_entries()),
        Command::Serve { world, listen } => serve(ServerConfig { world: world.world(), listen }),
        Command::Photo { id, out } => {
            let Some(bytes) = ciss_simulator::photo(&id) else {
                bail!("no photo has this name: take one from a document")
            };
            std::fs::write(&out, bytes).with_context(|| format!("cannot write {}", out.display()))
        }
        Command::Example(world) => {
            let example =
                world.world().example().context("nobody is wanted in this world: make it larger")?;
            println!("{}", serde_json::to_string(&example)?);
            Ok(())
        }
    }
}

/// Writes one JSON object a line. A reader that has had enough is no error.
fn write_lines<T: serde::Serialize>(items: impl Iterator<Item = T>) -> anyhow::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 18, std::io::stdout().lock());
    for item in items {
        let line = serde_json::to_vec(&item)?;
        match out.write_all(&line).and_then(|()| out.write_all(b"\n")) {
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => return Ok(()),
            written => written.context("cannot write to standard output")?,
        }
    }
    match out.flush() {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        flushed => flushed.context("cannot write to standard output"),
    }
}

#[tokio::main]
async fn serve(config: ServerConfig) -> anyhow::Result<()> {
    let listen = config.listen;
    let running = server::start(config).await.with_context(|| format!("cannot serve on {listen}"))?;
    println!("{}", serde_json::json!({ "url": running.url() }));
    tokio::signal::ctrl_c().await.context("cannot wait for the interrupt signal")?;
    running.stop().await;
    Ok(())
}
