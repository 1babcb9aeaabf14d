//! XML to a tree.

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;
use quick_xml::{Error, XmlVersion};

use super::build::Builder;
use super::{Tree, seal};
use crate::limits::Limits;
use crate::refusal::{Refusal, RefusalReason};

pub(super) fn parse(text: Result<&str, &str>, limits: &Limits) -> Result<Tree, Refusal> {
    let mut builder = Builder::new(limits);
    match text {
        Ok(text) => {
            fill(&mut builder, text)?;
            Ok(builder.finish())
        }
        // What stands before the broken byte tells where in the document it is.
        Err(good) => match fill(&mut builder, good) {
            Err(refusal) if refusal.reason != RefusalReason::NotXml => Err(refusal),
            Ok(()) | Err(_) => Err(builder.refuse(RefusalReason::NotText)),
        },
    }
}

fn fill(builder: &mut Builder<'_>, text: &str) -> Result<(), Refusal> {
    let mut reader = NsReader::from_str(text);
    reader.config_mut().check_comments = false;
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => return Err(builder.refuse(reason(&error))),
        };
        match event {
            Event::Start(start) => element(builder, &reader, &start)?,
            Event::Empty(start) => {
                element(builder, &reader, &start)?;
                builder.close();
            }
            Event::End(_) => builder.close(),
            Event::Text(chunk) if builder.is_open() => builder.text(&chunk.xml10_content())?,
            Event::Text(chunk) => {
                if !chunk.xml10_content().trim().is_empty() {
                    return Err(builder.refuse(RefusalReason::NotXml));
                }
            }
            Event::CData(chunk) => builder.text(&chunk.xml10_content())?,
            Event::GeneralRef(reference) => {
                let letter = letter(&reference).map_err(|reason| builder.refuse(reason))?;
                builder.text(letter.encode_utf8(&mut [0; 4]))?;
            }
            Event::DocType(_) => return Err(builder.refuse(RefusalReason::DocumentType)),
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
            Event::Eof => break,
        }
    }
    if builder.is_open() || builder.is_empty() {
        return Err(builder.refuse(RefusalReason::NotXml));
    }
    Ok(())
}

fn element(
    builder: &mut Builder<'_>,
    reader: &NsReader<&[u8]>,
    start: &BytesStart<'_>,
) -> Result<(), Refusal> {
    if !builder.is_open() && !builder.is_empty() {
        return Err(builder.refuse(RefusalReason::NotXml));
    }
    let (namespace, name) = reader.resolver().resolve_element(start.name());
    if let ResolveResult::Bound(namespace) = namespace {
        builder.namespace(namespace.as_ref());
    }
    builder.open(name.as_ref())?;
    let most = builder.most_attributes();
    for (count, attribute) in start.attributes().enumerate() {
        if count >= most {
            return Err(builder.refuse(RefusalReason::TooManyAttributes(most)));
        }
        let attribute = attribute.map_err(|_| builder.refuse(RefusalReason::NotXml))?;
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|error| builder.refuse(reason(&error)))?
            .into_owned();
        let (namespace, name) = reader.resolver().resolve_attribute(attribute.key);
        if let Some(seal) = seal::of_attribute(name.as_ref(), &value) {
            builder.mark(|marks| marks.seal = Some(seal));
        }
        let ResolveResult::Bound(namespace) = namespace else { continue };
        let namespace: &str = namespace.as_ref();
        match name.as_ref() {
            "id" if namespace.contains("structures") => builder.mark(|marks| marks.id = Some(value)),
            "uri" if namespace.contains("structures") => builder.mark(|marks| marks.uri = Some(value)),
            "metadata" if namespace.contains("structures") => {
                builder.mark(|marks| marks.metadata = Some(value))
            }
            "metadataRef" => builder.mark(|marks| marks.metadata = Some(value)),
            // LEXS points from its payload into its digest with an attribute of its own.
            "ref" => builder.mark(|marks| marks.reference = Some(value)),
            _ => {}
        }
    }
    Ok(())
}

fn letter(reference: &BytesRef<'_>) -> Result<char, RefusalReason> {
    if reference.is_char_ref() {
        return reference.resolve_char_ref().ok().flatten().ok_or(RefusalReason::NotXml);
    }
    match &**reference {
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "amp" => Ok('&'),
        "apos" => Ok('\''),
        "quot" => Ok('"'),
        _ => Err(RefusalReason::Entity),
    }
}

fn reason(error: &Error) -> RefusalReason {
    match error {
        Error::Escape(quick_xml::escape::EscapeError::UnrecognizedEntity(..)) => RefusalReason::Entity,
        Error::Encoding(_) => RefusalReason::NotText,
        Error::Io(_)
        | Error::Syntax(_)
        | Error::IllFormed(_)
        | Error::InvalidAttr(_)
        | Error::Escape(_)
        | Error::Namespace(_) => RefusalReason::NotXml,
    }
}
