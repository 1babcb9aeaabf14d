//! What needs a synthetic Connecticut. A hub that serves people is built without it.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use ciss_contract::day::connecticut_day;
use ciss_hub::commands::fill::{Filled, fill};
use ciss_hub::commands::learn::learn;
use ciss_intake::JournalPlace;
use ciss_simulator::World;
use clap::Subcommand;
use jiff::Timestamp;

use crate::{Where, private_folder, shown};

#[derive(Subcommand)]
pub(crate) enum Demo {
    /// Fill the hub with a synthetic Connecticut. Everybody in it is fictional.
    Fill {
        /// Folder of the hub.
        #[arg(long)]
        data: PathBuf,
        /// People, 1,000 to 5,000,000.
        #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u64).range(1_000..=5_000_000))]
        people: u64,
        /// Another seed, another world.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        #[command(flatten)]
        journal: Where,
    },
    /// Train the model that matching goes by, without labels, on a synthetic Connecticut.
    Learn {
        /// People, 1,000 to 5,000,000.
        #[arg(long, default_value_t = 465_000, value_parser = clap::value_parser!(u64).range(1_000..=5_000_000))]
        people: u64,
        /// Another seed, another world.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Where the model goes.
        #[arg(long)]
        out: PathBuf,
    },
}

impl Demo {
    pub(crate) async fn run(self) -> anyhow::Result<()> {
        match self {
            Demo::Fill { data, people, seed, journal } => {
                fill_with(&data, &journal.place(), people, seed).await
            }
            Demo::Learn { people, seed, out } => learn_from_world(people, seed, &out),
        }
    }
}

async fn fill_with(data: &Path, journal: &JournalPlace, people: u64, seed: u64) -> anyhow::Result<()> {
    private_folder(data)?;
    let now = Timestamp::now();
    let world = World { people, seed, today: connecticut_day(now) };
    match fill(data, journal, world, now, &mut shown()).await? {
        Filled::Anew => eprintln!("\nfilled with {people} people"),
        Filled::Already => eprintln!("\n{} holds this world already; its feeds are fresh", data.display()),
    }
    Ok(())
}

fn learn_from_world(people: u64, seed: u64, out: &Path) -> anyhow::Result<()> {
    let world = World { people, seed, today: connecticut_day(Timestamp::now()) };
    let file = File::create(out).with_context(|| out.display().to_string())?;
    Ok(learn(world.documents()).write(BufWriter::new(file))?)
}
