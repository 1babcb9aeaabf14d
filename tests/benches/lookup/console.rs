//! The desktop program, released, in a real window: its own milestones, and what all its processes take.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, ensure};
use ciss_contract::ipc::{Milestone, Painted};
use ciss_journeys::window::Window;

use crate::process::{Program, memory_of_tree};
use crate::report::Console;

/// Starts; the middle one counts.
const STARTS: usize = 5;

/// Lookups typed into the window of the last start.
const LOOKUPS: usize = 50;

/// Runs the console over the hub's data as `cargo xtask run` does.
pub(crate) async fn measure(
    programs: &Path,
    data: &Path,
    world: &[String],
    plates: &[String],
) -> anyhow::Result<Console> {
    let (_wanted_file, line) = Program::start_and_read_line(
        Command::new(programs.join("ciss-simulator"))
            .arg("serve")
            .args(world)
            .args(["--listen", "127.0.0.1:0"]),
    )?;
    let ready: serde_json::Value =
        serde_json::from_str(&line).context("what the simulator prints when ready")?;
    let url = ready["url"].as_str().context("url")?;
    let program = programs.join("ciss-console");
    let milestones = data.join("milestones.ndjson");
    let environment: [(&str, &OsStr); 4] = [
        ("CISS_DATA", data.as_os_str()),
        ("CISS_WANTED_FILE_URL", url.as_ref()),
        ("CISS_PHOTOS_URL", url.as_ref()),
        ("CISS_MILESTONES", milestones.as_os_str()),
    ];
    let mut memory = 0.0;
    for start in 1..=STARTS {
        eprintln!("console, start {start} of {STARTS}");
        let window = Window::open(&program, &environment).await?;
        window.until_there("#hub-status[data-state=\"live\"]").await?;
        if start == STARTS {
            for plate in plates.iter().take(LOOKUPS) {
                let painted = count(&milestones, Milestone::AnswerPainted)?;
                window.look_up(plate).await?;
                while count(&milestones, Milestone::AnswerPainted)? == painted {
                    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
                }
            }
            memory = memory_of_tree(process_of(&program)?)?;
        }
        window.close().await?;
    }
    let mut starts = times(&milestones, Milestone::BoxUsable)?;
    let mut paints = times(&milestones, Milestone::AnswerPainted)?;
    ensure!(starts.len() == STARTS && paints.len() >= LOOKUPS.min(plates.len()), "milestones are missing");
    starts.sort_by(f64::total_cmp);
    paints.sort_by(f64::total_cmp);
    Ok(Console {
        start_to_box: starts[starts.len() / 2],
        enter_to_paint_p50: paints[paints.len() / 2],
        enter_to_paint_worst: paints[paints.len() - 1],
        memory,
    })
}

fn times(file: &Path, what: Milestone) -> anyhow::Result<Vec<f64>> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let lines: Result<Vec<Painted>, _> = text.lines().map(serde_json::from_str).collect();
    Ok(lines?.into_iter().filter(|line| line.what == what).map(|line| line.milliseconds).collect())
}

fn count(file: &Path, what: Milestone) -> anyhow::Result<usize> {
    Ok(times(file, what)?.len())
}

/// The console is a child of the driver, so it is found by its program.
fn process_of(program: &Path) -> anyhow::Result<u32> {
    let program = program.canonicalize()?;
    std::fs::read_dir("/proc")?
        .filter_map(|entry| entry.ok())
        .find(|entry| std::fs::read_link(entry.path().join("exe")).is_ok_and(|exe| exe == program))
        .and_then(|entry| entry.file_name().to_str()?.parse().ok())
        .context("the console is not running")
}
