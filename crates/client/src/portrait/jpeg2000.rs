//! JPEG 2000 (ITU-T T.800), in which mugshot systems keep their pictures: a bare codestream, or one in a JP2 file.

use hayro_jpeg2000::{ColorSpace, DecodeSettings, DecoderContext, Image};
use image::metadata::Orientation;
use image::{DynamicImage, GrayAlphaImage, GrayImage, RgbImage, RgbaImage};

use super::{Foreign, Unreadable, bounded};

const CODESTREAM: [u8; 4] = [0xff, 0x4f, 0xff, 0x51];
const FILE: &[u8] = b"\0\0\0\x0cjP  \r\n\x87\n";
const END_OF_CODESTREAM: [u8; 2] = [0xff, 0xd9];

/// Most channels: color and transparency.
const MOST_CHANNELS: u16 = 4;

/// Most tiles. A camera makes one, a scanner some dozens.
const MOST_TILES: u64 = 1024;

/// Most pixels for each byte of the file. A photo has ten at the most; a few bytes that say they are megapixels mislead.
const MOST_PIXELS_A_BYTE: u64 = 512;

/// Most pixels that are decoded, after the resolutions that nobody would see were left out.
const MOST_DECODED: u64 = 8_000_000;

pub(super) fn is_one(file: &[u8]) -> bool {
    file.starts_with(FILE) || file.starts_with(&CODESTREAM)
}

/// Reads a picture at the least of its resolutions that has the width.
pub(super) fn read(file: &[u8], width: u32) -> Result<Foreign, Unreadable> {
    let codestream = codestream(file).ok_or(Unreadable::Damaged)?;
    let size = Size::of(codestream).ok_or(Unreadable::Damaged)?;
    bounded((size.width, size.height))?;
    let misleads = size.pixels() > MOST_PIXELS_A_BYTE * file.len() as u64;
    if misleads || size.channels > MOST_CHANNELS || size.tiles > MOST_TILES {
        return Err(Unreadable::Damaged);
    }
    let settings = DecodeSettings { target_resolution: Some((width, width)), ..DecodeSettings::default() };
    let image = Image::new(file, &settings).map_err(|_| Unreadable::Damaged)?;
    let (wide, high) = (image.width(), image.height());
    if u64::from(wide) * u64::from(high) > MOST_DECODED {
        return Err(Unreadable::TooLarge);
    }
    let profile = match image.color_space() {
        ColorSpace::Icc { profile, .. } => Some(profile.clone()),
        ColorSpace::Gray | ColorSpace::RGB | ColorSpace::CMYK | ColorSpace::Unknown { .. } => None,
    };
    let has_alpha = image.has_alpha();
    let mut context = DecoderContext::default();
    let decoded = image.decode(&mut context).map_err(|_| Unreadable::Damaged)?;
    let channels = decoded.components().len();
    let samples = decoded.data_u8();
    let pixels = match (channels, has_alpha) {
        (1, _) => GrayImage::from_raw(wide, high, samples).map(DynamicImage::ImageLuma8),
        (2, _) => GrayAlphaImage::from_raw(wide, high, samples).map(DynamicImage::ImageLumaA8),
        (3, _) => RgbImage::from_raw(wide, high, samples).map(DynamicImage::ImageRgb8),
        (4, true) => RgbaImage::from_raw(wide, high, samples).map(DynamicImage::ImageRgba8),
        // Inks of a printer: nobody photographs so.
        _ => return Err(Unreadable::Format),
    };
    let image = pixels.ok_or(Unreadable::Damaged)?;
    Ok(Foreign { image, orientation: Orientation::NoTransforms, profile })
}

/// The codestream of a file, if all of it is there.
fn codestream(file: &[u8]) -> Option<&[u8]> {
    let mut rest = file;
    while !rest.starts_with(&CODESTREAM) {
        // Boxes (T.800, I.4): a length, 0 for the rest of the file and 1 for one of eight bytes, and a type.
        let (length, kind) = (word(rest, 0)?, rest.get(4..8)?);
        let (head, length) = match length {
            0 => (8, rest.len()),
            1 => (16, usize::try_from((u64::from(word(rest, 8)?) << 32) | u64::from(word(rest, 12)?)).ok()?),
            length => (8, usize::try_from(length).ok()?),
        };
        if length < head {
            return None;
        }
        rest = if kind == b"jp2c" { rest.get(head..length)? } else { rest.get(length..)? };
    }
    // Systems that store records of fixed length fill them up.
    let end = rest.iter().rposition(|byte| *byte != 0)?;
    rest[..=end].ends_with(&END_OF_CODESTREAM).then_some(rest)
}

/// What the first segment of a codestream says (T.800, A.5.1).
struct Size {
    width: u32,
    height: u32,
    tiles: u64,
    channels: u16,
}

impl Size {
    fn of(codestream: &[u8]) -> Option<Size> {
        let [right, bottom, left, top, tile_width, tile_height] =
            [8, 12, 16, 20, 24, 28].map(|at| word(codestream, at));
        let channels = u16::from_be_bytes(codestream.get(40..42)?.try_into().ok()?);
        let (width, height) = (right?.checked_sub(left?)?, bottom?.checked_sub(top?)?);
        let (tile_width, tile_height) = (tile_width?, tile_height?);
        let is_empty = [width, height, tile_width, tile_height, u32::from(channels)].contains(&0);
        let tiles =
            || u64::from(right?.div_ceil(tile_width)).checked_mul(u64::from(bottom?.div_ceil(tile_height)));
        if is_empty { None } else { Some(Size { width, height, tiles: tiles()?, channels }) }
    }

    fn pixels(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
