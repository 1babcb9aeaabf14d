//! How fresh every source is. Read by each lookup, so a reading is kept for a second.

use std::sync::{Arc, PoisonError, RwLock};

use ciss_contract::source::Source;
use ciss_records::{Feed, FeedLog, StoreError};
use jiff::{SignedDuration, Timestamp};

/// A source that has sent nothing for longer than this is stale: stale feeds otherwise go unnoticed.
pub const STALE_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// How long a reading is good for.
const KEPT: SignedDuration = SignedDuration::from_secs(1);

/// One reading of all feeds.
#[derive(Clone, Debug)]
pub struct Feeds {
    read: Timestamp,
    feeds: Vec<Feed>,
    stale_since: Option<Timestamp>,
}

impl Feeds {
    /// The source's feed, if it ever sent anything.
    pub fn of(&self, source: Source) -> Option<&Feed> {
        self.feeds.iter().find(|feed| feed.source == source)
    }

    /// Since when the hub hears nothing of what arrives, where it does not.
    pub fn stale_since(&self) -> Option<Timestamp> {
        self.stale_since
    }

    /// Has a source that last sent then gone stale by now? Where the hub itself hears nothing, all have: what they sent since
    /// to others is not on file.
    pub fn are_stale(&self, last_received: Timestamp, now: Timestamp) -> bool {
        self.stale_since.is_some() || stale(last_received, now)
    }
}

/// How far two clocks may differ before a time that lies ahead is not believed.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);

/// Has a source that last sent then gone stale by now? One that seems to have sent in the future has: a clock was wrong,
/// and nobody knows how old its data is.
fn stale(last_received: Timestamp, now: Timestamp) -> bool {
    let age = now.duration_since(last_received);
    age > STALE_AFTER || age < -AHEAD
}

/// The newest reading.
#[derive(Default)]
pub struct FeedBoard(RwLock<Option<Arc<Feeds>>>);

impl FeedBoard {
    /// A reading that is not older than a second, of a hub that hears nothing since `stale_since`, where it does not.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    pub async fn current(
        &self,
        store: &dyn FeedLog,
        now: Timestamp,
        stale_since: Option<Timestamp>,
    ) -> Result<Arc<Feeds>, StoreError> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(feeds) = kept
            .filter(|feeds| now.duration_since(feeds.read).abs() < KEPT && feeds.stale_since == stale_since)
        {
            return Ok(feeds);
        }
        let feeds = Arc::new(Feeds { read: now, feeds: store.feeds().await?, stale_since });
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&feeds));
        Ok(feeds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_old_or_lies_ahead_is_stale() {
        let now: Timestamp = "2026-11-18T12:00:00Z".parse().unwrap();
        for (hours, expect) in [(0, false), (24, false), (25, true), (-1, true), (-800 * 24, true)] {
            assert_eq!(stale(now - SignedDuration::from_hours(hours), now), expect, "{hours}");
        }
        assert!(!stale(now + SignedDuration::from_secs(20), now), "clocks differ a little");
    }
}
