//! What is written. A file appears when it is complete, or not at all.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::error::CommandError;
use super::table::Table;
use crate::linkage::{Linkage, probability};

/// Names of the records, in their order.
pub(crate) struct Ids {
    text: String,
    ends: Vec<usize>,
}

impl Ids {
    pub(crate) fn of(table: &Table, id: usize, rows: &[u32]) -> Ids {
        let column = &table.columns[id];
        let mut ids = Ids { text: String::new(), ends: Vec::with_capacity(rows.len()) };
        for row in rows {
            ids.text.push_str(column.words.text(column.cells[*row as usize]));
            ids.ends.push(ids.text.len());
        }
        ids
    }

    fn get(&self, record: usize) -> &str {
        let start = if record == 0 { 0 } else { self.ends[record - 1] };
        &self.text[start..self.ends[record]]
    }

    /// The record of that name.
    pub(crate) fn find(&self, id: &str) -> Result<usize, CommandError> {
        (0..self.ends.len())
            .find(|record| self.get(*record) == id)
            .ok_or_else(|| CommandError::NoRecord { id: id.into() })
    }
}

/// A line for every record, by their ids. A cluster is named by the first of its records.
pub(crate) fn clusters(file: &Draft, ids: &Ids, found: &Linkage) -> Result<(), CommandError> {
    file.table(|table| {
        table.write_record(["record_id", "cluster_id", "probability"])?;
        for (record, (cluster, probability)) in found.cluster_of.iter().zip(&found.probability).enumerate() {
            table.write_record([
                ids.get(record),
                ids.get(*cluster as usize),
                &format!("{probability:.6}"),
            ])?;
        }
        Ok(())
    })
}

/// Every pair worth mentioning, also those that were not put together.
pub(crate) fn pairs(file: &Draft, ids: &Ids, found: &Linkage) -> Result<(), CommandError> {
    file.table(|table| {
        table.write_record(["record_id_l", "record_id_r", "weight", "probability", "same_cluster"])?;
        for link in &found.links {
            let (a, b) = (link.a as usize, link.b as usize);
            let (weight, chance) =
                (format!("{:.3}", link.weight), format!("{:.6}", probability(link.weight)));
            let same = if found.cluster_of[a] == found.cluster_of[b] { "1" } else { "0" };
            table.write_record([ids.get(a), ids.get(b), &weight, &chance, same])?;
        }
        Ok(())
    })
}

/// A file in the making. It appears under its name when it is [kept](Draft::keep), and is gone otherwise.
pub(crate) struct Draft {
    file: tempfile::NamedTempFile,
    path: PathBuf,
}

impl Draft {
    /// Begins a file, so that what cannot be written is known before any work. No input may be overwritten.
    pub(crate) fn begin(path: &Path, inputs: &[PathBuf]) -> Result<Draft, CommandError> {
        let failed = |reason: String| CommandError::Write { path: path.into(), reason };
        if path.is_dir() {
            return Err(failed("it is a folder".into()));
        }
        let real = |path: &Path| path.canonicalize().ok();
        if inputs.iter().any(|input| real(input).is_some() && real(input) == real(path)) {
            return Err(failed("it is an input".into()));
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = tempfile::NamedTempFile::new_in(folder).map_err(|error| failed(error.to_string()))?;
        Ok(Draft { file, path: path.into() })
    }

    fn failed(&self, reason: &dyn std::fmt::Display) -> CommandError {
        CommandError::Write { path: self.path.clone(), reason: reason.to_string() }
    }

    fn table(
        &self,
        write: impl FnOnce(&mut csv::Writer<BufWriter<&File>>) -> Result<(), csv::Error>,
    ) -> Result<(), CommandError> {
        let mut table = csv::Writer::from_writer(BufWriter::with_capacity(1 << 18, self.file.as_file()));
        write(&mut table).map_err(|error| self.failed(&error))?;
        table.into_inner().map_err(|error| self.failed(&error))?.flush().map_err(|error| self.failed(&error))
    }

    /// Writes a text.
    pub(crate) fn text(&self, text: &str) -> Result<(), CommandError> {
        self.file.as_file().write_all(text.as_bytes()).map_err(|error| self.failed(&error))
    }

    /// Gives the file its name.
    pub(crate) fn keep(self) -> Result<(), CommandError> {
        let path = self.path;
        let kept = self.file.persist(&path);
        kept.map(drop).map_err(|error| CommandError::Write { path, reason: error.to_string() })
    }
}
