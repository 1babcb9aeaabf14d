//! NIEM JSON to a tree: an object member is an element named by its key without the prefix, an array is that element
//! repeated. Objects with the same `@id` or `@uri` are the same thing, and one without content stands for the others.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::Tree;
use super::build::Builder;
use crate::limits::Limits;
use crate::refusal::{Refusal, RefusalReason};

pub(super) fn parse(text: Result<&str, &str>, limits: &Limits) -> Result<Tree, Refusal> {
    let text = text.map_err(|_| Refusal::whole(RefusalReason::NotText))?;
    let work = RefCell::new(Work { builder: Builder::new(limits), refusal: None });
    let mut json = serde_json::Deserializer::from_str(text);
    let outcome = Document(&work).deserialize(&mut json).and_then(|()| json.end());
    let Work { builder, refusal } = work.into_inner();
    match (outcome, refusal) {
        (_, Some(refusal)) => Err(refusal),
        (Err(_), None) => Err(builder.refuse(RefusalReason::NotJson)),
        (Ok(()), None) if builder.is_empty() => Err(builder.refuse(RefusalReason::NotJson)),
        (Ok(()), None) => Ok(builder.finish()),
    }
}

struct Work<'l> {
    builder: Builder<'l>,
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

/// The outermost object: its one member that is an object, or a list of them, is the document. `@context` gives the
/// namespaces; other keywords of JSON-LD, and members that are plain values, such as `$schema`, are no part of it.
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
        while let Some(key) = map.next_key::<String>()? {
            if key == "@context" {
                map.next_value_seed(Context(self.0))?;
            } else if key.starts_with(['@', '$']) {
                map.next_value::<serde::de::IgnoredAny>()?;
            } else {
                map.next_value_seed(Root(Member { work: self.0, name: local(&key) }))?;
            }
        }
        Ok(())
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

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        step(self.work, |builder| builder.open(self.name))?;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "@id" | "@uri" => {
                    let uri = map.next_value::<String>()?;
                    self.work.borrow_mut().builder.mark(|marks| marks.uri = Some(uri));
                }
                // A value with its language or type beside it is the value.
                "@value" => map.next_value_seed(Text(self.work))?,
                keyword if keyword.starts_with('@') => {
                    map.next_value::<serde::de::IgnoredAny>()?;
                }
                _ => map.next_value_seed(Member { work: self.work, name: local(&key) })?,
            }
        }
        self.work.borrow_mut().builder.close();
        Ok(())
    }
}

/// The text of the element that is being read.
struct Text<'w, 'l>(&'w RefCell<Work<'l>>);

impl Text<'_, '_> {
    fn add<E: Error>(&self, text: &str) -> Result<(), E> {
        step(self.0, |builder| builder.text(text))
    }
}

impl<'de> DeserializeSeed<'de> for Text<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for Text<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a plain value")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.add(value)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.add(if value { "true" } else { "false" })
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.add(&value.to_string())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.add(&value.to_string())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.add(&value.to_string())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}

/// A key without its prefix, or without its namespace where it is written out.
fn local(key: &str) -> &str {
    key.rsplit_once([':', '/', '#']).map_or(key, |(_, name)| name)
}
