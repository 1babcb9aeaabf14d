//! Which golden records a regrouping writes, moves and removes.

use std::collections::{BTreeMap, HashMap, HashSet};

use ciss_multiview::{Cluster, Finding, RecordKey, merge};
use jiff::Timestamp;

use crate::ingest::linkage::{Closure, Linked};
use crate::ingest::person_card::{gravity, person_card};
use crate::ingest::residence::residences;
use crate::ingest::trust::SourceTrust;
use crate::ingest::{HOME_STATE, RecordBody};
use crate::store::StoreError;
use crate::store::tables::{Changes, MemberRow, PersonNumber, PersonRow, RecordNumber, RecordRow};

/// A record as it was on file before the batch.
#[derive(Clone, Copy)]
pub(super) struct Former {
    key: RecordKey,
    since: Timestamp,
    person: PersonNumber,
}

impl Former {
    pub(super) fn of(row: &RecordRow) -> Former {
        Former { key: row.key, since: row.body.record.since, person: row.person }
    }
}

/// Gives every cluster its golden record. `former` are the records that the batch changed or removed, as they were.
/// Golden records that stay as they are, are not written.
pub(super) fn assign(
    mut closure: Closure,
    mut former: HashMap<RecordNumber, Former>,
    first_person: PersonNumber,
    write: &mut Changes,
) -> Result<(), StoreError> {
    for linked in closure.records.values().filter(|linked| linked.stored) {
        former.entry(linked.row.number).or_insert_with(|| Former::of(&linked.row));
    }
    let mut before: BTreeMap<PersonNumber, Vec<(RecordNumber, Former)>> = BTreeMap::new();
    for (number, record) in &former {
        before.entry(record.person).or_default().push((*number, *record));
    }
    write.redirects = redirects(&before, &closure);
    let clusters = std::mem::take(&mut closure.clusters);
    let mut taken: HashSet<PersonNumber> = HashSet::new();
    let mut next_person = first_person;
    for cluster in clusters {
        let mut members: Vec<&Linked> = cluster
            .members
            .iter()
            .filter_map(|member| closure.records.get(closure.numbers.get(&member.record)?))
            .collect();
        members.sort_by_key(|linked| (linked.row.body.record.since, linked.row.key));
        let stays = members.first().is_some_and(|first| {
            let person = first.row.person;
            members.iter().all(|linked| linked.stored && !linked.changed && linked.row.person == person)
                && before.get(&person).is_some_and(|records| records.len() == members.len())
        });
        if stays {
            taken.extend(members.first().map(|linked| linked.row.person));
            continue;
        }
        let free = |linked: &&&Linked| linked.stored && !taken.contains(&linked.row.person);
        let person = members.iter().find(free).map_or(next_person, |linked| linked.row.person);
        next_person += PersonNumber::from(person == next_person);
        taken.insert(person);
        write.persons.extend(person_row(person, &cluster, &closure, &members)?);
        let numbers: Vec<RecordNumber> = members.iter().map(|linked| linked.row.number).collect();
        for Linked { row, stored, changed, .. } in
            numbers.iter().filter_map(|number| closure.records.remove(number))
        {
            let moved = row.person != person;
            let row = RecordRow { person, ..row };
            match (stored, changed) {
                (false, _) => write.records.push(row),
                (true, true) => write.bodies.push(row),
                (true, false) if moved => write.moves.push((row.number, person)),
                (true, false) => {}
            }
        }
    }
    write.records.sort_by_key(|row| row.number);
    write.persons.sort_by_key(|row| row.number);
    write.persons_gone = before.keys().copied().filter(|person| !taken.contains(person)).collect();
    Ok(())
}

fn person_row(
    number: PersonNumber,
    cluster: &Cluster,
    closure: &Closure,
    members: &[&Linked],
) -> Result<Option<PersonRow>, StoreError> {
    let bodies: Vec<&RecordBody> = members.iter().map(|linked| &linked.row.body).collect();
    let records: Vec<_> = bodies.iter().map(|body| &body.record).collect();
    let Some(golden) = merge(&records, &SourceTrust, HOME_STATE) else { return Ok(None) };
    let card = person_card(&golden, &bodies);
    let member = |member: &ciss_multiview::Member| {
        let record = *closure.numbers.get(&member.record)?;
        Some(MemberRow { record, because: words(&member.because) })
    };
    Ok(Some(PersonRow {
        number,
        gravity: gravity(&card),
        card: postcard::to_stdvec(&card)?,
        members: cluster.members.iter().filter_map(member).collect(),
        residences: residences(&bodies),
    }))
}

/// The three strongest reasons.
fn words(because: &[Finding]) -> String {
    match because {
        [] => "the only record".to_owned(),
        findings => findings.iter().take(3).map(Finding::words).collect::<Vec<_>>().join(", "),
    }
}

/// A golden record named after a record that is gone is found by the next oldest that was with it.
fn redirects(
    before: &BTreeMap<PersonNumber, Vec<(RecordNumber, Former)>>,
    closure: &Closure,
) -> Vec<(RecordKey, RecordKey)> {
    let mut found = Vec::new();
    for records in before.values() {
        let oldest = records.iter().min_by_key(|(_, former)| (former.since, former.key));
        let heir = records
            .iter()
            .filter(|(number, _)| closure.records.contains_key(number))
            .min_by_key(|(_, former)| (former.since, former.key));
        if let (Some((number, oldest)), Some((_, heir))) = (oldest, heir)
            && !closure.records.contains_key(number)
        {
            found.push((oldest.key, heir.key));
        }
    }
    found
}
