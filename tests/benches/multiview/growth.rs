//! What linking costs as the number of records grows.

use serde::Serialize;

use crate::program::Program;
use crate::world;

const SIZES: [usize; 5] = [10_000, 100_000, 500_000, 1_000_000, 5_000_000];

#[derive(Serialize)]
pub(crate) struct Row {
    records: usize,
    seconds: f64,
    candidate_pairs: u64,
    peak_memory: Option<u64>,
    precision: f64,
    recall: f64,
}

pub(crate) fn measure(program: &Program, largest: usize) -> anyhow::Result<Vec<Row>> {
    let size = |records: usize| {
        eprintln!("linking {records} records");
        let input = program.scratch("growth.csv");
        world::write(&world::world(records), records, &input)?;
        let linked = program.link(&input)?;
        Ok(Row {
            records: linked.statistics.records,
            seconds: linked.statistics.total_seconds,
            candidate_pairs: linked.statistics.candidate_pairs,
            peak_memory: linked.statistics.peak_memory,
            precision: linked.evaluation.precision,
            recall: linked.evaluation.recall,
        })
    };
    SIZES.into_iter().filter(|records| *records <= largest).map(size).collect()
}

pub(crate) fn print(rows: &[Row]) {
    println!(
        "\n{:>10} {:>9} {:>13} {:>13} {:>9} {:>10} {:>8}",
        "records", "seconds", "pairs", "pairs/record", "MiB", "precision", "recall"
    );
    for row in rows {
        println!(
            "{:>10} {:>9.2} {:>13} {:>13.1} {:>9.0} {:>10.4} {:>8.4}",
            row.records,
            row.seconds,
            row.candidate_pairs,
            row.candidate_pairs as f64 / row.records as f64,
            row.peak_memory.map_or(f64::NAN, |bytes| bytes as f64 / (1024.0 * 1024.0)),
            row.precision,
            row.recall
        );
    }
}
