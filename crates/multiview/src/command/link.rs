//! From files to clusters.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::Serialize;

use super::config::Config;
use super::draft::Draft;
use super::error::CommandError;
use super::intake::{Intake, intake};
use super::output;
use super::restating;
use super::roles::{self, Decision, Role};
use super::table::{FileRead, Table};
use super::widest;
use crate::linkage::compare::At;
use crate::linkage::evidence::{Evidence, evidence};
use crate::linkage::{self, THRESHOLD, Watch};

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct LinkRequest {
    /// Files with the same columns.
    pub inputs: Vec<PathBuf>,
    /// What is said about them.
    pub config: Option<PathBuf>,
    /// Column that names the records.
    pub id: Option<String>,
    /// Column that names the source; several files are a source each without it.
    pub source: Option<String>,
    /// Columns that are not compared.
    pub ignore: Vec<String>,
    /// Where the clusters go.
    pub out: PathBuf,
    /// Where the pairs go.
    pub pairs: Option<PathBuf>,
    /// Where the report goes.
    pub json: Option<PathBuf>,
    /// Two records to explain.
    pub explain: Option<(String, String)>,
    /// Century of years of two digits: none is later than this.
    pub this_year: i16,
}

/// What was decided and done.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// How each file was read.
    pub files: Vec<FileRead>,
    /// What each column holds.
    pub columns: Vec<Decision>,
    /// Records read.
    pub records: usize,
    /// Clusters found.
    pub clusters: usize,
    /// Pairs compared.
    pub candidate_pairs: u64,
    /// What share of the matches blocking finds, as far as the data tells.
    pub blocking_recall: f64,
    /// Why the outcome is not to be trusted, in words; nothing where nothing speaks against it.
    pub doubts: Vec<String>,
    /// Keys by which records were compared.
    pub keys: Vec<String>,
    /// Odds from which records are one person, in bits.
    pub threshold: f32,
    /// Seconds by step.
    pub seconds: Vec<(String, f64)>,
    /// Seconds in all.
    pub total_seconds: f64,
    /// Most memory held at a time, in bytes, where the system tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub peak_memory: Option<u64>,
    /// The evidence that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explained: Option<Evidence>,
}

/// Links records and writes their clusters, and pairs and report where asked for: all of these files, or none.
///
/// # Errors
/// What is wrong with the input, or what cannot be written. Nothing is written then.
pub fn link_files(
    request: &LinkRequest,
    step: &(dyn Fn(&str) + Sync),
    stopped: &(dyn Fn() -> bool + Sync),
) -> Result<Report, CommandError> {
    let begin = Instant::now();
    let config = request.config.as_deref().map(Config::read).transpose()?.unwrap_or_default();
    let inputs: Vec<&Path> = request.inputs.iter().chain(&request.config).map(PathBuf::as_path).collect();
    let clusters_file = Draft::begin(&request.out, &inputs, &[])?;
    let begun = |path: &PathBuf, others: &[&Draft]| Draft::begin(path, &inputs, others);
    let pairs_file = request.pairs.as_ref().map(|path| begun(path, &[&clusters_file])).transpose()?;
    let others: Vec<&Draft> = std::iter::once(&clusters_file).chain(&pairs_file).collect();
    let json_file = request.json.as_ref().map(|path| begun(path, &others)).transpose()?;
    let watch = Callbacks { step, stopped };
    step("reading");
    let mut table = Table::read(&request.inputs, stopped)?;
    let mut steps = vec![("read", begin.elapsed())];
    let asked = request.id.as_deref().or(config.id.as_deref());
    let id = roles::id_column(&table, asked)?;
    roles::check_ids(&table, id)?;
    let named = |wanted: &str, purpose| {
        table.column(wanted).ok_or_else(|| CommandError::NoColumn {
            path: table.first_path(),
            wanted: wanted.into(),
            purpose,
            columns: table.names(),
        })
    };
    let source = match request.source.as_deref().or(config.source.as_deref()) {
        Some(wanted) => Some(named(wanted, "the source")?),
        None => roles::source_column(&table),
    };
    let ignored = request.ignore.iter().chain(&config.ignore).filter(|name| !name.is_empty());
    let ignored = ignored.map(|name| named(name, "--ignore")).collect::<Result<Vec<usize>, _>>()?;
    for column in config.columns.keys() {
        named(column, "a role in the configuration")?;
    }
    let mut columns = roles::decide(&table, id, source, &ignored, &config);
    restating::settle(&mut table, &mut columns, request.this_year);
    widest::settle(&table, &mut columns);
    if columns
        .iter()
        .all(|decision| matches!(decision.role, Role::Id | Role::Source | Role::Ignored | Role::Unit))
    {
        let columns = columns.iter().map(|d| format!("{} ({}: {})", d.column, d.role.words(), d.why));
        return Err(CommandError::NothingToCompare { columns: columns.collect::<Vec<_>>().join(", ") });
    }
    step("normalising");
    let started = Instant::now();
    let Intake { mut population, rows, tallies } = intake(&table, id, source, &columns, request.this_year);
    for (at, tally) in tallies {
        columns[at].values = Some(tally);
    }
    steps.push(("normalise", started.elapsed()));
    let ids = output::Ids::of(&table, id, &rows);
    let read = std::mem::take(&mut table.files);
    drop(table);
    let explain = request.explain.as_ref().map(|(a, b)| Ok((ids.find(a)?, ids.find(b)?))).transpose()?;
    let threshold = config.threshold.unwrap_or(THRESHOLD);
    let found = linkage::link(&mut population, threshold, &watch).ok_or(CommandError::Cancelled)?;
    steps.extend(&found.steps);
    step("writing");
    let started = Instant::now();
    output::clusters(&clusters_file, &ids, &found)?;
    if let Some(file) = &pairs_file {
        output::pairs(file, &ids, &found)?;
    }
    steps.push(("write", started.elapsed()));
    let clusters =
        found.cluster_of.iter().enumerate().filter(|(at, cluster)| **cluster as usize == *at).count();
    let at = |record| At { population: &population, record };
    let report = Report {
        files: read,
        columns,
        records: population.len(),
        clusters,
        candidate_pairs: found.candidates,
        blocking_recall: found.blocking_recall,
        doubts: found.doubts.clone(),
        keys: found.recipes.iter().map(|recipe| format!("{recipe:?}")).collect(),
        threshold,
        seconds: steps
            .into_iter()
            .map(|(name, time): (&str, Duration)| (name.to_owned(), time.as_secs_f64()))
            .collect(),
        total_seconds: begin.elapsed().as_secs_f64(),
        peak_memory: peak_memory(),
        explained: explain.map(|(a, b)| Evidence {
            joined: Some(found.cluster_of[a] == found.cluster_of[b]),
            ..evidence(&found.model, at(a), at(b), threshold)
        }),
    };
    if let Some(file) = &json_file {
        file.text(&report.json())?;
    }
    if stopped() {
        return Err(CommandError::Cancelled);
    }
    Draft::keep([Some(clusters_file), pairs_file, json_file].into_iter().flatten())?;
    Ok(report)
}

impl Report {
    /// As JSON for people and programs to read.
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

/// Linux: `VmHWM` of proc_pid_status(5), which counts in KiB.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kib| kib * 1024)
}

struct Callbacks<'a> {
    step: &'a (dyn Fn(&str) + Sync),
    stopped: &'a (dyn Fn() -> bool + Sync),
}

impl Watch for Callbacks<'_> {
    fn step(&self, what: &str) {
        (self.step)(what);
    }

    fn stopped(&self) -> bool {
        (self.stopped)()
    }
}
