//! tauri-driver with WebKit's driver behind it, for one window.

use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};

/// How long the driver may take to come up, or to be gone.
const PATIENCE: Duration = Duration::from_secs(60);

/// Between two tries.
const PAUSE: Duration = Duration::from_millis(50);

/// The running driver. The window that it opened ends with it.
pub(crate) struct Driver {
    child: Child,
}

impl Driver {
    /// Starts the driver, and the console in it with these variables set.
    pub(crate) async fn open(
        console: &Path,
        environment: &[(&str, &std::ffi::OsStr)],
    ) -> Result<(Driver, Client)> {
        let [port, native] = free_ports()?;
        let mut command = Command::new("tauri-driver");
        command.args(["--port", &port.to_string(), "--native-port", &native.to_string()]);
        command.envs(environment.iter().copied());
        // What the window says is for a person; standard output belongs to the answer.
        command.stdin(Stdio::null()).stdout(Stdio::from(std::io::stderr()));
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let child =
            command.spawn().context("tauri-driver cannot be started; `cargo xtask` puts it on the PATH")?;
        let mut driver = Driver { child };
        // Before WebKit's driver listens, tauri-driver answers with an error that it writes on the screen.
        driver.until_listening(native).await?;
        driver.until_listening(port).await?;
        let client = driver.connect(port, console).await?;
        Ok((driver, client))
    }

    async fn until_listening(&mut self, port: u16) -> Result<()> {
        let until = Instant::now() + PATIENCE;
        while tokio::net::TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.is_err() {
            if let Some(status) = self.child.try_wait()? {
                bail!("tauri-driver ended with {status}");
            }
            ensure!(Instant::now() < until, "tauri-driver does not listen; is WebKitWebDriver installed?");
            tokio::time::sleep(PAUSE).await;
        }
        Ok(())
    }

    async fn connect(&self, port: u16, console: &Path) -> Result<Client> {
        let options = serde_json::json!({ "tauri:options": { "application": console } });
        ClientBuilder::new(HttpConnector::new())
            .capabilities(options.as_object().cloned().unwrap_or_default())
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .context("the console's window did not open")
    }
}

impl Drop for Driver {
    /// The next window must not find this one: only one console runs in a session.
    fn drop(&mut self) {
        let Some(group) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) else { return };
        let _ = kill_process_group(group, Signal::KILL);
        let _ = self.child.wait();
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until && test_kill_process_group(group).is_ok() {
            std::thread::sleep(PAUSE);
        }
    }
}

/// Two ports that were free a moment ago.
fn free_ports() -> Result<[u16; 2]> {
    let first = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let second = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok([first.local_addr()?.port(), second.local_addr()?.port()])
}
