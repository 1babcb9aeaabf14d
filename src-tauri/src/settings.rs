//! What the environment says about this run.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Context, bail};
use ciss_client::Hub;
use ciss_client::chosen::{self, Chosen};

/// The demo account that the console signs in as.
const ACCOUNT: &str = "reyes";

/// How the console was started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    /// Which hub it talks to; none until a person says.
    pub(crate) hub: Option<HubChoice>,
    /// `CISS_ACCOUNT`: demo account.
    pub(crate) account: String,
    /// `CISS_MILESTONES`: file to which the benchmark's moments are appended.
    pub(crate) milestones: Option<PathBuf>,
}

/// Which hub the console talks to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HubChoice {
    /// One that a person or an administrator chose, with the certificate that it is trusted by.
    Chosen(Hub),
    /// One that runs elsewhere.
    StandAlone {
        /// `CISS_HUB_URL`.
        url: String,
        /// `CISS_HUB_AUTHORITY`: PEM file of the authority to trust.
        authority: PathBuf,
    },
    /// One in this process, with synthetic people that it is filled with.
    Demo {
        /// [`demo_data`].
        data: PathBuf,
    },
    /// One in this process, with the demo data that somebody else put there.
    Embedded {
        /// `CISS_DATA`.
        data: PathBuf,
        /// `CISS_WANTED_FILE_URL`: where the Wanted File answers.
        wanted_file: Option<String>,
        /// `CISS_PHOTOS_URL`: where the photo archive answers.
        photos: Option<String>,
    },
}

impl Settings {
    /// Reads them. `variable` gives an environment variable's value; where none names a hub, the choice of `files` counts.
    ///
    /// # Errors
    /// Which variable is missing or no text, or which file cannot be used.
    pub(crate) fn read(
        variable: impl Fn(&str) -> Option<OsString>,
        files: &[PathBuf],
    ) -> anyhow::Result<Settings> {
        let path = |name: &str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let text =
            |name: &str| match variable(name).filter(|value| !value.is_empty()).map(OsString::into_string) {
                Some(Ok(text)) => Ok(Some(text)),
                Some(Err(_)) => bail!("{name} is not valid text. Set it anew"),
                None => Ok(None),
            };
        let embedded = |data| {
            let (wanted_file, photos) = (text("CISS_WANTED_FILE_URL")?, text("CISS_PHOTOS_URL")?);
            anyhow::Ok(HubChoice::Embedded { data, wanted_file, photos })
        };
        let hub = match (text("CISS_HUB_URL")?, path("CISS_HUB_AUTHORITY"), path("CISS_DATA")) {
            (Some(url), Some(authority), _) => Some(HubChoice::StandAlone { url, authority }),
            (Some(_), None, _) => {
                bail!("CISS_HUB_URL is set and CISS_HUB_AUTHORITY is not. Name the hub's authority.pem there")
            }
            (None, Some(_), _) => {
                bail!("CISS_HUB_AUTHORITY is set and CISS_HUB_URL is not. Set both or neither")
            }
            (None, None, Some(data)) => Some(embedded(data)?),
            (None, None, None) => match chosen::read(files)? {
                Some(Chosen::Hub(hub)) => Some(HubChoice::Chosen(hub)),
                Some(Chosen::Demo) => Some(HubChoice::Demo { data: demo_data()? }),
                None => None,
            },
        };
        let account = text("CISS_ACCOUNT")?.unwrap_or_else(|| ACCOUNT.to_owned());
        Ok(Settings { hub, account, milestones: path("CISS_MILESTONES") })
    }
}

/// Where the console's own hub keeps its synthetic people.
///
/// # Errors
/// The system names no folder.
pub(crate) fn demo_data() -> anyhow::Result<PathBuf> {
    ciss_client::hub::demo_directory()
        .context("there is no home directory. Name a data directory in CISS_DATA")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(environment: &[(&str, &str)]) -> Result<Settings, String> {
        let value =
            |name: &str| environment.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into());
        Settings::read(value, &[]).map_err(|error| error.to_string())
    }

    #[test]
    fn a_hub_elsewhere_needs_its_authority() {
        let both =
            [("CISS_HUB_URL", "https://hub:1"), ("CISS_HUB_AUTHORITY", "a.pem"), ("CISS_ACCOUNT", "park")];
        let settings = read(&both).unwrap();
        assert_eq!(
            settings.hub,
            Some(HubChoice::StandAlone { url: "https://hub:1".into(), authority: "a.pem".into() })
        );
        assert_eq!(settings.account, "park");
        assert!(read(&both[..1]).unwrap_err().contains("CISS_HUB_AUTHORITY"));
        assert!(read(&both[1..2]).unwrap_err().contains("CISS_HUB_URL"));
    }

    #[test]
    fn nobody_chose_where_nothing_says_which() {
        assert_eq!(read(&[]).unwrap().hub, None);
    }

    #[test]
    fn what_was_chosen_counts_where_the_environment_names_none() {
        let folder = tempfile::tempdir().unwrap();
        let files = [folder.path().join("console.toml")];
        let hub = Hub { url: "https://hub.example.org:8443".into(), authority_pem: "PEM".into() };
        chosen::write(&files, &Chosen::Hub(hub.clone())).unwrap();
        assert_eq!(Settings::read(|_| None, &files).unwrap().hub, Some(HubChoice::Chosen(hub)));
        let data = |name: &str| (name == "CISS_DATA").then(|| "data".into());
        assert!(matches!(Settings::read(data, &files).unwrap().hub, Some(HubChoice::Embedded { .. })));
    }

    #[test]
    fn else_the_hub_is_embedded() {
        let settings =
            read(&[("CISS_DATA", "/data"), ("CISS_PHOTOS_URL", "http://127.0.0.1:1"), ("CISS_ACCOUNT", "")]);
        let expect = HubChoice::Embedded {
            data: "/data".into(),
            wanted_file: None,
            photos: Some("http://127.0.0.1:1".into()),
        };
        assert_eq!(settings, Ok(Settings { hub: Some(expect), account: ACCOUNT.into(), milestones: None }));
    }
}
