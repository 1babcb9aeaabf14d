//! What may be said about the input in a file instead of being worked out.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::error::CommandError;
use super::roles::Role;

/// The configuration file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Config {
    /// Column that names the records.
    pub id: Option<String>,
    /// Column that names the source.
    pub source: Option<String>,
    /// Columns that are not compared.
    pub ignore: Vec<String>,
    /// Odds from which two records are one person, in bits; 0 is one to one.
    pub threshold: Option<f32>,
    /// What columns hold, by their names.
    pub columns: BTreeMap<String, Role>,
}

impl Config {
    /// Reads a configuration.
    ///
    /// # Errors
    /// The file cannot be read, or says something unknown; with its line.
    pub(crate) fn read(path: &Path) -> Result<Config, CommandError> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| CommandError::Read { path: path.into(), reason: error.to_string() })?;
        toml::from_str(&text)
            .map_err(|error| CommandError::Config { path: path.into(), reason: error.to_string() })
    }
}
