//! Programs under measurement, and what they take.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::Context;
use jiff::{SignedDuration, Timestamp};

/// A child that ends with the value.
pub(crate) struct Program(Child);

impl Program {
    /// Starts it.
    pub(crate) fn start(command: &mut Command) -> anyhow::Result<Program> {
        let name = format!("{:?}", command.get_program());
        Ok(Program(command.stdin(Stdio::null()).spawn().with_context(|| name)?))
    }

    /// Starts it and reads the first line that it prints, by which it says that it is ready.
    pub(crate) fn start_and_read_line(command: &mut Command) -> anyhow::Result<(Program, String)> {
        let mut program = Program::start(command.stdout(Stdio::piped()))?;
        let output = program.0.stdout.take().context("no standard output")?;
        let mut line = String::new();
        let mut reader = BufReader::new(output);
        reader.read_line(&mut line)?;
        // The pipe must stay open and drained, or the child would block or fail on a later line.
        std::thread::spawn(move || std::io::copy(&mut reader, &mut std::io::sink()));
        Ok((program, line))
    }

    /// Process number.
    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.0.id().to_string()).status();
        let _ = self.0.wait();
    }
}

/// Starts the live source of `world`, and answers where it is.
pub(crate) fn wanted_file(programs: &Path, world: &[String]) -> anyhow::Result<(Program, String)> {
    let (program, line) = Program::start_and_read_line(
        Command::new(programs.join("ciss-simulator"))
            .arg("serve")
            .args(world)
            .args(["--listen", "127.0.0.1:0"]),
    )?;
    let ready: serde_json::Value =
        serde_json::from_str(&line).context("what the simulator prints when ready")?;
    Ok((program, ready["url"].as_str().context("url")?.to_owned()))
}

/// When a process was started, to a hundredth of a second: the kernel counts from the start of the machine.
pub(crate) fn started(id: u32) -> anyhow::Result<Timestamp> {
    /// Linux gives every program this one, whatever the kernel's own.
    const TICKS_A_SECOND: f64 = 100.0;
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat"))?;
    // The fields are counted from the third on, which follows the command's name in brackets.
    let ticks = stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(19));
    let ticks: f64 = ticks.context("no start in stat")?.parse()?;
    let uptime = std::fs::read_to_string("/proc/uptime")?;
    let uptime: f64 = uptime.split_whitespace().next().context("no uptime")?.parse()?;
    let age = SignedDuration::try_from_secs_f64(uptime - ticks / TICKS_A_SECOND)?;
    Ok(Timestamp::now().checked_sub(age)?)
}

/// Proportional set size of a process and all its descendants, in MiB: shared pages count once.
pub(crate) fn memory_of_tree(root: u32) -> anyhow::Result<f64> {
    let mut children = std::collections::HashMap::<u32, Vec<u32>>::new();
    for entry in std::fs::read_dir("/proc")? {
        let Some(id) = entry?.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else {
            continue;
        };
        let Ok(stat) = std::fs::read_to_string(format!("/proc/{id}/stat")) else { continue };
        // The command's name is in brackets and may hold spaces; the parent is the second field after it.
        let parent = stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(1)?.parse().ok());
        if let Some(parent) = parent {
            children.entry(parent).or_default().push(id);
        }
    }
    let (mut total, mut open) = (0, vec![root]);
    while let Some(id) = open.pop() {
        let Ok(rollup) = std::fs::read_to_string(format!("/proc/{id}/smaps_rollup")) else { continue };
        let pss =
            rollup.lines().find_map(|line| line.strip_prefix("Pss:")).context("no Pss in smaps_rollup")?;
        total += pss.trim().trim_end_matches(" kB").trim().parse::<u64>()?;
        open.extend(children.remove(&id).unwrap_or_default());
    }
    Ok(total as f64 / 1024.0)
}
