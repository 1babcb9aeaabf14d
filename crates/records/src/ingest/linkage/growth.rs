//! Profiles that join a settled golden record, of which nothing else has to be looked at.
//!
//! A golden record is [settled](ciss_multiview::ways) where firm ties connect it, nothing in it is at odds, and it is tied to
//! nobody else. It stays so, and one person, where what comes is tied to it alone, firmly, and at odds with none of its ways.
//! Only what keeps that true is read, so that a further record of a person costs the same however many there are.

use std::collections::{BTreeMap, HashMap, HashSet};

use ciss_multiview::{Judgment, Profile, RecordKey, Ways, are_connected, ways};

use super::loose::{parts, places};
use super::{Clusters, ENGINE, Exploration, may_be};
use crate::StoreError;
use crate::rows::{PersonNumber, Tables};

/// Golden records of fewer profiles are looked at whole in less time than it takes to keep their ways.
const FEWEST: usize = 12;
/// Of more profiles at once, most are of golden records that are new, and looked at anyway.
const MOST_AT_ONCE: usize = 256;

/// Profiles that come and join settled golden records.
#[derive(Default)]
pub(super) struct Growth {
    pub(super) joining: HashMap<Profile, PersonNumber>,
    /// Which of them are tied firmly to a profile.
    firm: HashMap<Profile, HashSet<Profile>>,
    /// Pairs of them and of others that may be one person.
    pub(super) near: Vec<(Profile, Profile)>,
    /// The ways of golden records that have got a new one.
    ways: BTreeMap<PersonNumber, Ways>,
}

impl Growth {
    /// The profile joins a settled golden record.
    pub(super) fn joins(&self, profile: Profile) -> bool {
        self.joining.contains_key(&profile)
    }

    /// Two profiles that are compared no longer are both tied firmly to one that joins.
    pub(super) fn bridges(&self, x: Profile, y: Profile) -> bool {
        let (x, y) = (self.firm.get(&x), self.firm.get(&y));
        x.zip(y).is_some_and(|(x, y)| !x.is_disjoint(y))
    }
}

/// A profile that comes, compared with all that it is compared with.
struct Compared {
    profile: Profile,
    judged: Vec<(Profile, Judgment)>,
}

impl Compared {
    fn tied(&self) -> impl Iterator<Item = Profile> + '_ {
        let tied = self.judged.iter().filter(|(_, judged)| judged.weight >= ENGINE.threshold());
        tied.map(|(other, _)| *other)
    }

    fn firm(&self) -> impl Iterator<Item = Profile> + '_ {
        self.judged.iter().filter(|(_, judged)| judged.firm).map(|(other, _)| *other)
    }
}

impl Exploration {
    /// Those of the profiles that come which join a settled golden record.
    pub(super) async fn growing(
        &mut self,
        tables: &mut dyn Tables,
        coming: &[Profile],
    ) -> Result<Growth, StoreError> {
        let mut growth = Growth::default();
        let records = coming.iter().filter_map(|profile| Some(self.nodes.get(profile)?.features.key));
        let records: HashSet<RecordKey> = records.collect();
        if coming.len() > MOST_AT_ONCE || !self.decided.about(tables, &records).await?.is_empty() {
            return Ok(growth);
        }
        let mut companions: Vec<(Profile, Vec<Profile>)> = Vec::with_capacity(coming.len());
        for profile in coming {
            let keys = self.nodes.get(profile).map(|node| node.keys.as_slice()).unwrap_or_default();
            companions.push((*profile, self.after.companions(*profile, keys)));
        }
        let found = companions.iter().flat_map(|(_, others)| others).copied().collect();
        self.read_nodes(tables, found).await?;
        let compared: Vec<Compared> = companions
            .into_iter()
            .map(|(profile, others)| {
                let judge = |other: Profile| Some((other, self.judge(profile, other)?));
                Compared { profile, judged: others.into_iter().filter_map(judge).collect() }
            })
            .collect();
        let persons =
            compared.iter().flat_map(Compared::tied).filter_map(|other| self.nodes.get(&other)?.person);
        let persons: HashSet<PersonNumber> = persons.collect();
        if persons.is_empty() {
            return Ok(growth);
        }
        let settled = tables.ways(&persons.into_iter().collect::<Vec<_>>()).await?;
        let named = settled.values().flatten().map(|(_, profile)| *profile).collect();
        self.read_nodes(tables, named).await?;
        for together in together(&compared) {
            if let Some((person, ways)) = self.joined(&compared, &together, &settled, &growth) {
                growth.ways.insert(person, ways);
                for Compared { profile, judged } in together.into_iter().map(|at| &compared[at]) {
                    growth.joining.insert(*profile, person);
                    let near = judged
                        .iter()
                        .filter(|(_, judged)| judged.weight < ENGINE.threshold() && may_be(*judged));
                    let near = near.filter(|(other, _)| self.held(*other) != Some(person));
                    growth.near.extend(near.map(|(other, _)| (*profile.min(other), *profile.max(other))));
                    for (other, _) in judged.iter().filter(|(_, judged)| judged.firm) {
                        growth.firm.entry(*other).or_default().insert(*profile);
                    }
                }
            }
        }
        growth.ways.retain(|person, ways| settled.get(person).is_none_or(|before| before.len() < ways.len()));
        Ok(growth)
    }

    fn held(&self, profile: Profile) -> Option<PersonNumber> {
        self.nodes.get(&profile)?.person
    }

    /// The settled golden record that these profiles, which are tied to each other, join, with its ways then.
    fn joined(
        &self,
        compared: &[Compared],
        together: &[usize],
        settled: &HashMap<PersonNumber, Ways>,
        growth: &Growth,
    ) -> Option<(PersonNumber, Ways)> {
        let arriving: HashMap<Profile, usize> =
            together.iter().enumerate().map(|(place, at)| (compared[*at].profile, place + 1)).collect();
        let tied = together.iter().flat_map(|at| compared[*at].tied());
        let tied: HashSet<Option<PersonNumber>> =
            tied.filter(|other| !arriving.contains_key(other)).map(|other| self.held(other)).collect();
        let person = tied.iter().next().copied().flatten().filter(|_| tied.len() == 1)?;
        let known = growth.ways.get(&person).or_else(|| settled.get(&person))?;
        // The golden record has the first place.
        let firm = together.iter().flat_map(|at| {
            let Compared { profile, .. } = &compared[*at];
            let place = |other: Profile| arriving.get(&other).copied().unwrap_or(0);
            compared[*at].firm().map(move |other| (place(*profile), place(other)))
        });
        if !are_connected(together.len() + 1, firm) {
            return None;
        }
        let members = known.iter().map(|(_, profile)| *profile);
        let members = members.chain(together.iter().map(|at| compared[*at].profile));
        let members: Option<Vec<_>> =
            members.map(|profile| Some((profile, &self.nodes.get(&profile)?.features))).collect();
        Some((person, ways(&ENGINE, members?)?))
    }

    /// The golden records that profiles join which come.
    pub(in crate::ingest) fn joining(&self) -> &HashMap<Profile, PersonNumber> {
        &self.growth.joining
    }

    /// The ways of golden records that were settled and have got a new one.
    pub(in crate::ingest) fn new_ways(&self) -> Vec<(PersonNumber, Ways)> {
        self.growth.ways.iter().map(|(person, ways)| (*person, ways.clone())).collect()
    }

    /// Which of the clusters are settled: their ways, by each of their profiles; none for those that are not.
    pub(in crate::ingest) fn settled(&self, clusters: &Clusters) -> HashMap<Profile, Ways> {
        let cluster_of = places(clusters);
        let at = |profile: &Profile| cluster_of.get(profile).copied();
        let others: HashSet<usize> = self
            .pairs
            .iter()
            .filter(|(x, y, _)| at(x) != at(y))
            .flat_map(|(x, y, _)| [at(x), at(y)])
            .flatten()
            .collect();
        let mut firm: HashMap<Profile, Vec<Profile>> = HashMap::new();
        for (x, y, _) in &self.firm {
            firm.entry(*x).or_default().push(*y);
            firm.entry(*y).or_default().push(*x);
        }
        let decided: HashSet<_> =
            self.decisions.iter().flat_map(|decision| [decision.left, decision.right]).collect();
        let settled = |(place, cluster): (usize, &Vec<(Profile, Option<PersonNumber>)>)| {
            let members = || cluster.iter().map(|(profile, _)| *profile);
            let open = cluster.len() < FEWEST || others.contains(&place) || parts(members(), &firm).len() > 1;
            let members: Option<Vec<_>> =
                members().map(|profile| Some((profile, &self.nodes.get(&profile)?.features))).collect();
            let members = members.filter(|members| {
                !open && members.iter().all(|(_, features)| !decided.contains(&features.key))
            })?;
            let ways = ways(&ENGINE, members.iter().copied())?;
            Some(members.into_iter().map(move |(profile, _)| (profile, ways.clone())).collect::<Vec<_>>())
        };
        clusters.iter().enumerate().filter_map(settled).flatten().collect()
    }
}

/// Profiles that are tied to each other, by their places.
fn together(compared: &[Compared]) -> Vec<Vec<usize>> {
    let place: HashMap<Profile, usize> =
        compared.iter().enumerate().map(|(at, compared)| (compared.profile, at)).collect();
    let mut ties: HashMap<Profile, Vec<Profile>> = HashMap::new();
    for compared in compared {
        let others = compared.tied().filter(|other| place.contains_key(other));
        ties.entry(compared.profile).or_default().extend(others);
    }
    let parts = parts(compared.iter().map(|compared| compared.profile), &ties);
    parts
        .into_iter()
        .map(|part| part.iter().filter_map(|profile| place.get(profile).copied()).collect())
        .collect()
}
