//! `cargo xtask`: every developer command of this workspace.
//!
//! Progress goes to standard error; standard output belongs to what a command was asked for.

mod bench;
mod bundle;
mod display;
mod house;
mod process;
mod run;
mod setup;
mod step;
mod test;
mod ui;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

/// Every developer command of the CISS Console.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measure, each figure beside a peer in the same run.
    #[command(subcommand)]
    Bench(bench::Benchmark),
    /// Make packages of console and hub: deb and rpm.
    Bundle(bundle::Options),
    /// Install what is missing, build everything, fill the demo hub and open the console.
    Run(run::Options),
    /// Run the whole suite, as CI does.
    Test(test::Options),
    /// Build the front end into ui/dist.
    Ui(ui::Options),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = process::end_all_on_signal().and_then(|()| Workspace::find()).and_then(|workspace| {
        match arguments.command {
            Command::Bench(benchmark) => bench::bench(&workspace, &benchmark),
            Command::Bundle(options) => bundle::bundle(&workspace, &options),
            Command::Run(options) => run::run(&workspace, &options),
            Command::Test(options) => test::test(&workspace, &options),
            Command::Ui(options) => ui::build(&workspace, &options),
        }
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            step::say(&format!("cargo xtask: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
