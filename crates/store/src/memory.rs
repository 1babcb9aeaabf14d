//! Everything in memory: for tests, and to show what a backend must do.

mod tables;

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use async_trait::async_trait;
use ciss_cards::card::{Chain, ChainPerson, MOST_PEOPLE_READ, PersonCard};
use ciss_cards::naming::{address_id, document_id, named, number, record_key, signed, source_of};
use ciss_contract::ids::{AddressId, DocumentId, GoldenId};
use ciss_contract::lookup::Tie;
use ciss_contract::matter::RecordName;
use ciss_contract::query::Query;
use ciss_contract::record::DecisionNote;
use ciss_identity::keyring::{DayKey, Revocation};
use ciss_journal::Bookmark;
use ciss_records::dossier::{Behind, Findings, around, cut, dossier_of, notes_about};
use ciss_records::ingest::{apply, prepare};
use ciss_records::rows::{DocumentRow, PersonNumber, RecordRow, Standing};
use ciss_records::{
    Arrival, AuditLine, AuditLog, Batch, Blanking, Documents, Dossier, Dossiers, Feed, FeedLog, Folded,
    InDocument, Ingest, Ingested, Lookups, MOST_OFFERED, Page, ReceivedDocument, Step, StoreError,
};
use tokio::sync::Mutex;

use tables::{MemoryTables, State};

/// A store that forgets everything when it is dropped.
#[derive(Default)]
pub struct MemoryStore {
    state: Mutex<State>,
    audit: Mutex<Vec<AuditLine>>,
}

#[async_trait]
impl Folded for MemoryStore {
    async fn bookmark(&self) -> Result<Bookmark, StoreError> {
        Ok(self.state.lock().await.bookmark)
    }

    async fn fold(&self, batch: Batch, step: Step) -> Result<Ingested, StoreError> {
        let mut state = self.state.lock().await;
        if state.bookmark != step.from {
            return Err(StoreError::Moved);
        }
        let (keys, ended) = (batch.keys.clone(), batch.revocations.clone());
        let done = apply(&mut MemoryTables { state: &mut state }, batch).await?;
        state.session_keys.extend(keys);
        state.ended.extend(ended);
        state.bookmark = step.upto;
        Ok(done)
    }

    async fn sessions(&self) -> Result<(Vec<DayKey>, Vec<Revocation>), StoreError> {
        let state = self.state.lock().await;
        Ok((state.session_keys.clone(), state.ended.clone()))
    }

    async fn displaced(&self, documents: &[u64]) -> Result<HashMap<u64, u64>, StoreError> {
        let state = self.state.lock().await;
        let arrived = || state.arrived.iter().rev().filter_map(|name| state.documents.get(name));
        let instead = |name: &u64| {
            let row = state.documents.get(name)?;
            let (version, bytes) = (row.version, row.sha256);
            let counts_again = |other: &DocumentRow| {
                other.version.naming.lineage == version.naming.lineage
                    && other.version.standing == Standing::Current
                    && other.sha256 == bytes
            };
            if version.standing == Standing::Erased || arrived().any(counts_again) {
                return None;
            }
            let said_instead = |other: &&DocumentRow| {
                other.version.naming.numbered == version.naming.numbered && other.sha256 != bytes
            };
            Some((*name, arrived().find(said_instead)?.version.name))
        };
        Ok(documents.iter().filter_map(instead).collect())
    }

    async fn unblanked(&self) -> Result<Vec<Blanking>, StoreError> {
        let state = self.state.lock().await;
        let erased = state.documents.values().filter(|row| row.version.standing == Standing::Erased);
        let unblanked = erased.filter(|row| !state.blanked.contains(&row.version.name));
        Ok(unblanked
            .map(|row| Blanking::new(row.version, row.source, row.received, &state.erasures))
            .collect())
    }

    async fn blanked(&self, documents: &[Blanking]) -> Result<(), StoreError> {
        let names = documents.iter().map(|blanking| blanking.version.name);
        self.state.lock().await.blanked.extend(names);
        Ok(())
    }
}

#[async_trait]
impl Ingest for MemoryStore {
    async fn ingest(&self, batch: Vec<Arrival>) -> Result<Ingested, StoreError> {
        let documents = batch.into_iter().map(prepare).collect::<Result<_, _>>()?;
        let mut state = self.state.lock().await;
        apply(&mut MemoryTables { state: &mut state }, Batch { documents, ..Batch::default() }).await
    }
}

#[async_trait]
impl Lookups for MemoryStore {
    async fn chain(&self, query: &Query) -> Result<Option<Chain>, StoreError> {
        let state = self.state.lock().await;
        let vehicles = state.vehicles.iter().filter(|vehicle| match query {
            Query::Plate { plate, state } => {
                vehicle.card.plate == *plate && vehicle.card.plate_state == *state
            }
            Query::Vin { vin, .. } => vehicle.card.vin.as_ref() == Some(vin),
        });
        let Some(vehicle) = vehicles.max_by_key(|vehicle| (vehicle.card.as_of, vehicle.document)) else {
            return Ok(None);
        };
        let address = vehicle.address.as_ref().map(|(id, _)| *id);
        let mut numbers: Vec<PersonNumber> = Vec::new();
        for record in vehicle.owners.iter().filter_map(|record| state.records.get(record)) {
            if !numbers.contains(&record.person) {
                numbers.push(record.person);
            }
        }
        let owners = numbers.len();
        let tied = address.map(|address| state.tied(address)).unwrap_or_default();
        let at_address = u32::try_from(tied.len()).unwrap_or(u32::MAX);
        let others = tied.into_iter().take(MOST_PEOPLE_READ).filter(|person| !numbers.contains(person));
        let others: Vec<PersonNumber> = others.collect();
        numbers.extend(others);
        let people = numbers.iter().filter_map(|number| state.person(*number, address).transpose());
        let people = people.collect::<Result<Vec<ChainPerson>, StoreError>>()?;
        Ok(Some(Chain {
            vehicle: vehicle.card.clone(),
            owners: people.iter().take(owners).map(|person| person.card.golden.clone()).collect(),
            address: vehicle.address.clone().map(|(id, line)| (address_id(id), line)),
            people,
            at_address,
        }))
    }

    async fn on_file(&self, queries: &[Query], ending: Option<&str>) -> Result<Vec<Query>, StoreError> {
        let state = self.state.lock().await;
        let is_on_file = |query: &&Query| {
            state.vehicles.iter().any(|vehicle| match query {
                Query::Plate { plate, state } => {
                    vehicle.card.plate == *plate && vehicle.card.plate_state == *state
                }
                Query::Vin { vin, .. } => vehicle.card.vin.as_ref() == Some(vin),
            })
        };
        let vins = state.vehicles.iter().filter_map(|vehicle| vehicle.card.vin.as_deref());
        let ends = |vin: &&str| ending.is_some_and(|ending| vin.ends_with(ending));
        let vins: BTreeSet<&str> = vins.filter(ends).collect();
        let vins = vins.into_iter().take(MOST_OFFERED).filter_map(|vin| Query::interpret(vin).ok());
        Ok(queries.iter().filter(is_on_file).cloned().chain(vins).collect())
    }

    async fn household(&self, address: &AddressId) -> Result<Vec<ChainPerson>, StoreError> {
        self.state.lock().await.household(address)
    }
}

#[async_trait]
impl Dossiers for MemoryStore {
    async fn dossier(&self, golden: &GoldenId, page: &Page) -> Result<Option<Dossier>, StoreError> {
        let mut state = self.state.lock().await;
        let Some(person) = state.person_of(golden) else { return Ok(None) };
        let Some(row) = state.persons.get(&person) else { return Ok(None) };
        let card: PersonCard = postcard::from_bytes(&row.card)?;
        let merged = row.merged.clone();
        let mut records: Vec<RecordRow> =
            state.records.values().filter(|record| record.person == person).cloned().collect();
        let place = |record: &RecordRow| (Reverse(record.body.record.as_of), signed(record.key.0));
        records.sort_by_key(place);
        let asked = |record: &&RecordRow| {
            source_of(i64::from(record.body.record.source))
                .is_some_and(|source| page.sources.contains(&source))
        };
        let total = records.iter().filter(asked).count();
        let behind_it = |record: &&RecordRow| {
            page.after.is_none_or(|after| place(record) > (Reverse(after.as_of), signed(after.record.0)))
        };
        let mut behind = Vec::new();
        for record in records.iter().filter(asked).filter(behind_it).take(page.size + 1) {
            let Some(stored) = state.documents.get(&record.body.document) else { continue };
            let text = stored.parsed.as_ref().unwrap_or(&stored.bytes);
            let document = serde_json::from_slice(text).map_err(|_| StoreError::Document)?;
            behind.push(Behind { record: record.clone(), document });
        }
        let next = cut(&mut behind, page);
        let household = card.address.as_ref().map(|(address, _)| state.household(address)).transpose()?;
        let household = household.unwrap_or_default();
        let tables = &mut MemoryTables { state: &mut state };
        let (behind, around) = around(tables, behind, page.after.is_none()).await?;
        dossier_of(Findings { card, merged, records, behind, total, household, around }, next).map(Some)
    }

    async fn holder(
        &self,
        record: &RecordName,
    ) -> Result<Option<(PersonCard, Vec<DecisionNote>)>, StoreError> {
        let mut state = self.state.lock().await;
        let key = named(record);
        let person = state.records.values().find(|record| record.key == key).map(|record| record.person);
        let Some(row) = person.and_then(|person| state.persons.get(&person)) else { return Ok(None) };
        let card = postcard::from_bytes(&row.card)?;
        Ok(Some((card, notes_about(&mut MemoryTables { state: &mut state }, key).await?)))
    }

    async fn people(&self, documents: &[DocumentId]) -> Result<Vec<InDocument>, StoreError> {
        let state = self.state.lock().await;
        let mut found = Vec::new();
        for document in documents {
            let Some(stored) = number(document.as_str()).and_then(|name| state.documents.get(&name)) else {
                continue;
            };
            for position in 0..stored.version.persons {
                let key = record_key(stored.version.naming.lineage, position);
                let record = state.records.values().find(|record| record.key == key);
                let Some(row) = record.and_then(|record| state.persons.get(&record.person)) else { continue };
                let card = postcard::from_bytes(&row.card)?;
                found.push(InDocument { document: document.clone(), position, card });
            }
        }
        Ok(found)
    }
}

#[async_trait]
impl Documents for MemoryStore {
    async fn document(&self, id: &DocumentId) -> Result<Option<ReceivedDocument>, StoreError> {
        let state = self.state.lock().await;
        let stored = number(id.as_str()).and_then(|name| state.documents.get(&name));
        let stored = stored.filter(|stored| stored.version.standing.is_shown());
        Ok(stored.map(|stored| ReceivedDocument {
            id: id.clone(),
            source: stored.source,
            number: stored.number.clone(),
            as_of: stored.version.as_of,
            received: stored.received,
            sha256: stored.sha256,
            media_type: stored.media_type.clone(),
            bytes: stored.bytes.clone(),
        }))
    }
}

#[async_trait]
impl FeedLog for MemoryStore {
    async fn feeds(&self) -> Result<Vec<Feed>, StoreError> {
        let state = self.state.lock().await;
        let feeds = state.feeds.iter();
        Ok(feeds
            .map(|(source, (documents, last))| Feed {
                source: *source,
                last_received: *last,
                documents: *documents,
            })
            .collect())
    }
}

#[async_trait]
impl AuditLog for MemoryStore {
    async fn audit(&self, line: AuditLine) -> Result<(), StoreError> {
        self.audit.lock().await.push(line);
        Ok(())
    }

    async fn audit_tail(&self, limit: u32) -> Result<Vec<AuditLine>, StoreError> {
        let lines = self.audit.lock().await;
        Ok(lines.iter().rev().take(usize::try_from(limit).unwrap_or(usize::MAX)).cloned().collect())
    }
}

impl State {
    /// People tied to an address, the gravest first, then the newest tie.
    fn tied(&self, address: u64) -> Vec<PersonNumber> {
        let mut tied: Vec<_> = self
            .persons
            .values()
            .filter_map(|person| {
                let residence = person.residences.iter().find(|residence| residence.address == address)?;
                Some((Reverse(person.gravity), Reverse(residence.newest), person.number))
            })
            .collect();
        tied.sort_unstable();
        tied.into_iter().map(|(_, _, number)| number).collect()
    }

    fn household(&self, address: &AddressId) -> Result<Vec<ChainPerson>, StoreError> {
        let Some(address) = number(address.as_str()) else { return Ok(Vec::new()) };
        let tied = self.tied(address).into_iter().take(MOST_PEOPLE_READ);
        tied.filter_map(|number| self.person(number, Some(address)).transpose()).collect()
    }

    fn person(&self, number: PersonNumber, address: Option<u64>) -> Result<Option<ChainPerson>, StoreError> {
        let Some(row) = self.persons.get(&number) else { return Ok(None) };
        let here = row.residences.iter().filter(|residence| Some(residence.address) == address);
        let ties = here.flat_map(|residence| &residence.ties).map(|tie| Tie {
            source: tie.source,
            as_of: tie.as_of,
            document: document_id(tie.document),
        });
        Ok(Some(ChainPerson { card: postcard::from_bytes(&row.card)?, ties: ties.collect() }))
    }

    fn person_of(&self, golden: &GoldenId) -> Option<PersonNumber> {
        let mut key = ciss_multiview::RecordKey(number(golden.as_str())?);
        loop {
            if let Some(record) = self.records.values().find(|record| record.key == key) {
                return Some(record.person);
            }
            key = *self.redirects.get(&key)?;
        }
    }
}
