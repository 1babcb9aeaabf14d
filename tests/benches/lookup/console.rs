//! The desktop program, released, in a real window: its own milestones, and what all its processes take.

use std::ffi::OsStr;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use ciss_contract::ipc::Milestone;
use ciss_journeys::window::Window;
use jiff::Timestamp;
use serde::Deserialize;

use crate::process::{self, memory_of_tree, started};
use crate::report::Console;

/// Starts; the middle one counts.
const STARTS: usize = 5;

/// How long an answer may take to be painted.
const PATIENCE: Duration = Duration::from_secs(10);

/// Lookups typed into the window of the last start.
const LOOKUPS: usize = 200;

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
    let (mut starts, mut memory) = (Vec::new(), 0.0);
    for start in 1..=STARTS {
        eprintln!("console, start {start} of {STARTS}");
        let window = Window::open(&program, &environment).await?;
        window.until_there("#hub-status[data-state=\"live\"]").await?;
        let process = process_of(&program)?;
        let usable = next(&milestones, Milestone::BoxUsable, starts.len()).await?;
        starts.push(usable.at.duration_since(started(process)?).as_secs_f64() * 1000.0);
        if start == STARTS {
            window.ask_for("1142").await?;
            for (number, plate) in plates.iter().take(LOOKUPS).enumerate() {
                window.fill_in(plate).await?;
                window.until_drawn().await?;
                window.enter().await?;
                next(&milestones, Milestone::AnswerPainted, number).await?;
            }
            memory = memory_of_tree(process)?;
        }
        window.close().await?;
    }
    let answers = moments(&milestones, Milestone::AnswerPainted)?;
    let mut paints: Vec<f64> = answers.iter().map(|moment| moment.milliseconds).collect();
    starts.sort_by(f64::total_cmp);
    paints.sort_by(f64::total_cmp);
    let paint = |hundredth: usize| paints.get(paints.len().saturating_sub(1) * hundredth / 100).copied();
    let paint = |hundredth| paint(hundredth).context("no answer was painted");
    Ok(Console {
        start_to_box: starts[STARTS / 2],
        start_to_box_worst: starts[STARTS - 1],
        lookups: paints.len(),
        enter_to_paint_p50: paint(50)?,
        enter_to_paint_p95: paint(95)?,
        enter_to_paint_worst: paint(100)?,
        memory,
    })
}

/// A line that the console writes when something is painted.
#[derive(Deserialize)]
struct Moment {
    milestone: Milestone,
    /// Since what the person did.
    milliseconds: f64,
    /// By the wall clock.
    at: Timestamp,
}

/// The next of a kind, of which `before` are there already.
async fn next(file: &Path, what: Milestone, before: usize) -> anyhow::Result<Moment> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(moment) = moments(file, what)?.into_iter().nth(before) {
            return Ok(moment);
        }
        ensure!(Instant::now() < deadline, "waited {PATIENCE:?} for {what:?}, which did not come");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

fn moments(file: &Path, what: Milestone) -> anyhow::Result<Vec<Moment>> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    // The last line may be half written.
    let whole = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
    let lines: Result<Vec<Moment>, _> = whole.map(serde_json::from_str).collect();
    Ok(lines?.into_iter().filter(|line| line.milestone == what).collect())
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
