//! What is not as it was written is said to be damaged.

use std::sync::Arc;

use ciss_journal::{Journal, JournalErrorKind, Position};

use crate::backend::{Backend, SHARD, append};

/// What reading everything comes to, in pages of two.
async fn read(journal: &Arc<dyn Journal>) -> Result<u64, JournalErrorKind> {
    let mut at = Position::START;
    loop {
        let page = journal.after(SHARD, at, 2).await.map_err(|error| error.kind())?;
        match page.entries.last() {
            Some(last) => at = last.position,
            None => return Ok(at.0),
        }
    }
}

pub(crate) async fn every_change_to_what_is_stored_is_noticed(backend: Box<dyn Backend>) {
    if !backend.is_stored() {
        return;
    }
    let journal = backend.open().await;
    append(&journal, &["a", "b", "c", "d", "e"]).await;
    assert_eq!(read(&journal).await, Ok(5));
    for (column, change) in [
        ("body", "x'62'"),
        ("body", "NULL"),
        ("erased", "4"),
        ("kind", "'decision'"),
        ("kind", "'No Kind'"),
        ("name", "x'0000000000000000000000000000000000000000000000000000000000000000'"),
        ("name", "x'00'"),
        ("time", "time + 1"),
        ("sha256", "name"),
        ("link", "name"),
        ("link", "x'00'"),
        ("shard", "7"),
    ] {
        backend.spoil("CREATE TABLE sound AS SELECT * FROM entry");
        backend.spoil(&format!("UPDATE entry SET {column} = {change} WHERE position = 3"));
        assert_eq!(read(&journal).await, Err(JournalErrorKind::Damaged), "{column} = {change}");
        backend.spoil("DELETE FROM entry");
        backend.spoil("INSERT INTO entry SELECT * FROM sound");
        backend.spoil("DROP TABLE sound");
        assert_eq!(read(&journal).await, Ok(5));
    }
}

pub(crate) async fn what_is_missing_is_damage_not_absence(backend: Box<dyn Backend>) {
    if !backend.is_stored() {
        return;
    }
    for missing in ["position = 1", "position = 3", "position = 5", "position >= 3", "position > 0"] {
        let journal = backend.open().await;
        append(&journal, &["a", "b", "c", "d", "e"]).await;
        backend.spoil("CREATE TABLE sound AS SELECT * FROM entry");
        backend.spoil(&format!("DELETE FROM entry WHERE {missing}"));
        assert_eq!(read(&journal).await, Err(JournalErrorKind::Damaged), "{missing}");
        backend.spoil("DELETE FROM entry");
        backend.spoil("INSERT INTO entry SELECT * FROM sound");
        backend.spoil("DROP TABLE sound");
    }
}
