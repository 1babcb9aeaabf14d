//! A hub in a process of its own.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

pub(crate) struct Hub {
    data: TempDir,
    journal: String,
    process: Child,
    pub(crate) url: String,
}

impl Hub {
    pub(crate) async fn start(journal: &str) -> Hub {
        let data = tempfile::tempdir().unwrap();
        let (process, url) = spawn(data.path(), journal).await;
        Hub { data, journal: journal.to_owned(), process, url }
    }

    /// Ends it at once, as a machine that loses power does.
    pub(crate) fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    pub(crate) async fn restart(&mut self) {
        (self.process, self.url) = spawn(self.data.path(), &self.journal).await;
    }

    pub(crate) fn pause(&self) {
        self.signal("-STOP");
    }

    pub(crate) fn resume(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let status = Command::new("kill").args([signal, &self.process.id().to_string()]).status().unwrap();
        assert!(status.success());
    }

    pub(crate) fn data(&self) -> &Path {
        self.data.path()
    }

    pub(crate) fn journal(&self) -> &str {
        &self.journal
    }

    /// A client that trusts this hub.
    pub(crate) fn client(&self) -> reqwest::Client {
        // Whichever client comes first installs it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let authority = std::fs::read(self.data.path().join("tls/authority.pem")).unwrap();
        let authority = reqwest::Certificate::from_pem(&authority).unwrap();
        let client = reqwest::Client::builder().no_proxy().tls_certs_only([authority]);
        client.timeout(std::time::Duration::from_secs(5)).build().unwrap()
    }

    pub(crate) async fn health(&self) -> Value {
        let asked = self.client().get(format!("{}/v1/health", self.url)).send().await;
        asked.unwrap().json().await.unwrap()
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

async fn spawn(data: &Path, journal: &str) -> (Child, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ciss-hub"));
    command.args(["serve", "--demo", "--listen", "127.0.0.1:0", "--journal", journal, "--data"]).arg(data);
    let log = std::fs::OpenOptions::new().create(true).append(true).open(data.join("log")).unwrap();
    let mut process = command.env("RUST_LOG", "warn").stdout(Stdio::piped()).stderr(log).spawn().unwrap();
    let out = process.stdout.take().unwrap();
    let line = tokio::task::spawn_blocking(move || {
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line).unwrap();
        line
    });
    let line = line.await.unwrap();
    let ready: Value = serde_json::from_str(&line)
        .unwrap_or_else(|_| panic!("{}", std::fs::read_to_string(data.join("log")).unwrap()));
    (process, ready["url"].as_str().unwrap().to_owned())
}
