//! Puts a dossier together from what a backend has read.

mod fields;

use std::cmp::Reverse;

use ciss_contract::document::SourceDocument;
use ciss_multiview::{Record, merge};

use super::tables::RecordRow;
use super::{Dossier, Member};
use crate::card::{ChainPerson, PersonCard};
use crate::ingest::{HOME_STATE, SourceTrust};
use crate::store::identity::document_id;

/// A record with its document.
pub(super) struct Behind {
    pub(super) record: RecordRow,
    pub(super) document: SourceDocument,
    pub(super) because: String,
}

/// The whole dossier. `household` may hold the person too, who is left out.
pub(super) fn dossier_of(
    card: PersonCard,
    mut behind: Vec<Behind>,
    mut household: Vec<ChainPerson>,
) -> Dossier {
    behind.sort_by_key(|behind| (Reverse(behind.document.as_of), behind.record.key));
    household.retain(|person| person.card.golden != card.golden);
    let records: Vec<&Record> = behind.iter().map(|behind| &behind.record.body.record).collect();
    let golden = merge(&records, &SourceTrust, HOME_STATE);
    let (fields, aliases) = golden.map(|golden| fields::fields(&golden, &behind)).unwrap_or_default();
    let members = behind.into_iter().map(|Behind { record, document, because }| Member {
        document,
        id: document_id(record.body.document),
        person: usize::try_from(record.body.position).unwrap_or_default(),
        because,
    });
    let members = members.collect();
    Dossier { card, fields, aliases, members, household }
}
