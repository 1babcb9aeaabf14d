//! Which golden records a regrouping writes, moves and removes.

use std::collections::{BTreeMap, HashMap, HashSet};

use ciss_cards::naming;
use ciss_multiview::{Golden, Profile, RecordKey};
use jiff::Timestamp;

use super::ties::Ties;
use crate::ingest::merged::kept;
use crate::ingest::person_card::{Shown, gravity, person_card};
use crate::ingest::residence::residences;
use crate::ingest::said::{Said, golden};
use crate::rows::{Changes, PersonNumber, PersonRow, RecordNumber, RecordRow, Tables};
use crate::{RecordBody, StoreError};

/// A record as it was on file before the batch.
#[derive(Clone, Copy)]
struct Former {
    key: RecordKey,
    since: Timestamp,
    person: PersonNumber,
}

/// A record in its new place.
struct Member {
    row: RecordRow,
    /// It is on file already.
    stored: bool,
    /// Its body changed, or it is new.
    changed: bool,
}

/// What a batch regroups.
pub(super) struct Regrouped {
    /// The records that are one person.
    clusters: Vec<Vec<Member>>,
    /// The records of the golden records among them, as they were.
    former: HashMap<RecordNumber, Former>,
}

impl Regrouped {
    /// `clusters` are the profiles that were regrouped, with the golden record that holds each on file; `rows` the records
    /// on file of every golden record to write; `changed` the records of the batch, with whether they are on file;
    /// `removed` those that it takes away. A golden record whose profiles were not regrouped keeps them together.
    pub(super) fn new(
        clusters: Vec<Vec<(Profile, Option<PersonNumber>)>>,
        rows: HashMap<PersonNumber, Vec<RecordRow>>,
        changed: Vec<(RecordRow, bool)>,
        removed: &[RecordNumber],
    ) -> Regrouped {
        let former = rows.values().flatten().map(|row| {
            (row.number, Former { key: row.key, since: row.body.record.since, person: row.person })
        });
        let former: HashMap<RecordNumber, Former> = former.collect();
        let mut cluster_of: HashMap<Profile, usize> = HashMap::new();
        for (at, cluster) in clusters.iter().enumerate() {
            cluster_of.extend(cluster.iter().map(|(profile, _)| (*profile, at)));
        }
        let mut next = clusters.len();
        let mut persons: Vec<&PersonNumber> = rows.keys().collect();
        persons.sort_unstable();
        for person in persons {
            let profiles: Vec<Profile> = rows[person].iter().map(|row| row.profile).collect();
            if profiles.iter().all(|profile| !cluster_of.contains_key(profile)) {
                cluster_of.extend(profiles.into_iter().map(|profile| (profile, next)));
                next += 1;
            }
        }
        let mut members: Vec<Vec<Member>> = (0..next).map(|_| Vec::new()).collect();
        let replaced = changed.iter().map(|(row, _)| &row.number).chain(removed);
        let replaced: HashSet<RecordNumber> = replaced.copied().collect();
        let mut place = |member: Member| {
            if let Some(at) = cluster_of.get(&member.row.profile) {
                members[*at].push(member);
            }
        };
        for (row, stored) in changed {
            place(Member { row, stored, changed: true });
        }
        for row in rows.into_values().flatten().filter(|row| !replaced.contains(&row.number)) {
            place(Member { row, stored: true, changed: false });
        }
        members.retain(|members| !members.is_empty());
        for members in &mut members {
            members.sort_by_key(|member| (member.row.body.record.since, member.row.key));
        }
        members.sort_by_key(|members| members[0].row.key);
        Regrouped { clusters: members, former }
    }
}

/// Gives every cluster its golden record, and answers which, by profile. Golden records that stay as they are, are not written.
pub(super) fn assign(
    Regrouped { clusters, former }: Regrouped,
    ties: &Ties,
    first_person: PersonNumber,
    write: &mut Changes,
) -> Result<HashMap<Profile, PersonNumber>, StoreError> {
    let mut before: BTreeMap<PersonNumber, Vec<(RecordNumber, Former)>> = BTreeMap::new();
    for (number, record) in &former {
        before.entry(record.person).or_default().push((*number, *record));
    }
    let present: HashSet<RecordNumber> = clusters.iter().flatten().map(|member| member.row.number).collect();
    write.redirects = redirects(&before, &present);
    let mut taken: HashSet<PersonNumber> = HashSet::new();
    let mut next_person = first_person;
    let mut placed: HashMap<Profile, PersonNumber> = HashMap::new();
    for members in clusters {
        let stays = members.first().is_some_and(|first| {
            let person = first.row.person;
            let same = |member: &Member| member.stored && !member.changed && !ties.change(member.row.profile);
            members.iter().all(|member| same(member) && member.row.person == person)
                && before.get(&person).is_some_and(|records| records.len() == members.len())
        });
        if stays {
            taken.extend(members.first().map(|member| member.row.person));
            placed.extend(members.iter().map(|member| (member.row.profile, member.row.person)));
            continue;
        }
        let free = |member: &&Member| member.stored && !taken.contains(&member.row.person);
        let person = members.iter().find(free).map_or(next_person, |member| member.row.person);
        next_person += PersonNumber::from(person == next_person);
        taken.insert(person);
        placed.extend(members.iter().map(|member| (member.row.profile, person)));
        write.persons.extend(person_row(person, &members, &ties.loose)?);
        for Member { row, stored, changed } in members {
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
    Ok(placed)
}

/// Golden records as their records, which are all given, make them; `loose` are profiles that one weak tie holds to the
/// rest.
pub fn rewritten(rows: Vec<RecordRow>, loose: &HashSet<Profile>) -> Result<Vec<PersonRow>, StoreError> {
    let mut persons: BTreeMap<PersonNumber, Vec<Member>> = BTreeMap::new();
    for row in rows {
        persons.entry(row.person).or_default().push(Member { row, stored: true, changed: false });
    }
    let mut written = Vec::with_capacity(persons.len());
    for (number, members) in &mut persons {
        members.sort_by_key(|member| (member.row.body.record.since, member.row.key));
        written.extend(person_row(*number, members, loose)?);
    }
    Ok(written)
}

fn person_row(
    number: PersonNumber,
    members: &[Member],
    loose: &HashSet<Profile>,
) -> Result<Option<PersonRow>, StoreError> {
    let bodies = || members.iter().map(|member| &member.row.body);
    let doubted = members.iter().filter(|member| loose.contains(&member.row.profile));
    let doubted = doubted.map(|member| &member.row.body);
    let said = Said::each(bodies());
    let Some(golden) = golden(&said) else { return Ok(None) };
    written(number, &golden, &said, Shown::default().with(bodies()).doubting(doubted)).map(Some)
}

/// A golden record to which records come, and which else stays as it is: what its records say is read once in the same
/// words, and what its card shows of each of them is taken from the card.
pub(super) async fn grown(
    tables: &mut dyn Tables,
    number: PersonNumber,
    joining: &[RecordRow],
) -> Result<Option<PersonRow>, StoreError> {
    let Some((_, card)) = tables.cards(&[number]).await?.pop() else { return Ok(None) };
    let oldest = naming::number(card.golden.as_str()).map(RecordKey);
    let oldest = tables.records_by_key(&oldest.into_iter().collect::<Vec<_>>()).await?;
    let stored = tables.said_of(number).await?;
    let joining = || joining.iter().map(|row| &row.body);
    let mut said: Vec<Said<'_>> = stored.iter().map(|(body, times)| Said { body, times: *times }).collect();
    said.extend(Said::each(joining()));
    let Some(mut golden) = golden(&said) else { return Ok(None) };
    let age = |body: &RecordBody| (body.record.since, body.record.key);
    let oldest = oldest.iter().map(|row| age(&row.body)).chain(joining().map(age)).min();
    golden.oldest = oldest.map_or(golden.oldest, |(_, key)| key);
    written(number, &golden, &said, Shown::on(card).with(joining())).map(Some)
}

fn written(
    number: PersonNumber,
    golden: &Golden,
    said: &[Said<'_>],
    shown: Shown,
) -> Result<PersonRow, StoreError> {
    let card = person_card(golden, said, shown);
    Ok(PersonRow {
        number,
        gravity: gravity(&card),
        card: postcard::to_stdvec(&card)?,
        residences: residences(said),
        merged: kept(golden, said),
    })
}

/// A golden record named after a record that is gone is found by the next oldest that was with it.
fn redirects(
    before: &BTreeMap<PersonNumber, Vec<(RecordNumber, Former)>>,
    present: &HashSet<RecordNumber>,
) -> Vec<(RecordKey, RecordKey)> {
    let mut found = Vec::new();
    for records in before.values() {
        let oldest = records.iter().min_by_key(|(_, former)| (former.since, former.key));
        let heir = records
            .iter()
            .filter(|(number, _)| present.contains(number))
            .min_by_key(|(_, former)| (former.since, former.key));
        if let (Some((number, oldest)), Some((_, heir))) = (oldest, heir)
            && !present.contains(number)
        {
            found.push((oldest.key, heir.key));
        }
    }
    found
}
