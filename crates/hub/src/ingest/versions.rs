//! Which version of each document counts after a batch.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use crate::store::tables::{Standing, Version};

/// What a batch does to one document, over all its versions.
pub(super) struct LineageChange {
    /// The version that counted before the batch.
    pub(super) before: Option<Version>,
    /// The version that counts after it; none when it is erased.
    pub(super) after: Option<Version>,
    /// When the source first said anything in it.
    pub(super) since: Timestamp,
    /// `since` differs from before.
    pub(super) older: bool,
    /// Stored or arriving versions with the standing they have after the batch, where it is another.
    pub(super) standings: Vec<(u64, Standing)>,
}

/// Works out the change of every lineage. `arriving` are new versions; `stored` those on file.
pub(super) fn changes(
    stored: &[Version],
    arriving: &[Version],
    erased: &HashSet<u64>,
) -> HashMap<u64, LineageChange> {
    let mut lineages: HashMap<u64, (Vec<Version>, Vec<Version>)> = HashMap::new();
    for version in stored {
        lineages.entry(version.lineage).or_default().0.push(*version);
    }
    for version in arriving {
        lineages.entry(version.lineage).or_default().1.push(*version);
    }
    lineages
        .into_iter()
        .map(|(lineage, (old, new))| (lineage, change(&old, &new, erased.contains(&lineage))))
        .collect()
}

fn change(old: &[Version], new: &[Version], erased: bool) -> LineageChange {
    let before = old.iter().find(|version| version.standing == Standing::Current).copied();
    let all = || old.iter().chain(new);
    // The later version counts; of two with the same time, the one with the greater name, wherever it arrives.
    let after =
        if erased { None } else { all().max_by_key(|version| (version.as_of, version.name)).copied() };
    let first = |versions: &[Version]| versions.iter().map(|version| version.as_of).min();
    let since = first(new).into_iter().chain(first(old)).min().unwrap_or_default();
    let standing = |version: &Version| match after {
        None => Standing::Erased,
        Some(after) if after.name == version.name => Standing::Current,
        Some(_) => Standing::Superseded,
    };
    LineageChange {
        before,
        after,
        since,
        older: first(old).is_some_and(|old| since < old),
        standings: all()
            .filter(|version| standing(version) != version.standing)
            .map(|version| (version.name, standing(version)))
            .collect(),
    }
}
