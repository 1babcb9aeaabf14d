//! People about whom no question is open: whatever is said of them once more cannot change who they are.
//!
//! Records that firm ties connect, and of which no two are at odds in what they call the person or in numbers, are one
//! person whatever else is compared. Where they are tied to nobody else, a further record that is tied firmly to one of
//! them and is at odds with none joins them, and nothing else of them has to be looked at.

use crate::engine::{Features, MultiView, Profile};

/// Ways in which a settled person is called and numbered, with the lowest profile of each, in their order.
pub type Ways = Vec<(u64, Profile)>;

/// With more ways, comparing them all would take longer than looking at the records.
const MOST: usize = 64;

/// The ways of these profiles; none where two of them are at odds, or where there are too many to compare.
pub fn ways<'a>(
    engine: &MultiView,
    profiles: impl IntoIterator<Item = (Profile, &'a Features)>,
) -> Option<Ways> {
    let mut found: Vec<(u64, Profile, &Features)> = Vec::new();
    for (profile, features) in profiles {
        let way = features.way();
        match found.binary_search_by_key(&way, |(way, ..)| *way) {
            Ok(at) => found[at].1 = found[at].1.min(profile),
            Err(_) if found.len() == MOST => return None,
            Err(_) if found.iter().any(|(.., other)| engine.at_odds(features, other)) => return None,
            Err(at) => found.insert(at, (way, profile, features)),
        }
    }
    Some(found.into_iter().map(|(way, profile, _)| (way, profile)).collect())
}

/// All of so many are connected by these pairs, by their places.
pub fn are_connected(count: usize, ties: impl IntoIterator<Item = (usize, usize)>) -> bool {
    let mut of: Vec<usize> = (0..count).collect();
    let mut parts = count;
    for (x, y) in ties {
        let (x, y) = (root(&mut of, x), root(&mut of, y));
        if x != y {
            of[x.max(y)] = x.min(y);
            parts -= 1;
        }
    }
    parts <= 1
}

fn root(of: &mut [usize], place: usize) -> usize {
    let mut at = place;
    while of[at] != at {
        of[at] = of[of[at]];
        at = of[at];
    }
    at
}
