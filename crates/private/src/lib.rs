//! Files and folders that only their owner may read: by mode where there are modes, by access list on Windows, where the
//! system and its administrators may read as well, as root may elsewhere.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

use std::fs::{self, File};
use std::io;
use std::path::Path;

#[cfg(unix)]
use unix as system;
#[cfg(windows)]
use windows as system;

/// Makes a folder, and those above it, closed to others; one that is there is closed to them. On Windows so is what is in
/// it, already or later.
///
/// # Errors
/// It can neither be made nor be closed.
pub fn folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)?;
    system::close_folder(path)
}

/// Opens an empty file for writing, closed to others before anything is in it. What was there is gone.
///
/// # Errors
/// It can neither be made nor be closed.
pub fn empty(path: &Path) -> io::Result<File> {
    system::open(File::options().write(true).create(true).truncate(true), path)
}

/// Closes a file to others, and makes it where it is not there. What is in it stays.
///
/// # Errors
/// It can neither be made nor be closed.
pub fn file(path: &Path) -> io::Result<()> {
    system::open(File::options().append(true).create(true), path).map(drop)
}

/// Lets those read and write `new` who may read and write `there`, whose place it is to take.
///
/// # Errors
/// One of them cannot be opened, or the system refuses.
pub fn look_alike(new: &Path, there: &Path) -> io::Result<()> {
    system::look_alike(new, there)
}

/// Is an administrator the owner, or the system itself? Nobody else can give a file to them.
///
/// # Errors
/// It cannot be looked at.
pub fn administrators_own(path: &Path) -> io::Result<bool> {
    system::administrators_own(path)
}
