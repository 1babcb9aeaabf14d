//! A workstation meets a hub that it does not know yet.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

use anyhow::{Context as _, Result};
use ciss_client::chosen::{self, Chosen};
use ciss_client::{Client, meeting};
use ciss_contract::problem::ErrorCode;
use ciss_hub::server::{self, HubConfig};
use ciss_hub::tls::Certificate;
use ciss_journeys::world::PATIENT;

fn config(data: &Path, name: &str) -> HubConfig {
    let certificate = Certificate { names: vec![name.to_owned()], files: None };
    HubConfig { certificate, ..HubConfig::for_this_machine(data.to_owned()) }
}

#[tokio::test]
async fn the_fingerprint_that_a_person_compares_is_the_one_that_the_hub_says() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let hub = server::start(HubConfig { demo: true, ..config(folder.path(), "localhost") }).await?;
    let met = meeting::meet(hub.url(), &PATIENT).await.map_err(|problem| anyhow::anyhow!("{problem:?}"))?;
    assert_eq!(met.fingerprint, hub.fingerprint());
    assert_eq!(met.hub.url, hub.url());

    let files = [folder.path().join("console.toml")];
    chosen::write(&files, &Chosen::Hub(met.hub))?;
    let Some(Chosen::Hub(kept)) = chosen::read(&files)? else { anyhow::bail!("it is not kept") };
    let client = Client::new(&kept, "reyes", PATIENT).ok().context("the kept choice makes no client")?;
    assert!(client.sign_in().await.is_ok(), "what was confirmed is trusted from then on");
    hub.stop().await;
    Ok(())
}

#[tokio::test]
async fn a_certificate_for_another_name_is_not_even_shown() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let everywhere = SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0));
    let hub =
        server::start(HubConfig { listen: everywhere, ..config(folder.path(), "hub.example.org") }).await?;
    let elsewhere = hub.url().replace("hub.example.org", "127.0.0.2");
    let refused = meeting::meet(&elsewhere, &PATIENT).await.err().map(|problem| problem.code);
    assert_eq!(refused, Some(ErrorCode::HubNotTrusted));
    hub.stop().await;
    let gone = meeting::meet("127.0.0.1:9", &PATIENT).await.err().map(|problem| problem.code);
    assert_eq!(gone, Some(ErrorCode::HubUnreachable));
    Ok(())
}
