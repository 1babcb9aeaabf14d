//! The golden records as a fold of the journal.

use std::sync::Arc;

use async_trait::async_trait;
use ciss_identity::clock::Clock;
use ciss_identity::keyring::Keyring;
use ciss_journal::{Bookmark, Entry, Fold, Journal};
use ciss_records::ingest::prepare;
use ciss_records::{Batch, Folded, Step, StoreError};

use super::entry::{self, SHARD, Said};

/// Golden records in a store.
pub(super) struct Records<'a> {
    folded: &'a dyn Folded,
    /// Where the bodies of erased documents are blanked; none where somebody else does it.
    blanking: Option<(Arc<dyn Journal>, Arc<dyn Clock>)>,
    /// What the hub knows of sessions; none where nobody asks yet.
    keyring: Option<Arc<Keyring>>,
    at: Bookmark,
}

impl<'a> Records<'a> {
    /// The golden records in use: what is erased in them is blanked in the journal.
    pub(super) fn in_use(
        folded: &'a dyn Folded,
        journal: Arc<dyn Journal>,
        clock: Arc<dyn Clock>,
        keyring: Arc<Keyring>,
    ) -> Records<'a> {
        Records { folded, blanking: Some((journal, clock)), keyring: Some(keyring), at: Bookmark::START }
    }

    /// Golden records that are being built.
    pub(super) fn beside(folded: &'a dyn Folded) -> Records<'a> {
        Records { folded, blanking: None, keyring: None, at: Bookmark::START }
    }

    /// Blanks what is erased. Which documents an erasure reaches only the fold knows, also those that arrive after it; every
    /// hub comes to the same, and their entries have the same names. What fails is done after the next entries.
    async fn blank(&self) -> Result<(), StoreError> {
        let Some((journal, clock)) = &self.blanking else { return Ok(()) };
        let unblanked = self.folded.unblanked().await?;
        if unblanked.is_empty() {
            return Ok(());
        }
        let now = clock.now();
        let entries =
            unblanked.iter().map(|blanking| entry::blanking(blanking, now)).collect::<Result<_, _>>()?;
        match journal.append(SHARD, entries).await {
            Ok(_) => self.folded.blanked(&unblanked).await,
            Err(error) => {
                tracing::warn!(%error, documents = unblanked.len(), "erased bodies are still in the journal");
                Ok(())
            }
        }
    }
}

#[async_trait]
impl Fold for Records<'_> {
    type Error = StoreError;
    type Read = Batch;

    async fn bookmark(&mut self) -> Result<Bookmark, StoreError> {
        self.at = self.folded.bookmark().await?;
        if let Some(keyring) = &self.keyring {
            let (keys, revocations) = self.folded.sessions().await?;
            keyring.replace(&keys, &revocations);
        }
        self.blank().await?;
        Ok(self.at)
    }

    fn read(entries: Vec<Entry>) -> Batch {
        let mut batch = Batch::default();
        for entry in entries {
            let position = entry.position;
            let read = entry::read(entry).and_then(|said| {
                match said {
                    Said::Document(arrival) => batch.documents.push(prepare(*arrival)?),
                    Said::Receipt(source, at) => batch.receipts.push((source, at)),
                    Said::Blanking(blanking) => batch.blankings.push(blanking),
                    Said::Key(key) => batch.keys.push(key),
                    Said::Revocation(revocation) => batch.revocations.push(revocation),
                    Said::Nothing => {}
                }
                Ok(())
            });
            if let Err(error) = read {
                tracing::error!(%position, %error, "an entry of the journal cannot be read; it is passed over");
            }
        }
        batch
    }

    async fn apply(&mut self, batch: Batch, upto: Bookmark) -> Result<(), StoreError> {
        let (keys, revocations) = (batch.keys.clone(), batch.revocations.clone());
        self.folded.fold(batch, Step { from: self.at, upto }).await?;
        if let Some(keyring) = &self.keyring {
            keyring.add(&keys, &revocations);
        }
        self.at = upto;
        self.blank().await
    }
}
