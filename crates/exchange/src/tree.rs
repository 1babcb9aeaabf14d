//! A document as a tree of elements with local names, built within limits from XML or NIEM JSON.
//!
//! Releases of NIEM differ in namespaces and agree in most local names, so that elements are found by local name; the
//! release is told from the namespace of its core. Identifiers and references (`s:id`, `s:ref`, `structures:uri`,
//! `@id`) are indexed once the tree stands.

mod build;
mod encoding;
mod identity;
mod json;
mod node;
mod seal;
mod xml;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

use serde::Serialize;

use crate::limits::Limits;
use crate::refusal::{Refusal, RefusalReason};

pub(crate) use encoding::decode;
pub use encoding::text;
pub(crate) use identity::Identities;
pub(crate) use node::Node;
pub(crate) use seal::{Seal, Seals};

/// A release of NIEM, by the namespace of its core.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum NiemVersion {
    /// 2.0 and 2.1.
    #[serde(rename = "2.0")]
    Two,
    /// 3.x.
    #[serde(rename = "3.0")]
    Three,
    /// 4.x.
    #[serde(rename = "4.0")]
    Four,
    /// 5.x.
    #[serde(rename = "5.0")]
    Five,
    /// 6.0.
    #[serde(rename = "6.0")]
    Six,
}

impl NiemVersion {
    /// The release that this namespace belongs to, if it is one of NIEM's core.
    fn of_namespace(namespace: &str) -> Option<NiemVersion> {
        let (_, release) = namespace.split_once("niem-core/")?;
        match release.chars().next()? {
            '2' => Some(NiemVersion::Two),
            '3' => Some(NiemVersion::Three),
            '4' => Some(NiemVersion::Four),
            '5' => Some(NiemVersion::Five),
            '6' => Some(NiemVersion::Six),
            _ => None,
        }
    }
}

/// One element. Positions are indexes into [`Tree::elements`].
struct Element {
    name: Rc<str>,
    text: String,
    parent: Option<usize>,
    first_child: Option<usize>,
    last_child: Option<usize>,
    next_sibling: Option<usize>,
    marks: Option<Box<Marks>>,
    /// Its place among siblings of its name, from one.
    place: usize,
    /// It has a sibling of its name.
    has_twin: bool,
    /// Its text was looked at by a reader.
    is_read: Cell<bool>,
}

/// What an element's attributes say about its identity.
#[derive(Default)]
struct Marks {
    /// It is the thing with this identifier.
    id: Option<String>,
    /// It stands for the thing with this identifier.
    reference: Option<String>,
    /// It is, or stands for, the thing with this URI: the one with content is it.
    uri: Option<String>,
    /// Identifiers of its metadata.
    metadata: Option<String>,
    /// It is sealed.
    seal: Option<Seal>,
}

/// True for a document that begins as JSON does.
pub(crate) fn is_json(bytes: &[u8]) -> bool {
    let (Ok(text) | Err(text)) = decode(bytes);
    begins_as_json(&text)
}

fn begins_as_json(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

/// A document.
pub(crate) struct Tree {
    elements: Vec<Element>,
    identities: Identities,
    seals: Seals,
    version: Option<NiemVersion>,
}

impl Tree {
    /// Reads a document; one that begins with `{` is JSON.
    pub(crate) fn parse(bytes: &[u8], limits: &Limits) -> Result<Tree, Refusal> {
        if bytes.len() > limits.bytes {
            return Err(Refusal::whole(RefusalReason::TooLarge(limits.bytes)));
        }
        let text = decode(bytes);
        let (Ok(begin) | Err(begin)) = &text;
        if bytes.is_empty() || (text.is_ok() && begin.trim().is_empty()) {
            return Err(Refusal::whole(RefusalReason::Empty));
        }
        let text = text.as_deref().map_err(|good| good.as_ref());
        if begins_as_json(begin) { json::parse(text, limits) } else { xml::parse(text, limits) }
    }

    /// The root element.
    pub(crate) fn root(&self) -> Option<Node<'_>> {
        (!self.elements.is_empty()).then_some(Node::new(self, 0))
    }

    /// The NIEM release, where the document names one.
    pub(crate) fn version(&self) -> Option<NiemVersion> {
        self.version
    }

    /// Who is who in the document.
    pub(crate) fn identities(&self) -> &Identities {
        &self.identities
    }

    /// How many values of each path no reader has looked at: `/Warrants/eBWResults/Person/PersonEyeColorText`. What is
    /// sealed is not told.
    pub(crate) fn unread(&self) -> BTreeMap<String, usize> {
        let mut unread = BTreeMap::new();
        for (at, element) in self.elements.iter().enumerate() {
            let node = Node::new(self, at);
            if !element.is_read.get() && !element.text.trim().is_empty() && !self.seals.covers(node) {
                *unread.entry(node.plain_path()).or_default() += 1;
            }
        }
        unread
    }

    /// What is sealed in the document.
    pub(crate) fn seals(&self) -> &Seals {
        &self.seals
    }

    /// Takes an element out of its parent.
    fn detach(&mut self, at: usize) {
        let next = self.elements[at].next_sibling;
        let Some(parent) = self.elements[at].parent else { return };
        if self.elements[parent].first_child == Some(at) {
            self.elements[parent].first_child = next;
            return;
        }
        let mut before = self.elements[parent].first_child;
        while let Some(sibling) = before {
            let after = self.elements[sibling].next_sibling;
            if after == Some(at) {
                self.elements[sibling].next_sibling = next;
                return;
            }
            before = after;
        }
    }

    /// The element with this key.
    pub(crate) fn element(&self, key: usize) -> Node<'_> {
        Node::new(self, key)
    }

    /// Every element, the root first, each before those inside it.
    pub(crate) fn all(&self) -> impl Iterator<Item = Node<'_>> {
        (0..self.elements.len()).map(|at| Node::new(self, at))
    }
}
