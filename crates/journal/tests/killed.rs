//! A program that appends to SQLite is killed again and again: nothing that it acknowledged is lost.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use ciss_journal::{Body, Journal, Kind, Name, NewEntry, Outcome, Position, Shard, SqliteJournal};
use jiff::Timestamp;

/// Says to this program that it is the one to be killed, and where its journal is.
const CHILD: &str = "CISS_JOURNAL_TO_BE_KILLED";

/// The first number of entries that a run appends; each run starts where the head was.
fn entry(number: u64) -> NewEntry {
    let body = format!("{number} {}", "x".repeat((number * 37 % 5_000) as usize));
    let name = Name::of(&[&number.to_be_bytes()]);
    NewEntry::new(Kind::DOCUMENT, name, Timestamp::UNIX_EPOCH, body.into_bytes())
}

/// Not a test of its own: where it is asked to, it appends until it is killed, from several tasks, and says what is durable.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn appends_until_it_is_killed() {
    let Some(file) = std::env::var_os(CHILD) else { return };
    let journal = std::sync::Arc::new(SqliteJournal::open(Path::new(&file)).await.unwrap());
    let from = journal.head(Shard(0)).await.unwrap().position.0;
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..4_u64 {
        let journal = std::sync::Arc::clone(&journal);
        writers.spawn(async move {
            // Above everything that an earlier run may have written: each appends at most so many in its time.
            for round in 0.. {
                let first = from * 1_000 + (round * 4 + writer) * 3;
                let appended =
                    journal.append(Shard(0), (first..first + 3).map(entry).collect()).await.unwrap();
                let mut line = String::new();
                for (number, done) in (first..).zip(appended) {
                    assert_ne!(done.outcome, Outcome::Taken);
                    line += &format!("durable {number} {}\n", done.position);
                }
                // In one piece, so that lines do not run together.
                std::io::stdout().write_all(line.as_bytes()).unwrap();
            }
        });
    }
    writers.join_all().await;
}

#[tokio::test]
async fn nothing_acknowledged_is_lost_when_the_program_is_killed() {
    // `CISS_KILLS=1000` for the long form.
    let kills = std::env::var("CISS_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(10_usize);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("journal.sqlite");
    let mut durable = Vec::new();
    for kill in 0..kills {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "appends_until_it_is_killed", "--nocapture"])
            .env(CHILD, &file)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Killed after so many acknowledgements, at whatever it does then. One run is killed before its first.
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let so_many = kill * 7 % 40;
        let acknowledged = |line: &String| line.starts_with("durable ");
        durable.extend(lines.by_ref().filter(acknowledged).take(so_many));
        child.kill().unwrap();
        durable.extend(lines.filter(acknowledged));
        child.wait().unwrap();
    }
    assert!(durable.len() >= kills * 10, "{} acknowledged", durable.len());
    let journal = SqliteJournal::open(&file).await.unwrap();
    let mut at = Position::START;
    let mut entries = Vec::new();
    loop {
        let page = journal.after(Shard(0), at, 1_000).await.unwrap();
        let Some(last) = page.entries.last() else { break };
        at = last.position;
        entries.extend(page.entries);
    }
    let mut expected = (1..).map(Position);
    assert!(entries.iter().all(|entry| Some(entry.position) == expected.next()), "gapless");
    for line in &durable {
        // The last line of a run may be cut.
        let mut words = line.split(' ').skip(1).map(str::parse::<u64>);
        let (Some(Ok(number)), Some(Ok(position))) = (words.next(), words.next()) else { continue };
        let Some(stored) = usize::try_from(position).ok().and_then(|place| entries.get(place - 1)) else {
            panic!("{line}: not there");
        };
        let new = entry(number);
        assert!(stored.name == new.name && stored.body == Body::Whole(new.body), "{line}");
    }
    println!("killed {kills} times: {} acknowledged, {} there", durable.len(), entries.len());
}
