//! The keyring of the machine: Secret Service, Windows Credential Manager, Keychain.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::spawn_blocking;
use tokio::time::timeout;
use zeroize::{Zeroize, Zeroizing};

use crate::key::{KEY, Key};

/// How long a keyring may take. It may show a prompt that nobody sees.
pub const KEYRING_PATIENCE: Duration = Duration::from_secs(3);

/// Under which the console's entries stand in a keyring.
const SERVICE: &str = "us.ct.ciss.console";

/// Why the keyring cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyringError {
    /// There is none, or it refuses.
    #[error("there is none, or it refuses")]
    Away,
    /// It did not answer in time: it may be waiting for somebody to unlock it.
    #[error("it does not answer")]
    Silent,
}

/// Keeps texts by name, for this person and this machine. Calls may block.
pub trait Keyring: Send + Sync + 'static {
    /// What is kept under a name.
    ///
    /// # Errors
    /// [`KeyringError`].
    fn get(&self, name: &str) -> Result<Option<String>, KeyringError>;

    /// Keeps a text under a name, in place of what was there.
    ///
    /// # Errors
    /// [`KeyringError`].
    fn set(&self, name: &str, text: &str) -> Result<(), KeyringError>;

    /// Forgets what is kept under a name.
    ///
    /// # Errors
    /// [`KeyringError`].
    fn delete(&self, name: &str) -> Result<(), KeyringError>;
}

/// The one that the system has.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemKeyring;

impl SystemKeyring {
    fn entry(name: &str) -> Result<keyring_core::Entry, KeyringError> {
        store()?.build(SERVICE, name, None).map_err(refused)
    }
}

impl Keyring for SystemKeyring {
    fn get(&self, name: &str) -> Result<Option<String>, KeyringError> {
        match Self::entry(name)?.get_password() {
            Ok(text) => Ok(Some(text)),
            Err(keyring_core::Error::NoEntry) => Ok(None),
            Err(error) => Err(refused(error)),
        }
    }

    fn set(&self, name: &str, text: &str) -> Result<(), KeyringError> {
        Self::entry(name)?.set_password(text).map_err(refused)
    }

    fn delete(&self, name: &str) -> Result<(), KeyringError> {
        match Self::entry(name)?.delete_credential() {
            Ok(()) | Err(keyring_core::Error::NoEntry) => Ok(()),
            Err(error) => Err(refused(error)),
        }
    }
}

fn refused(error: keyring_core::Error) -> KeyringError {
    tracing::warn!(%error, "the keyring refuses");
    KeyringError::Away
}

type Store = Arc<keyring_core::CredentialStore>;

#[cfg(target_os = "linux")]
fn store() -> Result<Store, KeyringError> {
    Ok(zbus_secret_service_keyring_store::Store::new().map_err(refused)?)
}

#[cfg(target_os = "windows")]
fn store() -> Result<Store, KeyringError> {
    Ok(windows_native_keyring_store::Store::new().map_err(refused)?)
}

#[cfg(target_os = "macos")]
fn store() -> Result<Store, KeyringError> {
    Ok(apple_native_keyring_store::keychain::Store::new().map_err(refused)?)
}

#[cfg(not(any(target_os = "linux", target_os = "windows", target_os = "macos")))]
fn store() -> Result<Store, KeyringError> {
    Err(KeyringError::Away)
}

/// One vault's key in a keyring. Written as digits: some keyrings take text alone.
#[derive(Clone)]
pub(crate) struct KeyringEntry {
    pub(crate) keyring: Arc<dyn Keyring>,
    pub(crate) name: String,
}

impl KeyringEntry {
    /// The key; none where there is none, or none of ours.
    pub(crate) async fn get(&self) -> Result<Option<Key>, KeyringError> {
        let text = self.patiently(|keyring, name| keyring.get(name)).await?.map(Zeroizing::new);
        Ok(text.and_then(|text| parse(&text)))
    }

    pub(crate) async fn set(&self, key: &Key) -> Result<(), KeyringError> {
        let mut text = Zeroizing::new(String::with_capacity(2 * KEY));
        for byte in key.iter() {
            use std::fmt::Write;
            // Writing into a text does not fail.
            let _ = write!(text, "{byte:02x}");
        }
        self.patiently(move |keyring, name| keyring.set(name, &text)).await
    }

    pub(crate) async fn delete(&self) -> Result<(), KeyringError> {
        self.patiently(|keyring, name| keyring.delete(name)).await
    }

    async fn patiently<T: Send + 'static>(
        &self,
        call: impl FnOnce(&dyn Keyring, &str) -> Result<T, KeyringError> + Send + 'static,
    ) -> Result<T, KeyringError> {
        let Self { keyring, name } = self.clone();
        let answer = timeout(KEYRING_PATIENCE, spawn_blocking(move || call(&*keyring, &name))).await;
        answer.map_err(|_| KeyringError::Silent)?.map_err(|_| KeyringError::Away)?
    }
}

fn parse(text: &str) -> Option<Key> {
    let mut key = Key::default();
    let digits = text.is_ascii() && text.len() == 2 * KEY;
    for (at, byte) in key.iter_mut().enumerate().filter(|_| digits) {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    if !digits {
        key.zeroize();
    }
    digits.then_some(key)
}
