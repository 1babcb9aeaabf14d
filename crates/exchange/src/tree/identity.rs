//! Who is who in a document: identifiers, references and elements that describe the same thing.

use std::collections::HashMap;

use super::{Marks, Node, Tree};
use crate::limits::MOST_ENDS;
use crate::refusal::RefusalReason;

const ROLES: [&str; 4] = ["RoleOfPersonReference", "RoleOfPerson", "EntityPersonReference", "EntityPerson"];

/// Longest chain of references that is followed: role to role to person.
const MOST_HOPS: usize = 8;

/// Index of a tree's identifiers.
#[derive(Default)]
pub(crate) struct Identities {
    by_id: HashMap<String, Vec<usize>>,
    by_uri: HashMap<String, Vec<usize>>,
    /// Elements of a LEXS payload, by the identifier of the digest entry that they add to.
    additions: HashMap<String, Vec<usize>>,
    /// Elements by the identifier of their metadata.
    described: HashMap<String, Vec<usize>>,
}

impl Identities {
    pub(super) fn of(tree: &Tree) -> Identities {
        let mut index = Identities::default();
        for node in tree.all() {
            let Some(marks) = node.marks() else { continue };
            if let Some(id) = &marks.id {
                index.by_id.entry(id.clone()).or_default().push(node.key());
            }
            if let Some(uri) = marks.uri.as_deref().filter(|_| node.has_children()) {
                index.by_uri.entry(plain(uri).to_owned()).or_default().push(node.key());
            }
            for name in marks.metadata.iter().flat_map(|names| names.split_whitespace()) {
                index.described.entry(name.to_owned()).or_default().push(node.key());
            }
            if node.name() == "SameAsDigestReference"
                && let Some(reference) = &marks.reference
                && let Some(owner) = owner(node)
            {
                index.additions.entry(reference.clone()).or_default().push(owner.key());
            }
        }
        for (id, found) in &index.by_id {
            if let [one] = found.as_slice()
                && Node::new(tree, *one).has_children()
            {
                index.by_uri.entry(id.clone()).or_default().push(*one);
            }
        }
        index
    }

    /// Elements that name this one as their metadata.
    pub(crate) fn described_by(&self, metadata: Node<'_>) -> Vec<usize> {
        let id = metadata.marks().and_then(|marks| marks.id.as_ref());
        id.and_then(|id| self.described.get(id)).cloned().unwrap_or_default()
    }

    /// The URI of the thing that an element is. An identifier and a fragment of this document name the same (NIEM Naming
    /// and Design Rules 5.0, 12.2), unless the identifier is given twice.
    fn uri<'m>(&self, marks: &'m Marks) -> Option<&'m str> {
        let unclear = |id: &&str| self.by_id.get(*id).is_some_and(|found| found.len() > 1);
        marks.uri.as_deref().map(plain).or(marks.id.as_deref().filter(|id| !unclear(id)))
    }
}

/// A fragment of this document without its mark.
fn plain(uri: &str) -> &str {
    uri.strip_prefix('#').unwrap_or(uri)
}

/// The element that a `SameAsDigestReference` speaks of: the one around it, or around its augmentation.
fn owner(node: Node<'_>) -> Option<Node<'_>> {
    let parent = node.parent()?;
    if parent.name().ends_with("Augmentation") { parent.parent() } else { Some(parent) }
}

impl<'a> Node<'a> {
    /// The thing that this element is or stands for.
    ///
    /// # Errors
    /// [`RefusalReason::ReferenceUnresolved`] or [`RefusalReason::ReferenceUnclear`]; [`RefusalReason::Sealed`] where it may
    /// not be read.
    pub(crate) fn resolve(self) -> Result<Node<'a>, RefusalReason> {
        let mut node = self;
        for _ in 0..MOST_HOPS {
            match node.next_hop()? {
                Some(next) => node = next,
                None => {
                    let found = node.foremost();
                    let sealed = self.tree().seals().covers(found);
                    return if sealed { Err(RefusalReason::Sealed) } else { Ok(found) };
                }
            }
        }
        Err(RefusalReason::ReferenceUnclear)
    }

    fn next_hop(self) -> Result<Option<Node<'a>>, RefusalReason> {
        let index = self.tree().identities();
        if let Some(reference) = self.marks().and_then(|marks| marks.reference.as_deref()) {
            let found = index.by_id.get(reference).map(Vec::as_slice).unwrap_or_default();
            return match found {
                [] => Err(RefusalReason::ReferenceUnresolved),
                [one] => Ok(Some(Node::new(self.tree(), *one))),
                _ => Err(RefusalReason::ReferenceUnclear),
            };
        }
        if let Some(uri) = self.marks().and_then(|marks| marks.uri.as_deref())
            && !self.has_children()
        {
            let found = index.by_uri.get(plain(uri)).and_then(|found| found.first());
            return found
                .map(|at| Some(Node::new(self.tree(), *at)))
                .ok_or(RefusalReason::ReferenceUnresolved);
        }
        // A role (a subject, an official, a victim) names the person who plays it: up to NIEM 5 by RoleOfPerson, from 6 on
        // as the person of an entity.
        Ok(self.player().filter(|_| self.at("PersonName").is_none()))
    }

    /// The element that says who plays this role.
    pub(crate) fn player(self) -> Option<Node<'a>> {
        ROLES.iter().find_map(|role| self.at(role))
    }

    /// The first of the elements that describe one thing by its URI, so that it is told apart from others only once.
    fn foremost(self) -> Node<'a> {
        let index = self.tree().identities();
        let uri = self.marks().and_then(|marks| index.uri(marks));
        let first = uri.and_then(|uri| index.by_uri.get(uri)?.first());
        first.map_or(self, |at| Node::new(self.tree(), *at))
    }

    /// True for an element that only points at another one.
    pub(crate) fn is_reference(self) -> bool {
        self.marks()
            .is_some_and(|marks| marks.reference.is_some() || (marks.uri.is_some() && !self.has_children()))
    }

    /// This element and every other one that describes the same thing.
    pub(crate) fn views(self) -> Vec<Node<'a>> {
        let mut views = vec![self];
        let index = self.tree().identities();
        if let Some(marks) = self.marks() {
            let same = index.uri(marks).and_then(|uri| index.by_uri.get(uri));
            let more = marks.id.as_ref().and_then(|id| index.additions.get(id));
            for at in same.into_iter().chain(more).flatten().take(MOST_ENDS) {
                let view = Node::new(self.tree(), *at);
                if *at != self.key() && !self.tree().seals().covers(view) {
                    views.push(view);
                }
            }
        }
        views
    }

    /// Elements that this one names as its metadata.
    pub(crate) fn metadata(self) -> Vec<Node<'a>> {
        let index = self.tree().identities();
        let names = self.marks().and_then(|marks| marks.metadata.as_deref()).unwrap_or_default();
        names
            .split_whitespace()
            .filter_map(|name| index.by_id.get(name))
            .flatten()
            .map(|at| Node::new(self.tree(), *at))
            .collect()
    }
}
