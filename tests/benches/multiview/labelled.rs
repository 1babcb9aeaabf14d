//! Files of other projects, whose truth is known.

use std::path::Path;

use serde::Serialize;

use crate::floor;
use crate::program::Program;
use crate::splink::{Found, Splink};

/// Each file, with the pairwise F1 that is to be reached: Splink's at the threshold that labels choose.
const FILES: [(&str, f64); 6] = [
    ("febrl1", 0.999),
    ("febrl2", 0.998),
    ("febrl3", 0.999),
    ("fake_1000", 0.93),
    ("RLdata500", 0.98),
    ("essnet_census_cis", 0.972),
];

#[derive(Serialize)]
pub(crate) struct Row {
    file: &'static str,
    to_reach: f64,
    precision: f64,
    recall: f64,
    f1: f64,
    blocking_recall: f64,
    floor: f64,
    splink: Option<Found>,
}

pub(crate) fn measure(program: &Program, splink: Option<&Splink>, folder: &Path) -> anyhow::Result<Vec<Row>> {
    if !folder.is_dir() {
        eprintln!("the labelled files are left out: {} is not there", folder.display());
        return Ok(Vec::new());
    }
    let row = |(file, to_reach): (&'static str, f64)| {
        eprintln!("linking {file}");
        let input = folder.join(file).with_extension("csv");
        let linked = program.link(&input)?;
        Ok(Row {
            file,
            to_reach,
            precision: linked.evaluation.precision,
            recall: linked.evaluation.recall,
            f1: linked.evaluation.f1,
            blocking_recall: linked.statistics.blocking_recall,
            floor: floor::link(&input, file)?.f1,
            splink: splink.map(|splink| splink.link(&input, file)).transpose()?,
        })
    };
    FILES.into_iter().map(row).collect()
}

pub(crate) fn print(rows: &[Row]) {
    println!("pairwise F1 after clustering, multiview without labels, threshold or configuration");
    println!(
        "{:<18} {:>9} {:>8} {:>9} {:>7} {:>12} {:>12} {:>12}",
        "", "multiview", "to reach", "precision", "recall", "exact rules", "Splink 0.95", "Splink best"
    );
    for Row { file, to_reach, precision, recall, f1, floor, splink, .. } in rows {
        let of = |f1: Option<f64>| f1.map_or_else(|| "not run".to_owned(), |f1| format!("{f1:.4}"));
        println!(
            "{file:<18} {f1:>9.4} {to_reach:>8.3} {precision:>9.4} {recall:>7.4} {floor:>12.4} {:>12} {:>12}",
            of(splink.as_ref().map(|found| found.fixed.f1)),
            of(splink.as_ref().map(|found| found.best.f1)),
        );
    }
}
