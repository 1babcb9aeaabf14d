//! Clients that hold what they should give back: they say nothing, say it slowly, or do not read what they asked for.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it fails")]

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::{Method, Request, StatusCode, header};
use ciss_hub::limits::Limits;
use ciss_hub::server::{self, HubConfig, RunningHub};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// Long beside any limit of these tests, short beside the hub's own limits.
const SOON: Duration = Duration::from_secs(8);

/// A limit that a test waits for.
const SHORT: Duration = Duration::from_millis(200);

async fn hub(limits: Limits) -> (TempDir, RunningHub) {
    let data = tempfile::tempdir().unwrap();
    let config = HubConfig { demo: true, limits, ..HubConfig::for_this_machine(data.path().to_owned()) };
    let hub = server::start(config).await.unwrap();
    (data, hub)
}

/// A connection that has shaken hands and said nothing yet.
async fn connect(hub: &RunningHub, protocol: &[u8]) -> io::Result<TlsStream<TcpStream>> {
    let mut roots = rustls::RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(hub.authority_pem().as_bytes()).unwrap()).unwrap();
    let mut config = rustls::ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![protocol.to_vec()];
    let address = hub.url().strip_prefix("https://").unwrap().to_owned();
    let name = ServerName::try_from("127.0.0.1").unwrap();
    TlsConnector::from(Arc::new(config)).connect(name, TcpStream::connect(address).await?).await
}

/// What the hub sends until it ends the connection, which it has to do soon.
async fn until_ended(mut stream: TlsStream<TcpStream>) -> String {
    let mut heard = Vec::new();
    // A connection that is cut off ends with an error, which is as good an end as any.
    let _ = timeout(SOON, stream.read_to_end(&mut heard)).await.expect("the hub ends the connection");
    String::from_utf8_lossy(&heard).into_owned()
}

fn client(hub: &RunningHub) -> reqwest::Client {
    let authority = reqwest::Certificate::from_pem(hub.authority_pem().as_bytes()).unwrap();
    reqwest::Client::builder().no_proxy().tls_certs_only([authority]).build().unwrap()
}

async fn sign_in(hub: &RunningHub, account: &str) -> String {
    let request = client(hub).post(format!("{}/v1/session", hub.url())).json(&json!({ "account": account }));
    request.send().await.unwrap().json::<Value>().await.unwrap()["token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn who_says_nothing_is_sent_away() {
    let (_data, hub) = hub(Limits { stranger: SHORT, ..Limits::default() }).await;
    for protocol in [&b"h2"[..], b"http/1.1"] {
        assert_eq!(until_ended(connect(&hub, protocol).await.unwrap()).await, "");
    }
}

#[tokio::test]
async fn who_falls_silent_is_sent_away() {
    let (_data, hub) = hub(Limits { silent: SHORT, ..Limits::default() }).await;
    let token = sign_in(&hub, "reyes").await;
    let mut stream = connect(&hub, b"http/1.1").await.unwrap();
    let request = format!("GET /v1/session HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer {token}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    assert!(until_ended(stream).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn a_head_or_a_body_that_comes_slowly_is_not_waited_for() {
    let (_data, hub) = hub(Limits { request: SHORT, ..Limits::default() }).await;
    let mut head = connect(&hub, b"http/1.1").await.unwrap();
    head.write_all(b"GET /v1/health HTTP/1.1\r\nHost: h").await.unwrap();
    let told = until_ended(head).await;
    assert!(!told.contains(" 200 "), "{told}");

    let mut body = connect(&hub, b"http/1.1").await.unwrap();
    let half = b"POST /v1/session HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{\"acc";
    body.write_all(half).await.unwrap();
    let told = until_ended(body).await;
    assert!(told.starts_with("HTTP/1.1 408") && told.contains("request_too_slow"), "{told}");
}

#[tokio::test]
async fn an_address_has_so_many_connections_and_no_more() {
    let (_data, hub) = hub(Limits { connections_per_address: 2, ..Limits::default() }).await;
    let held = [connect(&hub, b"h2").await.unwrap(), connect(&hub, b"h2").await.unwrap()];
    assert!(connect(&hub, b"h2").await.is_err());
    drop(held);
    // The hub hears of the end of a connection when it hears of it.
    let again = async { while connect(&hub, b"h2").await.is_err() {} };
    timeout(SOON, again).await.expect("a connection that ended makes room");
}

#[tokio::test]
async fn who_does_not_read_holds_no_place_and_is_sent_away() {
    let limits = Limits { lookups: 2, lookups_per_operator: 2, sending: SHORT * 5, ..Limits::default() };
    let (_data, hub) = hub(limits).await;
    let (token, other) = (sign_in(&hub, "reyes").await, sign_in(&hub, "nowak").await);
    let body = json!({ "query": "AB12345", "purpose": "traffic-stop", "on_behalf_of": "412" }).to_string();

    let stream = connect(&hub, b"h2").await.unwrap();
    let mut builder = h2::client::Builder::new();
    let (mut sender, connection) =
        builder.initial_window_size(0).handshake::<_, Bytes>(stream).await.unwrap();
    let ended = tokio::spawn(connection);
    let mut unread = Vec::new();
    for lines in [true, false].into_iter().cycle().take(8) {
        let accept = if lines { "application/x-ndjson" } else { "application/json" };
        let request = Request::builder().method(Method::POST).uri(format!("{}/v1/lookups", hub.url()));
        let request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        let request = request.header(header::CONTENT_TYPE, "application/json").header(header::ACCEPT, accept);
        sender = sender.ready().await.unwrap();
        let (response, mut stream) = sender.send_request(request.body(()).unwrap(), false).unwrap();
        stream.send_data(Bytes::from(body.clone()), true).unwrap();
        let response = response.await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        unread.push(response);
    }
    let asked = client(&hub).post(format!("{}/v1/lookups", hub.url())).bearer_auth(other);
    let asked = asked.header(header::CONTENT_TYPE, "application/json").body(body).send().await.unwrap();
    assert_eq!(asked.status(), StatusCode::OK);

    let ended = timeout(SOON, ended).await.expect("the hub ends the connection").unwrap();
    assert!(ended.is_err() || !unread.is_empty());
}
