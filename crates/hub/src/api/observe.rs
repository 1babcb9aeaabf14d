//! Around every request: its number, its line in the log, and what nobody else caught.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use ciss_contract::problem::ErrorCode;
use futures_util::stream::unfold;
use futures_util::{FutureExt as _, StreamExt as _};
use tokio::time::{Instant, timeout_at};

use super::problem;
use crate::http::connection::Connection;
use crate::state::Hub;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The log has the method, the route's template, the status and the time. Paths, queries and bodies may name people
/// and plates; they are never in it.
pub(super) async fn observe(State(hub): State<Arc<Hub>>, mut request: Request, next: Next) -> Response {
    let id = hub.next_request();
    request.extensions_mut().insert(id);
    let connection = request.extensions().get::<Arc<Connection>>().cloned();
    let request = request.map(|body| in_time(body, hub.limits.request));
    let method = request.method().clone();
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let started = Instant::now();

    let mut response = match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(_) => {
            tracing::error!(request = %id, "a request panicked");
            problem(ErrorCode::Internal)
        }
    };

    if let Some(connection) = connection {
        response = response.map(|body| connection.sending(body));
    }
    let headers = response.headers_mut();
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        headers.insert(REQUEST_ID, value);
    }
    let route = matched.as_ref().map_or("none", MatchedPath::as_str);
    let (took, status) = (started.elapsed(), response.status().as_u16());
    hub.metrics.answered(route, method.as_str(), status, took);
    let milliseconds = took.as_secs_f64() * 1e3;
    tracing::info!(request = %id, %method, route, status, milliseconds, "request");
    response
}

/// The body of a request, which has to be there in time.
fn in_time(body: Body, most: Duration) -> Body {
    if body.is_end_stream() {
        return body;
    }
    let deadline = Instant::now() + most;
    Body::from_stream(unfold(Some(body.into_data_stream()), move |chunks| async move {
        let mut chunks = chunks?;
        match timeout_at(deadline, chunks.next()).await {
            Ok(chunk) => chunk.map(|chunk| (chunk, Some(chunks))),
            Err(late) => Some((Err(axum::Error::new(late)), None)),
        }
    }))
}
