//! Puts a dossier together from what a backend has read.

mod near;

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::RecordName;
use ciss_multiview::{Evidence, Features};

pub use near::{Around, around, notes_about};

use ciss_cards::card::{ChainPerson, PersonCard};
use ciss_cards::naming::document_id;

use crate::error::StoreError;
use crate::ingest::ENGINE;
use crate::ingest::merged::{Merged, merged};
use crate::ingest::said::{Said, golden};
use crate::rows::RecordRow;
use crate::store::{Cursor, Dossier, Member, Page};

/// A record with its document.
pub struct Behind {
    /// The record.
    pub record: RecordRow,
    /// As it was understood.
    pub document: SourceDocument,
}

/// What a backend has read of a golden record.
pub struct Findings {
    /// The card.
    pub card: PersonCard,
    /// Its fields, where they are kept merged.
    pub merged: Option<String>,
    /// All its records, where they are not.
    pub records: Vec<RecordRow>,
    /// The members of the page, newest first, and one more where there is a page behind it.
    pub behind: Vec<Behind>,
    /// Members in all.
    pub total: usize,
    /// Everybody at its address, the person too.
    pub household: Vec<ChainPerson>,
    /// What comes near, and what was decided.
    pub around: Around,
}

/// The members of a page, and where the next one begins.
pub fn cut(behind: &mut Vec<Behind>, page: &Page) -> Option<Cursor> {
    let more = behind.len() > page.size;
    behind.truncate(page.size);
    let last = behind.last().filter(|_| more)?;
    Some(Cursor { as_of: last.record.body.record.as_of, record: last.record.key })
}

/// Puts the dossier together.
///
/// # Errors
/// [`StoreError::Document`] when the merged form cannot be read.
pub fn dossier_of(found: Findings, next: Option<Cursor>) -> Result<Dossier, StoreError> {
    let Findings { card, merged: kept, records, behind, total, mut household, around } = found;
    household.retain(|person| person.card.golden != card.golden);
    let Merged { fields, aliases } = match kept {
        Some(kept) => serde_json::from_str(&kept).map_err(|_| StoreError::Document)?,
        None => {
            let said = Said::each(records.iter().map(|row| &row.body));
            golden(&said).map(|golden| merged(&golden, &said)).unwrap_or_default()
        }
    };
    let evidence = evidence(&behind);
    let Around { near, decisions } = around;
    let members = behind.into_iter().zip(evidence).map(|(Behind { record, document }, evidence)| {
        let name = near::name(&document, &record);
        let decided = decisions.iter().any(|note| note.same && (note.left == name || note.right == name));
        Member {
            document,
            id: document_id(record.body.document),
            person: usize::try_from(record.body.position).unwrap_or_default(),
            decided,
            evidence,
        }
    });
    let members = members.collect();
    Ok(Dossier { card, fields, aliases, members, total, next, household, near, decisions })
}

/// For each member of a page, the one on it that it agrees with best.
fn evidence(explained: &[Behind]) -> Vec<Option<(RecordName, Evidence)>> {
    let features: Vec<Features> =
        explained.iter().map(|behind| ENGINE.features(&behind.record.body.record)).collect();
    let mut best: Vec<Option<(f32, usize)>> = vec![None; explained.len()];
    for one in 0..explained.len() {
        for other in one + 1..explained.len() {
            let weight = ENGINE.weigh(&features[one], &features[other]);
            for (at, with) in [(one, other), (other, one)] {
                if best[at].is_none_or(|(most, _)| weight > most) {
                    best[at] = Some((weight, with));
                }
            }
        }
    }
    let explain = |(at, best): (usize, Option<(f32, usize)>)| {
        let (_, with) = best?;
        let other = &explained[with];
        Some((near::name(&other.document, &other.record), ENGINE.evidence(&features[at], &features[with])))
    };
    best.into_iter().enumerate().map(explain).collect()
}
