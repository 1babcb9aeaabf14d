//! Order, names, batches and bounds.

use ciss_journal::{
    Body, Bookmark, Digest, JournalErrorKind, Kind, LARGEST_BATCH, LARGEST_BODY, LARGEST_PAGE, MOST_AT_ONCE,
    Name, NewEntry, Outcome, Position, Shard,
};
use jiff::Timestamp;

use crate::backend::{Backend, SHARD, all_after, append, document, documents, positions};

fn outcomes(appended: &[ciss_journal::Appended]) -> Vec<(u64, Outcome)> {
    appended.iter().map(|appended| (appended.position.0, appended.outcome)).collect()
}

pub(crate) async fn an_empty_shard_is_empty(backend: Box<dyn Backend>) {
    let journal = backend.open().await;
    assert_eq!(journal.head(SHARD).await.unwrap(), Bookmark::START);
    let page = journal.after(SHARD, Position::START, 10).await.unwrap();
    assert_eq!((page.before, page.entries.len(), page.head), (Digest::default(), 0, Bookmark::START));
    assert_eq!(journal.append(SHARD, Vec::new()).await.unwrap(), []);
    assert_eq!(journal.head(SHARD).await.unwrap(), Bookmark::START);
}

pub(crate) async fn entries_come_back_as_they_were_appended(backend: Box<dyn Backend>) {
    let journal = backend.open().await;
    let at = |microseconds| Timestamp::from_microsecond(microseconds).unwrap();
    let kind = Kind::named("hit-confirmation").unwrap();
    let batch = vec![
        NewEntry::new(Kind::DOCUMENT, Name::of(&[b"1"]), at(1), Vec::new()),
        NewEntry::new(kind, Name::of(&[b"2"]), at(-5), (0..=255).collect()),
        NewEntry::new(Kind::DECISION, Name::of(&[b"3"]), Timestamp::MAX, vec![0; 70_000]),
    ];
    journal.append(SHARD, batch.clone()).await.unwrap();
    let entries = all_after(&*journal, Position::START, 10).await;
    assert_eq!(positions(&entries), [1, 2, 3]);
    for (entry, new) in entries.iter().zip(&batch) {
        assert_eq!((&entry.kind, entry.name, entry.time), (&new.kind, new.name, new.time));
        assert_eq!((entry.shard, entry.sha256), (SHARD, Digest::of(&new.body)));
        assert!(entry.body == Body::Whole(new.body.clone()));
    }
    assert_eq!(journal.head(SHARD).await.unwrap(), entries[2].bookmark());
}

pub(crate) async fn positions_are_gapless_and_pages_join(backend: Box<dyn Backend>) {
    let journal = backend.open().await;
    for batch in [&["a", "b", "c"][..], &["d"], &["e", "f"]] {
        append(&journal, batch).await;
    }
    let whole = all_after(&*journal, Position::START, 100).await;
    assert_eq!(positions(&whole), [1, 2, 3, 4, 5, 6]);
    for limit in [0, 1, 2, 4, 6, usize::MAX] {
        assert!(all_after(&*journal, Position::START, limit).await == whole, "pages of {limit}");
    }
    assert!(all_after(&*journal, Position(4), 1).await == whole[4..]);
    let page = journal.after(SHARD, Position(6), 1).await.unwrap();
    assert_eq!((page.entries.len(), page.before), (0, whole[5].link));
}

pub(crate) async fn the_same_name_is_one_entry(backend: Box<dyn Backend>) {
    let journal = backend.open().await;
    append(&journal, &["a", "b"]).await;
    let again = append(&journal, &["b", "c", "c", "a", "d"]).await;
    assert_eq!(
        outcomes(&again),
        [
            (2, Outcome::Repeated),
            (3, Outcome::New),
            (3, Outcome::Repeated),
            (1, Outcome::Repeated),
            (4, Outcome::New)
        ]
    );
    assert_eq!(outcomes(&append(&journal, &["c"]).await), [(3, Outcome::Repeated)]);
    assert_eq!(positions(&all_after(&*journal, Position::START, 10).await), [1, 2, 3, 4]);
}

pub(crate) async fn a_name_belongs_to_what_it_was_first_given_to(backend: Box<dyn Backend>) {
    let journal = backend.open().await;
    let named = |kind: Kind, body: &str| {
        NewEntry::new(kind, Name::of(&[b"key"]), Timestamp::UNIX_EPOCH, body.as_bytes().to_vec())
    };
    let other_body = || named(Kind::DECISION, "another").erasing([Name::of(&[b"a"])]);
    append(&journal, &["a"]).await;
    let batch = vec![named(Kind::DECISION, "one"), other_body(), named(Kind::DOCUMENT, "one")];
    let expect = |first| [(2, first), (2, Outcome::Taken), (2, Outcome::Taken)];
    assert_eq!(outcomes(&journal.append(SHARD, batch.clone()).await.unwrap()), expect(Outcome::New));
    assert_eq!(outcomes(&journal.append(SHARD, batch).await.unwrap()), expect(Outcome::Repeated));
    let entries = all_after(&*journal, Position::START, 10).await;
    assert!(entries[0].body == Body::Whole(b"a".to_vec()), "what is not written erases nothing");
    assert!(entries[1].body == Body::Whole(b"one".to_vec()));
    assert_eq!(entries.len(), 2);
}

pub(crate) async fn a_batch_is_whole_or_not_there(backend: Box<dyn Backend>) {
    let journal = backend.open().await;
    let mut batch = documents(&["a", "b", "c"]);
    batch[1].body = vec![0; LARGEST_BODY + 1];
    let error = journal.append(SHARD, batch).await.unwrap_err();
    assert_eq!(error.kind(), JournalErrorKind::Refused);
    assert_eq!(journal.head(SHARD).await.unwrap(), Bookmark::START);
    // A batch that fails within its transaction: the second entry's place is taken behind the journal's back.
    append(&journal, &["a"]).await;
    let taken = "INSERT INTO entry (shard, position, kind, name, time, sha256, link, body) \
                 VALUES (0, 3, 'document', x'01', 0, x'01', x'01', x'01')";
    if backend.is_stored() {
        backend.spoil(taken);
        journal.append(SHARD, documents(&["b", "c"])).await.unwrap_err();
        backend.spoil("DELETE FROM entry WHERE position = 3");
        assert_eq!(journal.head(SHARD).await.unwrap().position, Position(1));
        assert_eq!(positions(&all_after(&*journal, Position::START, 10).await), [1]);
        append(&journal, &["b", "c"]).await;
        assert_eq!(positions(&all_after(&*journal, Position::START, 10).await), [1, 2, 3]);
    }
}

pub(crate) async fn what_is_too_much_is_refused(backend: Box<dyn Backend>) {
    let journal = backend.open().await;
    let many = |count: usize| (0..count).map(|number| document(&number.to_string())).collect::<Vec<_>>();
    let mut large = documents(&["a", "b", "c"]);
    large.iter_mut().for_each(|entry| entry.body = vec![0; LARGEST_BATCH / 3 + 1]);
    let erasing = |count: usize| {
        let names = (0..count).map(|number| document(&number.to_string()).name);
        vec![document("erasing").erasing(names)]
    };
    for batch in [many(MOST_AT_ONCE + 1), large, erasing(MOST_AT_ONCE + 1)] {
        assert_eq!(journal.append(SHARD, batch).await.unwrap_err().kind(), JournalErrorKind::Refused);
    }
    assert_eq!(journal.append(SHARD, many(MOST_AT_ONCE)).await.unwrap().len(), MOST_AT_ONCE);
    let page = journal.after(SHARD, Position::START, usize::MAX).await.unwrap();
    assert_eq!(page.entries.len(), MOST_AT_ONCE);
}

pub(crate) async fn a_page_is_bounded_in_bytes(backend: Box<dyn Backend>) {
    let journal = backend.open().await;
    let mut batch = documents(&["a", "b", "c", "d"]);
    batch[0].body = vec![1; LARGEST_PAGE + 1];
    batch[1].body = vec![2; LARGEST_PAGE - 1];
    batch[2].body = vec![3; 1];
    journal.append(SHARD, batch).await.unwrap();
    let mut ends = Vec::new();
    let mut at = Position::START;
    while let Some(last) = journal.after(SHARD, at, 10).await.unwrap().entries.last() {
        at = last.position;
        ends.push(at.0);
    }
    assert_eq!(ends, [1, 3, 4]);
}

pub(crate) async fn shards_have_positions_of_their_own(backend: Box<dyn Backend>) {
    let journal = backend.open().await;
    let other = Shard(u32::MAX);
    append(&journal, &["a", "b"]).await;
    let appended = journal.append(other, documents(&["b"])).await.unwrap();
    assert_eq!(outcomes(&appended), [(1, Outcome::New)]);
    assert_eq!(journal.head(SHARD).await.unwrap().position, Position(2));
    assert_eq!(journal.head(other).await.unwrap().position, Position(1));
    let (here, there) = (
        journal.after(SHARD, Position(1), 9).await.unwrap(),
        journal.after(other, Position::START, 9).await.unwrap(),
    );
    assert_eq!((here.entries.len(), there.entries.len()), (1, 1));
    assert_eq!(there.entries[0].shard, other);
    assert_ne!(here.entries[0].link, there.entries[0].link);
}

pub(crate) async fn a_position_beyond_the_head_is_of_another_history(backend: Box<dyn Backend>) {
    let journal = backend.open().await;
    append(&journal, &["a"]).await;
    for beyond in [2, 1 << 40, u64::MAX] {
        let error = journal.after(SHARD, Position(beyond), 1).await.unwrap_err();
        assert_eq!(error.kind(), JournalErrorKind::Diverged, "{beyond}");
    }
}

pub(crate) async fn what_was_appended_is_there_after_a_restart(backend: Box<dyn Backend>) {
    let journal = backend.open().await;
    append(&journal, &["a", "b"]).await;
    let before = all_after(&*journal, Position::START, 10).await;
    drop(journal);
    let journal = backend.open().await;
    assert!(all_after(&*journal, Position::START, 10).await == before);
    let appended = append(&journal, &["b", "c"]).await;
    assert_eq!(outcomes(&appended), [(2, Outcome::Repeated), (3, Outcome::New)]);
}

pub(crate) async fn a_closed_journal_is_not_available(backend: Box<dyn Backend>) {
    if !backend.is_stored() {
        return;
    }
    let journal = backend.open().await;
    append(&journal, &["a"]).await;
    journal.close().await;
    journal.close().await;
    let closed = [
        journal.append(SHARD, documents(&["b"])).await.unwrap_err(),
        journal.head(SHARD).await.unwrap_err(),
        journal.wait(SHARD, Position(1)).await.unwrap_err(),
    ];
    closed.iter().for_each(|error| assert_eq!(error.kind(), JournalErrorKind::Unavailable));
    let journal = backend.open().await;
    assert_eq!(journal.head(SHARD).await.unwrap().position, Position(1));
}
