//! Applies a prepared batch: reads what it touches, works out what changes, writes it.

mod again;
mod passing;
mod persons;
mod records;
mod ties;

pub use again::look_again;
pub use persons::rewritten;

use std::collections::{HashMap, HashSet};

use ciss_cards::naming::{Naming, record_key};
use ciss_contract::matter::WithdrawalReason;
use ciss_multiview::Decision;

use super::linkage::DecisionChanges;
use super::near;
use super::versions::{LineageChange, changes};
use super::{Ingested, Prepared};
use crate::StoreError;
use crate::ingest::{Batch, Blanking};
use crate::rows::{
    Changes, DecisionRow, DocumentRow, PersonNumber, RecordNumber, Standing, Tables, VehicleRow, Version,
};

/// Applies a batch inside the transaction behind `tables`.
pub async fn apply(tables: &mut dyn Tables, batch: Batch) -> Result<Ingested, StoreError> {
    let Batch { documents: batch, receipts, blankings, keys: _, revocations: _ } = batch;
    let mut done = Ingested::default();
    let mut changes_to_write = Changes::default();
    let erases = || batch.iter().flat_map(|prepared| &prepared.erases);
    let mut erasing: HashSet<u64> = erases().flat_map(Naming::order).collect();
    erasing.extend(blankings.iter().flat_map(|blanking| &blanking.keys));
    let arriving = || batch.iter().map(|prepared| &prepared.row.version.naming);
    let blanked = || blankings.iter().map(|blanking| &blanking.version.naming);
    let numbered: HashSet<u64> =
        arriving().chain(erases()).chain(blanked()).map(|naming| naming.numbered).collect();
    let numbered: Vec<u64> = numbered.into_iter().collect();
    let stored = tables.versions(&numbered).await?;
    let namings = arriving().chain(stored.iter().map(|version| &version.naming));
    let keys: HashSet<u64> = namings.flat_map(Naming::reached).chain(erasing.iter().copied()).collect();
    let mut erased = tables.erased(&keys.into_iter().collect::<Vec<_>>()).await?;
    changes_to_write.erasures = erasing.difference(&erased).copied().collect();
    erased.extend(erasing);

    for prepared in &batch {
        let (source, received) = (prepared.row.source, prepared.row.received);
        let (_, last) = changes_to_write.feeds.entry(source).or_insert((0, received));
        *last = (*last).max(received);
    }
    for (source, received) in receipts {
        let (_, last) = changes_to_write.feeds.entry(source).or_insert((0, received));
        *last = (*last).max(received);
    }
    // Those of which the journal has got the body again.
    let gone: HashSet<u64> = stored
        .iter()
        .filter(|version| version.standing == Standing::Erased)
        .map(|version| version.name)
        .collect();
    let again = batch.iter().map(|prepared| prepared.row.version.name).filter(|name| gone.contains(name));
    changes_to_write.standings.extend(again.map(|name| (name, Standing::Erased)));
    let mut known: HashSet<u64> = stored.iter().map(|version| version.name).collect();
    let arrived = batch.len();
    let mut batch: Vec<Prepared> =
        batch.into_iter().filter(|prepared| known.insert(prepared.row.version.name)).collect();
    done.repeated = arrived - batch.len();
    done.documents = batch.len();
    for prepared in batch.iter().filter(|prepared| !prepared.secret) {
        changes_to_write.feeds.entry(prepared.row.source).and_modify(|(count, _)| *count += 1);
    }

    for blanking in blankings {
        changes_to_write.blanked.push(blanking.version.name);
        if known.insert(blanking.version.name) {
            blank(blanking, &mut changes_to_write);
        }
    }

    let arriving: Vec<Version> = batch.iter().map(|prepared| prepared.row.version).collect();
    let lineages = changes(&stored, &arriving, &erased);
    let at_names: HashMap<u64, usize> =
        batch.iter().enumerate().map(|(at, prepared)| (prepared.row.version.name, at)).collect();
    for change in lineages.values() {
        for (name, standing) in &change.standings {
            match at_names.get(name) {
                Some(at) => batch[*at].row.version.standing = *standing,
                None => changes_to_write.standings.push((*name, *standing)),
            }
        }
        if change.before.map(|version| version.name) != change.after.map(|version| version.name) {
            changes_to_write.vehicles_gone.extend(change.before.map(|version| version.name));
        }
    }
    done.erased = batch.iter().filter(|prepared| prepared.row.version.standing == Standing::Erased).count()
        + changes_to_write.standings.iter().filter(|(_, standing)| *standing == Standing::Erased).count();

    let decided = decisions(tables, &batch, &lineages, &mut changes_to_write).await?;
    let (numbers, looked) =
        records::regroup(tables, &mut batch, &lineages, decided, &mut changes_to_write).await?;
    done.cards = changes_to_write.persons.len();
    let written: Vec<PersonNumber> = changes_to_write.persons.iter().map(|row| row.number).collect();
    for prepared in batch {
        let Version { name, naming, standing, .. } = prepared.row.version;
        if standing == Standing::Current {
            let owner = |at: &usize| numbers.get(&record_key(naming.lineage, *at)).copied();
            changes_to_write.vehicles.extend(prepared.vehicles.into_iter().map(|vehicle| VehicleRow {
                document: name,
                owners: vehicle.owners.iter().filter_map(owner).collect::<Vec<RecordNumber>>(),
                card: vehicle.card,
                address: vehicle.address,
            }));
        }
        changes_to_write.documents.push(prepared.row);
    }
    tables.write(changes_to_write).await?;
    near::refresh(tables, looked, &written).await?;
    Ok(done)
}

/// Files what is left of a document whose body the journal no longer holds.
fn blank(blanking: Blanking, write: &mut Changes) {
    let Blanking { version, source, received, keys: _ } = blanking;
    let (count, last) = write.feeds.entry(source).or_insert((0, received));
    *last = (*last).max(received);
    // Of a seal or an expunction nothing is told, not even that it came.
    let told = match version.withdrawal {
        None | Some(WithdrawalReason::Deleted) => true,
        Some(WithdrawalReason::Sealed | WithdrawalReason::Expunged) => false,
    };
    *count += u64::from(told);
    write.documents.push(DocumentRow {
        version: Version { standing: Standing::Erased, ..version },
        source,
        number: String::new(),
        received,
        sha256: [0; 32],
        media_type: String::new(),
        bytes: Vec::new(),
        parsed: None,
    });
}

/// Which decisions bind after the batch and which no longer do.
async fn decisions(
    tables: &mut dyn Tables,
    batch: &[Prepared],
    lineages: &HashMap<u64, LineageChange>,
    write: &mut Changes,
) -> Result<DecisionChanges, StoreError> {
    let name = |version: Option<Version>| version.map(|version| version.name);
    let changing = lineages.values().filter(|change| name(change.before) != name(change.after));
    // People are in documents of sources, and decisions are in documents without people.
    let before: Vec<u64> = changing
        .filter_map(|change| change.before)
        .filter(|old| old.persons == 0)
        .map(|old| old.name)
        .collect();
    let gone = if before.is_empty() { Vec::new() } else { tables.decisions_of(&before).await? };
    let gone_decisions: Vec<Decision> = gone.iter().map(|row| row.decision).collect();
    write.decisions_gone = gone.iter().map(|row| row.document).collect();
    let current = batch.iter().filter(|prepared| prepared.row.version.standing == Standing::Current);
    write.decisions = current
        .flat_map(|prepared| {
            let document = prepared.row.version.name;
            prepared.decisions.iter().map(move |decision| DecisionRow { document, decision: *decision })
        })
        .collect();
    Ok(DecisionChanges {
        binding: write.decisions.iter().map(|row| row.decision).collect(),
        gone: gone.into_iter().map(|row| row.document).collect(),
        touched: write
            .decisions
            .iter()
            .map(|row| row.decision)
            .chain(gone_decisions)
            .flat_map(|decision| [decision.left, decision.right])
            .collect(),
    })
}
