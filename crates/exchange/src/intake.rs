//! Reads values and follows references in one document, and keeps what could not be read.

mod associations;
mod dates;
mod draft;
mod values;

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::{Matter, WithdrawalReason};
use ciss_contract::person::Person;
use ciss_contract::source::Source;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::kind::DocumentKind;
use crate::limits::MOST_LEFT_OUT;
use crate::person::person;
use crate::reading::Found;
use crate::refusal::{Refusal, RefusalReason};
use crate::tree::{Node, Seal, Tree};

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
    /// Which document the record that is being put together is, without what it says.
    identity: RefCell<Option<SourceDocument>>,
    sealed: Cell<usize>,
    withdrawn: Cell<usize>,
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
        let parts = tree.seals().parts(tree);
        let intake = Intake {
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
            identity: RefCell::default(),
            sealed: Cell::new(parts.len()),
            withdrawn: Cell::default(),
        };
        for part in parts {
            intake.leave_out(part, RefusalReason::Sealed);
        }
        intake
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

    /// A record of a source, empty at first.
    pub(crate) fn draft(&self, source: Source, number: String, as_of: Timestamp) -> Draft<'a, '_> {
        Draft::new(self, source, number, as_of)
    }

    /// The one record of a document.
    pub(crate) fn only<'n>(
        &self,
        part: Node<'n>,
        record: impl Fn(Node<'n>) -> Result<SourceDocument, Refusal>,
    ) -> Result<Vec<SourceDocument>, Refusal> {
        self.unsealed(part, &record).map(|document| vec![document])
    }

    /// The record in a part; where it is sealed, that its document is, and nothing else.
    fn unsealed<'n>(
        &self,
        part: Node<'n>,
        record: &impl Fn(Node<'n>) -> Result<SourceDocument, Refusal>,
    ) -> Result<SourceDocument, Refusal> {
        self.identity.take();
        let seals = part.tree().seals();
        if seals.is_empty() {
            let outcome = record(part);
            let takes_back = outcome.as_ref().is_ok_and(|document| document.withdrawn().is_some());
            self.withdrawn.set(self.withdrawn.get() + usize::from(takes_back));
            return outcome;
        }
        let seal = seals.on(part);
        let before = self.counted();
        let outcome = record(part);
        let refused = outcome.as_ref().err().map(|refusal| refusal.reason);
        let seal = seal.or((refused == Some(RefusalReason::Sealed)).then_some(Seal::Sealed));
        let Some(seal) = seal else { return outcome };
        self.forget(before);
        let Some(identity) = self.identity.take() else {
            return Err(refuse(part, RefusalReason::Sealed));
        };
        self.sealed.set(self.sealed.get() + 1);
        let reason = match seal {
            Seal::Sealed => WithdrawalReason::Sealed,
            Seal::Expunged => WithdrawalReason::Expunged,
        };
        Ok(SourceDocument { matters: vec![Matter::Withdrawal { reason }], ..identity })
    }

    fn counted(&self) -> Counted {
        Counted {
            left_out: self.left_out.borrow().len(),
            persons: self.persons.borrow().clone(),
            vehicles: self.vehicles.borrow().clone(),
            charges: self.charges.borrow().clone(),
        }
    }

    /// Takes back what was counted and left out since.
    fn forget(&self, before: Counted) {
        self.left_out.borrow_mut().truncate(before.left_out);
        self.persons.replace(before.persons);
        self.vehicles.replace(before.vehicles);
        self.charges.replace(before.charges);
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
            match self.unsealed(part, &record) {
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
        Ok(told_apart(records))
    }

    /// Notes that a charge of the document is in a record.
    pub(crate) fn count_charge(&self, node: Node<'_>) {
        self.charges.borrow_mut().insert(node.key());
    }

    /// Records and parts that are sealed, and records that their source takes back.
    pub(crate) fn taken_back(&self, tree: &Tree) -> (usize, usize) {
        let least = usize::from(!tree.seals().is_empty());
        (self.sealed.get().max(least), self.withdrawn.get())
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
                    warrants.insert((&document.number, number));
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

/// What an intake had counted at some point.
struct Counted {
    left_out: usize,
    persons: HashSet<usize>,
    vehicles: HashSet<usize>,
    charges: HashSet<usize>,
}

/// Two records of one document under one number are two: the second and every further one gets its place among them.
fn told_apart(records: Vec<SourceDocument>) -> Vec<SourceDocument> {
    let mut apart: Vec<SourceDocument> = Vec::with_capacity(records.len());
    let mut places: HashMap<(Source, Option<String>, String), usize> = HashMap::new();
    for mut record in records {
        if apart.contains(&record) {
            continue;
        }
        let name = (record.source, record.originator.clone(), record.number.clone());
        let place = places.entry(name).and_modify(|place| *place += 1).or_insert(1);
        if *place > 1 {
            record.number = format!("{} [{place}]", record.number);
        }
        apart.push(record);
    }
    apart
}

/// A refusal at an element.
pub(crate) fn refuse(node: Node<'_>, reason: RefusalReason) -> Refusal {
    Refusal { path: node.path(), reason }
}

/// A refusal because something is missing in an element.
pub(crate) fn missing(node: Node<'_>, what: &'static str) -> Refusal {
    refuse(node, RefusalReason::Missing(what))
}
