//! What the commands need of a machine, and how it gets there.

mod packages;
mod tools;

use std::path::PathBuf;

use anyhow::Result;

pub(crate) use packages::{DEBIAN_WASM, install};
pub(crate) use tools::TauriDriver;

use crate::step::step;
use crate::workspace::on_path;

/// What building the console needs.
///
/// # Errors
/// Something is missing and cannot be installed; the error says the command to run by hand.
pub(crate) fn for_building() -> Result<()> {
    packages::ensure(packages::Need::Build)
}

/// What a window on a screen in memory needs.
///
/// # Errors
/// As [`for_building`].
pub(crate) fn for_own_screen() -> Result<()> {
    packages::ensure(packages::Need::Screen)
}

/// What driving a window needs: a screen in memory, WebKit's driver and tauri-driver.
///
/// # Errors
/// As [`for_building`], or tauri-driver cannot be built.
pub(crate) fn for_driving() -> Result<TauriDriver> {
    for_own_screen()?;
    packages::ensure(packages::Need::Driver)?;
    tools::tauri_driver()
}

/// What packs a deb and an rpm.
///
/// # Errors
/// As [`for_building`].
pub(crate) fn for_packing() -> Result<()> {
    packages::ensure(packages::Need::Packing)
}

/// What checks licenses and origins of everything that is built in.
///
/// # Errors
/// It cannot be built.
pub(crate) fn for_dependencies() -> Result<PathBuf> {
    tools::cargo_deny()
}

/// What the matching benchmark compares with: a Python with Splink in it.
///
/// # Errors
/// As [`for_building`], or Splink cannot be installed.
pub(crate) fn for_matching_peer() -> Result<PathBuf> {
    packages::ensure(packages::Need::Python)?;
    tools::splink()
}

/// PostgreSQL's server programs: the journal's tests start one, and the lookup benchmark compares with it.
///
/// # Errors
/// As [`for_building`].
pub(crate) fn for_database() -> Result<()> {
    packages::ensure(packages::Need::Database)
}

/// Runs `cargo nextest`, if there is one; it is quicker, and every test has a process of its own.
pub(crate) fn has_nextest() -> bool {
    on_path("cargo-nextest").is_some()
}
