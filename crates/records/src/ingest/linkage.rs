//! Finds the profiles that a batch can regroup, and groups them.
//!
//! Profiles are joined by pairs that the engine judges one person, so whatever a new profile can regroup is connected
//! with it by such pairs. The exploration follows them from every profile that comes, from the neighbors of every one
//! that goes, and from the pairs in crowded blocks that either parts or brings together; clustering what it reaches
//! gives what clustering everything would.

mod decided;
mod growth;
mod loose;

use std::collections::{HashMap, HashSet};

use ciss_multiview::{
    BlockKey, Blocks, Decision, Features, Judgment, Profile, RecordKey, WeighedPair, cluster_profiles, parted,
};

use super::ENGINE;
use super::near::{Looked, MAY_BE};
use crate::StoreError;
use crate::rows::{PersonNumber, RecordRow, Tables};
pub(super) use decided::DecisionChanges;
use growth::Growth;
use loose::places;

/// A record with what is compared of it.
pub(super) struct Linked {
    pub(super) row: RecordRow,
    pub(super) features: Features,
    pub(super) keys: Vec<BlockKey>,
    /// It is on file already.
    pub(super) stored: bool,
}

impl Linked {
    /// A record as it is on file.
    pub(super) fn stored(row: RecordRow) -> Linked {
        let features = ENGINE.features(&row.body.record);
        let keys = ENGINE.keys(&features);
        Linked { row, features, keys, stored: true }
    }
}

/// A profile that is compared.
struct Node {
    features: Features,
    keys: Vec<BlockKey>,
    /// The golden record that holds it on file.
    person: Option<PersonNumber>,
}

/// A profile that comes or goes.
pub(super) struct Passing {
    pub(super) profile: Profile,
    pub(super) features: Features,
    pub(super) keys: Vec<BlockKey>,
}

/// Profiles that are one person, with the golden record that holds each on file.
pub(super) type Clusters = Vec<Vec<(Profile, Option<PersonNumber>)>>;

/// The records may be one person's, whatever rules it out. A number that one person has leads whoever searches by it from
/// the one to the other, under any name.
fn may_be(judged: Judgment) -> bool {
    judged.likeness >= MAY_BE || judged.numbered
}

/// Everything that the batch can regroup, as far as it was followed.
pub(super) struct Exploration {
    decided: DecisionChanges,
    /// Blocks before the batch, where it changes them.
    before: Blocks,
    after: Blocks,
    coming: HashMap<BlockKey, Vec<Profile>>,
    going: HashMap<BlockKey, HashSet<Profile>>,
    nodes: HashMap<Profile, Node>,
    /// Profiles that can be regrouped.
    inside: HashSet<Profile>,
    /// Pairs that the engine judges one person.
    pairs: Vec<WeighedPair>,
    /// Those of them that hold by more than a name and an address.
    firm: Vec<WeighedPair>,
    /// Pairs that it does not, and that may be one person for all that.
    near: Vec<(Profile, Profile)>,
    decisions: HashSet<Decision>,
    /// What comes and joins a settled golden record.
    growth: Growth,
}

impl Exploration {
    /// Explores what is connected with the profiles that come, with what those that go leave behind, and with those that
    /// a decision is about which changes.
    pub(super) async fn begin(
        tables: &mut dyn Tables,
        coming: Vec<Passing>,
        going: Vec<Passing>,
        about: HashSet<Profile>,
        decided: DecisionChanges,
    ) -> Result<Exploration, StoreError> {
        let mut all = Exploration {
            decided,
            before: Blocks::default(),
            after: Blocks::default(),
            coming: HashMap::new(),
            going: HashMap::new(),
            nodes: HashMap::new(),
            inside: HashSet::new(),
            pairs: Vec::new(),
            firm: Vec::new(),
            near: Vec::new(),
            decisions: HashSet::new(),
            growth: Growth::default(),
        };
        for Passing { profile, keys, .. } in &coming {
            keys.iter().for_each(|key| all.coming.entry(*key).or_default().push(*profile));
        }
        for Passing { profile, keys, .. } in &going {
            keys.iter().for_each(|key| {
                all.going.entry(*key).or_default().insert(*profile);
            });
        }
        all.read_blocks(tables, coming.iter().chain(&going).flat_map(|passing| &passing.keys)).await?;
        let mut seeds = about;
        let shifted = all.shifted(&coming, &going);
        let arriving: Vec<Profile> = coming.iter().map(|passing| passing.profile).collect();
        for Passing { profile, features, keys } in coming {
            all.nodes.insert(profile, Node { features, keys, person: None });
        }
        if going.is_empty() && all.decided.touched.is_empty() {
            all.growth = all.growing(tables, &arriving).await?;
        }
        seeds.extend(arriving.into_iter().filter(|profile| !all.growth.joins(*profile)));
        let mut left: Vec<(Features, Vec<Profile>)> = Vec::with_capacity(going.len());
        for Passing { profile, features, keys } in going {
            let mut others = all.before.companions(profile, &keys);
            others.retain(|other| !all.is_going(*other, &keys));
            left.push((features, others));
        }
        let around = shifted.iter().flat_map(|(x, y)| [*x, *y]);
        let around: HashSet<Profile> =
            around.chain(left.iter().flat_map(|(_, others)| others).copied()).collect();
        all.read_nodes(tables, around).await?;
        let mut parted: Vec<(Profile, Profile)> = Vec::new();
        for (x, y) in shifted.into_iter().filter(|(x, y)| !all.growth.bridges(*x, *y)) {
            match all.judge(x, y) {
                Some(judged) if judged.weight >= ENGINE.threshold() => seeds.extend([x, y]),
                Some(judged) if may_be(judged) => parted.push((x, y)),
                Some(_) | None => {}
            }
        }
        // Of what comes near, only wants are kept.
        let ends: HashSet<Profile> = parted.iter().flat_map(|(x, y)| [*x, *y]).collect();
        let wanted = if ends.is_empty() {
            HashSet::new()
        } else {
            tables.wanted(&ends.into_iter().collect::<Vec<_>>()).await?
        };
        let kept = parted.into_iter().filter(|(x, y)| wanted.contains(x) || wanted.contains(y));
        seeds.extend(kept.flat_map(|(x, y)| [x, y]));
        for (features, others) in left {
            let near = |other: &Profile| {
                let node = all.nodes.get(other);
                node.is_some_and(|node| ENGINE.weigh(&features, &node.features) >= ENGINE.threshold())
            };
            seeds.extend(others.into_iter().filter(near));
        }
        all.follow(tables, seeds).await?;
        Ok(all)
    }

    /// Pairs that are neighbors in a block only before or only after the batch, neither of which comes or goes.
    fn shifted(&mut self, coming: &[Passing], going: &[Passing]) -> HashSet<(Profile, Profile)> {
        let mut found = HashSet::new();
        for Passing { profile, keys, .. } in coming {
            for shared in self.before.shared(keys) {
                found.extend(parted(self.before.block(shared), self.after.block(shared), *profile));
            }
        }
        for Passing { profile, keys, .. } in going {
            for shared in self.after.shared(keys) {
                found.extend(parted(self.after.block(shared), self.before.block(shared), *profile));
            }
        }
        found
    }

    fn is_going(&self, profile: Profile, keys: &[BlockKey]) -> bool {
        keys.iter().any(|key| self.going.get(key).is_some_and(|going| going.contains(&profile)))
    }

    fn judge(&self, x: Profile, y: Profile) -> Option<Judgment> {
        Some(ENGINE.judge(&self.nodes.get(&x)?.features, &self.nodes.get(&y)?.features))
    }

    /// Reads the blocks that are not known yet.
    async fn read_blocks(
        &mut self,
        tables: &mut dyn Tables,
        keys: impl Iterator<Item = &BlockKey>,
    ) -> Result<(), StoreError> {
        let unknown: HashSet<BlockKey> = keys.copied().filter(|key| !self.after.knows(*key)).collect();
        let unknown: Vec<BlockKey> = unknown.into_iter().collect();
        let mut stored = if unknown.is_empty() { HashMap::new() } else { tables.blocks(&unknown).await? };
        for key in unknown {
            let before = stored.remove(&key).unwrap_or_default();
            let (coming, going) = (self.coming.get(&key), self.going.get(&key));
            let mut after = before.clone();
            if let Some(going) = going {
                after.retain(|profile| !going.contains(profile));
            }
            after.extend(coming.into_iter().flatten());
            if coming.is_some() || going.is_some() {
                self.before.insert(key, before);
            }
            self.after.insert(key, after);
        }
        Ok(())
    }

    /// Reads the profiles that are not known yet.
    async fn read_nodes(
        &mut self,
        tables: &mut dyn Tables,
        profiles: HashSet<Profile>,
    ) -> Result<(), StoreError> {
        let unknown: Vec<Profile> =
            profiles.into_iter().filter(|profile| !self.nodes.contains_key(profile)).collect();
        if unknown.is_empty() {
            return Ok(());
        }
        for row in tables.examples(&unknown).await? {
            let (profile, person) = (row.profile, Some(row.person));
            let Linked { features, keys, .. } = Linked::stored(row);
            self.nodes.insert(profile, Node { features, keys, person });
        }
        Ok(())
    }

    /// Explores on from further profiles.
    pub(super) async fn follow(
        &mut self,
        tables: &mut dyn Tables,
        seeds: HashSet<Profile>,
    ) -> Result<(), StoreError> {
        self.read_nodes(tables, seeds.clone()).await?;
        let mut frontier: Vec<Profile> =
            seeds.into_iter().filter(|seed| !self.inside.contains(seed)).collect();
        while !frontier.is_empty() {
            frontier.retain(|profile| self.nodes.contains_key(profile));
            let keys: Vec<BlockKey> =
                frontier.iter().flat_map(|profile| self.keys(*profile)).copied().collect();
            self.read_blocks(tables, keys.iter()).await?;
            let mut companions: Vec<(Profile, Vec<Profile>)> = Vec::with_capacity(frontier.len());
            for profile in &frontier {
                let keys = self.nodes.get(profile).map(|node| node.keys.as_slice()).unwrap_or_default();
                companions.push((*profile, self.after.companions(*profile, keys)));
            }
            let found = companions.iter().flat_map(|(_, others)| others).copied().collect();
            self.read_nodes(tables, found).await?;
            let mut next = self.tied(tables, &frontier).await?;
            for (profile, others) in companions {
                self.inside.insert(profile);
                for other in others {
                    // The pairs of a profile inside were weighed when it came in.
                    if self.inside.contains(&other) {
                        continue;
                    }
                    let Some(judged) = self.judge(profile, other) else { continue };
                    let pair = (profile.min(other), profile.max(other));
                    if judged.weight >= ENGINE.threshold() {
                        let pair = (pair.0, pair.1, judged.weight);
                        self.pairs.push(pair);
                        if judged.firm {
                            self.firm.push(pair);
                        }
                        next.insert(other);
                    } else if may_be(judged) {
                        self.near.push(pair);
                    }
                }
            }
            next.retain(|profile| !self.inside.contains(profile));
            frontier = next.into_iter().collect();
        }
        Ok(())
    }

    fn keys(&self, profile: Profile) -> &[BlockKey] {
        self.nodes.get(&profile).map(|node| node.keys.as_slice()).unwrap_or_default()
    }

    /// Profiles of records that a decision ties to those of the frontier.
    async fn tied(
        &mut self,
        tables: &mut dyn Tables,
        frontier: &[Profile],
    ) -> Result<HashSet<Profile>, StoreError> {
        let records = frontier.iter().filter_map(|profile| Some(self.nodes.get(profile)?.features.key));
        let about = self.decided.about(tables, &records.collect()).await?;
        if about.is_empty() {
            return Ok(HashSet::new());
        }
        let keys: HashSet<RecordKey> = about
            .iter()
            .filter(|decision| decision.same)
            .flat_map(|decision| [decision.left, decision.right])
            .collect();
        self.decisions.extend(about);
        let known: HashSet<RecordKey> = self.nodes.values().map(|node| node.features.key).collect();
        let unknown: Vec<RecordKey> = keys.difference(&known).copied().collect();
        let stored = tables.records_by_key(&unknown).await?;
        let stored: HashSet<Profile> = stored.into_iter().map(|row| row.profile).collect();
        let stored: HashSet<Profile> =
            stored.into_iter().filter(|profile| !self.has_left(*profile)).collect();
        self.read_nodes(tables, stored).await?;
        let tied = self.nodes.iter().filter(|(_, node)| keys.contains(&node.features.key));
        Ok(tied.map(|(profile, _)| *profile).collect())
    }

    fn has_left(&self, profile: Profile) -> bool {
        self.going.values().any(|going| going.contains(&profile))
    }

    /// Whether the profile can be regrouped.
    pub(super) fn reached(&self, profile: Profile) -> bool {
        self.inside.contains(&profile)
    }

    /// Pairs of profiles that are not merged and may be one person, and what was compared to find them.
    pub(super) fn looked(self, clusters: &Clusters, gone: Vec<Profile>) -> Looked {
        let cluster_of = places(clusters);
        let joined = self.pairs.iter().map(|(x, y, _)| (*x, *y));
        let apart = |(x, y): &(Profile, Profile)| match (cluster_of.get(x), cluster_of.get(y)) {
            (Some(x), Some(y)) => x != y,
            (Some(_) | None, _) => true,
        };
        let near = self.near.iter().chain(&self.growth.near).copied();
        let pairs = near.chain(joined).filter(apart).collect();
        let explored: HashSet<Profile> =
            self.inside.iter().chain(self.growth.joining.keys()).copied().collect();
        Looked { explored: explored.into_iter().collect(), gone, pairs }
    }

    /// The profiles that are one person, with the golden record that holds each on file.
    pub(super) fn clusters(&self) -> Clusters {
        let inside = self.inside.iter().filter_map(|profile| Some((*profile, self.nodes.get(profile)?)));
        let profiles: HashMap<Profile, &Features> =
            inside.map(|(profile, node)| (profile, &node.features)).collect();
        let decisions: Vec<Decision> = self.decisions.iter().copied().collect();
        let held = |profile: Profile| (profile, self.nodes.get(&profile).and_then(|node| node.person));
        cluster_profiles(&ENGINE, &profiles, &self.pairs, &decisions)
            .into_iter()
            .map(|cluster| cluster.into_iter().map(held).collect())
            .collect()
    }
}
