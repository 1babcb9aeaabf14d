//! Puts records of documents together.

use std::collections::{BTreeMap, HashMap, HashSet};

use rayon::prelude::*;

use crate::block::Blocks;
use crate::engine::{BlockKey, Features, MultiView, Profile};
use crate::linkage::cluster::{DECIDED_DIFFERENT, DECIDED_SAME, Link, Pairs, RULED_OUT, group};
use crate::record::RecordKey;
use crate::settled::{are_connected, ways};

/// What a person decided about two records. It binds whatever the evidence says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Decision {
    /// One record.
    pub left: RecordKey,
    /// The other.
    pub right: RecordKey,
    /// One person, or two.
    pub same: bool,
}

/// A pair of profiles that share a key, the lower first, with the evidence that they are one person.
pub type WeighedPair = (Profile, Profile, f32);

/// Clusters records: the members of each cluster by key, the clusters by their smallest key. The outcome does not depend
/// on their order.
///
/// Of two decisions that contradict each other, the one for two people counts: a merge that is missing shows too little,
/// a wrong one shows a stranger's record.
pub fn cluster(engine: &MultiView, records: &[&Features], decisions: &[Decision]) -> Vec<Vec<RecordKey>> {
    let decided: HashSet<RecordKey> =
        decisions.iter().flat_map(|decision| [decision.left, decision.right]).collect();
    let mut by_profile: BTreeMap<Profile, Vec<&Features>> = BTreeMap::new();
    for record in records {
        let profile = engine.profile(record, decided.contains(&record.key));
        by_profile.entry(profile).or_default().push(*record);
    }
    let profiles: HashMap<Profile, &Features> =
        by_profile.iter().map(|(profile, records)| (*profile, records[0])).collect();
    let keys: BTreeMap<Profile, Vec<BlockKey>> =
        profiles.iter().map(|(profile, features)| (*profile, engine.keys(features))).collect();
    let mut blocks = Blocks::of(keys.iter().flat_map(|(of, keys)| keys.iter().map(move |key| (*key, *of))));
    let mut pairs: Vec<(Profile, Profile)> = Vec::new();
    for (profile, keys) in &keys {
        let companions = blocks.companions(*profile, keys);
        pairs.extend(companions.into_iter().filter(|other| other > profile).map(|other| (*profile, other)));
    }
    let weighed: Vec<WeighedPair> =
        pairs.into_par_iter().map(|(a, b)| (a, b, engine.weigh(profiles[&a], profiles[&b]))).collect();
    let mut clusters: Vec<Vec<RecordKey>> = cluster_profiles(engine, &profiles, &weighed, decisions)
        .into_iter()
        .map(|cluster| {
            let records = cluster.iter().flat_map(|profile| &by_profile[profile]);
            let mut keys: Vec<RecordKey> = records.map(|record| record.key).collect();
            keys.sort_unstable();
            keys.dedup();
            keys
        })
        .collect();
    clusters.sort_unstable();
    clusters
}

/// Clusters profiles by pairs that the caller weighed; each cluster by number. Records that decisions are about are
/// profiles of their own.
pub fn cluster_profiles(
    engine: &MultiView,
    profiles: &HashMap<Profile, &Features>,
    weighed: &[WeighedPair],
    decisions: &[Decision],
) -> Vec<Vec<Profile>> {
    let mut order: Vec<Profile> = profiles.keys().copied().collect();
    order.sort_unstable();
    let records = Records { engine, features: order.iter().map(|profile| profiles[profile]).collect() };
    let place = |profile: Profile| order.binary_search(&profile).ok();
    let of_record: HashMap<RecordKey, usize> = if decisions.is_empty() {
        HashMap::new()
    } else {
        records.features.iter().enumerate().map(|(at, features)| (features.key, at)).collect()
    };
    let mut links: HashMap<(u32, u32), f32> = HashMap::new();
    for (a, b, weight) in weighed {
        if let (Some(a), Some(b)) = (place(*a), place(*b)) {
            links.insert((a.min(b) as u32, a.max(b) as u32), weight.max(RULED_OUT));
        }
    }
    let mut decided: HashMap<(u32, u32), bool> = HashMap::new();
    for Decision { left, right, same } in decisions {
        if let (Some(left), Some(right)) = (of_record.get(left), of_record.get(right))
            && left != right
        {
            *decided.entry(((*left).min(*right) as u32, (*left).max(*right) as u32)).or_insert(true) &= same;
        }
    }
    let (joined, parted): (Vec<_>, Vec<_>) = decided.into_iter().partition(|(_, same)| *same);
    let mut joined: Vec<(u32, u32)> = joined.into_iter().map(|(pair, _)| pair).collect();
    joined.sort_unstable();
    let parted: Vec<(u32, u32)> = parted.into_iter().map(|(pair, _)| pair).collect();
    links.extend(parted.iter().map(|pair| (*pair, DECIDED_DIFFERENT)));
    let mut links: Vec<Link> = links.into_iter().map(|((a, b), weight)| Link { a, b, weight }).collect();
    links.sort_unstable_by_key(|link| (link.a, link.b));
    let mut cluster_of = group(order.len(), &links, engine.threshold(), &records);
    // Where the two people cannot become one whole, the records that somebody named still belong together.
    let named = joined.iter().filter(|pair| are_kept_apart(&cluster_of, **pair, &parted));
    let named: Vec<Link> = named.map(|(a, b)| Link { a: *a, b: *b, weight: DECIDED_SAME }).collect();
    if !named.is_empty() {
        links.retain(|link| !named.iter().any(|same| (same.a, same.b) == (link.a, link.b)));
        links.extend(named);
        links.sort_unstable_by_key(|link| (link.a, link.b));
        cluster_of = group(order.len(), &links, engine.threshold(), &records);
    }
    join_whole(&mut cluster_of, &joined, &parted);
    let mut clusters: BTreeMap<u32, Vec<Profile>> = BTreeMap::new();
    for (profile, cluster) in order.into_iter().zip(cluster_of) {
        clusters.entry(cluster).or_default().push(profile);
    }
    clusters.into_values().collect()
}

/// Whoever decides that two records are of one person has both people before them: what evidence holds together on either
/// side stays together, and the two become one. Not where somebody decided that a record of the one is not of the other.
fn join_whole(cluster_of: &mut [u32], joined: &[(u32, u32)], parted: &[(u32, u32)]) {
    for pair in joined {
        let (one, other) = between(cluster_of, *pair);
        if one != other && !are_kept_apart(cluster_of, *pair, parted) {
            for cluster in cluster_of.iter_mut().filter(|cluster| **cluster == other) {
                *cluster = one;
            }
        }
    }
}

/// Somebody decided that a record of the one cluster is not of the other.
fn are_kept_apart(cluster_of: &[u32], pair: (u32, u32), parted: &[(u32, u32)]) -> bool {
    let ends = between(cluster_of, pair);
    ends.0 != ends.1 && parted.iter().any(|parted| between(cluster_of, *parted) == ends)
}

/// The clusters that a pair of records lies in, the lower first.
fn between(cluster_of: &[u32], (a, b): (u32, u32)) -> (u32, u32) {
    let (one, other) = (cluster_of[a as usize], cluster_of[b as usize]);
    (one.min(other), one.max(other))
}

struct Records<'a> {
    engine: &'a MultiView,
    features: Vec<&'a Features>,
}

impl Pairs for Records<'_> {
    fn weigh(&self, a: u32, b: u32) -> f32 {
        self.engine.weigh(self.features[a as usize], self.features[b as usize]).max(RULED_OUT)
    }

    fn source(&self, record: u32) -> u16 {
        self.features[record as usize].source()
    }

    fn numbers(&self, record: u32) -> Option<u64> {
        self.features[record as usize].numbers()
    }

    fn is_given(&self, record: u32) -> bool {
        self.features[record as usize].is_given()
    }

    fn vouches(&self, a: u32, b: u32) -> bool {
        self.engine.vouches(self.features[a as usize], self.features[b as usize])
    }

    fn are_equal(&self, a: u32, b: u32) -> bool {
        self.engine.are_equal(self.features[a as usize], self.features[b as usize])
    }

    fn are_opposed(&self, a: u32, b: u32) -> bool {
        self.engine.are_opposed(self.features[a as usize], self.features[b as usize])
    }

    fn are_strangers(&self, a: u32, b: u32) -> bool {
        self.engine.are_strangers(self.features[a as usize], self.features[b as usize])
    }

    fn are_settled(&self, records: &[u32], links: &[Link]) -> bool {
        // A person's decision is no evidence.
        if links.iter().any(|link| link.weight.is_infinite()) {
            return false;
        }
        let members =
            records.iter().map(|record| (Profile(u64::from(*record)), self.features[*record as usize]));
        let place = |record: u32| records.binary_search(&record).ok();
        let joins = |link: &&Link| link.weight >= self.engine.threshold();
        let firm = links.iter().filter(joins).filter(|link| self.firm(link.a, link.b));
        ways(self.engine, members).is_some()
            && are_connected(records.len(), firm.filter_map(|link| Some((place(link.a)?, place(link.b)?))))
    }

    fn called(&self, record: u32) -> u64 {
        self.features[record as usize].called()
    }

    fn firm(&self, a: u32, b: u32) -> bool {
        self.engine.judge(self.features[a as usize], self.features[b as usize]).firm
    }
}

#[cfg(test)]
mod tests {
    use super::join_whole;

    fn check(clusters: &[u32], joined: &[(u32, u32)], parted: &[(u32, u32)], expect: &[u32]) {
        let mut cluster_of = clusters.to_vec();
        join_whole(&mut cluster_of, joined, parted);
        assert_eq!(cluster_of, expect, "{joined:?} {parted:?}");
    }

    #[test]
    fn two_people_become_one_whole_unless_a_person_keeps_any_of_their_records_apart() {
        check(&[0, 0, 2, 2], &[(1, 2)], &[], &[0; 4]);
        check(&[0, 0, 2, 2], &[(1, 2)], &[(0, 3)], &[0, 0, 2, 2]);
        check(&[0, 1, 2], &[(0, 1), (1, 2)], &[], &[0; 3]);
        check(&[0, 1, 2], &[(0, 1), (1, 2)], &[(0, 2)], &[0, 0, 2]);
        check(&[0, 0, 2], &[(0, 1)], &[], &[0, 0, 2]);
    }
}
