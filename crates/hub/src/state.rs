//! What all requests share.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use ciss_answer::feeds::{FeedBoard, Feeds};
use ciss_identity::clock::{Clock, Entropy, NoEntropy};
use ciss_identity::{Identity, PhotoPass, Sessions};
use ciss_intake::Intake;
use ciss_live::LiveSources;
use ciss_live::photos::PhotoArchive;
use ciss_policy::Policy;
use ciss_records::{Store, StoreError};
use jiff::Timestamp;

use crate::limits::Limits;
use crate::metrics::Metrics;
use crate::places::Places;
use crate::strangers::Strangers;

/// How long the first frame waits for live sources. Shorter than anybody notices; long enough for a healthy switch.
pub const GRACE: Duration = Duration::from_millis(120);

/// What a hub is made of.
pub struct Parts {
    /// The golden records.
    pub store: Arc<dyn Store>,
    /// The way into the journal that they follow.
    pub intake: Arc<Intake>,
    /// Sources that are asked at query time.
    pub live: LiveSources,
    /// Where pictures are.
    pub photos: Option<PhotoArchive>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Gives tokens.
    pub entropy: Arc<dyn Entropy>,
    /// Knows who may sign in.
    pub identity: Arc<dyn Identity>,
    /// Decides who may see what.
    pub policy: Arc<dyn Policy>,
    /// The data is synthetic.
    pub demo: bool,
    /// How much one client may take.
    pub limits: Limits,
}

/// The hub, as every request sees it.
pub struct Hub {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) intake: Arc<Intake>,
    pub(crate) live: LiveSources,
    pub(crate) photos: Option<PhotoArchive>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) identity: Arc<dyn Identity>,
    pub(crate) policy: Arc<dyn Policy>,
    pub(crate) demo: bool,
    pub(crate) sessions: Sessions,
    pub(crate) photo_pass: PhotoPass,
    feeds: FeedBoard,
    pub(crate) lookups: Arc<Places>,
    pub(crate) strangers: Strangers,
    pub(crate) limits: Limits,
    pub(crate) metrics: Metrics,
    boot: u64,
    requests: AtomicU32,
}

impl Hub {
    /// Puts a hub together.
    ///
    /// # Errors
    /// [`NoEntropy`] when it cannot be named.
    pub fn new(parts: Parts) -> Result<Arc<Hub>, NoEntropy> {
        let Parts { store, intake, live, photos, clock, entropy, identity, policy, demo, limits } = parts;
        let [boot @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] =
            entropy.bytes()?;
        Ok(Arc::new(Hub {
            photo_pass: PhotoPass::new(Arc::clone(intake.keyring())),
            sessions: Sessions::new(Arc::clone(intake.keyring())),
            store,
            intake,
            live,
            photos,
            clock,
            entropy,
            identity,
            policy,
            demo,
            feeds: FeedBoard::default(),
            lookups: Places::new(limits.lookups, limits.lookups_per_operator),
            strangers: Strangers::new(limits.strangers_per_second),
            limits,
            metrics: Metrics::default(),
            boot: u64::from_be_bytes(boot),
            requests: AtomicU32::new(0),
        }))
    }

    /// How fresh every source is.
    pub(crate) async fn feeds(&self, now: Timestamp) -> Result<Arc<Feeds>, StoreError> {
        self.feeds.current(self.store.as_ref(), now, self.intake.standing().stale_since).await
    }

    /// Names a request: the hub's start and a running number.
    pub(crate) fn next_request(&self) -> RequestId {
        RequestId { boot: self.boot, number: self.requests.fetch_add(1, Ordering::Relaxed) }
    }
}

/// Names a request in logs, in the audit trail and in the answer, at whichever hub: no two starts of any hubs are named alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestId {
    boot: u64,
    number: u32,
}

impl std::fmt::Display for RequestId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}{:08x}", self.boot, self.number)
    }
}
