//! Puts records of documents together.

use std::collections::{HashMap, HashSet};

use crate::engine::{BlockKey, Features, LARGEST_BLOCK, MultiView};
use crate::linkage::cluster::{Link, group};
use crate::linkage::evidence::Finding;
use crate::record::RecordKey;

/// Records of one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// By key.
    pub members: Vec<Member>,
}

/// A record in a cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Which.
    pub record: RecordKey,
    /// What ties it to the member that it agrees with best, the strongest first; empty for a record that is alone.
    pub because: Vec<Finding>,
}

/// Clusters records. The outcome does not depend on their order. Clusters come by their smallest key.
///
/// `common` are keys that a caller who holds more records than these knows to be shared by more than
/// [`LARGEST_BLOCK`].
pub fn cluster(engine: &MultiView, records: &[&Features], common: &HashSet<BlockKey>) -> Vec<Cluster> {
    let mut order: Vec<usize> = (0..records.len()).collect();
    order.sort_by_key(|at| records[*at].key);
    order.dedup_by_key(|at| records[*at].key);
    let records: Vec<&Features> = order.into_iter().map(|at| records[at]).collect();
    let links = links(engine, &records, common);
    let weigh = |a: u32, b: u32| engine.weigh(records[a as usize], records[b as usize]);
    let cluster_of = group(records.len(), &links, engine.threshold(), &weigh);

    let mut best: Vec<Option<Link>> = vec![None; records.len()];
    for link in links.iter().filter(|link| cluster_of[link.a as usize] == cluster_of[link.b as usize]) {
        for at in [link.a, link.b] {
            let best = &mut best[at as usize];
            if best.is_none_or(|best| link.weight > best.weight) {
                *best = Some(*link);
            }
        }
    }
    let mut members: Vec<Vec<Member>> = vec![Vec::new(); records.len()];
    for (at, record) in records.iter().enumerate() {
        let because =
            best[at].map(|link| because(engine, records[link.a as usize], records[link.b as usize]));
        members[cluster_of[at] as usize]
            .push(Member { record: record.key, because: because.unwrap_or_default() });
    }
    members.into_iter().filter(|members| !members.is_empty()).map(|members| Cluster { members }).collect()
}

/// What speaks for one person, the strongest first.
fn because(engine: &MultiView, left: &Features, right: &Features) -> Vec<Finding> {
    let mut findings = engine.evidence(left, right).findings;
    findings.retain(|finding| finding.weight > 1.0);
    findings.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.subject.cmp(&b.subject)));
    findings
}

/// Pairs that share a key, by their records.
fn links(engine: &MultiView, records: &[&Features], common: &HashSet<BlockKey>) -> Vec<Link> {
    let mut blocks: HashMap<BlockKey, Vec<u32>> = HashMap::new();
    for (at, record) in (0..).zip(records) {
        for key in engine.keys(record).into_iter().filter(|key| !common.contains(key)) {
            blocks.entry(key).or_default().push(at);
        }
    }
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for block in blocks.into_values().filter(|block| block.len() <= LARGEST_BLOCK) {
        for (at, a) in block.iter().enumerate() {
            pairs.extend(block[at + 1..].iter().map(|b| (*a, *b)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    let weigh =
        |(a, b): (u32, u32)| Link { a, b, weight: engine.weigh(records[a as usize], records[b as usize]) };
    pairs.into_iter().map(weigh).collect()
}
