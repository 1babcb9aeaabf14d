//! Time and randomness, which come in from outside so that tests can choose them.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
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

/// The day in Connecticut. The rule of the Energy Policy Act of 2005 is written out, because a small machine has no
/// time zone database.
pub fn connecticut_day(at: Timestamp) -> Date {
    static EASTERN: LazyLock<TimeZone> =
        LazyLock::new(|| TimeZone::posix("EST5EDT,M3.2.0,M11.1.0").unwrap_or(TimeZone::UTC));
    EASTERN.to_datetime(at).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(at: &str, expect: &str) {
        assert_eq!(connecticut_day(at.parse().unwrap()).to_string(), expect, "{at}");
    }

    #[test]
    fn a_day_ends_at_midnight_in_connecticut() {
        check("2026-11-18T04:59:59Z", "2026-11-17");
        check("2026-11-18T05:00:00Z", "2026-11-18");
        check("2026-07-18T03:59:59Z", "2026-07-17");
        check("2026-07-18T04:00:00Z", "2026-07-18");
    }
}
