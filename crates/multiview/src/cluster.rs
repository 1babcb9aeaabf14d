//! Puts records of documents together.

use std::collections::{HashMap, HashSet};

use crate::engine::{BlockKey, Features, LARGEST_BLOCK, MultiView};
use crate::linkage::cluster::{DECIDED_DIFFERENT, DECIDED_SAME, Link, RULED_OUT, group};
use crate::linkage::evidence::Finding;
use crate::record::RecordKey;

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
/// [`LARGEST_BLOCK`]. Of two decisions that contradict each other, the one for two people counts: a merge that is missing
/// shows too little, a wrong one shows a stranger's record.
pub fn cluster(
    engine: &MultiView,
    records: &[&Features],
    common: &HashSet<BlockKey>,
    decisions: &[Decision],
) -> Vec<Cluster> {
    let mut order: Vec<usize> = (0..records.len()).collect();
    order.sort_by_key(|at| records[*at].key);
    order.dedup_by_key(|at| records[*at].key);
    let records: Vec<&Features> = order.into_iter().map(|at| records[at]).collect();
    let weigh = |a: u32, b: u32| engine.weigh(records[a as usize], records[b as usize]).max(RULED_OUT);
    let links = links(engine, &records, common, decisions, &weigh);
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
        let because = best[at].map(|link| match link.weight {
            DECIDED_SAME => vec![Finding::decided()],
            _ => because(engine, records[link.a as usize], records[link.b as usize]),
        });
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

/// Pairs that share a key or were decided about, by their records.
fn links(
    engine: &MultiView,
    records: &[&Features],
    common: &HashSet<BlockKey>,
    decisions: &[Decision],
    weigh: &impl Fn(u32, u32) -> f32,
) -> Vec<Link> {
    let place = |key: RecordKey| records.binary_search_by_key(&key, |record| record.key).ok();
    let mut decided: HashMap<(u32, u32), bool> = HashMap::new();
    for Decision { left, right, same } in decisions {
        if let (Some(left), Some(right)) = (place(*left), place(*right))
            && left != right
        {
            let pair = (left.min(right) as u32, left.max(right) as u32);
            *decided.entry(pair).or_insert(true) &= same;
        }
    }
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
    pairs.extend(decided.keys());
    pairs.sort_unstable();
    pairs.dedup();
    let link = |(a, b): (u32, u32)| {
        let weight = match decided.get(&(a, b)) {
            Some(true) => DECIDED_SAME,
            Some(false) => DECIDED_DIFFERENT,
            None => weigh(a, b),
        };
        Link { a, b, weight }
    };
    pairs.into_iter().map(link).collect()
}
