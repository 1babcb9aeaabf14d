//! Trains the model that matching goes by, on documents as they come and without labels.

use ciss_contract::document::SourceDocument;
use ciss_multiview::{MultiView, Record};

use crate::ingest::HOME_STATE;
use crate::ingest::record::read_person;
use crate::store::identity::{lineage, record_key};

/// Learns from the people of documents.
pub fn learn(documents: impl Iterator<Item = SourceDocument>) -> MultiView {
    let records: Vec<Record> = documents.flat_map(|document| records(&document)).collect();
    MultiView::learn(records.iter(), HOME_STATE)
}

fn records(document: &SourceDocument) -> Vec<Record> {
    let lineage = lineage(document.source, &document.number);
    let record = |at| read_person(document, 0, record_key(lineage, at), at).record;
    (0..document.persons.len()).map(record).collect()
}
