//! Time and randomness, which come in from outside so that tests can choose them.

use jiff::Timestamp;
use ring::rand::SecureRandom;

/// Tells the time.
pub trait Clock: Send + Sync + 'static {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Gives random bytes that nobody can guess.
pub trait Entropy: Send + Sync + 'static {
    /// 256 random bits.
    ///
    /// # Errors
    /// [`NoEntropy`] when the system has none to give.
    fn bytes(&self) -> Result<[u8; 32], NoEntropy>;
}

/// The operating system gave no random bytes.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gives no random bytes")]
pub struct NoEntropy;

/// The operating system's generator.
#[derive(Clone, Debug)]
pub struct SystemEntropy(ring::rand::SystemRandom);

impl Default for SystemEntropy {
    fn default() -> Self {
        SystemEntropy(ring::rand::SystemRandom::new())
    }
}

impl Entropy for SystemEntropy {
    fn bytes(&self) -> Result<[u8; 32], NoEntropy> {
        let mut bytes = [0; 32];
        self.0.fill(&mut bytes).map_err(|_| NoEntropy)?;
        Ok(bytes)
    }
}
