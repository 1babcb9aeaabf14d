//! Following a journal.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use ciss_journal::follow::{Ended, Observer, Pace, reporter};
use ciss_journal::{Bookmark, Entry, Fold, Journal, Position, follow};
use jiff::Timestamp;
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::backend::{Backend, SHARD, append, positions};

/// Keeps the positions that it was given; bookmark and list change together.
#[derive(Clone, Default)]
pub(crate) struct Listing(Arc<Mutex<(Bookmark, Vec<u64>)>>);

impl Listing {
    pub(crate) fn seen(&self) -> Vec<u64> {
        self.0.lock().unwrap().1.clone()
    }
}

#[async_trait]
impl Fold for Listing {
    type Error = Infallible;
    type Read = Vec<Entry>;

    fn read(entries: Vec<Entry>) -> Vec<Entry> {
        entries
    }

    async fn bookmark(&mut self) -> Result<Bookmark, Infallible> {
        Ok(self.0.lock().unwrap().0)
    }

    async fn apply(&mut self, entries: Vec<Entry>, upto: Bookmark) -> Result<(), Infallible> {
        assert!(!entries.is_empty() && entries.last().unwrap().bookmark() == upto);
        let mut derived = self.0.lock().unwrap();
        derived.1.extend(positions(&entries));
        derived.0 = upto;
        Ok(())
    }
}

/// A fold that is being followed.
pub(crate) struct Following {
    pub(crate) observer: Observer,
    stop: oneshot::Sender<()>,
    task: tokio::task::JoinHandle<Result<(), Ended<Infallible>>>,
}

impl Following {
    pub(crate) fn start(journal: &Arc<dyn Journal>, fold: &Listing) -> Following {
        let (journal, mut fold) = (Arc::clone(journal), fold.clone());
        let (report, observer) = reporter();
        let (stop, stopped) = oneshot::channel::<()>();
        let pace = Pace { batch: 2, ..Pace::default() };
        let task = tokio::spawn(async move {
            let until = async { drop(stopped.await) };
            follow(&*journal, SHARD, &mut fold, pace, &report, &Timestamp::now, until).await
        });
        Following { observer, stop, task }
    }

    pub(crate) async fn reached(&mut self, position: u64) {
        let reached = self.observer.reached(Position(position));
        assert!(timeout(Duration::from_secs(20), reached).await.unwrap(), "followed up to {position}");
    }

    pub(crate) async fn stop(self) -> Result<(), Ended<Infallible>> {
        self.stop.send(()).ok();
        timeout(Duration::from_secs(20), self.task).await.unwrap().unwrap()
    }
}

pub(crate) async fn a_fold_follows_and_goes_on_where_it_was(backend: Box<dyn Backend>) {
    let journal = backend.open().await;
    append(&journal, &["a", "b", "c"]).await;
    let fold = Listing::default();
    let mut following = Following::start(&journal, &fold);
    following.reached(3).await;
    let mine = append(&journal, &["d", "e"]).await[1].position;
    following.reached(mine.0).await;
    assert_eq!(fold.seen(), [1, 2, 3, 4, 5], "who appended sees it");
    let progress = following.observer.progress();
    assert_eq!((progress.behind(), progress.stale_since), (0, None));
    following.stop().await.unwrap();
    append(&journal, &["f"]).await;
    assert_eq!(fold.seen().len(), 5);

    let mut following = Following::start(&journal, &fold);
    following.reached(6).await;
    following.stop().await.unwrap();
    assert_eq!(fold.seen(), [1, 2, 3, 4, 5, 6]);

    let again = Listing::default();
    let mut following = Following::start(&journal, &again);
    following.reached(6).await;
    following.stop().await.unwrap();
    assert_eq!(again.seen(), fold.seen(), "dropped and built again");
}

pub(crate) async fn a_fold_of_another_history_is_not_followed(backend: Box<dyn Backend>) {
    let journal = backend.open().await;
    append(&journal, &["a", "b"]).await;
    let head = journal.head(SHARD).await.unwrap();
    let other_link =
        Bookmark { link: journal.after(SHARD, Position::START, 1).await.unwrap().entries[0].link, ..head };
    let beyond = Bookmark { position: head.position.next(), ..head };
    for bookmark in [other_link, beyond] {
        let fold = Listing::default();
        fold.0.lock().unwrap().0 = bookmark;
        let following = Following::start(&journal, &fold);
        let ended = timeout(Duration::from_secs(20), following.task).await.unwrap().unwrap();
        assert!(matches!(ended, Err(Ended::Diverged(_))), "{ended:?}");
        assert_eq!(fold.seen(), [0_u64; 0]);
    }
}
