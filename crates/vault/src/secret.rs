//! What a person knows.

use zeroize::Zeroizing;

/// Fewest digits of a PIN (NIST SP 800-63B, activation secrets).
const SHORTEST_PIN: usize = 6;

/// Fewest characters of a passphrase that stands alone (NIST SP 800-63B-4, passwords as the only factor).
const SHORTEST_PASSPHRASE: usize = 15;

/// Most characters of either, so that nothing is cut off unseen.
const LONGEST: usize = 128;

/// How a vault is locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretKind {
    /// By a PIN, together with the key in the keyring.
    Pin,
    /// By a passphrase alone: there is no keyring.
    Passphrase,
}

/// A PIN or a passphrase. It cannot be printed, and its memory is wiped.
pub struct Secret {
    kind: SecretKind,
    text: Zeroizing<String>,
}

/// Why a secret is not taken for a new vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TooWeak {
    /// A PIN has at least six digits and nothing else.
    #[error("a PIN has 6 to 128 digits")]
    NoPin,
    /// One digit over and over, or digits in a row.
    #[error("one digit repeated, or digits in a row")]
    Guessed,
    /// A passphrase has at least fifteen characters.
    #[error("a passphrase has 15 to 128 characters")]
    NoPassphrase,
}

impl Secret {
    /// What somebody typed to open a vault.
    pub fn new(kind: SecretKind, text: impl Into<String>) -> Secret {
        Secret { kind, text: Zeroizing::new(text.into()) }
    }

    /// Is it strong enough for a new vault?
    ///
    /// # Errors
    /// [`TooWeak`].
    pub fn check(&self) -> Result<(), TooWeak> {
        let length = self.text.chars().count();
        match self.kind {
            SecretKind::Pin => {
                let digits = self.text.bytes().all(|byte| byte.is_ascii_digit());
                if !digits || !(SHORTEST_PIN..=LONGEST).contains(&length) {
                    return Err(TooWeak::NoPin);
                }
                if in_a_row(self.text.as_bytes()) { Err(TooWeak::Guessed) } else { Ok(()) }
            }
            SecretKind::Passphrase if !(SHORTEST_PASSPHRASE..=LONGEST).contains(&length) => {
                Err(TooWeak::NoPassphrase)
            }
            SecretKind::Passphrase if same_step(self.text.as_bytes(), 0) => Err(TooWeak::Guessed),
            SecretKind::Passphrase => Ok(()),
        }
    }

    /// How it locks.
    pub fn kind(&self) -> SecretKind {
        self.kind
    }

    pub(crate) fn reveal(&self) -> &[u8] {
        self.text.as_bytes()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Secret({:?}, <redacted>)", self.kind)
    }
}

/// `000000`, `123456`, `987654`, `135791`, also past nine or zero.
fn in_a_row(digits: &[u8]) -> bool {
    (0..10).any(|step| same_step(digits, step))
}

fn same_step(digits: &[u8], step: u8) -> bool {
    digits.windows(2).all(|pair| match pair {
        [one, next] if step == 0 => one == next,
        [one, next] => (one - b'0' + step) % 10 == next - b'0',
        _ => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: SecretKind, text: &str, expect: Result<(), TooWeak>) {
        assert_eq!(Secret::new(kind, text).check(), expect, "{text}");
    }

    #[test]
    fn a_pin_has_six_digits_that_nobody_guesses_first() {
        let pin = |text, expect| check(SecretKind::Pin, text, expect);
        pin("295107", Ok(()));
        pin("2951070042", Ok(()));
        for short in ["", "29510", "29510a", "２９５１０７", " 295107"] {
            pin(short, Err(TooWeak::NoPin));
        }
        for guessed in ["000000", "777777", "123456", "654321", "890123", "246802", "987654321"] {
            pin(guessed, Err(TooWeak::Guessed));
        }
        pin(&"29".repeat(65), Err(TooWeak::NoPin));
    }

    #[test]
    fn a_passphrase_that_stands_alone_is_long() {
        let passphrase = |text, expect| check(SecretKind::Passphrase, text, expect);
        passphrase("four words are enough", Ok(()));
        passphrase("größere Äpfel 15", Ok(()));
        passphrase("fourteen chars", Err(TooWeak::NoPassphrase));
        passphrase("aaaaaaaaaaaaaaaaaaaa", Err(TooWeak::Guessed));
    }

    #[test]
    fn it_is_never_printed() {
        assert!(!format!("{:?}", Secret::new(SecretKind::Pin, "295107")).contains("295107"));
    }
}
