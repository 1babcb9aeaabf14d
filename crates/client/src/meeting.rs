//! Meeting a hub that nobody has confirmed: it shows its certificates, and a person compares a fingerprint.

use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ciss_contract::fingerprint;
use ciss_contract::problem::{ErrorCode, Problem};
use reqwest::Url;
use ring::digest::{SHA256, digest};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};

use crate::deadlines::Deadlines;
use crate::hub::Hub;
use crate::transport;

/// The port where hubs are, where none is said.
const PORT: u16 = 8443;

/// A hub as it showed itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    /// Where it is, and the certificate that it asks to be trusted by.
    pub hub: Hub,
    /// Of that certificate.
    pub fingerprint: String,
}

/// Asks the hub at this address who it is. It has to prove that it holds the key of a certificate for this address, but
/// nobody vouches for who that is.
///
/// # Errors
/// [`ErrorCode::BodyNotUnderstood`] for what is no address; [`ErrorCode::HubNotTrusted`] where its certificate is for another
/// name, has ended, or is not of the authority that it shows; else why it cannot be reached.
pub async fn meet(address: &str, deadlines: &Deadlines) -> Result<Met, Problem> {
    let url = url(address).ok_or_else(|| Problem::new(ErrorCode::BodyNotUnderstood).at("address"))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let shown = Arc::new(Shown { provider: Arc::clone(&provider), top: Mutex::default() });
    let tls = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| ErrorCode::Internal)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::clone(&shown) as Arc<dyn ServerCertVerifier>)
        .with_no_client_auth();
    let client = transport::over(tls, deadlines)?;
    let answer = client.get(format!("{url}/livez")).timeout(deadlines.answer).send().await;
    transport::accept(answer).await?;
    let top = shown.top.lock().unwrap_or_else(PoisonError::into_inner).take();
    let top = top.ok_or(ErrorCode::HubNotTrusted)?;
    Ok(Met {
        fingerprint: fingerprint::written(digest(&SHA256, &top).as_ref()),
        hub: Hub { url, authority_pem: pem(&top) },
    })
}

/// `https://host:port` of what a person types.
fn url(address: &str) -> Option<String> {
    let address = address.trim().trim_end_matches('/');
    let host = address.strip_prefix("https://").unwrap_or(address);
    let mut url = Url::parse(&format!("https://{host}")).ok()?;
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    if !bare || !url.username().is_empty() || url.password().is_some() || host.contains("://") {
        return None;
    }
    // The parser leaves the usual port of https out.
    let port = url.port().unwrap_or(if host.ends_with(":443") { 443 } else { PORT });
    url.set_port(None).ok()?;
    Some(format!("{}:{port}", url.as_str().trim_end_matches('/')))
}

fn pem(certificate: &CertificateDer<'_>) -> String {
    let text = BASE64_STANDARD.encode(certificate);
    let lines: String = text
        .as_bytes()
        .chunks(64)
        .flat_map(|line| line.iter().map(|byte| char::from(*byte)).chain(['\n']))
        .collect();
    format!("-----BEGIN CERTIFICATE-----\n{lines}-----END CERTIFICATE-----\n")
}

/// Takes any authority, if only the hub's certificate is good for its name by it, and remembers which.
#[derive(Debug)]
struct Shown {
    provider: Arc<CryptoProvider>,
    top: Mutex<Option<CertificateDer<'static>>>,
}

impl ServerCertVerifier for Shown {
    fn verify_server_cert(
        &self,
        own: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let top = between.last().unwrap_or(own).clone().into_owned();
        let mut trusted = RootCertStore::empty();
        trusted.add(top.clone())?;
        let verifier =
            WebPkiServerVerifier::builder_with_provider(Arc::new(trusted), Arc::clone(&self.provider));
        let verifier = verifier.build().map_err(|error| rustls::Error::General(error.to_string()))?;
        let verified = verifier.verify_server_cert(own, between, name, ocsp, now)?;
        *self.top.lock().unwrap_or_else(PoisonError::into_inner) = Some(top);
        Ok(verified)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        own: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, own, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        own: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, own, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_what_a_person_types() {
        for (typed, expect) in [
            ("hub.example.org", Some("https://hub.example.org:8443")),
            (" hub.example.org:9000/ ", Some("https://hub.example.org:9000")),
            ("https://hub.example.org", Some("https://hub.example.org:8443")),
            ("https://hub.example.org:443/", Some("https://hub.example.org:443")),
            ("192.0.2.1", Some("https://192.0.2.1:8443")),
            ("[2001:db8::1]:8443", Some("https://[2001:db8::1]:8443")),
            ("http://hub.example.org", None),
            ("hub.example.org/path", None),
            ("user@hub.example.org", None),
            ("hub.example.org?x", None),
            ("", None),
            ("two words", None),
        ] {
            assert_eq!(url(typed).as_deref(), expect, "{typed}");
        }
    }
}
