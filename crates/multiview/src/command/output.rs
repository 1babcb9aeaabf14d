//! What is written. A file appears when it is complete, or not at all.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use super::error::CommandError;
use super::table::Table;
use crate::linkage::{Linkage, probability};

/// Names of the records, in the order of the records and in the order of the rows.
pub(crate) struct Ids {
    text: String,
    ends: Vec<usize>,
    /// Record of every row.
    record_of: Vec<u32>,
}

impl Ids {
    pub(crate) fn of(table: &Table, id: usize, rows: &[u32]) -> Ids {
        let column = &table.columns[id];
        let mut ids =
            Ids { text: String::new(), ends: Vec::with_capacity(rows.len()), record_of: vec![0; rows.len()] };
        for (record, row) in rows.iter().enumerate() {
            ids.text.push_str(column.words.text(column.cells[*row as usize]));
            ids.ends.push(ids.text.len());
            ids.record_of[*row as usize] = record as u32;
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

/// A line for every record, in the order of the input. A cluster is named by the first of its records.
pub(crate) fn clusters(path: &Path, ids: &Ids, found: &Linkage) -> Result<(), CommandError> {
    whole(path, |file| {
        file.write_record(["record_id", "cluster_id", "probability"])?;
        for record in ids.record_of.iter().map(|record| *record as usize) {
            let cluster = found.cluster_of[record] as usize;
            let probability = format!("{:.6}", found.probability[record]);
            file.write_record([ids.get(record), ids.get(cluster), &probability])?;
        }
        Ok(())
    })
}

/// Every pair worth mentioning, also those that were not put together.
pub(crate) fn pairs(path: &Path, ids: &Ids, found: &Linkage) -> Result<(), CommandError> {
    whole(path, |file| {
        file.write_record(["record_id_l", "record_id_r", "weight", "probability", "same_cluster"])?;
        for link in &found.links {
            let (a, b) = (link.a as usize, link.b as usize);
            let (weight, chance) =
                (format!("{:.3}", link.weight), format!("{:.6}", probability(link.weight)));
            let same = if found.cluster_of[a] == found.cluster_of[b] { "1" } else { "0" };
            file.write_record([ids.get(a), ids.get(b), &weight, &chance, same])?;
        }
        Ok(())
    })
}

fn whole(
    path: &Path,
    write: impl FnOnce(&mut csv::Writer<BufWriter<&File>>) -> Result<(), csv::Error>,
) -> Result<(), CommandError> {
    let failed = |reason: &dyn std::fmt::Display| CommandError::Write {
        path: path.into(),
        reason: reason.to_string(),
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = tempfile::NamedTempFile::new_in(folder).map_err(|error| failed(&error))?;
    let mut writer = csv::Writer::from_writer(BufWriter::with_capacity(1 << 18, file.as_file()));
    write(&mut writer).map_err(|error| failed(&error))?;
    writer.into_inner().map_err(|error| failed(&error))?.flush().map_err(|error| failed(&error))?;
    file.persist(path).map_err(|error| failed(&error))?;
    Ok(())
}
