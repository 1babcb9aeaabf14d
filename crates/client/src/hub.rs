//! Where the hub is and whom to trust.

use std::path::{Path, PathBuf};

use serde::Deserialize;

/// Folder under the platform's data directory, and the application's identifier to the desktop.
pub const APPLICATION: &str = "us.ct.ciss.console";

/// A hub as the console knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hub {
    /// `https://host:port`.
    pub url: String,
    /// Certificate of the only authority that may vouch for it, PEM.
    pub authority_pem: String,
}

/// Why a hub's whereabouts could not be read.
#[derive(Debug, thiserror::Error)]
pub enum HubUnknown {
    /// A file cannot be read. Nothing has started a hub with this data directory, or it belongs to someone else.
    #[error("{path}: {cause}. Start a hub with this data directory, or name one by its URL and authority")]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
    /// `endpoint.json` is not what a hub writes.
    #[error("{path}: not an endpoint file: {cause}. Start the hub again, it writes the file anew")]
    NotAnEndpoint {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        cause: serde_json::Error,
    },
}

/// What a hub writes for local clients when it starts.
#[derive(Deserialize)]
struct Endpoint {
    url: String,
    authority: PathBuf,
}

impl Hub {
    /// A hub with its authority's certificate in a file.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn with_authority_file(url: impl Into<String>, authority: &Path) -> Result<Hub, HubUnknown> {
        Ok(Hub { url: url.into(), authority_pem: read(authority)? })
    }

    /// The hub that runs on this machine with this data directory, by its `endpoint.json`.
    ///
    /// # Errors
    /// No hub has started there, or the file is damaged.
    pub fn on_this_machine(data: &Path) -> Result<Hub, HubUnknown> {
        let path = data.join("endpoint.json");
        let endpoint: Endpoint = serde_json::from_str(&read(&path)?)
            .map_err(|cause| HubUnknown::NotAnEndpoint { path: path.clone(), cause })?;
        Hub::with_authority_file(endpoint.url, &data.join(endpoint.authority))
    }
}

/// The data directory that console and command line share where `CISS_DATA` names none. None on a system without a
/// home directory.
pub fn data_directory() -> Option<PathBuf> {
    dirs::data_dir().map(|directory| directory.join(APPLICATION))
}

/// The data directory of the console's own hub with synthetic people: apart, so that they never come among others.
pub fn demo_directory() -> Option<PathBuf> {
    data_directory().map(|directory| directory.join("demo"))
}

fn read(path: &Path) -> Result<String, HubUnknown> {
    std::fs::read_to_string(path).map_err(|cause| HubUnknown::Unreadable { path: path.to_owned(), cause })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(endpoint: Option<&str>, expect: Result<&str, &str>) {
        let data = tempfile::tempdir().unwrap();
        std::fs::write(data.path().join("authority.pem"), "PEM").unwrap();
        if let Some(text) = endpoint {
            std::fs::write(data.path().join("endpoint.json"), text).unwrap();
        }
        let found = Hub::on_this_machine(data.path());
        match (found, expect) {
            (Ok(hub), Ok(url)) => assert_eq!((hub.url.as_str(), hub.authority_pem.as_str()), (url, "PEM")),
            (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{error}"),
            (found, expect) => assert!(found.is_ok() == expect.is_ok(), "{endpoint:?}: {found:?}"),
        }
    }

    #[test]
    fn the_endpoint_file_says_where_the_hub_is() {
        check(
            Some(r#"{"url": "https://127.0.0.1:1", "authority": "authority.pem"}"#),
            Ok("https://127.0.0.1:1"),
        );
        check(Some(r#"{"url": "https://127.0.0.1:1", "authority": "gone.pem"}"#), Err("gone.pem"));
        check(Some("{"), Err("not an endpoint file"));
        check(None, Err("endpoint.json"));
    }
}
