//! A screen for a machine that has none: Xvfb, with a D-Bus session beside it.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use crate::process::{self, Running};

/// Width and height of a screen in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size {
    width: u32,
    height: u32,
}

impl Size {
    /// The smallest screen that the console is made for.
    pub(crate) const SMALL: Size = Size { width: 1280, height: 800 };
}

impl std::str::FromStr for Size {
    type Err = anyhow::Error;

    /// Reads `1280x800`.
    fn from_str(text: &str) -> Result<Size> {
        let (width, height) = text.split_once('x').context("a size is written as 1280x800")?;
        let size = Size { width: width.parse()?, height: height.parse()? };
        ensure!((640..=7680).contains(&size.width), "the width is 640 to 7680");
        ensure!((480..=4320).contains(&size.height), "the height is 480 to 4320");
        Ok(size)
    }
}

impl std::fmt::Display for Size {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}x{}", self.width, self.height)
    }
}

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
    /// Starts a screen of this size under a number that is free.
    ///
    /// # Errors
    /// Xvfb cannot be started.
    pub(crate) fn start(size: Size) -> Result<Display> {
        let folder = tempfile::Builder::new().prefix("ciss-screen-").tempdir()?;
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", &format!("{size}x24"), "-nolisten", "tcp"]);
        command.args(["-noreset", "-fbdir"]);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Option<Size>) {
        assert_eq!(text.parse().ok(), expect, "{text}");
    }

    #[test]
    fn sizes_of_screens() {
        check("1280x800", Some(Size::SMALL));
        check("1920x1080", Some(Size { width: 1920, height: 1080 }));
        for text in ["", "1280", "1280x", "x800", "1280x800x24", "-1x800", "1x1", "99999x800"] {
            check(text, None);
        }
    }
}
