//! An authority of this hub's own, made on first start, and the server certificate that it signs.
//!
//! A console trusts the authority and nothing else. The authority may vouch for this machine's loopback names and for those
//! that the operator named (name constraints, RFC 5280 section 4.2.1.10), so that its key is worth nothing elsewhere. The
//! server's key lives in memory: every start has a new one.

use std::fs;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::Path;
use std::sync::Arc;

use ciss_contract::day::connecticut_day;
use jiff::civil::Date;
use jiff::{Span, Timestamp, ToSpan as _};
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DistinguishedName, DnType, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use super::{TlsError, file_error, serving, write_private};

/// Names that every certificate of an own authority is good for.
const NAMES: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// How long a server certificate is good for. It is renewed long before.
const SERVER_DAYS: i32 = 90;

/// How long an authority is good for.
const AUTHORITY_YEARS: i32 = 10;

/// The hub's own authority.
pub(super) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
    names: Vec<String>,
}

impl Authority {
    /// Takes the authority in this folder, or makes one that may vouch for this machine and `names`. The key is readable
    /// by its owner alone.
    ///
    /// # Errors
    /// [`TlsError`].
    pub(super) fn open(folder: &Path, names: &[String], now: Timestamp) -> Result<Authority, TlsError> {
        let (key_path, pem_path) = (folder.join("authority.key"), folder.join("authority.pem"));
        let names_path = folder.join("authority.names");
        let read = |path: &Path| match fs::read_to_string(path) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(file_error(path, cause)),
        };
        if let (Some(key), Some(pem)) = (read(&key_path)?, read(&pem_path)?) {
            let made_for = read(&names_path)?.unwrap_or_default();
            if made_for.lines().ne(names) {
                return Err(TlsError::OtherNames {
                    folder: folder.to_owned(),
                    made_for: listed(made_for.lines()),
                });
            }
            let key = KeyPair::from_pem(&key)?;
            return Ok(Authority::of(authority_params(names, now)?, key, pem, names));
        }
        fs::create_dir_all(folder).map_err(|cause| file_error(folder, cause))?;
        let key = KeyPair::generate()?;
        let params = authority_params(names, now)?;
        let pem = params.self_signed(&key)?.pem();
        write_private(&names_path, &names.join("\n"))?;
        write_private(&key_path, &key.serialize_pem())?;
        write_private(&pem_path, &pem)?;
        Ok(Authority::of(params, key, pem, names))
    }

    fn of(params: CertificateParams, key: KeyPair, pem: String, names: &[String]) -> Authority {
        Authority { issuer: Issuer::new(params, key), pem, names: names.to_vec() }
    }

    /// The authority's certificate.
    pub(super) fn pem(&self) -> &str {
        &self.pem
    }

    /// A server certificate with a new key, ready to serve with.
    ///
    /// # Errors
    /// [`TlsError`].
    pub(super) fn server(&self, now: Timestamp) -> Result<Arc<ServerConfig>, TlsError> {
        let key = KeyPair::generate()?;
        let names = NAMES.into_iter().map(str::to_owned).chain(self.names.iter().cloned());
        let mut params = CertificateParams::new(names.collect::<Vec<_>>())?;
        params.distinguished_name = name("CISS Hub");
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        lasts(&mut params, now, SERVER_DAYS.days())?;
        let certificate = params.signed_by(&key, &self.issuer)?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let authority = CertificateDer::from_pem_slice(self.pem.as_bytes()).map_err(TlsError::Pem)?;
        serving(vec![certificate.into(), authority], key)
    }
}

fn authority_params(names: &[String], now: Timestamp) -> Result<CertificateParams, TlsError> {
    let mut params = CertificateParams::default();
    params.distinguished_name =
        name(if names.is_empty() { "CISS Hub local authority" } else { "CISS Hub authority" });
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
    let mut permitted_subtrees = vec![
        GeneralSubtree::DnsName("localhost".to_owned()),
        GeneralSubtree::IpAddress(CidrSubnet::V4(Ipv4Addr::new(127, 0, 0, 0).octets(), [255, 0, 0, 0])),
        GeneralSubtree::IpAddress(CidrSubnet::V6(Ipv6Addr::LOCALHOST.octets(), [255; 16])),
    ];
    permitted_subtrees.extend(names.iter().map(|name| match name.parse() {
        Ok(IpAddr::V4(address)) => GeneralSubtree::IpAddress(CidrSubnet::V4(address.octets(), [255; 4])),
        Ok(IpAddr::V6(address)) => GeneralSubtree::IpAddress(CidrSubnet::V6(address.octets(), [255; 16])),
        Err(_) => GeneralSubtree::DnsName(name.clone()),
    }));
    params.name_constraints = Some(NameConstraints { permitted_subtrees, excluded_subtrees: Vec::new() });
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

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<_> = names.collect();
    if names.is_empty() { "this machine alone".to_owned() } else { names.join(", ") }
}
