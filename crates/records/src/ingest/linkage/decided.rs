//! What a batch changes about what people decided.

use std::collections::HashSet;

use ciss_multiview::{Decision, RecordKey};

use crate::StoreError;
use crate::rows::Tables;

/// What changes about decisions.
#[derive(Default)]
pub(in crate::ingest) struct DecisionChanges {
    /// Decisions of the batch.
    pub(in crate::ingest) binding: Vec<Decision>,
    /// Documents whose decisions bind no longer.
    pub(in crate::ingest) gone: HashSet<u64>,
    /// Records that either is about.
    pub(in crate::ingest) touched: HashSet<RecordKey>,
}

impl DecisionChanges {
    /// Decisions about these records, as they are after the batch.
    pub(in crate::ingest) async fn about(
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
