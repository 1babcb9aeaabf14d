//! Which hub this workstation talks to: a small file that an administrator or the console's first page writes.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::hub::{APPLICATION, Hub};

/// What stands in the file in the place of a URL where the console brings its own hub.
const DEMO: &str = "demo";

/// The certificate beside the file.
const AUTHORITY: &str = "authority.pem";

/// A choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// A hub that runs by itself.
    Hub(Hub),
    /// One in the console, with synthetic data.
    Demo,
}

/// Why a choice cannot be read or kept.
#[derive(Debug, thiserror::Error)]
pub enum BadChoice {
    /// A file cannot be read or written.
    #[error("{path}: {cause}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// The file is not what this program writes.
    #[error("{path}: {cause}")]
    NotUnderstood {
        /// Which.
        path: PathBuf,
        /// Where and why.
        #[source]
        cause: toml::de::Error,
    },
    /// A hub without the certificate that it is to be trusted by.
    #[error(
        "{path}: authority is missing. It names the PEM file of the certificate that the hub is trusted by"
    )]
    NoAuthority {
        /// The file.
        path: PathBuf,
    },
    /// The file counts for everybody, and somebody else than an administrator put it there.
    #[error(
        "{path}: it counts for everybody on this machine, and its owner is no administrator. Let one look at it"
    )]
    NotAdministrators {
        /// Which.
        path: PathBuf,
    },
    /// The system names no folder for settings.
    #[error("there is no folder for settings: set HOME")]
    NoFolder,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    /// `https://host:port`, or [`DEMO`].
    hub: String,
    /// Beside the file, or absolute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    authority: Option<PathBuf>,
}

/// The files that may hold a choice, the one that counts first: the administrator's for everybody, then the person's own.
pub fn files() -> Vec<PathBuf> {
    let own = dirs::config_dir().map(|folder| folder.join(APPLICATION));
    machine().into_iter().chain(own).map(|folder| folder.join("console.toml")).collect()
}

/// The folder of what an administrator settles for everybody.
fn machine() -> Option<PathBuf> {
    if cfg!(windows) {
        std::env::var_os("ProgramData").map(|folder| PathBuf::from(folder).join("CISS"))
    } else {
        Some(PathBuf::from("/etc/ciss"))
    }
}

/// Reads a file. In the folder for everybody it must be an administrator's: Windows lets anybody make that folder where it is missing,
/// and whoever did would choose everybody's hub.
fn read_file(path: &Path) -> Result<String, BadChoice> {
    let failed = |cause| BadChoice::File { path: path.to_owned(), cause };
    let text = fs::read_to_string(path).map_err(failed)?;
    let everybodys = machine().is_some_and(|folder| path.starts_with(folder));
    if everybodys && !ciss_private::administrators_own(path).map_err(failed)? {
        return Err(BadChoice::NotAdministrators { path: path.to_owned() });
    }
    Ok(text)
}

/// The choice in the first of these files that is there; none if none is.
///
/// # Errors
/// [`BadChoice`]: a file that cannot be used does not make room for the next, which may name another hub.
pub fn read(files: &[PathBuf]) -> Result<Option<Chosen>, BadChoice> {
    for path in files {
        let text = match read_file(path) {
            Err(BadChoice::File { cause, .. }) if cause.kind() == io::ErrorKind::NotFound => continue,
            read => read?,
        };
        let written: Written =
            toml::from_str(&text).map_err(|cause| BadChoice::NotUnderstood { path: path.clone(), cause })?;
        if written.hub == DEMO {
            return Ok(Some(Chosen::Demo));
        }
        let authority = written.authority.ok_or_else(|| BadChoice::NoAuthority { path: path.clone() })?;
        let authority = folder(path).join(authority);
        let authority_pem = read_file(&authority)?;
        return Ok(Some(Chosen::Hub(Hub { url: written.hub, authority_pem })));
    }
    Ok(None)
}

/// Keeps a choice in the last of these files, which is the person's own.
///
/// # Errors
/// [`BadChoice`].
pub fn write(files: &[PathBuf], chosen: &Chosen) -> Result<(), BadChoice> {
    let path = files.last().ok_or(BadChoice::NoFolder)?;
    let failed = |path: &Path, cause| BadChoice::File { path: path.to_owned(), cause };
    fs::create_dir_all(folder(path)).map_err(|cause| failed(path, cause))?;
    let written = match chosen {
        Chosen::Demo => Written { hub: DEMO.to_owned(), authority: None },
        Chosen::Hub(hub) => {
            let authority = folder(path).join(AUTHORITY);
            fs::write(&authority, &hub.authority_pem).map_err(|cause| failed(&authority, cause))?;
            Written { hub: hub.url.clone(), authority: Some(AUTHORITY.into()) }
        }
    };
    let text = toml::to_string(&written).map_err(|error| failed(path, io::Error::other(error)))?;
    fs::write(path, text).map_err(|cause| failed(path, cause))
}

fn folder(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hub(url: &str) -> Chosen {
        Chosen::Hub(Hub { url: url.to_owned(), authority_pem: "PEM".to_owned() })
    }

    #[test]
    fn a_choice_is_read_as_it_was_kept() {
        let folder = tempfile::tempdir().unwrap();
        let files = [folder.path().join("machine/console.toml"), folder.path().join("own/console.toml")];
        assert_eq!(read(&files).unwrap(), None);
        for chosen in [hub("https://hub.example.org:8443"), Chosen::Demo] {
            write(&files, &chosen).unwrap();
            assert_eq!(read(&files).unwrap(), Some(chosen));
        }
        write(&files[..1], &hub("https://other.example.org:8443")).unwrap();
        assert_eq!(
            read(&files).unwrap(),
            Some(hub("https://other.example.org:8443")),
            "the administrator's counts"
        );
    }

    #[test]
    fn a_file_that_cannot_be_used_is_said_and_not_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let files = [folder.path().join("first.toml"), folder.path().join("second.toml")];
        write(&files, &Chosen::Demo).unwrap();
        for (text, expect) in [
            ("hub = 1", "line 1"),
            ("hub = \"demo\"\nhubs = 2", "hubs"),
            ("hub = \"https://h\"", "authority is missing"),
            ("hub = \"https://h\"\nauthority = \"gone.pem\"", "gone.pem"),
        ] {
            fs::write(&files[0], text).unwrap();
            let error = read(&files).unwrap_err().to_string();
            assert!(error.contains(expect), "{error}");
        }
    }
}
