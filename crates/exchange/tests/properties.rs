//! Whatever comes in, reading ends with records or a refusal, and a refusal says where.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::Path;
use std::sync::LazyLock;

use ciss_exchange::{Limits, read};
use jiff::Timestamp;
use proptest::prelude::*;
use proptest::sample::Index;

static DOCUMENTS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    folder.read_dir().unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap()).collect()
});

fn holds(document: &[u8]) -> Result<(), TestCaseError> {
    match read(document, Timestamp::UNIX_EPOCH, &Limits::default()) {
        Ok(reading) => {
            prop_assert!(!reading.documents.is_empty());
            for document in &reading.documents {
                prop_assert!(document.persons.iter().all(|person| !person.name.surname.is_empty()));
                let matters = serde_json::to_value(&document.matters).unwrap();
                for matter in matters.as_array().unwrap() {
                    if let Some(subject) = matter.get("subject").and_then(serde_json::Value::as_u64) {
                        prop_assert!((subject as usize) < document.persons.len());
                    }
                }
            }
            prop_assert!(reading.left_out.iter().all(|refusal| refusal.path.starts_with('/')));
        }
        Err(refusal) => prop_assert!(refusal.path.starts_with('/')),
    }
    Ok(())
}

/// A change to a document: bytes cut out, put twice, moved elsewhere or overwritten.
#[derive(Clone, Debug)]
enum Change {
    Cut(Index, usize),
    Twice(Index, usize),
    Move(Index, usize, Index),
    Set(Index, u8),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (any::<Index>(), 1..200_usize).prop_map(|(at, length)| Change::Cut(at, length)),
        (any::<Index>(), 1..200_usize).prop_map(|(at, length)| Change::Twice(at, length)),
        (any::<Index>(), 1..200_usize, any::<Index>())
            .prop_map(|(at, length, to)| Change::Move(at, length, to)),
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Change::Set(at, byte)),
    ]
}

fn apply(document: &mut Vec<u8>, change: &Change) {
    if document.is_empty() {
        return;
    }
    let part = |document: &Vec<u8>, at: &Index, length: usize| {
        let at = at.index(document.len());
        at..(at + length).min(document.len())
    };
    match change {
        Change::Cut(at, length) => {
            let range = part(document, at, *length);
            document.drain(range);
        }
        Change::Twice(at, length) => {
            let range = part(document, at, *length);
            let copy = document[range.clone()].to_vec();
            document.splice(range.end..range.end, copy);
        }
        Change::Move(at, length, to) => {
            let range = part(document, at, *length);
            let cut: Vec<u8> = document.drain(range).collect();
            let to = to.index(document.len() + 1);
            document.splice(to..to, cut);
        }
        Change::Set(at, byte) => {
            let at = at.index(document.len());
            document[at] = *byte;
        }
    }
}

/// Cuts a document at its tags, so that whole elements vanish, repeat or change places and what is left is still
/// well-formed more often than by chance.
fn lines(document: &[u8]) -> Vec<Vec<u8>> {
    document.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect()
}

proptest! {
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        holds(&bytes)?;
    }

    #[test]
    fn any_text_that_looks_like_markup(text in "[<>/&;\"'={}:@a-c# \\[\\]!?-]{0,200}") {
        holds(text.as_bytes())?;
        holds(format!("{{\"a\":{text}}}").as_bytes())?;
    }

    #[test]
    fn changed_documents(which in any::<Index>(), changes in prop::collection::vec(change(), 1..6)) {
        let mut document = which.get(DOCUMENTS.as_slice()).clone();
        for change in &changes {
            apply(&mut document, change);
        }
        holds(&document)?;
    }

    #[test]
    fn documents_with_lines_dropped_and_swapped(
        which in any::<Index>(),
        drop in prop::collection::vec(any::<Index>(), 0..3),
        swap in prop::collection::vec((any::<Index>(), any::<Index>()), 0..3),
    ) {
        let mut lines = lines(which.get(DOCUMENTS.as_slice()).as_slice());
        for (one, other) in swap {
            let (one, other) = (one.index(lines.len()), other.index(lines.len()));
            lines.swap(one, other);
        }
        for line in drop {
            if lines.len() > 1 {
                lines.remove(line.index(lines.len()));
            }
        }
        holds(&lines.concat())?;
    }
}
