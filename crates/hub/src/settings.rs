//! What `ciss-hub serve` is told: flags, and a file of the same names (`ciss-hub.toml`). A flag counts before the file.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ciss_contract::source::Source;
use ciss_intake::JournalPlace;
use clap::Args;
use serde::Deserialize;

use crate::limits::Limits;
use crate::server::{HubConfig, LiveSource};
use crate::tls::{Certificate, CertificateFiles};

/// Where a hub listens if nothing else is said.
const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8443);

/// How long the Wanted File may take if nothing else is said, in milliseconds.
const WANTED_FILE_DEADLINE: u64 = 2_000;

/// Every option of a hub that serves. In the file it has the flag's name: `wanted-file = "https://…"`.
#[derive(Args, Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Settings {
    /// Folder of the database, the certificates and endpoint.json.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Address of a journal in PostgreSQL, which several hubs share: `postgres://user@host/database`. Without it the journal is
    /// in the folder. The password comes from PGPASSWORD or a password file.
    #[arg(long, value_name = "ADDRESS")]
    pub journal: Option<String>,
    /// Address and port; port 0 takes a free one [default: 127.0.0.1:8443].
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub listen: Option<SocketAddr>,
    /// Name or address by which consoles reach the hub; again for each further one. Without any, this machine alone can.
    #[arg(long = "name", value_name = "HOST")]
    #[serde(rename = "names")]
    pub names: Vec<String>,
    /// PEM file: the hub's own certificate, those between, last the one that consoles are to trust. Read again when it
    /// changes. Without it, the hub's authority makes one for the names.
    #[arg(long, value_name = "PEM")]
    pub certificate: Option<PathBuf>,
    /// PEM file of the certificate's private key.
    #[arg(long, value_name = "PEM")]
    pub key: Option<PathBuf>,
    /// Base URL of the COLLECT Wanted File, which is asked at query time.
    #[arg(long, value_name = "URL")]
    pub wanted_file: Option<String>,
    /// Milliseconds that the Wanted File may take [default: 2000].
    #[arg(long, value_name = "MS")]
    pub wanted_file_deadline: Option<u64>,
    /// Base URL of the photo archive.
    #[arg(long, value_name = "URL")]
    pub photos: Option<String>,
    /// The data is synthetic: demo accounts may sign in. On loopback addresses only.
    #[arg(long)]
    pub demo: bool,
    /// Address and port of /metrics for Prometheus, over plain HTTP; without it there are none.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub metrics: Option<SocketAddr>,
    /// Most connections at once [default: 16384].
    #[arg(long, value_name = "NUMBER")]
    pub most_connections: Option<usize>,
    /// Most connections from one address at once [default: 4096].
    #[arg(long, value_name = "NUMBER")]
    pub most_connections_per_address: Option<usize>,
    /// Most lookups at once [default: 1024].
    #[arg(long, value_name = "NUMBER")]
    pub most_lookups: Option<usize>,
    /// Most lookups of one operator at once [default: 64].
    #[arg(long, value_name = "NUMBER")]
    pub most_lookups_per_operator: Option<usize>,
}

/// Why settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadSettings {
    /// The file cannot be read.
    #[error("{path}: {cause}")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// The file is not what this hub understands.
    #[error("{path}: {cause}")]
    NotUnderstood {
        /// Which.
        path: PathBuf,
        /// Where and why.
        cause: toml::de::Error,
    },
    /// Something is missing.
    #[error("{missing} is missing: {why}")]
    Missing {
        /// The option.
        missing: &'static str,
        /// What it is needed for.
        why: &'static str,
    },
}

impl Settings {
    /// Reads a file. Names that it does not know are refused: one that is misspelled would else be without effect.
    ///
    /// # Errors
    /// [`BadSettings`].
    pub fn read(path: &Path) -> Result<Settings, BadSettings> {
        let text = fs::read_to_string(path);
        let text = text.map_err(|cause| BadSettings::Unreadable { path: path.to_owned(), cause })?;
        toml::from_str(&text).map_err(|cause| BadSettings::NotUnderstood { path: path.to_owned(), cause })
    }

    /// These, and of `others` what these leave open.
    #[must_use]
    pub fn or(self, others: Settings) -> Settings {
        Settings {
            data: self.data.or(others.data),
            journal: self.journal.or(others.journal),
            listen: self.listen.or(others.listen),
            names: if self.names.is_empty() { others.names } else { self.names },
            certificate: self.certificate.or(others.certificate),
            key: self.key.or(others.key),
            wanted_file: self.wanted_file.or(others.wanted_file),
            wanted_file_deadline: self.wanted_file_deadline.or(others.wanted_file_deadline),
            photos: self.photos.or(others.photos),
            demo: self.demo || others.demo,
            metrics: self.metrics.or(others.metrics),
            most_connections: self.most_connections.or(others.most_connections),
            most_connections_per_address: self
                .most_connections_per_address
                .or(others.most_connections_per_address),
            most_lookups: self.most_lookups.or(others.most_lookups),
            most_lookups_per_operator: self.most_lookups_per_operator.or(others.most_lookups_per_operator),
        }
    }

    /// What the hub is started with.
    ///
    /// # Errors
    /// [`BadSettings::Missing`].
    pub fn hub(self) -> Result<HubConfig, BadSettings> {
        let missing = |missing, why| BadSettings::Missing { missing, why };
        let data = self.data.ok_or_else(|| missing("data", "a hub keeps its records in a folder"))?;
        let files = match (self.certificate, self.key) {
            (Some(chain), Some(key)) => Some(CertificateFiles { chain, key }),
            (None, None) => None,
            (Some(_), None) => return Err(missing("key", "a certificate is of no use without its key")),
            (None, Some(_)) => {
                return Err(missing("certificate", "a key is of no use without its certificate"));
            }
        };
        if files.is_some() && self.names.is_empty() {
            return Err(missing(
                "names",
                "the certificate is held against the names by which consoles reach the hub",
            ));
        }
        let deadline = Duration::from_millis(self.wanted_file_deadline.unwrap_or(WANTED_FILE_DEADLINE));
        let wanted_file =
            self.wanted_file.map(|url| LiveSource { source: Source::WantedFile, url, deadline });
        let usual = Limits::default();
        Ok(HubConfig {
            data,
            journal: JournalPlace::of(self.journal),
            listen: self.listen.unwrap_or(LISTEN),
            live: wanted_file.into_iter().collect(),
            photos: self.photos,
            demo: self.demo,
            limits: Limits {
                connections: self.most_connections.unwrap_or(usual.connections),
                connections_per_address: self
                    .most_connections_per_address
                    .unwrap_or(usual.connections_per_address),
                lookups: self.most_lookups.unwrap_or(usual.lookups),
                lookups_per_operator: self.most_lookups_per_operator.unwrap_or(usual.lookups_per_operator),
                ..usual
            },
            certificate: Certificate { names: self.names, files },
            metrics: self.metrics,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Settings, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ciss-hub.toml");
        fs::write(&path, text).unwrap();
        Settings::read(&path).map_err(|error| error.to_string())
    }

    #[test]
    fn a_name_that_is_not_known_is_refused_with_its_place() {
        let error = read("data = \"d\"\nlisten-on = \"0.0.0.0:8443\"\n").unwrap_err();
        assert!(error.contains("line 2") && error.contains("listen-on"), "{error}");
        assert!(read("listen = \"here\"").unwrap_err().contains("line 1"));
    }

    #[test]
    fn a_flag_counts_before_the_file() {
        let file =
            read("data = \"d\"\nlisten = \"0.0.0.0:1\"\nnames = [\"a\", \"b\"]\nmost-lookups = 3").unwrap();
        let flags = Settings { listen: Some(LISTEN), names: vec!["c".to_owned()], ..Settings::default() };
        let hub = flags.or(file).hub().unwrap();
        assert_eq!(
            (hub.listen, hub.certificate.names, hub.limits.lookups),
            (LISTEN, vec!["c".to_owned()], 3)
        );
    }

    #[test]
    fn the_example_is_read_whole() {
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../installers/ciss-hub.toml");
        let written = fs::read_to_string(&example).unwrap();
        let settings = Settings::read(&example).unwrap();
        assert!(settings.clone().hub().is_ok());
        // What is commented out is read as well: an example that has gone stale teaches what is refused.
        let all: String = written
            .lines()
            .map(|line| line.strip_prefix("#").filter(|line| !line.starts_with(' ')).unwrap_or(line))
            .flat_map(|line| [line, "\n"])
            .collect();
        let all: Settings = toml::from_str(&all).unwrap();
        assert!(all.hub().is_ok());
    }

    #[test]
    fn half_a_certificate_is_refused() {
        for (text, expect) in [
            ("", "data is missing"),
            ("data = \"d\"\ncertificate = \"c\"", "key is missing"),
            ("data = \"d\"\nkey = \"k\"", "certificate is missing"),
            ("data = \"d\"\nkey = \"k\"\ncertificate = \"c\"", "names is missing"),
        ] {
            let error = read(text).unwrap().hub().unwrap_err().to_string();
            assert!(error.starts_with(expect), "{error}");
        }
    }
}
