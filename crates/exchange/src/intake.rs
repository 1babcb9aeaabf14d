//! Reads values and follows references in one document, and keeps what could not be read.

mod apart;
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

use apart::{Kept, marks, told_apart};
pub(crate) use associations::Associations;
pub(crate) use dates::day_in_connecticut;
pub(crate) use draft::Draft;
use draft::Identity;

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
    /// People by their element, as of a time: one that many records name is read once.
    read: RefCell<HashMap<(usize, Timestamp), Result<Person, Refusal>>>,
    persons: RefCell<HashSet<usize>>,
    vehicles: RefCell<HashSet<usize>>,
    charges: RefCell<HashSet<usize>>,
    /// Which document the record is that is being put together.
    identity: RefCell<Option<Identity>>,
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

    /// A record of a source, empty at first. What its source says of it stands in the part, or around it.
    pub(crate) fn draft(
        &self,
        part: Node<'_>,
        source: Source,
        number: String,
        as_of: Timestamp,
    ) -> Draft<'a, '_> {
        Draft::new(self, part, source, number, as_of)
    }

    /// The one record of a document.
    pub(crate) fn only<'n>(
        &self,
        part: Node<'n>,
        record: impl Fn(Node<'n>) -> Result<SourceDocument, Refusal>,
    ) -> Result<Vec<SourceDocument>, Refusal> {
        self.kept(part, &record).map(|kept| vec![kept.document])
    }

    /// The record in a part; where it is sealed or its source takes it back, that it is, and nothing else. Neither need
    /// describe anybody.
    fn kept<'n>(
        &self,
        part: Node<'n>,
        record: &impl Fn(Node<'n>) -> Result<SourceDocument, Refusal>,
    ) -> Result<Kept, Refusal> {
        self.identity.take();
        let before = self.counted();
        let outcome = record(part);
        let refused = outcome.as_ref().err().map(|refusal| refusal.reason);
        let seal = part.tree().seals().on(part);
        let seal = seal.or((refused == Some(RefusalReason::Sealed)).then_some(Seal::Sealed));
        let marks = outcome.as_ref().map(marks).unwrap_or_default();
        let identity = self.identity.take();
        let sealed = seal.map(|seal| match seal {
            Seal::Sealed => WithdrawalReason::Sealed,
            Seal::Expunged => WithdrawalReason::Expunged,
        });
        let withdrawn = identity.as_ref().and_then(|identity| identity.withdrawn);
        let Some(reason) = sealed.or(withdrawn) else {
            let lifted = part.tree().seals().lifted(part);
            return outcome.map(|mut document| {
                document.matters.extend(lifted.then_some(Matter::Unsealing {}));
                Kept { document, marks }
            });
        };
        let Some(Identity { document, is_nobodys, .. }) = identity else {
            return Err(refuse(part, RefusalReason::Sealed));
        };
        self.forget(before);
        // A seal and an erasure reach every agency's document of the number.
        if is_nobodys && reason == WithdrawalReason::Deleted {
            self.leave_out(part, RefusalReason::WhoseNumber);
        }
        let counted = if sealed.is_some() { &self.sealed } else { &self.withdrawn };
        counted.set(counted.get() + 1);
        let document = SourceDocument { matters: vec![Matter::Withdrawal { reason }], ..document };
        Ok(Kept { document, marks })
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

    /// The person that the element describes, as of a time, from which an age counts.
    fn person(&self, node: Node<'_>, as_of: Timestamp) -> Result<Person, Refusal> {
        let key = (node.key(), as_of);
        let known = self.read.borrow().get(&key).cloned();
        known.unwrap_or_else(|| {
            let person = person(self, node, as_of);
            self.read.borrow_mut().insert(key, person.clone());
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
            match self.kept(part, &record) {
                Ok(kept) => records.push(kept),
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

/// A refusal at an element.
pub(crate) fn refuse(node: Node<'_>, reason: RefusalReason) -> Refusal {
    Refusal { path: node.path(), reason }
}

/// A refusal because something is missing in an element.
pub(crate) fn missing(node: Node<'_>, what: &'static str) -> Refusal {
    refuse(node, RefusalReason::Missing(what))
}
