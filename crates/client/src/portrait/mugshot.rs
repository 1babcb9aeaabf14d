//! Pictures in records of ANSI/NIST-ITL 1-2011 (NIST SP 500-290), the traditional encoding: what mugshot systems send. A
//! Type-10 record holds a face, a scar, a mark or a tattoo.

use image::{DynamicImage, GrayImage, RgbImage};

use super::{Unreadable, bounded};

/// Ends of a record and of a field.
const RECORD: u8 = 0x1c;
const FIELD: u8 = 0x1d;

/// Most records that are looked through.
const MOST_RECORDS: usize = 1000;

/// What a file holds.
pub(super) enum Held<'f> {
    /// A picture file.
    File(&'f [u8]),
    /// Pixels without a format (compression `NONE`).
    Pixels(DynamicImage),
}

/// The face in a transaction of records, else its first picture; any other file as it is.
///
/// # Errors
/// [`Unreadable::Damaged`] where the records do not add up, [`Unreadable::Format`] where none of them holds a picture.
pub(super) fn held(file: &[u8]) -> Result<Held<'_>, Unreadable> {
    if !file.starts_with(b"1.001:") && !file.starts_with(b"10.001:") {
        return Ok(Held::File(file));
    }
    let mut pictures = Vec::new();
    let mut rest = file;
    for _ in 0..MOST_RECORDS {
        if rest.is_empty() {
            break;
        }
        let length = length(rest).ok_or(Unreadable::Damaged)?;
        let (record, after) = rest.split_at_checked(length).ok_or(Unreadable::Damaged)?;
        pictures.extend(Picture::of(record));
        rest = after;
    }
    let face = pictures.iter().find(|picture| picture.text(3).as_deref() == Some("FACE"));
    face.or(pictures.first()).ok_or(Unreadable::Format)?.held()
}

/// The length of the record that comes first: in its first field, or for records of types 3 to 8, which are binary, in its
/// first four bytes.
fn length(records: &[u8]) -> Option<usize> {
    let is_tagged = records.first()?.is_ascii_digit();
    let length = if is_tagged {
        let end = records.iter().position(|byte| matches!(*byte, FIELD | RECORD))?;
        let first = std::str::from_utf8(&records[..end]).ok()?;
        first.split_once(".001:")?.1.trim().parse().ok()?
    } else {
        usize::try_from(u32::from_be_bytes(records.get(..4)?.try_into().ok()?)).ok()?
    };
    (length > 0).then_some(length)
}

/// A Type-10 record.
struct Picture<'f> {
    /// Its fields before the picture.
    head: &'f [u8],
    data: &'f [u8],
}

impl<'f> Picture<'f> {
    fn of(record: &'f [u8]) -> Option<Picture<'f>> {
        const DATA: &[u8] = b"\x1d10.999:";
        let at = record.windows(DATA.len()).position(|field| field == DATA)?;
        let data = record.get(at + DATA.len()..)?;
        record
            .starts_with(b"10.")
            .then_some(Picture { head: &record[..at], data: data.strip_suffix(&[RECORD]).unwrap_or(data) })
    }

    fn text(&self, number: u32) -> Option<String> {
        let name = format!("10.{number:03}:");
        let mut fields = self.head.split(|byte| *byte == FIELD);
        let field = fields.find_map(|field| field.strip_prefix(name.as_bytes()))?;
        Some(String::from_utf8_lossy(field).trim().to_uppercase())
    }

    fn number(&self, field: u32) -> Option<u32> {
        self.text(field)?.parse().ok()
    }

    /// The picture: a file of its own, or its pixels, by width (10.006), height (10.007), compression (10.011) and colors
    /// (10.012).
    fn held(&self) -> Result<Held<'f>, Unreadable> {
        if self.text(11).as_deref() != Some("NONE") {
            return Ok(Held::File(self.data));
        }
        let (Some(width), Some(height)) = (self.number(6), self.number(7)) else {
            return Err(Unreadable::Damaged);
        };
        bounded((width, height))?;
        let pixels = u64::from(width) * u64::from(height);
        let has = |channels: u64| pixels > 0 && self.data.len() as u64 == pixels * channels;
        let data = || self.data.to_vec();
        let image = match self.text(12).as_deref() {
            Some("GRAY") if has(1) => {
                GrayImage::from_raw(width, height, data()).map(DynamicImage::ImageLuma8)
            }
            Some("RGB" | "SRGB") if has(3) => {
                RgbImage::from_raw(width, height, data()).map(DynamicImage::ImageRgb8)
            }
            Some("GRAY" | "RGB" | "SRGB") => None,
            _ => return Err(Unreadable::Format),
        };
        image.map(Held::Pixels).ok_or(Unreadable::Damaged)
    }
}
