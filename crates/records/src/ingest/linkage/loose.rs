//! Which profiles of a golden record one weak tie holds to the rest.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use ciss_multiview::{Features, Profile, RecordKey};

use super::{Clusters, ENGINE, Exploration};

impl Exploration {
    /// Profiles that one weak tie holds to the rest of their cluster.
    pub(in crate::ingest) fn loose(&self, clusters: &Clusters) -> HashSet<Profile> {
        let of_record: HashMap<RecordKey, Profile> = if self.decisions.is_empty() {
            HashMap::new()
        } else {
            self.nodes.iter().map(|(profile, node)| (node.features.key, *profile)).collect()
        };
        let decided = self.decisions.iter().filter(|decision| decision.same);
        let decided = decided
            .filter_map(|decision| Some((*of_record.get(&decision.left)?, *of_record.get(&decision.right)?)));
        let rivals = self.rivals(clusters);
        // Whose a record is takes as much evidence between two people as it takes to join it to one.
        let told = |profile: &Profile, weight: f32| {
            rivals.get(profile).is_none_or(|rival| weight - rival >= ENGINE.threshold())
        };
        let firm = self.firm.iter().filter(|(x, y, weight)| told(x, *weight) && told(y, *weight));
        let ties = firm.map(|(x, y, _)| (*x, *y)).chain(decided);
        loose(clusters, ties, |profile| self.nodes.get(&profile).map(|node| &node.features))
    }

    /// The most that ties a profile to a person who is certainly another than the one it was given to: both have a number
    /// of one kind from who gives it out. Nothing less may cast doubt on whose a record is.
    fn rivals(&self, clusters: &Clusters) -> HashMap<Profile, f32> {
        let cluster_of = places(clusters);
        let given = |profile: &Profile| {
            self.nodes.get(profile).map(|node| &node.features).filter(|features| features.is_given())
        };
        let are_two = |profile: &Profile, other: &Profile| {
            let own = cluster_of.get(profile).into_iter().flat_map(|at| &clusters[*at]);
            let mut own = own.filter_map(|(profile, _)| given(profile));
            given(other).is_some_and(|other| own.any(|own| ENGINE.are_given_two(own, other)))
        };
        let mut rivals: HashMap<Profile, f32> = HashMap::new();
        for (x, y, weight) in self.pairs.iter().filter(|(x, y, _)| cluster_of.get(x) != cluster_of.get(y)) {
            for (profile, _) in
                [(x, y), (y, x)].into_iter().filter(|(profile, other)| are_two(profile, other))
            {
                rivals.entry(*profile).and_modify(|most| *most = most.max(*weight)).or_insert(*weight);
            }
        }
        rivals
    }
}

/// The cluster of each profile, by its place.
pub(super) fn places(clusters: &Clusters) -> HashMap<Profile, usize> {
    let members = clusters
        .iter()
        .enumerate()
        .flat_map(|(at, cluster)| cluster.iter().map(move |(profile, _)| (*profile, at)));
    members.collect()
}

/// Profiles that no firm tie leads to from the part of their cluster by which the person is known: the one with the
/// license, else with any number from who gives it out, else the largest.
fn loose<'a>(
    clusters: &Clusters,
    firm: impl Iterator<Item = (Profile, Profile)>,
    features: impl Fn(Profile) -> Option<&'a Features>,
) -> HashSet<Profile> {
    let cluster_of = places(clusters);
    let mut ties: HashMap<Profile, Vec<Profile>> = HashMap::new();
    for (x, y) in firm.filter(|(x, y)| cluster_of.contains_key(x) && cluster_of.get(x) == cluster_of.get(y)) {
        ties.entry(x).or_default().push(y);
        ties.entry(y).or_default().push(x);
    }
    let rank = |part: &Vec<Profile>| {
        let known = part.iter().filter_map(|profile| features(*profile));
        let known = known.map(|features| (features.has_given_licence(), features.is_given())).max();
        (known, part.len(), Reverse(part.iter().min().copied()))
    };
    let mut loose = HashSet::new();
    for cluster in clusters.iter().filter(|cluster| cluster.len() > 1) {
        let mut parts = parts(cluster.iter().map(|(profile, _)| *profile), &ties);
        if parts.len() > 1 {
            parts.sort_by_cached_key(|part| Reverse(rank(part)));
            loose.extend(parts.into_iter().skip(1).flatten());
        }
    }
    loose
}

/// Profiles by what ties them together.
pub(super) fn parts(
    profiles: impl Iterator<Item = Profile>,
    ties: &HashMap<Profile, Vec<Profile>>,
) -> Vec<Vec<Profile>> {
    let mut seen = HashSet::new();
    let part = |start: Profile| {
        let mut part = Vec::new();
        let mut open = vec![start];
        while let Some(profile) = open.pop() {
            if seen.insert(profile) {
                part.push(profile);
                open.extend(ties.get(&profile).into_iter().flatten());
            }
        }
        part
    };
    profiles.map(part).filter(|part| !part.is_empty()).collect()
}
