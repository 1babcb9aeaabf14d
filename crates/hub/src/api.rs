//! The HTTP API: one file per endpoint family.

mod alive;
mod decisions;
mod documents;
mod feeds;
mod lookups;
mod observe;
mod openapi;
mod photos;
mod records;
mod sessions;

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::extract::Path;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Json, Router, middleware};
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::session::{BEHALF_HEADER, PURPOSE_HEADER, Purpose};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

use crate::http::wire;
use crate::pipeline::Asked;
use crate::state::Hub;

/// Largest request body, in bytes. A lookup has two hundred.
pub const LARGEST_BODY: usize = 16 << 10;

/// The hub as a router.
pub fn app(hub: Arc<Hub>) -> Router {
    let empty = OpenApiRouter::with_openapi(openapi::skeleton());
    let (router, document) = endpoints().into_iter().fold(empty, OpenApiRouter::routes).split_for_parts();
    router
        .merge(openapi::pages(document))
        .fallback(async || problem(ErrorCode::NotFound))
        .method_not_allowed_fallback(method_not_allowed)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(middleware::from_fn_with_state(Arc::clone(&hub), observe::observe))
        .with_state(hub)
}

fn endpoints() -> [UtoipaMethodRouter<Arc<Hub>>; 10] {
    [
        routes!(sessions::post, sessions::get, sessions::delete),
        routes!(lookups::post),
        routes!(records::get),
        routes!(decisions::post),
        routes!(documents::get),
        routes!(photos::get),
        routes!(feeds::get),
        routes!(feeds::health),
        routes!(alive::live),
        routes!(alive::ready),
    ]
}

/// The refusal of any endpoint.
#[derive(utoipa::ToResponse)]
#[response(description = "A problem document (RFC 9457)", content_type = "application/problem+json")]
#[expect(dead_code, reason = "it stands in the API document only")]
pub(crate) struct Refusal(Problem);

fn problem(code: ErrorCode) -> Response {
    wire::problem(&Problem::new(code))
}

/// There is no code of its own for this: whoever gets it has read the wrong API document.
async fn method_not_allowed() -> Response {
    let mut refusal = Problem::new(ErrorCode::NotFound).at("method");
    refusal.status = StatusCode::METHOD_NOT_ALLOWED.as_u16();
    wire::problem(&refusal)
}

/// The body, or what was wrong with it. Never repeats what was sent.
fn body<T>(read: Result<Json<T>, JsonRejection>) -> Result<T, Problem> {
    read.map(|Json(body)| body).map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Problem::new(ErrorCode::BodyTooLarge).at(format!("body: {LARGEST_BODY} bytes"))
        }
        // The bytes themselves could not be had: what is wrong with bytes that arrived has another status.
        _ if matches!(rejection, JsonRejection::BytesRejection(_)) => Problem::new(ErrorCode::RequestTooSlow),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Problem::new(ErrorCode::BodyNotUnderstood).at("content-type"),
        _ => Problem::new(ErrorCode::BodyNotUnderstood).at(place(&rejection)),
    })
}

/// Where in the body it stopped being understood: line and column, without the text around them.
fn place(rejection: &JsonRejection) -> String {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(rejection);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<serde_path_to_error::Error<serde_json::Error>>() {
            let error = error.inner();
            return format!("body: line {} column {}", error.line(), error.column());
        }
        cause = error.source();
    }
    "body".to_owned()
}

/// Why and for whom, as the reading endpoints take it.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "it stands in the API document only")]
pub(crate) struct Reason {
    /// Why.
    #[param(rename = "ciss-purpose")]
    purpose: Purpose,
    /// Badge or name of the person for whom it is read. 1 to 64 characters, UTF-8.
    #[param(rename = "ciss-on-behalf-of", min_length = 1, max_length = 64, pattern = r"\S")]
    on_behalf_of: String,
}

impl Reason {
    /// The request for one thing that has an identifier.
    fn asked(headers: &HeaderMap, subject: &str) -> Result<Asked, Problem> {
        let stated = |name| headers.get(name).and_then(|value| std::str::from_utf8(value.as_bytes()).ok());
        let code = stated(PURPOSE_HEADER);
        let purpose =
            Purpose::ALL.into_iter().find(|purpose| Some(purpose.code()) == code).ok_or_else(|| {
                Problem::new(ErrorCode::BodyNotUnderstood).at(format!("header: {PURPOSE_HEADER}"))
            })?;
        Asked::new(subject.to_owned(), purpose, stated(BEHALF_HEADER).unwrap_or_default())
    }
}

/// The identifier in a path. One that is no text names nothing.
fn identifier(path: Result<Path<String>, PathRejection>) -> Result<String, Problem> {
    path.map(|Path(identifier)| identifier).map_err(|_| Problem::new(ErrorCode::NotFound))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn two_schemas_of_one_name_are_one() {
        let mut seen = HashMap::new();
        for (schemas, _, _) in endpoints() {
            for (name, schema) in schemas {
                let earlier = seen.entry(name.clone()).or_insert_with(|| schema.clone());
                assert!(*earlier == schema, "{name} is the name of two schemas");
            }
        }
        assert!(seen.len() > 20);
    }
}
