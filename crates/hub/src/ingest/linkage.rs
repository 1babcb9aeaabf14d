//! Finds the records that a batch can regroup, and groups them.
//!
//! Records are joined by pairs that the engine judges one person, so whatever a changed record can regroup is connected
//! with it by such pairs. The closure follows them from every changed record, and from the neighbours of every removed
//! one; clustering the closure gives what clustering everything would.

use std::collections::{HashMap, HashSet};

use ciss_multiview::{BlockKey, Cluster, Decision, Features, LARGEST_BLOCK, RecordKey, cluster};

use super::ENGINE;
use crate::store::StoreError;
use crate::store::tables::{RecordNumber, RecordRow, Tables};

/// A record in the closure.
pub(super) struct Linked {
    pub(super) row: RecordRow,
    pub(super) features: Features,
    pub(super) keys: Vec<BlockKey>,
    /// It is on file already.
    pub(super) stored: bool,
    /// Its body changed, or it is new.
    pub(super) changed: bool,
}

impl Linked {
    /// A record as it is on file.
    pub(super) fn stored(row: RecordRow) -> Linked {
        let features = ENGINE.features(&row.body.record);
        let keys = ENGINE.keys(&features);
        Linked { row, features, keys, stored: true, changed: false }
    }
}

/// Everything that the batch can regroup.
pub(super) struct Closure {
    pub(super) records: HashMap<RecordNumber, Linked>,
    pub(super) clusters: Vec<Cluster>,
    /// Numbers by key.
    pub(super) numbers: HashMap<RecordKey, RecordNumber>,
}

/// What changes under the block keys.
pub(super) struct KeyChanges {
    pub(super) added: Vec<(BlockKey, RecordNumber)>,
    pub(super) removed: Vec<(BlockKey, RecordNumber)>,
}

/// What changes about decisions.
pub(super) struct DecisionChanges {
    /// Decisions of the batch.
    pub(super) binding: Vec<Decision>,
    /// Documents whose decisions bind no longer.
    pub(super) gone: HashSet<u64>,
    /// Records that either is about.
    pub(super) touched: HashSet<RecordKey>,
}

impl DecisionChanges {
    /// Decisions about these records, as they are after the batch.
    async fn about(
        &self,
        tables: &mut dyn Tables,
        records: &HashSet<RecordKey>,
    ) -> Result<Vec<Decision>, StoreError> {
        let asked: Vec<RecordKey> = records.iter().copied().collect();
        let stored = tables.decisions(&asked).await?;
        let stored = stored.into_iter().filter(|row| !self.gone.contains(&row.document));
        let about =
            |decision: &Decision| records.contains(&decision.left) || records.contains(&decision.right);
        Ok(stored.map(|row| row.decision).chain(self.binding.iter().copied().filter(about)).collect())
    }
}

/// Blocks as they are after the batch.
struct Blocks {
    known: HashMap<BlockKey, Vec<RecordNumber>>,
    added: HashMap<BlockKey, Vec<RecordNumber>>,
    removed: HashSet<(BlockKey, RecordNumber)>,
    /// Keys that are, or were before the batch, under too many records, with whether they are now.
    common: HashMap<BlockKey, bool>,
    /// Records whose pairs count again, or no longer, because a key crossed the limit.
    crossed: HashSet<RecordNumber>,
}

impl Blocks {
    fn new(changes: &KeyChanges) -> Blocks {
        let mut added: HashMap<BlockKey, Vec<RecordNumber>> = HashMap::new();
        for (key, record) in &changes.added {
            added.entry(*key).or_default().push(*record);
        }
        Blocks {
            known: HashMap::new(),
            added,
            removed: changes.removed.iter().copied().collect(),
            common: HashMap::new(),
            crossed: HashSet::new(),
        }
    }

    /// Reads the blocks that are not known yet.
    async fn read(&mut self, tables: &mut dyn Tables, keys: HashSet<BlockKey>) -> Result<(), StoreError> {
        let unknown: Vec<BlockKey> = keys.into_iter().filter(|key| !self.known.contains_key(key)).collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let losing: HashSet<BlockKey> = self.removed.iter().map(|(key, _)| *key).collect();
        let (shrinking, growing): (Vec<_>, Vec<_>) = unknown.iter().partition(|key| losing.contains(key));
        let mut stored = tables.blocks(&growing, LARGEST_BLOCK + 1).await?;
        stored.extend(tables.blocks(&shrinking, usize::MAX).await?);
        for key in unknown {
            let before = stored.remove(&key).unwrap_or_default();
            let was_common = before.len() > LARGEST_BLOCK;
            let stay = before.iter().filter(|record| !self.removed.contains(&(key, **record)));
            let mut now: Vec<RecordNumber> = stay.copied().collect();
            now.extend(self.added.get(&key).into_iter().flatten());
            now.sort_unstable();
            now.dedup();
            let is_common = now.len() > LARGEST_BLOCK;
            if was_common || is_common {
                self.common.insert(key, is_common);
            }
            if was_common != is_common {
                self.crossed.extend(now.iter().copied());
            }
            self.known.insert(key, if is_common { Vec::new() } else { now });
        }
        Ok(())
    }

    fn of(&self, key: BlockKey) -> &[RecordNumber] {
        self.known.get(&key).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Follows pairs from the changed records and from the neighbours of the `gone` ones, and clusters what it finds.
/// A changed record counts among the gone as well, with what it was before.
pub(super) async fn closure(
    tables: &mut dyn Tables,
    changed: Vec<Linked>,
    gone: Vec<Linked>,
    key_changes: &KeyChanges,
    decided: DecisionChanges,
) -> Result<Closure, StoreError> {
    let mut blocks = Blocks::new(key_changes);
    let gone_for_good: HashSet<RecordNumber> = {
        let back: HashSet<RecordNumber> = changed.iter().map(|linked| linked.row.number).collect();
        gone.iter().map(|linked| linked.row.number).filter(|number| !back.contains(number)).collect()
    };
    let mut records: HashMap<RecordNumber, Linked> =
        changed.into_iter().map(|linked| (linked.row.number, linked)).collect();
    let mut in_closure: HashSet<RecordNumber> = records.keys().copied().collect();
    let mut frontier: Vec<RecordNumber> = in_closure.iter().copied().collect();
    let mut departed = gone;
    let mut decisions: HashSet<Decision> = HashSet::new();
    while !frontier.is_empty() || !departed.is_empty() {
        let here = frontier.iter().filter_map(|number| records.get(number)).chain(&departed);
        let keys: HashSet<BlockKey> = here.flat_map(|linked| linked.keys.iter().copied()).collect();
        blocks.read(tables, keys.clone()).await?;
        let here = frontier.iter().filter_map(|number| records.get(number)).chain(&departed);
        let about = decided.about(tables, &here.map(|linked| linked.row.key).collect()).await?;
        let tied = tied(tables, &about, &mut records, &gone_for_good).await?;
        decisions.extend(about);
        let missing: HashSet<RecordNumber> = keys
            .iter()
            .flat_map(|key| blocks.of(*key))
            .chain(&blocks.crossed)
            .copied()
            .filter(|number| !records.contains_key(number) && !gone_for_good.contains(number))
            .collect();
        let missing: Vec<RecordNumber> = missing.into_iter().collect();
        if !missing.is_empty() {
            let rows = tables.records(&missing).await?;
            records.extend(rows.into_iter().map(|row| (row.number, Linked::stored(row))));
        }
        let mut next: HashSet<RecordNumber> = blocks.crossed.drain().chain(tied).collect();
        for linked in frontier.iter().filter_map(|number| records.get(number)).chain(&departed) {
            for other in linked.keys.iter().flat_map(|key| blocks.of(*key)) {
                let new = !in_closure.contains(other) && !next.contains(other);
                if let Some(candidate) = records.get(other).filter(|_| new)
                    && ENGINE.weigh(&linked.features, &candidate.features) >= ENGINE.threshold()
                {
                    next.insert(*other);
                }
            }
        }
        departed.clear();
        next.retain(|number| !in_closure.contains(number) && records.contains_key(number));
        in_closure.extend(&next);
        frontier = next.into_iter().collect();
    }
    records.retain(|number, _| in_closure.contains(number));
    let common: HashSet<BlockKey> =
        blocks.common.iter().filter(|(_, common)| **common).map(|(key, _)| *key).collect();
    let features: Vec<&Features> = records.values().map(|linked| &linked.features).collect();
    let decisions: Vec<Decision> = decisions.into_iter().collect();
    let clusters = cluster(&ENGINE, &features, &common, &decisions);
    let numbers = records.values().map(|linked| (linked.row.key, linked.row.number)).collect();
    Ok(Closure { records, clusters, numbers })
}

/// Records that a decision ties to those asked about, read where they are not known yet.
async fn tied(
    tables: &mut dyn Tables,
    decisions: &[Decision],
    records: &mut HashMap<RecordNumber, Linked>,
    gone_for_good: &HashSet<RecordNumber>,
) -> Result<Vec<RecordNumber>, StoreError> {
    let keys: HashSet<RecordKey> = decisions
        .iter()
        .filter(|decision| decision.same)
        .flat_map(|decision| [decision.left, decision.right])
        .collect();
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let known: HashSet<RecordKey> = records.values().map(|linked| linked.row.key).collect();
    let unknown: Vec<RecordKey> = keys.difference(&known).copied().collect();
    let rows = tables.records_by_key(&unknown).await?;
    let rows = rows.into_iter().filter(|row| !gone_for_good.contains(&row.number));
    records.extend(rows.map(|row| (row.number, Linked::stored(row))));
    let tied = records.values().filter(|linked| keys.contains(&linked.row.key));
    Ok(tied.map(|linked| linked.row.number).collect())
}
