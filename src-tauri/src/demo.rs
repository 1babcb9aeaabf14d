//! The console's own hub with synthetic people, and the systems that it asks: for whoever has no hub at hand.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

use anyhow::Context;
use ciss_contract::day::connecticut_day;
use ciss_hub::commands::fill::{fill, held};
use ciss_hub::server::RunningHub;
use ciss_intake::JournalPlace;
use ciss_simulator::World;
use ciss_simulator::server::{self, Running, ServerConfig};
use jiff::Timestamp;

use crate::link;

/// Every kind of record is among them, and a hub is filled with them in a few seconds.
pub(crate) const PEOPLE: u64 = 2_000;

/// A filled hub with what it asks.
pub(crate) struct Demo {
    pub(crate) hub: RunningHub,
    /// The Wanted File and the photos of the same people. They end with it.
    _sources: Running,
}

/// Fills the hub in `data`, unless it is filled, and starts it. A fill that was interrupted goes on where it was.
///
/// # Errors
/// The folder holds another world or cannot be used, or something cannot be started.
pub(crate) async fn start(data: &Path, people: u64) -> anyhow::Result<Demo> {
    let now = Timestamp::now();
    let world = World { people, seed: 1, today: connecticut_day(now) };
    fill(data, &JournalPlace::Folder, world, now, &mut |_| ()).await?;
    let world = held(data).context("the hub does not know its world")?;
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let sources = server::start(ServerConfig { world, listen }).await?;
    let url = sources.url().to_owned();
    let hub = ciss_hub::server::start(link::embedded(data, Some(url.clone()), Some(url))).await?;
    Ok(Demo { hub, _sources: sources })
}

#[cfg(test)]
mod tests {
    use ciss_client::{Client, Deadlines, Hub};
    use ciss_contract::lookup::LookupRequest;
    use ciss_contract::session::Purpose;

    use super::*;

    #[tokio::test]
    async fn whoever_tries_it_finds_people_also_at_the_second_start() {
        let folder = tempfile::tempdir().unwrap();
        for _ in 0..2 {
            let Demo { hub, _sources } = start(folder.path(), 1_000).await.unwrap();
            let plate = held(folder.path()).unwrap().example().unwrap().plate;
            let known = Hub { url: hub.url().to_owned(), authority_pem: hub.authority_pem().to_owned() };
            let client = Client::new(&known, "reyes", Deadlines::default()).unwrap();
            let (purpose, on_behalf_of) = (Purpose::TrafficStop, "412".to_owned());
            let request = LookupRequest { query: plate, purpose, on_behalf_of };
            let answer = client.lookup(&request).await.unwrap().whole().await;
            assert!(!answer.people.is_empty() && answer.demo);
            hub.stop().await;
        }
    }
}
