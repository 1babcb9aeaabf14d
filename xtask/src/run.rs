//! `cargo xtask run`: from a clone to an open window.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use clap::Args;
use serde::Deserialize;

use crate::display::{self, Display, Size};
use crate::process::{self, Running};
use crate::step::{say, step};
use crate::workspace::{Profile, Workspace, cache};
use crate::{setup, ui};

#[derive(Args)]
pub(crate) struct Options {
    /// People in the synthetic Connecticut.
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u64).range(1_000..=5_000_000))]
    people: u64,
    /// Which synthetic Connecticut; the same number gives the same one.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Looks this plate up as soon as the console is there.
    #[arg(long)]
    plate: Option<String>,
    /// On a screen in memory: runs the lookup in the real window, takes pictures, prints the hub's answer as JSON.
    #[arg(long)]
    headless: bool,
    /// Folder for the pictures.
    #[arg(long, requires = "headless", default_value = "shots")]
    shots: PathBuf,
    /// Size of the screen in memory.
    #[arg(long, default_value_t = Size::SMALL)]
    size: Size,
    /// Theme of the pictures: `night`, `day` or `contrast`.
    #[arg(long, requires = "headless", default_value = "night", value_parser = ["night", "day", "contrast"])]
    theme: String,
    /// Builds for development: quicker to build, slower to run.
    #[arg(long)]
    development: bool,
}

/// For whom the first lookup is, of an officer who does not exist.
const DEMO_BADGE: &str = "412";

/// The programs that are built, all at once: another selection would build their libraries again.
const PROGRAMS: [&str; 5] = ["ciss-hub", "ciss-simulator", "ciss-cli", "ciss-console", "ciss-journeys"];

/// Installs, builds, fills and opens. Returns when the console is closed.
///
/// # Errors
/// A step fails; everything that was started has ended by then.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    setup::for_building()?;
    let screenless = !display::present();
    if screenless && !options.headless {
        setup::for_own_screen()?;
    }
    let driver = options.headless.then(setup::for_driving).transpose()?;
    let profile = if options.development { Profile::Development } else { Profile::Release };
    ui::build(workspace, &ui::Options::default())?;
    step("building hub, simulator and console", || build(workspace, profile))?;

    let program = |name| workspace.program(profile, name);
    let data = data_folder(options)?;
    step(&format!("filling the demo hub, {} people", options.people), || {
        let mut fill = Command::new(program("ciss-hub"));
        fill.args(["fill", "--people", &options.people.to_string(), "--seed", &options.seed.to_string()]);
        process::run(fill.arg("--data").arg(&data).stdout(Stdio::from(std::io::stderr())))
    })?;
    let world = World::held_in(&data)?;
    let (_simulator, live) = world.serve(&program("ciss-simulator"))?;
    let demo = |command: &mut Command| {
        command.env("CISS_DATA", &data).env("CISS_WANTED_FILE_URL", &live).env("CISS_PHOTOS_URL", &live);
        command.env_remove("CISS_HUB_URL").env_remove("CISS_HUB_AUTHORITY");
    };
    let console = program("ciss-console");

    if let Some(driver) = driver {
        let plate = match &options.plate {
            Some(plate) => plate.clone(),
            None => world.example(&program("ciss-simulator"))?,
        };
        let screen = Display::start(options.size)?;
        let mut drive = screen.command(program("drive"));
        demo(
            drive
                .arg("--console")
                .arg(&console)
                .args(["--plate", &plate, "--theme", &options.theme])
                .arg("--shots")
                .arg(&options.shots),
        );
        driver.put_on_path(&mut drive)?;
        return step("looking it up in the real window", || process::start(&mut drive)?.wait());
    }
    let screen = if screenless { Some(Display::start(options.size)?) } else { None };
    let mut window =
        screen.as_ref().map_or_else(|| Command::new(&console), |screen| screen.command(&console));
    demo(&mut window);
    if let Some(plate) = &options.plate {
        window.arg(format!("ciss://lookup?plate={plate}&purpose=traffic-stop&on-behalf-of={DEMO_BADGE}"));
    }
    if screenless {
        say("There is no display here: the console opens on a screen in memory, where nobody sees it.");
        say("With --headless it looks a plate up there, takes pictures and prints the answer.");
    }
    say("The console is open. It and all that it needs end when you close it, or with Ctrl-C.");
    process::start(&mut window)?.wait()
}

/// Builds every program that the demo runs.
///
/// # Errors
/// One does not compile.
pub(crate) fn build(workspace: &Workspace, profile: Profile) -> Result<()> {
    let mut build = workspace.cargo();
    build.args(["build", "--bins", "--features", "ciss-console/custom-protocol"]);
    build.args(PROGRAMS.iter().flat_map(|package| ["--package", package]));
    process::run(of(&mut build, profile))
}

/// Builds the hub without what only demonstrations and tests use.
///
/// # Errors
/// It does not compile.
pub(crate) fn build_for_service(workspace: &Workspace, profile: Profile) -> Result<()> {
    let mut build = workspace.cargo();
    process::run(of(build.args(["build", "--bins", "--package", "ciss-hub"]), profile))
}

fn of(build: &mut Command, profile: Profile) -> &mut Command {
    match profile {
        Profile::Release => build.arg("--release"),
        Profile::Development => build,
    }
}

/// What a filled hub depends on. A folder that was filled by other tables or another model is not opened: it is filled anew.
const FORMAT: [&[u8]; 9] = [
    include_bytes!("../../crates/store/migrations/0001_record.sql"),
    include_bytes!("../../crates/store/migrations/0002_agency.sql"),
    include_bytes!("../../crates/store/migrations/0003_profile.sql"),
    include_bytes!("../../crates/store/migrations/0004_content.sql"),
    include_bytes!("../../crates/store/migrations/0005_order.sql"),
    include_bytes!("../../crates/cards/src/card.rs"),
    include_bytes!("../../crates/records/src/record.rs"),
    include_bytes!("../../crates/multiview/src/record.rs"),
    include_bytes!("../../crates/multiview/data/model.json"),
];

/// FNV-1a of [`FORMAT`].
fn format() -> u32 {
    let bytes = FORMAT.into_iter().flatten();
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

/// One folder per world, so that going back to one that was there before takes no time.
fn data_folder(options: &Options) -> Result<PathBuf> {
    let name = format!("{}-people-seed-{}-{:08x}", options.people, options.seed, format());
    let folder = cache()?.join("demo").join(name);
    std::fs::create_dir_all(&folder).with_context(|| format!("creating {}", folder.display()))?;
    Ok(folder)
}

/// The world that the hub holds. The live sources must serve the very same.
#[derive(Deserialize)]
struct World {
    people: u64,
    seed: u64,
    /// The day on which it stands still.
    today: String,
}

impl World {
    /// Reads what the hub noted when it was filled.
    fn held_in(data: &Path) -> Result<World> {
        let note = data.join("world.json");
        let text = std::fs::read(&note).with_context(|| format!("{}", note.display()))?;
        serde_json::from_slice(&text).with_context(|| format!("reading {}", note.display()))
    }

    fn command(&self, simulator: &Path, command: &str) -> Command {
        let mut simulator = Command::new(simulator);
        simulator.args([command, "--people", &self.people.to_string(), "--seed", &self.seed.to_string()]);
        simulator.args(["--today", &self.today]);
        simulator
    }

    /// Starts the systems that the hub asks at query time, and answers where they are.
    fn serve(&self, simulator: &Path) -> Result<(Running, String)> {
        #[derive(Deserialize)]
        struct Ready {
            url: String,
        }
        let mut serve = self.command(simulator, "serve");
        let mut running = process::start(serve.args(["--listen", "127.0.0.1:0"]).stdout(Stdio::piped()))?;
        let output = running.child.stdout.take().context("the simulator's output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let ready: Ready = serde_json::from_str(&line).context("the simulator did not say where it is")?;
        Ok((running, ready.url))
    }

    /// A plate that is worth looking at.
    fn example(&self, simulator: &Path) -> Result<String> {
        #[derive(Deserialize)]
        struct Example {
            plate: String,
        }
        let output = self.command(simulator, "example").stderr(Stdio::inherit()).output()?;
        if !output.status.success() {
            bail!("the simulator names no example");
        }
        let Example { plate } =
            serde_json::from_slice(&output.stdout).context("reading the simulator's example")?;
        say(&format!("No plate given: taking {plate}, where a person at the registered address is wanted."));
        Ok(plate)
    }
}
