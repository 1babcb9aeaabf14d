//! `multiview link` puts records together that are of one person; `multiview evaluate` says how well.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks to whoever runs it")]

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use ciss_multiview::command::{
    CommandError, LinkRequest, Report, abandon_drafts, evaluate_files, link_files,
};
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "multiview", version, about = "Finds the records that are of one person, without labels")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Put records together.
    Link {
        /// CSV files with the same columns, separated by commas, semicolons, tabs or bars; in UTF-8, UTF-16 with a mark, or an
        /// older encoding.
        #[arg(required = true)]
        inputs: Vec<PathBuf>,
        /// Says what columns hold, in TOML: `[columns]`, `id`, `source`, `ignore`, `threshold`.
        #[arg(long)]
        config: Option<PathBuf>,
        /// Column that names the records.
        #[arg(long)]
        id: Option<String>,
        /// Column that names the source of a record.
        #[arg(long)]
        source: Option<String>,
        /// Columns that are not compared.
        #[arg(long, value_delimiter = ',')]
        ignore: Vec<String>,
        /// Where the clusters go: record_id, cluster_id, probability, by record_id; `-` is standard output.
        #[arg(long)]
        out: PathBuf,
        /// Where the pairs go, with their weights.
        #[arg(long)]
        pairs: Option<PathBuf>,
        /// Two records whose evidence is printed.
        #[arg(long, num_args = 2, value_names = ["A", "B"])]
        explain: Option<Vec<String>>,
        /// Where the statistics go; `-` is standard output.
        #[arg(long)]
        json: Option<PathBuf>,
    },
    /// Compare clusters with the truth.
    Evaluate {
        /// What `link` wrote.
        clusters: PathBuf,
        /// The files that were linked.
        #[arg(required = true)]
        inputs: Vec<PathBuf>,
        /// Column that names the true person.
        #[arg(long)]
        truth: String,
        /// Column that names the records.
        #[arg(long)]
        id: Option<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(error.exit_code())
        }
    }
}

fn run(command: Command) -> Result<(), CommandError> {
    match command {
        Command::Link { inputs, config, id, source, ignore, out, pairs, explain, json } => {
            let explain = explain.and_then(|ids| Some((ids.first()?.clone(), ids.get(1)?.clone())));
            let this_year = jiff::Zoned::now().year();
            let printed = json.as_ref().is_some_and(|path| path.as_os_str() == "-");
            let json = json.filter(|_| !printed);
            let request =
                LinkRequest { inputs, config, id, source, ignore, out, pairs, json, explain, this_year };
            // It works wherever the command is at the moment. Where it cannot be set, files are still whole or not there.
            let _ = ctrlc::set_handler(|| {
                abandon_drafts();
                eprintln!("{}", CommandError::Cancelled);
                std::process::exit(i32::from(CommandError::Cancelled.exit_code()));
            });
            let shown = std::io::stderr().is_terminal();
            let step = |what: &str| {
                if shown {
                    eprintln!("{what} ...");
                }
            };
            let report = link_files(&request, &step, &|| false)?;
            tell(&report, printed);
        }
        Command::Evaluate { clusters, inputs, truth, id, json } => {
            let found = evaluate_files(&clusters, &inputs, &truth, id.as_deref())?;
            if json {
                print(&(serde_json::to_string_pretty(&found).unwrap_or_default() + "\n"));
            } else {
                print(&format!(
                    "pairwise        precision {:.4}  recall {:.4}  F1 {:.4}\n\
                     B-cubed         precision {:.4}  recall {:.4}  F1 {:.4}\n\
                     exact clusters  {:.4} of {} people; {} clusters found\n",
                    found.precision,
                    found.recall,
                    found.f1,
                    found.b3_precision,
                    found.b3_recall,
                    found.b3_f1,
                    found.exact,
                    found.people,
                    found.clusters
                ));
            }
        }
    }
    Ok(())
}

/// Whoever listens may stop listening, and that is no error.
fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// What was decided goes to people, what was asked for to standard output.
fn tell(report: &Report, as_json: bool) {
    for file in &report.files {
        eprintln!("{}", file.words());
    }
    for column in &report.columns {
        eprintln!(
            "{:<20} {:<14} {:>5.1} % filled, {:>8} different: {}",
            column.column,
            column.role.words(),
            100.0 * column.filled,
            column.distinct,
            column.why
        );
        if let Some(values) = &column.values {
            eprintln!("{:<20} {}", "", values.words());
        }
    }
    eprintln!(
        "{} records, {} pairs compared (they hold {:.1} % of the matches, by estimate), {} clusters, {:.1} s",
        report.records,
        report.candidate_pairs,
        100.0 * report.blocking_recall,
        report.clusters,
        report.total_seconds
    );
    for doubt in &report.doubts {
        eprintln!("not to be trusted: {doubt}");
    }
    if as_json {
        print(&report.json());
    } else if let Some(evidence) = &report.explained {
        print(&(evidence.lines().join("\n") + "\n"));
    }
}
