//! Certificates: an authority of this hub's own, made on first start, and the server certificate that it signs.
//!
//! A console trusts the authority and nothing else. The authority may vouch for this machine's loopback names only
//! (name constraints, RFC 5280 section 4.2.1.10), so that its key is worth nothing elsewhere. The server's key lives
//! in memory: every start has a new one.

use std::fs;
use std::io::{self, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::{Span, ToSpan as _};
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DistinguishedName, DnType, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::clock::connecticut_day;

/// Names that the server certificate is good for.
pub const NAMES: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// How long a server certificate is good for. It is renewed long before.
const SERVER_DAYS: i32 = 90;

/// How long an authority is good for.
const AUTHORITY_YEARS: i32 = 10;

/// Why there are no certificates.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read or written.
    #[error("{path}: {cause}")]
    File {
        /// Which.
        path: String,
        /// Why.
        cause: io::Error,
    },
    /// A certificate cannot be made; a damaged key file is the usual cause.
    #[error("certificate: {0}")]
    Certificate(#[from] rcgen::Error),
    /// The certificate is not taken by the TLS library.
    #[error("TLS: {0}")]
    Tls(#[from] rustls::Error),
    /// The clock is out of all bounds.
    #[error("the clock shows no usable date")]
    Clock,
}

/// The hub's own authority.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

impl Authority {
    /// Takes the authority in this folder, or makes one. The key is readable by its owner alone.
    ///
    /// # Errors
    /// [`TlsError`].
    pub fn open(folder: &Path, now: Timestamp) -> Result<Authority, TlsError> {
        let (key_path, pem_path) = (folder.join("authority.key"), folder.join("authority.pem"));
        let read = |path: &Path| match fs::read_to_string(path) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(file_error(path, cause)),
        };
        if let (Some(key), Some(pem)) = (read(&key_path)?, read(&pem_path)?) {
            let key = KeyPair::from_pem(&key)?;
            return Ok(Authority { issuer: Issuer::new(authority_params(now)?, key), pem });
        }
        fs::create_dir_all(folder).map_err(|cause| file_error(folder, cause))?;
        let key = KeyPair::generate()?;
        let params = authority_params(now)?;
        let pem = params.self_signed(&key)?.pem();
        write_private(&key_path, &key.serialize_pem())?;
        write_private(&pem_path, &pem)?;
        Ok(Authority { issuer: Issuer::new(params, key), pem })
    }

    /// The authority's certificate.
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// A server certificate with a new key, ready to serve with.
    ///
    /// # Errors
    /// [`TlsError`].
    pub fn server(&self, now: Timestamp) -> Result<Arc<ServerConfig>, TlsError> {
        let key = KeyPair::generate()?;
        let mut params = CertificateParams::new(NAMES.map(str::to_owned))?;
        params.distinguished_name = name("CISS Hub");
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        lasts(&mut params, now, SERVER_DAYS.days())?;
        let certificate = params.signed_by(&key, &self.issuer)?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![certificate.into()], key)?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }
}

fn authority_params(now: Timestamp) -> Result<CertificateParams, TlsError> {
    let mut params = CertificateParams::default();
    params.distinguished_name = name("CISS Hub local authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees: vec![
            GeneralSubtree::DnsName("localhost".to_owned()),
            GeneralSubtree::IpAddress(CidrSubnet::V4(Ipv4Addr::new(127, 0, 0, 0).octets(), [255, 0, 0, 0])),
            GeneralSubtree::IpAddress(CidrSubnet::V6(Ipv6Addr::LOCALHOST.octets(), [255; 16])),
        ],
        excluded_subtrees: Vec::new(),
    });
    lasts(&mut params, now, AUTHORITY_YEARS.years())?;
    Ok(params)
}

fn name(common: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::OrganizationName, "CISS");
    name.push(DnType::CommonName, common);
    name
}

/// From yesterday, for clocks that differ a little, to the end of the span.
fn lasts(params: &mut CertificateParams, now: Timestamp, span: Span) -> Result<(), TlsError> {
    let today = connecticut_day(now);
    let day = |day: Date| {
        let part = |number: i8| u8::try_from(number).map_err(|_| TlsError::Clock);
        Ok::<_, TlsError>(date_time_ymd(i32::from(day.year()), part(day.month())?, part(day.day())?))
    };
    params.not_before = day(today.checked_sub(1.day()).map_err(|_| TlsError::Clock)?)?;
    params.not_after = day(today.checked_add(span).map_err(|_| TlsError::Clock)?)?;
    Ok(())
}

fn file_error(path: &Path, cause: io::Error) -> TlsError {
    TlsError::File { path: path.display().to_string(), cause }
}

/// Writes a file that only its owner may read, whole or not at all.
pub(crate) fn write_private(path: &Path, text: &str) -> Result<(), TlsError> {
    let beside = path.with_extension("new");
    let write = || {
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    write().map_err(|cause| file_error(path, cause))
}

/// May the hub's certificate be used for this address? An unspecified one is every address of the machine.
pub fn vouches_for(address: IpAddr) -> bool {
    address.is_loopback()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_can_reach_the_hub() {
        for (address, expect) in [
            ("127.0.0.1", true),
            ("::1", true),
            ("0.0.0.0", false),
            ("::", false),
            ("::ffff:0.0.0.0", false),
            ("::ffff:127.0.0.1", false),
            ("10.0.0.1", false),
            ("192.0.2.1", false),
            ("fe80::1", false),
        ] {
            assert_eq!(vouches_for(address.parse().unwrap()), expect, "{address}");
        }
    }
}
