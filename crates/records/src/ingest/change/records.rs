//! Which records a batch adds, changes and removes.

use std::collections::{BTreeMap, HashMap, HashSet};

use ciss_cards::naming::record_key;
use ciss_multiview::{BlockKey, Features, Profile, RecordKey, Ways};

use super::passing::{passing, wanting};
use super::persons::{self, Regrouped};
use super::ties::{Ties, beside, ties};
use crate::ingest::linkage::{Clusters, DecisionChanges, Exploration, Linked, Passing};
use crate::ingest::near::{Looked, states_want};
use crate::ingest::prepare::PreparedPerson;
use crate::ingest::versions::LineageChange;
use crate::ingest::{ENGINE, Prepared};
use crate::rows::{Changes, PersonNumber, RecordNumber, RecordRow, Tables};
use crate::{RecordBody, StoreError};

/// Works out the records, groups what they touch anew and adds it all to `write`. Gives the numbers of the records of
/// the batch, by key, and what was looked at to find what comes near.
pub(super) async fn regroup(
    tables: &mut dyn Tables,
    batch: &mut [Prepared],
    lineages: &HashMap<u64, LineageChange>,
    decided: DecisionChanges,
    write: &mut Changes,
) -> Result<(HashMap<RecordKey, RecordNumber>, Looked), StoreError> {
    let touched = touched(lineages);
    let mut stored: HashMap<RecordKey, RecordRow> = HashMap::new();
    if !touched.is_empty() || !decided.touched.is_empty() {
        let keys: Vec<RecordKey> = touched.keys().chain(&decided.touched).copied().collect();
        stored.extend(tables.records_by_key(&keys).await?.into_iter().map(|row| (row.key, row)));
    }
    let (first_record, first_person) = tables.next_numbers().await?;
    let arriving = batch.iter().flat_map(|prepared| prepared.people.iter().map(|person| person.key));
    let named: HashSet<RecordKey> = arriving.chain(stored.keys().copied()).collect();
    let decided_about = decided.about(tables, &named).await?;
    let decided_about: HashSet<RecordKey> =
        decided_about.iter().flat_map(|decision| [decision.left, decision.right]).collect();
    // A want and the license of whoever it is for are compared whatever else is sent under their keys.
    let profile = |features: &Features, body: &RecordBody| {
        let profile = ENGINE.profile(features, decided_about.contains(&features.key));
        profile.placed(features.has_given_licence() || states_want(body))
    };

    let mut changed: Vec<Linked> = Vec::new();
    let mut gone: Vec<Linked> = Vec::new();
    let mut numbers: HashMap<RecordKey, RecordNumber> = HashMap::new();
    let mut next_record = first_record;
    for prepared in batch.iter_mut() {
        let version = prepared.row.version;
        let Some(change) = lineages.get(&version.naming.lineage) else { continue };
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
            let row = RecordRow { number, key, person, profile: profile(&features, &body), body };
            changed.push(Linked { row, features, keys, stored: before.is_some() });
            gone.extend(before.map(Linked::stored));
        }
    }
    // Left are records of documents whose counting version changed without naming them, or that only became older, and
    // those that a decision is about which is new or no longer binds.
    for (key, row) in stored {
        let change = touched.get(&key).and_then(|lineage| lineages.get(lineage));
        let counts =
            change.is_none_or(|change| change.after.is_some_and(|after| after.name == row.body.document));
        if counts {
            let mut linked = Linked::stored(row.clone());
            linked.row.profile = profile(&linked.features, &linked.row.body);
            if let Some(change) = change {
                linked.row.body.record.since = change.since;
            }
            changed.push(linked);
        } else {
            write.records_gone.push(row.number);
        }
        gone.push(Linked::stored(row));
    }
    let (coming, going) = passing(tables, &changed, &gone).await?;
    let under = |passing: &[Passing]| {
        let mut keys: Vec<(BlockKey, Profile)> = passing
            .iter()
            .flat_map(|passing| passing.keys.iter().map(|key| (*key, passing.profile)))
            .collect();
        keys.sort_unstable();
        keys
    };
    write.keys = under(&coming);
    write.keys_gone = under(&going);
    let lost: HashSet<PersonNumber> = gone.iter().map(|linked| linked.row.person).collect();
    let departed: HashSet<Profile> = going.iter().map(|passing| passing.profile).collect();
    let about = changed.iter().filter(|linked| decided.touched.contains(&linked.row.key));
    let mut about: HashSet<Profile> = about.map(|linked| linked.row.profile).collect();
    about.extend(wanting(tables, &changed, &gone).await?);
    about.retain(|profile| !departed.contains(profile));
    let exploration = Exploration::begin(tables, coming, going, about, decided).await?;
    let changed: Vec<(RecordRow, bool)> =
        changed.into_iter().map(|linked| (linked.row, linked.stored)).collect();
    let Regrouping { exploration, clusters, rows, growing, ties } =
        regrouped(tables, exploration, &changed, &lost, &departed).await?;
    write.loose = ties.loose.difference(&ties.before).copied().collect();
    write.loose_gone = ties.before.difference(&ties.loose).copied().collect();
    let mut ways: BTreeMap<PersonNumber, Ways> = exploration.new_ways().into_iter().collect();
    let mut settled = exploration.settled(&clusters);
    let explored: Vec<(Profile, Option<PersonNumber>)> = clusters
        .iter()
        .filter_map(|cluster| Some((cluster.first()?.0, cluster.iter().find_map(|(_, person)| *person))))
        .collect();
    let looked = exploration.looked(&clusters, departed.into_iter().collect());
    let mut others: Vec<(RecordRow, bool)> = Vec::with_capacity(changed.len());
    let mut joining: BTreeMap<PersonNumber, Vec<RecordRow>> = BTreeMap::new();
    for (row, stored) in changed {
        match growing.get(&row.number) {
            Some(person) => joining.entry(*person).or_default().push(RecordRow { person: *person, ..row }),
            None => others.push((row, stored)),
        }
    }
    for (person, rows) in joining {
        write.persons.extend(persons::grown(tables, person, &rows).await?);
        write.records.extend(rows);
    }
    let regrouped = Regrouped::new(clusters, rows, others, &write.records_gone);
    let placed = persons::assign(regrouped, &ties, first_person, write)?;
    for (profile, person) in explored {
        let person = placed.get(&profile).copied().or(person);
        ways.extend(person.map(|person| (person, settled.remove(&profile).unwrap_or_default())));
    }
    write.ways = ways.into_iter().collect();
    Ok((numbers, looked))
}

/// Records on file by golden record.
pub(super) type Rows = HashMap<PersonNumber, Vec<RecordRow>>;
/// New records by their numbers, with the golden record that each joins.
type Growing = HashMap<RecordNumber, PersonNumber>;

/// What a batch regroups.
struct Regrouping {
    exploration: Exploration,
    clusters: Clusters,
    rows: Rows,
    growing: Growing,
    ties: Ties,
}

/// The profiles that were regrouped, the records of every golden record that may change otherwise than by growing, and
/// the new records that join one which only grows. `changed` are the records of the batch, with whether they are on file;
/// `lost` the golden records that lose a record, or in which one changes; `departed` the profiles that go.
async fn regrouped(
    tables: &mut dyn Tables,
    mut exploration: Exploration,
    changed: &[(RecordRow, bool)],
    lost: &HashSet<PersonNumber>,
    departed: &HashSet<Profile>,
) -> Result<Regrouping, StoreError> {
    let joined: Vec<Profile> = changed.iter().map(|(row, _)| row.profile).collect();
    let joined = tables.holdings(&joined).await?;
    let mut joined: HashMap<Profile, PersonNumber> =
        joined.into_iter().map(|holding| (holding.profile, holding.person)).collect();
    joined.extend(exploration.joining());
    let mut affected = lost.clone();
    affected.extend(joined.values());
    let mut rows = Rows::new();
    loop {
        let clusters = exploration.clusters();
        let mut in_clusters: HashMap<PersonNumber, usize> = HashMap::new();
        for cluster in &clusters {
            let persons: HashSet<PersonNumber> = cluster.iter().filter_map(|(_, person)| *person).collect();
            persons.iter().for_each(|person| *in_clusters.entry(*person).or_default() += 1);
        }
        for cluster in &clusters {
            let persons: HashSet<Option<PersonNumber>> = cluster.iter().map(|(_, person)| *person).collect();
            let divided = |person: &Option<PersonNumber>| {
                person.is_some_and(|person| in_clusters.get(&person).is_some_and(|clusters| *clusters > 1))
            };
            if persons.len() > 1 || persons.iter().any(divided) {
                affected.extend(persons.into_iter().flatten());
            }
        }
        let ties = ties(tables, &exploration, &clusters, &joined, departed).await?;
        let mut doubtful: HashSet<PersonNumber> = HashSet::new();
        for (profile, person) in clusters.iter().flatten() {
            doubtful.extend(person.filter(|_| ties.are_loose(*profile)));
            affected.extend(person.filter(|_| ties.change(*profile)));
        }
        doubtful.extend(
            joined.iter().filter(|(profile, _)| ties.are_loose(**profile)).map(|(_, person)| *person),
        );
        for cluster in &clusters {
            if cluster.iter().any(|(profile, _)| ties.are_loose(*profile)) {
                doubtful.extend(cluster.iter().filter_map(|(_, person)| *person));
            }
        }
        let mut growing = growing(&clusters, &joined, changed);
        growing.retain(|_, person| {
            !lost.contains(person) && !rows.contains_key(person) && !doubtful.contains(person)
        });
        let grows: HashSet<PersonNumber> = growing.values().copied().collect();
        let unread = affected.iter().filter(|person| !rows.contains_key(person) && !grows.contains(person));
        let unread: Vec<PersonNumber> = unread.copied().collect();
        if !unread.is_empty() {
            rows.extend(unread.iter().map(|person| (*person, Vec::new())));
            for row in tables.records_of(&unread).await? {
                rows.entry(row.person).or_default().push(row);
            }
        }
        // A golden record that is regrouped is regrouped whole.
        let mut missing: HashSet<Profile> = HashSet::new();
        for (person, rows) in &rows {
            let loses = lost.contains(person) && rows.iter().any(|row| departed.contains(&row.profile));
            if loses || in_clusters.contains_key(person) {
                let profiles = rows.iter().map(|row| row.profile);
                missing.extend(profiles.filter(|of| !departed.contains(of) && !exploration.reached(*of)));
            }
        }
        for person in grows.iter().filter(|person| in_clusters.contains_key(person)) {
            let profiles = tables.profiles_of(*person).await?;
            missing.extend(profiles.into_iter().filter(|of| !exploration.reached(*of)));
        }
        // What joins a golden record that does more than grow is grouped with it.
        let more =
            changed.iter().filter(|(row, _)| !growing.contains_key(&row.number)).map(|(row, _)| row.profile);
        missing.extend(more.filter(|of| exploration.joining().contains_key(of) && !exploration.reached(*of)));
        if missing.is_empty() {
            let ties = beside(tables, ties, &exploration, &rows).await?;
            return Ok(Regrouping { exploration, clusters, rows, growing, ties });
        }
        exploration.follow(tables, missing).await?;
    }
}

/// The new records that join a golden record to which nothing but new records come, and which stays together. `joined`
/// are the golden records that hold the records' profiles on file.
fn growing(
    clusters: &Clusters,
    joined: &HashMap<Profile, PersonNumber>,
    changed: &[(RecordRow, bool)],
) -> Growing {
    let mut held: HashMap<Profile, Option<PersonNumber>> =
        joined.iter().map(|(profile, person)| (*profile, Some(*person))).collect();
    let mut otherwise: HashSet<PersonNumber> = HashSet::new();
    let mut whole: HashSet<PersonNumber> = HashSet::new();
    for cluster in clusters {
        let persons: HashSet<PersonNumber> = cluster.iter().filter_map(|(_, person)| *person).collect();
        let only = persons.iter().next().copied().filter(|_| persons.len() == 1);
        held.extend(cluster.iter().map(|(profile, _)| (*profile, only)));
        // Divided, or put together with another.
        otherwise.extend(persons.into_iter().filter(|person| !whole.insert(*person) || only.is_none()));
    }
    let mut found = Growing::new();
    for (row, stored) in changed {
        if let Some(Some(person)) = held.get(&row.profile) {
            if *stored {
                otherwise.insert(*person);
            } else {
                found.insert(row.number, *person);
            }
        }
    }
    found.retain(|_, person| !otherwise.contains(person));
    found
}

/// Stored records of documents for which another version counts now, or which became older; with their lineage.
fn touched(lineages: &HashMap<u64, LineageChange>) -> HashMap<RecordKey, u64> {
    let name = |version: Option<crate::rows::Version>| version.map(|version| version.name);
    let changing =
        lineages.iter().filter(|(_, change)| change.older || name(change.before) != name(change.after));
    changing
        .flat_map(|(lineage, change)| {
            let persons = change.before.map_or(0, |before| before.persons);
            (0..persons).map(|at| (record_key(*lineage, at), *lineage))
        })
        .collect()
}
