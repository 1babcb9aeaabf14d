//! A document as a tree of elements with local names, built within limits from XML or NIEM JSON.
//!
//! Releases of NIEM differ in namespaces and agree in most local names, so that elements are found by local name; the
//! release is told from the namespace of its core. Identifiers and references (`s:id`, `s:ref`, `structures:uri`,
//! `@id`) are indexed once the tree stands.

mod build;
mod identity;
mod json;
mod node;
mod xml;

use std::rc::Rc;

use serde::Serialize;

use crate::limits::Limits;
use crate::refusal::{Refusal, RefusalReason};

pub(crate) use identity::Identities;
pub(crate) use node::Node;

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
}

/// True for a document that begins as JSON does.
pub(crate) fn is_json(bytes: &[u8]) -> bool {
    without_mark(bytes).trim_ascii_start().first() == Some(&b'{')
}

/// The bytes without a byte order mark.
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// A document.
pub(crate) struct Tree {
    elements: Vec<Element>,
    identities: Identities,
    version: Option<NiemVersion>,
}

impl Tree {
    /// Reads a document; one that begins with `{` is JSON.
    pub(crate) fn parse(bytes: &[u8], limits: &Limits) -> Result<Tree, Refusal> {
        if bytes.len() > limits.bytes {
            return Err(Refusal::whole(RefusalReason::TooLarge(limits.bytes)));
        }
        let bytes = without_mark(bytes);
        if bytes.trim_ascii().is_empty() {
            Err(Refusal::whole(RefusalReason::Empty))
        } else if is_json(bytes) {
            json::parse(bytes, limits)
        } else {
            xml::parse(bytes, limits)
        }
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

    /// The element with this key.
    pub(crate) fn element(&self, key: usize) -> Node<'_> {
        Node::new(self, key)
    }

    /// Every element, the root first, each before those inside it.
    pub(crate) fn all(&self) -> impl Iterator<Item = Node<'_>> {
        (0..self.elements.len()).map(|at| Node::new(self, at))
    }
}
