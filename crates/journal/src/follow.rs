//! Following a shard: reading what is new and handing it to a fold, for as long as the program runs.

mod progress;

use std::pin::pin;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use crate::entry::{Bookmark, Digest, Entry, Shard};
use crate::error::{JournalError, JournalErrorKind};
use crate::journal::Journal;
use crate::limits::MOST_AT_ONCE;
use crate::page::Page;

pub use progress::{Observer, Progress, Reporter, reporter};

/// Something derived from the entries of a shard.
#[async_trait]
pub trait Fold: Send {
    /// Why it cannot go on.
    type Error: Send;
    /// What it makes of entries before it applies them.
    type Read: Send + 'static;

    /// Up to where it has applied the entries; [`Bookmark::START`] where it was just made or dropped.
    async fn bookmark(&mut self) -> Result<Bookmark, Self::Error>;

    /// Whatever follows from entries alone, never none of them. Worked out on another thread while the entries before them
    /// are applied. Kinds that the fold does not know are passed over, and so is an entry whose body is erased.
    fn read(entries: Vec<Entry>) -> Self::Read;

    /// Applies what was read and keeps the bookmark, **in one transaction**: afterwards both are there, or neither is.
    async fn apply(&mut self, read: Self::Read, upto: Bookmark) -> Result<(), Self::Error>;
}

/// How [`follow()`] goes about it.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Entries that the fold gets at once, at most.
    pub batch: usize,
    /// The pause after the journal was found away for the first time; it doubles.
    pub first_pause: Duration,
    /// The longest pause.
    pub longest_pause: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        let first_pause = Duration::from_millis(50);
        Pace { batch: MOST_AT_ONCE / 4, first_pause, longest_pause: Duration::from_secs(5) }
    }
}

/// Why following ended. Starting again with the same fold does not help by itself.
#[derive(Debug, thiserror::Error)]
pub enum Ended<E> {
    /// What the fold derived is of another history. Drop it and build it again.
    #[error("what was derived is of another journal: {0}")]
    Diverged(JournalError),
    /// The journal cannot be read on.
    #[error(transparent)]
    Journal(JournalError),
    /// The fold failed. It stands at its last bookmark.
    #[error("the fold failed")]
    Fold(E),
}

/// Hands the entries of a shard to the fold, from its bookmark on, until `until` is done; while some are applied, the next are
/// read. While the journal is away it waits
/// and tries again; `report` says so, with the time that `now` tells. Stops between batches, never within one.
///
/// # Errors
/// As [`Ended`] says.
pub async fn follow<F: Fold>(
    journal: &dyn Journal,
    shard: Shard,
    fold: &mut F,
    pace: Pace,
    report: &Reporter,
    now: &(dyn Fn() -> Timestamp + Send + Sync),
    until: impl Future<Output = ()> + Send,
) -> Result<(), Ended<F::Error>> {
    let mut until = pin!(until);
    let mut at = fold.bookmark().await.map_err(Ended::Fold)?;
    let mut pause = pace.first_pause;
    report.applied(at);
    // Asked for without waiting: also where nothing is new, the first page tells whether the bookmark is of this journal.
    let mut next = Box::pin(fetch::<F>(journal, shard, at, Wait::No, pace.batch));
    let mut ahead = None;
    loop {
        let fetched = async {
            match ahead.take() {
                Some(fetched) => fetched,
                None => next.as_mut().await,
            }
        };
        let fetched = tokio::select! {
            biased;
            () = &mut until => return Ok(()),
            fetched = fetched => fetched,
        };
        let fetched = match fetched {
            Ok(fetched) if fetched.before != at.link => {
                report.away(now());
                let other = format!("shard {} has another entry at {}", shard.0, at.position);
                return Err(Ended::Diverged(JournalError::diverged(other)));
            }
            Ok(fetched) => fetched,
            Err(error) => match error.kind() {
                JournalErrorKind::Unavailable => {
                    tracing::warn!(shard = shard.0, %error, "following the journal is interrupted");
                    report.away(now());
                    tokio::select! {
                        biased;
                        () = &mut until => return Ok(()),
                        () = tokio::time::sleep(pause) => {}
                    }
                    pause = (pause * 2).min(pace.longest_pause);
                    // Without waiting, so that it shows that the journal is back although nothing is new.
                    next = Box::pin(fetch::<F>(journal, shard, at, Wait::No, pace.batch));
                    continue;
                }
                JournalErrorKind::Diverged => {
                    report.away(now());
                    return Err(Ended::Diverged(error));
                }
                JournalErrorKind::Damaged | JournalErrorKind::Refused => return Err(Ended::Journal(error)),
            },
        };
        pause = pace.first_pause;
        report.seen(fetched.head);
        let upto = fetched.news.as_ref().map_or(at, |(_, upto)| *upto);
        let wait = if upto.position >= fetched.head.position { Wait::ForNews } else { Wait::No };
        next = Box::pin(fetch::<F>(journal, shard, upto, wait, pace.batch));
        if let Some((read, _)) = fetched.news {
            let mut applying = pin!(fold.apply(read, upto));
            loop {
                tokio::select! {
                    biased;
                    applied = &mut applying => break applied.map_err(Ended::Fold)?,
                    fetched = next.as_mut(), if ahead.is_none() => ahead = Some(fetched),
                }
            }
            at = upto;
            report.applied(at);
        }
    }
}

/// Whether to wait until there is something new.
#[derive(Clone, Copy)]
enum Wait {
    No,
    ForNews,
}

/// A page of entries, read by a fold.
struct Fetched<R> {
    /// The link before them.
    before: Digest,
    head: Bookmark,
    /// What they say, and the last of them; none where nothing is new.
    news: Option<(R, Bookmark)>,
}

async fn fetch<F: Fold>(
    journal: &dyn Journal,
    shard: Shard,
    at: Bookmark,
    wait: Wait,
    batch: usize,
) -> Result<Fetched<F::Read>, JournalError> {
    match wait {
        Wait::No => {}
        Wait::ForNews => drop(journal.wait(shard, at.position).await?),
    }
    let Page { before, entries, head } = journal.after(shard, at.position, batch).await?;
    let Some(upto) = entries.last().map(Entry::bookmark) else {
        return Ok(Fetched { before, head, news: None });
    };
    let read = tokio::task::spawn_blocking(move || F::read(entries)).await;
    let read = read.map_err(|_| JournalError::refused(format!("reading up to {} failed", upto.position)))?;
    Ok(Fetched { before, head, news: Some((read, upto)) })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use tokio::sync::{Notify, Semaphore, oneshot};
    use tokio::time::Instant;

    use super::*;
    use crate::{Appended, Kind, MemoryJournal, Name, NewEntry, Position};

    const SHARD: Shard = Shard(3);

    /// Away for so many reads.
    #[derive(Default)]
    struct Flaky {
        inner: MemoryJournal,
        away_for: AtomicU32,
    }

    impl Flaky {
        fn answer(&self) -> Result<(), JournalError> {
            let down = |left: u32| left.checked_sub(1);
            match self.away_for.fetch_update(Ordering::Relaxed, Ordering::Relaxed, down) {
                Ok(_) => Err(JournalError::unavailable("away")),
                Err(_) => Ok(()),
            }
        }

        async fn give(&self, text: &str) {
            let (name, body) = (Name::of(&[text.as_bytes()]), text.as_bytes().to_vec());
            let entry = NewEntry::new(Kind::DOCUMENT, name, Timestamp::UNIX_EPOCH, body);
            self.append(SHARD, vec![entry]).await.unwrap();
        }
    }

    #[async_trait]
    impl Journal for Flaky {
        async fn append(&self, shard: Shard, batch: Vec<NewEntry>) -> Result<Vec<Appended>, JournalError> {
            self.inner.append(shard, batch).await
        }

        async fn after(&self, shard: Shard, position: Position, limit: usize) -> Result<Page, JournalError> {
            self.answer()?;
            self.inner.after(shard, position, limit).await
        }

        async fn head(&self, shard: Shard) -> Result<Bookmark, JournalError> {
            self.inner.head(shard).await
        }

        async fn wait(&self, shard: Shard, position: Position) -> Result<Bookmark, JournalError> {
            self.inner.wait(shard, position).await
        }

        async fn scrub(&self) -> Result<(), JournalError> {
            self.inner.scrub().await
        }

        async fn close(&self) {}
    }

    /// Applies a batch whenever it is allowed to; fails at a body that says so.
    struct Slow {
        at: Bookmark,
        allowed: Arc<Semaphore>,
        began: Arc<Notify>,
    }

    #[async_trait]
    impl Fold for Slow {
        type Error = &'static str;
        type Read = Vec<Entry>;

        fn read(entries: Vec<Entry>) -> Vec<Entry> {
            entries
        }

        async fn bookmark(&mut self) -> Result<Bookmark, Self::Error> {
            Ok(self.at)
        }

        async fn apply(&mut self, entries: Vec<Entry>, upto: Bookmark) -> Result<(), Self::Error> {
            self.began.notify_one();
            self.allowed.acquire().await.map_err(|_| "closed")?.forget();
            let bad = crate::Body::Whole(b"bad".to_vec());
            if entries.iter().any(|entry| entry.body == bad) {
                return Err("it cannot be applied");
            }
            self.at = upto;
            Ok(())
        }
    }

    struct Scene {
        journal: Arc<Flaky>,
        allowed: Arc<Semaphore>,
        began: Arc<Notify>,
        observer: Observer,
        stop: oneshot::Sender<()>,
        ended: tokio::task::JoinHandle<Result<(), Ended<&'static str>>>,
    }

    fn scene(away_for: u32, allowed: usize) -> Scene {
        let journal = Arc::new(Flaky::default());
        journal.away_for.store(away_for, Ordering::Relaxed);
        let (allowed, began) = (Arc::new(Semaphore::new(allowed)), Arc::new(Notify::new()));
        let mut fold = Slow { at: Bookmark::START, allowed: Arc::clone(&allowed), began: Arc::clone(&began) };
        let (report, observer) = reporter();
        let (stop, stopped) = oneshot::channel::<()>();
        let followed = Arc::clone(&journal);
        let ended = tokio::spawn(async move {
            let started = Instant::now();
            let now = move || Timestamp::from_second(started.elapsed().as_secs() as i64).unwrap_or_default();
            let until = async { drop(stopped.await) };
            follow(&*followed, SHARD, &mut fold, Pace::default(), &report, &now, until).await
        });
        Scene { journal, allowed, began, observer, stop, ended }
    }

    #[tokio::test(start_paused = true)]
    async fn a_journal_that_is_away_is_asked_less_and_less_often_and_said_to_be_stale() {
        let Scene { journal, mut observer, stop, ended, .. } = scene(12, 1);
        journal.give("a").await;
        let started = Instant::now();
        assert_eq!(observer.changed().await.unwrap().stale_since, Some(Timestamp::UNIX_EPOCH));
        assert!(observer.reached(Position(1)).await);
        // 50, 100, … 3,200 ms, then 5 s five times.
        assert_eq!(started.elapsed().as_millis(), 6_350 + 5 * 5_000);
        assert_eq!(observer.progress().stale_since, None);
        stop.send(()).unwrap();
        ended.await.unwrap().unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn stopping_waits_for_a_batch_and_not_for_the_journal() {
        let Scene { journal, allowed, began, observer, stop, ended } = scene(0, 0);
        journal.give("a").await;
        began.notified().await;
        stop.send(()).unwrap();
        tokio::time::sleep(Duration::from_secs(60)).await;
        assert!(!ended.is_finished(), "the batch is not finished");
        allowed.add_permits(1);
        ended.await.unwrap().unwrap();
        assert_eq!(observer.progress().applied.position, Position(1));

        let Scene { stop, ended, .. } = scene(u32::MAX, 0);
        tokio::time::sleep(Duration::from_secs(60)).await;
        stop.send(()).unwrap();
        ended.await.unwrap().unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn a_fold_that_fails_stands_at_its_last_bookmark() {
        let Scene { journal, mut observer, ended, stop, .. } = scene(0, 9);
        journal.give("a").await;
        assert!(observer.reached(Position(1)).await);
        journal.give("bad").await;
        assert!(matches!(ended.await.unwrap(), Err(Ended::Fold("it cannot be applied"))));
        assert!(!observer.reached(Position(2)).await, "nobody will come there");
        let progress = observer.progress();
        assert_eq!((progress.applied.position, progress.behind()), (Position(1), 1));
        drop(stop);
    }
}
