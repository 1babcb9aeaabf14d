//! What the environment says about this run.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Context, bail};

/// The demo account that the console signs in as.
const ACCOUNT: &str = "reyes";

/// How the console was started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    /// Which hub it talks to.
    pub(crate) hub: HubChoice,
    /// `CISS_ACCOUNT`: demo account.
    pub(crate) account: String,
    /// `CISS_MILESTONES`: file to which the benchmark's moments are appended.
    pub(crate) milestones: Option<PathBuf>,
}

/// Which hub the console talks to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HubChoice {
    /// One that runs elsewhere.
    StandAlone {
        /// `CISS_HUB_URL`.
        url: String,
        /// `CISS_HUB_AUTHORITY`: PEM file of the authority to trust.
        authority: PathBuf,
    },
    /// One in this process, with demo data.
    Embedded {
        /// `CISS_DATA`, else the folder that console and command line share.
        data: PathBuf,
        /// `CISS_WANTED_FILE_URL`: where the Wanted File answers.
        wanted_file: Option<String>,
        /// `CISS_PHOTOS_URL`: where the photo archive answers.
        photos: Option<String>,
    },
}

impl Settings {
    /// Reads them. `variable` gives an environment variable's value.
    ///
    /// # Errors
    /// Which variable is missing or no text.
    pub(crate) fn from_environment(variable: impl Fn(&str) -> Option<OsString>) -> anyhow::Result<Settings> {
        let path = |name: &str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let text =
            |name: &str| match variable(name).filter(|value| !value.is_empty()).map(OsString::into_string) {
                Some(Ok(text)) => Ok(Some(text)),
                Some(Err(_)) => bail!("{name} is not valid text. Set it anew"),
                None => Ok(None),
            };
        let hub = match (text("CISS_HUB_URL")?, path("CISS_HUB_AUTHORITY")) {
            (Some(url), Some(authority)) => HubChoice::StandAlone { url, authority },
            (Some(_), None) => {
                bail!("CISS_HUB_URL is set and CISS_HUB_AUTHORITY is not. Name the hub's authority.pem there")
            }
            (None, Some(_)) => {
                bail!("CISS_HUB_AUTHORITY is set and CISS_HUB_URL is not. Set both or neither")
            }
            (None, None) => HubChoice::Embedded {
                data: path("CISS_DATA")
                    .or_else(ciss_client::hub::data_directory)
                    .context("there is no home directory. Name a data directory in CISS_DATA")?,
                wanted_file: text("CISS_WANTED_FILE_URL")?,
                photos: text("CISS_PHOTOS_URL")?,
            },
        };
        let account = text("CISS_ACCOUNT")?.unwrap_or_else(|| ACCOUNT.to_owned());
        Ok(Settings { hub, account, milestones: path("CISS_MILESTONES") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(environment: &[(&str, &str)]) -> Result<Settings, String> {
        let value =
            |name: &str| environment.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into());
        Settings::from_environment(value).map_err(|error| error.to_string())
    }

    #[test]
    fn a_hub_elsewhere_needs_its_authority() {
        let both =
            [("CISS_HUB_URL", "https://hub:1"), ("CISS_HUB_AUTHORITY", "a.pem"), ("CISS_ACCOUNT", "park")];
        let settings = read(&both).unwrap();
        assert_eq!(
            settings.hub,
            HubChoice::StandAlone { url: "https://hub:1".into(), authority: "a.pem".into() }
        );
        assert_eq!(settings.account, "park");
        assert!(read(&both[..1]).unwrap_err().contains("CISS_HUB_AUTHORITY"));
        assert!(read(&both[1..2]).unwrap_err().contains("CISS_HUB_URL"));
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
        assert_eq!(settings, Ok(Settings { hub: expect, account: ACCOUNT.into(), milestones: None }));
    }
}
