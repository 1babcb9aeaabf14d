//! The tables as maps.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use async_trait::async_trait;
use ciss_cards::card::PersonCard;
use ciss_contract::document::SourceDocument;
use ciss_contract::source::Source;
use ciss_identity::keyring::{DayKey, Revocation};
use ciss_journal::Bookmark;
use ciss_multiview::{BlockKey, Profile, RecordKey, Ways};
use ciss_records::ingest::near::states_want;
use ciss_records::ingest::said::content;
use ciss_records::rows::{
    CardRow, Changes, DecisionRow, DocumentRow, Holding, NearRow, PersonNumber, PersonRow, RecordNumber,
    RecordRow, Standing, Tables, VehicleRow, Version,
};
use ciss_records::{RecordBody, StoreError};
use jiff::Timestamp;

#[derive(Default)]
pub(super) struct State {
    pub(super) documents: HashMap<u64, DocumentRow>,
    /// Names of the documents in the order in which they arrived.
    pub(super) arrived: Vec<u64>,
    pub(super) erasures: HashSet<u64>,
    pub(super) blanked: HashSet<u64>,
    pub(super) bookmark: Bookmark,
    pub(super) session_keys: Vec<DayKey>,
    pub(super) ended: Vec<Revocation>,
    pub(super) records: BTreeMap<RecordNumber, RecordRow>,
    pub(super) keys: BTreeSet<(BlockKey, Profile)>,
    pub(super) persons: BTreeMap<PersonNumber, PersonRow>,
    pub(super) near: BTreeSet<NearRow>,
    pub(super) loose: HashSet<Profile>,
    pub(super) ways: HashMap<PersonNumber, Ways>,
    pub(super) redirects: HashMap<RecordKey, RecordKey>,
    pub(super) vehicles: Vec<VehicleRow>,
    pub(super) decisions: Vec<DecisionRow>,
    pub(super) feeds: BTreeMap<Source, (u64, Timestamp)>,
}

pub(super) struct MemoryTables<'a> {
    pub(super) state: &'a mut State,
}

#[async_trait]
impl Tables for MemoryTables<'_> {
    async fn versions(&mut self, numbered: &[u64]) -> Result<Vec<Version>, StoreError> {
        let arrived = self.state.arrived.iter().filter_map(|name| self.state.documents.get(name));
        Ok(arrived
            .map(|row| row.version)
            .filter(|version| numbered.contains(&version.naming.numbered))
            .collect())
    }

    async fn erased(&mut self, keys: &[u64]) -> Result<HashSet<u64>, StoreError> {
        Ok(keys.iter().copied().filter(|key| self.state.erasures.contains(key)).collect())
    }

    async fn blocks(&mut self, keys: &[BlockKey]) -> Result<HashMap<BlockKey, Vec<Profile>>, StoreError> {
        let block = |key: BlockKey| {
            let rows = self.state.keys.range((key, Profile(u64::MIN))..=(key, Profile(u64::MAX)));
            rows.map(|(_, profile)| *profile).collect::<Vec<_>>()
        };
        Ok(keys.iter().map(|key| (*key, block(*key))).collect())
    }

    async fn holdings(&mut self, profiles: &[Profile]) -> Result<Vec<Holding>, StoreError> {
        let asked: HashSet<Profile> = profiles.iter().copied().collect();
        let rows = self.state.records.values().filter(|row| asked.contains(&row.profile));
        Ok(rows.map(|row| Holding { profile: row.profile, record: row.number, person: row.person }).collect())
    }

    async fn examples(&mut self, profiles: &[Profile]) -> Result<Vec<RecordRow>, StoreError> {
        let mut asked: HashSet<Profile> = profiles.iter().copied().collect();
        Ok(self.state.records.values().filter(|row| asked.remove(&row.profile)).cloned().collect())
    }

    async fn records_of(&mut self, persons: &[PersonNumber]) -> Result<Vec<RecordRow>, StoreError> {
        let asked: HashSet<PersonNumber> = persons.iter().copied().collect();
        Ok(self.state.records.values().filter(|row| asked.contains(&row.person)).cloned().collect())
    }

    async fn said_of(&mut self, person: PersonNumber) -> Result<Vec<(RecordBody, usize)>, StoreError> {
        let newest = |body: &RecordBody| (body.record.as_of, Reverse(body.record.key));
        let mut said: BTreeMap<u64, (RecordBody, usize)> = BTreeMap::new();
        for row in self.state.records.values().filter(|row| row.person == person) {
            let (body, times) = said.entry(content(&row.body)?).or_insert_with(|| (row.body.clone(), 0));
            *times += 1;
            if newest(&row.body) > newest(body) {
                *body = row.body.clone();
            }
        }
        Ok(said.into_values().collect())
    }

    async fn profiles_of(&mut self, person: PersonNumber) -> Result<Vec<Profile>, StoreError> {
        let rows = self.state.records.values().filter(|row| row.person == person);
        let profiles: BTreeSet<Profile> = rows.map(|row| row.profile).collect();
        Ok(profiles.into_iter().collect())
    }

    async fn records_by_key(&mut self, keys: &[RecordKey]) -> Result<Vec<RecordRow>, StoreError> {
        Ok(self.state.records.values().filter(|row| keys.contains(&row.key)).cloned().collect())
    }

    async fn wanted(&mut self, profiles: &[Profile]) -> Result<HashSet<Profile>, StoreError> {
        let asked: HashSet<Profile> = profiles.iter().copied().collect();
        let rows = self.state.records.values().filter(|row| asked.contains(&row.profile));
        Ok(rows.filter(|row| states_want(&row.body)).map(|row| row.profile).collect())
    }

    async fn wanted_after(&mut self, last: Option<Profile>, most: usize) -> Result<Vec<Profile>, StoreError> {
        let rows = self.state.records.values().filter(|row| states_want(&row.body));
        let profiles: BTreeSet<Profile> = rows.map(|row| row.profile).collect();
        Ok(profiles.into_iter().filter(|profile| Some(*profile) > last).take(most).collect())
    }

    async fn near_profiles(&mut self, profiles: &[Profile]) -> Result<Vec<NearRow>, StoreError> {
        let asked: HashSet<Profile> = profiles.iter().copied().collect();
        let beside = |row: &&NearRow| asked.contains(&row.wanted) || asked.contains(&row.other);
        Ok(self.state.near.iter().filter(beside).copied().collect())
    }

    async fn near_persons(&mut self, persons: &[PersonNumber]) -> Result<Vec<NearRow>, StoreError> {
        if self.state.near.is_empty() {
            return Ok(Vec::new());
        }
        let asked: HashSet<PersonNumber> = persons.iter().copied().collect();
        let rows = self.state.records.values().filter(|row| asked.contains(&row.person));
        let profiles: Vec<Profile> = rows.map(|row| row.profile).collect();
        self.near_profiles(&profiles).await
    }

    async fn loose(&mut self, profiles: &[Profile]) -> Result<HashSet<Profile>, StoreError> {
        Ok(profiles.iter().copied().filter(|profile| self.state.loose.contains(profile)).collect())
    }

    async fn ways(&mut self, persons: &[PersonNumber]) -> Result<HashMap<PersonNumber, Ways>, StoreError> {
        let ways = |person: &PersonNumber| Some((*person, self.state.ways.get(person)?.clone()));
        Ok(persons.iter().filter_map(ways).collect())
    }

    async fn decisions(&mut self, records: &[RecordKey]) -> Result<Vec<DecisionRow>, StoreError> {
        let about = |row: &&DecisionRow| {
            records.contains(&row.decision.left) || records.contains(&row.decision.right)
        };
        Ok(self.state.decisions.iter().filter(about).copied().collect())
    }

    async fn decisions_of(&mut self, documents: &[u64]) -> Result<Vec<DecisionRow>, StoreError> {
        let rows = self.state.decisions.iter().filter(|row| documents.contains(&row.document));
        Ok(rows.copied().collect())
    }

    async fn documents(&mut self, names: &[u64]) -> Result<HashMap<u64, SourceDocument>, StoreError> {
        let stored = names.iter().filter_map(|name| self.state.documents.get(name));
        let stored = stored.filter(|row| row.version.standing.is_shown());
        stored
            .map(|row| {
                let text = row.parsed.as_ref().unwrap_or(&row.bytes);
                let document = serde_json::from_slice(text).map_err(|_| StoreError::Document)?;
                Ok((row.version.name, document))
            })
            .collect()
    }

    async fn cards(
        &mut self,
        persons: &[PersonNumber],
    ) -> Result<Vec<(PersonNumber, PersonCard)>, StoreError> {
        let rows = persons.iter().filter_map(|number| self.state.persons.get(number));
        rows.map(|row| Ok((row.number, postcard::from_bytes(&row.card)?))).collect()
    }

    async fn next_numbers(&mut self) -> Result<(RecordNumber, PersonNumber), StoreError> {
        let last = |number: Option<&i64>| number.copied().unwrap_or_default() + 1;
        Ok((last(self.state.records.keys().next_back()), last(self.state.persons.keys().next_back())))
    }

    async fn write(&mut self, changes: Changes) -> Result<(), StoreError> {
        let state = &mut *self.state;
        for (name, standing) in changes.standings {
            if let Some(row) = state.documents.get_mut(&name) {
                row.version.standing = standing;
                state.blanked.remove(&name);
            }
        }
        state.arrived.extend(changes.documents.iter().map(|row| row.version.name));
        state.documents.extend(changes.documents.into_iter().map(|row| (row.version.name, row)));
        for row in state.documents.values_mut().filter(|row| row.version.standing == Standing::Erased) {
            row.bytes = Vec::new();
            row.parsed = None;
        }
        state.erasures.extend(changes.erasures);
        state.blanked.extend(changes.blanked);
        state.records.retain(|number, _| !changes.records_gone.contains(number));
        for (number, person) in changes.moves {
            if let Some(row) = state.records.get_mut(&number) {
                row.person = person;
            }
        }
        state.records.extend(changes.records.into_iter().chain(changes.bodies).map(|row| (row.number, row)));
        state.keys.retain(|key| !changes.keys_gone.contains(key));
        state.keys.extend(changes.keys);
        state.persons.retain(|number, _| !changes.persons_gone.contains(number));
        state.persons.extend(changes.persons.into_iter().map(|row| (row.number, row)));
        state.ways.retain(|number, _| !changes.persons_gone.contains(number));
        state.ways.extend(changes.ways);
        state.ways.retain(|_, ways| !ways.is_empty());
        for CardRow { number, card, gravity } in changes.cards {
            if let Some(row) = state.persons.get_mut(&number) {
                (row.card, row.gravity) = (card, gravity);
            }
        }
        let replaced: HashSet<Profile> = changes.near_gone.into_iter().collect();
        state.near.retain(|row| !replaced.contains(&row.wanted) && !replaced.contains(&row.other));
        state.near.extend(changes.near);
        changes.loose_gone.iter().for_each(|profile| {
            state.loose.remove(profile);
        });
        state.loose.extend(changes.loose);
        state.redirects.extend(changes.redirects);
        state.decisions.retain(|row| !changes.decisions_gone.contains(&row.document));
        state.decisions.extend(changes.decisions);
        state.vehicles.retain(|vehicle| !changes.vehicles_gone.contains(&vehicle.document));
        state.vehicles.extend(changes.vehicles);
        for (source, (documents, received)) in changes.feeds {
            let feed = state.feeds.entry(source).or_insert((0, received));
            *feed = (feed.0 + documents, feed.1.max(received));
        }
        Ok(())
    }
}
