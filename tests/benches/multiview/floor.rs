//! The floor: records that agree exactly on all columns of one rule are one person, and so is whatever is connected.

use std::collections::HashMap;
use std::path::Path;

use anyhow::Context;
use ciss_multiview::command::{Evaluation, evaluate};

/// The rules of a kind of file.
pub(crate) fn rules(kind: &str) -> &'static [&'static [&'static str]] {
    match kind {
        "fake_1000" => &[&["first_name", "surname", "dob"], &["email"]],
        "RLdata500" => &[&["fname_c1", "lname_c1", "by", "bm", "bd"]],
        "essnet_census_cis" => &[&["pername1", "pername2", "dob_day", "dob_mon", "dob_year"]],
        "simulated" => &[&["given", "surname", "born"], &["oln"], &["ssn"], &["sid"]],
        _ => &[&["given_name", "surname", "date_of_birth"], &["soc_sec_id"]],
    }
}

/// Joins the records of a file and compares with its truth.
pub(crate) fn link(input: &Path, kind: &str) -> anyhow::Result<Evaluation> {
    let mut reader = csv::Reader::from_path(input)?;
    let headers = reader.headers()?.clone();
    let column = |name: &str| {
        headers.iter().position(|header| header == name).with_context(|| format!("no column {name}"))
    };
    let truth = column("cluster_id")?;
    let rules = rules(kind)
        .iter()
        .map(|rule| rule.iter().map(|name| column(name)).collect::<anyhow::Result<Vec<usize>>>())
        .collect::<anyhow::Result<Vec<_>>>()?;
    let mut first: Vec<HashMap<String, u32>> = vec![HashMap::new(); rules.len()];
    let mut joined: Vec<u32> = Vec::new();
    let mut people: HashMap<String, u32> = HashMap::new();
    let mut person_of: Vec<u32> = Vec::new();
    for row in reader.into_records() {
        let row = row?;
        let record = u32::try_from(joined.len())?;
        joined.push(record);
        let count = u32::try_from(people.len())?;
        person_of.push(*people.entry(row[truth].to_owned()).or_insert(count));
        for (columns, first) in rules.iter().zip(&mut first) {
            let values: Vec<String> = columns.iter().map(|at| row[*at].trim().to_uppercase()).collect();
            if values.iter().all(|value| !value.is_empty()) {
                let other = *first.entry(values.join("|")).or_insert(record);
                let (x, y) = (root(&mut joined, record), root(&mut joined, other));
                joined[x.max(y) as usize] = x.min(y);
            }
        }
    }
    let size = u32::try_from(joined.len())?;
    let clusters: Vec<u32> = (0..size).map(|record| root(&mut joined, record)).collect();
    Ok(evaluate(&clusters.into_iter().zip(person_of).collect::<Vec<_>>()))
}

fn root(joined: &mut [u32], record: u32) -> u32 {
    let mut at = record;
    while joined[at as usize] != at {
        joined[at as usize] = joined[joined[at as usize] as usize];
        at = joined[at as usize];
    }
    at
}
