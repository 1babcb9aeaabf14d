//! A source system that sends batches to a hub's folder, each until it is acknowledged.

use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::process::Command;
use tokio::task::JoinHandle;

use crate::process::Hub;

const BATCHES: usize = 10;

pub(crate) struct Feeder {
    /// Batches that were acknowledged.
    done: Arc<AtomicUsize>,
    sending: JoinHandle<()>,
}

impl Feeder {
    pub(crate) fn start(hub: &Hub, lines: Vec<String>) -> Feeder {
        let done = Arc::new(AtomicUsize::new(0));
        let (data, journal, count) = (hub.data().to_owned(), hub.journal().to_owned(), Arc::clone(&done));
        let sending = tokio::spawn(async move {
            for batch in lines.chunks(lines.len().div_ceil(BATCHES)) {
                let text = batch.join("\n");
                loop {
                    let mut load = Command::new(env!("CARGO_BIN_EXE_ciss-hub"));
                    load.args(["load", "-", "--journal", &journal, "--data"]).arg(&data);
                    load.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
                    let mut load = load.spawn().unwrap();
                    let mut input = load.stdin.take().unwrap();
                    // It fails where the program ends early, which its exit code says.
                    input.write_all(text.as_bytes()).await.ok();
                    drop(input);
                    if load.wait().await.unwrap().success() {
                        break;
                    }
                    tokio::time::sleep(Duration::from_millis(200)).await;
                }
                count.fetch_add(1, Ordering::SeqCst);
            }
        });
        Feeder { done, sending }
    }

    pub(crate) fn done(&self) -> usize {
        self.done.load(Ordering::SeqCst)
    }

    pub(crate) async fn reached(&self, batches: usize) {
        crate::eventually("batches are acknowledged", || async { self.done() >= batches }).await;
    }

    pub(crate) async fn finished(self) {
        self.sending.await.unwrap();
    }
}
