//! Puts records together so that every cluster holds together.
//!
//! The strongest pairs join first, and two clusters join only when the mean evidence over all their pairs, also those
//! that no key proposed, bears it. A single bridge between two people is not enough.
//!
//! Where nearly every record has found its person, a record that is still alone probably has one too: its best
//! candidate needs less evidence, by the odds of being alone among these records.

use rayon::prelude::*;

/// Evidence that two records are one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Link {
    pub(crate) a: u32,
    pub(crate) b: u32,
    /// Bits.
    pub(crate) weight: f32,
}

/// One pair decides no more than this, in bits: a number mistyped must not outweigh everything else.
pub(crate) const MOST: f32 = 15.0;

/// The evidence between records that one of their numbers tells apart. No other evidence outweighs it; only a person's
/// decision does.
pub(crate) const RULED_OUT: f32 = -1e9;
/// A person decided that two records are of one person.
pub(crate) const DECIDED_SAME: f32 = f32::INFINITY;
/// A person decided that two records are of two people.
pub(crate) const DECIDED_DIFFERENT: f32 = f32::NEG_INFINITY;

/// A link bears as much mean evidence against two clusters as half of what it says for them, up to this many bits.
const BEARS: f32 = 3.0;
/// A record that is alone needs at most this many bits less.
const LONELY: f32 = 3.0;

/// Clusters `size` records; gives for each the lowest record of its cluster. `weigh` is asked for pairs that have no
/// link. Only links of at least `threshold` join, or of a little less where a record would be alone.
pub(crate) fn cluster(
    size: usize,
    mut links: Vec<Link>,
    threshold: f32,
    weigh: impl Fn(u32, u32) -> f32 + Sync,
) -> Vec<u32> {
    links.par_sort_unstable_by_key(|link| (link.a, link.b));
    let first = group(size, &links, threshold, &weigh);
    let mut members = vec![0_u32; size];
    for cluster in &first {
        members[*cluster as usize] += 1;
    }
    let alone = |record: u32| members[first[record as usize] as usize] == 1;
    let lonely = members.iter().filter(|members| **members == 1).count();
    let ease = (size as f32 / lonely.max(1) as f32).log2().min(LONELY);
    let mut eased = false;
    for link in &mut links {
        let near = link.weight < threshold && link.weight + ease >= threshold;
        if near && (alone(link.a) || alone(link.b)) {
            link.weight = threshold;
            eased = true;
        }
    }
    if eased { group(size, &links, threshold, &weigh) } else { first }
}

/// Puts together by links of at least `threshold` alone, so that the outcome for a record depends only on what is
/// connected with it. `links` by their records.
pub(crate) fn group(
    size: usize,
    links: &[Link],
    threshold: f32,
    weigh: &(impl Fn(u32, u32) -> f32 + Sync),
) -> Vec<u32> {
    let mut of: Vec<u32> = (0..size as u32).collect();
    for link in links.iter().filter(|link| link.weight >= threshold) {
        let (x, y) = (root(&mut of, link.a), root(&mut of, link.b));
        of[x.max(y) as usize] = x.min(y);
    }
    for record in 0..size as u32 {
        of[record as usize] = root(&mut of, record);
    }
    let inside = links.iter().filter(|link| of[link.a as usize] == of[link.b as usize]);
    let mut inside: Vec<Link> = inside.copied().collect();
    inside.par_sort_by_key(|link| of[link.a as usize]);
    let components: Vec<&[Link]> = inside.chunk_by(|x, y| of[x.a as usize] == of[y.a as usize]).collect();
    let moved: Vec<Vec<(u32, u32)>> = components
        .into_par_iter()
        .map(|links| if is_one(links, threshold) { Vec::new() } else { divide(links, threshold, weigh) })
        .collect();
    for (record, cluster) in moved.into_iter().flatten() {
        of[record as usize] = cluster;
    }
    of
}

fn root(of: &mut [u32], record: u32) -> u32 {
    let mut at = record;
    while of[at as usize] != at {
        of[at as usize] = of[of[at as usize] as usize];
        at = of[at as usize];
    }
    at
}

/// Every pair of the component has a link that joins.
fn is_one(links: &[Link], threshold: f32) -> bool {
    if links.iter().any(|link| link.weight < threshold) {
        return false;
    }
    let mut records: Vec<u32> = links.iter().flat_map(|link| [link.a, link.b]).collect();
    records.sort_unstable();
    records.dedup();
    records.len() * (records.len() - 1) / 2 == links.len()
}

/// Joins the records of a component, the strongest link first; gives record and cluster.
fn divide(links: &[Link], threshold: f32, weigh: &impl Fn(u32, u32) -> f32) -> Vec<(u32, u32)> {
    let mut records: Vec<u32> = links.iter().flat_map(|link| [link.a, link.b]).collect();
    records.sort_unstable();
    records.dedup();
    let place = |record: u32| records.binary_search(&record).unwrap_or_default();
    let weight = |x: usize, y: usize, decided: bool| {
        let (a, b) = (records[x].min(records[y]), records[x].max(records[y]));
        let known = links.binary_search_by_key(&(a, b), |link| (link.a, link.b));
        let bits = known.map_or_else(|_| weigh(a, b), |at| links[at].weight);
        // What is ruled out stays so, however much speaks for it; a person may have put together what numbers tell
        // apart, and then both numbers are that person's.
        let kept = bits == DECIDED_DIFFERENT || bits <= RULED_OUT && !decided;
        if kept { bits } else { bits.clamp(-MOST, MOST) }
    };
    let mut strongest: Vec<&Link> = links.iter().filter(|link| link.weight >= threshold).collect();
    strongest.sort_by(|x, y| y.weight.total_cmp(&x.weight).then((x.a, x.b).cmp(&(y.a, y.b))));
    let mut of: Vec<usize> = (0..records.len()).collect();
    let mut members: Vec<Vec<usize>> = (0..records.len()).map(|at| vec![at]).collect();
    let mut decided = vec![false; records.len()];
    // Sum of the evidence between two clusters, by their lowest records, once it was worked out.
    let mut between: rustc_hash::FxHashMap<(usize, usize), f32> = rustc_hash::FxHashMap::default();
    for link in strongest {
        let (x, y) = (of[place(link.a)], of[place(link.b)]);
        let (into, from) = (x.min(y), x.max(y));
        if into == from {
            continue;
        }
        let sum = *between.entry((into, from)).or_insert_with(|| {
            let pairs = members[into].iter().flat_map(|a| members[from].iter().map(move |b| (*a, *b)));
            let decided = link.weight == DECIDED_SAME || decided[into] || decided[from];
            pairs.map(|(a, b)| weight(a, b, decided)).sum()
        });
        let mean = sum / ((members[into].len() * members[from].len()) as f32);
        let bears = if link.weight == DECIDED_SAME {
            sum > DECIDED_DIFFERENT
        } else {
            mean >= threshold - (link.weight / 2.0).clamp(0.0, BEARS)
        };
        if !bears {
            continue;
        }
        decided[into] |= decided[from] || link.weight == DECIDED_SAME;
        let moved = std::mem::take(&mut members[from]);
        for at in &moved {
            of[*at] = into;
        }
        members[into].extend(moved);
        between.retain(|(a, b), _| ![into, from].contains(a) && ![into, from].contains(b));
    }
    let lowest: Vec<u32> =
        members.iter().map(|members| members.iter().min().map_or(0, |at| records[*at])).collect();
    records.iter().enumerate().map(|(at, record)| (*record, lowest[of[at]])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(links: &[(u32, u32, f32)], expect: &[u32]) {
        let links = links.iter().map(|(a, b, weight)| Link { a: *a, b: *b, weight: *weight }).collect();
        assert_eq!(cluster(expect.len(), links, 0.0, |_, _| -10.0), expect);
    }

    #[test]
    fn a_bridge_is_not_enough() {
        check(&[(0, 1, 9.0), (1, 2, 8.0), (0, 2, 7.0)], &[0, 0, 0]);
        check(&[(0, 1, 9.0), (2, 3, 9.0), (1, 2, 3.0)], &[0, 0, 2, 2]);
        check(&[(0, 1, 4.0), (1, 2, 12.0)], &[0, 1, 1]);
        check(&[(0, 1, 9.0), (1, 2, 12.0)], &[0, 0, 0]);
        check(&[(0, 1, 9.0), (1, 2, 8.0), (0, 2, -1.0)], &[0, 0, 0]);
        check(&[(0, 1, -2.0)], &[0, 1]);
        check(&[], &[0]);
    }

    #[test]
    fn a_person_decides_before_any_evidence() {
        const SAME: f32 = DECIDED_SAME;
        const APART: f32 = DECIDED_DIFFERENT;
        check(&[(0, 1, SAME)], &[0, 0]);
        check(&[(0, 1, APART)], &[0, 1]);
        check(&[(0, 1, 20.0), (0, 2, 20.0), (1, 2, APART)], &[0, 0, 2]);
        // Two numbers: told apart by evidence, put together by a person, and each side keeps its own.
        check(
            &[(0, 1, 20.0), (0, 2, RULED_OUT), (1, 2, SAME), (2, 3, 20.0), (0, 3, RULED_OUT), (1, 3, 1.0)],
            &[0; 4],
        );
        // A decision against outweighs one for.
        check(&[(0, 1, SAME), (1, 2, SAME), (0, 2, APART)], &[0, 0, 2]);
    }
}
