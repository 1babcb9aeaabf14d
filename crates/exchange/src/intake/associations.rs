//! What a document ties together: a person and a residence, a person and a telephone, an arrest and its subject, a role and
//! the person who plays it.

use std::collections::HashMap;

use super::refuse;
use crate::limits::MOST_ENDS;
use crate::refusal::Refusal;
use crate::tree::{Node, Tree};

/// Every `…Association` of a document, by the things at its ends.
#[derive(Default)]
pub(crate) struct Associations {
    all: Vec<Association>,
    by_end: HashMap<usize, Vec<usize>>,
    /// Roles (a subject of an arrest, of a booking) by who plays them.
    roles: HashMap<usize, Vec<usize>>,
}

struct Association {
    name: String,
    ends: Vec<usize>,
}

impl Associations {
    /// Reads the associations; a reference to nothing is left out of its association.
    pub(super) fn of(tree: &Tree) -> (Associations, Vec<Refusal>) {
        let mut found = Associations::default();
        let mut left_out = Vec::new();
        for node in tree.all().filter(|node| node.name().ends_with("Association")) {
            let mut ends = Vec::new();
            for reference in node.children().filter_map(pointer).take(MOST_ENDS) {
                match reference.resolve() {
                    Ok(end) => ends.push(end.key()),
                    Err(reason) if left_out.len() < MOST_ENDS => left_out.push(refuse(reference, reason)),
                    Err(_) => {}
                }
            }
            for end in &ends {
                found.by_end.entry(*end).or_default().push(found.all.len());
            }
            found.all.push(Association { name: node.name().to_owned(), ends });
        }
        for role in tree.all() {
            if let Some(person) = role.player().and_then(|player| player.resolve().ok()) {
                found.roles.entry(person.key()).or_default().push(role.key());
            }
        }
        (found, left_out)
    }

    /// The roles that this person plays, in the order of the document.
    pub(crate) fn roles<'a>(&self, person: Node<'a>) -> Vec<Node<'a>> {
        let roles = self.roles.get(&person.key()).into_iter().flatten().take(MOST_ENDS);
        roles.map(|role| person.tree().element(*role)).collect()
    }

    /// What associations of these names tie to this thing, in the order of the document.
    pub(crate) fn tied<'a>(&self, node: Node<'a>, names: &[&str]) -> Vec<Node<'a>> {
        let at = self.by_end.get(&node.key()).map(Vec::as_slice).unwrap_or_default();
        at.iter()
            .map(|at| &self.all[*at])
            .filter(|association| names.contains(&association.name.as_str()))
            .flat_map(|association| &association.ends)
            .filter(|end| **end != node.key())
            .take(MOST_ENDS)
            .map(|end| node.tree().element(*end))
            .collect()
    }
}

/// The end of an association: the reference, or the one that a wrapper such as `ContactEntity` holds.
fn pointer(end: Node<'_>) -> Option<Node<'_>> {
    if end.is_reference() { Some(end) } else { end.children().find(|inner| inner.is_reference()) }
}
