//! Reads values and follows references in one document, and keeps what could not be read.

mod associations;
mod dates;
mod draft;
mod values;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::Matter;
use ciss_contract::person::Person;
use ciss_contract::source::Source;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::kind::DocumentKind;
use crate::limits::MOST_LEFT_OUT;
use crate::person::person;
use crate::reading::Found;
use crate::refusal::{Refusal, RefusalReason};
use crate::tree::{Node, Tree};

pub(crate) use associations::Associations;
pub(crate) use draft::Draft;

/// One document while it is read.
pub(crate) struct Intake<'a> {
    content: &'a [u8],
    received: Timestamp,
    kind: DocumentKind,
    most_records: usize,
    associations: Associations,
    left_out: RefCell<Vec<Refusal>>,
    /// What was left out already: a thing that two records repeat is said once.
    said: RefCell<HashSet<(usize, RefusalReason)>>,
    /// People by their element: one that many records name is read once.
    read: RefCell<HashMap<usize, Result<Person, Refusal>>>,
    persons: RefCell<HashSet<usize>>,
    vehicles: RefCell<HashSet<usize>>,
    charges: RefCell<HashSet<usize>>,
}

impl<'a> Intake<'a> {
    pub(crate) fn new(
        tree: &'a Tree,
        content: &'a [u8],
        received: Timestamp,
        kind: DocumentKind,
        most_records: usize,
    ) -> Intake<'a> {
        let (associations, left_out) = Associations::of(tree);
        Intake {
            content,
            received,
            kind,
            most_records,
            associations,
            left_out: RefCell::new(left_out),
            said: RefCell::default(),
            read: RefCell::default(),
            persons: RefCell::default(),
            vehicles: RefCell::default(),
            charges: RefCell::default(),
        }
    }

    pub(crate) fn kind(&self) -> DocumentKind {
        self.kind
    }

    /// Leaves out a part and says so.
    pub(crate) fn leave_out(&self, node: Node<'_>, reason: RefusalReason) {
        if self.said.borrow_mut().insert((node.key(), reason)) {
            self.leave(refuse(node, reason));
        }
    }

    pub(crate) fn leave(&self, refusal: Refusal) {
        let mut left_out = self.left_out.borrow_mut();
        if left_out.contains(&refusal) {
            return;
        }
        if left_out.len() + 1 < MOST_LEFT_OUT {
            left_out.push(refusal);
        } else if left_out.len() < MOST_LEFT_OUT {
            left_out.push(Refusal::whole(RefusalReason::More));
        }
    }

    /// The thing that the element stands for.
    pub(crate) fn resolve<'n>(&self, node: Node<'n>) -> Result<Node<'n>, Refusal> {
        node.resolve().map_err(|reason| refuse(node, reason))
    }

    /// As [`Self::resolve`]; a reference that leads nowhere is left out.
    pub(crate) fn follow<'n>(&self, node: Node<'n>) -> Option<Node<'n>> {
        self.resolve(node).map_err(|refusal| self.leave(refusal)).ok()
    }

    pub(crate) fn associations(&self) -> &Associations {
        &self.associations
    }

    /// The first of these identifications, as the document's number. A document without one is numbered by its
    /// content, so that reading it again gives the same.
    pub(crate) fn number(&self, node: Node<'_>, paths: &[&str]) -> String {
        self.first_text(node, paths).unwrap_or_else(|| {
            self.leave_out(node, RefusalReason::Missing("a number of its own"));
            let hash = Sha256::digest(self.content);
            let digits: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
            format!("unnumbered-{digits}")
        })
    }

    /// The first of these dates, as the time that the document speaks of; else the time that it was received.
    pub(crate) fn as_of(&self, node: Node<'_>, paths: &[&str]) -> Timestamp {
        paths.iter().find_map(|path| self.instant_at(node, path)).unwrap_or(self.received)
    }

    /// A record of a source, empty at first.
    pub(crate) fn draft(&self, source: Source, number: String, as_of: Timestamp) -> Draft<'a, '_> {
        Draft::new(self, source, number, as_of)
    }

    /// The person that the element describes.
    fn person(&self, node: Node<'_>) -> Result<Person, Refusal> {
        let known = self.read.borrow().get(&node.key()).cloned();
        known.unwrap_or_else(|| {
            let person = person(self, node);
            self.read.borrow_mut().insert(node.key(), person.clone());
            person
        })
    }

    /// One record for each of the parts. A part that is refused is left out, unless all are.
    pub(crate) fn each<'n>(
        &self,
        parts: Vec<Node<'n>>,
        record: impl Fn(Node<'n>) -> Result<SourceDocument, Refusal>,
    ) -> Result<Vec<SourceDocument>, Refusal> {
        if parts.len() > self.most_records {
            return Err(Refusal::whole(RefusalReason::TooMany(self.most_records)));
        }
        let mut records = Vec::new();
        let mut refusals = Vec::new();
        for part in parts {
            match record(part) {
                Ok(document) => records.push(document),
                Err(refusal) => refusals.push(refusal),
            }
        }
        if records.is_empty() {
            let first = refusals.into_iter().next();
            return Err(first.unwrap_or_else(|| Refusal::whole(RefusalReason::NoRecord)));
        }
        for refusal in refusals {
            self.leave(refusal);
        }
        Ok(records)
    }

    /// Notes that a charge of the document is in a record.
    pub(crate) fn count_charge(&self, node: Node<'_>) {
        self.charges.borrow_mut().insert(node.key());
    }

    /// What the records hold, and what was left out of them.
    pub(crate) fn outcome(&self, documents: &[SourceDocument]) -> (Found, Vec<Refusal>) {
        let mut warrants = HashSet::new();
        let mut addresses = HashSet::new();
        for document in documents {
            for person in &document.persons {
                addresses.extend(&person.addresses);
            }
            for matter in &document.matters {
                if let Matter::Warrant { number, .. } = matter {
                    warrants.insert(number);
                }
            }
        }
        let found = Found {
            persons: self.persons.borrow().len(),
            vehicles: self.vehicles.borrow().len(),
            addresses: addresses.len(),
            charges: self.charges.borrow().len(),
            warrants: warrants.len(),
        };
        (found, self.left_out.borrow().clone())
    }
}

/// A refusal at an element.
pub(crate) fn refuse(node: Node<'_>, reason: RefusalReason) -> Refusal {
    Refusal { path: node.path(), reason }
}

/// A refusal because something is missing in an element.
pub(crate) fn missing(node: Node<'_>, what: &'static str) -> Refusal {
    refuse(node, RefusalReason::Missing(what))
}
