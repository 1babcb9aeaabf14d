//! A store that holds what a test puts on it.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use ciss_cards::card::{Chain, ChainPerson, PersonCard};
use ciss_contract::ids::{AddressId, DocumentId, GoldenId};
use ciss_contract::matter::RecordName;
use ciss_contract::query::Query;
use ciss_contract::record::DecisionNote;
use ciss_identity::keyring::{DayKey, Revocation};
use ciss_journal::Bookmark;
use ciss_records::{
    AuditLine, AuditLog, Batch, Blanking, Documents, Dossier, Dossiers, Feed, FeedLog, Folded, InDocument,
    Ingested, Lookups, Page, ReceivedDocument, Step, StoreError,
};

#[derive(Default)]
pub(crate) struct Shelf {
    pub(crate) chains: Vec<Chain>,
    pub(crate) dossiers: HashMap<GoldenId, Dossier>,
    pub(crate) documents: HashMap<DocumentId, ReceivedDocument>,
    pub(crate) people: Vec<InDocument>,
    pub(crate) feeds: Vec<Feed>,
    pub(crate) broken: AtomicBool,
    pub(crate) audit_broken: AtomicBool,
    pub(crate) trail: Mutex<Vec<AuditLine>>,
    pub(crate) bookmark: Mutex<Bookmark>,
}

impl Shelf {
    pub(crate) fn audited(&self) -> Vec<AuditLine> {
        self.trail.lock().unwrap().clone()
    }

    fn works(broken: &AtomicBool) -> Result<(), StoreError> {
        if broken.load(Ordering::Relaxed) { Err(StoreError::WriterGone) } else { Ok(()) }
    }
}

/// Nothing that arrives is put on it.
#[async_trait]
impl Folded for Shelf {
    async fn bookmark(&self) -> Result<Bookmark, StoreError> {
        Ok(*self.bookmark.lock().unwrap())
    }

    async fn fold(&self, _: Batch, step: Step) -> Result<Ingested, StoreError> {
        *self.bookmark.lock().unwrap() = step.upto;
        Ok(Ingested::default())
    }

    async fn sessions(&self) -> Result<(Vec<DayKey>, Vec<Revocation>), StoreError> {
        Ok((Vec::new(), Vec::new()))
    }

    async fn displaced(&self, _: &[u64]) -> Result<HashMap<u64, u64>, StoreError> {
        Ok(HashMap::new())
    }

    async fn unblanked(&self) -> Result<Vec<Blanking>, StoreError> {
        Ok(Vec::new())
    }

    async fn blanked(&self, _: &[Blanking]) -> Result<(), StoreError> {
        Ok(())
    }
}

#[async_trait]
impl Lookups for Shelf {
    async fn chain(&self, query: &Query) -> Result<Option<Chain>, StoreError> {
        Self::works(&self.broken)?;
        assert!(!matches!(query, Query::Plate { plate, .. } if plate == "PANIC"), "a fault in a store");
        let is_it = |chain: &&Chain| match query {
            Query::Plate { plate, state } => {
                (&chain.vehicle.plate, &chain.vehicle.plate_state) == (plate, state)
            }
            Query::Vin { vin, .. } => chain.vehicle.vin.as_ref() == Some(vin),
        };
        Ok(self.chains.iter().find(is_it).cloned())
    }

    async fn on_file(&self, queries: &[Query], _: Option<&str>) -> Result<Vec<Query>, StoreError> {
        Self::works(&self.broken)?;
        let is_on_file = |query: &&Query| {
            self.chains.iter().any(|chain| match query {
                Query::Plate { plate, state } => {
                    (&chain.vehicle.plate, &chain.vehicle.plate_state) == (plate, state)
                }
                Query::Vin { vin, .. } => chain.vehicle.vin.as_ref() == Some(vin),
            })
        };
        Ok(queries.iter().filter(is_on_file).cloned().collect())
    }

    async fn household(&self, address: &AddressId) -> Result<Vec<ChainPerson>, StoreError> {
        Self::works(&self.broken)?;
        let here = |chain: &&Chain| chain.address.as_ref().is_some_and(|(id, _)| id == address);
        Ok(self.chains.iter().find(here).map(|chain| chain.people.clone()).unwrap_or_default())
    }
}

#[async_trait]
impl Dossiers for Shelf {
    async fn dossier(&self, golden: &GoldenId, page: &Page) -> Result<Option<Dossier>, StoreError> {
        Self::works(&self.broken)?;
        let mut found = self.dossiers.get(golden).cloned();
        if let Some(dossier) = &mut found {
            dossier.members.retain(|member| page.sources.contains(&member.document.source));
            dossier.total = dossier.members.len();
        }
        Ok(found)
    }

    async fn holder(
        &self,
        record: &RecordName,
    ) -> Result<Option<(PersonCard, Vec<DecisionNote>)>, StoreError> {
        Self::works(&self.broken)?;
        let mut dossiers = self.dossiers.values();
        let held = dossiers.find(|held| held.members.iter().any(|member| member.record() == *record));
        Ok(held.map(|held| (held.card.clone(), held.decisions.clone())))
    }

    async fn people(&self, documents: &[DocumentId]) -> Result<Vec<InDocument>, StoreError> {
        Self::works(&self.broken)?;
        Ok(self.people.iter().filter(|person| documents.contains(&person.document)).cloned().collect())
    }
}

#[async_trait]
impl Documents for Shelf {
    async fn document(&self, id: &DocumentId) -> Result<Option<ReceivedDocument>, StoreError> {
        Self::works(&self.broken)?;
        Ok(self.documents.get(id).cloned())
    }
}

#[async_trait]
impl FeedLog for Shelf {
    async fn feeds(&self) -> Result<Vec<Feed>, StoreError> {
        Self::works(&self.broken)?;
        Ok(self.feeds.clone())
    }
}

#[async_trait]
impl AuditLog for Shelf {
    async fn audit(&self, line: AuditLine) -> Result<(), StoreError> {
        Self::works(&self.audit_broken)?;
        self.trail.lock().unwrap().push(line);
        Ok(())
    }

    async fn audit_tail(&self, limit: u32) -> Result<Vec<AuditLine>, StoreError> {
        let limit = usize::try_from(limit).unwrap();
        Ok(self.audited().into_iter().rev().take(limit).collect())
    }
}
