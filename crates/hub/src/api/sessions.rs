//! `POST /v1/session` and `GET /v1/session`: who is signed in.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use ciss_contract::ids::GoldenId;
use ciss_contract::problem::Problem;
use ciss_contract::session::{DemoSignIn, Operator, Session};
use ciss_policy::{Action, Grant};

use super::body;
use crate::http::context::Context;
use crate::http::wire::Payload;
use crate::pipeline::{self, Asked, Asking, Disclosure, Filtered, Released, Unfiltered};
use crate::state::Hub;

/// Opens a session as a demo account. A hub with real data has no such accounts and refuses.
#[utoipa::path(
    post,
    path = "/v1/session",
    operation_id = "sign_in",
    tag = "session",
    request_body = DemoSignIn,
    responses(
        (status = 200, description = "The session", body = Session),
        (status = 403, response = super::Refusal),
        (status = 413, response = super::Refusal),
        (status = 422, response = super::Refusal),
        (status = 503, response = super::Refusal),
    ),
)]
pub(super) async fn post(
    State(hub): State<Arc<Hub>>,
    context: Context,
    request: Result<Json<DemoSignIn>, JsonRejection>,
) -> Released {
    pipeline::sign_in(hub, context, body(request).map(|DemoSignIn { account }| account)).await
}

/// Who is signed in.
#[utoipa::path(
    get,
    path = "/v1/session",
    operation_id = "operator",
    tag = "session",
    responses((status = 200, description = "The operator", body = Operator), (status = 401, response = super::Refusal)),
    security(("session" = [])),
)]
pub(super) async fn get(State(hub): State<Arc<Hub>>, context: Context) -> Released {
    pipeline::run(hub, context, Action::Session, Ok(Asked::default()), async |_: Grant| {
        Ok(Unfiltered::new(OwnSession))
    })
    .await
}

/// Ends one's own session, at every hub. Answers whose it was.
#[utoipa::path(
    delete,
    path = "/v1/session",
    operation_id = "sign_out",
    tag = "session",
    responses(
        (status = 200, description = "The session is ended", body = Operator),
        (status = 401, response = super::Refusal),
        (status = 503, response = super::Refusal),
    ),
    security(("session" = [])),
)]
pub(super) async fn delete(State(hub): State<Arc<Hub>>, context: Context) -> Released {
    pipeline::sign_out(hub, context).await
}

/// One's own session holds nothing to filter.
struct OwnSession;

impl Disclosure for OwnSession {
    fn filter(&mut self, _permit: &Grant) -> Result<(), Problem> {
        Ok(())
    }

    fn golden(&self) -> Vec<GoldenId> {
        Vec::new()
    }

    fn social(&self) -> BTreeSet<String> {
        BTreeSet::new()
    }

    fn payload(_filtered: Filtered<Self>, asking: Asking) -> Result<Payload, Problem> {
        Payload::json(asking.grant.operator())
    }
}
