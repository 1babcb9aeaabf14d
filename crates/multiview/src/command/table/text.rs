//! What encoding a file is in. UTF-8 and UTF-16 say so themselves; of the older ones the likeliest is taken, and named.

use std::io::Read;
use std::path::Path;

use encoding_rs::{Encoding, UTF_8};

use crate::command::error::CommandError;

/// A file as text.
pub(super) struct Text {
    pub(super) text: String,
    /// Name of the encoding by the WHATWG Encoding Standard.
    pub(super) encoding: &'static str,
}

/// Reads a whole file.
///
/// # Errors
/// It cannot be read, is no text, or its encoding cannot be told; or it was stopped.
pub(super) fn read(path: &Path, stopped: &dyn Fn() -> bool) -> Result<Text, CommandError> {
    const PORTION: u64 = 1 << 24;
    let unreadable =
        |error: std::io::Error| CommandError::Read { path: path.into(), reason: error.to_string() };
    let mut file = std::fs::File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    while file.by_ref().take(PORTION).read_to_end(&mut bytes).map_err(unreadable)? > 0 {
        if stopped() {
            return Err(CommandError::Cancelled);
        }
    }
    decode(bytes).map_err(|(line, reason)| CommandError::Encoding { path: path.into(), line, reason })
}

/// Decodes a file, or says in which line it is not text and why.
fn decode(bytes: Vec<u8>) -> Result<Text, (u64, &'static str)> {
    const AS_UTF_8: &str = "save the file as UTF-8";
    if bytes.starts_with(&[0xff, 0xfe, 0, 0]) || bytes.starts_with(&[0, 0, 0xfe, 0xff]) {
        return Err((1, "it begins as UTF-32 does; save the file as UTF-8"));
    }
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes).filter(|(encoding, _)| *encoding != UTF_8) {
        let (text, faulty) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return if faulty {
            Err((broken_line(&text), "the file says that it is UTF-16 and is not; save it as UTF-8"))
        } else {
            Ok(Text { text: text.into_owned(), encoding: encoding.name() })
        };
    }
    for (kind, what) in [
        (&b"PK\x03\x04"[..], "it is a spreadsheet or another archive; save its sheet as CSV"),
        (b"\xd0\xcf\x11\xe0", "it is an old spreadsheet or document; save its sheet as CSV"),
        (b"\x1f\x8b", "it is compressed; unpack it"),
        (b"PAR1", "it is a Parquet file; save it as CSV"),
    ] {
        if bytes.starts_with(kind) {
            return Err((1, what));
        }
    }
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        let sides = bytes.chunks_exact(2).take(4_096).fold((0, 0), |(even, odd), pair| {
            (even + usize::from(pair[0] == 0), odd + usize::from(pair[1] == 0))
        });
        let many = bytes.len().min(8_192) / 8;
        return Err(match sides {
            (even, odd) if odd > many && even <= odd / 4 => {
                (1, "it looks like UTF-16 (little-endian) without a byte order mark; save the file as UTF-8")
            }
            (even, odd) if even > many && odd <= even / 4 => {
                (1, "it looks like UTF-16 (big-endian) without a byte order mark; save the file as UTF-8")
            }
            _ => (line_of(&bytes, at), "a byte of value zero; text has none"),
        });
    }
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            if text.starts_with('\u{feff}') {
                text.drain(..'\u{feff}'.len_utf8());
            }
            Ok(Text { text: lines_of(text), encoding: UTF_8.name() })
        }
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            // Several letters that are right in UTF-8 are no accident: then the wrong ones are the accident.
            let (mut right, mut wrong) = (0, 0);
            for chunk in bytes.utf8_chunks() {
                right += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
                wrong += usize::from(!chunk.invalid().is_empty());
            }
            if right > wrong {
                return Err((line_of(&bytes, at), "not UTF-8 text, though the file is UTF-8 elsewhere"));
            }
            let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
            detector.feed(&bytes, true);
            let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
            let (text, faulty) = encoding.decode_without_bom_handling(&bytes);
            if faulty {
                return Err((line_of(&bytes, at), AS_UTF_8));
            }
            Ok(Text { text: lines_of(text.into_owned()), encoding: encoding.name() })
        }
    }
}

/// Lines that end in a carriage return alone, as on old Macintoshes, are counted as others are.
fn lines_of(text: String) -> String {
    if text.contains('\r') && !text.contains('\n') { text.replace('\r', "\n") } else { text }
}

fn line_of(bytes: &[u8], at: usize) -> u64 {
    1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count() as u64
}

fn broken_line(text: &str) -> u64 {
    line_of(text.as_bytes(), text.find('\u{fffd}').unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expect: Result<(&str, &str), u64>) {
        let found = decode(bytes.to_vec());
        let found = found.as_ref().map(|text| (text.text.as_str(), text.encoding)).map_err(|(line, _)| *line);
        assert_eq!(found, expect, "{bytes:?}");
    }

    fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2], mark: bool) -> Vec<u8> {
        let mark = mark.then_some(0xfeff);
        mark.into_iter().chain(text.encode_utf16()).flat_map(bytes).collect()
    }

    #[test]
    fn files_are_read_in_the_encoding_that_they_are_in() {
        const PEOPLE: &str = "id,name\n1,José Muñoz\n2,Zoë\n";
        check(PEOPLE.as_bytes(), Ok((PEOPLE, "UTF-8")));
        check(format!("\u{feff}{PEOPLE}").as_bytes(), Ok((PEOPLE, "UTF-8")));
        check(&utf_16(PEOPLE, u16::to_le_bytes, true), Ok((PEOPLE, "UTF-16LE")));
        check(&utf_16(PEOPLE, u16::to_be_bytes, true), Ok((PEOPLE, "UTF-16BE")));
        check(b"id,name\n1,Jos\xe9 Mu\xf1oz\n2,Zo\xeb\n", Ok((PEOPLE, "windows-1252")));
        check(b"id\r1\r2\r", Ok(("id\n1\n2\n", "UTF-8")));
        let polish = "id,imię\n1,Małgorzata Wiśniewska\n2,Zdzisław Dąbrowski\n3,Elżbieta Źródło\n";
        let (bytes, ..) = encoding_rs::WINDOWS_1250.encode(polish);
        check(&bytes, Ok((polish, "windows-1250")));
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_line() {
        const PEOPLE: &str = "id,name\n1,Ann Moss\n2,Bob Reed\n3,Cid Hull\n";
        check(&utf_16(PEOPLE, u16::to_le_bytes, false), Err(1));
        check(&utf_16(PEOPLE, u16::to_be_bytes, false), Err(1));
        check(b"PK\x03\x04 and so on", Err(1));
        check(b"id,name\n1,A\0nn\n", Err(2));
        check("id,name\n1,José\n2,Zoë\n3,Jos".as_bytes(), Ok(("id,name\n1,José\n2,Zoë\n3,Jos", "UTF-8")));
        let mixed = [b"id,name\n1,Jos\xc3\xa9\n2,Zo\xc3\xab\n3,Ren\xe9\n" as &[u8]].concat();
        check(&mixed, Err(4));
    }
}
