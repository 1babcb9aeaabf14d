//! A vault that is open.

use jiff::Timestamp;
use tokio::sync::Mutex;

use crate::VaultError;
use crate::index::Index;
use crate::key::Wrapping;
use crate::place::Place;
use crate::seal::{RowId, Sealer, Spot};
use crate::storage::{NewRow, Storage};

/// The shelf on which the index lies by itself.
const INDEX: &str = "index";

/// A kind of thing that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shelf {
    /// Its name. No other shelf of the vault has it.
    pub name: &'static str,
    /// How many are kept; the oldest give way.
    pub most: usize,
}

/// Something that was kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Kept {
    /// When.
    pub at: Timestamp,
    /// What.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Kept").field("at", &self.at).finish_non_exhaustive()
    }
}

/// An open vault. What it opens with is gone from memory when it is dropped.
pub struct Vault {
    place: Place,
    open: Mutex<Open>,
}

struct Open {
    storage: Storage,
    sealer: Sealer,
    index: Index,
}

impl Vault {
    pub(crate) async fn begin(
        place: Place,
        mut storage: Storage,
        sealer: Sealer,
        wrapping: &Wrapping,
        now: Timestamp,
    ) -> Result<Vault, VaultError> {
        let index = Index::default();
        let id = sealer.id(INDEX, "");
        let row = index_row(&sealer, &index, &id, place.owner())?;
        storage.begin(wrapping, row, now).await?;
        Ok(Vault { place, open: Mutex::new(Open { storage, sealer, index }) })
    }

    pub(crate) async fn open(
        place: Place,
        mut storage: Storage,
        sealer: Sealer,
    ) -> Result<Vault, VaultError> {
        let id = sealer.id(INDEX, "");
        let row = storage.row(&id).await?.ok_or(VaultError::Damaged("index"))?;
        let spot = Spot { shelf: INDEX, id: &id, version: row.version, owner: place.owner() };
        let index: Index =
            postcard::from_bytes(&sealer.open(spot, &row.body)?).map_err(|_| VaultError::Damaged("index"))?;
        Ok(Vault { place, open: Mutex::new(Open { storage, sealer, index }) })
    }

    /// Keeps something under a name of a shelf, in place of what was there. It is on the disk when this returns.
    ///
    /// # Errors
    /// [`VaultError`]; then what was there before still is.
    pub async fn put(&self, shelf: Shelf, name: &str, body: &[u8], now: Timestamp) -> Result<(), VaultError> {
        let mut open = self.open.lock().await;
        let id = open.sealer.id(shelf.name, name);
        let mut index = open.index.clone();
        let version = index.put(id, shelf.name, now);
        let gone = index.sweep(Some((shelf.name, shelf.most)), now);
        let spot = Spot { shelf: shelf.name, id: &id, version, owner: self.place.owner() };
        let row = NewRow { id: &id, version, body: open.sealer.seal(spot, body)? };
        open.change(index, Some(row), &gone, self.place.owner(), now).await
    }

    /// What is kept under a name of a shelf and has not expired.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] where it is not as it was kept.
    pub async fn get(&self, shelf: Shelf, name: &str, now: Timestamp) -> Result<Option<Kept>, VaultError> {
        let mut open = self.open.lock().await;
        let id = open.sealer.id(shelf.name, name);
        open.read(id, shelf.name, self.place.owner(), now).await
    }

    /// All of a shelf that has not expired and is as it was kept, the newest first. What is damaged is left out, and the log
    /// says so.
    ///
    /// # Errors
    /// [`VaultError`] where the file cannot be read.
    pub async fn all(&self, shelf: Shelf, now: Timestamp) -> Result<Vec<Kept>, VaultError> {
        let mut open = self.open.lock().await;
        let mut all = Vec::new();
        for (id, _) in open.index.of(shelf.name, now) {
            match open.read(id, shelf.name, self.place.owner(), now).await {
                Ok(kept) => all.extend(kept),
                Err(VaultError::Damaged(what)) => {
                    tracing::error!(shelf = shelf.name, what, "a kept thing is damaged")
                }
                Err(error) => return Err(error),
            }
        }
        Ok(all)
    }

    /// Forgets what is kept under a name.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn remove(&self, shelf: Shelf, name: &str, now: Timestamp) -> Result<(), VaultError> {
        let mut open = self.open.lock().await;
        let id = open.sealer.id(shelf.name, name);
        let mut index = open.index.clone();
        if index.remove(&id) {
            open.change(index, None, &[id], self.place.owner(), now).await?;
        }
        Ok(())
    }

    /// Takes what has expired off the disk.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn sweep(&self, now: Timestamp) -> Result<(), VaultError> {
        let mut open = self.open.lock().await;
        let mut index = open.index.clone();
        let gone = index.sweep(None, now);
        if gone.is_empty() { Ok(()) } else { open.change(index, None, &gone, self.place.owner(), now).await }
    }

    /// Closes it: it opens again with what locks it.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn close(self) -> Result<(), VaultError> {
        self.open.into_inner().storage.close().await
    }

    /// Destroys it and all that is in it.
    ///
    /// # Errors
    /// [`VaultError`] where its file is still there.
    pub async fn destroy(self) -> Result<(), VaultError> {
        let Vault { place, open } = self;
        place.erase(open.into_inner().storage).await
    }
}

impl Open {
    async fn read(
        &mut self,
        id: RowId,
        shelf: &str,
        owner: &str,
        now: Timestamp,
    ) -> Result<Option<Kept>, VaultError> {
        let Some(slot) = self.index.get(&id, now).cloned() else { return Ok(None) };
        let row = self.storage.row(&id).await?.ok_or(VaultError::Damaged("missing"))?;
        if row.version != slot.version {
            return Err(VaultError::Damaged("version"));
        }
        let body = self.sealer.open(Spot { shelf, id: &id, version: slot.version, owner }, &row.body)?;
        Ok(Some(Kept { at: slot.at, body }))
    }

    /// Writes rows together with the index that names them.
    async fn change(
        &mut self,
        mut index: Index,
        written: Option<NewRow<'_>>,
        gone: &[RowId],
        owner: &str,
        now: Timestamp,
    ) -> Result<(), VaultError> {
        index.last_version += 1;
        let id = self.sealer.id(INDEX, "");
        let of_index = index_row(&self.sealer, &index, &id, owner)?;
        self.storage.change(written.into_iter().chain([of_index]).collect(), gone, now).await?;
        self.index = index;
        Ok(())
    }
}

fn index_row<'a>(
    sealer: &Sealer,
    index: &Index,
    id: &'a RowId,
    owner: &str,
) -> Result<NewRow<'a>, VaultError> {
    let version = index.last_version;
    let written = postcard::to_stdvec(index).map_err(|_| VaultError::Damaged("index"))?;
    let body = sealer.seal(Spot { shelf: INDEX, id, version, owner }, &written)?;
    Ok(NewRow { id, version, body })
}
