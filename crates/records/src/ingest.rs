//! Documents in, cards out.
//!
//! A batch is appended, its people are matched with those on file, and only the cards that it touches are written
//! again. The outcome does not depend on the order in which documents come, nor on how they are cut into batches: the
//! same document twice is one, of two versions the later counts, an erased or withdrawn document is gone whenever its
//! erasure or withdrawal comes, and a golden record is named after its oldest record. The one exception: of two versions
//! that their source dates alike, the one that arrived later counts.

mod batch;
mod change;
mod linkage;
pub(crate) mod merged;
pub mod near;
mod person_card;
mod prepare;
mod residence;
pub mod said;
mod vehicles;
mod versions;

use std::sync::LazyLock;

use ciss_contract::document::SourceDocument;
use ciss_multiview::Record;

pub use batch::{Batch, Blanking, Ingested};
pub use change::{apply, look_again, rewritten};
pub use prepare::{Prepared, prepare};

pub use ciss_cards::ENGINE;
use ciss_cards::naming::{lineage, record_key};

use crate::record;

/// The people of a document as matching sees them, by their positions.
pub fn records_of(document: &SourceDocument) -> Vec<Record> {
    let lineage = lineage(document.source, document.originator.as_deref(), &document.number);
    let record = |at| record::read_person(document, 0, record_key(lineage, at), at).record;
    (0..document.persons.len()).map(record).collect()
}

/// The rules by which documents become golden records, beside the model and the code tables. Another number is other rules:
/// golden records that were made by others are made again from the journal.
const RULES: u32 = 4;

/// Names everything that golden records depend on beside the documents.
pub fn made_with() -> &'static str {
    static NAMED: LazyLock<String> = LazyLock::new(|| {
        let codes = ciss_cards::codes::tables().concat();
        let short = |bytes: &[u8]| format!("{:016x}", ciss_cards::naming::first_eight(&[bytes]));
        let (model, codes) = (short(ciss_multiview::SUPPLIED_MODEL), short(codes.as_bytes()));
        format!("rules {RULES}, model {model}, code tables {codes}")
    });
    &NAMED
}
