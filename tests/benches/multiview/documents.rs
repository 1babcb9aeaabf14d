//! Documents that others wrote: warrants and criminal histories share people, and the identity number is the truth.

use std::collections::HashMap;
use std::path::Path;

use ciss_cards::HOME_STATE;
use ciss_multiview::command::evaluate;
use ciss_multiview::{Features, IdentifierKind, MultiView, Record, cluster};
use ciss_records::ingest::records_of;
use serde::Serialize;

#[derive(Serialize)]
pub(crate) struct Documents {
    records: usize,
    people: usize,
    precision: f64,
    recall: f64,
    wrong_pairs: u64,
}

pub(crate) fn measure(folder: &Path) -> anyhow::Result<Option<Documents>> {
    if !folder.is_dir() {
        eprintln!("the sample documents are left out: {} is not there", folder.display());
        return Ok(None);
    }
    let mut records: Vec<(Record, String)> = Vec::new();
    let received = jiff::Timestamp::UNIX_EPOCH;
    ciss_exchange::import(&[folder.to_owned()], received, &ciss_exchange::Limits::default(), |file| {
        for record in file.reading.documents.iter().flat_map(records_of) {
            let numbers = record.identifiers.iter();
            let mut own = numbers.filter(|number| number.kind == IdentifierKind::SocialSecurity);
            if let Some(truth) = own.next().map(|number| digits(&number.value)) {
                let mut withheld = record;
                withheld.identifiers.retain(|number| number.kind != IdentifierKind::SocialSecurity);
                records.push((withheld, truth));
            }
        }
        Ok::<(), std::convert::Infallible>(())
    })?;
    let engine = MultiView::supplied(HOME_STATE);
    let features: Vec<Features> = records.iter().map(|(record, _)| engine.features(record)).collect();
    let clusters = cluster(&engine, &features.iter().collect::<Vec<_>>(), &[]);
    let mut people: HashMap<&str, u32> = HashMap::new();
    let mut person_of = HashMap::new();
    for (record, truth) in &records {
        let count = u32::try_from(people.len())?;
        person_of.insert(record.key, *people.entry(truth).or_insert(count));
    }
    let members =
        (0..).zip(&clusters).flat_map(|(at, cluster)| cluster.iter().map(move |record| (at, *record)));
    let pairs: Vec<(u32, u32)> =
        members.filter_map(|(cluster, record)| Some((cluster, *person_of.get(&record)?))).collect();
    let found = evaluate(&pairs);
    Ok(Some(Documents {
        records: found.records,
        people: found.people,
        precision: found.precision,
        recall: found.recall,
        wrong_pairs: found.found_pairs - found.right_pairs,
    }))
}

/// `648-16-7990` and `648167990` are one number.
fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

pub(crate) fn print(found: Option<&Documents>) {
    let Some(Documents { records, people, precision, recall, wrong_pairs }) = found else { return };
    println!("\nsample documents, {records} records of {people} people, identity number withheld");
    println!("precision {precision:.4} ({wrong_pairs} wrong pairs)  recall {recall:.4}");
}
