//! Installs packages into a folder and starts what they hold.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::display::{Display, Size};
use crate::process;

/// How long the console may take on a machine that does much else.
const WINDOW_WITHIN: Duration = Duration::from_secs(60);

/// Installs Debian packages as dpkg does, but into a folder, and starts hub and console from there.
pub(super) fn installed(packages: &[PathBuf]) -> Result<()> {
    let root = tempfile::tempdir()?;
    let admin = root.path().join("var/lib/dpkg");
    for folder in ["info", "updates", "triggers"] {
        fs::create_dir_all(admin.join(folder))?;
    }
    for file in ["status", "available"] {
        fs::write(admin.join(file), "")?;
    }
    let mut install = Command::new("dpkg");
    install.arg(format!("--root={}", root.path().display()));
    install.args([
        "--force-not-root",
        "--force-script-chrootless",
        "--force-depends",
        "--log=/dev/null",
        "--install",
    ]);
    process::run(install.args(packages).stdout(std::io::stderr()))?;
    hub(root.path()).context("the installed hub")?;
    console(root.path()).context("the installed console")
}

/// The settings are good, it starts with them, says where it is, and ends when it is told to.
fn hub(root: &Path) -> Result<()> {
    let program = root.join("usr/bin/ciss-hub");
    let settings = root.join("etc/ciss/ciss-hub.toml");
    process::run(
        Command::new(&program).args(["check-config", "--config"]).arg(&settings).stdout(std::io::stderr()),
    )?;
    let data = tempfile::tempdir()?;
    let mut serve = Command::new(&program);
    serve.args(["serve", "--config"]).arg(&settings).arg("--data").arg(data.path());
    serve.args(["--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:0"]).env("RUST_LOG", "warn");
    let mut hub = process::start(serve.stdout(Stdio::piped()))?;
    let mut line = String::new();
    BufReader::new(hub.child.stdout.take().context("its output")?).read_line(&mut line)?;
    ensure!(line.contains("\"url\":\"https://"), "it did not say where it is: {line:?}");
    drop(hub);
    let sound = fs::read_to_string(root.join("usr/lib/systemd/system/ciss-hub.service"))?;
    ensure!(sound.contains("ExecStart=/usr/bin/ciss-hub serve"), "its unit starts something else");
    Ok(())
}

/// Its window takes keys.
fn console(root: &Path) -> Result<()> {
    let data = tempfile::tempdir()?;
    let moments = data.path().join("moments");
    let screen = Display::start(Size::SMALL)?;
    let mut window = screen.command(root.join("usr/bin/ciss-console"));
    window.env("CISS_DATA", data.path().join("hub")).env("CISS_MILESTONES", &moments);
    window.env_remove("CISS_HUB_URL").env_remove("CISS_HUB_AUTHORITY");
    let mut console = process::start(window.stdout(Stdio::null()).stderr(Stdio::null()))?;
    let patience = Instant::now() + WINDOW_WITHIN;
    while fs::read_to_string(&moments).map_or(true, |text| text.is_empty()) {
        ensure!(console.child.try_wait()?.is_none(), "it ended");
        ensure!(Instant::now() < patience, "its window takes no keys after {} s", WINDOW_WITHIN.as_secs());
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}
