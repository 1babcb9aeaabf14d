//! The desktop program, released, in a real window: its own milestones, and what all its processes take.

use std::ffi::OsStr;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use ciss_contract::ipc::Milestone;
use ciss_journeys::window::Window;
use serde::Deserialize;

use crate::process::{self, memory_of_tree};
use crate::report::Console;

/// Starts; the middle one counts.
const STARTS: usize = 5;

/// How long an answer may take to be painted.
const PATIENCE: Duration = Duration::from_secs(10);

/// Lookups typed into the window of the last start.
const LOOKUPS: usize = 50;

/// Runs the console over the hub's data as `cargo xtask run` does.
pub(crate) async fn measure(
    programs: &Path,
    data: &Path,
    world: &[String],
    plates: &[String],
) -> anyhow::Result<Console> {
    let (_wanted_file, url) = process::wanted_file(programs, world)?;
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
            window.ask_for("1142").await?;
            for plate in plates.iter().take(LOOKUPS) {
                let painted = count(&milestones, Milestone::AnswerPainted)?;
                window.look_up(plate).await?;
                let deadline = Instant::now() + PATIENCE;
                while count(&milestones, Milestone::AnswerPainted)? == painted {
                    ensure!(Instant::now() < deadline, "the window paints no answer");
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            }
            memory = memory_of_tree(process_of(&program)?)?;
        }
        window.close().await?;
    }
    let boxes = moments(&milestones, Milestone::BoxUsable)?;
    let mut starts: Vec<f64> = boxes.iter().map(|moment| moment.since_start_ms).collect();
    let answers = moments(&milestones, Milestone::AnswerPainted)?;
    let mut paints: Vec<f64> = answers.iter().map(|moment| moment.milliseconds).collect();
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

/// A line that the console writes when something is painted.
#[derive(Deserialize)]
struct Moment {
    milestone: Milestone,
    /// Since what the person did.
    milliseconds: f64,
    /// Since the program started.
    since_start_ms: f64,
}

fn moments(file: &Path, what: Milestone) -> anyhow::Result<Vec<Moment>> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let lines: Result<Vec<Moment>, _> = text.lines().map(serde_json::from_str).collect();
    Ok(lines?.into_iter().filter(|line| line.milestone == what).collect())
}

fn count(file: &Path, what: Milestone) -> anyhow::Result<usize> {
    Ok(moments(file, what)?.len())
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
