//! The system's packages: the one list of them, and their installation.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::step;
use crate::process;
use crate::workspace::on_path;

/// A purpose that packages serve.
#[derive(Clone, Copy)]
pub(super) enum Need {
    /// Compiling the console.
    Build,
    /// A window on a machine without a screen.
    Screen,
    /// Driving that window.
    Driver,
    /// A server of the journal's tests and of the lookup benchmark.
    Database,
    /// Packing a deb and an rpm.
    Packing,
    /// What installs the peer of the matching benchmark.
    Python,
}

/// Compiles to WebAssembly where rustup cannot be asked for its own target.
pub(crate) const DEBIAN_WASM: &[&str] = &["rustc-web", "cargo-web", "rust-web-src", "lld"];

impl Need {
    /// Names on Debian and Ubuntu.
    const fn debian(self) -> &'static [&'static str] {
        match self {
            Need::Build => &["build-essential", "pkg-config", "libwebkit2gtk-4.1-dev", "librsvg2-dev"],
            Need::Screen => &["xvfb", "dbus-daemon"],
            Need::Driver => &["webkit2gtk-driver", "gnome-keyring"],
            Need::Database => &["postgresql"],
            Need::Packing => &["dpkg-dev", "rpm"],
            Need::Python => &["python3-venv"],
        }
    }

    /// Is it there, on a system whose packages this command does not install?
    fn met_elsewhere(self) -> bool {
        match self {
            Need::Build if cfg!(target_os = "linux") => Command::new("pkg-config")
                .args(["--exists", "webkit2gtk-4.1", "librsvg-2.0"])
                .status()
                .is_ok_and(|status| status.success()),
            Need::Build => true,
            Need::Screen => on_path("Xvfb").is_some() && on_path("dbus-run-session").is_some(),
            Need::Driver => on_path("WebKitWebDriver").is_some(),
            Need::Packing => on_path("dpkg-deb").is_some() && on_path("rpmbuild").is_some(),
            Need::Python => on_path("python3").is_some(),
            Need::Database => std::path::Path::new("/usr/lib/postgresql").is_dir(),
        }
    }
}

/// Installs what is missing for `need`.
///
/// # Errors
/// This system's packages cannot be installed from here; the error says what to run.
pub(super) fn ensure(need: Need) -> Result<()> {
    if on_path("apt-get").is_some() {
        return install(need.debian());
    }
    if need.met_elsewhere() {
        return Ok(());
    }
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    match by_hand(need, &release) {
        Some(command) => bail!("something is missing on this system. Run this, then try again:\n  {command}"),
        None => bail!(
            "something is missing on this system. Install what these Debian packages hold, then try again: {}",
            need.debian().join(" ")
        ),
    }
}

/// Installs Debian packages that are missing.
///
/// # Errors
/// There is neither root nor sudo, or apt fails.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    let missing = missing(packages)?;
    if missing.is_empty() {
        return Ok(());
    }
    let root = process::as_root();
    if !root && on_path("sudo").is_none() {
        bail!(
            "packages are missing and there is no sudo. Run this as root, then try again:\n  apt-get update && \
             apt-get install -y --no-install-recommends {}",
            missing.join(" ")
        );
    }
    step(&format!("installing {}", missing.join(" ")), || {
        process::run(apt(root).args(["-q", "update"])).context("apt-get update")?;
        process::run(apt(root).args(["-q", "-y", "--no-install-recommends", "install"]).args(&missing))
            .context("apt-get install")
    })
}

/// apt-get that asks nothing. Its output is progress.
fn apt(root: bool) -> Command {
    let mut command = Command::new(if root { "env" } else { "sudo" });
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]).stdout(Stdio::from(std::io::stderr()));
    command
}

fn missing<'a>(packages: &[&'a str]) -> Result<Vec<&'a str>> {
    let mut query = Command::new("dpkg-query");
    query.args(["--show", "--showformat=${Package} ${db:Status-Status}\\n"]).args(packages);
    // It fails when it knows none of a name; what it does know still stands in its output.
    let output = query.output().context("dpkg-query")?;
    let known = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(packages.iter().copied().filter(|name| !installed(&known, name)).collect())
}

fn installed(known: &str, name: &str) -> bool {
    known.lines().any(|line| line.split_once(' ') == Some((name, "installed")))
}

/// The command that installs it on a system that we know of.
fn by_hand(need: Need, os_release: &str) -> Option<&'static str> {
    let like = |name: &str| {
        let names = os_release.lines().filter(|line| line.starts_with("ID=") || line.starts_with("ID_LIKE="));
        names.flat_map(|line| line.split(['=', '"', ' '])).any(|word| word == name)
    };
    if like("fedora") {
        Some(match need {
            Need::Build => "sudo dnf install gcc pkgconf-pkg-config webkit2gtk4.1-devel librsvg2-devel",
            Need::Screen => "sudo dnf install xorg-x11-server-Xvfb dbus-daemon",
            Need::Driver => "sudo dnf install webkit2gtk-driver",
            Need::Database => "sudo dnf install postgresql-server",
            Need::Packing => "sudo dnf install dpkg-dev rpm-build",
            Need::Python => "sudo dnf install python3",
        })
    } else if like("arch") {
        Some(match need {
            Need::Build => "sudo pacman -S --needed base-devel pkgconf webkit2gtk-4.1 librsvg",
            Need::Screen => "sudo pacman -S --needed xorg-server-xvfb dbus",
            Need::Driver => "sudo pacman -S --needed webkitgtk-6.0",
            Need::Database => "sudo pacman -S --needed postgresql",
            Need::Packing => "sudo pacman -S --needed dpkg rpm-tools",
            Need::Python => "sudo pacman -S --needed python",
        })
    } else if like("suse") || like("opensuse") {
        Some(match need {
            Need::Build => "sudo zypper install gcc pkgconf webkit2gtk3-devel librsvg-devel",
            Need::Screen => "sudo zypper install xorg-x11-server-Xvfb dbus-1-daemon",
            Need::Driver => "sudo zypper install webkit2gtk-driver",
            Need::Database => "sudo zypper install postgresql-server",
            Need::Packing => "sudo zypper install dpkg rpm-build",
            Need::Python => "sudo zypper install python3",
        })
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_counts_when_it_is_installed_not_when_it_is_known() {
        let known = "xvfb installed\nlld not-installed\nlldb installed\n";
        assert!(installed(known, "xvfb"));
        assert!(!installed(known, "lld"));
        assert!(!installed(known, "absent"));
    }

    #[test]
    fn other_systems_are_told_their_own_command() {
        let check = |os_release, expect: Option<&str>| {
            let command = by_hand(Need::Screen, os_release);
            assert_eq!(command.and_then(|command| command.split(' ').nth(1)), expect, "{os_release}");
        };
        check("NAME=Fedora\nID=fedora\n", Some("dnf"));
        check("ID=\"rhel\"\nID_LIKE=\"fedora\"\n", Some("dnf"));
        check("ID=manjaro\nID_LIKE=arch\n", Some("pacman"));
        check("ID=\"opensuse-leap\"\nID_LIKE=\"suse opensuse\"\n", Some("zypper"));
        check("ID=nixos\n", None);
    }
}
