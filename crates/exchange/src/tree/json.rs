//! NIEM JSON to a tree: an object member is an element named by its key without the prefix, an array is that element
//! repeated. Objects with the same `@id` or `@uri` are the same thing, and one without content stands for the others.

use std::cell::RefCell;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::Tree;
use super::build::Builder;
use crate::kind::DocumentKind;
use crate::limits::Limits;
use crate::refusal::{Refusal, RefusalReason};

pub(super) fn parse(text: Result<&str, &str>, limits: &Limits) -> Result<Tree, Refusal> {
    let text = text.map_err(|_| Refusal::whole(RefusalReason::NotText))?;
    let takes_graph = text.len() <= LARGEST_GRAPH;
    let work = RefCell::new(Work { builder: Builder::new(limits), refusal: None, takes_graph });
    let mut json = serde_json::Deserializer::from_str(text);
    let outcome = Document(&work).deserialize(&mut json).and_then(|()| json.end());
    let Work { builder, refusal, .. } = work.into_inner();
    match (outcome, refusal) {
        (_, Some(refusal)) => Err(refusal),
        (Err(_), None) => Err(builder.refuse(RefusalReason::NotJson)),
        (Ok(()), None) if builder.is_empty() => Err(builder.refuse(RefusalReason::NotJson)),
        (Ok(()), None) => Ok(builder.finish()),
    }
}

/// Largest document of which a graph is read, in bytes: all its nodes are held before the one is known that is the document.
const LARGEST_GRAPH: usize = 4 << 20;

struct Work<'l> {
    builder: Builder<'l>,
    takes_graph: bool,
    /// Why reading stopped, where the tree's limits stopped it; serde's own error has no room for that.
    refusal: Option<Refusal>,
}

/// Runs one step on the tree and stops the parser where it is refused.
fn step<'l, E: Error>(
    work: &RefCell<Work<'l>>,
    step: impl FnOnce(&mut Builder<'l>) -> Result<(), Refusal>,
) -> Result<(), E> {
    let work = &mut *work.borrow_mut();
    step(&mut work.builder).map_err(|refusal| {
        work.refusal = Some(refusal);
        E::custom("refused")
    })
}

/// The outermost object: its one member that is an object, or a list of them, is the document; or it is that itself, by its
/// type, or by a node of its graph. `@context` gives the namespaces; other keywords of JSON-LD, and members that are plain
/// values, such as `$schema`, are no part of it.
struct Document<'w, 'l>(&'w RefCell<Work<'l>>);

impl<'de> DeserializeSeed<'de> for Document<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Document<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with one document")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut is_document = false;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "@context" => map.next_value_seed(Context(self.0))?,
                "@type" => {
                    let types = map.next_value::<Types>()?;
                    if let Some(kind) = types.kind().filter(|_| self.0.borrow().builder.is_empty()) {
                        step(self.0, |builder| builder.open(kind))?;
                        is_document = true;
                    }
                }
                "@graph" if self.0.borrow().takes_graph && !is_document => {
                    self.graph(&map.next_value::<Vec<Value>>()?)?;
                }
                key if key.starts_with(['@', '$']) => {
                    map.next_value::<serde::de::IgnoredAny>()?;
                }
                key if is_document => map.next_value_seed(Member { work: self.0, name: local(key) })?,
                key => map.next_value_seed(Root(Member { work: self.0, name: local(key) }))?,
            }
        }
        if is_document {
            self.0.borrow_mut().builder.close();
        }
        Ok(())
    }
}

impl Document<'_, '_> {
    /// Of the nodes of a graph, the one that is a document, with the others in it; what points at them finds them there.
    fn graph<E: Error>(&self, nodes: &[Value]) -> Result<(), E> {
        let work = self.0;
        let types = |node: &Value| Types::deserialize(node.get("@type")?).ok();
        let kind = |node: &Value| types(node)?.kind().map(str::to_owned);
        let Some((at, kind)) = nodes.iter().enumerate().find_map(|(at, node)| Some((at, kind(node)?))) else {
            // Each node may hold a document by its name.
            return nodes.iter().try_for_each(|node| Document(work).deserialize(node).map_err(E::custom));
        };
        step(work, |builder| builder.open(&kind))?;
        Content(Member { work, name: &kind }).deserialize(&nodes[at]).map_err(E::custom)?;
        for node in nodes.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, node)| node) {
            let Some(types) = types(node) else { continue };
            let Some(name) = types.names().next() else { continue };
            Member { work, name }.deserialize(node).map_err(E::custom)?;
        }
        work.borrow_mut().builder.close();
        Ok(())
    }
}

/// What `@type` says.
#[derive(Deserialize)]
#[serde(untagged)]
enum Types {
    One(String),
    Several(Vec<String>),
}

impl Types {
    fn names(&self) -> impl Iterator<Item = &str> {
        let names = match self {
            Types::One(name) => std::slice::from_ref(name),
            Types::Several(names) => names,
        };
        names.iter().map(|name| local(name))
    }

    /// The kind of document that it is.
    fn kind(&self) -> Option<&str> {
        self.names().find(|name| DocumentKind::of_root(name) != DocumentKind::Unknown)
    }
}

/// A member that is the document where it is an object, and nothing where it is a plain value.
struct Root<'w, 'l, 'n>(Member<'w, 'l, 'n>);

impl<'de> DeserializeSeed<'de> for Root<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Root<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with one document")
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(Root(self.0))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        if self.0.work.borrow().builder.is_empty() {
            self.0.visit_map(map)
        } else {
            Err(A::Error::custom("a second document"))
        }
    }
}

/// The namespaces by prefix: in an object, in several, or behind an address, which is not followed.
struct Context<'w, 'l>(&'w RefCell<Work<'l>>);

impl<'de> DeserializeSeed<'de> for Context<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Context<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("prefixes and their namespaces")
    }

    fn visit_str<E: Error>(self, namespace: &str) -> Result<(), E> {
        self.0.borrow_mut().builder.namespace(namespace);
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(Context(self.0))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        // A term may be defined at length: `{"@id": "https://…"}`.
        while map.next_key::<serde::de::IgnoredAny>()?.is_some() {
            map.next_value_seed(Context(self.0))?;
        }
        Ok(())
    }
}

/// One element, or several of the same name.
#[derive(Clone, Copy)]
struct Member<'w, 'l, 'n> {
    work: &'w RefCell<Work<'l>>,
    name: &'n str,
}

impl Member<'_, '_, '_> {
    fn value<E: Error>(self, text: &str) -> Result<(), E> {
        step(self.work, |builder| {
            builder.open(self.name)?;
            builder.text(text)?;
            builder.close();
            Ok(())
        })
    }
}

impl<'de> DeserializeSeed<'de> for Member<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Member<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.value(value)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.value(if value { "true" } else { "false" })
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.value(&value.to_string())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.value(&value.to_string())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.value(&value.to_string())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.value("")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(self)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        step(self.work, |builder| builder.open(self.name))?;
        Content(self).visit_map(map)?;
        self.work.borrow_mut().builder.close();
        Ok(())
    }
}

/// What stands in the element that is open: its text, its members, or in a list all elements of its name.
#[derive(Clone, Copy)]
struct Content<'w, 'l, 'n>(Member<'w, 'l, 'n>);

impl Content<'_, '_, '_> {
    fn text<E: Error>(self, text: &str) -> Result<(), E> {
        step(self.0.work, |builder| builder.text(text))
    }
}

impl<'de> DeserializeSeed<'de> for Content<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Content<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.text(value)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.text(if value { "true" } else { "false" })
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.text(&value.to_string())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.text(&value.to_string())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.text(&value.to_string())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut item = Item { content: self, is_first: true };
        while seq.next_element_seed(item)?.is_some() {
            item.is_first = false;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Member { work, .. } = self.0;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "@id" | "@uri" => {
                    let uri = map.next_value::<String>()?;
                    work.borrow_mut().builder.mark(|marks| marks.uri = Some(uri));
                }
                // A value with its language or type beside it is the value.
                "@value" | "@list" | "@set" => map.next_value_seed(self)?,
                keyword if keyword.starts_with('@') => {
                    map.next_value::<serde::de::IgnoredAny>()?;
                }
                key => map.next_value_seed(Member { work, name: local(key) })?,
            }
        }
        Ok(())
    }
}

/// An item of a list: the first is the element that is open, every further one another of its name.
#[derive(Clone, Copy)]
struct Item<'w, 'l, 'n> {
    content: Content<'w, 'l, 'n>,
    is_first: bool,
}

impl<'de> DeserializeSeed<'de> for Item<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let Member { work, name } = self.content.0;
        if !self.is_first {
            step(work, |builder| {
                builder.close();
                builder.open(name)
            })?;
        }
        self.content.deserialize(deserializer)
    }
}

/// A key without its prefix, or without its namespace where it is written out.
fn local(key: &str) -> &str {
    key.rsplit_once([':', '/', '#']).map_or(key, |(_, name)| name)
}
