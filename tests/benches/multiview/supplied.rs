//! The engine as the hub runs it: with the model that comes with it, over whole documents of a state that it was not
//! trained on. Erased documents are left out, as the hub leaves them out.

use std::collections::{HashMap, HashSet};

use ciss_cards::HOME_STATE;
use ciss_contract::matter::Matter;
use ciss_multiview::command::{Evaluation, evaluate};
use ciss_multiview::{Features, MultiView, RecordKey, cluster};
use ciss_records::ingest::records_of;
use serde::Serialize;

use crate::world;

/// Enough to count wrong merges by the dozen.
const MOST: usize = 300_000;

#[derive(Serialize)]
pub(crate) struct Supplied {
    evaluation: Evaluation,
    wrong_clusters: usize,
}

pub(crate) fn measure(records: usize) -> anyhow::Result<Supplied> {
    eprintln!("clustering documents as the hub does");
    let world = world::world(records.min(MOST));
    let mut erased = HashSet::new();
    for document in world.documents() {
        for matter in &document.matters {
            if let Matter::Erasure { number } = matter {
                erased.insert((document.source, number.clone()));
            }
        }
    }
    let engine = MultiView::supplied(HOME_STATE);
    let mut features: Vec<Features> = Vec::new();
    let mut person_of: HashMap<RecordKey, u32> = HashMap::new();
    let mut people: HashMap<u64, u32> = HashMap::new();
    for (document, truth) in world.documents_with_truth() {
        if erased.contains(&(document.source, document.number.clone())) {
            continue;
        }
        for (record, person) in records_of(&document).iter().zip(truth) {
            let count = u32::try_from(people.len())?;
            person_of.insert(record.key, *people.entry(person).or_insert(count));
            features.push(engine.features(record));
        }
    }
    let found = cluster(&engine, &features.iter().collect::<Vec<_>>(), &[]);
    let mut pairs = Vec::with_capacity(features.len());
    let mut wrong_clusters = 0;
    for (number, cluster) in (0..).zip(&found) {
        let members: Vec<u32> = cluster.iter().filter_map(|record| person_of.get(record).copied()).collect();
        wrong_clusters += usize::from(members.iter().any(|person| *person != members[0]));
        pairs.extend(members.into_iter().map(|person| (number, person)));
    }
    Ok(Supplied { evaluation: evaluate(&pairs), wrong_clusters })
}

impl Supplied {
    pub(crate) fn print(&self) {
        let Evaluation { records, people, precision, recall, f1, .. } = &self.evaluation;
        println!("\nas the hub runs it, {records} records of {people} people");
        println!(
            "precision {precision:.5}  recall {recall:.4}  F1 {f1:.4}  {} clusters hold more than one person",
            self.wrong_clusters
        );
    }
}
