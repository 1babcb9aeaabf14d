//! In memory: for tests and for what is thrown away.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;

use crate::chain::Linked;
use crate::entry::{Appended, Body, Bookmark, Entry, Name, NewEntry, Outcome, Position, Shard};
use crate::error::JournalError;
use crate::group::Prepared;
use crate::journal::Journal;
use crate::limits::{self, MOST_AT_ONCE};
use crate::page::{self, Page};
use crate::wake::Bell;

/// Nobody else writes, so the bell rings for everything.
const LOOK: Duration = Duration::from_secs(3600);

/// A journal that ends with the value.
#[derive(Default)]
pub struct MemoryJournal {
    shards: Mutex<HashMap<Shard, Stream>>,
    bell: Bell,
}

#[derive(Default)]
struct Stream {
    entries: Vec<Entry>,
    names: HashMap<Name, usize>,
}

impl Stream {
    fn head(&self) -> Bookmark {
        self.entries.last().map_or(Bookmark::START, Entry::bookmark)
    }

    fn append(&mut self, shard: Shard, Prepared { entry, sha256 }: Prepared) -> Appended {
        let NewEntry { kind, name, time, body, erases } = entry;
        let appended = match self.names.get(&name).and_then(|index| self.entries.get(*index)) {
            Some(first) => {
                let outcome = match first.body {
                    _ if first.kind != kind || first.sha256 != sha256 => Outcome::Taken,
                    Body::Whole(_) => Outcome::Repeated,
                    Body::Erased(_) => Outcome::Erased,
                };
                Appended { position: first.position, outcome }
            }
            None => {
                let head = self.head();
                let position = head.position.next();
                let linked = Linked { shard, position, kind: &kind, name: &name, time, sha256: &sha256 };
                let link = linked.after(&head.link);
                self.names.insert(name, self.entries.len());
                self.entries.push(Entry {
                    shard,
                    position,
                    kind,
                    name,
                    time,
                    sha256,
                    link,
                    body: Body::Whole(body),
                });
                Appended { position, outcome: Outcome::New }
            }
        };
        if appended.outcome != Outcome::Taken {
            self.erase(&erases, appended.position);
        }
        appended
    }

    fn erase(&mut self, names: &[Name], by: Position) {
        for name in names {
            let erased = self.names.get(name).and_then(|index| self.entries.get_mut(*index));
            if let Some(entry) = erased.filter(|entry| matches!(entry.body, Body::Whole(_))) {
                entry.body = Body::Erased(by);
            }
        }
    }

    fn after(&self, shard: Shard, position: Position, limit: usize) -> Result<Page, JournalError> {
        let head = self.head();
        if let Some(page) = Page::without_reading(shard, position, head)? {
            return Ok(page);
        }
        let from = usize::try_from(position.0).unwrap_or(usize::MAX);
        let rest = self.entries.get(from..).unwrap_or_default();
        let sizes: Vec<_> = rest.iter().take(limit.clamp(1, MOST_AT_ONCE)).map(size).collect();
        let upto = page::end(position, &sizes);
        let first = from.saturating_sub(1);
        let through = usize::try_from(upto.0).unwrap_or(usize::MAX);
        let entries = self.entries.get(first..through).unwrap_or_default().to_vec();
        Page::checked(shard, position, entries, upto, head)
    }
}

fn size(entry: &Entry) -> (Position, usize) {
    let bytes = match &entry.body {
        Body::Whole(bytes) => bytes.len(),
        Body::Erased(_) => 0,
    };
    (entry.position, bytes)
}

impl MemoryJournal {
    fn shards(&self) -> MutexGuard<'_, HashMap<Shard, Stream>> {
        self.shards.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Journal for MemoryJournal {
    async fn append(&self, shard: Shard, batch: Vec<NewEntry>) -> Result<Vec<Appended>, JournalError> {
        limits::check(&batch)?;
        let prepared: Vec<Prepared> = batch.into_iter().map(Prepared::from).collect();
        let appended = {
            let mut shards = self.shards();
            let stream = shards.entry(shard).or_default();
            prepared.into_iter().map(|prepared| stream.append(shard, prepared)).collect()
        };
        self.bell.ring();
        Ok(appended)
    }

    async fn after(&self, shard: Shard, position: Position, limit: usize) -> Result<Page, JournalError> {
        let shards = self.shards();
        shards.get(&shard).unwrap_or(&Stream::default()).after(shard, position, limit)
    }

    async fn head(&self, shard: Shard) -> Result<Bookmark, JournalError> {
        Ok(self.shards().get(&shard).map_or(Bookmark::START, Stream::head))
    }

    async fn wait(&self, shard: Shard, position: Position) -> Result<Bookmark, JournalError> {
        self.bell.wait(position, LOOK, || self.head(shard)).await
    }

    async fn scrub(&self) -> Result<(), JournalError> {
        Ok(())
    }

    async fn close(&self) {}
}
