//! What a hub holds in its folder: the golden records, and the journal that they follow.

use std::path::Path;
use std::sync::Arc;

use ciss_identity::clock::Clock;
use ciss_journal::{Journal, JournalError, PostgresLater, PostgresOptions, SqliteJournal};
use ciss_records::StoreError;
use ciss_store::{Durability, SqliteStore};

use super::{Golden, Intake, IntakeError, former, rebuild};

/// Where the journal is.
#[derive(Clone, Debug, Default)]
pub enum JournalPlace {
    /// In the hub's own folder, `journal.sqlite`.
    #[default]
    Folder,
    /// In PostgreSQL, which several hubs share.
    Shared(PostgresOptions),
}

impl JournalPlace {
    /// At this address of PostgreSQL, else in the folder.
    pub fn of(address: Option<String>) -> JournalPlace {
        address.map_or(JournalPlace::Folder, |address| JournalPlace::Shared(PostgresOptions::new(address)))
    }
}

/// The journal of a hub that shares it with nobody.
pub const JOURNAL: &str = "journal.sqlite";

/// Golden records and their journal, open.
pub struct Holdings {
    /// The golden records.
    pub store: Arc<SqliteStore>,
    /// The way in.
    pub intake: Arc<Intake>,
}

impl Holdings {
    /// Opens what is in a folder, and makes it where it is missing. Documents of a database from before there was a journal
    /// are moved into it first.
    ///
    /// # Errors
    /// [`IntakeError`].
    pub async fn open(
        data: &Path,
        place: &JournalPlace,
        durability: Durability,
        clock: Arc<dyn Clock>,
    ) -> Result<Holdings, IntakeError> {
        let store = Arc::new(SqliteStore::open(data, durability).await?);
        let journal = open_journal(data, place).await?;
        former::move_in(&store, &*journal).await?;
        if store.is_unreadable().await? {
            rebuild::renew(&store, &*journal, &*clock).await?;
        }
        let intake = Intake::start(journal, Golden::Files(Arc::clone(&store)), clock);
        Ok(Holdings { store, intake: Arc::new(intake) })
    }

    /// Finishes what is being applied, and closes the files.
    ///
    /// # Errors
    /// As [`SqliteStore::close`].
    pub async fn close(&self) -> Result<(), StoreError> {
        self.intake.close().await;
        self.store.close().await
    }
}

pub(super) async fn open_journal(
    data: &Path,
    place: &JournalPlace,
) -> Result<Arc<dyn Journal>, JournalError> {
    Ok(match place {
        JournalPlace::Folder => Arc::new(SqliteJournal::open(&data.join(JOURNAL)).await?),
        JournalPlace::Shared(options) => Arc::new(PostgresLater::new(options.clone())),
    })
}
