//! The certificate that the hub shows: of an authority of its own, or from files of the operator's.

mod authority;

use std::fs;
use std::io::{self, Write as _};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use ciss_contract::fingerprint;
use jiff::Timestamp;
use ring::digest::{SHA256, digest};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier as _;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime, pem};
use rustls::{RootCertStore, ServerConfig};

use authority::Authority;

/// Which certificate the hub shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Certificate {
    /// Names and addresses by which consoles reach the hub, the first for what it says of itself. Without any, it can be
    /// reached on this machine's loopback addresses alone.
    pub names: Vec<String>,
    /// The operator's own; without it, the hub's authority makes one for the names.
    pub files: Option<CertificateFiles>,
}

/// A certificate in files, which are read again when they change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateFiles {
    /// PEM: the hub's certificate, those between, and last the one that consoles are to trust.
    pub chain: PathBuf,
    /// PEM: the private key.
    pub key: PathBuf,
}

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
    /// A certificate that the hub made cannot be read.
    #[error("certificate: {0}")]
    Pem(pem::Error),
    /// A file of the operator's holds no certificate or key.
    #[error(
        "{path}: {cause}. It has to be PEM: a chain of certificates, and a private key in a file of its own"
    )]
    NotPem {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: pem::Error,
    },
    /// A console would refuse the certificate.
    #[error(
        "{path}: consoles would refuse it for {name}: {cause}. The chain has to name it and to end with the certificate \
         that consoles are to trust"
    )]
    NotGoodFor {
        /// The chain.
        path: PathBuf,
        /// The name.
        name: String,
        /// Why.
        cause: rustls::Error,
    },
    /// A name is neither a host's name nor an address.
    #[error("{0:?} is neither the name of a host nor an address")]
    BadName(String),
    /// The authority may not vouch for these names.
    #[error(
        "{folder}: this authority was made for {made_for}. To have one for other names, move the folder away; every console \
         then has to confirm the new one"
    )]
    OtherNames {
        /// Where it lies.
        folder: PathBuf,
        /// Whom it vouches for.
        made_for: String,
    },
    /// The clock is out of all bounds.
    #[error("the clock shows no usable date")]
    Clock,
}

/// How often an own certificate is renewed while the hub runs: a third of its life.
const RENEWED_EVERY: Duration = Duration::from_secs(30 * 24 * 3600);

/// The certificate in use, and what tells that it is time for the next.
pub(crate) struct Shown {
    origin: Origin,
    authority_pem: String,
    /// Where programs on this machine find the authority.
    authority_path: PathBuf,
}

enum Origin {
    Own { authority: Box<Authority>, made: Timestamp },
    Files { names: Vec<String>, files: CertificateFiles, seen: [Option<SystemTime>; 2] },
}

impl Shown {
    /// Opens or makes what `certificate` asks for. An own authority lies in `folder`, one for names apart from the one for
    /// this machine.
    pub(crate) fn open(certificate: &Certificate, folder: &Path, now: Timestamp) -> Result<Shown, TlsError> {
        let Certificate { names, files } = certificate;
        certificate.names_are_names()?;
        if let Some(files) = files {
            let authority_pem = top(&files.chain)?;
            let authority_path = folder.join("trusted.pem");
            fs::create_dir_all(folder).map_err(|cause| file_error(folder, cause))?;
            write_private(&authority_path, &authority_pem)?;
            let origin = Origin::Files { names: names.clone(), seen: files.changed(), files: files.clone() };
            return Ok(Shown { origin, authority_pem, authority_path });
        }
        let folder = if names.is_empty() { folder.to_owned() } else { folder.join("named") };
        let authority = Box::new(Authority::open(&folder, names, now)?);
        Ok(Shown {
            authority_pem: authority.pem().to_owned(),
            authority_path: folder.join("authority.pem"),
            origin: Origin::Own { authority, made: now },
        })
    }

    /// The certificate that a client has to trust.
    pub(crate) fn authority_pem(&self) -> &str {
        &self.authority_pem
    }

    /// Its fingerprint, for a person to compare.
    pub(crate) fn fingerprint(&self) -> Result<String, TlsError> {
        let der = CertificateDer::from_pem_slice(self.authority_pem.as_bytes()).map_err(TlsError::Pem)?;
        Ok(fingerprint::written(digest(&SHA256, &der).as_ref()))
    }

    /// The file that holds it.
    pub(crate) fn authority_path(&self) -> &Path {
        &self.authority_path
    }

    /// What to serve with.
    pub(crate) fn server(&self, now: Timestamp) -> Result<Arc<ServerConfig>, TlsError> {
        match &self.origin {
            Origin::Own { authority, .. } => authority.server(now),
            Origin::Files { names, files, .. } => files.server(names, now),
        }
    }

    /// Is it time for another one? Says so once for each time.
    pub(crate) fn due(&mut self, now: Timestamp) -> bool {
        match &mut self.origin {
            Origin::Own { made, .. } if now.duration_since(*made).unsigned_abs() < RENEWED_EVERY => false,
            Origin::Own { made, .. } => {
                *made = now;
                true
            }
            Origin::Files { files, seen, .. } => {
                let changed = files.changed();
                std::mem::replace(seen, changed) != changed
            }
        }
    }
}

impl Certificate {
    /// Says what is wrong with the names and the files.
    ///
    /// # Errors
    /// [`TlsError`].
    pub fn check(&self, now: Timestamp) -> Result<(), TlsError> {
        self.names_are_names()?;
        self.files.as_ref().map_or(Ok(()), |files| files.server(&self.names, now).map(drop))
    }

    fn names_are_names(&self) -> Result<(), TlsError> {
        let bad = self.names.iter().find(|name| ServerName::try_from(name.as_str()).is_err());
        bad.map_or(Ok(()), |name| Err(TlsError::BadName(name.clone())))
    }
}

impl CertificateFiles {
    /// When each was last written.
    fn changed(&self) -> [Option<SystemTime>; 2] {
        [&self.chain, &self.key].map(|path| fs::metadata(path).and_then(|file| file.modified()).ok())
    }

    /// Reads both and holds them against what a console will do, so that a wrong pair is not put to use.
    fn server(&self, names: &[String], now: Timestamp) -> Result<Arc<ServerConfig>, TlsError> {
        let chain = chain(&self.chain)?;
        let key = PrivateKeyDer::from_pem_file(&self.key).map_err(|cause| not_pem(&self.key, cause))?;
        let [leaf, between @ ..] = chain.as_slice() else {
            return Err(not_pem(&self.chain, pem::Error::NoItemsFound));
        };
        let mut trusted = RootCertStore::empty();
        trusted.add(chain.last().unwrap_or(leaf).clone())?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(trusted), provider).build();
        let verifier = verifier.map_err(|error| rustls::Error::General(error.to_string()))?;
        let seconds = u64::try_from(now.as_second()).map_err(|_| TlsError::Clock)?;
        let at = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        for name in names {
            let server = ServerName::try_from(name.as_str()).map_err(|_| TlsError::BadName(name.clone()))?;
            verifier.verify_server_cert(leaf, between, &server, &[], at).map_err(|cause| {
                TlsError::NotGoodFor { path: self.chain.clone(), name: name.clone(), cause }
            })?;
        }
        serving(chain, key)
    }
}

fn chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let read = CertificateDer::pem_file_iter(path).map_err(|cause| not_pem(path, cause))?;
    read.collect::<Result<_, _>>().map_err(|cause| not_pem(path, cause))
}

/// The last certificate of a chain, as it stands in the file.
fn top(path: &Path) -> Result<String, TlsError> {
    let text = fs::read_to_string(path).map_err(|cause| file_error(path, cause))?;
    let begins = text.rfind("-----BEGIN CERTIFICATE-----");
    begins.map(|at| text[at..].to_owned()).ok_or_else(|| not_pem(path, pem::Error::NoItemsFound))
}

fn serving(
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
) -> Result<Arc<ServerConfig>, TlsError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

fn not_pem(path: &Path, cause: pem::Error) -> TlsError {
    TlsError::NotPem { path: path.to_owned(), cause }
}

fn file_error(path: &Path, cause: io::Error) -> TlsError {
    TlsError::File { path: path.display().to_string(), cause }
}

/// Writes a file that only its owner may read, whole or not at all.
pub(crate) fn write_private(path: &Path, text: &str) -> Result<(), TlsError> {
    let beside = path.with_extension("new");
    let write = || {
        let mut file = ciss_private::empty(&beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    write().map_err(|cause| file_error(path, cause))
}

/// Is it an address that only this machine can reach? An unspecified one is every address of the machine.
pub fn this_machine_alone(address: IpAddr) -> bool {
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
            assert_eq!(this_machine_alone(address.parse().unwrap()), expect, "{address}");
        }
    }
}
