//! What a request says about itself, apart from what it asks.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header::{ACCEPT, AUTHORIZATION};
use axum::http::request::Parts;
use tokio::time::Instant;

use crate::http::connection::Connection;
use crate::http::wire::Encoding;
use crate::state::{Hub, RequestId};

/// The media type of a streamed answer.
pub(crate) const LINES: &str = "application/x-ndjson";

/// A request's surroundings.
#[derive(Clone)]
pub struct Context {
    /// Names the request.
    pub request: RequestId,
    /// The bearer token, if there is one.
    pub(crate) token: Option<Token>,
    /// How the answer may be compressed.
    pub encoding: Encoding,
    /// The asker takes lines as they come.
    pub lines: bool,
    /// The connection that it came over; none in a test without one.
    pub(crate) connection: Option<Arc<Connection>>,
    /// When the request arrived.
    pub started: Instant,
}

/// A bearer token. It cannot be printed by mistake.
#[derive(Clone)]
pub(crate) struct Token(Arc<str>);

impl Token {
    /// The token itself.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl FromRequestParts<Arc<Hub>> for Context {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, hub: &Arc<Hub>) -> Result<Context, Infallible> {
        let authorization = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = authorization.and_then(|text| text.split_once(' ')).and_then(|(scheme, token)| {
            scheme.eq_ignore_ascii_case("bearer").then(|| Token(Arc::from(token.trim())))
        });
        let accept = parts.headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Ok(Context {
            request: parts.extensions.get::<RequestId>().copied().unwrap_or_else(|| hub.next_request()),
            token,
            encoding: Encoding::accepted(&parts.headers),
            lines: accept.split(',').any(|range| range.split(';').next().map(str::trim) == Some(LINES)),
            connection: parts.extensions.get::<Arc<Connection>>().cloned(),
            started: Instant::now(),
        })
    }
}
