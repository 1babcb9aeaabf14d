//! What an erasure takes away, and what stays.

use std::sync::Arc;

use ciss_journal::{Body, Digest, Journal, Kind, Name, NewEntry, Outcome, Position};
use jiff::Timestamp;

use crate::backend::{Backend, SHARD, all_after, append, document};

fn erasure(key: &str, names: &[Name]) -> NewEntry {
    let name = Name::of(&[b"erasure", key.as_bytes()]);
    NewEntry::new(Kind::ERASURE, name, Timestamp::UNIX_EPOCH, key.as_bytes().to_vec())
        .erasing(names.iter().copied())
}

async fn erase(journal: &Arc<dyn Journal>, key: &str, texts: &[&str]) -> ciss_journal::Appended {
    let names: Vec<Name> = texts.iter().map(|text| document(text).name).collect();
    journal.append(SHARD, vec![erasure(key, &names)]).await.unwrap()[0]
}

pub(crate) async fn an_erased_body_is_gone_and_its_place_stays(backend: Box<dyn Backend>) {
    let journal = backend.open().await;
    append(&journal, &["a", "b", "c"]).await;
    let before = all_after(&*journal, Position::START, 10).await;
    let done = erase(&journal, "1", &["a", "c", "never sent"]).await;
    assert_eq!((done.position, done.outcome), (Position(4), Outcome::New));
    let after = all_after(&*journal, Position::START, 10).await;
    let bodies: Vec<_> = after.iter().map(|entry| entry.body.clone()).collect();
    let whole = |text: &str| Body::Whole(text.as_bytes().to_vec());
    let erased = || Body::Erased(Position(4));
    assert!(bodies == [erased(), whole("b"), erased(), whole("1")]);
    for (before, after) in before.iter().zip(&after) {
        assert_eq!((before.name, before.sha256, before.link), (after.name, after.sha256, after.link));
    }
    assert_eq!(after[0].sha256, Digest::of(b"a"));
    // In one batch with what it erases, and of what is erased already.
    let batch = vec![document("d"), erasure("2", &[document("d").name, document("a").name])];
    journal.append(SHARD, batch).await.unwrap();
    let after = all_after(&*journal, Position::START, 10).await;
    assert!(after[4].body == Body::Erased(Position(6)) && after[0].body == erased());
}

pub(crate) async fn what_is_erased_does_not_come_back(backend: Box<dyn Backend>) {
    let journal = backend.open().await;
    append(&journal, &["a", "b"]).await;
    erase(&journal, "1", &["a"]).await;
    let again = append(&journal, &["a", "b"]).await;
    assert_eq!((again[0].position, again[0].outcome), (Position(1), Outcome::Erased));
    assert_eq!((again[1].position, again[1].outcome), (Position(2), Outcome::Repeated));
    let entries = all_after(&*journal, Position::START, 10).await;
    assert!(entries[0].body == Body::Erased(Position(3)));
    // Sent again, an erasure is the entry that it was, and erases what has arrived since as well.
    let done = erase(&journal, "1", &["a", "b"]).await;
    assert_eq!((done.position, done.outcome), (Position(3), Outcome::Repeated));
    let entries = all_after(&*journal, Position::START, 10).await;
    assert!(entries.len() == 3 && entries[1].body == Body::Erased(Position(3)));
}

pub(crate) async fn entries_of_a_batch_count_in_their_order(backend: Box<dyn Backend>) {
    let journal = backend.open().await;
    append(&journal, &["before"]).await;
    let name = |text| document(text).name;
    let batch = vec![
        erasure("1", &[name("later"), name("before")]),
        document("later"),
        document("x"),
        erasure("2", &[name("x")]),
        document("x"),
        document("before"),
        erasure("1", &[name("later")]),
    ];
    let done = journal.append(SHARD, batch).await.unwrap();
    let done: Vec<_> = done.iter().map(|done| (done.position.0, done.outcome)).collect();
    let new = |position| (position, Outcome::New);
    let (x, before, again) = ((4, Outcome::Erased), (1, Outcome::Erased), (2, Outcome::Repeated));
    assert_eq!(done, [new(2), new(3), new(4), new(5), x, before, again]);
    let entries = all_after(&*journal, Position::START, 10).await;
    let by = |index: usize| match &entries[index].body {
        Body::Erased(by) => by.0,
        Body::Whole(_) => 0,
    };
    assert_eq!((by(0), by(2), by(3)), (2, 2, 5));
}

pub(crate) async fn bytes_of_an_erased_body_are_gone_from_the_disk(backend: Box<dyn Backend>) {
    if !backend.is_stored() {
        return;
    }
    let journal = backend.open().await;
    // One that stands beside its columns, and one that is laid on pages of its own.
    let (short, long) = ("SHORT BODY TO BE ERASED".to_owned(), noise("LONG BODY TO BE ERASED"));
    append(&journal, &[&short, &long, "stays"]).await;
    assert!(backend.holds(&short) && backend.holds(&long[40_000..40_100]));
    erase(&journal, "1", &[&short, &long]).await;
    journal.scrub().await.unwrap();
    assert!(backend.holds("stays"));
    assert!(!backend.holds(&short), "the short one");
    assert!(!backend.holds(&long[40_000..40_100]), "the long one");
    let entries = all_after(&*journal, Position::START, 10).await;
    assert!(entries[2].body == Body::Whole(b"stays".to_vec()));
}

/// Text that does not compress.
fn noise(seed: &str) -> String {
    let line = |number: u32| format!("{:?}", Name::of(&[seed.as_bytes(), &number.to_be_bytes()]));
    (0..10_000).map(line).collect()
}
