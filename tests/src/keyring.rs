//! A session bus with a real keyring on it, unlocked, for one journey: gnome-keyring on a bus that starts nothing by itself.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

/// What unlocks it. It lasts as long as the journey.
const PASSWORD: &str = "of this journey alone";

/// The bus and the keyring. They end when this is dropped.
pub struct KeyringOnABus {
    bus: Child,
    keyring: Child,
    address: String,
    _folder: TempDir,
}

impl KeyringOnABus {
    /// Starts both; none where this machine has no gnome-keyring.
    ///
    /// # Errors
    /// One of them does not start.
    pub fn start() -> Result<Option<KeyringOnABus>> {
        // The keyring takes no folder that others may enter.
        let only_its_owner = std::fs::Permissions::from_mode(0o700);
        let folder = tempfile::Builder::new().permissions(only_its_owner).tempdir()?;
        let config = folder.path().join("bus.conf");
        std::fs::write(&config, bus_config(folder.path()))?;
        let mut bus = Command::new("dbus-daemon")
            .arg("--nofork")
            .arg("--print-address=1")
            .arg(argument("--config-file=", &config))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .context("dbus-daemon cannot be started")?;
        let address = match first_line(&mut bus) {
            Ok(address) => address,
            Err(error) => {
                end(&mut bus);
                return Err(error);
            }
        };
        let keyring = keyring(folder.path(), &address);
        match keyring {
            Ok(Some(keyring)) => Ok(Some(KeyringOnABus { bus, keyring, address, _folder: folder })),
            other => {
                end(&mut bus);
                other.map(|_| None)
            }
        }
    }

    /// Where the bus is, for `DBUS_SESSION_BUS_ADDRESS`.
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for KeyringOnABus {
    fn drop(&mut self) {
        end(&mut self.keyring);
        end(&mut self.bus);
    }
}

fn keyring(folder: &Path, address: &str) -> Result<Option<Child>> {
    let started = Command::new("gnome-keyring-daemon")
        .args(["--foreground", "--components=secrets", "--unlock"])
        .arg(argument("--control-directory=", folder))
        .env("DBUS_SESSION_BUS_ADDRESS", address)
        .envs(["HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME"].map(|name| (name, folder)))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut keyring = match started {
        Ok(keyring) => keyring,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).context("gnome-keyring-daemon cannot be started"),
    };
    let unlocked = keyring.stdin.take().context("it takes no password")?.write_all(PASSWORD.as_bytes());
    // It says where it is once it is there.
    let there = unlocked.map_err(anyhow::Error::from).and_then(|()| first_line(&mut keyring));
    if let Err(error) = there {
        end(&mut keyring);
        return Err(error).context("gnome-keyring-daemon");
    }
    Ok(Some(keyring))
}

/// The first thing that it says. What it says later is not read, and its pipe stays open for it.
fn first_line(child: &mut Child) -> Result<String> {
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().context("it says nothing")?).read_line(&mut line)?;
    ensure!(!line.trim().is_empty(), "it ended");
    Ok(line.trim().to_owned())
}

fn argument(name: &str, path: &Path) -> OsString {
    let mut argument = OsString::from(name);
    argument.push(path);
    argument
}

fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

fn bus_config(folder: &Path) -> String {
    format!(
        r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir={}</listen>
  <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
"#,
        folder.display()
    )
}
