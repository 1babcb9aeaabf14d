//! Sealing one row: AES-256-GCM over a padded body, bound to the place in which it stands.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf;
use ring::hmac;
use ring::rand::{SecureRandom, SystemRandom};

use crate::VaultError;

/// Smallest size of a sealed body before its seal, in bytes. Larger ones are the powers of two: a size tells which of a few
/// it is, and nothing finer.
const SMALLEST: usize = 4_096;

/// Longest body, in bytes.
const LONGEST: usize = 32 * 1024 * 1024;

/// Bytes that say how long a body is.
const LENGTH: usize = 4;

/// A row's name in the file: a keyed hash.
pub(crate) type RowId = [u8; 32];

/// Where a body stands. It opens nowhere else.
#[derive(Clone, Copy)]
pub(crate) struct Spot<'a> {
    /// What kind of thing it is.
    pub(crate) shelf: &'a str,
    pub(crate) id: &'a [u8],
    pub(crate) version: u64,
    /// Whose vault it is.
    pub(crate) owner: &'a str,
}

impl Spot<'_> {
    /// Every part with its length before it, so that no two spots are written alike.
    fn written(&self) -> Vec<u8> {
        let version = self.version.to_be_bytes();
        let parts: [&[u8]; 4] = [self.shelf.as_bytes(), self.id, &version, self.owner.as_bytes()];
        parts.into_iter().flat_map(|part| [&(part.len() as u64).to_be_bytes(), part].concat()).collect()
    }
}

/// Seals, opens and names rows.
pub(crate) struct Sealer {
    sealing: LessSafeKey,
    finding: hmac::Key,
    random: SystemRandom,
}

impl Sealer {
    /// With the keys that follow from a master key.
    pub(crate) fn new(master: &[u8]) -> Result<Sealer, VaultError> {
        let keys = hkdf::Salt::new(hkdf::HKDF_SHA256, b"ciss-vault").extract(master);
        let sealing = keys.expand(&[b"seal"], &AES_256_GCM).map_err(|_| VaultError::NoKey)?;
        let finding = keys.expand(&[b"find"], hmac::HMAC_SHA256).map_err(|_| VaultError::NoKey)?;
        Ok(Sealer {
            sealing: LessSafeKey::new(UnboundKey::from(sealing)),
            finding: hmac::Key::from(finding),
            random: SystemRandom::new(),
        })
    }

    /// The name of a row.
    pub(crate) fn id(&self, shelf: &str, name: &str) -> RowId {
        let mut context = hmac::Context::with_key(&self.finding);
        context.update(&(shelf.len() as u64).to_be_bytes());
        context.update(shelf.as_bytes());
        context.update(name.as_bytes());
        let mut id = RowId::default();
        id.copy_from_slice(context.sign().as_ref());
        id
    }

    pub(crate) fn seal(&self, spot: Spot<'_>, body: &[u8]) -> Result<Vec<u8>, VaultError> {
        seal(&self.sealing, &self.random, &spot.written(), padded(body)?)
    }

    pub(crate) fn open(&self, spot: Spot<'_>, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        let mut body = open(&self.sealing, &spot.written(), sealed)?;
        let length = body.first_chunk::<LENGTH>().map(|length| u32::from_be_bytes(*length) as usize);
        let length = length.filter(|length| LENGTH + length <= body.len());
        let length = length.ok_or(VaultError::Damaged("length"))?;
        body.truncate(LENGTH + length);
        body.drain(..LENGTH);
        Ok(body)
    }
}

/// The body with its length before it, filled up.
fn padded(body: &[u8]) -> Result<Vec<u8>, VaultError> {
    let length = u32::try_from(body.len()).ok().filter(|_| body.len() <= LONGEST);
    let length = length.ok_or(VaultError::Damaged("too long to be kept"))?;
    let mut whole = Vec::with_capacity((LENGTH + body.len()).next_power_of_two().max(SMALLEST));
    whole.extend(length.to_be_bytes());
    whole.extend(body);
    whole.resize((LENGTH + body.len()).next_power_of_two().max(SMALLEST), 0);
    Ok(whole)
}

/// Nonce, sealed text, tag. Nonces are random: a vault of one shift seals a few thousand times, where NIST SP 800-38D allows
/// 2^32.
pub(crate) fn seal(
    key: &LessSafeKey,
    random: &SystemRandom,
    bound_to: &[u8],
    mut body: Vec<u8>,
) -> Result<Vec<u8>, VaultError> {
    let mut nonce = [0; NONCE_LEN];
    random.fill(&mut nonce).map_err(|_| VaultError::NoKey)?;
    key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(bound_to), &mut body)
        .map_err(|_| VaultError::NoKey)?;
    Ok([nonce.as_slice(), &body].concat())
}

/// Opens what [`seal`] sealed, bound to the same.
pub(crate) fn open(key: &LessSafeKey, bound_to: &[u8], sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
    let damaged = VaultError::Damaged("seal");
    let Some((nonce, rest)) = sealed.split_first_chunk::<NONCE_LEN>() else { return Err(damaged) };
    let mut body = rest.to_vec();
    let opened = key.open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(bound_to), &mut body);
    let length = opened.map_err(|_| damaged)?.len();
    body.truncate(length);
    Ok(body)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn spot(owner: &str) -> Spot<'_> {
        Spot { shelf: "lookup", id: b"row", version: 7, owner }
    }

    proptest! {
        #[test]
        fn what_is_sealed_opens_at_its_own_spot_and_with_every_bit_as_it_was(
            body in prop::collection::vec(any::<u8>(), 0..9_000), bit in any::<prop::sample::Index>(),
        ) {
            let sealer = Sealer::new(&[1; 32]).unwrap();
            let here = spot("reyes");
            let sealed = sealer.seal(here, &body).unwrap();
            prop_assert_eq!(sealer.open(here, &sealed).unwrap(), body);
            let elsewhere = [
                Spot { shelf: "portrait", ..here }, Spot { id: b"other", ..here }, Spot { version: 6, ..here },
                Spot { owner: "park", ..here }, Spot { shelf: "lookupr", id: b"ow", ..here },
            ];
            for other in elsewhere {
                prop_assert!(sealer.open(other, &sealed).is_err());
            }
            prop_assert!(Sealer::new(&[2; 32]).unwrap().open(here, &sealed).is_err());
            let mut flipped = sealed.clone();
            let bit = bit.index(sealed.len() * 8);
            flipped[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(sealer.open(here, &flipped).is_err());
        }

        #[test]
        fn a_size_tells_little(length in 0_usize..300_000) {
            let sealer = Sealer::new(&[1; 32]).unwrap();
            let sealed = sealer.seal(spot("reyes"), &vec![7; length]).unwrap().len() - NONCE_LEN - 16;
            prop_assert!(sealed.is_power_of_two() && sealed >= SMALLEST && sealed > length);
        }
    }

    #[test]
    fn one_body_is_never_sealed_twice_alike() {
        let sealer = Sealer::new(&[1; 32]).unwrap();
        assert_ne!(sealer.seal(spot("r"), b"x").unwrap(), sealer.seal(spot("r"), b"x").unwrap());
    }
}
