//! How well clusters agree with the truth.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::error::CommandError;
use super::table::Table;
use crate::linkage::words::{MISSING, Value};

/// Agreement of clusters with the truth, each from 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evaluation {
    /// Records compared.
    pub records: usize,
    /// Pairs of records of one person.
    pub true_pairs: u64,
    /// Pairs of records in one cluster.
    pub found_pairs: u64,
    /// Pairs that are both.
    pub right_pairs: u64,
    /// Of the pairs put together, how many belong together.
    pub precision: f64,
    /// Of the pairs that belong together, how many are.
    pub recall: f64,
    /// Harmonic mean of both.
    pub f1: f64,
    /// B-cubed precision: the same, record by record (Bagga and Baldwin 1998).
    pub b3_precision: f64,
    /// B-cubed recall.
    pub b3_recall: f64,
    /// B-cubed F1.
    pub b3_f1: f64,
    /// Share of true clusters that are a cluster exactly.
    pub exact: f64,
    /// True clusters.
    pub people: usize,
    /// Clusters found.
    pub clusters: usize,
}

/// Compares, record by record, the cluster found with the true one.
pub fn evaluate(pairs: &[(u32, u32)]) -> Evaluation {
    let mut found: FxHashMap<u32, u64> = FxHashMap::default();
    let mut people: FxHashMap<u32, u64> = FxHashMap::default();
    let mut both: FxHashMap<(u32, u32), u64> = FxHashMap::default();
    for (cluster, person) in pairs {
        *found.entry(*cluster).or_default() += 1;
        *people.entry(*person).or_default() += 1;
        *both.entry((*cluster, *person)).or_default() += 1;
    }
    let within = |counts: &mut dyn Iterator<Item = u64>| counts.map(|n| n * (n - 1) / 2).sum::<u64>();
    let found_pairs = within(&mut found.values().copied());
    let true_pairs = within(&mut people.values().copied());
    let right_pairs = within(&mut both.values().copied());
    let share = |part: f64, all: f64| if all > 0.0 { part / all } else { 1.0 };
    let mean = |p: f64, r: f64| if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
    let precision = share(right_pairs as f64, found_pairs as f64);
    let recall = share(right_pairs as f64, true_pairs as f64);
    let mut keys: Vec<(&(u32, u32), &u64)> = both.iter().collect();
    keys.sort_unstable();
    let squares = |of: &dyn Fn(&(u32, u32)) -> u64| {
        keys.iter().map(|(key, n)| (**n * **n) as f64 / of(key) as f64).sum::<f64>()
            / pairs.len().max(1) as f64
    };
    let b3_precision = squares(&|(cluster, _)| found[cluster]);
    let b3_recall = squares(&|(_, person)| people[person]);
    let exact =
        keys.iter().filter(|((cluster, person), n)| found[cluster] == **n && people[person] == **n).count();
    Evaluation {
        records: pairs.len(),
        true_pairs,
        found_pairs,
        right_pairs,
        precision,
        recall,
        f1: mean(precision, recall),
        b3_precision,
        b3_recall,
        b3_f1: mean(b3_precision, b3_recall),
        exact: share(exact as f64, people.len() as f64),
        people: people.len(),
        clusters: found.len(),
    }
}

/// Reads clusters and truth, and compares them.
///
/// # Errors
/// What is wrong with a file, or that a record is in one only.
pub fn evaluate_files(
    clusters: &Path,
    inputs: &[PathBuf],
    truth: &str,
    id: Option<&str>,
) -> Result<Evaluation, CommandError> {
    let found = Table::read(&[clusters.to_owned()], &|| false)?;
    let input = Table::read(inputs, &|| false)?;
    let need = |table: &Table, name: &str, purpose| {
        table.column(name).ok_or_else(|| CommandError::NoColumn {
            path: table.first_path(),
            wanted: name.into(),
            purpose,
            columns: table.names(),
        })
    };
    let (found_id, cluster) =
        (need(&found, "record_id", "the record id")?, need(&found, "cluster_id", "the cluster")?);
    let truth = need(&input, truth, "the truth")?;
    let input_id = super::roles::id_column(&input, id)?;
    let mut cluster_of: FxHashMap<&str, Value> = FxHashMap::default();
    for (id, cluster) in found.columns[found_id].cells.iter().zip(&found.columns[cluster].cells) {
        if *id != MISSING {
            cluster_of.insert(found.columns[found_id].words.text(*id), *cluster);
        }
    }
    let mut pairs = Vec::with_capacity(input.len());
    for (row, (id, person)) in
        input.columns[input_id].cells.iter().zip(&input.columns[truth].cells).enumerate()
    {
        let text = if *id == MISSING { "" } else { input.columns[input_id].words.text(*id) };
        let (path, line) = input.place(row);
        let cluster = cluster_of.get(text).ok_or_else(|| CommandError::Mismatch {
            path: clusters.into(),
            reason: format!("record {text:?} of {}, line {line}, has no cluster", path.display()),
        })?;
        // A record of nobody known is a person of its own.
        pairs.push((*cluster, if *person == MISSING { u32::MAX - row as u32 } else { *person }));
    }
    Ok(evaluate(&pairs))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn naive(pairs: &[(u32, u32)]) -> (u64, u64, u64) {
        let mut counts = (0, 0, 0);
        for (at, (cluster, person)) in pairs.iter().enumerate() {
            for (other, another) in &pairs[at + 1..] {
                counts.0 += u64::from(person == another);
                counts.1 += u64::from(cluster == other);
                counts.2 += u64::from(person == another && cluster == other);
            }
        }
        counts
    }

    #[test]
    fn the_measures_are_what_their_names_say() {
        let found = evaluate(&[(1, 1), (1, 1), (1, 2), (2, 2), (3, 3)]);
        assert_eq!((found.true_pairs, found.found_pairs, found.right_pairs), (2, 3, 1));
        assert!((found.precision - 1.0 / 3.0).abs() < 1e-12 && (found.recall - 0.5).abs() < 1e-12);
        assert!((found.b3_precision - (2.0 / 3.0 + 2.0 / 3.0 + 1.0 / 3.0 + 1.0 + 1.0) / 5.0).abs() < 1e-12);
        assert!((found.exact - 1.0 / 3.0).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn counting_agrees_with_looking_at_every_pair(pairs in prop::collection::vec((0_u32..8, 0_u32..8), 0..60)) {
            let found = evaluate(&pairs);
            prop_assert_eq!((found.true_pairs, found.found_pairs, found.right_pairs), naive(&pairs));
        }
    }
}
