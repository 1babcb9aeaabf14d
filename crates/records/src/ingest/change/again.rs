//! Works out again what comes near what, where a store has it not.

use std::collections::HashSet;

use ciss_multiview::Profile;

use super::persons::rewritten;
use crate::StoreError;
use crate::ingest::linkage::{DecisionChanges, Exploration};
use crate::ingest::near;
use crate::rows::{Changes, PersonNumber, Tables};

/// Profiles that are looked at together.
const TOGETHER: usize = 1_000;

/// Works out for every want to whom its record is tied loosely, and whose it may be.
pub async fn look_again(tables: &mut dyn Tables) -> Result<(), StoreError> {
    let mut last = None;
    loop {
        let wanted = tables.wanted_after(last, TOGETHER).await?;
        let Some(end) = wanted.last() else { return Ok(()) };
        last = Some(*end);
        let about: HashSet<Profile> = wanted.into_iter().collect();
        let decided = DecisionChanges::default();
        let exploration = Exploration::begin(tables, Vec::new(), Vec::new(), about, decided).await?;
        let clusters = exploration.clusters();
        let loose = exploration.loose(&clusters);
        let looked = exploration.looked(&clusters, Vec::new());
        let profiles: Vec<Profile> = loose.iter().copied().collect();
        let held: HashSet<PersonNumber> =
            tables.holdings(&profiles).await?.into_iter().map(|holding| holding.person).collect();
        let rows = tables.records_of(&held.into_iter().collect::<Vec<_>>()).await?;
        let persons = rewritten(rows, &loose)?;
        let written: Vec<PersonNumber> = persons.iter().map(|row| row.number).collect();
        tables.write(Changes { persons, loose: profiles, ..Changes::default() }).await?;
        near::refresh(tables, looked, &written).await?;
    }
}
