//! Documents from a thread that reads or makes them, into the journal in batches.

use ciss_contract::document::SourceDocument;
use ciss_intake::Intake;
use ciss_records::{Arrival, ReceivedDocument};
use futures_util::{StreamExt, stream};
use jiff::Timestamp;
use tokio::sync::mpsc;

use super::{CommandError, Progress};

/// Documents to a batch: as many as the journal takes at once.
const BATCH_DOCUMENTS: usize = ciss_journal::MOST_AT_ONCE;
/// Bytes to a batch, whichever comes first.
const BATCH_BYTES: usize = 16 << 20;
/// Batches on their way: one is appended, one read back and one applied at the same time.
const IN_FLIGHT: usize = 3;

/// The reading end of a feed.
pub(super) struct Feed {
    batch: Vec<Arrival>,
    bytes: usize,
    batches: mpsc::Sender<Vec<Arrival>>,
}

/// The way in has stopped taking documents; its own error says why.
pub(super) struct Stopped;

impl Feed {
    /// Adds a document. Blocks while the hub is busy.
    pub(super) fn push(
        &mut self,
        document: SourceDocument,
        media_type: &str,
        bytes: Vec<u8>,
        received: Timestamp,
    ) -> Result<(), Stopped> {
        let received = ReceivedDocument::new(&document, media_type, bytes, received);
        self.add(Arrival { received, document })
    }

    /// Adds what arrived. Blocks while the hub is busy.
    pub(super) fn add(&mut self, arrival: Arrival) -> Result<(), Stopped> {
        self.bytes += arrival.received.bytes.len();
        self.batch.push(arrival);
        if self.batch.len() < BATCH_DOCUMENTS && self.bytes < BATCH_BYTES { Ok(()) } else { self.send() }
    }

    fn send(&mut self) -> Result<(), Stopped> {
        self.bytes = 0;
        let batch = std::mem::take(&mut self.batch);
        if batch.is_empty() { Ok(()) } else { self.batches.blocking_send(batch).map_err(|_| Stopped) }
    }
}

/// Runs `read` on a thread of its own and takes in what it pushes.
pub(super) async fn take_in<T: Send + 'static>(
    intake: &Intake,
    read: impl FnOnce(&mut Feed) -> Result<T, Stopped> + Send + 'static,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<T, CommandError> {
    let (batches, queue) = mpsc::channel(1);
    let reader = tokio::task::spawn_blocking(move || {
        let mut feed = Feed { batch: Vec::new(), bytes: 0, batches };
        let read = read(&mut feed)?;
        feed.send()?;
        Ok::<T, Stopped>(read)
    });
    let batches = stream::unfold(queue, async |mut queue| queue.recv().await.map(|batch| (batch, queue)));
    let mut taken = std::pin::pin!(batches.map(|batch| intake.take(batch)).buffered(IN_FLIGHT));
    let mut total = Progress::default();
    while let Some(done) = taken.next().await {
        let done = done?;
        let new = u64::try_from(done.documents).unwrap_or_default();
        total.new += new;
        total.documents += new + u64::try_from(done.repeated).unwrap_or_default();
        progress(total);
    }
    match reader.await {
        Ok(Ok(read)) => Ok(read),
        Ok(Err(Stopped)) | Err(_) => Err(CommandError::Interrupted),
    }
}
