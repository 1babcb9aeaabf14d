//! The live side of the simulator: the Wanted File that is asked at query time, and the archive of photos. Plain HTTP, to
//! be bound to the loopback address only.

mod switches;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{DefaultBodyLimit, Json, Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::serve::ListenerExt as _;
use ciss_contract::switch::SwitchQuery;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub use crate::server::switches::{Control, PhotosState, Switches, WantedState};
use crate::wanted::WantedFile;
use crate::world::World;

/// What to serve, and where.
#[derive(Clone, Debug)]
pub struct ServerConfig {
    /// The world whose Wanted File answers.
    pub world: World,
    /// Port 0 takes a free one.
    pub listen: SocketAddr,
}

/// A server that is up.
#[derive(Debug)]
pub struct Running {
    url: String,
    stop: oneshot::Sender<()>,
    task: JoinHandle<std::io::Result<()>>,
}

impl Running {
    /// `http://127.0.0.1:PORT`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Stops serving. Requests that hang are cut off after a moment.
    pub async fn stop(self) {
        let Running { stop, mut task, .. } = self;
        // The receiver is gone only when the server has ended by itself.
        let _ = stop.send(());
        if tokio::time::timeout(Duration::from_millis(200), &mut task).await.is_err() {
            task.abort();
        }
    }
}

struct Archive {
    wanted: WantedFile,
    switches: Switches,
}

/// Builds the Wanted File in memory and serves `POST /query`, `GET /photos/{id}` and `POST /control`.
///
/// # Errors
/// When the address is not a loopback one, when it cannot be bound, or when the world could not be streamed to its end.
pub async fn start(config: ServerConfig) -> std::io::Result<Running> {
    let ServerConfig { world, listen } = config;
    if !listen.ip().is_loopback() {
        let reason = "plain HTTP must not be reachable from outside: listen on a loopback address";
        return Err(std::io::Error::new(std::io::ErrorKind::InvalidInput, reason));
    }
    let listener = tokio::net::TcpListener::bind(listen).await?;
    let url = format!("http://{}", listener.local_addr()?);
    let began = Instant::now();
    let wanted = tokio::task::spawn_blocking(move || WantedFile::new(world.wanted_entries()));
    let wanted = wanted.await.map_err(std::io::Error::other)?;
    tracing::info!(
        entries = wanted.len(),
        seconds = began.elapsed().as_secs_f32(),
        "the Wanted File is ready"
    );
    let app = app(wanted);
    let (stop, stopped) = oneshot::channel::<()>();
    let task = tokio::spawn(async move {
        let shutdown = async {
            // A dropped sender means that nobody will ever stop it by hand: serve on.
            if stopped.await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        let listener = listener.tap_io(|stream| {
            // A connection that refuses this still works.
            let _ = stream.set_nodelay(true);
        });
        axum::serve(listener, app).with_graceful_shutdown(shutdown).await
    });
    Ok(Running { url, stop, task })
}

/// The routes, for whoever wants to call them without a socket.
pub fn app(wanted: WantedFile) -> Router {
    let archive = Archive { wanted, switches: Switches::default() };
    Router::new()
        .route("/query", post(query))
        .route("/photos/{id}", get(photo))
        .route("/control", post(control))
        .layer(DefaultBodyLimit::max(1 << 20))
        .with_state(Arc::new(archive))
}

async fn query(State(archive): State<Arc<Archive>>, Json(queries): Json<Vec<SwitchQuery>>) -> Response {
    match archive.switches.wanted() {
        WantedState::Ok => {}
        WantedState::SlowMs(milliseconds) => tokio::time::sleep(Duration::from_millis(milliseconds)).await,
        WantedState::Fail => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
        WantedState::Hang => std::future::pending().await,
    }
    let answers: Vec<_> = queries.iter().map(|query| archive.wanted.answer(query)).collect();
    Json(answers).into_response()
}

async fn photo(State(archive): State<Arc<Archive>>, Path(id): Path<String>) -> Response {
    let picture = |kind, bytes: Vec<u8>| {
        ([(header::CONTENT_TYPE, HeaderValue::from_static(kind))], bytes).into_response()
    };
    match archive.switches.photos() {
        PhotosState::Ok => {}
        PhotosState::Broken => return picture("image/jpeg", crate::photo::broken()),
        PhotosState::Bomb => return picture("image/png", crate::photo::bomb()),
        PhotosState::Fail => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
    match tokio::task::spawn_blocking(move || crate::photo(&id)).await {
        Ok(Some(bytes)) => picture("image/jpeg", bytes),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn control(State(archive): State<Arc<Archive>>, Json(control): Json<Control>) -> StatusCode {
    archive.switches.set(control);
    StatusCode::NO_CONTENT
}
