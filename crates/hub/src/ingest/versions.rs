//! Which version of each document counts after a batch.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use crate::store::tables::{Standing, Version};

/// What a batch does to one document, over all its versions.
pub(super) struct LineageChange {
    /// The version that counted before the batch.
    pub(super) before: Option<Version>,
    /// The version that counts after it; none when it is erased. Where it is a withdrawal, nothing is shown.
    pub(super) after: Option<Version>,
    /// When the source first said anything in it.
    pub(super) since: Timestamp,
    /// `since` differs from before.
    pub(super) older: bool,
    /// Stored or arriving versions with the standing they have after the batch, where it is another.
    pub(super) standings: Vec<(u64, Standing)>,
}

/// Works out the change of every lineage. `arriving` are new versions; `stored` those on file; both in the order in which
/// they arrived. `erased` are lineages and numbers.
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
        .map(|(lineage, (old, new))| {
            let gone = |version: &Version| erased.contains(&lineage) || erased.contains(&version.numbered);
            let is_erased = old.iter().chain(&new).any(gone);
            (lineage, change(&old, &new, is_erased))
        })
        .collect()
}

fn change(old: &[Version], new: &[Version], erased: bool) -> LineageChange {
    let before = old.iter().find(|version| version.standing == Standing::Current).copied();
    let all = || old.iter().chain(new);
    // The later version counts; of two with the same time the withdrawal, else the one that arrived later, which
    // `max_by_key` takes because it stands behind.
    let after =
        if erased { None } else { all().max_by_key(|version| (version.as_of, version.withdrawal)).copied() };
    let first = |versions: &[Version]| versions.iter().map(|version| version.as_of).min();
    let since = first(new).into_iter().chain(first(old)).min().unwrap_or_default();
    let standing = |version: &Version| match after {
        None => Standing::Erased,
        Some(after) if after.withdrawal => Standing::Withdrawn,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn version(name: u64, second: i64, withdrawal: bool) -> Version {
        Version {
            name,
            lineage: 1,
            numbered: 2,
            as_of: Timestamp::from_second(second).unwrap(),
            persons: 1,
            withdrawal,
            standing: Standing::Current,
        }
    }

    fn counts(stored: &[Version], arriving: &[Version], erased: &[u64]) -> Option<u64> {
        let erased = erased.iter().copied().collect();
        changes(stored, arriving, &erased)[&1].after.map(|version| version.name)
    }

    #[test]
    fn the_later_date_counts_and_of_equal_dates_the_later_arrival() {
        let (old, new) = (version(9, 1, false), version(3, 2, false));
        for (stored, arriving, expect) in [
            (vec![old], vec![new], 3),
            (vec![new], vec![old], 3),
            (vec![version(9, 1, false)], vec![version(3, 1, false)], 3),
            (vec![version(3, 1, false)], vec![version(9, 1, false)], 9),
            (vec![], vec![version(9, 1, false), version(3, 1, false)], 3),
            (vec![version(9, 1, true)], vec![version(3, 1, false)], 9),
            (vec![version(9, 1, true)], vec![version(3, 2, false)], 3),
        ] {
            assert_eq!(counts(&stored, &arriving, &[]), Some(expect), "{stored:?} {arriving:?}");
        }
    }

    #[test]
    fn an_erasure_names_a_lineage_or_a_number() {
        for (erased, expect) in [(vec![1], None), (vec![2], None), (vec![3], Some(9))] {
            assert_eq!(counts(&[version(9, 1, false)], &[], &erased), expect);
        }
    }

    #[test]
    fn a_withdrawal_hides_every_version_until_a_later_one_comes() {
        let (said, taken_back) = (version(9, 1, false), version(3, 2, true));
        let change = change(&[said], &[taken_back], false);
        assert_eq!(change.standings, [(9, Standing::Withdrawn), (3, Standing::Withdrawn)]);
    }
}
