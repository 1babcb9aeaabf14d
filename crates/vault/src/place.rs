//! Where one person's vault is: its file and its entry in the keyring.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use ring::digest::{SHA256, digest};
use tokio::task::spawn_blocking;

use crate::index::is_fresh;
use crate::key::{self, Cost, Key};
use crate::keyring::{Keyring, KeyringEntry};
use crate::seal::Sealer;
use crate::secret::{Secret, SecretKind};
use crate::storage::{self, Storage};
use crate::vault::Vault;
use crate::{TRIES, VaultError};

/// Where one person's vault is, whether there is one or not. Cheap to clone.
#[derive(Clone)]
pub struct Place {
    owner: Arc<str>,
    file: PathBuf,
    entry: KeyringEntry,
    cost: Cost,
}

/// Whether there is a vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// There is none.
    Absent,
    /// There is one, and this opens it.
    Locked {
        /// What.
        by: SecretKind,
        /// How often one may try.
        left: u8,
    },
}

impl Place {
    /// The place of an owner's vault in a folder. `owner` names person and hub; nobody else's place has the same name, and
    /// neither file nor keyring shows it.
    pub fn new(folder: &Path, owner: &str, keyring: Arc<dyn Keyring>, cost: Cost) -> Place {
        let hash = digest(&SHA256, &[b"ciss-vault owner ", owner.as_bytes()].concat());
        let name: String = hash.as_ref().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        let file = folder.join(format!("{name}.vault"));
        Place {
            owner: owner.into(),
            file,
            entry: KeyringEntry { keyring, name: format!("vault {name}") },
            cost,
        }
    }

    /// Is there a vault? One that nobody has used for as long as entries last, whose tries are used up, or that cannot be
    /// read, is destroyed.
    ///
    /// # Errors
    /// [`VaultError`]: the file cannot be used.
    pub async fn standing(&self, now: Timestamp) -> Result<Standing, VaultError> {
        if !self.file.exists() {
            return Ok(Standing::Absent);
        }
        let mut storage = Storage::open(&self.file).await?;
        let lock = storage.lock().await;
        storage.close().await?;
        match lock {
            Ok(Some(lock)) if lock.tries < TRIES && is_fresh(lock.used_at, now) => {
                Ok(Standing::Locked { by: lock.wrapping.kind, left: TRIES - lock.tries })
            }
            Ok(_) | Err(VaultError::Damaged(_)) => {
                self.destroy().await?;
                Ok(Standing::Absent)
            }
            Err(error) => Err(error),
        }
    }

    /// Makes a new vault, in place of whatever is there. With a PIN, a new key is put into the keyring first: a vault without
    /// its key is none, a key without its vault is nothing.
    ///
    /// # Errors
    /// [`VaultError`]: the keyring or the file cannot be used.
    pub async fn create(&self, secret: Secret, now: Timestamp) -> Result<Vault, VaultError> {
        let of_keyring = match secret.kind() {
            SecretKind::Pin => {
                let key = key::random()?;
                self.entry.set(&key).await?;
                Some(key)
            }
            SecretKind::Passphrase => None,
        };
        let (owner, cost) = (self.owner.clone(), self.cost);
        let (master, wrapping) =
            computed(move || key::wrap(&secret, of_keyring.as_ref(), &owner, cost)).await?;
        let storage = Storage::open(&self.file).await?;
        Vault::begin(self.clone(), storage, Sealer::new(master.as_slice())?, &wrapping, now).await
    }

    /// Opens the vault. The try is on the disk before it is made; after the last wrong one the vault is destroyed. A keyring
    /// that does not answer costs no try.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn unlock(&self, text: impl Into<String>, now: Timestamp) -> Result<Vault, VaultError> {
        if !self.file.exists() {
            return Err(VaultError::Absent);
        }
        let mut storage = Storage::open(&self.file).await?;
        let Some(lock) = storage.lock().await? else { return Err(VaultError::Absent) };
        if !is_fresh(lock.used_at, now) {
            return self.destroyed(storage, "it has expired").await;
        }
        let of_keyring = match lock.wrapping.kind {
            SecretKind::Pin => match self.entry.get().await? {
                Some(key) => Some(key),
                None => return self.destroyed(storage, "the keyring has no key for it").await,
            },
            SecretKind::Passphrase => None,
        };
        let Some(tries) = storage.count_try().await? else {
            return self.destroyed(storage, "the tries are used up").await;
        };
        let secret = Secret::new(lock.wrapping.kind, text);
        match self.unwrapped(secret, of_keyring, lock).await? {
            Some(master) => {
                storage.opened(now).await?;
                Vault::open(self.clone(), storage, Sealer::new(master.as_slice())?).await
            }
            None if tries >= TRIES => self.destroyed(storage, "the tries are used up").await,
            None => {
                storage.close().await?;
                Err(VaultError::Wrong { left: TRIES - tries })
            }
        }
    }

    /// Destroys the vault that is there, if one is: what opens it first, then the rest. Each step is tried whatever became of
    /// the others.
    ///
    /// # Errors
    /// [`VaultError`] where the file is still there.
    pub async fn destroy(&self) -> Result<(), VaultError> {
        if self.file.exists()
            && let Ok(storage) = Storage::open(&self.file).await
        {
            return self.erase(storage).await;
        }
        self.forget().await
    }

    /// As [`destroy`](Self::destroy), of a file that is open.
    pub(crate) async fn erase(&self, mut storage: Storage) -> Result<(), VaultError> {
        if let Err(error) = storage.wipe().await {
            tracing::warn!(%error, "a vault is not overwritten");
        }
        if let Err(error) = storage.close().await {
            tracing::warn!(%error, "a vault is not closed");
        }
        self.forget().await
    }

    async fn forget(&self) -> Result<(), VaultError> {
        if let Err(error) = self.entry.delete().await {
            tracing::warn!(%error, "a vault's key stays in the keyring and opens nothing");
        }
        Ok(storage::remove(&self.file)?)
    }

    async fn destroyed(&self, storage: Storage, why: &'static str) -> Result<Vault, VaultError> {
        self.erase(storage).await?;
        Err(VaultError::Destroyed(why))
    }

    async fn unwrapped(
        &self,
        secret: Secret,
        of_keyring: Option<Key>,
        lock: storage::Lock,
    ) -> Result<Option<Key>, VaultError> {
        let owner = self.owner.clone();
        computed(move || key::unwrap(&secret, of_keyring.as_ref(), &owner, &lock.wrapping)).await
    }

    pub(crate) fn owner(&self) -> &str {
        &self.owner
    }
}

/// Computes what takes a while where it holds nobody up.
async fn computed<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
) -> Result<T, VaultError> {
    spawn_blocking(work).await.map_err(|_| VaultError::NoKey)?
}
