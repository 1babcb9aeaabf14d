//! A screen for a machine that has none: Xvfb, with a D-Bus session beside it.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use crate::process::{self, Running};

/// Width and height in pixels, and bits per pixel.
const SCREEN: &str = "1280x800x24";

/// A screen in memory. It is gone when dropped.
pub(crate) struct Display {
    number: String,
    folder: TempDir,
    _server: Running,
}

/// Does this machine show windows to a person?
pub(crate) fn present() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

impl Display {
    /// Starts a screen under a number that is free.
    ///
    /// # Errors
    /// Xvfb cannot be started.
    pub(crate) fn start() -> Result<Display> {
        let folder = tempfile::Builder::new().prefix("ciss-screen-").tempdir()?;
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset", "-fbdir"]);
        command.arg(folder.path()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = process::start(&mut command)?;
        let output = server.child.stdout.take().context("Xvfb's output")?;
        let mut number = String::new();
        BufReader::new(output).read_line(&mut number)?;
        ensure!(!number.trim().is_empty(), "Xvfb ended before its screen was there");
        Ok(Display { number: format!(":{}", number.trim()), folder, _server: server })
    }

    /// The file in which the screen's pixels stand, in the format of xwd.
    pub(crate) fn pixels(&self) -> PathBuf {
        self.folder.path().join("Xvfb_screen0")
    }

    /// `program` on this screen, in a D-Bus session of its own, with settings that work without a GPU and as root.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new("dbus-run-session");
        command.arg("--").arg(program);
        command.env("DISPLAY", &self.number).env("CISS_SCREEN", self.pixels());
        command.env("GDK_BACKEND", "x11").env("WEBKIT_DISABLE_DMABUF_RENDERER", "1").env("NO_AT_BRIDGE", "1");
        command.env_remove("WAYLAND_DISPLAY");
        command
    }
}
