//! Which version of each document counts after a batch.

use std::collections::{HashMap, HashSet};

use ciss_contract::matter::WithdrawalReason;
use jiff::Timestamp;

use crate::rows::{Standing, Version};

/// What a batch does to one document, over all its versions.
pub(super) struct LineageChange {
    /// The version that counted before the batch.
    pub(super) before: Option<Version>,
    /// The version that counts after it; none when the document is erased or sealed. Where it is a withdrawal, nothing is
    /// shown.
    pub(super) after: Option<Version>,
    /// When the source first said anything in it.
    pub(super) since: Timestamp,
    /// `since` differs from before.
    pub(super) older: bool,
    /// Stored or arriving versions with the standing they have after the batch, where it is another.
    pub(super) standings: Vec<(u64, Standing)>,
}

/// Works out the change of every lineage. `arriving` are new versions; `stored` those on file; both in the order in which
/// they arrived. `erased` are keys of [`Naming::order`](ciss_cards::naming::Naming::order).
pub(super) fn changes(
    stored: &[Version],
    arriving: &[Version],
    erased: &HashSet<u64>,
) -> HashMap<u64, LineageChange> {
    let mut lineages: HashMap<u64, Lineage> = HashMap::new();
    for version in stored {
        lineages.entry(version.naming.lineage).or_default().old.push(*version);
    }
    for version in arriving {
        lineages.entry(version.naming.lineage).or_default().new.push(*version);
    }
    let mut orders: HashMap<u64, Vec<&Version>> = HashMap::new();
    for version in stored.iter().chain(arriving).filter(|version| version.withdrawal.is_some()) {
        orders.entry(version.naming.numbered).or_default().push(version);
    }
    for lineage in lineages.values_mut() {
        let Some(first) = lineage.all().next().copied() else { continue };
        lineage.is_erased = first.naming.reached().iter().any(|key| erased.contains(key));
        for order in orders.get(&first.naming.numbered).into_iter().flatten() {
            if order.naming.lineage != first.naming.lineage && order.naming.reaches(&first.naming) {
                lineage.orders.push(**order);
            }
        }
    }
    lineages.into_iter().map(|(name, lineage)| (name, lineage.change())).collect()
}

/// All that bears on one document.
#[derive(Default)]
struct Lineage {
    /// Versions on file.
    old: Vec<Version>,
    /// Versions that arrive.
    new: Vec<Version>,
    /// Withdrawals under another name that reach it.
    orders: Vec<Version>,
    is_erased: bool,
}

impl Lineage {
    fn all(&self) -> impl Iterator<Item = &Version> {
        self.old.iter().chain(&self.new)
    }

    /// A court's seal is no version of the document, so that it holds whatever the dates of what is said. Only a version of
    /// this very document that says the seal was lifted ends seals that are dated before it.
    fn is_sealed(&self) -> bool {
        let lifted = self.all().filter(|version| version.lifts_seal).map(|version| version.as_of).max();
        let seals = |version: &Version| {
            version.withdrawal == Some(WithdrawalReason::Sealed)
                && lifted.is_none_or(|lifted| lifted <= version.as_of)
        };
        self.all().chain(&self.orders).any(seals)
    }

    /// The later version counts; of two with the same time the withdrawal, else the one that arrived later, which
    /// `max_by_key` takes because it stands behind. Another name takes back what is its own agency's, under whatever docket.
    fn latest(&self) -> Option<Version> {
        let own =
            |order: &&Version| self.all().next().is_some_and(|v| v.naming.agency == order.naming.agency);
        // What is here beside what counts is a seal that was lifted.
        let says = |version: &&Version| version.withdrawal != Some(WithdrawalReason::Sealed);
        let counting = self.orders.iter().filter(own).chain(self.all()).filter(says);
        counting.max_by_key(|version| (version.as_of, version.withdrawal.is_some())).copied()
    }

    fn change(&self) -> LineageChange {
        let before = self.old.iter().find(|version| version.standing == Standing::Current).copied();
        let hidden = if self.is_erased {
            Some(Standing::Erased)
        } else {
            self.is_sealed().then_some(Standing::Withdrawn)
        };
        let after = if hidden.is_some() { None } else { self.latest() };
        let first = |versions: &[Version]| versions.iter().map(|version| version.as_of).min();
        let since = first(&self.new).into_iter().chain(first(&self.old)).min().unwrap_or_default();
        let standing = |version: &Version| match (hidden, after) {
            (Some(hidden), _) => hidden,
            (None, Some(after)) if after.withdrawal.is_some() => Standing::Withdrawn,
            (None, Some(after)) if after.name == version.name => Standing::Current,
            (None, _) => Standing::Superseded,
        };
        LineageChange {
            before,
            after,
            since,
            older: first(&self.old).is_some_and(|old| since < old),
            standings: self
                .all()
                .filter(|version| standing(version) != version.standing)
                .map(|version| (version.name, standing(version)))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use ciss_cards::naming::Naming;

    use super::*;

    fn version(name: u64, second: i64, withdrawal: Option<WithdrawalReason>) -> Version {
        Version {
            name,
            naming: Naming { lineage: 1, numbered: 2, agency: 3, docket: 0 },
            as_of: Timestamp::from_second(second).unwrap(),
            persons: 1,
            withdrawal,
            lifts_seal: false,
            standing: Standing::Current,
        }
    }

    /// The same of another agency and docket; 0 for none.
    fn named(version: Version, agency: u64, docket: u64) -> Version {
        let naming = Naming { lineage: 10 + 10 * agency + docket, agency, docket, ..version.naming };
        Version { naming, ..version }
    }

    fn counts(stored: &[Version], arriving: &[Version]) -> Option<u64> {
        changes(stored, arriving, &HashSet::new())[&1].after.map(|version| version.name)
    }

    const DELETED: Option<WithdrawalReason> = Some(WithdrawalReason::Deleted);
    const SEALED: Option<WithdrawalReason> = Some(WithdrawalReason::Sealed);

    #[test]
    fn the_later_date_counts_and_of_equal_dates_the_later_arrival() {
        let (old, new) = (version(9, 1, None), version(3, 2, None));
        for (stored, arriving, expect) in [
            (vec![old], vec![new], 3),
            (vec![new], vec![old], 3),
            (vec![version(9, 1, None)], vec![version(3, 1, None)], 3),
            (vec![version(3, 1, None)], vec![version(9, 1, None)], 9),
            (vec![], vec![version(9, 1, None), version(3, 1, None)], 3),
            (vec![version(9, 1, DELETED)], vec![version(3, 1, None)], 9),
            (vec![version(9, 1, DELETED)], vec![version(3, 2, None)], 3),
        ] {
            assert_eq!(counts(&stored, &arriving), Some(expect), "{stored:?} {arriving:?}");
        }
    }

    #[test]
    fn an_erasure_reaches_a_document_by_its_names() {
        let said = version(9, 1, None);
        for (erased, expect) in [(1, None), (2, None), (3, Some(9))] {
            let changes = changes(&[said], &[], &HashSet::from([erased]));
            assert_eq!(changes[&1].after.map(|version| version.name), expect, "{erased}");
        }
    }

    #[test]
    fn a_withdrawal_hides_every_version_until_a_later_one_comes() {
        let (said, taken_back) = (version(9, 1, None), version(3, 2, DELETED));
        let change = &changes(&[said], &[taken_back], &HashSet::new())[&1];
        assert_eq!(change.standings, [(9, Standing::Withdrawn), (3, Standing::Withdrawn)]);
    }

    #[test]
    fn a_seal_holds_whatever_the_dates_and_for_an_agency_that_one_side_leaves_out() {
        for (agency, docket, second, expect) in [
            (3, 0, 1, None),
            (3, 0, 3, None),
            (0, 0, 1, None),
            (0, 7, 1, None),
            (3, 7, 3, None),
            (4, 0, 3, Some(9)),
        ] {
            let said = version(9, 2, None);
            let seal = named(version(3, second, SEALED), agency, docket);
            for (stored, arriving) in [([said], [seal]), ([seal], [said])] {
                assert_eq!(counts(&stored, &arriving), expect, "{agency} {docket} {second}");
            }
        }
    }

    #[test]
    fn a_seal_holds_until_its_own_document_says_later_that_it_was_lifted() {
        let said = version(9, 1, None);
        for (agency, lifted, expect) in [(3, 3, Some(5)), (3, 2, None), (3, 1, None), (4, 3, None)] {
            let seal = version(3, 2, SEALED);
            let lifting = Version { lifts_seal: true, ..version(5, lifted, None) };
            let lifting = if agency == 3 { lifting } else { named(lifting, agency, 0) };
            for (stored, arriving) in [(vec![said, seal], vec![lifting]), (vec![lifting], vec![seal, said])] {
                assert_eq!(counts(&stored, &arriving), expect, "{agency} {lifted}");
            }
        }
        // Sealed again.
        let lifting = Version { lifts_seal: true, ..version(5, 3, None) };
        assert_eq!(counts(&[said, version(3, 2, SEALED), lifting], &[version(4, 4, SEALED)]), None);
    }

    #[test]
    fn a_deletion_under_another_docket_takes_back_what_is_its_own_agency_s_and_earlier() {
        for (agency, second, hides) in [(3, 3, true), (3, 1, false), (0, 3, false), (4, 3, false)] {
            let deletion = named(version(3, second, DELETED), agency, 7);
            let expect = if hides { 3 } else { 9 };
            assert_eq!(counts(&[version(9, 2, None)], &[deletion]), Some(expect), "{agency} {second}");
        }
    }
}
