//! Asking other systems over HTTP without trusting them: bounded in size, no redirects, no proxies.

use std::time::Duration;

use reqwest::{Client, Response, Url};

/// Why an answer was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Larger than it may be.
    TooLarge,
    /// It ended early.
    Broken,
}

/// The URL of another system cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an http:// or https:// URL with a host")]
pub struct BadUrl;

/// The client for all other systems. Connections are kept and used again.
///
/// # Errors
/// When TLS cannot be set up.
pub fn client() -> Result<Client, reqwest::Error> {
    Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(Duration::from_secs(2))
        .pool_idle_timeout(Duration::from_secs(60))
        .tcp_nodelay(true)
        .user_agent(concat!("ciss-hub/", env!("CARGO_PKG_VERSION")))
        .build()
}

/// The base URL of another system.
///
/// # Errors
/// [`BadUrl`].
pub fn base(text: &str) -> Result<Url, BadUrl> {
    let url = Url::parse(text).map_err(|_| BadUrl)?;
    if matches!(url.scheme(), "http" | "https") && url.has_host() { Ok(url) } else { Err(BadUrl) }
}

/// Reads a body of at most `limit` bytes, and never holds more.
///
/// # Errors
/// [`Refused`].
pub async fn read(mut response: Response, limit: usize) -> Result<Vec<u8>, Refused> {
    let announced = response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
    if announced > limit {
        return Err(Refused::TooLarge);
    }
    let mut bytes = Vec::with_capacity(announced);
    while let Some(chunk) = response.chunk().await.map_err(|_| Refused::Broken)? {
        if bytes.len() + chunk.len() > limit {
            return Err(Refused::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
