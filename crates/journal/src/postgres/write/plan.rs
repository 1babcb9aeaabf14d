//! What becomes of the entries of a transaction, worked out before the shard is held. They count in their order, as if each
//! was appended alone.

use std::collections::{HashMap, HashSet};

use crate::entry::{Appended, Bookmark, Name, Outcome};
use crate::group::Prepared;
use crate::stored::Known;

pub(super) struct Plan<'a> {
    /// The entries to be written: the first of each name that is not there.
    pub(super) fresh: Vec<&'a Prepared>,
    /// Which entry erases which names.
    pub(super) erased: Vec<(usize, Vec<Name>)>,
    fates: Vec<Fate>,
}

/// What becomes of an entry.
enum Fate {
    /// Its name was there before.
    Known(Appended),
    /// Its name is that of the fresh entry of this index.
    Fresh(usize, Outcome),
}

impl<'a> Plan<'a> {
    /// Plans for entries of which these are known.
    pub(super) fn new(entries: &'a [Prepared], known: HashMap<Name, Known>) -> Plan<'a> {
        let here: HashSet<Name> = entries.iter().map(|prepared| prepared.entry.name).collect();
        let mut firsts: HashMap<Name, usize> = HashMap::new();
        let mut gone: HashSet<Name> = HashSet::new();
        let mut plan =
            Plan { fresh: Vec::new(), erased: Vec::new(), fates: Vec::with_capacity(entries.len()) };
        for (index, prepared) in entries.iter().enumerate() {
            let entry = &prepared.entry;
            let erased_before = gone.contains(&entry.name);
            let again = |outcome| match outcome {
                Outcome::Repeated if erased_before => Outcome::Erased,
                Outcome::New | Outcome::Repeated | Outcome::Erased | Outcome::Taken => outcome,
            };
            let (fate, outcome) = match (known.get(&entry.name), firsts.get(&entry.name)) {
                (Some(known), _) => {
                    let outcome = again(known.outcome(&entry.kind, &prepared.sha256));
                    (Fate::Known(Appended { position: known.position, outcome }), outcome)
                }
                (None, Some(first)) => {
                    let written = plan.fresh[*first];
                    let same = written.entry.kind == entry.kind && written.sha256 == prepared.sha256;
                    let outcome = again(if same { Outcome::Repeated } else { Outcome::Taken });
                    (Fate::Fresh(*first, outcome), outcome)
                }
                (None, None) => {
                    firsts.insert(entry.name, plan.fresh.len());
                    plan.fresh.push(prepared);
                    (Fate::Fresh(plan.fresh.len() - 1, Outcome::New), Outcome::New)
                }
            };
            plan.fates.push(fate);
            if outcome == Outcome::Taken || entry.erases.is_empty() {
                continue;
            }
            // What is written only later in the same transaction is not there yet.
            let there = |name: &&Name| {
                !here.contains(*name) || known.contains_key(*name) || firsts.contains_key(*name)
            };
            let names: Vec<Name> = entry.erases.iter().filter(there).copied().collect();
            gone.extend(&names);
            plan.erased.push((index, names));
        }
        plan
    }

    /// What became of each entry, the fresh ones standing at these places.
    pub(super) fn appended(&self, places: &[Bookmark]) -> Vec<Appended> {
        let appended = |fate: &Fate| match fate {
            Fate::Known(appended) => *appended,
            Fate::Fresh(index, outcome) => Appended { position: places[*index].position, outcome: *outcome },
        };
        self.fates.iter().map(appended).collect()
    }
}
