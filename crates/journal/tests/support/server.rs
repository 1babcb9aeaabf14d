//! A PostgreSQL server of our own, in a temporary folder, on a socket that nobody else can reach.

#![allow(clippy::print_stdout, reason = "a test that is skipped says so")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A running server. Ends with the value.
pub(crate) struct Server {
    programs: PathBuf,
    home: TempDir,
    process: Child,
    port: u16,
}

impl Server {
    /// Makes a cluster and starts it with these settings. None where PostgreSQL is not installed, which is said.
    pub(crate) fn start(settings: &[&str]) -> Option<Server> {
        let Some(programs) = newest_installation() else {
            println!("skipped: PostgreSQL is not installed (apt-get install postgresql)");
            return None;
        };
        let home = home();
        let mut initdb = as_postgres(&programs.join("initdb"));
        initdb.args([
            "--no-sync",
            "--auth=trust",
            "--username=postgres",
            "--encoding=UTF8",
            "--locale=C",
            "--pgdata",
        ]);
        run(initdb.arg(home.path().join("cluster")).stdout(Stdio::null()));
        Some(Server::serve(programs, home, settings))
    }

    /// Copies this server as it is and starts the copy as its standby of this name.
    pub(crate) fn standby(&self, name: &str) -> Server {
        let home = home();
        let source = format!(
            "host={} user=postgres dbname=postgres application_name={name}",
            self.home.path().display()
        );
        let mut copy = as_postgres(&self.programs.join("pg_basebackup"));
        copy.args([
            "--checkpoint=fast",
            "--no-sync",
            "--write-recovery-conf",
            "--dbname",
            &source,
            "--pgdata",
        ]);
        run(copy.arg(home.path().join("cluster")));
        Server::serve(self.programs.clone(), home, &[])
    }

    fn serve(programs: PathBuf, home: TempDir, settings: &[&str]) -> Server {
        let process = spawn(&programs, home.path(), settings);
        let server = Server { programs, home, process, port: 5432 };
        server.eventually("it accepts connections", || server.ask("postgres", "SELECT 1").is_some());
        server
    }

    /// Starts it again after it was killed, with other settings. The port is part of its socket's name.
    pub(crate) fn restart(&mut self, settings: &[&str], port: u16) {
        self.process = spawn(&self.programs, self.home.path(), settings);
        self.port = port;
        self.eventually("it accepts connections again", || self.ask("postgres", "SELECT 1").is_some());
    }

    /// Lays a file of its own into its cluster.
    pub(crate) fn place(&self, name: &str, text: &str) {
        let file = self.home.path().join("cluster").join(name);
        fs::write(&file, text).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        give_to_postgres(&file);
    }

    /// The folder of its socket, and of its files.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// The address of one of its databases.
    pub(crate) fn address(&self, database: &str) -> String {
        format!("postgres:///{database}?host={}&user=postgres", self.home.path().display())
    }

    /// What psql prints for a statement; none where it fails.
    pub(crate) fn ask(&self, database: &str, statement: &str) -> Option<String> {
        let mut psql = Command::new(self.programs.join("psql"));
        psql.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--username=postgres", "--host"]);
        psql.arg(self.home.path()).env("PGPORT", self.port.to_string());
        psql.args(["--dbname", database, "--command", statement]);
        let output = psql.stderr(Stdio::null()).output().unwrap();
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// As [`Server::ask`], for a statement that must succeed.
    pub(crate) fn tell(&self, database: &str, statement: &str) -> String {
        self.ask(database, statement).unwrap_or_else(|| panic!("{statement}"))
    }

    /// Asks until it is so.
    pub(crate) fn eventually(&self, what: &str, so: impl Fn() -> bool) {
        let deadline = Instant::now() + Duration::from_secs(30);
        while !so() {
            if Instant::now() > deadline {
                let log = fs::read_to_string(self.home.path().join("log")).unwrap_or_default();
                panic!("PostgreSQL: {what}: not within 30 s\n{log}");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Ends every process of it at once, as a machine that loses power does.
    pub(crate) fn kill(&mut self) {
        self.signal("-KILL");
        self.process.wait().unwrap();
    }

    /// Stops every process of it without ending one: it hangs, and its connections stay open.
    pub(crate) fn freeze(&self) {
        self.signal("-STOP");
    }

    fn signal(&self, signal: &str) {
        let group = format!("-{}", self.process.id());
        // It fails where the server has ended already.
        Command::new("kill").args([signal, "--", &group]).stderr(Stdio::null()).status().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.signal("-KILL");
        self.process.wait().ok();
    }
}

fn spawn(programs: &Path, home: &Path, settings: &[&str]) -> Child {
    let mut command = as_postgres(&programs.join("postgres"));
    command.arg("-D").arg(home.join("cluster")).arg("-k").arg(home);
    for setting in ["listen_addresses=", "shared_buffers=32MB", "max_connections=200"].iter().chain(settings)
    {
        command.args(["-c", setting]);
    }
    let log = fs::OpenOptions::new().create(true).append(true).open(home.join("log")).unwrap();
    // A group of its own, so that all of it can be killed at once.
    command.process_group(0).stdout(Stdio::null()).stderr(log).spawn().unwrap()
}

/// A folder that the server's account owns.
fn home() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    give_to_postgres(home.path());
    home
}

fn give_to_postgres(path: &Path) {
    if is_root() {
        run(Command::new("chown").arg("postgres").arg(path));
    }
}

fn newest_installation() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let programs = versions.filter_map(|entry| Some(entry.ok()?.path().join("bin")));
    programs.filter(|programs| programs.join("initdb").exists()).max()
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.starts_with(b"0\n"))
}

/// PostgreSQL refuses to run as root; Debian's package brings an account for it.
fn as_postgres(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(program);
    command
}

fn run(command: &mut Command) {
    let status = command.status().unwrap();
    assert!(status.success(), "{:?}: {status}", command.get_program());
}
