//! Fills a hub with a synthetic Connecticut.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use ciss_contract::source::Source;
use ciss_identity::clock::SystemClock;
use ciss_intake::{Holdings, JournalPlace};
use ciss_simulator::World;
use ciss_store::Durability;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::feed::{Feed, Stopped, take_in};
use super::{CommandError, Progress};

/// Documents in which every source of a world has long spoken.
const FIRST_DOCUMENTS: usize = 20_000;

/// What a fill did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filled {
    /// The hub was filled.
    Anew,
    /// It held this world already. Every source has sent one of its documents again, so that its feed is fresh.
    Already,
}

/// The world that a hub holds, beside its database.
#[derive(Serialize, Deserialize)]
struct Held {
    people: u64,
    seed: u64,
    today: jiff::civil::Date,
}

/// The name of [`Held`]'s file.
const NOTE: &str = "world.json";

/// The world that the hub in `data` was filled with, to its end; none where it was not, or the note of it cannot be read.
pub fn held(data: &Path) -> Option<World> {
    let Held { people, seed, today } = serde_json::from_slice(&std::fs::read(data.join(NOTE)).ok()?).ok()?;
    Some(World { people, seed, today })
}

/// Fills the hub in `data` with a world, as of `now`. A fill that was interrupted goes on where it was: what is on file
/// is not taken in twice.
///
/// # Errors
/// [`CommandError::OtherWorld`] when the hub holds another one; else the folder's or the hub's.
pub async fn fill(
    data: &Path,
    journal: &JournalPlace,
    world: World,
    now: Timestamp,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Filled, CommandError> {
    let marker = data.join(NOTE);
    let folder = |cause| CommandError::Folder { path: data.to_owned(), cause };
    std::fs::create_dir_all(data).map_err(folder)?;
    if marker.exists() {
        let same = |held: &World| held.people == world.people && held.seed == world.seed;
        let Some(world) = held(data).filter(same) else {
            return Err(CommandError::OtherWorld { path: marker });
        };
        let holdings = Holdings::open(data, journal, Durability::Full, Arc::new(SystemClock)).await?;
        take_in(&holdings.intake, move |feed| refresh(&world, now, feed), progress).await?;
        holdings.close().await?;
        return Ok(Filled::Already);
    }
    let held = Held { people: world.people, seed: world.seed, today: world.today };
    let holdings = Holdings::open(data, journal, Durability::Bulk, Arc::new(SystemClock)).await?;
    take_in(
        &holdings.intake,
        move |feed| {
            let mut documents = world.documents();
            documents.try_for_each(|document| {
                let bytes = serde_json::to_vec(&document).map_err(|_| Stopped)?;
                feed.push(document, "application/json", bytes, now)
            })
        },
        progress,
    )
    .await?;
    holdings.close().await?;
    let text = serde_json::to_vec(&held).map_err(|error| folder(error.into()))?;
    std::fs::write(&marker, text).map_err(folder)?;
    Ok(Filled::Anew)
}

/// The first document of every source, once more.
fn refresh(world: &World, now: Timestamp, feed: &mut Feed) -> Result<(), Stopped> {
    let mut heard: HashSet<Source> = HashSet::new();
    for document in world.documents().take(FIRST_DOCUMENTS) {
        if heard.insert(document.source) {
            let bytes = serde_json::to_vec(&document).map_err(|_| Stopped)?;
            feed.push(document, "application/json", bytes, now)?;
        }
    }
    Ok(())
}
