//! By mode.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _, chown};
use std::path::Path;

pub(crate) fn close_folder(path: &Path) -> io::Result<()> {
    fs::set_permissions(path, Permissions::from_mode(0o700))
}

pub(crate) fn open(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    let file = options.mode(0o600).open(path)?;
    // One that was there keeps its mode when it is opened.
    file.set_permissions(Permissions::from_mode(0o600))?;
    Ok(file)
}

pub(crate) fn look_alike(new: &Path, there: &Path) -> io::Result<()> {
    let there = fs::metadata(there)?;
    // Only root may give files away.
    let _ = chown(new, Some(there.uid()), Some(there.gid()));
    fs::set_permissions(new, there.permissions())
}

pub(crate) fn administrators_own(path: &Path) -> io::Result<bool> {
    Ok(fs::metadata(path)?.uid() == 0)
}
