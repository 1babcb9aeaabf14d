//! `GET /livez` and `GET /readyz`: what a service manager and a load balancer ask.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;

use crate::state::Hub;

/// The process answers. One that does not is to be started again.
#[utoipa::path(
    get,
    path = "/livez",
    operation_id = "live",
    tag = "operation",
    responses((status = 200, description = "The process answers")),
)]
pub(super) async fn live() -> StatusCode {
    StatusCode::OK
}

/// Lookups can be answered. While they cannot, they are to be sent to another hub.
#[utoipa::path(
    get,
    path = "/readyz",
    operation_id = "ready",
    tag = "operation",
    responses(
        (status = 200, description = "Lookups can be answered"),
        (status = 503, description = "The store cannot be read"),
    ),
)]
pub(super) async fn ready(State(hub): State<Arc<Hub>>) -> StatusCode {
    match hub.feeds(hub.clock.now()).await {
        Ok(_) => StatusCode::OK,
        Err(error) => {
            tracing::error!(%error, "not ready");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}
