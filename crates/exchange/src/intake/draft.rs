//! One record while it is put together.

use std::collections::HashMap;

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::{Matter, WithdrawalReason};
use ciss_contract::person::Identifier;
use ciss_contract::source::Source;
use jiff::Timestamp;

use super::Intake;
use crate::address::address;
use crate::limits::MOST_ENDS;
use crate::refusal::Refusal;
use crate::tree::Node;
use crate::vehicle::vehicle;
use crate::withdrawal::withdrawn;

/// Which document a record is, and whether its source takes it back.
pub(super) struct Identity {
    /// Without what it says.
    pub(super) document: SourceDocument,
    pub(super) withdrawn: Option<WithdrawalReason>,
    /// Agencies number documents of this kind, and this one does not name its own.
    pub(super) is_nobodys: bool,
}

/// A record of a source, and which element is which person and vehicle in it.
pub(crate) struct Draft<'a, 'i> {
    intake: &'i Intake<'a>,
    document: SourceDocument,
    persons: HashMap<usize, usize>,
    vehicles: HashMap<usize, usize>,
}

impl<'a, 'i> Draft<'a, 'i> {
    pub(super) fn new(
        intake: &'i Intake<'a>,
        part: Node<'_>,
        source: Source,
        number: String,
        as_of: Timestamp,
    ) -> Draft<'a, 'i> {
        let document = SourceDocument {
            source,
            number,
            as_of,
            originator: None,
            persons: Vec::new(),
            vehicles: Vec::new(),
            matters: Vec::new(),
        };
        let withdrawn = withdrawn(intake, part);
        intake.identity.replace(Some(Identity { document: document.clone(), withdrawn, is_nobodys: false }));
        Draft { intake, document, persons: HashMap::new(), vehicles: HashMap::new() }
    }

    pub(crate) fn as_of(&self) -> Timestamp {
        self.document.as_of
    }

    /// The agency whose number the document has: its ORI, else its name.
    pub(crate) fn originator(&mut self, agency: Option<String>) {
        if let Some(identity) = self.intake.identity.borrow_mut().as_mut() {
            identity.document.originator.clone_from(&agency);
            identity.is_nobodys = agency.is_none();
        }
        self.document.originator = agency;
    }

    /// The source takes the document back: nothing of what it says beside that counts.
    pub(crate) fn take_back(&self, reason: WithdrawalReason) {
        if let Some(identity) = self.intake.identity.borrow_mut().as_mut() {
            identity.withdrawn.get_or_insert(reason);
        }
    }

    /// The position of the person that the element is, or stands for. A person without a name is refused.
    pub(crate) fn person(&mut self, node: Node<'_>) -> Result<usize, Refusal> {
        let node = self.intake.resolve(node)?;
        if let Some(position) = self.persons.get(&node.key()) {
            return Ok(*position);
        }
        let person = self.intake.person(node, self.document.as_of)?;
        let position = self.document.persons.len();
        self.document.persons.push(person);
        self.persons.insert(node.key(), position);
        Ok(position)
    }

    /// As [`Self::person`]; one that is refused is left out.
    pub(crate) fn person_if_named(&mut self, node: Node<'_>) -> Option<usize> {
        self.person(node).map_err(|refusal| self.intake.leave(refusal)).ok()
    }

    /// Adds numbers that the document gives a person outside their description.
    pub(crate) fn identify(&mut self, position: usize, identifiers: impl IntoIterator<Item = Identifier>) {
        if let Some(person) = self.document.persons.get_mut(position) {
            for identifier in identifiers {
                if !person.identifiers.contains(&identifier) && person.identifiers.len() < MOST_ENDS {
                    person.identifiers.push(identifier);
                }
            }
        }
    }

    /// Adds a caution to a person.
    pub(crate) fn caution(&mut self, position: usize, words: &str) {
        if let Some(person) = self.document.persons.get_mut(position)
            && !person.cautions.iter().any(|known| known == words)
        {
            person.cautions.push(words.to_owned());
        }
    }

    /// Adds the address in the element to a person.
    pub(crate) fn reside(&mut self, position: usize, location: Node<'_>) {
        if let Some(address) = address(self.intake, location)
            && let Some(person) = self.document.persons.get_mut(position)
            && !person.addresses.contains(&address)
            && person.addresses.len() < MOST_ENDS
        {
            person.addresses.push(address);
        }
    }

    /// The position of the vehicle that the element is, or stands for; none where it says nothing of it.
    pub(crate) fn vehicle(&mut self, node: Node<'_>) -> Option<usize> {
        let node = self.intake.follow(node)?;
        if let Some(position) = self.vehicles.get(&node.key()) {
            return Some(*position);
        }
        let vehicle = vehicle(self.intake, node)?;
        let position = self.document.vehicles.len();
        self.document.vehicles.push(vehicle);
        self.vehicles.insert(node.key(), position);
        Some(position)
    }

    pub(crate) fn state(&mut self, matter: Matter) {
        self.document.matters.push(matter);
    }

    pub(crate) fn finish(self) -> SourceDocument {
        self.intake.persons.borrow_mut().extend(self.persons.keys());
        self.intake.vehicles.borrow_mut().extend(self.vehicles.keys());
        self.document
    }
}
