//! Puts a dossier together from what a backend has read.

mod fields;
mod near;

use std::cmp::Reverse;

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::RecordName;
use ciss_multiview::{Evidence, Features, Record, merge};

pub(super) use near::{Around, around};

use super::tables::RecordRow;
use super::{Dossier, Member};
use crate::card::{ChainPerson, PersonCard};
use crate::ingest::{ENGINE, HOME_STATE, SourceTrust};
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
    around: Around,
) -> Dossier {
    behind.sort_by_key(|behind| (Reverse(behind.document.as_of), behind.record.key));
    household.retain(|person| person.card.golden != card.golden);
    let records: Vec<&Record> = behind.iter().map(|behind| &behind.record.body.record).collect();
    let golden = merge(&records, &SourceTrust, HOME_STATE);
    let (fields, aliases) = golden.map(|golden| fields::fields(&golden, &behind)).unwrap_or_default();
    let evidence = evidence(&behind);
    let members =
        behind.into_iter().zip(evidence).map(|(Behind { record, document, because }, evidence)| Member {
            document,
            id: document_id(record.body.document),
            person: usize::try_from(record.body.position).unwrap_or_default(),
            because,
            evidence,
        });
    let members = members.collect();
    let Around { near, decisions } = around;
    Dossier { card, fields, aliases, members, household, near, decisions }
}

/// Members of which the evidence is worked out; nobody reads more, and it grows with the square.
const MOST_EXPLAINED: usize = 200;

/// For each member, the one that it agrees with best.
fn evidence(behind: &[Behind]) -> Vec<Option<(RecordName, Evidence)>> {
    let explained = &behind[..behind.len().min(MOST_EXPLAINED)];
    let features: Vec<Features> =
        explained.iter().map(|behind| ENGINE.features(&behind.record.body.record)).collect();
    let best = |at: usize| {
        let others = (0..explained.len()).filter(|other| *other != at);
        let weighed = others.map(|other| (ENGINE.weigh(&features[at], &features[other]), other));
        let (_, with) = weighed.max_by(|x, y| x.0.total_cmp(&y.0).then(y.1.cmp(&x.1)))?;
        let other = &explained[with];
        Some((near::name(&other.document, &other.record), ENGINE.evidence(&features[at], &features[with])))
    };
    let unexplained = behind.len() - explained.len();
    (0..explained.len()).map(best).chain(std::iter::repeat_n(None, unexplained)).collect()
}
