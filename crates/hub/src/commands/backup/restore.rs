//! A hub's folder made from a backup.

use std::fs;
use std::io;
use std::path::Path;

use super::manifest::{JournalOf, Manifest};
use super::{beside, remove};
use crate::commands::CommandError;
use ciss_intake::JOURNAL;
use ciss_intake::read_whole;

/// Makes the folder `data`, which must be empty or not be there, from the backup in `from`: every file is held against the
/// backup's note, and every entry of the journal against its link. The folder appears whole or not at all.
///
/// # Errors
/// [`CommandError::NoBackup`], [`CommandError::Changed`] where a file is not as it was written,
/// [`CommandError::Occupied`] where there is something in `data`, else of the files.
pub async fn restore(from: &Path, data: &Path) -> Result<Manifest, CommandError> {
    let manifest = match Manifest::read(from).map_err(|cause| folder(from, cause))? {
        None => return Err(CommandError::NoBackup { path: from.to_owned() }),
        Some(Err(path)) => return Err(CommandError::Changed { path: from.join(path) }),
        Some(Ok(manifest)) => manifest,
    };
    if fs::read_dir(data).is_ok_and(|mut entries| entries.next().is_some()) || data.is_file() {
        return Err(CommandError::Occupied { path: data.to_owned() });
    }
    let partial = beside(data);
    copy(from, &manifest, &partial).map_err(|cause| folder(&partial, cause))?;
    if manifest.journal == JournalOf::Backup {
        read_whole(&partial.join(JOURNAL)).await?;
    }
    if data.exists() {
        fs::remove_dir(data).map_err(|cause| folder(data, cause))?;
    }
    fs::rename(&partial, data).map_err(|cause| folder(data, cause))?;
    Ok(manifest)
}

fn copy(from: &Path, manifest: &Manifest, to: &Path) -> io::Result<()> {
    remove(to)?;
    ciss_private::folder(to)?;
    for file in &manifest.files {
        let path = file.path.iter().collect::<std::path::PathBuf>();
        let target = to.join(&path);
        if let Some(folder) = target.parent() {
            ciss_private::folder(folder)?;
        }
        let mut into = ciss_private::empty(&target)?;
        io::copy(&mut fs::File::open(from.join(&path))?, &mut into)?;
        into.sync_all()?;
    }
    Ok(())
}

fn folder(path: &Path, cause: io::Error) -> CommandError {
    CommandError::Folder { path: path.to_owned(), cause }
}
