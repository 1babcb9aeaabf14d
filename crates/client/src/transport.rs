//! TLS to one hub, and what its failures mean.

use std::error::Error;
use std::sync::Arc;

use ciss_contract::problem::{ErrorCode, Problem};
use reqwest::redirect::Policy;
use reqwest::{Response, StatusCode};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use crate::body;
use crate::deadlines::Deadlines;

/// Longest problem document that is read, in bytes.
const LONGEST_PROBLEM: usize = 64 * 1024;

/// An HTTP client that trusts this authority and nothing else. It follows no redirect and uses no proxy: what it
/// carries is for the hub alone.
pub(crate) fn connect_to(authority_pem: &str, deadlines: &Deadlines) -> Result<reqwest::Client, Problem> {
    let untrusted = || Problem::new(ErrorCode::HubNotTrusted).at("authority certificate");
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(authority_pem.as_bytes()) {
        let certificate = certificate.map_err(|_| untrusted())?;
        roots.add(certificate).map_err(|_| untrusted())?;
    }
    if roots.is_empty() {
        return Err(untrusted());
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut tls = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| untrusted())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    over(tls, deadlines)
}

/// An HTTP client over this TLS.
pub(crate) fn over(tls: ClientConfig, deadlines: &Deadlines) -> Result<reqwest::Client, Problem> {
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .https_only(true)
        .no_proxy()
        .redirect(Policy::none())
        .connect_timeout(deadlines.connect)
        // A network that was cut leaves connections that look open; without these they would be used again.
        .http2_keep_alive_interval(deadlines.probe)
        .http2_keep_alive_timeout(deadlines.probe)
        .http2_keep_alive_while_idle(true)
        .user_agent(concat!("ciss-client/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|error| problem_of(&error))
}

/// What a failed exchange means. The error itself is dropped: its text holds the URL.
pub(crate) fn problem_of(error: &reqwest::Error) -> Problem {
    let code = if caused_by_tls(error) {
        ErrorCode::HubNotTrusted
    } else if error.is_timeout() {
        ErrorCode::HubTimedOut
    } else if error.is_decode() || error.is_builder() {
        ErrorCode::HubNotUnderstood
    } else {
        ErrorCode::HubUnreachable
    };
    Problem::new(code)
}

/// Did the peer fail to prove who it is?
fn caused_by_tls(error: &(dyn Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        if error.is::<rustls::Error>() {
            return true;
        }
        // `source` of an I/O error skips the error it wraps.
        let wrapped = error.downcast_ref::<std::io::Error>().and_then(|error| error.get_ref());
        if wrapped.is_some_and(|wrapped| caused_by_tls(wrapped)) {
            return true;
        }
        next = error.source();
    }
    false
}

/// The response when it is a success, else the hub's problem document or what the status alone says.
pub(crate) async fn accept(sent: Result<Response, reqwest::Error>) -> Result<Response, Problem> {
    let response = sent.map_err(|error| problem_of(&error))?;
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let document = body::read(response, LONGEST_PROBLEM).await.ok();
    Err(document
        .and_then(|document| serde_json::from_slice(&document).ok())
        .unwrap_or_else(|| Problem::new(code_of(status))))
}

fn code_of(status: StatusCode) -> ErrorCode {
    match status.as_u16() {
        401 => ErrorCode::NotSignedIn,
        403 => ErrorCode::NotEntitled,
        404 => ErrorCode::NotFound,
        413 => ErrorCode::BodyTooLarge,
        429 | 503 => ErrorCode::Busy,
        502 | 504 => ErrorCode::SourceUnavailable,
        500..=599 => ErrorCode::Internal,
        _ => ErrorCode::HubNotUnderstood,
    }
}
