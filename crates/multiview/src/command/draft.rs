//! Files in the making. They appear under their names when all of them are complete, or none does.

use std::fs::{File, Metadata};
use std::io::{BufWriter, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::NamedTempFile;

use super::error::CommandError;

/// A file in the making.
pub(crate) struct Draft {
    file: NamedTempFile,
    /// As it was asked for.
    path: PathBuf,
    target: Target,
}

/// Where a draft goes.
#[derive(PartialEq)]
enum Target {
    /// In the place of this file, or as a new one.
    Place(PathBuf),
    /// Into what is there: a device or a pipe has no other way, and a file with several names keeps them so.
    Into(PathBuf),
    /// Standard output.
    Standard,
}

/// Drafts of this process; none when they were given up.
static DRAFTS: Mutex<Option<Vec<PathBuf>>> = Mutex::new(Some(Vec::new()));

fn drafts() -> MutexGuard<'static, Option<Vec<PathBuf>>> {
    DRAFTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes what this process has not finished, and lets nothing be finished after. For whoever ends the process from
/// outside its course, as a signal does; files that are just appearing appear first, all of them.
pub fn abandon_drafts() {
    for path in drafts().take().unwrap_or_default() {
        // What is gone already needs no removal.
        let _ = std::fs::remove_file(path);
    }
}

impl Draft {
    /// Begins a file, so that what cannot be written is known before any work. No input may be overwritten, and no
    /// file be written twice.
    ///
    /// # Errors
    /// It cannot be written, or must not be.
    pub(crate) fn begin(path: &Path, inputs: &[&Path], others: &[&Draft]) -> Result<Draft, CommandError> {
        let failed = |reason: String| CommandError::Write { path: path.into(), reason };
        let there = std::fs::metadata(path).ok();
        if there.as_ref().is_some_and(Metadata::is_dir) {
            return Err(failed("it is a folder".into()));
        }
        if inputs.iter().any(|input| is_one_file(input, path)) {
            return Err(failed("it is an input".into()));
        }
        let target = Target::of(path, there.as_ref());
        if others.iter().any(|other| other.target == target || is_one_file(&other.path, path)) {
            return Err(failed("two outputs would be this file".into()));
        }
        let file = target.temporary().map_err(|error| failed(error.to_string()))?;
        if let (Target::Place(place), Some(_)) = (&target, &there) {
            ciss_private::look_alike(file.path(), place).map_err(|error| failed(error.to_string()))?;
        }
        drafts().as_mut().ok_or(CommandError::Cancelled)?.push(file.path().to_owned());
        Ok(Draft { file, path: path.into(), target })
    }

    fn failed(&self, reason: &dyn std::fmt::Display) -> CommandError {
        CommandError::Write { path: self.path.clone(), reason: reason.to_string() }
    }

    pub(crate) fn table(
        &self,
        write: impl FnOnce(&mut csv::Writer<BufWriter<&File>>) -> Result<(), csv::Error>,
    ) -> Result<(), CommandError> {
        let mut table = csv::Writer::from_writer(BufWriter::with_capacity(1 << 18, self.file.as_file()));
        write(&mut table).map_err(|error| self.failed(&error))?;
        table.into_inner().map_err(|error| self.failed(&error))?.flush().map_err(|error| self.failed(&error))
    }

    /// Writes a text.
    pub(crate) fn text(&self, text: &str) -> Result<(), CommandError> {
        self.file.as_file().write_all(text.as_bytes()).map_err(|error| self.failed(&error))
    }

    /// Gives the files their names, all at once as far as anybody who stops the process can tell.
    ///
    /// # Errors
    /// The system refuses, or the drafts were abandoned.
    pub(crate) fn keep(finished: impl IntoIterator<Item = Draft>) -> Result<(), CommandError> {
        // Held until all are there.
        let drafts = drafts();
        if drafts.is_none() {
            return Err(CommandError::Cancelled);
        }
        for Draft { mut file, path, target } in finished {
            let kept = match target {
                Target::Place(place) => file.persist(place).map(drop).map_err(|error| error.error),
                Target::Into(place) => {
                    let into = File::options().write(true).truncate(true).open(place);
                    into.and_then(|mut into| copy(&mut file, &mut into))
                }
                Target::Standard => copy(&mut file, &mut std::io::stdout().lock()),
            };
            kept.map_err(|error| CommandError::Write { path, reason: error.to_string() })?;
        }
        Ok(())
    }
}

impl Target {
    fn of(path: &Path, there: Option<&Metadata>) -> Target {
        if path.as_os_str() == "-" {
            return Target::Standard;
        }
        if there.is_some_and(|there| !there.is_file() || names(path, there) > 1) {
            return Target::Into(path.into());
        }
        // A link is followed, also one to a file that is not there.
        let mut place = path.to_owned();
        for _ in 0..40 {
            let Ok(next) = std::fs::read_link(&place) else { break };
            place = folder(&place).join(next);
        }
        let named = place.file_name().map(ToOwned::to_owned);
        let real = folder(&place).canonicalize().ok().zip(named).map(|(folder, name)| folder.join(name));
        Target::Place(real.unwrap_or(place))
    }

    fn temporary(&self) -> std::io::Result<NamedTempFile> {
        match self {
            Target::Place(place) => as_any(&mut tempfile::Builder::new()).tempfile_in(folder(place)),
            Target::Into(_) | Target::Standard => NamedTempFile::new(),
        }
    }
}

/// A file that whoever may read what is made in its folder may read.
#[cfg(unix)]
fn as_any<'b, 'n>(builder: &'b mut tempfile::Builder<'n, 'n>) -> &'b mut tempfile::Builder<'n, 'n> {
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666))
}

#[cfg(windows)]
fn as_any<'b, 'n>(builder: &'b mut tempfile::Builder<'n, 'n>) -> &'b mut tempfile::Builder<'n, 'n> {
    builder
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn copy(file: &mut NamedTempFile, into: &mut impl Write) -> std::io::Result<()> {
    file.rewind()?;
    std::io::copy(file, into)?;
    into.flush()
}

/// How many names a file has.
#[cfg(unix)]
fn names(_: &Path, there: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(there)
}

#[cfg(windows)]
fn names(path: &Path, _: &Metadata) -> u64 {
    information(path).map_or(1, |there| there.number_of_links())
}

/// Whether two paths lead to one file that is there.
#[cfg(unix)]
fn is_one_file(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let of = |path: &Path| std::fs::metadata(path).ok().filter(Metadata::is_file);
    let same = |(one, other): (Metadata, Metadata)| (one.dev(), one.ino()) == (other.dev(), other.ino());
    of(one).zip(of(other)).is_some_and(same)
}

#[cfg(windows)]
fn is_one_file(one: &Path, other: &Path) -> bool {
    let of = |path: &Path| {
        let there = information(path)?;
        Some((there.volume_serial_number(), there.file_index()))
    };
    of(one).zip(of(other)).is_some_and(|(one, other)| one == other)
}

/// What Windows tells of a file only through an open handle; none of what is not a file, or not there.
#[cfg(windows)]
fn information(path: &Path) -> Option<winapi_util::file::Information> {
    let handle = path.is_file().then(|| winapi_util::Handle::from_path(path).ok()).flatten()?;
    winapi_util::file::information(handle).ok()
}
