//! `cargo xtask bench`: measurements, each beside a peer in the same run.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::display::{Display, Size};
use crate::step::step;
use crate::workspace::{Profile, Workspace};
use crate::{process, run, setup, ui};

/// What can be measured.
#[derive(Subcommand)]
pub(crate) enum Benchmark {
    /// A plate lookup in hub and console, beside the same chain done directly in PostgreSQL.
    Lookup(Lookup),
    /// Matching and merging, beside Splink and beside exact rules.
    Multiview(Multiview),
    /// Appending to the journal and reading it, in SQLite and in PostgreSQL, and what hubs do with it.
    Journal(Journal),
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

#[derive(Args)]
pub(crate) struct Multiview {
    /// Records of the simulated state.
    #[arg(long, default_value_t = 1_000_000)]
    records: usize,
    /// Records of the largest step of growth.
    #[arg(long, default_value_t = 5_000_000)]
    largest: usize,
    /// Writes the figures there as JSON.
    #[arg(long)]
    json: Option<PathBuf>,
    /// Writes every record of a wrong merge of the simulated state there; in the target folder where not said.
    #[arg(long)]
    wrong: Option<PathBuf>,
    /// Leaves Splink out.
    #[arg(long)]
    no_peer: bool,
}

#[derive(Args)]
pub(crate) struct Journal {
    /// Seconds of each measurement.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// People of the world that hubs take in.
    #[arg(long, default_value_t = 50_000)]
    people: u64,
    /// A filled hub's folder; its golden records are made anew, and that is measured.
    #[arg(long)]
    filled: Option<PathBuf>,
    /// Writes the figures of the journal there as JSON, those of hubs beside it (`.hubs.json`).
    #[arg(long)]
    json: Option<PathBuf>,
}

/// Builds the released programs, installs the peer and measures.
///
/// # Errors
/// A step fails.
pub(crate) fn bench(workspace: &Workspace, benchmark: &Benchmark) -> Result<()> {
    match benchmark {
        Benchmark::Lookup(options) => lookup(workspace, options),
        Benchmark::Multiview(options) => multiview(workspace, options),
        Benchmark::Journal(options) => journal(workspace, options),
    }
}

fn build(workspace: &Workspace, package: &str, benchmark: &str) -> Result<()> {
    step("building the benchmark", || {
        let mut build = workspace.cargo();
        build.args(["bench", "--package", package, "--bench", benchmark, "--no-run"]);
        process::run(&mut build)
    })
}

fn multiview(workspace: &Workspace, options: &Multiview) -> Result<()> {
    setup::for_building()?;
    let python = (!options.no_peer).then(setup::for_matching_peer).transpose()?;
    step("building multiview", || {
        let mut build = workspace.cargo();
        process::run(build.args(["build", "--release", "--package", "ciss-multiview", "--bin", "multiview"]))
    })?;
    build(workspace, "ciss-journeys", "multiview")?;
    let mut bench = workspace.cargo();
    bench.args(["bench", "--quiet", "--package", "ciss-journeys", "--bench", "multiview", "--"]);
    bench.args(["--records", &options.records.to_string(), "--largest", &options.largest.to_string()]);
    bench.arg("--programs").arg(workspace.target.join("release"));
    bench.arg("--samples").arg(workspace.root.join("..").join("shared"));
    let wrong = options.wrong.clone().unwrap_or_else(|| workspace.target.join("wrong-merges.csv"));
    bench.arg("--wrong").arg(std::path::absolute(wrong)?);
    if let Some(json) = &options.json {
        bench.arg("--json").arg(std::path::absolute(json)?);
    }
    if let Some(python) = python {
        bench.arg("--python").arg(python);
    }
    process::start(&mut bench)?.wait()
}

fn journal(workspace: &Workspace, options: &Journal) -> Result<()> {
    setup::for_building()?;
    setup::for_database()?;
    build(workspace, "ciss-journal", "journal")?;
    build(workspace, "ciss-journeys", "hubs")?;
    let json = options.json.as_ref().map(std::path::absolute).transpose()?;
    let mut bench = workspace.cargo();
    bench.args(["bench", "--quiet", "--package", "ciss-journal", "--bench", "journal", "--"]);
    bench.args(["--seconds", &options.seconds.to_string()]);
    if let Some(json) = &json {
        bench.arg("--json").arg(json);
    }
    process::start(&mut bench)?.wait()?;
    let mut bench = workspace.cargo();
    bench.args(["bench", "--quiet", "--package", "ciss-journeys", "--bench", "hubs", "--"]);
    bench.args(["--people", &options.people.to_string()]);
    if let Some(filled) = &options.filled {
        bench.arg("--filled").arg(std::path::absolute(filled)?);
    }
    if let Some(json) = &json {
        bench.arg("--json").arg(json.with_extension("hubs.json"));
    }
    process::start(&mut bench)?.wait()
}

fn lookup(workspace: &Workspace, options: &Lookup) -> Result<()> {
    setup::for_building()?;
    setup::for_database()?;
    let driver = setup::for_driving()?;
    ui::build(workspace, &ui::Options::default())?;
    step("building hub, simulator and console", || run::build(workspace, Profile::Release))?;
    build(workspace, "ciss-journeys", "lookup")?;
    let json = options.json.as_ref().map(std::path::absolute).transpose()?;
    let screen = Display::start(Size::SMALL)?;
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
