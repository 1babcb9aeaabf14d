//! Many at the same time.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use ciss_journal::{Journal, Outcome, Position};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::backend::{Backend, SHARD, all_after, append, document, documents, positions};

const WRITERS: usize = 20;
const BATCHES: usize = 12;

/// Half of the writers share a journal that is open, the others have one of their own to the same place.
async fn several(backend: &dyn Backend) -> Vec<Arc<dyn Journal>> {
    vec![backend.open().await, backend.open().await, backend.open().await]
}

pub(crate) async fn twenty_writers_leave_no_gap_and_a_reader_misses_nothing(backend: Box<dyn Backend>) {
    let journals = several(&*backend).await;
    let expected: usize = (0..BATCHES).map(|batch| 1 + batch % 3).sum::<usize>() * WRITERS;
    // Reads while they write: who has read up to a position must not find anything new before it.
    let reader = Arc::clone(&journals[1]);
    let reader = tokio::spawn(async move {
        let mut seen = Vec::new();
        while seen.len() < expected {
            let at = Position(seen.len() as u64);
            reader.wait(SHARD, at).await.unwrap();
            seen.extend(reader.after(SHARD, at, 7).await.unwrap().entries);
        }
        seen
    });
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let journal = Arc::clone(&journals[writer % journals.len()]);
        writers.spawn(async move {
            let mut appended = BTreeMap::new();
            for batch in 0..BATCHES {
                let texts: Vec<_> =
                    (0..=batch % 3).map(|number| format!("{writer} {batch} {number}")).collect();
                let entries: Vec<_> = texts.iter().map(|text| document(text)).collect();
                let done = journal.append(SHARD, entries).await.unwrap();
                let mut places = done.windows(2).map(|pair| (pair[0].position.next(), pair[1].position));
                assert!(places.all(|(next, is)| next == is), "a batch stands together");
                appended.extend(done.iter().zip(texts).map(|(done, text)| (done.position, text)));
            }
            appended
        });
    }
    let appended: BTreeMap<Position, String> = writers.join_all().await.into_iter().flatten().collect();
    let seen = timeout(Duration::from_secs(60), reader).await.unwrap().unwrap();
    let gapless: Vec<u64> = (1..=expected as u64).collect();
    assert_eq!(positions(&seen), gapless);
    let names: Vec<_> = appended.values().map(|text| document(text).name).collect();
    assert_eq!(
        seen.iter().map(|entry| entry.name).collect::<Vec<_>>(),
        names,
        "each where its writer was told"
    );
    assert!(all_after(&*journals[0], Position::START, 1000).await == seen);
}

pub(crate) async fn the_same_names_from_many_writers_are_one_entry_each(backend: Box<dyn Backend>) {
    let journals = several(&*backend).await;
    let texts: Vec<String> = (0..10).map(|number| number.to_string()).collect();
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let journal = Arc::clone(&journals[writer % journals.len()]);
        let mut texts = texts.clone();
        texts.rotate_left(writer % 10);
        writers.spawn(async move {
            let mut told = BTreeMap::new();
            let mut new = 0;
            for two in texts.chunks(2) {
                let done =
                    journal.append(SHARD, two.iter().map(|text| document(text)).collect()).await.unwrap();
                new += done.iter().filter(|done| done.outcome == Outcome::New).count();
                told.extend(two.iter().cloned().zip(done.iter().map(|done| done.position)));
            }
            (told, new)
        });
    }
    let told = writers.join_all().await;
    assert!(told.iter().all(|(positions, _)| *positions == told[0].0), "everybody is told the same");
    assert_eq!(told.iter().map(|(_, new)| new).sum::<usize>(), texts.len());
    assert_eq!(all_after(&*journals[0], Position::START, 100).await.len(), texts.len());
}

pub(crate) async fn waiting_ends_with_what_was_waited_for(backend: Box<dyn Backend>) {
    let journals = several(&*backend).await;
    append(&journals[0], &["a"]).await;
    // What is there already is not waited for.
    let head = timeout(Duration::from_secs(5), journals[0].wait(SHARD, Position::START)).await.unwrap();
    assert_eq!(head.unwrap().position, Position(1));
    let waiting: Vec<_> = journals
        .iter()
        .map(|journal| {
            let journal = Arc::clone(journal);
            tokio::spawn(async move { journal.wait(SHARD, Position(2)).await })
        })
        .collect();
    append(&journals[1], &["b"]).await;
    assert!(waiting.iter().all(|waiting| !waiting.is_finished()), "not yet what they wait for");
    journals[1].append(SHARD, documents(&["c", "d"])).await.unwrap();
    for waiting in waiting {
        let head = timeout(Duration::from_secs(5), waiting).await.unwrap().unwrap().unwrap();
        assert_eq!(head.position, Position(4));
    }
}
