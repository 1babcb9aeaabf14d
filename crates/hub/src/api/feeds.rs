//! `GET /v1/feeds` and `GET /v1/health`: how the sources and the hub do.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use ciss_contract::health::{FeedHealth, FeedState, HubHealth, Rebuilding};
use ciss_contract::ids::GoldenId;
use ciss_contract::problem::Problem;
use ciss_contract::source::Source;
use ciss_intake::Standing;
use ciss_policy::{Action, Grant};

use crate::http::context::Context;
use crate::http::store_failed;
use crate::http::wire::Payload;
use crate::pipeline::{self, Asked, Asking, Disclosure, Filtered, Released, Unfiltered};
use crate::state::Hub;

/// How every source does, in the order in which screens list them.
#[utoipa::path(
    get,
    path = "/v1/feeds",
    operation_id = "feeds",
    tag = "feeds",
    responses(
        (status = 200, description = "One entry per source that the asker is entitled to", body = Vec<FeedHealth>),
        (status = 401, response = super::Refusal),
    ),
    security(("session" = [])),
)]
pub(super) async fn get(State(hub): State<Arc<Hub>>, context: Context) -> Released {
    let reading = Arc::clone(&hub);
    pipeline::run(hub, context, Action::Feeds, Ok(Asked::default()), async move |grant: Grant| {
        let feeds = reading.feeds(grant.at()).await.map_err(store_failed)?;
        let health = |source| {
            let feed = feeds.of(source);
            let state = match feed {
                _ if reading.live.failing(source) => FeedState::Failing,
                _ if reading.live.has(source) => FeedState::Live,
                Some(feed) if feeds.are_stale(feed.last_received, grant.at()) => FeedState::Stale,
                Some(_) => FeedState::Fresh,
                None => FeedState::NotConnected,
            };
            let last_received = feed.map(|feed| feed.last_received);
            FeedHealth { source, state, last_received, documents: feed.map_or(0, |feed| feed.documents) }
        };
        Ok(Unfiltered::new(Board(Source::ALL.into_iter().map(health).collect())))
    })
    .await
}

struct Board(Vec<FeedHealth>);

impl Disclosure for Board {
    fn filter(&mut self, grant: &Grant) -> Result<(), Problem> {
        self.0.retain(|feed| grant.covers(feed.source));
        Ok(())
    }

    fn golden(&self) -> Vec<GoldenId> {
        Vec::new()
    }

    fn social(&self) -> BTreeSet<String> {
        BTreeSet::new()
    }

    fn payload(filtered: Filtered<Self>, _asking: Asking) -> Result<Payload, Problem> {
        Payload::json(&filtered.into_inner().0)
    }
}

/// Says that the hub is up. Needs no session and tells nothing that one would protect.
#[utoipa::path(
    get,
    path = "/v1/health",
    operation_id = "health",
    tag = "feeds",
    responses((status = 200, description = "The hub is up", body = HubHealth)),
)]
pub(super) async fn health(State(hub): State<Arc<Hub>>) -> Response {
    let Standing { behind: _, stale_since, rebuilding } = hub.intake.standing();
    let health = HubHealth {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        demo: hub.demo,
        stale_since,
        rebuilding: rebuilding.map(|(applied, head)| Rebuilding { applied: applied.0, entries: head.0 }),
    };
    axum::Json(health).into_response()
}
