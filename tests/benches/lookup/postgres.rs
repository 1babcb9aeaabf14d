//! The peer: a PostgreSQL server of our own, in a temporary directory, for this run only.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use tokio_postgres::{Client, NoTls};

/// A running server. Ends with the value.
pub(crate) struct Server {
    home: PathBuf,
    process: Child,
}

impl Server {
    /// Makes a cluster under `home` and starts it on a socket there; nobody else can reach it.
    pub(crate) async fn start(home: &Path) -> anyhow::Result<Server> {
        let programs = newest_installation()?;
        let home = home.join("postgres");
        std::fs::create_dir_all(&home)?;
        // PostgreSQL refuses to run as root; Debian's package brings an account for it.
        let root = is_root();
        if root {
            run(Command::new("chown").arg("postgres").arg(&home))?;
            let mut parent = home.parent();
            while let Some(folder) = parent.filter(|folder| folder.starts_with(std::env::temp_dir())) {
                if folder != std::env::temp_dir() {
                    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755))?;
                }
                parent = folder.parent();
            }
        }
        let cluster = home.join("cluster");
        run(as_postgres(root, &programs.join("initdb"))
            .args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--pgdata"])
            .arg(&cluster)
            .stdout(Stdio::null()))?;
        let mut command = as_postgres(root, &programs.join("postgres"));
        command.arg("-D").arg(&cluster).arg("-k").arg(&home);
        for setting in [
            "listen_addresses=",
            "shared_buffers=4GB",
            "effective_cache_size=12GB",
            "work_mem=32MB",
            "maintenance_work_mem=1GB",
            "max_wal_size=8GB",
            "random_page_cost=1.1",
            "jit=off",
            "max_parallel_workers_per_gather=0",
        ] {
            command.arg("-c").arg(setting);
        }
        let process =
            command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().context("start postgres")?;
        let server = Server { home, process };
        let deadline = Instant::now() + Duration::from_secs(30);
        while server.connect().await.is_err() {
            if Instant::now() > deadline {
                bail!("postgres does not accept connections");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(server)
    }

    /// A connection of its own.
    pub(crate) async fn connect(&self) -> anyhow::Result<Client> {
        connect(self.home.clone()).await
    }

    /// Where its socket is, for connections made elsewhere.
    pub(crate) fn home(&self) -> PathBuf {
        self.home.clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // SIGINT is PostgreSQL's fast shutdown; the directory goes away right after, so nobody waits for more.
        let _ = Command::new("kill").arg("-INT").arg(self.process.id().to_string()).status();
        let _ = self.process.wait();
    }
}

/// Connects over the socket in `home`.
pub(crate) async fn connect(home: PathBuf) -> anyhow::Result<Client> {
    let (client, connection) = tokio_postgres::Config::new()
        .host_path(home)
        .user("postgres")
        .dbname("postgres")
        .connect(NoTls)
        .await?;
    tokio::spawn(connection);
    Ok(client)
}

fn newest_installation() -> anyhow::Result<PathBuf> {
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .context("PostgreSQL is not installed: apt-get install postgresql")?
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|programs| programs.join("initdb").exists())
        .collect();
    versions.sort();
    versions.pop().context("PostgreSQL's server programs are not installed: apt-get install postgresql")
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.starts_with(b"0\n"))
}

fn as_postgres(root: bool, program: &Path) -> Command {
    if !root {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(program);
    command
}

fn run(command: &mut Command) -> anyhow::Result<()> {
    let status = command.status().with_context(|| format!("{:?}", command.get_program()))?;
    if !status.success() {
        bail!("{:?} failed: {status}", command.get_program());
    }
    Ok(())
}
