//! `cargo xtask bench multiview`: how well and how fast records are linked, beside Splink and beside exact rules.
//!
//! `multiview` is run as its users run it: no labels, no threshold, no configuration. Splink is set up for each file as
//! its documentation does, and is shown at its usual threshold and at the one that labels would choose. The floor joins
//! what agrees exactly on one of a few rules, and whatever is connected.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark prints what it measures")]

mod arrival;
mod documents;
mod floor;
mod growth;
mod labelled;
mod program;
mod simulated;
mod splink;
mod supplied;
mod survivorship;
mod world;

use std::path::PathBuf;

use anyhow::Context;
use clap::Parser;
use serde::Serialize;

/// Measures matching and merging.
#[derive(Parser)]
struct Arguments {
    /// Where the released programs are.
    #[arg(long)]
    programs: PathBuf,
    /// A Python with Splink in it; without it the peer is left out.
    #[arg(long)]
    python: Option<PathBuf>,
    /// Folder with `er` and `niem-samples`.
    #[arg(long, default_value = "../shared")]
    samples: PathBuf,
    /// Records of the simulated state.
    #[arg(long, default_value_t = 1_000_000)]
    records: usize,
    /// Records of the largest step of growth.
    #[arg(long, default_value_t = 5_000_000)]
    largest: usize,
    /// Writes the figures there as JSON.
    #[arg(long)]
    json: Option<PathBuf>,
    /// Writes every record of a wrong merge of the simulated state there.
    #[arg(long, default_value = "wrong-merges.csv")]
    wrong: PathBuf,
    /// What `cargo bench` adds.
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(Serialize)]
struct Report {
    labelled: Vec<labelled::Row>,
    simulated: simulated::Simulated,
    supplied: supplied::Supplied,
    survivorship: Vec<survivorship::Row>,
    documents: Option<documents::Documents>,
    arrivals: arrival::Arrivals,
    growth: Vec<growth::Row>,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let folder = tempfile::tempdir()?;
    let program = program::Program::new(&arguments.programs, folder.path());
    let splink = arguments.python.as_deref().map(splink::Splink::new).transpose()?;

    let labelled = labelled::measure(&program, splink.as_ref(), &arguments.samples.join("er"))?;
    labelled::print(&labelled);
    let simulated = simulated::measure(&program, splink.as_ref(), arguments.records, &arguments.wrong)?;
    simulated.print();
    let supplied = supplied::measure(arguments.records)?;
    supplied.print();
    let survivorship = survivorship::measure(arguments.records)?;
    survivorship::print(&survivorship);
    let documents = documents::measure(&arguments.samples.join("niem-samples").join("records"))?;
    documents::print(documents.as_ref());
    let arrivals = arrival::measure(arguments.records)?;
    arrivals.print();
    let growth = growth::measure(&program, arguments.largest)?;
    growth::print(&growth);

    if let Some(file) = arguments.json {
        let report = Report { labelled, simulated, supplied, survivorship, documents, arrivals, growth };
        std::fs::write(&file, serde_json::to_vec_pretty(&report)?)
            .with_context(|| format!("{}", file.display()))?;
    }
    Ok(())
}
