//! Loose ties before and after a batch.

use std::collections::{HashMap, HashSet};

use ciss_multiview::Profile;

use super::records::Rows;
use crate::StoreError;
use crate::ingest::linkage::{Clusters, Exploration};
use crate::rows::{PersonNumber, Tables};

/// Profiles that one weak tie holds to the rest of their golden record.
pub(super) struct Ties {
    /// After the batch.
    pub(super) loose: HashSet<Profile>,
    /// Before it.
    pub(super) before: HashSet<Profile>,
}

impl Ties {
    /// A tie of the profile is loose, or was.
    pub(super) fn are_loose(&self, profile: Profile) -> bool {
        self.loose.contains(&profile) || self.before.contains(&profile)
    }

    /// The tie of the profile changes.
    pub(super) fn change(&self, profile: Profile) -> bool {
        self.loose.contains(&profile) != self.before.contains(&profile)
    }
}

/// Loose ties of what was explored, of profiles on file that records join, and of those that go.
pub(super) async fn ties(
    tables: &mut dyn Tables,
    exploration: &Exploration,
    clusters: &Clusters,
    joined: &HashMap<Profile, PersonNumber>,
    departed: &HashSet<Profile>,
) -> Result<Ties, StoreError> {
    let explored = clusters.iter().flatten().map(|(profile, _)| profile);
    let asked: HashSet<Profile> = explored.chain(joined.keys()).chain(departed).copied().collect();
    let before = tables.loose(&asked.into_iter().collect::<Vec<_>>()).await?;
    let mut loose = exploration.loose(clusters);
    let stays = |profile: &&Profile| !exploration.reached(**profile) && !departed.contains(*profile);
    loose.extend(before.iter().filter(stays));
    Ok(Ties { loose, before })
}

/// And of what is written and was not explored.
pub(super) async fn beside(
    tables: &mut dyn Tables,
    mut ties: Ties,
    exploration: &Exploration,
    rows: &Rows,
) -> Result<Ties, StoreError> {
    let unexplored = rows.values().flatten().map(|row| row.profile);
    let unexplored: HashSet<Profile> = unexplored.filter(|profile| !exploration.reached(*profile)).collect();
    let stay = tables.loose(&unexplored.into_iter().collect::<Vec<_>>()).await?;
    let stay: Vec<Profile> = stay.into_iter().filter(|profile| !ties.before.contains(profile)).collect();
    ties.loose.extend(&stay);
    ties.before.extend(stay);
    Ok(ties)
}
