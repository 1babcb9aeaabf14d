//! A hub that others reach: under names, with a certificate of its own authority or of the operator's.
#![allow(clippy::unwrap_used, reason = "a test ends where it fails")]

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use ciss_hub::server::{self, HubConfig, RunningHub, StartError};
use ciss_hub::tls::{Certificate, CertificateFiles};
use jiff::Timestamp;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use reqwest::Client;

const NAME: &str = "hub.example.org";

fn config(data: &Path, certificate: Certificate) -> HubConfig {
    HubConfig { certificate, ..HubConfig::for_this_machine(data.to_owned()) }
}

fn named(names: &[&str]) -> Certificate {
    Certificate { names: names.iter().map(|&name| name.to_owned()).collect(), files: None }
}

/// A client that trusts this authority alone and finds the name on this machine.
fn client(authority: &str) -> Client {
    let authority = reqwest::Certificate::from_pem(authority.as_bytes()).unwrap();
    let here = SocketAddr::from(([127, 0, 0, 1], 0));
    let builder = Client::builder().no_proxy().tls_certs_only([authority]).resolve(NAME, here);
    builder.resolve("other.example.org", here).build().unwrap()
}

async fn served(client: &Client, url: &str) -> bool {
    client.get(format!("{url}/livez")).send().await.is_ok_and(|response| response.status() == 200)
}

fn error(result: Result<RunningHub, StartError>) -> String {
    result.err().unwrap().to_string()
}

/// An authority of an operator's, and what it signs for `name`: the chain and the key, PEM.
fn signed(authority: &(CertificateParams, KeyPair), name: &str) -> [String; 2] {
    let (params, key) = authority;
    let top = params.self_signed(key).unwrap().pem();
    let issuer = Issuer::from_params(params, key);
    let own = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new([name.to_owned()]).unwrap().signed_by(&own, &issuer).unwrap().pem();
    [format!("{leaf}{top}"), own.serialize_pem()]
}

fn authority() -> (CertificateParams, KeyPair) {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    (params, KeyPair::generate().unwrap())
}

fn write(folder: &Path, [chain, key]: [String; 2]) -> CertificateFiles {
    let files = CertificateFiles { chain: folder.join("chain.pem"), key: folder.join("key.pem") };
    std::fs::write(&files.chain, chain).unwrap();
    std::fs::write(&files.key, key).unwrap();
    files
}

#[tokio::test]
async fn a_hub_is_reached_by_its_names_and_by_no_other() {
    let data = tempfile::tempdir().unwrap();
    let listen = "0.0.0.0:0".parse().unwrap();
    let hub = server::start(HubConfig { listen, ..config(data.path(), named(&[NAME])) }).await.unwrap();
    let client = client(hub.authority_pem());
    assert!(hub.url().starts_with(&format!("https://{NAME}:")));
    assert!(served(&client, hub.url()).await);
    assert!(served(&client, &hub.url().replace(NAME, "127.0.0.1")).await);
    assert!(!served(&client, &hub.url().replace(NAME, "other.example.org")).await);
    hub.stop().await;
}

#[tokio::test]
async fn an_authority_is_never_replaced_by_one_for_other_names() {
    let data = tempfile::tempdir().unwrap();
    server::start(config(data.path(), named(&[NAME]))).await.unwrap().stop().await;
    let told = error(server::start(config(data.path(), named(&["other.example.org"]))).await);
    assert!(told.contains(NAME) && told.contains("move the folder away"), "{told}");
    server::start(config(data.path(), named(&[NAME]))).await.unwrap().stop().await;
    server::start(config(data.path(), named(&[]))).await.unwrap().stop().await;
}

#[tokio::test]
async fn a_demo_hub_and_a_hub_without_names_stay_on_this_machine() {
    let data = tempfile::tempdir().unwrap();
    let listen: SocketAddr = "192.0.2.1:443".parse().unwrap();
    let without = HubConfig { listen, ..config(data.path(), named(&[])) };
    assert!(error(server::start(without).await).contains("by which names"));
    let demo = HubConfig { listen, demo: true, ..config(data.path(), named(&[NAME])) };
    assert!(error(server::start(demo).await).contains("a demo hub signs in whoever can reach it"));
}

#[tokio::test]
async fn the_operators_own_certificate_is_shown() {
    let data = tempfile::tempdir().unwrap();
    let files = Some(write(data.path(), signed(&authority(), NAME)));
    let certificate = Certificate { files, ..named(&[NAME]) };
    let hub = server::start(config(data.path(), certificate)).await.unwrap();
    assert!(served(&client(hub.authority_pem()), hub.url()).await);
    let endpoint = std::fs::read_to_string(data.path().join("endpoint.json")).unwrap();
    let endpoint: serde_json::Value = serde_json::from_str(&endpoint).unwrap();
    let trusted = std::fs::read_to_string(endpoint["authority"].as_str().unwrap()).unwrap();
    assert_eq!(trusted, hub.authority_pem());
    hub.stop().await;
}

#[test]
fn a_certificate_that_consoles_would_refuse_is_refused_first() {
    let folder = tempfile::tempdir().unwrap();
    let ours = authority();
    let good = signed(&ours, NAME);
    let [chain, key] = good.clone();
    let [other_chain, other_key] = signed(&ours, "other.example.org");
    let (leaf, _) = chain.split_at(chain.rfind("-----BEGIN").unwrap());
    let [of_another, _] = signed(&authority(), NAME);
    let top = &of_another[of_another.rfind("-----BEGIN").unwrap()..];
    for (pair, expect) in [
        (good, None),
        ([other_chain, other_key.clone()], Some("consoles would refuse it for hub.example.org")),
        ([chain.clone(), other_key], Some("TLS: ")),
        ([format!("{leaf}{top}"), key.clone()], Some("consoles would refuse it")),
        ([String::new(), key.clone()], Some("It has to be PEM")),
        ([chain, "damaged".to_owned()], Some("It has to be PEM")),
    ] {
        let certificate = Certificate { files: Some(write(folder.path(), pair)), ..named(&[NAME]) };
        let told = certificate.check(Timestamp::now()).err().map(|error| error.to_string());
        match (&told, expect) {
            (None, None) => {}
            (Some(told), Some(expect)) => assert!(told.contains(expect), "{told}"),
            _ => panic!("{told:?} for {expect:?}"),
        }
    }
    let gone = CertificateFiles { chain: PathBuf::from("gone.pem"), key: PathBuf::from("gone.pem") };
    let certificate = Certificate { files: Some(gone), ..named(&[NAME]) };
    assert!(certificate.check(Timestamp::now()).unwrap_err().to_string().contains("gone.pem"));
    assert!(named(&["not a host"]).check(Timestamp::now()).is_err());
}

#[tokio::test]
async fn metrics_name_routes_and_statuses_and_nothing_else() {
    let data = tempfile::tempdir().unwrap();
    let metrics = Some(SocketAddr::from(([127, 0, 0, 1], 0)));
    let config = HubConfig { metrics, demo: true, ..HubConfig::for_this_machine(data.path().to_owned()) };
    let hub = server::start(config).await.unwrap();
    let client = client(hub.authority_pem());
    for path in ["/livez", "/readyz", "/v1/records/secret-person", "/nowhere/SECRET1"] {
        client.get(format!("{}{path}", hub.url())).send().await.unwrap();
    }
    let made_up = reqwest::Method::from_bytes(b"SECRET2").unwrap();
    client.request(made_up, format!("{}/livez", hub.url())).send().await.unwrap();
    let page = client.get(format!("http://{}/metrics", hub.metrics().unwrap())).send().await.unwrap();
    let page = page.text().await.unwrap();
    for line in [
        r#"ciss_hub_requests_total{route="/readyz",method="GET",status="200"} 1"#,
        r#"ciss_hub_requests_total{route="/v1/records/{golden}",method="GET",status="401"} 1"#,
        r#"ciss_hub_requests_total{route="/livez",method="other",status="405"} 1"#,
        r#"ciss_hub_request_seconds_count{route="none"} 1"#,
        "ciss_hub_lookups_under_way 0",
    ] {
        assert!(page.contains(line), "{line} is not in\n{page}");
    }
    assert!(!page.to_lowercase().contains("secret"), "{page}");
    let outside = client.get(format!("{}/metrics", hub.url())).send().await.unwrap();
    assert_eq!(outside.status(), 404);
}
