//! Programs that a command starts. They end when the command ends, however it ends.

use std::process::{Child, Command};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// What is running now: process id, and whether it leads a group of its own.
static RUNNING: Mutex<Vec<(u32, bool)>> = Mutex::new(Vec::new());

/// How long a program may take to end before it is killed.
const GRACE: Duration = Duration::from_secs(3);

/// A program that runs beside the command, with everything that it starts itself.
pub(crate) struct Running {
    /// The program.
    pub(crate) child: Child,
}

/// Starts a program in a process group of its own.
///
/// # Errors
/// It cannot be started.
pub(crate) fn start(command: &mut Command) -> Result<Running> {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    let child = command.spawn().with_context(|| format!("cannot start {}", name(command)))?;
    running().push((child.id(), true));
    Ok(Running { child })
}

/// Runs a program to its end. It keeps the terminal, so that it can ask for a password.
///
/// # Errors
/// It cannot be started, or ends with anything but success.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let mut child = command.spawn().with_context(|| format!("cannot start {}", name(command)))?;
    let id = child.id();
    running().push((id, false));
    let status = child.wait();
    running().retain(|(other, _)| *other != id);
    let status = status.with_context(|| format!("waiting for {}", name(command)))?;
    if !status.success() {
        bail!("{} ended with {status}", name(command));
    }
    Ok(())
}

/// From now on Ctrl-C and a request to terminate end everything that was started, then the command.
///
/// # Errors
/// The system refuses the handler.
pub(crate) fn end_all_on_signal() -> Result<()> {
    ctrlc::set_handler(|| {
        let running = std::mem::take(&mut *running());
        for (id, group) in &running {
            signal(*id, *group, false);
        }
        let patience = Instant::now() + GRACE;
        while Instant::now() < patience && running.iter().any(|(id, group)| *group && alive(*id)) {
            std::thread::sleep(Duration::from_millis(20));
        }
        for (id, group) in &running {
            signal(*id, *group, true);
        }
        std::process::exit(130);
    })
    .context("installing the handler for Ctrl-C")
}

impl Running {
    /// Waits until the program ends by itself.
    ///
    /// # Errors
    /// It ends with anything but success.
    pub(crate) fn wait(&mut self) -> Result<()> {
        let status = self.child.wait()?;
        if !status.success() {
            bail!("it ended with {status}");
        }
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let id = self.child.id();
        running().retain(|(other, _)| *other != id);
        signal(id, true, false);
        let patience = Instant::now() + GRACE;
        // Reaping the leader first: its group counts as alive while it is a zombie.
        while Instant::now() < patience && (matches!(self.child.try_wait(), Ok(None)) || alive(id)) {
            std::thread::sleep(Duration::from_millis(20));
        }
        signal(id, true, true);
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn running() -> MutexGuard<'static, Vec<(u32, bool)>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

fn name(command: &Command) -> String {
    let program = command.get_program().to_string_lossy().into_owned();
    let first = command.get_args().next().map(|argument| argument.to_string_lossy().into_owned());
    first.map_or(program.clone(), |argument| format!("{program} {argument} …"))
}

#[cfg(unix)]
fn signal(id: u32, group: bool, kill: bool) {
    use rustix::process::{Pid, Signal, kill_process, kill_process_group};
    let Some(pid) = i32::try_from(id).ok().and_then(Pid::from_raw) else { return };
    let signal = if kill { Signal::KILL } else { Signal::TERM };
    // It may have ended by itself meanwhile.
    let _ = if group { kill_process_group(pid, signal) } else { kill_process(pid, signal) };
}

#[cfg(unix)]
fn alive(group: u32) -> bool {
    use rustix::process::{Pid, test_kill_process_group};
    i32::try_from(group).ok().and_then(Pid::from_raw).is_some_and(|pid| test_kill_process_group(pid).is_ok())
}

/// Does this process have every right on the machine?
#[cfg(unix)]
pub(crate) fn as_root() -> bool {
    rustix::process::geteuid().is_root()
}

#[cfg(not(unix))]
pub(crate) fn as_root() -> bool {
    false
}

#[cfg(not(unix))]
fn signal(_id: u32, _group: bool, _kill: bool) {}

#[cfg(not(unix))]
fn alive(_group: u32) -> bool {
    false
}

#[cfg(all(test, unix))]
mod tests {
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;

    use super::*;

    #[test]
    fn what_a_program_started_ends_with_it() {
        let mut shell = Command::new("sh");
        shell.args(["-c", "sleep 1000 & echo $!; wait"]).stdout(Stdio::piped());
        let mut running = start(&mut shell).unwrap();
        let mut grandchild = String::new();
        BufReader::new(running.child.stdout.take().unwrap()).read_line(&mut grandchild).unwrap();
        let group = running.child.id();
        assert!(alive(group));
        drop(running);
        assert!(!alive(group));
    }

    #[test]
    fn a_program_that_fails_is_an_error_that_names_it() {
        let error = run(Command::new("sh").args(["-c", "exit 3"])).unwrap_err().to_string();
        assert_eq!(error, "sh -c … ended with exit status: 3");
    }
}
