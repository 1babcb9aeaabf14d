//! What a backup says of itself: when it was made, and what every file in it was.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use ring::digest::{Context, SHA256};
use serde::{Deserialize, Serialize};

/// The file that holds it; a folder without it is no backup.
const FILE: &str = "backup.json";

/// The form of the note. A later one is refused.
const FORM: u32 = 1;

/// Where the journal is that the golden records in a backup follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum JournalOf {
    /// In the backup.
    Backup,
    /// In PostgreSQL, which has backups of its own.
    Elsewhere,
}

/// One file of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copied {
    /// Path within the backup, its parts.
    pub path: Vec<String>,
    /// In bytes.
    pub size: u64,
    /// SHA-256, in hexadecimal digits.
    pub sha256: String,
}

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    form: u32,
    /// When it was made.
    pub made: Timestamp,
    /// Where its journal is.
    pub journal: JournalOf,
    /// Every file but the note itself.
    pub files: Vec<Copied>,
}

impl Manifest {
    /// Of all that lies in this folder, which is on disk afterwards.
    pub(super) fn of(folder: &Path, journal: JournalOf, made: Timestamp) -> io::Result<Manifest> {
        let files =
            paths(folder, &[])?.into_iter().map(|path| copied(folder, path)).collect::<io::Result<_>>()?;
        Ok(Manifest { form: FORM, made, journal, files })
    }

    pub(super) fn write(&self, folder: &Path) -> io::Result<()> {
        let mut file = ciss_private::empty(&folder.join(FILE))?;
        serde_json::to_writer_pretty(&mut file, self)?;
        file.sync_all()
    }

    /// Reads the note and holds every file against it. None where the folder is no backup; else the first file that is not
    /// as it was written.
    pub(super) fn read(folder: &Path) -> io::Result<Option<Result<Manifest, PathBuf>>> {
        let Ok(text) = fs::read(folder.join(FILE)) else { return Ok(None) };
        let Ok(manifest) = serde_json::from_slice::<Manifest>(&text) else { return Ok(None) };
        if manifest.form != FORM {
            return Ok(None);
        }
        for file in &manifest.files {
            let path = file.path.iter().collect::<PathBuf>();
            let within = path.components().all(|part| matches!(part, std::path::Component::Normal(_)));
            if !within || copied(folder, file.path.clone()).ok().as_ref() != Some(file) {
                return Ok(Some(Err(path)));
            }
        }
        Ok(Some(Ok(manifest)))
    }
}

/// Every file in a folder and those within it, in one order.
fn paths(folder: &Path, within: &[String]) -> io::Result<Vec<Vec<String>>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().into_string().map_err(|_| io::ErrorKind::InvalidFilename)?;
        let path = [within, &[name]].concat();
        if entry.file_type()?.is_dir() {
            found.extend(paths(&entry.path(), &path)?);
        } else if path != [FILE] {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn copied(folder: &Path, path: Vec<String>) -> io::Result<Copied> {
    let mut file =
        File::options().read(true).write(true).open(folder.join(path.iter().collect::<PathBuf>()))?;
    file.sync_all()?;
    let mut hash = Hash(Context::new(&SHA256));
    let size = io::copy(&mut file, &mut hash)?;
    let sha256 = hash.0.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Copied { path, size, sha256 })
}

struct Hash(Context);

impl io::Write for Hash {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
