//! A copy of a hub's folder from which it can be made again, taken while the hub serves.

mod manifest;
mod restore;

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use ciss_journal::SqliteJournal;
use jiff::Timestamp;

use super::CommandError;
use ciss_intake::JOURNAL;
use ciss_intake::JournalPlace;
use ciss_store::SqliteStore;
use manifest::Manifest;
pub use manifest::{Copied, JournalOf};
pub use restore::restore;

/// Copies a hub's folder to `to`, which must not be there: it appears whole or not at all. The hub may go on serving. A
/// journal in PostgreSQL is not part of it; that database has backups of its own.
///
/// # Errors
/// [`CommandError::Occupied`] where `to` is there, else of the files.
pub async fn backup(
    data: &Path,
    place: &JournalPlace,
    to: &Path,
    now: Timestamp,
) -> Result<Manifest, CommandError> {
    let folder = |path: &Path| {
        let path = path.to_owned();
        move |cause| CommandError::Folder { path, cause }
    };
    if to.exists() {
        return Err(CommandError::Occupied { path: to.to_owned() });
    }
    let partial = beside(to);
    remove(&partial).map_err(folder(&partial))?;
    ciss_private::folder(&partial).map_err(folder(&partial))?;
    // The golden records first: they may be behind their journal, never ahead of it.
    SqliteStore::copy(data, &partial).await?;
    let journal = match place {
        JournalPlace::Folder => {
            SqliteJournal::copy(&data.join(JOURNAL), &partial.join(JOURNAL)).await?;
            JournalOf::Backup
        }
        JournalPlace::Shared(_) => JournalOf::Elsewhere,
    };
    copy_rest(data, &partial).map_err(folder(data))?;
    let manifest = Manifest::of(&partial, journal, now).map_err(folder(&partial))?;
    manifest.write(&partial).map_err(folder(&partial))?;
    fs::rename(&partial, to).map_err(folder(to))?;
    Ok(manifest)
}

/// Where something is written until it is whole.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".partial");
    path.with_file_name(name)
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Copies what is neither a database nor of one run: certificates, their keys, the note of a synthetic world.
fn copy_rest(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            ciss_private::folder(&target)?;
            copy_rest(&path, &target)?;
        } else if !is_of_one_run(&path) {
            let mut into = ciss_private::empty(&target)?;
            io::copy(&mut File::open(&path)?, &mut into)?;
            into.sync_all()?;
        }
    }
    Ok(())
}

/// Databases with what SQLite lays beside them, locks, and the address at which the hub is reached now.
fn is_of_one_run(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let ends = [".sqlite", ".sqlite-wal", ".sqlite-shm", ".lock"];
    name == "endpoint.json" || ends.iter().any(|end| name.ends_with(end))
}
