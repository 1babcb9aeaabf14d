//! Splink, the peer, in a process of its own.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};
use serde::{Deserialize, Serialize};

pub(crate) struct Splink {
    python: PathBuf,
    script: tempfile::NamedTempFile,
}

/// What Splink found in one file.
#[derive(Deserialize, Serialize)]
pub(crate) struct Found {
    /// At its usual threshold, 0.95.
    pub(crate) fixed: AtThreshold,
    /// At the best threshold, which takes labels to choose.
    pub(crate) best: AtThreshold,
    /// Training, prediction and clustering at the usual threshold.
    pub(crate) seconds: f64,
    /// Bytes.
    pub(crate) peak_memory: u64,
}

#[derive(Deserialize, Serialize)]
pub(crate) struct AtThreshold {
    pub(crate) threshold: f64,
    pub(crate) precision: f64,
    pub(crate) recall: f64,
    pub(crate) f1: f64,
}

impl Splink {
    pub(crate) fn new(python: &Path) -> anyhow::Result<Splink> {
        let script = tempfile::NamedTempFile::new()?;
        std::fs::write(script.path(), include_str!("splink_peer.py"))?;
        Ok(Splink { python: python.to_owned(), script })
    }

    /// Links a file of a kind that the script knows.
    pub(crate) fn link(&self, input: &Path, kind: &str) -> anyhow::Result<Found> {
        let mut run = Command::new(&self.python);
        run.arg(self.script.path()).arg(input).args([kind, "best"]);
        let output = run.output().with_context(|| format!("{}", self.python.display()))?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "Splink failed on {}: {said}", input.display());
        let text = String::from_utf8(output.stdout)?;
        let line = text.lines().rev().find(|line| line.starts_with('{')).context("Splink said nothing")?;
        Ok(serde_json::from_str(line)?)
    }
}
