//! What a document states that is over: it answers no question, and is no reason to say that there is no record.

use std::collections::BTreeMap;

use ciss_contract::answer::Question;
use ciss_contract::document::SourceDocument;
use ciss_contract::matter::{Matter, WarrantStatus};
use jiff::civil::Date;

use crate::card::{Past, PermitCard};

/// Matters about the person at a position of the document that never answer, or answer no longer whatever the day. What
/// lasts until a day is a fact, and the day of the lookup decides.
pub fn past(document: &SourceDocument, person: usize) -> Vec<Past> {
    let over = document.matters.iter().filter_map(|matter| over(matter, person));
    together(over.map(|(question, newest)| Past { question, source: document.source, entries: 1, newest }))
}

/// Counts together what is of one source and about one question.
pub fn together(entries: impl Iterator<Item = Past>) -> Vec<Past> {
    let mut counted: BTreeMap<_, Past> = BTreeMap::new();
    for entry in entries {
        let key = (entry.source, entry.question);
        match counted.get_mut(&key) {
            Some(past) => {
                past.entries = past.entries.saturating_add(entry.entries);
                past.newest = past.newest.max(entry.newest);
            }
            None => {
                counted.insert(key, entry);
            }
        }
    }
    counted.into_values().collect()
}

/// Permits of the person at a position of the document.
pub fn permits(document: &SourceDocument, person: usize) -> Vec<PermitCard> {
    let permit = |matter: &Matter| {
        let Matter::Permit { subject, what, expires, revoked } = matter else { return None };
        (*subject == person).then(|| PermitCard { what: what.clone(), expires: *expires, revoked: *revoked })
    };
    document.matters.iter().filter_map(permit).collect()
}

fn over(matter: &Matter, person: usize) -> Option<(Option<Question>, Option<Date>)> {
    match matter {
        Matter::Warrant {
            subject, status: WarrantStatus::Served | WarrantStatus::Vacated, issued, ..
        } if *subject == person => Some((Some(Question::Wanted), *issued)),
        Matter::CourtCase { subject, filed, pending: false, charges, .. } if *subject == person => {
            let disposed = charges.iter().filter_map(|charge| charge.disposed).max();
            Some((Some(Question::PendingCases), disposed.or(*filed)))
        }
        Matter::Infraction { subject, on, .. } if *subject == person => Some((None, *on)),
        Matter::Warrant { .. }
        | Matter::CourtCase { .. }
        | Matter::Infraction { .. }
        | Matter::Arrest { .. }
        | Matter::Custody { .. }
        | Matter::Supervision { .. }
        | Matter::Bail { .. }
        | Matter::ProtectiveOrder { .. }
        | Matter::Registrant { .. }
        | Matter::Licence { .. }
        | Matter::Registration { .. }
        | Matter::StolenVehicle { .. }
        | Matter::Permit { .. }
        | Matter::Identity { .. }
        | Matter::Erasure { .. }
        | Matter::Withdrawal { .. }
        | Matter::Unsealing {} => None,
    }
}
