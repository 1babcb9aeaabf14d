//! Trains the model that matching goes by, on documents as they come and without labels.

use ciss_cards::HOME_STATE;
use ciss_contract::document::SourceDocument;
use ciss_multiview::{MultiView, Record};
use ciss_records::ingest::records_of;

/// Learns from the people of documents.
pub fn learn(documents: impl Iterator<Item = SourceDocument>) -> MultiView {
    let records: Vec<Record> = documents.flat_map(|document| records_of(&document)).collect();
    MultiView::learn(records.iter(), HOME_STATE)
}
