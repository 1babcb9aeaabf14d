//! Starts the hub: opens the store, makes the certificates, listens, and says where.

pub(crate) mod connection;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use ciss_contract::source::Source;
use hyper_util::rt::TokioTimer;
use tokio::task::JoinHandle;

use crate::bounded::{self, BadUrl};
use crate::clock::{Clock as _, NoEntropy, SystemClock, SystemEntropy};
use crate::limits::Limits;
use crate::live::switch::Switch;
use crate::live::{LiveSources, LiveSystem};
use crate::photos::PhotoArchive;
use crate::state::{Hub, Parts};
use crate::store::{Durability, SqliteStore, Store, StoreError};
use crate::tls::{self, Authority, TlsError};
use crate::{api, pipeline};
use connection::Door;

/// What a hub is started with.
#[derive(Clone, Debug)]
pub struct HubConfig {
    /// Folder of the database, the certificates and `endpoint.json`. Made if it is missing.
    pub data: PathBuf,
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
    /// The database cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
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
    /// The hub's own certificate is good for loopback addresses only.
    #[error("{0} is not a loopback address, and this hub's certificate is for loopback addresses only")]
    NotLoopback(SocketAddr),
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

/// How often the server certificate is renewed while the hub runs: a third of its life.
const RENEWED_EVERY: Duration = Duration::from_secs(30 * 24 * 3600);

/// How often the audit trail is told of strangers that were refused.
const STRANGERS_COUNTED_EVERY: Duration = Duration::from_secs(60);

/// How long running answers may take when the hub stops: longer than any deadline of a live source.
const LAST_ANSWERS: Duration = Duration::from_secs(3);

/// A hub that is up. Dropping it leaves the hub running until the process ends; [`RunningHub::stop`] ends it.
pub struct RunningHub {
    url: String,
    authority_pem: String,
    store: Arc<dyn Store>,
    hub: Arc<Hub>,
    handle: Handle<SocketAddr>,
    serving: JoinHandle<io::Result<()>>,
    renewing: JoinHandle<()>,
    counting: JoinHandle<()>,
}

/// Starts a hub and returns once it listens.
///
/// # Errors
/// See [`StartError`].
pub async fn start(config: HubConfig) -> Result<RunningHub, StartError> {
    let HubConfig { data, listen, live, photos, demo, limits } = config;
    if !tls::vouches_for(listen.ip()) {
        return Err(StartError::NotLoopback(listen));
    }
    private_folder(&data).map_err(|cause| StartError::Folder { path: data.clone(), cause })?;
    // Another provider may have been installed by the program that the hub is embedded in; either will do.
    let _ = rustls::crypto::ring::default_provider().install_default();

    let store: Arc<dyn Store> = Arc::new(SqliteStore::open(&data, Durability::Full).await?);
    let client = bounded::client()?;
    let systems = live
        .into_iter()
        .map(|LiveSource { source, url, deadline }| {
            let switch = Switch::new(source, &url, deadline, client.clone());
            let switch = switch.map_err(|cause| StartError::Url { what: source.label(), cause })?;
            Ok(Arc::new(switch) as Arc<dyn LiveSystem>)
        })
        .collect::<Result<Vec<_>, StartError>>()?;
    let photos = photos
        .map(|base| PhotoArchive::new(&base, client.clone()))
        .transpose()
        .map_err(|cause| StartError::Url { what: "photo archive", cause })?;
    let hub = Hub::new(Parts {
        store: Arc::clone(&store),
        live: LiveSources::new(systems),
        photos,
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy::default()),
        demo,
        limits: limits.clone(),
    })?;

    let authority = Authority::open(&data.join("tls"), SystemClock.now())?;
    let certificate = RustlsConfig::from_config(authority.server(SystemClock.now())?);
    let not_listening = |cause| StartError::Listen { address: listen, cause };
    let listener = TcpListener::bind(listen).map_err(not_listening)?;
    listener.set_nonblocking(true).map_err(not_listening)?;
    let url = format!("https://{}", listener.local_addr().map_err(not_listening)?);
    let handle = Handle::new();
    let limits = Arc::new(limits);
    let door = Door::new(Arc::clone(&limits));
    let mut server = axum_server::from_tcp_rustls(listener, certificate.clone())
        .map_err(not_listening)?
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

    let authority_pem = authority.pem().to_owned();
    let renewing = tokio::spawn(renew(authority, certificate));
    let counting = tokio::spawn(count_strangers(Arc::clone(&hub)));
    announce(&data, &url)?;
    Ok(RunningHub { url, authority_pem, store, hub, handle, serving, renewing, counting })
}

async fn renew(authority: Authority, certificate: RustlsConfig) {
    loop {
        tokio::time::sleep(RENEWED_EVERY).await;
        match authority.server(SystemClock.now()) {
            Ok(renewed) => certificate.reload_from_config(renewed),
            Err(error) => tracing::error!(%error, "the server certificate is not renewed"),
        }
    }
}

async fn count_strangers(hub: Arc<Hub>) {
    loop {
        tokio::time::sleep(STRANGERS_COUNTED_EVERY).await;
        pipeline::tell_of_strangers(&hub).await;
    }
}

/// Makes the hub's folder, readable by its owner alone. What is in it is CJI.
///
/// # Errors
/// When it can neither be made nor be closed to others.
pub fn private_folder(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    #[cfg(unix)]
    std::fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    Ok(())
}

/// Tells programs on this machine where the hub is and whom to trust.
fn announce(data: &Path, url: &str) -> Result<(), StartError> {
    let authority = data.join("tls").join("authority.pem");
    let authority = std::path::absolute(&authority).unwrap_or(authority);
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

    /// The system of record.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// Stops taking connections, lets running answers end, and returns.
    pub async fn stop(self) {
        self.renewing.abort();
        self.counting.abort();
        self.handle.graceful_shutdown(Some(LAST_ANSWERS));
        match self.serving.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "the server ended badly"),
            Err(error) => tracing::error!(%error, "the server was cut off"),
        }
        pipeline::tell_of_strangers(&self.hub).await;
    }
}
