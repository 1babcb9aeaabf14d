//! The `multiview` command, run as its users run it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};
use ciss_multiview::command::{Evaluation, evaluate_files};
use serde::Deserialize;

pub(crate) struct Program {
    file: PathBuf,
    folder: PathBuf,
}

/// What a run says of itself, and what the truth says of it.
pub(crate) struct Linked {
    pub(crate) statistics: Statistics,
    pub(crate) evaluation: Evaluation,
    pub(crate) clusters: PathBuf,
}

/// Of `multiview link --json`.
#[derive(Deserialize)]
pub(crate) struct Statistics {
    pub(crate) records: usize,
    pub(crate) candidate_pairs: u64,
    pub(crate) blocking_recall: f64,
    pub(crate) total_seconds: f64,
    pub(crate) seconds: Vec<(String, f64)>,
    pub(crate) peak_memory: Option<u64>,
}

impl Statistics {
    pub(crate) fn seconds_of(&self, steps: &[&str]) -> f64 {
        let of = self.seconds.iter().filter(|(step, _)| steps.contains(&step.as_str()));
        of.map(|(_, seconds)| seconds).sum()
    }
}

impl Program {
    pub(crate) fn new(programs: &Path, folder: &Path) -> Program {
        Program { file: programs.join("multiview"), folder: folder.to_owned() }
    }

    /// A file of this run, gone after it.
    pub(crate) fn scratch(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Links a file whose column `cluster_id` is the truth, which the program is told to leave alone.
    pub(crate) fn link(&self, input: &Path) -> anyhow::Result<Linked> {
        let (clusters, statistics) = (self.scratch("clusters.csv"), self.scratch("statistics.json"));
        let mut link = Command::new(&self.file);
        link.arg("link").arg(input).args(["--ignore", "cluster_id", "--out"]).arg(&clusters);
        link.arg("--json").arg(&statistics).stderr(Stdio::null());
        let status = link.status().with_context(|| format!("{}", self.file.display()))?;
        ensure!(status.success(), "multiview link {} failed: {status}", input.display());
        let statistics = serde_json::from_slice(&std::fs::read(&statistics)?)?;
        let evaluation = evaluate_files(&clusters, &[input.to_owned()], "cluster_id", None)?;
        Ok(Linked { statistics, evaluation, clusters })
    }
}
