//! Who is who in a document: identifiers, references and elements that describe the same thing.

use std::collections::HashMap;

use super::{Node, Tree};
use crate::limits::MOST_ENDS;
use crate::refusal::RefusalReason;

/// Longest chain of references that is followed: role to role to person.
const MOST_HOPS: usize = 8;

/// Index of a tree's identifiers.
#[derive(Default)]
pub(crate) struct Identities {
    by_id: HashMap<String, Vec<usize>>,
    by_uri: HashMap<String, Vec<usize>>,
    /// Elements of a LEXS payload, by the identifier of the digest entry that they add to.
    additions: HashMap<String, Vec<usize>>,
}

impl Identities {
    pub(super) fn of(tree: &Tree) -> Identities {
        let mut index = Identities::default();
        for node in tree.all() {
            let Some(marks) = node.marks() else { continue };
            if let Some(id) = &marks.id {
                index.by_id.entry(id.clone()).or_default().push(node.key());
            }
            if let Some(uri) = marks.uri.as_ref().filter(|_| node.has_children()) {
                index.by_uri.entry(uri.clone()).or_default().push(node.key());
            }
            if node.name() == "SameAsDigestReference"
                && let Some(reference) = &marks.reference
                && let Some(owner) = owner(node)
            {
                index.additions.entry(reference.clone()).or_default().push(owner.key());
            }
        }
        index
    }
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
    /// [`RefusalReason::ReferenceUnresolved`] or [`RefusalReason::ReferenceUnclear`].
    pub(crate) fn resolve(self) -> Result<Node<'a>, RefusalReason> {
        let mut node = self;
        for _ in 0..MOST_HOPS {
            match node.next_hop()? {
                Some(next) => node = next,
                None => return Ok(node.foremost()),
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
            let found = index.by_uri.get(uri).and_then(|found| found.first());
            return found
                .map(|at| Some(Node::new(self.tree(), *at)))
                .ok_or(RefusalReason::ReferenceUnresolved);
        }
        // A role (a subject, an official, a victim) names the person who plays it.
        Ok(self.at("RoleOfPersonReference").or_else(|| self.at("RoleOfPerson")))
    }

    /// The first of the elements that describe one thing by its URI, so that it is told apart from others only once.
    fn foremost(self) -> Node<'a> {
        let uri = self.marks().and_then(|marks| marks.uri.as_ref());
        let first = uri.and_then(|uri| self.tree().identities().by_uri.get(uri)?.first());
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
            let same = marks.uri.as_ref().and_then(|uri| index.by_uri.get(uri));
            let more = marks.id.as_ref().and_then(|id| index.additions.get(id));
            for at in same.into_iter().chain(more).flatten().take(MOST_ENDS) {
                if *at != self.key() {
                    views.push(Node::new(self.tree(), *at));
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
