//! What a document says is sealed, erased by law, of a youthful offender or of a juvenile court.
//!
//! A marker is an element or an attribute that is named so (`CaseSealedIndicator`, `SealingOrder`), or a status, ruling or
//! restriction that reads so; that somebody asks for a seal is none until it is granted. A sealed charge, day in court, or
//! cycle or order of a rap sheet is taken out of the tree, and what points at it points at nothing that may be read. Any
//! other marker seals the record that it stands in, and so do a ruling on a day in court, which is on the whole case, and a
//! record of which all charges are sealed.

mod juvenile;
mod marker;

use std::collections::{BTreeMap, HashSet};

use super::{Node, Tree};
use juvenile::{is_of_juvenile_court, is_transferred};
pub(super) use marker::of_attribute;
use marker::{Marker, lifts, marked};

/// Why a part may not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Seal {
    /// By a court, as a youthful offender's (CGS 54-76l), or as a matter of a juvenile court (CGS 46b-124).
    Sealed,
    /// Erased by law, for ever (CGS 54-142a).
    Expunged,
}

/// The seals of a document, by element.
#[derive(Default)]
pub(crate) struct Seals {
    /// Taken out of the tree, with all that is in them.
    parts: HashSet<usize>,
    /// What seals the record that it is in, that is in it, or that is about it.
    records: BTreeMap<usize, Seal>,
    /// What says of the record that it is in that its seal was lifted.
    lifted: Vec<usize>,
}

impl Seals {
    /// Finds the seals and takes the parts out of the tree.
    pub(super) fn set(tree: &mut Tree) {
        let mut seals = Seals::default();
        let marked: Vec<Marker> = tree.all().filter_map(marked).collect();
        let named = marked.into_iter().flat_map(|Marker { at, seal, is_ruling }| {
            let owners = owners(tree, at).into_iter();
            let owners = owners.map(|owner| if is_ruling { ruled(tree, owner) } else { owner });
            owners.map(|owner| (owner, seal)).collect::<Vec<_>>()
        });
        let of_juveniles = tree.all().filter(|node| is_of_juvenile_court(*node)).flat_map(|node| {
            let owners = owners(tree, node.key()).into_iter();
            let matters = owners.filter(|owner| !is_transferred(around(tree.element(*owner))));
            matters.map(|owner| (owner, Seal::Sealed)).collect::<Vec<_>>()
        });
        let by_attribute = tree.all().filter_map(|node| Some((thing(node).key(), node.marks()?.seal?)));
        let mut open: Vec<(usize, Seal)> = named.chain(of_juveniles).chain(by_attribute).collect();
        while let Some((owner, seal)) = open.pop() {
            match part(tree.element(owner)) {
                Some(part) if seals.parts.insert(part.key()) => {
                    open.extend(pointers(tree, part).into_iter().map(|pointer| (pointer, seal)));
                    open.extend(emptied(part, &seals.parts).map(|holder| (holder, seal)));
                }
                Some(_) => {}
                None => {
                    let known = seals.records.entry(owner).or_insert(seal);
                    *known = (*known).max(seal);
                }
            }
        }
        let lifts = tree.all().filter(|node| lifts(*node));
        seals.lifted = lifts.flat_map(|node| owners(tree, node.key())).collect();
        let parts: Vec<usize> = seals.parts.iter().copied().collect();
        for part in parts {
            tree.detach(part);
        }
        tree.seals = seals;
    }

    /// Nothing in the document is sealed.
    pub(crate) fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.records.is_empty()
    }

    /// The parts that were taken out, in the order of the document.
    pub(crate) fn parts<'a>(&self, tree: &'a Tree) -> Vec<Node<'a>> {
        let mut parts: Vec<usize> = self.parts.iter().copied().collect();
        parts.sort_unstable();
        parts.into_iter().map(|at| tree.element(at)).collect()
    }

    /// The seal on a record: on the element that holds it, on something in it, or on something around it.
    pub(crate) fn on(&self, record: Node<'_>) -> Option<Seal> {
        let key = record.key();
        let about = |sealed: &usize| is_in(record, *sealed) || is_in(record.tree().element(*sealed), key);
        self.records.iter().filter(|(sealed, _)| about(sealed)).map(|(_, seal)| *seal).max()
    }

    /// A court lifted the seal on a record, as something on it, in it or around it says. A charge's own is no record's.
    pub(crate) fn lifted(&self, record: Node<'_>) -> bool {
        let tree = record.tree();
        let mut about = self.lifted.iter().filter(|at| part(tree.element(**at)).is_none());
        about.any(|at| is_in(record, *at) || is_in(tree.element(*at), record.key()))
    }

    /// The element is sealed itself, or is in a part that is.
    pub(super) fn covers(&self, node: Node<'_>) -> bool {
        let mut around = Some(node);
        while let Some(inner) = around {
            if self.parts.contains(&inner.key()) {
                return true;
            }
            around = inner.parent();
        }
        self.records.contains_key(&node.key())
    }
}

fn is_in(node: Node<'_>, outer: usize) -> bool {
    let mut around = Some(node);
    while let Some(inner) = around {
        if inner.key() == outer {
            return true;
        }
        around = inner.parent();
    }
    false
}

/// The elements that a marker is about: the one around it and its augmentation, status or disposition; or those that name
/// the metadata in which it stands.
fn owners(tree: &Tree, marker: usize) -> Vec<usize> {
    let mut node = tree.element(marker);
    while let Some(around) = node.parent() {
        node = around;
        if node.name().ends_with("Metadata") {
            let described = tree.identities().described_by(node);
            if !described.is_empty() {
                return described.into_iter().map(|at| thing(tree.element(at)).key()).collect();
            }
        }
        if thing(node).key() == node.key() {
            break;
        }
    }
    vec![node.key()]
}

/// The case that an element of it is in, else the element.
fn around(node: Node<'_>) -> Node<'_> {
    let is_case = |node: &Node<'_>| node.name().ends_with("Case") || node.name() == "RapSheetCycle";
    let mut outer = std::iter::successors(Some(node), |node| node.parent());
    outer.find(is_case).unwrap_or(node)
}

/// What a ruling is on: what is around the day in court on which it was given.
fn ruled(tree: &Tree, owner: usize) -> usize {
    let mut around = Some(tree.element(owner));
    while let Some(node) = around.filter(|node| !is_charge(node.name())) {
        around = node.parent();
        if let Some(case) = around.filter(|_| is_day_in_court(node.name())) {
            return thing(case).key();
        }
    }
    owner
}

fn is_day_in_court(name: &str) -> bool {
    matches!(name, "CaseCourtEvent" | "CourtEvent" | "CaseHearing")
}

/// The element itself, or the one that it only adds to.
fn thing(node: Node<'_>) -> Node<'_> {
    const ADDS: [&str; 8] = [
        "Augmentation",
        "Metadata",
        "Status",
        "Disposition",
        "Restriction",
        "Security",
        "Sentence",
        "Adjudication",
    ];
    match node.parent() {
        Some(around) if ADDS.iter().any(|ending| node.name().ends_with(ending)) => thing(around),
        Some(_) | None => node,
    }
}

/// The part of a record that may be taken out by itself.
fn part(owner: Node<'_>) -> Option<Node<'_>> {
    let mut around = Some(owner);
    while let Some(node) = around {
        let is_order = || node.parent().is_some_and(|outer| outer.name() == "RapSheet");
        match node.name() {
            name if is_charge(name) => return Some(node),
            "RapSheetCycle" => return Some(node),
            name if is_day_in_court(name) => return Some(node),
            "Order" if is_order() => return Some(node),
            _ => around = node.parent(),
        }
    }
    None
}

fn is_charge(name: &str) -> bool {
    name.ends_with("Charge") || name.ends_with("Offense")
}

/// Charges elsewhere that stand for this one.
fn pointers(tree: &Tree, part: Node<'_>) -> Vec<usize> {
    let standing_for = |node: &Node<'_>| {
        node.key() != part.key()
            && is_charge(node.name())
            && node.is_reference()
            && node.resolve().is_ok_and(|target| target.key() == part.key())
    };
    tree.all().filter(standing_for).map(Node::key).collect()
}

/// What held the charge, where none is left in it.
fn emptied<'a>(charge: Node<'a>, gone: &HashSet<usize>) -> Option<usize> {
    if !is_charge(charge.name()) {
        return None;
    }
    let holder = thing(charge.parent()?);
    let left = left_in(holder, gone);
    (!left).then(|| holder.key())
}

fn left_in(holder: Node<'_>, gone: &HashSet<usize>) -> bool {
    holder.children().any(|child| {
        (is_charge(child.name()) && !gone.contains(&child.key()))
            || (child.name().ends_with("Augmentation") && left_in(child, gone))
    })
}

#[cfg(test)]
mod tests;
