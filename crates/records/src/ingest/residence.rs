//! Which addresses a golden record is tied to.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use ciss_cards::HOME_STATE;
use ciss_cards::naming::source_of;
use ciss_contract::source::Source;
use ciss_multiview::RecordKey;

use super::said::Said;
use crate::rows::{Residence, TieRow};

/// Ties by address. A source places somebody where its newest record with an address does: what it said before, it has
/// itself replaced.
pub(super) fn residences(members: &[Said<'_>]) -> Vec<Residence> {
    let mut newest: BTreeMap<Source, (u64, Reverse<RecordKey>, TieRow)> = BTreeMap::new();
    for Said { body: member, .. } in members {
        let Some(source) = source_of(i64::from(member.record.source)) else { continue };
        let Some(address) = member.record.addresses.first().and_then(|address| address.resolve(HOME_STATE))
        else {
            continue;
        };
        let tie = TieRow { source, as_of: member.record.as_of, document: member.document };
        let key = Reverse(member.record.key);
        let entry = newest.entry(source).or_insert_with(|| (address.id(), key, tie.clone()));
        if (tie.as_of, key) > (entry.2.as_of, entry.1) {
            *entry = (address.id(), key, tie);
        }
    }
    let mut by_address: BTreeMap<u64, Residence> = BTreeMap::new();
    for (address, _, tie) in newest.into_values() {
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
