//! Puts records together so that every cluster holds together.
//!
//! The strongest pairs join first, and two clusters join only when the mean evidence over their pairs, also those
//! that no key proposed, bears it. A single bridge between two people is not enough. Records that are tied by what is equal
//! (a number, a name with its date of birth) make a person's history, whatever changes in it; what is only alike joins no
//! two such histories that clearly speak against one another, however many lie between them; two slips of the pen of what
//! others bear out may. Each source has one voice in that mean, and few of its records are heard, so that the work grows
//! with the records of a person and not with their square.
//!
//! Where people have two records and nearly all have found each other, two that are still alone need less evidence, by
//! the odds of being alone among these records.

mod group;

use rayon::prelude::*;

use group::Group;

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

/// The evidence between records to each of which a number of one kind was given, by who gives it out, and they differ. No
/// other evidence outweighs it; only a person's decision does.
pub(crate) const RULED_OUT: f32 = -1e9;
/// What the evidence between records is lowered by that numbers tell apart of which one at least was typed by somebody who
/// does not give it out. Another record of the person may show that it was typed wrong, and then only the rest counts.
pub(crate) const TYPED_APART: f32 = -65_536.0;
/// A person decided that two records are of one person.
pub(crate) const DECIDED_SAME: f32 = f32::INFINITY;
/// A person decided that two records are of two people.
pub(crate) const DECIDED_DIFFERENT: f32 = f32::NEG_INFINITY;

/// A link bears as much mean evidence against two clusters as half of what it says for them, up to this many bits.
const BEARS: f32 = 3.0;
/// Records that are alone need at most this many bits less.
const LONELY: f32 = 3.0;

/// What is known of records besides their links.
pub(crate) trait Pairs: Sync {
    /// The evidence between two records, the lower first.
    fn weigh(&self, a: u32, b: u32) -> f32;
    /// Who sent the record.
    fn source(&self, record: u32) -> u16;
    /// The source of the record gave out a number of it: one person, known by it.
    fn is_given(&self, _record: u32) -> bool {
        false
    }
    /// The two records are one person by more than a name and an address.
    fn firm(&self, _a: u32, _b: u32) -> bool {
        false
    }
    /// First name and date of birth agree, and besides them a number of one's own or so much that nothing weak is left.
    fn vouches(&self, _a: u32, _b: u32) -> bool {
        false
    }
    /// Names the numbers that may tell the record apart from others; none where it has none.
    fn numbers(&self, record: u32) -> Option<u64>;
    /// The two records, which have a link that joins, are tied by what is equal and not by what is alike: a person's
    /// history may go on from it.
    fn are_equal(&self, _a: u32, _b: u32) -> bool {
        true
    }
    /// The two records clearly speak against one another.
    fn are_opposed(&self, _a: u32, _b: u32) -> bool {
        false
    }
    /// The same, and it is not by a slip of the pen.
    fn are_strangers(&self, _a: u32, _b: u32) -> bool {
        false
    }
    /// The records, which these links connect, are one person beyond question.
    fn are_settled(&self, _records: &[u32], _links: &[Link]) -> bool {
        false
    }
    /// Names what the record calls the person.
    fn called(&self, _record: u32) -> u64 {
        0
    }
}

/// Clusters `size` records; gives for each the lowest record of its cluster. `pairs` is asked for pairs that have no
/// link. Only links of at least `threshold` join, or of a little less where a record would be alone.
pub(crate) fn cluster(size: usize, mut links: Vec<Link>, threshold: f32, pairs: &impl Pairs) -> Vec<u32> {
    links.par_sort_unstable_by_key(|link| (link.a, link.b));
    let first = group(size, &links, threshold, pairs);
    let mut members = vec![0_u32; size];
    for cluster in &first {
        members[*cluster as usize] += 1;
    }
    let alone = |record: u32| members[first[record as usize] as usize] == 1;
    let ease = ease(&members, size);
    let mut eased = false;
    for link in &mut links {
        let near = link.weight < threshold && link.weight + ease >= threshold;
        if near && alone(link.a) && alone(link.b) {
            link.weight = threshold;
            eased = true;
        }
    }
    if eased { group(size, &links, threshold, pairs) } else { first }
}

/// Bits that speak for two records that are both still alone: how much rarer it is that a record finds nobody than that,
/// of a person who has more than one record, it finds one alone. Where people have many records, who found none of them
/// is somebody else; where they have two, the other one is looking as well. `members` has the size of each cluster.
fn ease(members: &[u32], size: usize) -> f32 {
    let lonely = members.iter().filter(|members| **members == 1).count();
    let in_twos = 2 * members.iter().filter(|members| **members == 2).count();
    let found = size - lonely;
    if lonely == 0 || in_twos == 0 {
        return 0.0;
    }
    let (alone, one) = (lonely as f32 / size as f32, in_twos as f32 / found as f32);
    (one / alone).log2().clamp(0.0, LONELY)
}

/// Puts together by links of at least `threshold` alone, so that the outcome for a record depends only on what is
/// connected with it. `links` by their records.
pub(crate) fn group(size: usize, links: &[Link], threshold: f32, pairs: &impl Pairs) -> Vec<u32> {
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
        .map(
            |links| {
                if is_one(links, threshold, pairs) { Vec::new() } else { divide(links, threshold, pairs) }
            },
        )
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

/// Every pair of the component has a link that joins, or nothing is open about the person.
fn is_one(links: &[Link], threshold: f32, pairs: &impl Pairs) -> bool {
    let records = records(links);
    let joining = links.iter().filter(|link| link.weight >= threshold).count();
    let all = records.len() * (records.len() - 1) / 2;
    (joining == links.len() && joining == all) || pairs.are_settled(&records, links)
}

/// The records of the links, by number.
fn records(links: &[Link]) -> Vec<u32> {
    let mut records: Vec<u32> = links.iter().flat_map(|link| [link.a, link.b]).collect();
    records.sort_unstable();
    records.dedup();
    records
}

/// Joins the records of a component, the strongest link first; gives record and cluster.
fn divide(links: &[Link], threshold: f32, pairs: &impl Pairs) -> Vec<(u32, u32)> {
    let records = records(links);
    let place = |record: u32| records.binary_search(&record).unwrap_or_default();
    let weight = |a: u32, b: u32| {
        let (a, b) = (a.min(b), a.max(b));
        let known = links.binary_search_by_key(&(a, b), |link| (link.a, link.b));
        known.map_or_else(|_| pairs.weigh(a, b), |at| links[at].weight)
    };
    let kept_apart: Vec<(usize, usize)> = links
        .iter()
        .filter(|link| link.weight == DECIDED_DIFFERENT)
        .map(|link| (place(link.a), place(link.b)))
        .collect();
    let strongest = strongest(links, threshold, pairs);
    let mut of: Vec<usize> = (0..records.len()).collect();
    let mut groups: Vec<Group> = records.iter().map(|record| Group::of(*record, pairs)).collect();
    // The evidence between two groups, by their lowest records, with the sizes that they had when it was worked out.
    let mut between: rustc_hash::FxHashMap<(usize, usize), (usize, usize, f32)> =
        rustc_hash::FxHashMap::default();
    for (link, equal) in strongest {
        let (x, y) = (of[place(link.a)], of[place(link.b)]);
        let (into, from) = (x.min(y), x.max(y));
        if into == from {
            continue;
        }
        let sizes = (groups[into].members.len(), groups[from].members.len());
        let known = between.get(&(into, from)).filter(|(x, y, _)| (*x, *y) == sizes).map(|known| known.2);
        let mean = known.unwrap_or_else(|| {
            let decided = link.weight == DECIDED_SAME || groups[into].decided || groups[from].decided;
            let apart = kept_apart.iter().any(|(a, b)| {
                let (a, b) = (of[*a], of[*b]);
                (a.min(b), a.max(b)) == (into, from)
            });
            if apart {
                DECIDED_DIFFERENT
            } else {
                groups[into].evidence(&groups[from], decided, threshold, &weight, pairs)
            }
        });
        between.insert((into, from), (sizes.0, sizes.1, mean));
        let bears = if link.weight == DECIDED_SAME {
            mean > DECIDED_DIFFERENT
        } else {
            mean >= threshold - (link.weight / 2.0).clamp(0.0, BEARS)
        };
        let decided = link.weight == DECIDED_SAME;
        if !bears || !(equal || groups[into].holds_with(&groups[from], pairs)) {
            continue;
        }
        let moved = std::mem::take(&mut groups[from]);
        for record in &moved.members {
            of[place(*record)] = into;
        }
        groups[into].join(moved, decided, equal);
    }
    let lowest: Vec<u32> =
        groups.iter().map(|group| group.members.iter().min().copied().unwrap_or_default()).collect();
    records.iter().enumerate().map(|(at, record)| (*record, lowest[of[at]])).collect()
}

/// The links that join, in the order in which they do, with whether they tie by what is equal: these come first, because
/// what they put together is what others are held against. Of equals, what holds to the record of who gave the number out
/// comes first.
fn strongest<'a>(links: &'a [Link], threshold: f32, pairs: &impl Pairs) -> Vec<(&'a Link, bool)> {
    let joining = links.par_iter().filter(|link| link.weight >= threshold);
    let mut strongest: Vec<(&Link, bool)> =
        joining.map(|link| (link, link.weight == DECIDED_SAME || pairs.are_equal(link.a, link.b))).collect();
    let given = |link: &Link| pairs.is_given(link.a) || pairs.is_given(link.b);
    strongest.sort_by(|(x, x_equal), (y, y_equal)| {
        let equals = || given(y).cmp(&given(x)).then((x.a, x.b).cmp(&(y.a, y.b)));
        y_equal.cmp(x_equal).then_with(|| y.weight.total_cmp(&x.weight)).then_with(equals)
    });
    strongest
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Records of one source, with numbers of their own.
    struct Strangers;

    impl Pairs for Strangers {
        fn weigh(&self, _: u32, _: u32) -> f32 {
            -10.0
        }
        fn source(&self, _: u32) -> u16 {
            0
        }
        fn numbers(&self, record: u32) -> Option<u64> {
            Some(u64::from(record))
        }
    }

    #[test]
    fn who_is_alone_is_helped_where_people_have_two_records() {
        let check = |sizes: &[(u32, usize)], expect: f32| {
            let members: Vec<u32> =
                sizes.iter().flat_map(|(size, clusters)| std::iter::repeat_n(*size, *clusters)).collect();
            let size = members.iter().sum::<u32>() as usize;
            assert!((ease(&members, size) - expect).abs() < 0.01, "{sizes:?}: {}", ease(&members, size));
        };
        check(&[(2, 100)], 0.0);
        check(&[(1, 100)], 0.0);
        check(&[(2, 50), (1, 100)], 1.0);
        check(&[(2, 490), (1, 20)], LONELY);
        // A quarter of the records are alone, and one in seven of the others has one companion.
        check(&[(2, 10), (12, 10), (1, 46)], 0.0);
    }

    fn check(links: &[(u32, u32, f32)], expect: &[u32]) {
        let links = links.iter().map(|(a, b, weight)| Link { a: *a, b: *b, weight: *weight }).collect();
        assert_eq!(cluster(expect.len(), links, 0.0, &Strangers), expect);
    }

    #[test]
    fn a_source_has_one_voice() {
        /// The first is a warrant, the second a license, the others what a third source sends.
        struct Flood;
        impl Pairs for Flood {
            fn weigh(&self, a: u32, _: u32) -> f32 {
                if a == 0 { -5.0 } else { 9.0 }
            }
            fn source(&self, record: u32) -> u16 {
                record.min(2) as u16
            }
            fn numbers(&self, _: u32) -> Option<u64> {
                None
            }
        }
        for sent in [1_u32, 10, 300] {
            let flood = (2..2 + sent).map(|record| Link { a: 1, b: record, weight: 12.0 });
            let links = std::iter::once(Link { a: 0, b: 1, weight: 8.0 }).chain(flood).collect();
            assert_eq!(cluster(2 + sent as usize, links, 0.0, &Flood), vec![0; 2 + sent as usize], "{sent}");
        }
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
