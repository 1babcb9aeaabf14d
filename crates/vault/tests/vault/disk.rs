//! What whoever has the disk sees, and may change.

use std::collections::HashSet;

use ciss_vault::VaultError;
use proptest::prelude::*;

use crate::{LOOKUP, PIN, at, bench, bodies};

async fn damaged_by(change: &'static str) -> VaultError {
    let bench = bench();
    let vault = bench.create("reyes").await;
    for (name, body) in [("one", "first"), ("two", "second")] {
        vault.put(LOOKUP, name, body.as_bytes(), at(0)).await.unwrap();
    }
    vault.close().await.unwrap();
    bench.remember().await;
    let vault = bench.place("reyes").unlock(PIN, at(0)).await.unwrap();
    vault.put(LOOKUP, "one", b"third", at(0)).await.unwrap();
    vault.put(LOOKUP, "two", b"fourth", at(0)).await.unwrap();
    vault.close().await.unwrap();
    bench.change(change).await;
    let vault = match bench.place("reyes").unlock(PIN, at(0)).await {
        Ok(vault) => vault,
        Err(error) => return error,
    };
    let (one, two) = (vault.get(LOOKUP, "one", at(0)).await, vault.get(LOOKUP, "two", at(0)).await);
    let left = bodies(vault.all(LOOKUP, at(0)).await.unwrap());
    assert!(left.len() < 2, "{change}: all is as it was");
    one.and(two).expect_err(change)
}

/// Of the two rows that are no index the one with the lesser name.
macro_rules! one_row {
    ($change:literal) => {
        concat!(
            $change,
            " WHERE id = (SELECT min(id) FROM entry WHERE version < (SELECT max(version) FROM entry))"
        )
    };
}

#[tokio::test]
async fn another_row_an_older_version_and_a_flipped_bit_are_refused() {
    let changes = [
        one_row!("DELETE FROM entry"),
        one_row!("UPDATE entry SET version = version - 1"),
        one_row!("UPDATE entry SET body = substr(body, 1, 100) || x'00' || substr(body, 102)"),
        one_row!("UPDATE entry SET body = substr(body, 1, length(body) - 1)"),
        one_row!("UPDATE entry SET body = x''"),
        one_row!("UPDATE entry SET body = (SELECT o.body FROM entry o WHERE o.id <> entry.id)"),
        one_row!("REPLACE INTO entry SELECT * FROM earlier"),
        "REPLACE INTO entry SELECT * FROM earlier WHERE version < (SELECT max(version) FROM earlier)",
        // The index: of another version, of an earlier time, none.
        "UPDATE entry SET version = version + 1 WHERE version = (SELECT max(version) FROM entry)",
        "REPLACE INTO entry SELECT * FROM earlier WHERE version = (SELECT max(version) FROM earlier)",
        "DELETE FROM entry WHERE version = (SELECT max(version) FROM entry)",
    ];
    for change in changes {
        let error = damaged_by(change).await;
        assert!(matches!(error, VaultError::Damaged(_)), "{change}: {error}");
    }
}

/// So many bytes of a body in a row are no coincidence.
const PIECE: usize = 16;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn nothing_that_was_put_in_is_found_in_the_files(
        entries in prop::collection::vec(("[A-Z0-9]{6,10}", prop::collection::vec(any::<u8>(), 16..2_000)), 1..12)
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let bench = bench();
            let vault = bench.create("CISS:IDP:TEST:USER:reyes").await;
            for (name, body) in &entries {
                vault.put(LOOKUP, name, body, at(0)).await.unwrap();
            }
            let pieces: HashSet<&[u8]> = entries.iter().flat_map(|(_, body)| body.chunks_exact(PIECE)).collect();
            let words = entries.iter().map(|(name, _)| name.as_str());
            let words: Vec<&str> = words.chain(["reyes", "USER", "lookup", "index", PIN]).collect();
            let check = |when: &str| for file in bench.files() {
                let bytes = std::fs::read(&file).unwrap();
                assert!(!bytes.windows(PIECE).any(|window| pieces.contains(window)), "{when}: a body is in {file:?}");
                for word in &words {
                    let found = bytes.windows(word.len()).any(|window| window == word.as_bytes());
                    assert!(!found, "{when}: {word} is in {file:?}");
                }
                assert!(!file.to_string_lossy().contains("reyes"));
            };
            check("open");
            vault.close().await.unwrap();
            check("closed");
        });
    }
}
