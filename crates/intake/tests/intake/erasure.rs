//! What the law erased leaves the journal too, whenever its erasure comes, and does not come back.

use std::sync::Arc;

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::WithdrawalReason;
use ciss_contract::source::Source;
use ciss_journal::{Journal, MemoryJournal, SqliteJournal};
use ciss_records::{Documents as _, FeedLog as _};

use crate::documents::{arrest, arrival, erasure, person, registration, withdrawal};
use crate::hub::{alone, blanked, chain, entries, send, sharing};

fn household() -> [SourceDocument; 2] {
    let luis = person("Ortiz", "Luis", "2007-03-14", "104882218").lives("1 Main St");
    [registration("R1", "AA11111", &[&luis]), arrest("A1", &luis, "53a-103")]
}

#[tokio::test]
async fn an_erased_document_leaves_the_journal_in_whichever_order_they_come() {
    let [registered, arrested] = household();
    let erases = erasure(Source::Rms, "E1", "A1");
    let expunges = withdrawal(Source::Rms, "A1", WithdrawalReason::Expunged);
    let orders = [
        vec![vec![registered.clone(), arrested.clone()], vec![erases.clone()]],
        vec![vec![erases.clone()], vec![registered.clone(), arrested.clone()]],
        vec![vec![registered.clone(), erases, arrested.clone()]],
        vec![vec![registered.clone(), arrested.clone()], vec![expunges.clone()]],
        vec![vec![expunges], vec![registered, arrested.clone()]],
    ];
    for (number, order) in orders.into_iter().enumerate() {
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let journal: Arc<dyn Journal> = Arc::new(MemoryJournal::default());
        let hub = sharing(folders[0].path(), &journal).await;
        for batch in &order {
            send(&hub, batch).await;
        }
        hub.intake.caught_up().await.unwrap();
        // The document itself, and the one that says it is expunged.
        let gone = if number < 3 { 1 } else { 2 };
        assert_eq!(blanked(&entries(&*journal).await), gone, "order {number}");

        // Whoever folds what is left comes to the same, and knows the document when it comes again.
        let late = sharing(folders[1].path(), &journal).await;
        let seen = chain(&hub, "AA11111").await.unwrap();
        assert_eq!(seen.people[0].card.records, 1, "order {number}");
        assert_eq!(chain(&late, "AA11111").await.unwrap(), seen, "order {number}");
        assert_eq!(late.store.feeds().await.unwrap(), hub.store.feeds().await.unwrap(), "order {number}");
        assert_eq!(send(&late, std::slice::from_ref(&arrested)).await.repeated, 1, "order {number}");
        let corrected = crate::documents::resend(arrested.clone(), "2027-01-01T00:00:00Z");
        send(&late, std::slice::from_ref(&corrected)).await;
        hub.intake.caught_up().await.unwrap();
        for hub in [&hub, &late] {
            hub.intake.caught_up().await.unwrap();
            assert_eq!(chain(hub, "AA11111").await.unwrap(), seen, "order {number}: it stays erased");
            let id = arrival(corrected.clone()).received.id;
            assert!(hub.store.document(&id).await.unwrap().is_none());
        }
        assert_eq!(blanked(&entries(&*journal).await), gone + 1, "order {number}");
    }
}

#[tokio::test]
async fn no_byte_of_an_erased_document_is_left_in_the_folder() {
    let data = tempfile::tempdir().unwrap();
    let hub = alone(data.path()).await;
    let [registered, mut arrested] = household();
    // A text that packing leaves as it is.
    let secret = "xq7kw9zj5vb3hn1mfd8s";
    arrested.persons[0].phones.push(secret.to_owned());
    send(&hub, &[registered, arrested]).await;
    send(&hub, &[erasure(Source::Rms, "E1", "A1")]).await;
    hub.close().await.unwrap();
    let journal = SqliteJournal::open(&data.path().join("journal.sqlite")).await.unwrap();
    assert_eq!(blanked(&entries(&journal).await), 1);
    journal.close().await;
    for file in std::fs::read_dir(data.path()).unwrap() {
        let path = file.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
        assert!(!found, "{}", path.display());
    }
}
