//! Which profiles of a golden record one weak tie holds to the rest.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use ciss_multiview::{Features, Profile};

use super::Clusters;

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
pub(super) fn loose<'a>(
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
fn parts(
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
