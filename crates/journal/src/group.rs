//! Appends of one moment share a transaction, and so a sync of the disk. One task writes; everybody else queues.

use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, timeout_at};

use crate::entry::{Appended, Digest, NewEntry, Shard};
use crate::error::JournalError;
use crate::limits::{self, LARGEST_BATCH, MOST_AT_ONCE};

/// Batches that may wait; whoever comes later waits for a place.
const PLACES: usize = 256;

/// An entry on its way, with what can be worked out before its position is known.
pub(crate) struct Prepared {
    pub(crate) entry: NewEntry,
    pub(crate) sha256: Digest,
}

impl From<NewEntry> for Prepared {
    fn from(entry: NewEntry) -> Prepared {
        Prepared { sha256: Digest::of(&entry.body), entry }
    }
}

/// What writes a transaction.
pub(crate) trait Write: Send + 'static {
    /// Writes all entries or none, and says of each what became of it. Gives up at the deadline, but not before it tried.
    fn write(
        &mut self,
        shard: Shard,
        entries: &[Prepared],
        deadline: Instant,
    ) -> impl Future<Output = Result<Vec<Appended>, JournalError>> + Send;

    /// Takes the bytes of erased bodies off the disk.
    fn scrub(&mut self) -> impl Future<Output = Result<(), JournalError>> + Send;

    /// After the last one.
    fn close(self) -> impl Future<Output = ()> + Send;
}

/// The queue before a writer.
pub(crate) struct Queue {
    places: mpsc::Sender<Message>,
    patience: Duration,
}

enum Message {
    Append(Request),
    Scrub(oneshot::Sender<Result<(), JournalError>>),
    Close(oneshot::Sender<()>),
}

struct Request {
    shard: Shard,
    entries: Vec<Prepared>,
    deadline: Instant,
    done: oneshot::Sender<Result<Vec<Appended>, JournalError>>,
}

impl Queue {
    /// A queue before this writer. Who has waited for `patience` is told that the store is not available.
    pub(crate) fn new(writer: impl Write, patience: Duration) -> Queue {
        let (places, messages) = mpsc::channel(PLACES);
        tokio::spawn(serve(writer, messages));
        Queue { places, patience }
    }

    /// Checks a batch, queues it and waits until it is durable.
    pub(crate) async fn append(
        &self,
        shard: Shard,
        batch: Vec<NewEntry>,
    ) -> Result<Vec<Appended>, JournalError> {
        limits::check(&batch)?;
        if batch.is_empty() {
            return Ok(Vec::new());
        }
        let deadline = Instant::now() + self.patience;
        let (done, written) = oneshot::channel();
        let entries = batch.into_iter().map(Prepared::from).collect();
        let request = Message::Append(Request { shard, entries, deadline, done });
        match timeout_at(deadline, self.places.send(request)).await {
            Ok(Ok(())) => written.await.unwrap_or_else(|_| Err(closed())),
            Ok(Err(_)) => Err(closed()),
            Err(_) => Err(JournalError::unavailable("too many appends are waiting")),
        }
    }

    /// Takes the bytes of erased bodies off the disk, after what is queued.
    pub(crate) async fn scrub(&self) -> Result<(), JournalError> {
        let (done, scrubbed) = oneshot::channel();
        self.places.send(Message::Scrub(done)).await.map_err(|_| closed())?;
        scrubbed.await.unwrap_or_else(|_| Err(closed()))
    }

    /// Returns when everything queued is written and the writer has closed its store.
    pub(crate) async fn close(&self) {
        let (done, closed) = oneshot::channel();
        if self.places.send(Message::Close(done)).await.is_ok() {
            // An error means that another call has closed it.
            closed.await.ok();
        }
    }
}

/// The journal was closed.
pub(crate) fn closed() -> JournalError {
    JournalError::unavailable("it is closed")
}

async fn serve<W: Write>(mut writer: W, mut messages: mpsc::Receiver<Message>) {
    let mut waiting = Vec::new();
    while messages.recv_many(&mut waiting, PLACES).await > 0 {
        let (mut requests, mut scrubs, mut last) = (Vec::new(), Vec::new(), None);
        for message in waiting.drain(..) {
            match message {
                // Who comes after the end is dropped, and so learns that the journal is closed.
                Message::Append(_) | Message::Scrub(_) if last.is_some() => {}
                Message::Append(request) => requests.push(request),
                Message::Scrub(done) => scrubs.push(done),
                Message::Close(done) => last = last.or(Some(done)),
            }
        }
        for group in grouped(requests) {
            group.write(&mut writer).await;
        }
        if !scrubs.is_empty() {
            let scrubbed = writer.scrub().await;
            // Who gave up waiting needs no answer.
            scrubs.into_iter().for_each(|done| drop(done.send(scrubbed.clone())));
        }
        if let Some(done) = last {
            writer.close().await;
            drop(messages);
            // Who gave up waiting needs no answer.
            done.send(()).ok();
            return;
        }
    }
    writer.close().await;
}

/// Requests for one shard that share a transaction.
struct Group {
    shard: Shard,
    requests: Vec<Request>,
    entries: usize,
    bytes: usize,
}

/// Puts requests together, each shard's in their order, as far as one transaction takes them.
fn grouped(requests: Vec<Request>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for request in requests {
        let entries = request.entries.len();
        let bytes = request.entries.iter().map(|prepared| prepared.entry.body.len()).sum::<usize>();
        let last = groups.iter_mut().rfind(|group| group.shard == request.shard);
        match last
            .filter(|group| group.entries + entries <= MOST_AT_ONCE && group.bytes + bytes <= LARGEST_BATCH)
        {
            Some(group) => {
                group.entries += entries;
                group.bytes += bytes;
                group.requests.push(request);
            }
            None => groups.push(Group { shard: request.shard, requests: vec![request], entries, bytes }),
        }
    }
    groups
}

impl Group {
    async fn write(self, writer: &mut impl Write) {
        let mut entries = Vec::with_capacity(self.entries);
        let mut waiting = Vec::with_capacity(self.requests.len());
        let mut deadline = None;
        for request in self.requests {
            waiting.push((request.entries.len(), request.done));
            entries.extend(request.entries);
            deadline =
                Some(deadline.map_or(request.deadline, |earliest: Instant| earliest.min(request.deadline)));
        }
        let written = writer.write(self.shard, &entries, deadline.unwrap_or_else(Instant::now)).await;
        let mut rest = written.as_deref().unwrap_or_default();
        for (count, done) in waiting {
            let (own, others) = rest.split_at(count.min(rest.len()));
            rest = others;
            let answer = match &written {
                Ok(_) => Ok(own.to_vec()),
                Err(error) => Err(error.clone()),
            };
            // Who gave up waiting needs no answer; the entries are written all the same.
            done.send(answer).ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use jiff::Timestamp;

    use super::*;
    use crate::entry::{Kind, Name, Outcome, Position};

    fn batch(count: usize, bytes: usize) -> Vec<NewEntry> {
        let entry = |number: usize| {
            let name = Name::of(&[&number.to_be_bytes()]);
            NewEntry::new(Kind::DOCUMENT, name, Timestamp::UNIX_EPOCH, vec![0; bytes])
        };
        (0..count).map(entry).collect()
    }

    fn check(requests: &[(u32, usize, usize)], expect: &[(u32, usize)]) {
        let request = |(shard, count, bytes): &(u32, usize, usize)| Request {
            shard: Shard(*shard),
            entries: batch(*count, *bytes).into_iter().map(Prepared::from).collect(),
            deadline: Instant::now(),
            done: oneshot::channel().0,
        };
        let groups = grouped(requests.iter().map(request).collect());
        let shape: Vec<_> = groups.iter().map(|group| (group.shard.0, group.entries)).collect();
        assert_eq!(shape, expect);
    }

    #[test]
    fn requests_of_a_shard_share_a_transaction_as_far_as_one_takes_them() {
        check(&[], &[]);
        check(&[(0, 1, 9), (1, 2, 9), (0, 3, 9)], &[(0, 4), (1, 2)]);
        check(&[(0, MOST_AT_ONCE, 0), (0, 1, 0), (0, 1, 0)], &[(0, MOST_AT_ONCE), (0, 2)]);
        check(&[(0, 1, LARGEST_BATCH), (0, 1, 0), (0, 1, 1)], &[(0, 2), (0, 1)]);
        // A later request never stands before an earlier one of its shard, even where it would fit there.
        check(&[(0, 1, LARGEST_BATCH), (0, 1, 1), (0, 1, 0)], &[(0, 1), (0, 2)]);
    }

    /// Counts transactions; each waits for a permit.
    struct Counting(Arc<Mutex<Vec<usize>>>, Arc<tokio::sync::Semaphore>);

    impl Write for Counting {
        async fn write(
            &mut self,
            _: Shard,
            entries: &[Prepared],
            _: Instant,
        ) -> Result<Vec<Appended>, JournalError> {
            let permit = self.1.acquire().await.map_err(|_| closed())?;
            permit.forget();
            self.0.lock().unwrap().push(entries.len());
            let positions = (1..).map(Position).take(entries.len());
            Ok(positions.map(|position| Appended { position, outcome: Outcome::New }).collect())
        }

        async fn scrub(&mut self) -> Result<(), JournalError> {
            Ok(())
        }

        async fn close(self) {}
    }

    #[tokio::test(start_paused = true)]
    async fn what_waits_together_is_written_together_and_each_is_told_its_own() {
        let (sizes, permits) = (Arc::default(), Arc::new(tokio::sync::Semaphore::new(0)));
        let writer = Counting(Arc::clone(&sizes), Arc::clone(&permits));
        let queue = Arc::new(Queue::new(writer, Duration::from_secs(5)));
        let append = |count| {
            let queue = Arc::clone(&queue);
            tokio::spawn(async move { queue.append(Shard(0), batch(count, 1)).await })
        };
        let first = append(1);
        tokio::task::yield_now().await;
        tokio::task::yield_now().await;
        let (second, third) = (append(2), append(3));
        tokio::time::sleep(Duration::from_millis(1)).await;
        permits.add_permits(9);
        assert_eq!(first.await.unwrap().unwrap().len(), 1);
        let second: Vec<_> = second.await.unwrap().unwrap().iter().map(|entry| entry.position.0).collect();
        let third: Vec<_> = third.await.unwrap().unwrap().iter().map(|entry| entry.position.0).collect();
        assert_eq!((second, third), (vec![1, 2], vec![3, 4, 5]));
        assert_eq!(*sizes.lock().unwrap(), [1, 5]);
        queue.close().await;
        assert_eq!(queue.append(Shard(0), batch(1, 1)).await, Err(closed()));
        queue.close().await;
    }
}
