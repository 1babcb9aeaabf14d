//! What all requests share.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::clock::{Clock, Entropy, NoEntropy};
use crate::feeds::FeedBoard;
use crate::limits::Limits;
use crate::live::LiveSources;
use crate::metrics::Metrics;
use crate::photos::PhotoArchive;
use crate::pipeline::photo_pass::PhotoPass;
use crate::pipeline::sessions::Sessions;
use crate::places::Places;
use crate::store::Store;
use crate::strangers::Strangers;

/// How long the first frame waits for live sources. Shorter than anybody notices; long enough for a healthy switch.
pub const GRACE: Duration = Duration::from_millis(120);

/// What a hub is made of.
pub struct Parts {
    /// The system of record.
    pub store: Arc<dyn Store>,
    /// Sources that are asked at query time.
    pub live: LiveSources,
    /// Where pictures are.
    pub photos: Option<PhotoArchive>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Gives tokens.
    pub entropy: Arc<dyn Entropy>,
    /// The data is synthetic, and demo accounts may sign in.
    pub demo: bool,
    /// How much one client may take.
    pub limits: Limits,
}

/// The hub, as every request sees it.
pub struct Hub {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) live: LiveSources,
    pub(crate) photos: Option<PhotoArchive>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) demo: bool,
    pub(crate) sessions: Sessions,
    pub(crate) photo_pass: PhotoPass,
    pub(crate) feeds: FeedBoard,
    pub(crate) lookups: Arc<Places>,
    pub(crate) strangers: Strangers,
    pub(crate) limits: Limits,
    pub(crate) metrics: Metrics,
    boot: u32,
    requests: AtomicU32,
}

impl Hub {
    /// Puts a hub together.
    ///
    /// # Errors
    /// [`NoEntropy`] when no key for photo identifiers can be made.
    pub fn new(parts: Parts) -> Result<Arc<Hub>, NoEntropy> {
        let Parts { store, live, photos, clock, entropy, demo, limits } = parts;
        let [a, b, c, d, ..] = entropy.bytes()?;
        Ok(Arc::new(Hub {
            photo_pass: PhotoPass::new(entropy.as_ref())?,
            store,
            live,
            photos,
            clock,
            entropy,
            demo,
            sessions: Sessions::default(),
            feeds: FeedBoard::default(),
            lookups: Places::new(limits.lookups, limits.lookups_per_operator),
            strangers: Strangers::new(limits.strangers_per_second),
            limits,
            metrics: Metrics::default(),
            boot: u32::from_be_bytes([a, b, c, d]),
            requests: AtomicU32::new(0),
        }))
    }

    /// Names a request: the hub's start and a running number.
    pub(crate) fn next_request(&self) -> RequestId {
        RequestId { boot: self.boot, number: self.requests.fetch_add(1, Ordering::Relaxed) }
    }
}

/// Names a request in logs, in the audit trail and in the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestId {
    boot: u32,
    number: u32,
}

impl std::fmt::Display for RequestId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:08x}{:08x}", self.boot, self.number)
    }
}
