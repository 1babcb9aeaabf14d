//! What was kept outlives the end of the program, however that comes.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use ciss_vault::{Place, Secret, SecretKind};

use crate::{CHEAP, InMemory, LOOKUP, at};

const FOLDER_OF_CHILD: &str = "CISS_VAULT_TEST_FOLDER";
const WORDS: &str = "four words are enough";

fn place_of_child(folder: &Path) -> Place {
    Place::new(folder, "child", Arc::<InMemory>::default(), CHEAP)
}

/// Not a test of its own: the process that the next one kills.
#[tokio::test]
async fn keeps_until_it_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER_OF_CHILD) else { return };
    let words = Secret::new(SecretKind::Passphrase, WORDS);
    let vault = place_of_child(Path::new(&folder)).create(words, at(0)).await.unwrap();
    let mut out = std::io::stdout();
    for number in 0_u32.. {
        let name = (number % 40).to_string();
        vault.put(LOOKUP, &name, &number.to_be_bytes(), at(0)).await.unwrap();
        writeln!(out, "kept {number}").unwrap();
        out.flush().unwrap();
    }
}

#[tokio::test]
async fn what_was_kept_outlives_a_kill() {
    for after in [0, 7, 61] {
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["killed::keeps_until_it_is_killed", "--exact", "--nocapture"])
            .env(FOLDER_OF_CHILD, folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let told =
            lines.map_while(Result::ok).filter_map(|line| Some(line.split_once("kept ")?.1.parse().unwrap()));
        let last: u32 = told.take_while(|number| *number <= after).last().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        let vault = place_of_child(folder.path()).unlock(WORDS, at(0)).await.unwrap();
        for number in (last + 1).saturating_sub(40)..=last {
            let kept = vault.get(LOOKUP, &(number % 40).to_string(), at(0)).await.unwrap().unwrap();
            let kept = u32::from_be_bytes(kept.body.try_into().unwrap());
            assert!(kept >= number && kept % 40 == number % 40, "{kept} for {number}");
        }
    }
}
