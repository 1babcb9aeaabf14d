//! Golden records that are built anew beside those in use, and then take their place.

use std::collections::HashMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use ciss_identity::keyring::{DayKey, Revocation};
use ciss_journal::Bookmark;
use ciss_records::{Batch, Blanking, Folded, Ingested, Step, StoreError};

use super::base::Base;
use super::{Durability, FILE, SqliteStore};

/// What is built.
const NEXT: &str = "hub.next.sqlite";

/// What SQLite lays beside a database.
const COMPANIONS: [&str; 2] = ["-wal", "-shm"];

/// A claim on the database, by which programs that have it open know of each other: the file may be replaced only while
/// nobody else has it open.
pub(super) struct Claim(File);

impl Claim {
    /// Waits while another program replaces the database.
    pub(super) async fn shared(data: &Path) -> Result<Claim, StoreError> {
        let file = lock_file(data, "hub.lock")?;
        let locked = tokio::task::spawn_blocking(move || file.lock_shared().map(|()| file)).await;
        Ok(Claim(locked.map_err(|_| StoreError::WriterGone)??))
    }

    /// For this program alone, where no other has the database open.
    fn alone(&self) -> Result<bool, StoreError> {
        self.0.unlock()?;
        match self.0.try_lock() {
            Ok(()) => Ok(true),
            // It holds no lock: what is not locked must not be unlocked, which Windows refuses.
            Err(TryLockError::WouldBlock) => {
                self.0.lock_shared()?;
                Ok(false)
            }
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// Once the database is closed.
    pub(super) fn release(&self) -> Result<(), StoreError> {
        Ok(self.0.unlock()?)
    }

    fn share(&self) -> Result<(), StoreError> {
        self.0.unlock()?;
        Ok(self.0.lock_shared()?)
    }
}

fn lock_file(data: &Path, name: &str) -> io::Result<File> {
    OpenOptions::new().create(true).truncate(false).write(true).open(data.join(name))
}

/// Golden records that nobody reads yet.
pub struct Beside {
    base: Base,
    file: PathBuf,
    /// Only one program builds at a time.
    _claim: File,
}

impl SqliteStore {
    /// Empty golden records, to be filled from the journal. What an earlier attempt has left is removed.
    ///
    /// # Errors
    /// [`StoreError::InUse`] where another program is building.
    pub async fn beside(&self) -> Result<Beside, StoreError> {
        let claim = lock_file(&self.data, "rebuild.lock")?;
        match claim.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::InUse),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        let file = self.data.join(NEXT);
        remove_companions(&file)?;
        remove(&file)?;
        Ok(Beside { base: Base::open(&file, Durability::Bulk).await?, file, _claim: claim })
    }

    /// Puts what was built in the place of what is in use, which is gone afterwards. Whoever reads waits meanwhile.
    ///
    /// # Errors
    /// [`StoreError::InUse`] where another program has the golden records open; nothing has changed then.
    pub async fn put_in_place(&self, next: &mut Option<Beside>) -> Result<(), StoreError> {
        let mut base = self.base.write().await;
        if !self.claim.alone()? {
            return Err(StoreError::InUse);
        }
        let Some(Beside { base: built, file, _claim }) = next.take() else { return self.claim.share() };
        built.close().await?;
        if let Some(former) = base.take() {
            former.close().await?;
        }
        let in_use = self.data.join(FILE);
        remove_companions(&in_use)?;
        std::fs::rename(&file, &in_use)?;
        *base = Some(Base::open(&in_use, self.durability).await?);
        self.claim.share()
    }
}

impl Beside {
    /// Removes what was built, where it is not to be used.
    ///
    /// # Errors
    /// [`StoreError::Backend`] where it cannot be removed.
    pub async fn discard(self) -> Result<(), StoreError> {
        self.base.close().await?;
        remove_companions(&self.file)?;
        Ok(remove(&self.file)?)
    }
}

fn remove_companions(file: &Path) -> io::Result<()> {
    COMPANIONS.into_iter().try_for_each(|companion| {
        let mut name = file.as_os_str().to_owned();
        name.push(companion);
        remove(Path::new(&name))
    })
}

fn remove(file: &Path) -> io::Result<()> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

#[async_trait]
impl Folded for Beside {
    async fn bookmark(&self) -> Result<Bookmark, StoreError> {
        self.base.bookmark().await
    }

    async fn fold(&self, batch: Batch, step: Step) -> Result<Ingested, StoreError> {
        self.base.fold(batch, step).await
    }

    async fn sessions(&self) -> Result<(Vec<DayKey>, Vec<Revocation>), StoreError> {
        self.base.sessions().await
    }

    async fn displaced(&self, documents: &[u64]) -> Result<HashMap<u64, u64>, StoreError> {
        self.base.displaced(documents).await
    }

    async fn unblanked(&self) -> Result<Vec<Blanking>, StoreError> {
        self.base.unblanked().await
    }

    async fn blanked(&self, documents: &[Blanking]) -> Result<(), StoreError> {
        self.base.blanked(documents).await
    }
}
