//! What the console keeps behind a PIN: the session, recent lookups with their answers, portraits, settings.
//!
//! [`Safes`] are where vaults for one hub are, a [`Safe`] where one account's is; a [`Keeping`] is one that is open. All writing is done by one task
//! in the order in which it was asked for, and nobody waits for it.

use std::path::PathBuf;
use std::sync::Arc;

use ciss_contract::ids::PhotoId;
use ciss_contract::ipc::{KeptLookup, LockedBy, Resumed, Settings};
use ciss_contract::lookup::{LookupAnswer, LookupRequest};
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::recent::RecentLookup;
use ciss_contract::session::Session;
use ciss_vault::{Kept, Place, Secret, SecretKind, Shelf, Vault, VaultError};
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::{mpsc, oneshot};

pub use ciss_vault::{Cost, Keyring, KeyringError, Standing, SystemKeyring, TRIES};

const SESSION: Shelf = Shelf { name: "session", most: 1 };
const SETTINGS: Shelf = Shelf { name: "settings", most: 1 };
const LOOKUPS: Shelf = Shelf { name: "lookup", most: RecentLookup::KEPT };
/// As many as the people of the last towers that were looked up, at some 10 KB each.
const PORTRAITS: Shelf = Shelf { name: "portrait", most: 300 };

/// What time it is.
type Clock = fn() -> Timestamp;

/// Where the vaults of all accounts for one hub are. Cheap to clone.
#[derive(Clone)]
pub struct Safes {
    folder: PathBuf,
    authority: String,
    keyring: Arc<dyn Keyring>,
    cost: Cost,
    clock: Clock,
}

impl Safes {
    /// The safes for a hub in a folder. The hub is known by the authority that vouches for it: its address may change.
    pub fn new(
        folder: PathBuf,
        authority: impl Into<String>,
        keyring: Arc<dyn Keyring>,
        cost: Cost,
        clock: Clock,
    ) -> Safes {
        Safes { folder, authority: authority.into(), keyring, cost, clock }
    }

    /// The safe of an account.
    pub fn of(&self, account: &str) -> Safe {
        let owner = format!("{account}\n{}", self.authority);
        Safe { place: Place::new(&self.folder, &owner, self.keyring.clone(), self.cost), clock: self.clock }
    }
}

/// Where one account's vault for one hub is, whether there is one or not.
#[derive(Clone)]
pub struct Safe {
    place: Place,
    clock: Clock,
}

impl Safe {
    /// Is something kept?
    ///
    /// # Errors
    /// [`ErrorCode::VaultUnusable`].
    pub async fn standing(&self) -> Result<Standing, Problem> {
        self.place.standing((self.clock)()).await.map_err(|error| said(&error))
    }

    /// Begins to keep, behind a secret that the person chose, for a session since it was signed in.
    ///
    /// # Errors
    /// [`ErrorCode::SecretTooWeak`], [`ErrorCode::KeyringAway`], [`ErrorCode::VaultUnusable`].
    pub async fn begin(
        &self,
        by: LockedBy,
        secret: String,
        session: &Session,
        since: Timestamp,
    ) -> Result<Keeping, Problem> {
        let secret = Secret::new(kind(by), secret);
        secret.check().map_err(|weak| Problem::new(ErrorCode::SecretTooWeak).at(weak.to_string()))?;
        let vault = self.place.create(secret, (self.clock)()).await.map_err(|error| said(&error))?;
        put(&vault, SESSION, "", session, since).await.map_err(|error| said(&error))?;
        Ok(Keeping::of(vault, self.clock))
    }

    /// Opens what is kept. Where the session in it is over, all of it is destroyed.
    ///
    /// # Errors
    /// [`ErrorCode::SecretWrong`]; [`ErrorCode::NotSignedIn`] where nothing is kept any more; [`ErrorCode::KeyringAway`];
    /// [`ErrorCode::VaultUnusable`].
    pub async fn unlock(&self, secret: String) -> Result<(Keeping, Session, Resumed), Problem> {
        let now = (self.clock)();
        let vault = match self.place.unlock(secret, now).await {
            Ok(vault) => vault,
            Err(error) => {
                if matches!(error, VaultError::Damaged(_)) {
                    tracing::error!(%error, "what was kept is destroyed");
                    self.destroy().await?;
                    return Err(ErrorCode::NotSignedIn.into());
                }
                return Err(said(&error));
            }
        };
        let read = async {
            let session: Option<Session> = get(&vault, SESSION, "", now).await?;
            let settings: Option<Settings> = get(&vault, SETTINGS, "", now).await?;
            Ok((session, settings.unwrap_or_default(), vault.all(LOOKUPS, now).await?))
        };
        let read: Result<_, VaultError> = read.await;
        match read {
            Ok((Some(session), settings, lookups)) => {
                let recent = lookups.iter().filter_map(kept_lookup).collect();
                let Session { operator, demo, .. } = session.clone();
                let resumed = Resumed { operator, demo, recent, settings };
                Ok((Keeping::of(vault, self.clock), session, resumed))
            }
            Ok((None, ..)) | Err(VaultError::Damaged(_)) => {
                vault.destroy().await.map_err(|error| said(&error))?;
                Err(ErrorCode::NotSignedIn.into())
            }
            Err(error) => Err(said(&error)),
        }
    }

    /// Destroys what is kept.
    ///
    /// # Errors
    /// [`ErrorCode::VaultUnusable`]: its file is still there.
    pub async fn destroy(&self) -> Result<(), Problem> {
        self.place.destroy().await.map_err(|error| said(&error))
    }
}

/// A vault that is open. Cheap to clone; when the last clone is gone it is closed.
#[derive(Clone, Debug)]
pub struct Keeping(mpsc::UnboundedSender<Item>);

/// Something for the task that holds the vault.
#[derive(Debug)]
enum Item {
    Session(Session),
    Settings(Settings),
    Lookup(Box<(LookupRequest, LookupAnswer)>),
    Portrait(String, Vec<u8>),
    FindPortrait(String, oneshot::Sender<Vec<u8>>),
    Close(oneshot::Sender<()>),
    Destroy(oneshot::Sender<Result<(), Problem>>),
}

impl Keeping {
    fn of(vault: Vault, clock: Clock) -> Keeping {
        let (items, asked) = mpsc::unbounded_channel();
        tokio::spawn(hold(vault, asked, clock));
        Keeping(items)
    }

    /// Keeps a new session.
    pub fn session(&self, session: Session) {
        self.tell(Item::Session(session));
    }

    /// Keeps how the person likes the console.
    pub fn settings(&self, settings: Settings) {
        self.tell(Item::Settings(settings));
    }

    /// Keeps a lookup, in place of an earlier one of the same plate.
    pub fn lookup(&self, request: LookupRequest, answer: LookupAnswer) {
        self.tell(Item::Lookup(Box::new((request, answer))));
    }

    /// Keeps a portrait of a width as it was shown.
    pub fn portrait(&self, photo: &PhotoId, width: u32, jpeg: Vec<u8>) {
        self.tell(Item::Portrait(portrait_name(photo, width), jpeg));
    }

    /// The portrait that was kept.
    pub async fn find_portrait(&self, photo: &PhotoId, width: u32) -> Option<Vec<u8>> {
        let (found, portrait) = oneshot::channel();
        self.tell(Item::FindPortrait(portrait_name(photo, width), found));
        portrait.await.ok()
    }

    /// Closes it, after all that was asked before is done.
    pub async fn close(self) {
        let (done, closed) = oneshot::channel();
        self.tell(Item::Close(done));
        // It is closed as well where nobody is left to say so.
        let _ = closed.await;
    }

    /// Destroys it and all that is in it.
    ///
    /// # Errors
    /// [`ErrorCode::VaultUnusable`]: its file is still there.
    pub async fn destroy(self) -> Result<(), Problem> {
        let (done, destroyed) = oneshot::channel();
        self.tell(Item::Destroy(done));
        destroyed.await.unwrap_or_else(|_| Err(ErrorCode::VaultUnusable.into()))
    }

    fn tell(&self, item: Item) {
        // Only a vault that is closed hears nothing, and that keeps nothing.
        let _ = self.0.send(item);
    }
}

async fn hold(vault: Vault, mut asked: mpsc::UnboundedReceiver<Item>, clock: Clock) {
    while let Some(item) = asked.recv().await {
        let now = clock();
        let kept = match item {
            Item::Session(session) => put(&vault, SESSION, "", &session, now).await,
            Item::Settings(settings) => put(&vault, SETTINGS, "", &settings, now).await,
            Item::Lookup(lookup) => put(&vault, LOOKUPS, &lookup.1.query.shown(), &*lookup, now).await,
            Item::Portrait(name, jpeg) => vault.put(PORTRAITS, &name, &jpeg, now).await,
            Item::FindPortrait(name, found) => vault.get(PORTRAITS, &name, now).await.map(|kept| {
                if let Some(kept) = kept {
                    let _ = found.send(kept.body);
                }
            }),
            Item::Close(done) => {
                close(vault).await;
                let _ = done.send(());
                return;
            }
            Item::Destroy(done) => {
                let _ = done.send(vault.destroy().await.map_err(|error| said(&error)));
                return;
            }
        };
        if let Err(error) = kept {
            tracing::error!(%error, "something is not kept");
        }
    }
    close(vault).await;
}

async fn close(vault: Vault) {
    if let Err(error) = vault.close().await {
        tracing::error!(%error, "the vault is not closed");
    }
}

async fn put(
    vault: &Vault,
    shelf: Shelf,
    name: &str,
    what: &impl Serialize,
    now: Timestamp,
) -> Result<(), VaultError> {
    let body = serde_json::to_vec(what).map_err(|_| VaultError::Damaged("not to be written"))?;
    vault.put(shelf, name, &body, now).await
}

async fn get<T: DeserializeOwned>(
    vault: &Vault,
    shelf: Shelf,
    name: &str,
    now: Timestamp,
) -> Result<Option<T>, VaultError> {
    let kept = vault.get(shelf, name, now).await?;
    // Of a version that wrote it otherwise: as if it were not there.
    Ok(kept.and_then(|kept| serde_json::from_slice(&kept.body).ok()))
}

fn kept_lookup(kept: &Kept) -> Option<KeptLookup> {
    let (request, answer): (LookupRequest, LookupAnswer) = serde_json::from_slice(&kept.body).ok()?;
    Some(KeptLookup { request, line: RecentLookup::of(&answer), answer: answer.from_memory() })
}

fn portrait_name(photo: &PhotoId, width: u32) -> String {
    format!("{width} {photo}")
}

fn kind(by: LockedBy) -> SecretKind {
    match by {
        LockedBy::Pin => SecretKind::Pin,
        LockedBy::Passphrase => SecretKind::Passphrase,
    }
}

/// What a standing is to the window.
pub fn locked_by(kind: SecretKind) -> LockedBy {
    match kind {
        SecretKind::Pin => LockedBy::Pin,
        SecretKind::Passphrase => LockedBy::Passphrase,
    }
}

/// In the words of the contract. The log has the cause.
fn said(error: &VaultError) -> Problem {
    let code = match error {
        VaultError::Wrong { .. } => ErrorCode::SecretWrong,
        VaultError::Absent | VaultError::Destroyed(_) => ErrorCode::NotSignedIn,
        VaultError::Keyring(_) => ErrorCode::KeyringAway,
        VaultError::Damaged(_) | VaultError::NoKey | VaultError::File(_) | VaultError::Storage(_) => {
            ErrorCode::VaultUnusable
        }
    };
    tracing::warn!(%error, code = code.as_str(), "the vault");
    code.into()
}
