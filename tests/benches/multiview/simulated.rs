//! A simulated state: quality, every wrong merge, and time and memory beside Splink's.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use anyhow::Context;
use ciss_multiview::command::Evaluation;
use serde::Serialize;

use crate::program::{Linked, Program};
use crate::splink::{Found, Splink};
use crate::{floor, world};

/// What Splink's time holds as well: it is given the table as it stands in memory.
const COMPARABLE: [&str; 5] = ["block", "train", "weigh", "cluster", "normalise"];

#[derive(Serialize)]
pub(crate) struct Simulated {
    records: usize,
    evaluation: Evaluation,
    floor: f64,
    wrong_clusters: usize,
    people_in_wrong_clusters: usize,
    candidate_pairs: u64,
    blocking_recall: f64,
    /// From normalising to clustering.
    seconds: f64,
    /// With reading and writing.
    total_seconds: f64,
    peak_memory: Option<u64>,
    splink: Option<Found>,
}

pub(crate) fn measure(
    program: &Program,
    splink: Option<&Splink>,
    records: usize,
    wrong: &Path,
) -> anyhow::Result<Simulated> {
    eprintln!("simulating {records} records");
    let input = program.scratch("simulated.csv");
    world::write(&world::world(records), records, &input)?;
    eprintln!("linking them");
    let Linked { statistics, evaluation, clusters } = program.link(&input)?;
    let (wrong_clusters, people_in_wrong_clusters) = list_wrong(&input, &clusters, wrong)?;
    if splink.is_some() {
        eprintln!("linking them with Splink");
    }
    Ok(Simulated {
        records: statistics.records,
        floor: floor::link(&input, "simulated")?.f1,
        wrong_clusters,
        people_in_wrong_clusters,
        candidate_pairs: statistics.candidate_pairs,
        blocking_recall: statistics.blocking_recall,
        seconds: statistics.seconds_of(&COMPARABLE),
        total_seconds: statistics.total_seconds,
        peak_memory: statistics.peak_memory,
        evaluation,
        splink: splink.map(|splink| splink.link(&input, "simulated")).transpose()?,
    })
}

/// Writes every record of every cluster that holds more than one person; gives how many clusters and how many people.
fn list_wrong(input: &Path, clusters: &Path, wrong: &Path) -> anyhow::Result<(usize, usize)> {
    let mut cluster_by_id = HashMap::new();
    for row in csv::Reader::from_path(clusters)?.into_records() {
        let row = row?;
        cluster_by_id.insert(row[0].to_owned(), row[1].to_owned());
    }
    let mut reader = csv::Reader::from_path(input)?;
    let headers = reader.headers()?.clone();
    let rows = reader.into_records().collect::<Result<Vec<_>, _>>()?;
    let cluster_of = rows
        .iter()
        .map(|row| cluster_by_id.get(&row[0]).cloned().context("a record has no cluster"))
        .collect::<anyhow::Result<Vec<String>>>()?;
    let mut people: HashMap<&str, HashSet<&str>> = HashMap::new();
    for (row, cluster) in rows.iter().zip(&cluster_of) {
        people.entry(cluster).or_default().insert(&row[2]);
    }
    people.retain(|_, people| people.len() > 1);
    let mut listed: Vec<(&String, &csv::StringRecord)> =
        cluster_of.iter().zip(&rows).filter(|(cluster, _)| people.contains_key(cluster.as_str())).collect();
    listed.sort_by_key(|(cluster, _)| *cluster);
    let mut table = csv::Writer::from_path(wrong)?;
    table.write_record(std::iter::once("found_cluster").chain(&headers))?;
    for (cluster, row) in listed {
        table.write_record(std::iter::once(cluster.as_str()).chain(row))?;
    }
    table.flush()?;
    Ok((people.len(), people.values().map(HashSet::len).sum()))
}

impl Simulated {
    pub(crate) fn print(&self) {
        let Evaluation { precision, recall, f1, exact, people, .. } = &self.evaluation;
        let mib = |bytes: u64| bytes as f64 / (1024.0 * 1024.0);
        println!("\nsimulated Connecticut, {} records of {people} people", self.records);
        println!("multiview     precision {precision:.4}  recall {recall:.4}  F1 {f1:.4}  exact {exact:.4}");
        println!(
            "              {} clusters hold more than one person, {} people in all",
            self.wrong_clusters, self.people_in_wrong_clusters
        );
        println!(
            "              {:.1} s ({:.1} s with reading and writing), {:.0} MiB, {} pairs, blocking recall {:.4}",
            self.seconds,
            self.total_seconds,
            self.peak_memory.map_or(f64::NAN, mib),
            self.candidate_pairs,
            self.blocking_recall
        );
        println!("exact rules   F1 {:.4}", self.floor);
        if let Some(Found { fixed, best, seconds, peak_memory }) = &self.splink {
            println!(
                "Splink        F1 {:.4} at 0.95 (precision {:.4}), {:.4} at its best threshold {}",
                fixed.f1, fixed.precision, best.f1, best.threshold
            );
            println!("              {seconds:.1} s, {:.0} MiB", mib(*peak_memory));
            println!("Splink's time / multiview's: {:.1}", seconds / self.seconds);
        }
    }
}
