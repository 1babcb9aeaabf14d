//! `cargo xtask bench`: measurements, each beside a peer in the same run.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::display::Display;
use crate::step::step;
use crate::workspace::{Profile, Workspace};
use crate::{process, run, setup, ui};

/// What can be measured.
#[derive(Subcommand)]
pub(crate) enum Benchmark {
    /// A plate lookup in hub and console, beside the same chain done directly in PostgreSQL.
    Lookup(Lookup),
}

#[derive(Args)]
pub(crate) struct Lookup {
    /// People in the synthetic Connecticut.
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(1_000..=5_000_000))]
    people: u64,
    /// Writes the figures there as JSON.
    #[arg(long)]
    json: Option<PathBuf>,
    /// Leaves the desktop program out.
    #[arg(long)]
    no_console: bool,
}

/// Builds the released programs, installs the peer and measures.
///
/// # Errors
/// A step fails.
pub(crate) fn bench(workspace: &Workspace, benchmark: &Benchmark) -> Result<()> {
    match benchmark {
        Benchmark::Lookup(options) => lookup(workspace, options),
    }
}

fn lookup(workspace: &Workspace, options: &Lookup) -> Result<()> {
    setup::for_building()?;
    setup::for_peer()?;
    let driver = setup::for_driving()?;
    ui::build(workspace, &ui::Options::default())?;
    step("building hub, simulator and console", || run::build(workspace, Profile::Release))?;
    step("building the benchmark", || {
        process::run(workspace.cargo().args([
            "bench",
            "--package",
            "ciss-journeys",
            "--bench",
            "lookup",
            "--no-run",
        ]))
    })?;
    let json = options.json.as_ref().map(std::path::absolute).transpose()?;
    let screen = Display::start()?;
    let cargo = workspace.cargo();
    let mut bench = screen.command(cargo.get_program());
    bench.current_dir(&workspace.root);
    cargo.get_envs().filter(|(_, value)| value.is_none()).for_each(|(name, _)| {
        bench.env_remove(name);
    });
    bench.args(["bench", "--quiet", "--package", "ciss-journeys", "--bench", "lookup", "--"]);
    bench.args(["--people", &options.people.to_string(), "--programs"]);
    bench.arg(workspace.target.join("release"));
    if let Some(json) = json {
        bench.arg("--json").arg(json);
    }
    if options.no_console {
        bench.arg("--no-console");
    }
    driver.put_on_path(&mut bench)?;
    process::start(&mut bench)?.wait()
}
