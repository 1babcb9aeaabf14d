//! Which profiles come and go with a batch, and which begin or cease to state a want.

use std::collections::HashSet;

use ciss_multiview::Profile;

use crate::StoreError;
use crate::ingest::linkage::{Linked, Passing};
use crate::ingest::near::states_want;
use crate::rows::{Holding, RecordNumber, Tables};

/// Profiles that begin to state a want, or may state none any more.
pub(super) async fn wanting(
    tables: &mut dyn Tables,
    changed: &[Linked],
    gone: &[Linked],
) -> Result<HashSet<Profile>, StoreError> {
    let stating = |linked: &[Linked]| -> HashSet<Profile> {
        let stating = linked.iter().filter(|linked| states_want(&linked.row.body));
        stating.map(|linked| linked.row.profile).collect()
    };
    let (mut after, ceasing) = (stating(changed), stating(gone));
    if !after.is_empty() {
        let before = tables.wanted(&after.iter().copied().collect::<Vec<_>>()).await?;
        after.retain(|profile| !before.contains(profile));
    }
    after.extend(ceasing);
    Ok(after)
}

/// Profiles of which the batch brings the first record, and those of which it takes the last.
pub(super) async fn passing(
    tables: &mut dyn Tables,
    changed: &[Linked],
    gone: &[Linked],
) -> Result<(Vec<Passing>, Vec<Passing>), StoreError> {
    let named: HashSet<Profile> = changed.iter().chain(gone).map(|linked| linked.row.profile).collect();
    let named: Vec<Profile> = named.into_iter().collect();
    let leaving: HashSet<RecordNumber> = gone.iter().map(|linked| linked.row.number).collect();
    let (mut before, mut after) = (HashSet::new(), HashSet::new());
    for Holding { profile, record, .. } in tables.holdings(&named).await? {
        before.insert(profile);
        if !leaving.contains(&record) {
            after.insert(profile);
        }
    }
    after.extend(changed.iter().map(|linked| linked.row.profile));
    let pass = |linked: &Linked| Passing {
        profile: linked.row.profile,
        features: linked.features.clone(),
        keys: linked.keys.clone(),
    };
    let mut seen = HashSet::new();
    let mut first = |linked: &&Linked| seen.insert(linked.row.profile);
    let coming = changed.iter().filter(|linked| !before.contains(&linked.row.profile));
    let coming = coming.filter(&mut first).map(pass).collect();
    let going = gone.iter().filter(|linked| !after.contains(&linked.row.profile));
    let going = going.filter(&mut first).map(pass).collect();
    Ok((coming, going))
}
