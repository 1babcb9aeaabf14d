//! The way in: what arrives is appended to the journal, and the golden records are folded from it.
//!
//! Nothing is derived from a document before it is durable, and whatever is derived can be dropped and made again. Whoever
//! takes something in and then reads sees it, because taking in waits until the fold is there.

mod entry;
mod former;
mod holdings;
mod rebuild;
mod records;
mod upkeep;
mod whole;

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use std::time::Duration;

use ciss_cards::naming::{document_id, lineage, said_again};
use ciss_contract::document::SourceDocument;
use ciss_contract::source::Source;
use ciss_identity::clock::Clock;
use ciss_identity::keyring::{DayKey, Keyring, Revocation};
use ciss_journal::follow::{Observer, reporter};
use ciss_journal::{
    Bookmark, Journal, JournalError, JournalErrorKind, LARGEST_BATCH, MOST_AT_ONCE, NewEntry, Outcome,
    Position,
};
use ciss_records::{Arrival, Folded, StoreError};
use ciss_store::SqliteStore;
use ciss_store::packing::Packer;
use jiff::Timestamp;
use tokio::sync::{Mutex, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use entry::SHARD;
pub use holdings::JOURNAL;
pub use holdings::{Holdings, JournalPlace};
pub use rebuild::rebuild;
use upkeep::Upkeep;
pub use whole::read_whole;

/// How long something that was appended may take to be applied while the fold makes no step forward.
const STANDSTILL: Duration = Duration::from_secs(300);

/// What was taken in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Documents that were new.
    pub documents: usize,
    /// Documents that had been sent before.
    pub repeated: usize,
}

/// Why something was not taken in, or cannot be seen yet.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// The journal. Where it is away nothing can be kept; the same may be sent again.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The journal did not answer before, so that it is not asked now.
    #[error("the journal does not answer")]
    CutOff,
    /// The golden records.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It is kept, and the golden records do not follow.
    #[error("it is in the journal, and the golden records do not follow")]
    NotFollowed,
}

impl IntakeError {
    /// True where the journal does not answer, and trying again later helps.
    pub fn is_away(&self) -> bool {
        match self {
            IntakeError::Journal(error) => error.kind() == JournalErrorKind::Unavailable,
            IntakeError::CutOff => true,
            IntakeError::Store(_) | IntakeError::NotFollowed => false,
        }
    }
}

/// How what a hub shows stands to what is in the journal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Entries that are known of and not applied.
    pub behind: u64,
    /// Since when the journal does not answer, where it does not: what was appended since is not shown.
    pub stale_since: Option<Timestamp>,
    /// Up to where the golden records are made again by other rules, and the newest entry; none where they are not.
    pub rebuilding: Option<(Position, Position)>,
}

/// Golden records that follow a journal.
#[derive(Clone)]
pub enum Golden {
    /// Without anything to build them anew beside: for tests.
    Plain(Arc<dyn Folded>),
    /// In files.
    Files(Arc<SqliteStore>),
}

impl Golden {
    fn folded(&self) -> &dyn Folded {
        match self {
            Golden::Plain(folded) => folded.as_ref(),
            Golden::Files(store) => store.as_ref(),
        }
    }
}

/// Takes documents in.
pub struct Intake {
    journal: Arc<dyn Journal>,
    golden: Golden,
    clock: Arc<dyn Clock>,
    keyring: Arc<Keyring>,
    /// Held from when a batch comes until it is appended: batches are appended in the order in which they came.
    door: Mutex<()>,
    observer: Observer,
    building: watch::Receiver<Option<Observer>>,
    failing: watch::Receiver<bool>,
    stop: watch::Sender<bool>,
    upkeep: Mutex<Option<JoinHandle<()>>>,
}

impl Intake {
    /// Begins to follow the journal with these golden records. Must be called within a runtime.
    pub fn start(journal: Arc<dyn Journal>, golden: Golden, clock: Arc<dyn Clock>) -> Intake {
        let (report, observer) = reporter();
        let (stop, stopped) = watch::channel(false);
        let (building, watched) = watch::channel(None);
        let (fails, failing) = watch::channel(false);
        let keyring = Arc::<Keyring>::default();
        let upkeep = Upkeep {
            journal: Arc::clone(&journal),
            golden: golden.clone(),
            clock: Arc::clone(&clock),
            keyring: Arc::clone(&keyring),
            report,
            building,
            fails,
            stopped,
        };
        Intake {
            journal,
            golden,
            clock,
            keyring,
            door: Mutex::default(),
            observer,
            building: watched,
            failing,
            stop,
            upkeep: Mutex::new(Some(tokio::spawn(upkeep.run()))),
        }
    }

    /// Takes documents in, and returns once they are durable and can be read.
    ///
    /// # Errors
    /// [`IntakeError`]. Where it is not followed, or the journal was lost meanwhile, some may be in the journal; the same
    /// may be sent again.
    pub async fn take(&self, batch: Vec<Arrival>) -> Result<Taken, IntakeError> {
        self.not_cut_off()?;
        let sent: Vec<(Source, Timestamp)> =
            batch.iter().map(|arrival| (arrival.document.source, arrival.received.received)).collect();
        let written = tokio::task::spawn_blocking(move || {
            let mut packer = Packer::new()?;
            let entries = batch.iter().map(|arrival| entry::document(arrival, &mut packer));
            let entries = entries.collect::<Result<Vec<_>, _>>()?;
            Ok::<_, StoreError>((batch, entries))
        });
        let (door, written) = tokio::join!(self.door.lock(), written);
        let (batch, entries) = written.map_err(|_| StoreError::WriterGone)??;
        let mut taken = Taken::default();
        let mut last = Position::START;
        let mut again: BTreeSet<(Source, Timestamp)> = BTreeSet::new();
        let mut repeated: Vec<bool> = Vec::with_capacity(sent.len());
        let mut sent = sent.into_iter();
        for entries in in_batches(entries) {
            let appended = self.journal.append(SHARD, entries).await?;
            for (appended, from) in appended.into_iter().zip(sent.by_ref()) {
                repeated.push(appended.outcome == Outcome::Repeated);
                last = last.max(appended.position);
                match appended.outcome {
                    Outcome::New => taken.documents += 1,
                    // The name covers the content, so that another body is the same document packed otherwise.
                    Outcome::Repeated | Outcome::Erased | Outcome::Taken => {
                        taken.repeated += 1;
                        again.insert(from);
                    }
                }
            }
        }
        if !again.is_empty() {
            let receipts =
                again.into_iter().map(|(source, at)| entry::receipt(source, at)).collect::<Result<_, _>>()?;
            let appended = self.journal.append(SHARD, receipts).await?;
            last = appended.into_iter().fold(last, |last, appended| last.max(appended.position));
        }
        let repeated = last_words(batch, &repeated);
        if !repeated.is_empty() {
            self.reached(last).await?;
            let said = self.said_again(repeated).await?;
            taken.documents += said.len();
            taken.repeated -= said.len();
            if !said.is_empty() {
                let appended = self.journal.append(SHARD, said).await?;
                last = appended.into_iter().fold(last, |last, appended| last.max(appended.position));
            }
        }
        drop(door);
        self.reached(last).await?;
        Ok(taken)
    }

    /// Entries for what is on file already and yet counts no longer, because something else was said since: a source that
    /// returns to what it said before, in the same words, is not to be passed over. Every hub gives them the same names.
    async fn said_again(&self, repeated: Vec<Arrival>) -> Result<Vec<NewEntry>, IntakeError> {
        let names: Vec<u64> = repeated.iter().map(entry::name_of).collect();
        let instead = self.golden.folded().displaced(&names).await?;
        let mut packer = Packer::new()?;
        let mut entries = Vec::new();
        for (mut arrival, name) in repeated.into_iter().zip(names) {
            if let Some(instead) = instead.get(&name) {
                arrival.received.id = document_id(said_again(name, *instead));
                entries.push(entry::document(&arrival, &mut packer)?);
            }
        }
        Ok(entries)
    }

    /// The keys of sessions, as the journal has them.
    pub fn keyring(&self) -> &Arc<Keyring> {
        &self.keyring
    }

    /// Gives the day a key, where it has none yet.
    ///
    /// # Errors
    /// [`IntakeError`].
    pub async fn give_key(&self, key: DayKey) -> Result<(), IntakeError> {
        self.append(entry::key(&key, self.clock.now())?).await
    }

    /// Ends a session at every hub.
    ///
    /// # Errors
    /// [`IntakeError`].
    pub async fn revoke(&self, revocation: Revocation) -> Result<(), IntakeError> {
        self.append(entry::revocation(&revocation, self.clock.now())?).await
    }

    async fn append(&self, entry: NewEntry) -> Result<(), IntakeError> {
        self.not_cut_off()?;
        let appended = self.journal.append(SHARD, vec![entry]).await?;
        self.reached(appended.first().map_or(Position::START, |appended| appended.position)).await
    }

    /// Waits until everything is applied that is in the journal when this is called. Where the journal is away, golden records
    /// that have followed it before are good enough.
    ///
    /// # Errors
    /// [`IntakeError::Journal`] where it is away and there are none, or it cannot be read; [`IntakeError::NotFollowed`].
    pub async fn caught_up(&self) -> Result<(), IntakeError> {
        match self.journal.head(SHARD).await {
            Ok(head) => self.reached(head.position).await,
            Err(error) if error.kind() == JournalErrorKind::Unavailable => {
                match self.golden.folded().bookmark().await? {
                    Bookmark::START => Err(error.into()),
                    _ => Ok(()),
                }
            }
            Err(error) => Err(error.into()),
        }
    }

    /// How what is shown stands to what is in the journal.
    pub fn standing(&self) -> Standing {
        let building = self.building.borrow().as_ref().map(Observer::progress);
        let progress = self.observer.progress();
        Standing {
            behind: progress.behind(),
            stale_since: progress.stale_since,
            rebuilding: building.map(|progress| (progress.applied.position, progress.head)),
        }
    }

    /// Finishes the step that is being made, and lets go of the journal.
    pub async fn close(&self) {
        self.stop.send_replace(true);
        if let Some(upkeep) = self.upkeep.lock().await.take()
            && upkeep.await.is_err()
        {
            tracing::error!("following the journal ended badly");
        }
        self.journal.close().await;
    }

    /// Whoever waits at a screen is to be told at once, and not when the journal's patience ends.
    fn not_cut_off(&self) -> Result<(), IntakeError> {
        match self.observer.progress().stale_since {
            Some(_) => Err(IntakeError::CutOff),
            None => Ok(()),
        }
    }

    /// Waits until the entry at this position is applied.
    async fn reached(&self, position: Position) -> Result<(), IntakeError> {
        let (mut observer, mut failing) = (self.observer.clone(), self.failing.clone());
        loop {
            if observer.progress().applied.position >= position {
                return Ok(());
            }
            // Following tries again by itself; whoever waits need not, where the journal has gone or nothing moves.
            let moved = tokio::select! {
                changed = timeout(STANDSTILL, observer.changed()) => {
                    changed.ok().flatten().is_some_and(|progress| progress.stale_since.is_none())
                }
                _ = failing.wait_for(|fails| *fails) => false,
            };
            // What is applied counts, also where following has ended since.
            if !moved && observer.progress().applied.position < position {
                return Err(IntakeError::NotFollowed);
            }
        }
    }
}

/// Of what was on file already, that after which nothing else of its document came in the same batch.
fn last_words(batch: Vec<Arrival>, repeated: &[bool]) -> Vec<Arrival> {
    if !repeated.contains(&true) {
        return Vec::new();
    }
    let mut spoken: HashSet<u64> = HashSet::new();
    let mut last: Vec<Arrival> = Vec::new();
    for (arrival, repeated) in batch.into_iter().zip(repeated).rev() {
        let SourceDocument { source, originator, number, .. } = &arrival.document;
        if spoken.insert(lineage(*source, originator.as_deref(), number)) && *repeated {
            last.push(arrival);
        }
    }
    last.reverse();
    last
}

/// Cuts entries into batches that the journal takes.
fn in_batches(entries: Vec<NewEntry>) -> Vec<Vec<NewEntry>> {
    let mut batches: Vec<Vec<NewEntry>> = Vec::new();
    let mut bytes = 0;
    for entry in entries {
        bytes += entry.body.len();
        match batches.last_mut().filter(|batch| batch.len() < MOST_AT_ONCE && bytes <= LARGEST_BATCH) {
            Some(batch) => batch.push(entry),
            None => {
                bytes = entry.body.len();
                batches.push(vec![entry]);
            }
        }
    }
    batches
}

#[cfg(test)]
mod tests {
    use ciss_journal::{Kind, Name};

    use super::*;

    #[test]
    fn batches_are_as_large_as_the_journal_takes_them() {
        let check = |sizes: &[usize], expect: &[usize]| {
            let entry = |size: &usize| {
                NewEntry::new(Kind::DOCUMENT, Name([0; 32]), Timestamp::UNIX_EPOCH, vec![0; *size])
            };
            let batches = in_batches(sizes.iter().map(entry).collect());
            assert_eq!(batches.iter().map(Vec::len).collect::<Vec<_>>(), expect);
        };
        check(&[], &[]);
        check(&[1; MOST_AT_ONCE], &[MOST_AT_ONCE]);
        check(&[0; MOST_AT_ONCE + 1], &[MOST_AT_ONCE, 1]);
        check(&[LARGEST_BATCH, 1, 1], &[1, 2]);
        check(&[1, LARGEST_BATCH - 1, 1], &[2, 1]);
    }
}
