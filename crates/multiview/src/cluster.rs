//! Puts records together. A cluster is not whatever hangs together by a chain of pairs: it must hold together, so no
//! two members may be judged different.

use std::collections::{HashMap, HashSet};

use crate::engine::{BlockKey, Engine, LARGEST_BLOCK, Reason, Verdict};
use crate::features::Features;
use crate::record::RecordKey;

/// Records of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// By key.
    pub members: Vec<Member>,
}

/// A record in a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Which.
    pub record: RecordKey,
    /// The strongest evidence that ties it to another member; empty for a record that is alone.
    pub because: Vec<Reason>,
}

/// Clusters records. The outcome does not depend on their order. Clusters come by their smallest key.
///
/// Stronger pairs join first; a pair whose clusters hold two records that are judged different does not join them.
/// `common` are keys that a caller who holds more records than these knows to be shared by more than
/// [`LARGEST_BLOCK`].
pub fn cluster(engine: &dyn Engine, records: &[&Features], common: &HashSet<BlockKey>) -> Vec<Cluster> {
    let mut order: Vec<usize> = (0..records.len()).collect();
    order.sort_by_key(|at| records[*at].key);
    order.dedup_by_key(|at| records[*at].key);
    let records: Vec<&Features> = order.into_iter().map(|at| records[at]).collect();

    let mut pairs = same_pairs(engine, &records, common);
    pairs.sort_by(|a, b| b.weight.cmp(&a.weight).then((a.left, a.right).cmp(&(b.left, b.right))));
    let mut cluster_of: Vec<usize> = (0..records.len()).collect();
    let mut clusters: Vec<Vec<usize>> = (0..records.len()).map(|at| vec![at]).collect();
    for Pair { left, right, .. } in &pairs {
        let (into, from) =
            (cluster_of[*left].min(cluster_of[*right]), cluster_of[*left].max(cluster_of[*right]));
        if into == from || !hold_together(engine, &records, &clusters[into], &clusters[from]) {
            continue;
        }
        let moved = std::mem::take(&mut clusters[from]);
        for at in &moved {
            cluster_of[*at] = into;
        }
        clusters[into].extend(moved);
    }

    let mut because: Vec<Vec<Reason>> = vec![Vec::new(); records.len()];
    for Pair { left, right, reasons, .. } in pairs {
        if cluster_of[left] == cluster_of[right] {
            for at in [left, right] {
                if because[at].is_empty() {
                    because[at].clone_from(&reasons);
                }
            }
        }
    }
    let mut found: Vec<Cluster> = Vec::new();
    for mut members in clusters {
        members.sort_unstable();
        if !members.is_empty() {
            let member =
                |at: usize| Member { record: records[at].key, because: std::mem::take(&mut because[at]) };
            found.push(Cluster { members: members.into_iter().map(member).collect() });
        }
    }
    found
}

struct Pair {
    left: usize,
    right: usize,
    weight: i32,
    reasons: Vec<Reason>,
}

fn same_pairs(engine: &dyn Engine, records: &[&Features], common: &HashSet<BlockKey>) -> Vec<Pair> {
    let mut blocks: HashMap<BlockKey, Vec<usize>> = HashMap::new();
    for (at, record) in records.iter().enumerate() {
        for key in engine.keys(record).into_iter().filter(|key| !common.contains(key)) {
            blocks.entry(key).or_default().push(at);
        }
    }
    let mut candidates: Vec<(usize, usize)> = blocks
        .into_values()
        .filter(|block| block.len() <= LARGEST_BLOCK)
        .flat_map(|block| {
            let pairs = (0..block.len()).flat_map(|i| (i + 1..block.len()).map(move |j| (i, j)));
            pairs.map(|(i, j)| (block[i], block[j])).collect::<Vec<_>>()
        })
        .collect();
    candidates.sort_unstable();
    candidates.dedup();
    let judged = candidates
        .into_iter()
        .map(|(left, right)| (left, right, engine.judge(records[left], records[right])));
    judged
        .filter_map(|(left, right, verdict)| match verdict {
            Verdict::Same { weight, because } => Some(Pair { left, right, weight, reasons: because }),
            Verdict::Different(_) | Verdict::Open => None,
        })
        .collect()
}

fn hold_together(engine: &dyn Engine, records: &[&Features], one: &[usize], other: &[usize]) -> bool {
    one.iter().all(|a| {
        other.iter().all(|b| !matches!(engine.judge(records[*a], records[*b]), Verdict::Different(_)))
    })
}
