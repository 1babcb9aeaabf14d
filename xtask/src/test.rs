//! `cargo xtask test`: the whole suite, as CI runs it.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::display::{Display, Size};
use crate::setup::TauriDriver;
use crate::step::{Steps, say};
use crate::workspace::Workspace;
use crate::{bundle, house, process, setup, ui};

#[derive(Args)]
pub(crate) struct Options {
    /// Leaves the journeys in the real window out.
    #[arg(long)]
    no_window: bool,
}

/// Every cargo command has the same packages and features, so that each builds on what the one before built.
const EVERYTHING: [&str; 3] = ["--workspace", "--features", "ciss-console/custom-protocol"];

/// Runs every step, the later ones too when one fails, unless nothing later could work.
///
/// # Errors
/// At least one step failed; the summary names it.
pub(crate) fn test(workspace: &Workspace, options: &Options) -> Result<()> {
    let mut steps = Steps::default();
    let mut driver = None;
    let ready = steps.take("what the machine needs", || {
        setup::for_building()?;
        setup::for_database()?;
        driver = if options.no_window { None } else { Some(setup::for_driving()?) };
        Ok(())
    });
    // The console's shell embeds the front end when it is compiled.
    if !ready || !steps.take("front end", || ui::build(workspace, &ui::Options::default())) {
        return steps.finish();
    }
    steps.take("rules of the house", || house::check(workspace));
    steps.take("licenses and origins", || dependencies(workspace));
    steps.take("formatting", || process::run(workspace.cargo().args(["fmt", "--all", "--check"])));
    steps.take("clippy", || {
        let mut clippy = workspace.cargo();
        process::run(clippy.arg("clippy").args(EVERYTHING).args(["--all-targets", "--", "-D", "warnings"]))
    });
    steps.take("documentation", || {
        let mut doc = workspace.cargo();
        process::run(doc.arg("doc").args(EVERYTHING).arg("--no-deps").env("RUSTDOCFLAGS", "-D warnings"))
    });
    let built = steps.take("building programs and tests", || {
        process::run(workspace.cargo().arg("build").args(EVERYTHING).args(["--bins", "--tests"]))
    });
    if built {
        steps.take("tests", || process::run(&mut tests(workspace)));
        if !options.no_window {
            steps.take("packages, installed and started", || bundle::check(workspace));
        }
        if let Some(driver) = driver {
            steps.take("journeys in the real window", || journeys(workspace, &driver));
        }
    }
    steps.finish()
}

/// Licenses, bans and sources always; advisories where their database is at hand, because it comes from the network.
fn dependencies(workspace: &Workspace) -> Result<()> {
    let deny = setup::for_dependencies()?;
    let check = |what: &[&str]| {
        let mut command = Command::new(&deny);
        command.current_dir(&workspace.root).args(["check", "--hide-inclusion-graph"]).args(what);
        process::run(&mut command)
    };
    check(&["licenses", "bans", "sources"])?;
    if advisories().is_some_and(|database| database.is_dir()) {
        return check(&["advisories"]);
    }
    say("  advisories: not checked, there is no database on this machine (cargo deny fetch)");
    Ok(())
}

/// Where cargo-deny keeps the advisories that it fetched.
fn advisories() -> Option<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    Some(home.or_else(|| Some(std::env::home_dir()?.join(".cargo")))?.join("advisory-dbs"))
}

/// Everything but the journeys in the window.
fn tests(workspace: &Workspace) -> Command {
    let mut tests = workspace.cargo();
    if setup::has_nextest() {
        tests.args(["nextest", "run"]).args(EVERYTHING);
        tests.args(["--no-fail-fast", "-E", "not binary_id(ciss-journeys::window)"]);
    } else {
        tests.arg("test").args(EVERYTHING).args(["--no-fail-fast", "--lib", "--bins", "--tests"]);
    }
    tests.env("CISS_WINDOW", "0");
    tests
}

/// One after the other: there is one screen, and one console at a time.
fn journeys(workspace: &Workspace, driver: &TauriDriver) -> Result<()> {
    let screen = Display::start(Size::SMALL)?;
    let cargo = workspace.cargo();
    let mut journeys = screen.command(cargo.get_program());
    journeys.current_dir(&workspace.root);
    cargo.get_envs().filter(|(_, value)| value.is_none()).for_each(|(name, _)| {
        journeys.env_remove(name);
    });
    if setup::has_nextest() {
        journeys.args(["nextest", "run"]).args(EVERYTHING);
        journeys.args(["--no-fail-fast", "--test-threads=1", "-E", "binary_id(ciss-journeys::window)"]);
    } else {
        journeys.arg("test").args(EVERYTHING).args([
            "--no-fail-fast",
            "--test=window",
            "--",
            "--test-threads=1",
        ]);
    }
    driver.put_on_path(&mut journeys)?;
    journeys.env("CISS_WINDOW", "1");
    process::start(&mut journeys)?.wait()
}
