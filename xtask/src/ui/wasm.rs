//! Compiling to WebAssembly, by rustup's compiler or by Debian's.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use serde::Deserialize;

use crate::step::say;
use crate::workspace::{Workspace, on_path};
use crate::{process, setup};

const TARGET: &str = "wasm32-unknown-unknown";

/// Who compiles the front end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Compiler {
    /// The compiler of the workspace, with the target's standard library from rustup.
    Rustup,
    /// Debian's rustc-web, which builds the standard library from its sources.
    Debian,
}

impl Compiler {
    /// The one that was asked for, or the first that works; installs what it needs.
    ///
    /// # Errors
    /// Neither can be had.
    pub(super) fn choose(wanted: Option<Compiler>) -> Result<Compiler> {
        let rustup = || has_target() || add_target();
        match wanted {
            Some(Compiler::Rustup) if rustup() => Ok(Compiler::Rustup),
            Some(Compiler::Rustup) => bail!("rustup cannot add {TARGET}. Try: rustup target add {TARGET}"),
            None if rustup() => Ok(Compiler::Rustup),
            Some(Compiler::Debian) | None => {
                if on_path("apt-get").is_none() {
                    bail!(
                        "the compiler lacks {TARGET}. Run this, then try again:\n  rustup target add {TARGET}"
                    );
                }
                setup::install(setup::DEBIAN_WASM)?;
                Ok(Compiler::Debian)
            }
        }
    }

    /// Compiles the front end and answers the path of the module.
    ///
    /// # Errors
    /// It does not compile.
    pub(super) fn compile(self, workspace: &Workspace) -> Result<PathBuf> {
        let mut command = match self {
            Compiler::Rustup => workspace.cargo(),
            Compiler::Debian => debian(workspace),
        };
        command.args(["build", "--package=ciss-ui", "--profile=wasm", "--target", TARGET]);
        command.arg("--message-format=json-render-diagnostics");
        // Apart from the native builds, whose lock and flags are others.
        command.arg("--target-dir").arg(workspace.target.join("ui"));
        if self == Compiler::Debian {
            command.arg("-Zbuild-std=std,panic_abort");
        }
        let output = command.stderr(Stdio::inherit()).output().context("cargo build")?;
        if !output.status.success() {
            bail!("the front end does not compile");
        }
        module(&String::from_utf8(output.stdout).context("cargo's messages")?)
    }
}

/// Debian's own cargo and rustc. The standard library is not a stable part of it yet, which is what the
/// environment variable says.
fn debian(workspace: &Workspace) -> Command {
    let mut command = Command::new("/usr/bin/cargo");
    command.current_dir(&workspace.root);
    command.env("RUSTC", "/usr/bin/rustc").env("RUSTC_BOOTSTRAP", "1");
    command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld");
    // Set by the cargo that runs this command, for a compiler of another version.
    command.env_remove("LD_LIBRARY_PATH").env_remove("RUSTUP_TOOLCHAIN").env_remove("CARGO");
    command
}

fn has_target() -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).args(["--print=target-libdir", "--target", TARGET]).output();
    output.is_ok_and(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()).is_dir())
}

fn add_target() -> bool {
    if on_path("rustup").is_none() {
        return false;
    }
    let mut add = Command::new("rustup");
    add.args(["target", "add", TARGET]).stdout(Stdio::from(std::io::stderr()));
    let added = process::run(&mut add).is_ok() && has_target();
    if !added {
        say("rustup cannot add the target; going on with Debian's compiler");
    }
    added
}

/// Finds the module among cargo's messages.
fn module(messages: &str) -> Result<PathBuf> {
    let artifacts = messages.lines().filter_map(|line| serde_json::from_str::<Artifact>(line).ok());
    let ours = artifacts.filter(|artifact| matches!(artifact.target.name.as_str(), "ciss-ui" | "ciss_ui"));
    ours.flat_map(|artifact| artifact.filenames)
        .find(|file| file.extension().is_some_and(|extension| extension == "wasm"))
        .context("cargo built no WebAssembly module for ciss-ui")
}

#[derive(Deserialize)]
struct Artifact {
    target: Target,
    filenames: Vec<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_module_is_found_among_what_cargo_says() {
        let messages = [
            r#"{"reason":"compiler-artifact","target":{"name":"yew"},"filenames":["/t/libyew.rlib"]}"#,
            r#"{"reason":"build-script-executed","package_id":"x"}"#,
            r#"{"reason":"compiler-artifact","target":{"name":"ciss_ui"},"filenames":["/t/libciss_ui.rlib"]}"#,
            r#"{"reason":"compiler-artifact","target":{"name":"ciss-ui"},"filenames":["/t/ciss-ui.wasm"]}"#,
            r#"{"reason":"build-finished","success":true}"#,
        ];
        assert_eq!(module(&messages.join("\n")).unwrap(), PathBuf::from("/t/ciss-ui.wasm"));
        assert!(module(&messages[..3].join("\n")).is_err());
    }
}
