//! What is written, line by line.

use super::draft::Draft;
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
