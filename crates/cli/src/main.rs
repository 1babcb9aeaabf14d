//! `ciss`: lookups and records without a window, for scripts and computer-aided dispatch.

mod arguments;
mod exit;
mod lookup_text;
mod print;
mod record_text;
mod run;
mod words;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Arguments;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(run::run(arguments)),
        Err(error) => Err(run::Failure::Machine(error.to_string())),
    };
    match outcome {
        Ok(report) => print::answer(&report),
        Err(failure) => print::failure(&failure),
    }
}
