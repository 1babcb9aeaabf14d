//! A synthetic Connecticut, the systems that serve it, and a hub that is filled with it, all in this process.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use ciss_client::{Client, Deadlines, Hub};
use ciss_contract::lookup::LookupRequest;
use ciss_contract::session::Purpose;
use ciss_contract::source::Source;
use ciss_hub::commands::fill::fill;
use ciss_hub::server::{HubConfig, LiveSource, RunningHub};
use ciss_intake::JournalPlace;
use ciss_simulator::server::{Control, Running, ServerConfig};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use tempfile::TempDir;

use crate::network::Network;

/// Enough for every kind of record, and filled in a moment.
const PEOPLE: u64 = 1_000;

/// Longest that the hub waits for the Wanted File.
const WANTED_FILE_DEADLINE: Duration = Duration::from_secs(1);

/// Patient with a busy machine.
pub const PATIENT: Deadlines = Deadlines {
    connect: Duration::from_secs(20),
    probe: Duration::from_secs(20),
    answer: Duration::from_secs(20),
    late: Duration::from_secs(20),
    photo: Duration::from_secs(20),
};

/// How long a line of the audit trail may take to be there.
const PATIENCE: Duration = Duration::from_secs(30);

/// Between two looks at it.
const PAUSE: Duration = Duration::from_millis(25);

/// More lines than any journey leaves.
const AUDIT_LINES: u32 = 1_000;

/// A world with a hub, and the network before it.
pub struct World {
    /// Between the hub and whoever asks it.
    pub network: Network,
    /// A plate with a wanted person at its registered address.
    pub plate: String,
    hub: RunningHub,
    sources: Running,
    /// The hub's data, with `authority.pem` for a console in a process of its own.
    data: TempDir,
}

impl World {
    /// Makes the world, fills the hub and starts everything.
    ///
    /// # Errors
    /// A part does not start.
    pub async fn start() -> Result<World> {
        let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
        let world = ciss_simulator::World { people: PEOPLE, seed: 1, today };
        let plate = world.example().context("the world has no example")?.plate;
        let data = tempfile::tempdir()?;
        fill(data.path(), &JournalPlace::Folder, world.clone(), Timestamp::now(), &mut |_| ()).await?;
        let anywhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let sources = ciss_simulator::server::start(ServerConfig { world, listen: anywhere }).await?;
        let url = sources.url().to_owned();
        let wanted_file =
            LiveSource { source: Source::WantedFile, url: url.clone(), deadline: WANTED_FILE_DEADLINE };
        let hub = ciss_hub::server::start(HubConfig {
            live: vec![wanted_file],
            photos: Some(url),
            demo: true,
            ..HubConfig::for_this_machine(data.path().to_owned())
        })
        .await?;
        std::fs::write(data.path().join("authority.pem"), hub.authority_pem())?;
        let address = hub.url().strip_prefix("https://").context("the hub is reached by https")?.parse()?;
        Ok(World { network: Network::before(address).await?, plate, hub, sources, data })
    }

    /// A dispatcher's client of the hub, through the network.
    ///
    /// # Errors
    /// The hub's certificate is unreadable.
    pub fn client(&self, deadlines: Deadlines) -> Result<Client> {
        self.client_of("reyes", deadlines)
    }

    /// The same of another demo account.
    ///
    /// # Errors
    /// As [`client`](Self::client).
    pub fn client_of(&self, account: &str, deadlines: Deadlines) -> Result<Client> {
        let hub = Hub { url: self.network.url(), authority_pem: self.hub.authority_pem().to_owned() };
        Ok(Client::new(&hub, account, deadlines)?)
    }

    /// The file with the certificate that the hub's own is signed with.
    pub fn authority(&self) -> PathBuf {
        self.data.path().join("authority.pem")
    }

    /// A lookup of this text for a traffic stop.
    pub fn request(query: &str) -> LookupRequest {
        LookupRequest {
            query: query.to_owned(),
            purpose: Purpose::TrafficStop,
            on_behalf_of: "1142".to_owned(),
        }
    }

    /// Throws the switches of the live sources.
    ///
    /// # Errors
    /// The sources do not answer.
    pub async fn control(&self, control: Control) -> Result<()> {
        let url = format!("{}/control", self.sources.url());
        let answer = reqwest::Client::builder().no_proxy().build()?.post(url).json(&control).send().await?;
        ensure!(answer.status().is_success(), "the sources answered {}", answer.status());
        Ok(())
    }

    /// How many lookups the hub has in its audit trail, answered or refused.
    ///
    /// # Errors
    /// The store fails.
    pub async fn lookups_audited(&self) -> Result<usize> {
        self.audited("lookup").await
    }

    /// How many lines of this action the hub has in its audit trail.
    ///
    /// # Errors
    /// The store fails.
    pub async fn audited(&self, action: &str) -> Result<usize> {
        let lines = self.hub.store().audit_tail(AUDIT_LINES).await?;
        Ok(lines.iter().filter(|line| line.action == action).count())
    }

    /// Waits until the audit trail has a line of this action.
    ///
    /// # Errors
    /// The store fails, or there is none in the end.
    pub async fn until_audited(&self, action: &str) -> Result<()> {
        let until = Instant::now() + PATIENCE;
        while self.audited(action).await? == 0 {
            ensure!(Instant::now() < until, "waited {PATIENCE:?} for {action} in the audit trail");
            tokio::time::sleep(PAUSE).await;
        }
        Ok(())
    }

    /// Stops hub and sources.
    pub async fn stop(self) {
        self.hub.stop().await;
        self.sources.stop().await;
    }
}
