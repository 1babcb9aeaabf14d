//! Which addresses a golden record is tied to.

use std::collections::BTreeMap;

use ciss_contract::source::Source;

use super::HOME_STATE;
use super::record::RecordBody;
use crate::store::identity::source_of;
use crate::store::tables::{Residence, TieRow};

/// Ties by address. A source places somebody where its newest record with an address does: what it said before, it has
/// itself replaced.
pub(super) fn residences(members: &[&RecordBody]) -> Vec<Residence> {
    let mut newest: BTreeMap<Source, (u64, TieRow)> = BTreeMap::new();
    for member in members {
        let Some(source) = source_of(i64::from(member.record.source)) else { continue };
        let Some(address) = member.record.addresses.first().and_then(|address| address.resolve(HOME_STATE))
        else {
            continue;
        };
        let tie = TieRow { source, as_of: member.record.as_of, document: member.document };
        let entry = newest.entry(source).or_insert_with(|| (address.id(), tie.clone()));
        if (tie.as_of, tie.document) > (entry.1.as_of, entry.1.document) {
            *entry = (address.id(), tie);
        }
    }
    let mut by_address: BTreeMap<u64, Residence> = BTreeMap::new();
    for (address, tie) in newest.into_values() {
        let residence = by_address.entry(address).or_insert_with(|| Residence {
            address,
            newest: tie.as_of,
            ties: Vec::new(),
        });
        residence.newest = residence.newest.max(tie.as_of);
        residence.ties.push(tie);
    }
    by_address.into_values().collect()
}
