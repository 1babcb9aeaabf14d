//! Moves the documents of a database from before there was a journal into one.

use ciss_journal::{Journal, NewEntry};
use ciss_records::StoreError;
use ciss_store::packing::Packer;
use ciss_store::{Former, SqliteStore};

use super::entry::{self, SHARD};
use super::{IntakeError, in_batches};

/// Documents that are read at once.
const AT_ONCE: u32 = 2_000;

/// Appends the documents in the order in which they arrived, where there are any that no journal holds. Interrupted, it begins
/// again: what was appended is known by its name.
pub(super) async fn move_in(store: &SqliteStore, journal: &dyn Journal) -> Result<(), IntakeError> {
    if !store.holds_former().await? {
        return Ok(());
    }
    tracing::info!("the documents are moved into the journal");
    let mut last = 0;
    loop {
        let page = store.former(last, AT_ONCE).await?;
        let Some((end, _)) = page.last() else { break };
        last = *end;
        let entries = tokio::task::spawn_blocking(move || written(&page)).await;
        for batch in in_batches(entries.map_err(|_| StoreError::WriterGone)??) {
            journal.append(SHARD, batch).await?;
        }
    }
    store.no_longer_former().await?;
    Ok(())
}

fn written(page: &[(i64, Former)]) -> Result<Vec<NewEntry>, StoreError> {
    let mut packer = Packer::new()?;
    page.iter()
        .map(|(_, former)| match former {
            Former::Document(arrival) => entry::document(arrival, &mut packer),
            Former::Erased(blanking) => entry::blanking(blanking, blanking.received),
        })
        .collect()
}
