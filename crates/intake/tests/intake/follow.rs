//! What is taken in is followed: by whoever took it in, by others, and after a crash.

use std::sync::Arc;

use ciss_contract::source::Source;
use ciss_intake::Taken;
use ciss_journal::{Journal, JournalErrorKind, MemoryJournal, SqliteJournal};
use ciss_records::{Arrival, FeedLog as _, ReceivedDocument};
use ciss_store::{Durability, SqliteStore};
use jiff::Timestamp;

use crate::documents::{arrest, licence, person, registration};
use crate::hub::{alone, chain, entries, send, sharing};

#[tokio::test]
async fn who_takes_something_in_sees_it_and_so_does_whoever_opens_the_folder_later() {
    let data = tempfile::tempdir().unwrap();
    let luis = person("Ortiz", "Luis", "2007-03-14", "104882218").lives("1 Main St");
    let documents = [registration("R1", "AA11111", &[&luis]), licence("L1", &luis)];
    let hub = alone(data.path()).await;
    assert_eq!(send(&hub, &documents).await, Taken { documents: 2, repeated: 0 });
    let seen = chain(&hub, "AA11111").await.unwrap();
    assert_eq!(seen.people.len(), 1);
    hub.close().await.unwrap();
    let hub = alone(data.path()).await;
    assert_eq!(chain(&hub, "AA11111").await.unwrap(), seen);
    assert_eq!(send(&hub, &documents).await, Taken { documents: 0, repeated: 2 });
    assert_eq!(hub.store.feeds().await.unwrap().iter().map(|feed| feed.documents).sum::<u64>(), 2);
}

#[tokio::test]
async fn a_source_that_sends_the_same_again_is_heard() {
    let data = tempfile::tempdir().unwrap();
    let hub = alone(data.path()).await;
    let luis = person("Ortiz", "Luis", "2007-03-14", "104882218");
    let document = licence("L1", &luis);
    let at = |second: i64| {
        let bytes = serde_json::to_vec(&document).unwrap();
        let received = Timestamp::from_second(second).unwrap();
        let received = ReceivedDocument::new(&document, "application/json", bytes, received);
        Arrival { received, document: document.clone() }
    };
    for (sent, heard) in
        [(1_900_000_000, 1_900_000_000), (1_900_000_500, 1_900_000_500), (1_900_000_100, 1_900_000_500)]
    {
        hub.intake.take(vec![at(sent)]).await.unwrap();
        let feeds = hub.store.feeds().await.unwrap();
        assert_eq!((feeds[0].source, feeds[0].documents), (Source::DmvLicence, 1));
        assert_eq!(feeds[0].last_received, Timestamp::from_second(heard).unwrap(), "{sent}");
    }
}

/// What a source says, by letters: equal letters are equal bytes under one number. Then which of them counts.
async fn check_last_word(batches: &[&str], expect: char) {
    let data = tempfile::tempdir().unwrap();
    let hub = alone(data.path()).await;
    let luis = person("Ortiz", "Luis", "2007-03-14", "104882218").lives("1 Main St");
    let plate = |letter: char| format!("AA{0}{0}{0}{0}{0}", u32::from(letter) % 10);
    for batch in batches {
        let said: Vec<_> = batch.chars().map(|letter| registration("R1", &plate(letter), &[&luis])).collect();
        send(&hub, &said).await;
    }
    for letter in ['A', 'B', 'C'] {
        let counts = chain(&hub, &plate(letter)).await.is_some();
        assert_eq!(counts, letter == expect, "{letter} of {batches:?}");
    }
    let seen = entries_in(data.path(), hub).await;
    // The same last word once more changes nothing.
    let hub = alone(data.path()).await;
    let last = batches.last().unwrap().chars().last().unwrap();
    assert_eq!(send(&hub, &[registration("R1", &plate(last), &[&luis])]).await.documents, 0, "{batches:?}");
    assert!(chain(&hub, &plate(expect)).await.is_some());
    assert!(entries_in(data.path(), hub).await - seen <= 1, "a receipt at most");
}

/// How many entries the hub's journal has, once the hub is closed.
async fn entries_in(data: &std::path::Path, hub: ciss_intake::Holdings) -> usize {
    hub.close().await.unwrap();
    let journal = SqliteJournal::open(&data.join("journal.sqlite")).await.unwrap();
    let entries = entries(&journal).await.len();
    journal.close().await;
    entries
}

#[tokio::test]
async fn of_two_statements_of_one_date_the_one_that_was_said_last_counts_also_when_it_is_said_again() {
    for (batches, expect) in [
        (&["A", "B"][..], 'B'),
        (&["A", "B", "A"], 'A'),
        (&["ABA"], 'A'),
        (&["ABAB"], 'B'),
        (&["AB", "AB"], 'B'),
        (&["AB", "A", "B"], 'B'),
        (&["A", "B", "A", "C", "A"], 'A'),
        (&["AB", "A", "C", "B"], 'B'),
    ] {
        check_last_word(batches, expect).await;
    }
}

#[tokio::test]
async fn what_was_durable_and_not_applied_when_the_hub_ended_is_applied_at_the_next_start() {
    let (data, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let luis = person("Ortiz", "Luis", "2007-03-14", "104882218").lives("1 Main St");
    let hub = alone(data.path()).await;
    send(&hub, &[registration("R1", "AA11111", &[&luis])]).await;
    hub.close().await.unwrap();
    // A journal that has more than the golden records were told of.
    let other = alone(elsewhere.path()).await;
    send(&other, &[registration("R1", "AA11111", &[&luis]), arrest("A1", &luis, "53a-103")]).await;
    let expect = chain(&other, "AA11111").await.unwrap();
    other.close().await.unwrap();
    let journal = |folder: &tempfile::TempDir| folder.path().join("journal.sqlite");
    std::fs::copy(journal(&elsewhere), journal(&data)).unwrap();
    let hub = alone(data.path()).await;
    assert_eq!(chain(&hub, "AA11111").await.unwrap(), expect);
}

#[tokio::test]
async fn two_programs_on_one_folder_apply_every_entry_once() {
    let data = tempfile::tempdir().unwrap();
    let (first, second) = (alone(data.path()).await, alone(data.path()).await);
    let people: Vec<_> = (0..40)
        .map(|number| person("Ortiz", &format!("Luis{number}"), "1987-03-14", &format!("1048822{number:02}")))
        .collect();
    for (at, pair) in people.chunks(2).enumerate() {
        let documents = |who: usize| vec![licence(&format!("L{at}-{who}"), &pair[who])];
        let (one, two) = (documents(0), documents(1));
        tokio::join!(send(&first, &one), send(&second, &two));
    }
    for hub in [&first, &second] {
        assert_eq!(hub.store.feeds().await.unwrap()[0].documents, 40);
    }
    first.close().await.unwrap();
    second.close().await.unwrap();
    let journal = SqliteJournal::open(&data.path().join("journal.sqlite")).await.unwrap();
    assert_eq!(entries(&journal).await.len(), 40);
}

#[tokio::test]
async fn hubs_that_share_a_journal_show_the_same() {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let journal: Arc<dyn Journal> = Arc::new(MemoryJournal::default());
    let (one, two) = (sharing(folders[0].path(), &journal).await, sharing(folders[1].path(), &journal).await);
    let luis = person("Ortiz", "Luis", "2007-03-14", "104882218").lives("1 Main St");
    let (registered, arrested) =
        ([registration("R1", "AA11111", &[&luis])], [arrest("A1", &luis, "53a-103")]);
    tokio::join!(send(&one, &registered), send(&two, &arrested));
    for hub in [&one, &two] {
        hub.intake.caught_up().await.unwrap();
    }
    let late = sharing(folders[2].path(), &journal).await;
    let seen = chain(&one, "AA11111").await.unwrap();
    assert_eq!(seen.people[0].card.records, 2);
    assert_eq!(chain(&two, "AA11111").await.unwrap(), seen);
    assert_eq!(chain(&late, "AA11111").await.unwrap(), seen);
}

#[tokio::test]
async fn what_cannot_be_kept_is_refused_and_what_is_on_file_is_shown() {
    let data = tempfile::tempdir().unwrap();
    let hub = alone(data.path()).await;
    let luis = person("Ortiz", "Luis", "2007-03-14", "104882218").lives("1 Main St");
    send(&hub, &[registration("R1", "AA11111", &[&luis])]).await;
    hub.intake.close().await;
    let refused = hub.intake.take(vec![crate::documents::arrival(licence("L1", &luis))]).await.unwrap_err();
    assert!(refused.is_away(), "{refused}");
    assert!(chain(&hub, "AA11111").await.is_some());
    let journal = SqliteJournal::open(&data.path().join("journal.sqlite")).await.unwrap();
    assert_eq!(entries(&journal).await.len(), 1);
    journal.close().await;
    let kind = journal.head(ciss_journal::Shard(0)).await.unwrap_err().kind();
    assert_eq!(kind, JournalErrorKind::Unavailable);
    // The golden records themselves are whole.
    hub.store.close().await.unwrap();
    assert!(!SqliteStore::open(data.path(), Durability::Full).await.unwrap().is_outdated().await.unwrap());
}
