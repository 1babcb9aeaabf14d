//! The hub under measurement: the released program, started as a state would start it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use ciss_contract::lookup::{LookupAnswer, LookupRequest};
use ciss_contract::session::{DemoSignIn, Purpose, Session};
use reqwest::header::{ACCEPT_ENCODING, AUTHORIZATION, CONTENT_ENCODING, HeaderMap, HeaderValue};

use crate::process::{self, Program};

/// A running hub with its Wanted File.
pub(crate) struct Hub {
    /// Kept so that the live source answers as long as the hub does.
    _wanted_file: Program,
    pub(crate) program: Program,
    url: String,
    authority: reqwest::Certificate,
    bearer: HeaderValue,
}

/// A client's own connection.
pub(crate) type Connection = reqwest::Client;

impl Hub {
    /// Starts the Wanted File and the hub over the database in `data`.
    pub(crate) async fn start(programs: &Path, data: &Path, world: &[String]) -> anyhow::Result<Hub> {
        let (wanted_file, wanted_url) = process::wanted_file(programs, world)?;
        let endpoint = data.join("endpoint.json");
        let _ = std::fs::remove_file(&endpoint);
        let program = Program::start(
            Command::new(programs.join("ciss-hub"))
                .args(["serve", "--demo", "--listen", "127.0.0.1:0", "--wanted-file", &wanted_url, "--data"])
                .arg(data)
                .env("RUST_LOG", "warn")
                .stdout(Stdio::null()),
        )?;
        let deadline = Instant::now() + Duration::from_secs(60);
        let endpoint = loop {
            match std::fs::read(&endpoint)
                .ok()
                .and_then(|text| serde_json::from_slice::<serde_json::Value>(&text).ok())
            {
                Some(endpoint) => break endpoint,
                None if Instant::now() > deadline => bail!("the hub does not start"),
                None => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        };
        let url = endpoint["url"].as_str().context("url")?.to_owned();
        let authority = PathBuf::from(endpoint["authority"].as_str().context("authority")?);
        let authority = reqwest::Certificate::from_pem(&std::fs::read(authority)?)?;
        let mut hub =
            Hub { _wanted_file: wanted_file, program, url, authority, bearer: HeaderValue::from_static("") };
        let session: Session = hub
            .connect()?
            .post(format!("{}/v1/session", hub.url))
            .json(&DemoSignIn { account: "reyes".to_owned() })
            .send()
            .await?
            .error_for_status()?
            .json()
            .await?;
        hub.bearer = HeaderValue::from_str(&format!("Bearer {}", session.token))?;
        Ok(hub)
    }

    /// A connection of its own, HTTP/1.1, as load generators speak it: one request at a time needs no streams. It does not
    /// decompress: the bench reads the bytes that were on the wire.
    pub(crate) fn connect(&self) -> anyhow::Result<Connection> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("zstd"));
        headers.insert(AUTHORIZATION, self.bearer.clone());
        Ok(reqwest::Client::builder()
            .use_rustls_tls()
            .tls_certs_only([self.authority.clone()])
            .https_only(true)
            .no_zstd()
            .http1_only()
            .default_headers(headers)
            .pool_max_idle_per_host(1)
            .build()?)
    }

    /// Where lookups are posted.
    pub(crate) fn lookups(&self) -> String {
        format!("{}/v1/lookups", self.url)
    }

    /// Where a golden record is read.
    pub(crate) fn record(&self, golden: &str) -> String {
        format!("{}/v1/records/{golden}", self.url)
    }
}

/// One lookup; the compressed body as it was on the wire.
pub(crate) async fn lookup(connection: &Connection, url: &str, plate: &str) -> anyhow::Result<Vec<u8>> {
    let request = LookupRequest {
        query: plate.to_owned(),
        purpose: Purpose::TrafficStop,
        on_behalf_of: "412".to_owned(),
    };
    let response = connection.post(url).json(&request).send().await?.error_for_status()?;
    ensure!(
        response.headers().get(CONTENT_ENCODING).is_some_and(|encoding| encoding == "zstd"),
        "the answer is not compressed"
    );
    Ok(response.bytes().await?.to_vec())
}

/// Reads a body as the client would.
pub(crate) fn read(body: &[u8]) -> anyhow::Result<LookupAnswer> {
    Ok(serde_json::from_slice(&zstd::decode_all(body)?)?)
}
