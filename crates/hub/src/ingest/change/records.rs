//! Which records a batch adds, changes and removes.

use std::collections::{HashMap, HashSet};

use ciss_multiview::{BlockKey, RecordKey};

use super::persons;
use crate::ingest::Prepared;
use crate::ingest::linkage::{DecisionChanges, KeyChanges, Linked, closure};
use crate::ingest::prepare::PreparedPerson;
use crate::ingest::versions::LineageChange;
use crate::store::StoreError;
use crate::store::identity::record_key;
use crate::store::tables::{Changes, RecordNumber, RecordRow, Tables};

/// Works out the records, groups what they touch anew and adds it all to `write`. Gives the numbers of the records of
/// the batch, by key.
pub(super) async fn regroup(
    tables: &mut dyn Tables,
    batch: &mut [Prepared],
    lineages: &HashMap<u64, LineageChange>,
    decided: DecisionChanges,
    write: &mut Changes,
) -> Result<HashMap<RecordKey, RecordNumber>, StoreError> {
    let touched = touched(lineages);
    let mut stored: HashMap<RecordKey, RecordRow> = HashMap::new();
    if !touched.is_empty() || !decided.touched.is_empty() {
        let keys: Vec<RecordKey> = touched.keys().chain(&decided.touched).copied().collect();
        stored.extend(tables.records_by_key(&keys).await?.into_iter().map(|row| (row.key, row)));
    }
    let (first_record, first_person) = tables.next_numbers().await?;

    let mut changed: Vec<Linked> = Vec::new();
    let mut gone: Vec<Linked> = Vec::new();
    let mut numbers: HashMap<RecordKey, RecordNumber> = HashMap::new();
    let mut next_record = first_record;
    for prepared in batch.iter_mut() {
        let version = prepared.row.version;
        let Some(change) = lineages.get(&version.lineage) else { continue };
        if change.after.is_none_or(|after| after.name != version.name) {
            continue;
        }
        for PreparedPerson { key, mut body, features, keys } in std::mem::take(&mut prepared.people) {
            body.record.since = change.since;
            let before = stored.remove(&key);
            let (number, person) = before.as_ref().map_or_else(
                || {
                    next_record += 1;
                    (next_record - 1, 0)
                },
                |before| (before.number, before.person),
            );
            numbers.insert(key, number);
            let row = RecordRow { number, key, person, body };
            changed.push(Linked { row, features, keys, stored: before.is_some(), changed: true });
            gone.extend(before.map(Linked::stored));
        }
    }
    // Left are records of documents whose counting version changed without naming them, or that only became older.
    for (key, mut row) in stored {
        let Some(change) = touched.get(&key).and_then(|lineage| lineages.get(lineage)) else {
            // Its document is as it was; a decision about it is new, or no longer binds.
            changed.push(Linked { changed: true, ..Linked::stored(row) });
            continue;
        };
        if change.after.is_some_and(|after| after.name == row.body.document) {
            row.body.record.since = change.since;
            changed.push(Linked { changed: true, ..Linked::stored(row) });
        } else {
            write.records_gone.push(row.number);
            gone.push(Linked::stored(row));
        }
    }
    let key_changes = key_changes(&changed, &gone);
    let former = gone.iter().map(|linked| (linked.row.number, persons::Former::of(&linked.row))).collect();
    let closure = closure(tables, changed, gone, &key_changes, decided).await?;
    write.keys = key_changes.added;
    write.keys_gone = key_changes.removed;
    persons::assign(closure, former, first_person, write)?;
    Ok(numbers)
}

/// Stored records of documents for which another version counts now, or which became older; with their lineage.
fn touched(lineages: &HashMap<u64, LineageChange>) -> HashMap<RecordKey, u64> {
    let name = |version: Option<crate::store::tables::Version>| version.map(|version| version.name);
    let changing =
        lineages.iter().filter(|(_, change)| change.older || name(change.before) != name(change.after));
    changing
        .flat_map(|(lineage, change)| {
            let persons = change.before.map_or(0, |before| before.persons);
            (0..persons).map(|at| (record_key(*lineage, at), *lineage))
        })
        .collect()
}

fn key_changes(changed: &[Linked], gone: &[Linked]) -> KeyChanges {
    fn under(linked: &Linked) -> impl Iterator<Item = (BlockKey, RecordNumber)> {
        linked.keys.iter().map(|key| (*key, linked.row.number))
    }
    let keys =
        |linked: &[Linked]| -> HashSet<(BlockKey, RecordNumber)> { linked.iter().flat_map(under).collect() };
    let gone_numbers: HashSet<RecordNumber> = gone.iter().map(|linked| linked.row.number).collect();
    // A record that only became older is on file under the keys it has.
    let aged = changed.iter().filter(|linked| linked.stored && !gone_numbers.contains(&linked.row.number));
    let before: HashSet<(BlockKey, RecordNumber)> =
        keys(gone).into_iter().chain(aged.flat_map(under)).collect();
    let after = keys(changed);
    let sorted = |mut keys: Vec<(BlockKey, RecordNumber)>| {
        keys.sort_unstable();
        keys
    };
    KeyChanges {
        added: sorted(after.difference(&before).copied().collect()),
        removed: sorted(before.difference(&after).copied().collect()),
    }
}
