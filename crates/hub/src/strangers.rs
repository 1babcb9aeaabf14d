//! Requests without a session: rare by address, and counted rather than written down one by one.
//!
//! A line of the audit trail is on disk before its answer leaves. If each refusal of a stranger cost one, strangers could
//! fill the disk, and with a full disk nobody is answered.

use std::collections::HashSet;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};

use governor::clock::{Clock, MonotonicClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use jiff::Timestamp;

/// Most addresses that are told apart in one count.
const MOST_ADDRESSES: usize = 10_000;

/// Counts and slows strangers down.
pub(crate) struct Strangers<C: Clock = MonotonicClock> {
    rate: Rate<C>,
    refused: Mutex<Option<Refused>>,
}

/// Address by address.
type Rate<C> = RateLimiter<Key, HashMapStateStore<Key>, C, NoOpMiddleware<<C as Clock>::Instant>>;

type Key = (IpAddr, Asks);

/// What a stranger asks for. Each has its own rate: whoever asks with a session that has ended keeps nobody from signing in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Asks {
    /// A session.
    SignIn,
    /// What needs one.
    Other,
}

/// Requests that were refused since the last count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    /// How many.
    pub(crate) requests: u64,
    /// From where.
    addresses: HashSet<IpAddr>,
    /// Since when.
    since: Timestamp,
}

impl Strangers {
    /// One address may make so many requests in a second.
    pub(crate) fn new(per_second: u32) -> Strangers {
        Strangers::with(per_second, MonotonicClock)
    }
}

impl<C: Clock> Strangers<C> {
    fn with(per_second: u32, clock: C) -> Strangers<C> {
        let quota = Quota::per_second(NonZeroU32::new(per_second).unwrap_or(NonZeroU32::MIN));
        Strangers {
            rate: RateLimiter::new(quota, HashMapStateStore::default(), clock),
            refused: Mutex::default(),
        }
    }

    /// May the address make a further request without a session?
    pub(crate) fn may_ask(&self, address: IpAddr, what: Asks) -> bool {
        self.rate.check_key(&(address, what)).is_ok()
    }

    /// Counts a request that was refused.
    pub(crate) fn refused(&self, address: IpAddr, at: Timestamp) {
        let mut count = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        let count =
            count.get_or_insert_with(|| Refused { requests: 0, addresses: HashSet::new(), since: at });
        count.requests += 1;
        if count.addresses.len() < MOST_ADDRESSES {
            count.addresses.insert(address);
        }
    }

    /// What was refused since the last count; none where nothing was. Addresses that have been quiet are forgotten.
    pub(crate) fn count(&self) -> Option<Refused> {
        self.rate.retain_recent();
        self.refused.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Puts a count back that could not be written down.
    pub(crate) fn put_back(&self, earlier: Refused) {
        let mut count = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        match count.as_mut() {
            Some(count) => {
                count.requests += earlier.requests;
                count.since = earlier.since;
                count.addresses.extend(earlier.addresses);
            }
            None => *count = Some(earlier),
        }
    }
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (requests, addresses) = (self.requests, self.addresses.len());
        write!(f, "{requests} without a session from {addresses} addresses since {}", self.since)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use governor::clock::FakeRelativeClock;

    use super::*;

    #[test]
    fn an_address_is_slowed_down_and_others_are_not() {
        let clock = FakeRelativeClock::default();
        let strangers = Strangers::with(3, clock.clone());
        let (one, other) = (IpAddr::from([127, 0, 0, 1]), IpAddr::from([127, 0, 0, 2]));
        let asked: Vec<bool> = (0..5).map(|_| strangers.may_ask(one, Asks::Other)).collect();
        assert_eq!(asked, [true, true, true, false, false]);
        assert!(strangers.may_ask(other, Asks::Other) && strangers.may_ask(one, Asks::SignIn));
        clock.advance(Duration::from_secs(1));
        assert!(strangers.may_ask(one, Asks::Other));
    }

    #[test]
    fn what_is_refused_is_counted_once() {
        let strangers = Strangers::new(3);
        assert_eq!(strangers.count(), None);
        let at = Timestamp::UNIX_EPOCH;
        for last in [1, 1, 2] {
            strangers.refused(IpAddr::from([127, 0, 0, last]), at);
        }
        let count = strangers.count().unwrap();
        assert_eq!(count.to_string(), "3 without a session from 2 addresses since 1970-01-01T00:00:00Z");
        assert_eq!(strangers.count(), None);
        strangers.refused(IpAddr::from([127, 0, 0, 3]), at);
        strangers.put_back(count);
        assert_eq!(
            strangers.count().unwrap().to_string(),
            "4 without a session from 3 addresses since 1970-01-01T00:00:00Z"
        );
    }
}
