//! Starts the hub: opens journal and golden records, makes the certificates, listens, and says where.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use ciss_contract::source::Source;
use ciss_identity::clock::{Clock as _, NoEntropy, SystemClock, SystemEntropy};
use ciss_identity::{DemoAccounts, NoAccounts};
use ciss_intake::{Holdings, Intake, IntakeError, JournalPlace};
use ciss_live::bounded::{self, BadUrl};
use ciss_live::photos::PhotoArchive;
use ciss_live::switch::Switch;
use ciss_live::{LiveSources, LiveSystem};
use ciss_policy::AssignmentTable;
use ciss_records::Store;
use ciss_store::Durability;
use hyper_util::rt::TokioTimer;
use jiff::Timestamp;
use tokio::task::{JoinHandle, JoinSet};

use crate::http::connection::Door;
use crate::limits::Limits;
use crate::state::{Hub, Parts};
use crate::tls::{self, Certificate, Shown, TlsError};
use crate::{api, metrics, pipeline};

/// What a hub is started with.
#[derive(Clone, Debug)]
pub struct HubConfig {
    /// Folder of the database, the certificates and `endpoint.json`. Made if it is missing.
    pub data: PathBuf,
    /// Where the journal is.
    pub journal: JournalPlace,
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Sources that are asked at query time.
    pub live: Vec<LiveSource>,
    /// Base URL of the photo archive, which serves `photos/{id}`; none leaves photos out.
    pub photos: Option<String>,
    /// Demo accounts may sign in, and every answer says that the data is synthetic. Without it, and as long as no
    /// identity provider is set up, nobody can sign in.
    pub demo: bool,
    /// How much one client may take.
    pub limits: Limits,
    /// Which certificate it shows, and so where it may listen.
    pub certificate: Certificate,
    /// Where metrics are served, over plain HTTP; none serves none.
    pub metrics: Option<SocketAddr>,
}

impl HubConfig {
    /// A hub for this machine: on a free loopback port, with nothing around it, that lets nobody sign in.
    pub fn for_this_machine(data: PathBuf) -> HubConfig {
        HubConfig {
            data,
            journal: JournalPlace::Folder,
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            live: Vec::new(),
            photos: None,
            demo: false,
            limits: Limits::default(),
            certificate: Certificate::default(),
            metrics: None,
        }
    }
}

/// A source that is asked at query time over HTTP, by the `switch` types of the contract.
#[derive(Clone, Debug)]
pub struct LiveSource {
    /// The source.
    pub source: Source,
    /// Base URL; `query` is appended.
    pub url: String,
    /// How long it may take before its rows are given up; two seconds is usual.
    pub deadline: Duration,
}

/// Why a hub did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder, or a file in it, cannot be used.
    #[error("{path}: {cause}")]
    Folder {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// The golden records or their journal cannot be opened, or not be brought up to date.
    #[error(transparent)]
    Intake(#[from] IntakeError),
    /// The certificates cannot be made.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The address cannot be listened on.
    #[error("{address}: {cause}")]
    Listen {
        /// Which.
        address: SocketAddr,
        /// Why.
        cause: io::Error,
    },
    /// Nobody could reach the hub there under a name that its certificate has.
    #[error(
        "{0} is not a loopback address. Say by which names consoles reach the hub, so that its certificate has them"
    )]
    NoNames(SocketAddr),
    /// Whoever reaches a demo hub may sign in to it.
    #[error("{0} is not a loopback address, and a demo hub signs in whoever can reach it")]
    DemoWithinReach(SocketAddr),
    /// The URL of a live source or of the photo archive cannot be used.
    #[error("{what}: {cause}")]
    Url {
        /// Whose.
        what: &'static str,
        /// Why.
        cause: BadUrl,
    },
    /// Other systems cannot be asked.
    #[error("HTTP client: {0}")]
    Client(#[from] reqwest::Error),
    /// No keys can be made.
    #[error(transparent)]
    Entropy(#[from] NoEntropy),
}

/// How often the hub looks whether its certificate is to be renewed.
const CERTIFICATE_LOOKED_AT_EVERY: Duration = Duration::from_secs(10);

/// How often the audit trail is told of strangers that were refused.
const STRANGERS_COUNTED_EVERY: Duration = Duration::from_secs(60);

/// How long running answers may take when the hub stops: longer than any deadline of a live source.
const LAST_ANSWERS: Duration = Duration::from_secs(3);

/// A hub that is up. Dropping it leaves the hub running until the process ends; [`RunningHub::stop`] ends it.
pub struct RunningHub {
    url: String,
    authority_pem: String,
    fingerprint: String,
    holdings: Holdings,
    store: Arc<dyn Store>,
    hub: Arc<Hub>,
    handle: Handle<SocketAddr>,
    serving: JoinHandle<io::Result<()>>,
    metrics: Option<SocketAddr>,
    beside: JoinSet<()>,
}

/// Starts a hub and returns once it listens.
///
/// # Errors
/// See [`StartError`].
pub async fn start(config: HubConfig) -> Result<RunningHub, StartError> {
    within_reach(&config)?;
    let HubConfig { data, journal, listen, live, photos, demo, limits, certificate, metrics } = config;
    // What is in it is CJI.
    ciss_private::folder(&data).map_err(|cause| StartError::Folder { path: data.clone(), cause })?;

    let (live, photos) = others(live, photos.as_deref())?;
    let holdings = Holdings::open(&data, &journal, Durability::Full, Arc::new(SystemClock)).await?;
    // Whoever is not on file because an entry is not applied yet would be "no record".
    holdings.intake.caught_up().await?;
    let store: Arc<dyn Store> = Arc::clone(&holdings.store) as Arc<dyn Store>;
    let hub = Hub::new(Parts {
        store: Arc::clone(&store),
        intake: Arc::clone(&holdings.intake),
        live,
        photos,
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy::default()),
        identity: if demo { Arc::new(DemoAccounts) } else { Arc::new(NoAccounts) },
        policy: Arc::new(AssignmentTable),
        demo,
        limits: limits.clone(),
    })?;

    let shown = Shown::open(&certificate, &data.join("tls"), SystemClock.now())?;
    let served = RustlsConfig::from_config(shown.server(SystemClock.now())?);
    let listener = listening(listen)?;
    let url = url(&listener, &certificate).map_err(|cause| StartError::Listen { address: listen, cause })?;
    let handle = Handle::new();
    let limits = Arc::new(limits);
    let door = Door::new(Arc::clone(&limits));
    let mut server = axum_server::from_tcp_rustls(listener, served.clone())
        .map_err(|cause| StartError::Listen { address: listen, cause })?
        .map(|tls| tls.handshake_timeout(limits.handshake).acceptor(door));
    let http = server.http_builder();
    http.http1().timer(TokioTimer::new()).header_read_timeout(limits.request);
    http.http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(limits.silent / 2)
        .keep_alive_timeout(limits.silent / 2)
        .max_concurrent_streams(limits.requests_per_connection);
    let app = api::app(Arc::clone(&hub)).into_make_service();
    let serving = tokio::spawn(server.handle(handle.clone()).serve(app));

    let mut beside = JoinSet::new();
    let metrics = match metrics {
        Some(address) => {
            let listener = listening(address)?;
            let address = listener.local_addr().map_err(|cause| StartError::Listen { address, cause })?;
            let server =
                axum_server::from_tcp(listener).map_err(|cause| StartError::Listen { address, cause })?;
            let pages = metrics::app(Arc::clone(&hub)).into_make_service();
            beside.spawn(async move {
                if let Err(error) = server.serve(pages).await {
                    tracing::error!(%error, "metrics are not served");
                }
            });
            Some(address)
        }
        None => None,
    };
    let (authority_pem, fingerprint) = (shown.authority_pem().to_owned(), shown.fingerprint()?);
    announce(&data, &url, shown.authority_path())?;
    beside.spawn(renew(shown, served));
    beside.spawn(count_strangers(Arc::clone(&hub)));
    Ok(RunningHub { url, authority_pem, fingerprint, holdings, store, hub, handle, serving, metrics, beside })
}

/// Says what would keep a hub from starting, as far as that can be said without writing or listening.
///
/// # Errors
/// See [`StartError`].
pub fn check(config: &HubConfig, now: Timestamp) -> Result<(), StartError> {
    within_reach(config)?;
    others(config.live.clone(), config.photos.as_deref())?;
    Ok(config.certificate.check(now)?)
}

/// May the hub listen there?
fn within_reach(config: &HubConfig) -> Result<(), StartError> {
    match config.listen {
        here if tls::this_machine_alone(here.ip()) => Ok(()),
        there if config.demo => Err(StartError::DemoWithinReach(there)),
        there if config.certificate.names.is_empty() => Err(StartError::NoNames(there)),
        _ => Ok(()),
    }
}

/// The other systems that the hub asks.
fn others(
    live: Vec<LiveSource>,
    photos: Option<&str>,
) -> Result<(LiveSources, Option<PhotoArchive>), StartError> {
    // Another provider may have been installed by the program that the hub is embedded in; either will do.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = bounded::client()?;
    let system = |LiveSource { source, url, deadline }| {
        let switch = Switch::new(source, &url, deadline, client.clone());
        let switch = switch.map_err(|cause| StartError::Url { what: source.label(), cause })?;
        Ok(Arc::new(switch) as Arc<dyn LiveSystem>)
    };
    let systems = live.into_iter().map(system).collect::<Result<Vec<_>, StartError>>()?;
    let archive = photos.map(|base| PhotoArchive::new(base, client.clone())).transpose();
    let archive = archive.map_err(|cause| StartError::Url { what: "photo archive", cause })?;
    Ok((LiveSources::new(systems), archive))
}

fn listening(address: SocketAddr) -> Result<TcpListener, StartError> {
    let listen = || {
        let listener = TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        Ok(listener)
    };
    listen().map_err(|cause| StartError::Listen { address, cause })
}

/// By which URL clients reach the hub: the first of its names, else the loopback address.
fn url(listener: &TcpListener, certificate: &Certificate) -> io::Result<String> {
    let address = listener.local_addr()?;
    Ok(match certificate.names.first() {
        Some(name) if name.parse::<Ipv6Addr>().is_ok() => format!("https://[{name}]:{}", address.port()),
        Some(name) => format!("https://{name}:{}", address.port()),
        None => format!("https://{address}"),
    })
}

async fn renew(mut shown: Shown, served: RustlsConfig) {
    loop {
        tokio::time::sleep(CERTIFICATE_LOOKED_AT_EVERY).await;
        let now = SystemClock.now();
        if shown.due(now) {
            match shown.server(now) {
                Ok(renewed) => {
                    served.reload_from_config(renewed);
                    tracing::info!("the server certificate is renewed");
                }
                Err(error) => {
                    tracing::error!(%error, "the server certificate is not renewed, the one before stays in use");
                }
            }
        }
    }
}

async fn count_strangers(hub: Arc<Hub>) {
    loop {
        tokio::time::sleep(STRANGERS_COUNTED_EVERY).await;
        pipeline::tell_of_strangers(&hub).await;
    }
}

/// Tells programs on this machine where the hub is and whom to trust.
fn announce(data: &Path, url: &str, authority: &Path) -> Result<(), StartError> {
    let authority = std::path::absolute(authority).unwrap_or_else(|_| authority.to_owned());
    let endpoint = serde_json::json!({ "url": url, "authority": authority });
    Ok(tls::write_private(&data.join("endpoint.json"), &endpoint.to_string())?)
}

impl RunningHub {
    /// Base URL, for example `https://127.0.0.1:8443`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The certificate that the hub's own certificate is signed with. A client trusts this one and no other.
    pub fn authority_pem(&self) -> &str {
        &self.authority_pem
    }

    /// Of that certificate, for a person to compare with what a console shows.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Where metrics are served.
    pub fn metrics(&self) -> Option<SocketAddr> {
        self.metrics
    }

    /// The way in.
    pub fn intake(&self) -> &Arc<Intake> {
        &self.holdings.intake
    }

    /// The golden records.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// Stops taking connections, lets running answers end, closes the files, and returns.
    pub async fn stop(mut self) {
        self.beside.shutdown().await;
        self.handle.graceful_shutdown(Some(LAST_ANSWERS));
        match self.serving.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "the server ended badly"),
            Err(error) => tracing::error!(%error, "the server was cut off"),
        }
        pipeline::tell_of_strangers(&self.hub).await;
        if let Err(error) = self.holdings.close().await {
            tracing::error!(%error, "the golden records were not closed");
        }
    }
}
