//! A whole hub over TLS, as a client sees it.
#![allow(clippy::unwrap_used, reason = "a test ends where it fails")]

use std::net::SocketAddr;
use std::path::Path;

use ciss_hub::server::{self, HubConfig, RunningHub, StartError};
use serde_json::{Value, json};

async fn start(data: &Path) -> RunningHub {
    server::start(config(data, "127.0.0.1:0")).await.unwrap()
}

fn config(data: &Path, listen: &str) -> HubConfig {
    let listen: SocketAddr = listen.parse().unwrap();
    HubConfig { listen, demo: true, ..HubConfig::for_this_machine(data.to_owned()) }
}

/// A client that trusts this authority and no other.
fn client(authority: &str) -> reqwest::Client {
    let authority = reqwest::Certificate::from_pem(authority.as_bytes()).unwrap();
    reqwest::Client::builder().no_proxy().tls_certs_only([authority]).build().unwrap()
}

#[tokio::test]
async fn a_client_that_trusts_the_authority_is_served_by_http_2() {
    let data = tempfile::tempdir().unwrap();
    let hub = start(data.path()).await;
    let client = client(hub.authority_pem());
    let response = client.get(format!("{}/v1/health", hub.url())).send().await.unwrap();
    assert_eq!(response.version(), reqwest::Version::HTTP_2);
    assert_eq!(response.json::<Value>().await.unwrap()["demo"], true);

    let by_name = hub.url().replace("127.0.0.1", "localhost");
    assert!(client.get(format!("{by_name}/v1/health")).send().await.is_ok());

    let sign_in = client.post(format!("{}/v1/session", hub.url())).json(&json!({ "account": "reyes" }));
    assert_eq!(sign_in.send().await.unwrap().status(), 200);
    let trail = hub.store().audit_tail(10).await.unwrap();
    assert_eq!(trail.len(), 1);
    assert_eq!((trail[0].action.as_str(), trail[0].outcome.as_str()), ("sign-in", "permit"));
    hub.stop().await;
}

#[tokio::test]
async fn the_authority_outlives_a_start_and_another_hubs_is_not_trusted() {
    let (data, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = start(data.path()).await;
    let authority = first.authority_pem().to_owned();
    first.stop().await;
    let (second, other) = (start(data.path()).await, start(elsewhere.path()).await);
    assert_eq!(second.authority_pem(), authority);
    let client = client(&authority);
    assert!(client.get(format!("{}/v1/health", second.url())).send().await.is_ok());
    assert!(client.get(format!("{}/v1/health", other.url())).send().await.is_err());
}

#[tokio::test]
async fn a_stopped_hub_takes_no_connections() {
    let data = tempfile::tempdir().unwrap();
    let hub = start(data.path()).await;
    let (client, url) = (client(hub.authority_pem()), hub.url().to_owned());
    assert!(client.get(format!("{url}/v1/health")).send().await.is_ok());
    hub.stop().await;
    assert!(client.get(format!("{url}/v1/health")).send().await.is_err());
}

#[tokio::test]
async fn programs_on_this_machine_find_the_hub() {
    let data = tempfile::tempdir().unwrap();
    let hub = start(data.path()).await;
    let endpoint = std::fs::read(data.path().join("endpoint.json")).unwrap();
    let endpoint: Value = serde_json::from_slice(&endpoint).unwrap();
    assert_eq!(endpoint["url"], hub.url());
    let authority = Path::new(endpoint["authority"].as_str().unwrap());
    assert!(authority.is_absolute());
    assert_eq!(std::fs::read_to_string(authority).unwrap(), hub.authority_pem());
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_can_read_what_is_in_the_folder() {
    use std::os::unix::fs::PermissionsExt as _;
    let data = tempfile::tempdir().unwrap();
    std::fs::set_permissions(data.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let _hub = start(data.path()).await;
    let mode = |path: &str| std::fs::metadata(data.path().join(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(""), 0o700);
    for file in ["endpoint.json", "tls/authority.key", "tls/authority.pem"] {
        assert_eq!(mode(file), 0o600, "{file}");
    }
}

#[tokio::test]
async fn what_cannot_be_started_is_said() {
    let data = tempfile::tempdir().unwrap();
    let error = |result: Result<RunningHub, StartError>| result.err().unwrap().to_string();
    for outside in ["192.0.2.1:443", "0.0.0.0:0", "[::]:0"] {
        let started = server::start(config(data.path(), outside)).await;
        assert!(error(started).starts_with(&format!("{outside} is not a loopback address")));
    }

    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    assert!(error(server::start(config(data.path(), &address)).await).starts_with(&address));

    let bad = HubConfig { photos: Some("not a url".to_owned()), ..config(data.path(), "127.0.0.1:0") };
    assert_eq!(error(server::start(bad).await), "photo archive: not an http:// or https:// URL with a host");

    std::fs::create_dir_all(data.path().join("tls")).unwrap();
    std::fs::write(data.path().join("tls/authority.key"), "damaged").unwrap();
    std::fs::write(data.path().join("tls/authority.pem"), "damaged").unwrap();
    assert!(error(server::start(config(data.path(), "127.0.0.1:0")).await).starts_with("certificate: "));
}
