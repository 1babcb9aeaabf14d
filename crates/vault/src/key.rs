//! From what a person knows and what the keyring holds to the key that opens the vault.

use argon2::{Algorithm, Argon2, Params, Version};
use ring::aead::{AES_256_GCM, LessSafeKey, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};
use zeroize::Zeroizing;

use crate::VaultError;
use crate::seal;
use crate::secret::{Secret, SecretKind};

/// Bytes of every key.
pub(crate) const KEY: usize = 32;

/// Bytes of a salt (RFC 9106 section 3.1 recommends 16).
pub(crate) const SALT: usize = 16;

/// Most memory that a file may ask for, in KiB: it is read before anything proves that it is ours.
const MOST_MEMORY: u32 = 1024 * 1024;

/// Most passes and lanes that a file may ask for.
const MOST_PASSES: u32 = 64;

/// A key whose memory is wiped.
pub(crate) type Key = Zeroizing<[u8; KEY]>;

/// A new key.
pub(crate) fn random() -> Result<Key, VaultError> {
    let mut key = Key::default();
    SystemRandom::new().fill(key.as_mut()).map_err(|_| VaultError::NoKey)?;
    Ok(key)
}

/// What one try at a secret costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory, in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes, which one may compute at the same time.
    pub lanes: u32,
}

impl Cost {
    /// The second recommended option of RFC 9106 section 4, for machines where 2 GiB cannot be spent: Argon2id, 64 MiB,
    /// 3 passes, 4 lanes.
    pub const RFC_9106: Cost = Cost { memory: 64 * 1024, passes: 3, lanes: 4 };

    fn is_bearable(self) -> bool {
        self.memory <= MOST_MEMORY && self.passes <= MOST_PASSES && self.lanes <= MOST_PASSES
    }
}

/// All that the file says about how its master key is wrapped.
#[derive(Clone)]
pub(crate) struct Wrapping {
    pub(crate) kind: SecretKind,
    pub(crate) salt: [u8; SALT],
    pub(crate) cost: Cost,
    /// The master key, sealed.
    pub(crate) wrapped: Vec<u8>,
}

/// A new master key under what opens it: with a PIN, the key of the keyring as well.
pub(crate) fn wrap(
    secret: &Secret,
    of_keyring: Option<&Key>,
    owner: &str,
    cost: Cost,
) -> Result<(Key, Wrapping), VaultError> {
    let master = random()?;
    let mut salt = [0; SALT];
    SystemRandom::new().fill(&mut salt).map_err(|_| VaultError::NoKey)?;
    let mut wrapping = Wrapping { kind: secret.kind(), salt, cost, wrapped: Vec::new() };
    let key = wrapping_key(secret, of_keyring, &wrapping)?;
    wrapping.wrapped = seal::seal(&key, &SystemRandom::new(), &wrapping.bound_to(owner), master.to_vec())?;
    Ok((master, wrapping))
}

/// The master key; none where this is not what opens it.
pub(crate) fn unwrap(
    secret: &Secret,
    of_keyring: Option<&Key>,
    owner: &str,
    wrapping: &Wrapping,
) -> Result<Option<Key>, VaultError> {
    let key = wrapping_key(secret, of_keyring, wrapping)?;
    let Ok(opened) = seal::open(&key, &wrapping.bound_to(owner), &wrapping.wrapped).map(Zeroizing::new)
    else {
        return Ok(None);
    };
    let mut master = Key::default();
    let exact = opened.len() == KEY;
    if exact {
        master.copy_from_slice(&opened);
    }
    Ok(exact.then_some(master))
}

/// Argon2id over the secret, with the keyring's key as its secret value K (RFC 9106 section 3.1): neither does without the
/// other.
fn wrapping_key(
    secret: &Secret,
    of_keyring: Option<&Key>,
    wrapping: &Wrapping,
) -> Result<LessSafeKey, VaultError> {
    let Cost { memory, passes, lanes } = wrapping.cost;
    if !wrapping.cost.is_bearable() {
        return Err(VaultError::Damaged("cost"));
    }
    let params = Params::new(memory, passes, lanes, Some(KEY)).map_err(|_| VaultError::Damaged("cost"))?;
    let known: &[u8] = match (wrapping.kind, of_keyring) {
        (SecretKind::Pin, Some(key)) => key.as_slice(),
        (SecretKind::Pin, None) => return Err(VaultError::NoKey),
        (SecretKind::Passphrase, _) => &[],
    };
    let argon = Argon2::new_with_secret(known, Algorithm::Argon2id, Version::V0x13, params);
    let mut key = Key::default();
    argon
        .and_then(|argon| argon.hash_password_into(secret.reveal(), &wrapping.salt, key.as_mut()))
        .map_err(|_| VaultError::NoKey)?;
    let key = UnboundKey::new(&AES_256_GCM, key.as_slice()).map_err(|_| VaultError::NoKey)?;
    Ok(LessSafeKey::new(key))
}

impl Wrapping {
    fn bound_to(&self, owner: &str) -> Vec<u8> {
        let kind = match self.kind {
            SecretKind::Pin => b"ciss-vault 1 pin ".as_slice(),
            SecretKind::Passphrase => b"ciss-vault 1 passphrase ".as_slice(),
        };
        [kind, &self.salt, owner.as_bytes()].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: Cost = Cost { memory: 8, passes: 1, lanes: 1 };

    fn pin(text: &str) -> Secret {
        Secret::new(SecretKind::Pin, text)
    }

    #[test]
    fn neither_pin_nor_keyring_opens_it_alone() {
        let (ours, theirs) = (random().unwrap(), random().unwrap());
        let (master, wrapping) = wrap(&pin("295107"), Some(&ours), "reyes", CHEAP).unwrap();
        let opens = |secret: &Secret, key, owner| unwrap(secret, key, owner, &wrapping);
        assert_eq!(opens(&pin("295107"), Some(&ours), "reyes").unwrap().as_ref(), Some(&master));
        assert_eq!(opens(&pin("295108"), Some(&ours), "reyes").unwrap(), None);
        assert_eq!(opens(&pin("295107"), Some(&theirs), "reyes").unwrap(), None);
        assert_eq!(opens(&pin("295107"), Some(&ours), "park").unwrap(), None);
        assert!(opens(&pin("295107"), None, "reyes").is_err());
        let other_kind = Wrapping { kind: SecretKind::Passphrase, ..wrapping.clone() };
        assert_eq!(unwrap(&pin("295107"), None, "reyes", &other_kind).unwrap(), None);
    }

    #[test]
    fn a_passphrase_stands_alone() {
        let words = Secret::new(SecretKind::Passphrase, "four words are enough");
        let (master, wrapping) = wrap(&words, None, "reyes", CHEAP).unwrap();
        assert_eq!(unwrap(&words, None, "reyes", &wrapping).unwrap(), Some(master));
    }

    #[test]
    fn a_file_cannot_ask_for_all_memory() {
        let key = random().unwrap();
        let (_, wrapping) = wrap(&pin("295107"), Some(&key), "reyes", CHEAP).unwrap();
        let greedy = Wrapping { cost: Cost { memory: u32::MAX, ..CHEAP }, ..wrapping };
        let refused = unwrap(&pin("295107"), Some(&key), "reyes", &greedy);
        assert!(matches!(refused, Err(VaultError::Damaged("cost"))));
    }
}
