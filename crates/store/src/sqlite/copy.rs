//! A copy of golden records and audit trail, while a hub goes on writing to them.

use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};

use super::beside::Claim;
use super::{AUDIT, FILE, SqliteStore};
use ciss_records::StoreError;

impl SqliteStore {
    /// Copies the databases in `data`, each as it stands at one moment, into the folder `to`.
    ///
    /// # Errors
    /// [`StoreError::Backend`] when one cannot be read or be written.
    pub async fn copy(data: &Path, to: &Path) -> Result<(), StoreError> {
        let claim = Claim::shared(data).await?;
        for name in [FILE, AUDIT] {
            copy(&data.join(name), &to.join(name)).await?;
        }
        claim.release()
    }
}

async fn copy(file: &Path, to: &Path) -> Result<(), StoreError> {
    let options =
        SqliteConnectOptions::new().filename(file).create_if_missing(false).disable_statement_logging();
    let mut connection = options.connect().await?;
    ciss_private::empty(to)?;
    let target = to.to_str().ok_or(std::io::ErrorKind::InvalidFilename);
    let target = target.map_err(std::io::Error::from)?;
    sqlx::query("VACUUM INTO ?1").bind(target).execute(&mut connection).await?;
    Ok(connection.close().await?)
}
