//! Bytes to text, in the encoding in which they are, whatever is declared.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// The text of a document: by its byte order mark, else as UTF-8 where it is that (systems declare `utf-16` or
/// `ISO-8859-1` and send UTF-8; other encodings hardly ever look like it), else as the XML declaration says.
///
/// # Errors
/// The text before the first byte that is none in that encoding.
pub(crate) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Cow<'_, str>> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return whole(encoding, &bytes[length..]);
    }
    // An XML or JSON document begins with a letter of ASCII, of which UTF-16 shows the other half.
    match bytes {
        [0, second, ..] if *second != 0 => return whole(UTF_16BE, bytes),
        [first, 0, ..] if *first != 0 => return whole(UTF_16LE, bytes),
        _ => {}
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(error) => match declared(bytes) {
            Some(encoding) => whole(encoding, bytes),
            None => Err(String::from_utf8_lossy(&bytes[..error.valid_up_to()])),
        },
    }
}

/// The text of a document for people to read; what is none in its encoding is shown as a replacement character.
pub fn text(bytes: &[u8]) -> Cow<'_, str> {
    decode(bytes).unwrap_or_else(|_| String::from_utf8_lossy(bytes))
}

fn whole<'b>(encoding: &'static Encoding, bytes: &'b [u8]) -> Result<Cow<'b, str>, Cow<'b, str>> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.ok_or_else(|| {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        let good = text.split('\u{fffd}').next().unwrap_or_default();
        Cow::Owned(good.to_owned())
    })
}

/// The encoding that the XML declaration names, where it is one of single bytes or of a multi-byte language.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    let declaration = start.strip_prefix("<?xml")?.split("?>").next()?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|letter| matches!(letter, '"' | '\''))?;
    let label = value[1..].split(quote).next()?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    (encoding != encoding_rs::UTF_8 && encoding != UTF_16LE && encoding != UTF_16BE).then_some(encoding)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, swap: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if swap { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    }

    #[test]
    fn as_they_are_and_not_as_they_say() {
        let with = |declared: &str, inner: &str| {
            format!("<?xml version='1.0' encoding='{declared}'?><a>{inner}</a>")
        };
        let marked = |mark: &[u8], text: Vec<u8>| [mark, &text].concat();
        let latin = with("ISO-8859-1", "Nu~ez").replace('~', "\u{1}");
        let latin: Vec<u8> = latin.bytes().map(|byte| if byte == 1 { 0xf1 } else { byte }).collect();
        for (bytes, expect) in [
            (with("utf-16", "Nuñez").into_bytes(), Some(with("utf-16", "Nuñez"))),
            (with("ISO-8859-1", "Nuñez").into_bytes(), Some(with("ISO-8859-1", "Nuñez"))),
            (latin, Some(with("ISO-8859-1", "Nuñez"))),
            (utf16("<a>ñ</a>", false), Some("<a>ñ</a>".to_owned())),
            (utf16("<a>ñ</a>", true), Some("<a>ñ</a>".to_owned())),
            (marked(b"\xff\xfe", utf16("<a/>", false)), Some("<a/>".to_owned())),
            (marked(b"\xfe\xff", utf16("<a/>", true)), Some("<a/>".to_owned())),
            (marked(b"\xef\xbb\xbf", b"<a/>".to_vec()), Some("<a/>".to_owned())),
            (b"<a>\xff</a>".to_vec(), None),
            (
                with("utf-8", "~")
                    .replace('~', "\u{1}")
                    .bytes()
                    .map(|b| if b == 1 { 0xf1 } else { b })
                    .collect(),
                None,
            ),
            (with("klingon", "x").into_bytes().into_iter().chain([0xff]).collect(), None),
        ] {
            assert_eq!(decode(&bytes).ok().map(Cow::into_owned), expect, "{bytes:?}");
        }
    }
}
