//! Programs of other projects, in this project's cache.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::step;
use crate::process;
use crate::workspace::{cache, on_path};

/// Where tauri-driver is. It drives the console's window by WebDriver.
pub(crate) struct TauriDriver {
    folder: Option<PathBuf>,
}

impl TauriDriver {
    /// Puts it on the PATH of a program.
    ///
    /// # Errors
    /// The PATH of this process holds a folder that a PATH cannot hold.
    pub(crate) fn put_on_path(&self, command: &mut Command) -> Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let path: OsString = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(folder.clone()).chain(std::env::split_paths(&path));
        command.env("PATH", std::env::join_paths(folders)?);
        Ok(())
    }
}

/// Builds tauri-driver into this project's cache, unless the machine has one.
pub(super) fn tauri_driver() -> Result<TauriDriver> {
    Ok(TauriDriver { folder: built("tauri-driver", "^2")? })
}

/// cargo-deny, of the machine or built into this project's cache.
pub(super) fn cargo_deny() -> Result<PathBuf> {
    let name = "cargo-deny";
    Ok(built(name, "^0.20")?.map_or_else(|| PathBuf::from(name), |folder| folder.join(name)))
}

/// Builds a program of crates.io into this project's cache and gives its folder; none if the machine has it on its PATH.
fn built(name: &str, version: &str) -> Result<Option<PathBuf>> {
    if on_path(name).is_some() {
        return Ok(None);
    }
    let root = cache()?.join("tools");
    let folder = root.join("bin");
    if !folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)).is_file() {
        step(&format!("building {name}, once"), || {
            let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
            let mut install = Command::new(cargo);
            install.args(["install", name, "--version", version, "--locked", "--root"]).arg(&root);
            process::run(&mut install).with_context(|| format!("cargo install {name}"))
        })?;
    }
    Ok(Some(folder))
}

/// The release that the README's figures are from.
const SPLINK: &str = "splink==5.0.0";

/// Installs Splink into a Python environment in this project's cache; gives its Python.
pub(super) fn splink() -> Result<PathBuf> {
    let folder = cache()?.join("tools").join(SPLINK.replace("==", "-"));
    let (python, ready) = (folder.join("bin").join("python"), folder.join("ready"));
    if !ready.is_file() {
        step("installing Splink, once", || {
            process::run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
            let mut install = Command::new(&python);
            install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", SPLINK]);
            process::run(&mut install).context("pip install splink")?;
            Ok(std::fs::write(&ready, [])?)
        })?;
    }
    Ok(python)
}
