//! How the hub does, in numbers, for Prometheus. Labels are routes, statuses and sources: never what was asked or by whom.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use ciss_contract::source::Source;
use ciss_intake::Standing;
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use crate::state::Hub;

/// Upper bounds of the times that are told apart, in seconds: the targets of a lookup lie among them.
const SECONDS: [f64; 11] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5];

/// The counters of a hub.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    seconds: Family<Route, Histogram, fn() -> Histogram>,
    lookups: Gauge,
    behind: Gauge,
    stale: Gauge,
    documents: Family<Of, Gauge>,
    age: Family<Of, Gauge>,
    failing: Family<Of, Gauge>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: String,
    method: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Of {
    source: &'static str,
}

impl Default for Metrics {
    fn default() -> Metrics {
        let mut metrics = Metrics {
            registry: Registry::with_prefix("ciss_hub"),
            requests: Family::default(),
            seconds: Family::new_with_constructor(|| Histogram::new(SECONDS)),
            lookups: Gauge::default(),
            behind: Gauge::default(),
            stale: Gauge::default(),
            documents: Family::default(),
            age: Family::default(),
            failing: Family::default(),
        };
        let registry = &mut metrics.registry;
        registry.register("requests", "Requests that were answered", metrics.requests.clone());
        registry.register_with_unit(
            "request",
            "Time until the answer's head left",
            Unit::Seconds,
            metrics.seconds.clone(),
        );
        registry.register("lookups_under_way", "Lookups under way", metrics.lookups.clone());
        registry.register(
            "journal_behind",
            "Entries of the journal that are not applied",
            metrics.behind.clone(),
        );
        registry.register_with_unit(
            "journal_stale",
            "Time since the journal does not answer, 0 while it does",
            Unit::Seconds,
            metrics.stale.clone(),
        );
        registry.register("documents", "Documents of a source", metrics.documents.clone());
        registry.register_with_unit(
            "feed_age",
            "Time since a source last sent something",
            Unit::Seconds,
            metrics.age.clone(),
        );
        let about = "1 while a source that is asked at query time is not asked, because it failed";
        registry.register("source_failing", about, metrics.failing.clone());
        metrics
    }
}

impl Metrics {
    /// A request was answered. `route` is its template.
    pub(crate) fn answered(&self, route: &str, method: &str, status: u16, took: Duration) {
        // A client may make methods up; each would be a series of its own.
        let method =
            if matches!(method, "GET" | "HEAD" | "POST" | "PUT" | "DELETE") { method } else { "other" };
        let answered = Answered { route: route.to_owned(), method: method.to_owned(), status };
        self.requests.get_or_create(&answered).inc();
        self.seconds.get_or_create(&Route { route: route.to_owned() }).observe(took.as_secs_f64());
    }
}

/// `/metrics`, for a port of its own.
pub(crate) fn app(hub: Arc<Hub>) -> Router {
    Router::new().route("/metrics", get(page)).with_state(hub)
}

async fn page(State(hub): State<Arc<Hub>>) -> Response {
    let metrics = &hub.metrics;
    metrics.lookups.set(count(hub.lookups.taken()));
    let now = hub.clock.now();
    let Standing { behind, stale_since, rebuilding: _ } = hub.intake.standing();
    metrics.behind.set(i64::try_from(behind).unwrap_or(i64::MAX));
    metrics.stale.set(stale_since.map_or(0, |since| now.duration_since(since).as_secs()));
    match hub.feeds(now).await {
        Ok(feeds) => {
            for (source, feed) in
                Source::ALL.into_iter().filter_map(|source| Some((source, feeds.of(source)?)))
            {
                let of = Of { source: source.code() };
                metrics.documents.get_or_create(&of).set(i64::try_from(feed.documents).unwrap_or(i64::MAX));
                metrics.age.get_or_create(&of).set(now.duration_since(feed.last_received).as_secs());
            }
        }
        Err(error) => tracing::error!(%error, "feeds are missing from the metrics"),
    }
    for source in hub.live.sources() {
        metrics.failing.get_or_create(&Of { source: source.code() }).set(i64::from(hub.live.failing(source)));
    }
    let mut body = String::new();
    match text::encode(&mut body, &metrics.registry) {
        Ok(()) => ([(CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], body)
            .into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
