//! Makes a foreign picture safe to show: bounded, upright, small, and rid of everything but its pixels.

mod jpeg2000;
mod mugshot;
mod shown;
mod whole;

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use mugshot::Held;
use shown::shown;

/// Longest picture that is looked at, in bytes. A photo of 24 megapixels has ten to fourteen million.
pub const LONGEST: usize = 16 * 1024 * 1024;

/// Widest and highest picture that is decoded, in pixels.
pub const LARGEST_SIDE: u32 = 8192;

/// Most pixels that are decoded: 24 megapixels, as cameras count them.
pub const MOST_PIXELS: u64 = 26_000_000;

/// Most memory that decoding may take for its result, in bytes: that many pixels with four channels.
const MOST_MEMORY: u64 = 4 * MOST_PIXELS;

/// Widths that are served, in pixels. What is asked is moved into this range.
pub const WIDTHS: std::ops::RangeInclusive<u32> = 16..=1024;

/// A picture that is safe to show: JPEG, no metadata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portrait {
    /// JPEG.
    pub jpeg: Vec<u8>,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// Why a picture is not shown. The words are for the person who sees its placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// More bytes than [`LONGEST`].
    #[error("picture file too large")]
    TooLong,
    /// None of the formats, by its content.
    #[error("not a JPEG, PNG, JPEG 2000, WebP, TIFF or BMP picture")]
    Format,
    /// More than [`MOST_PIXELS`] or [`LARGEST_SIDE`], or it would take too much memory.
    #[error("picture too large")]
    TooLarge,
    /// Cut, damaged, or made to mislead.
    #[error("picture damaged")]
    Damaged,
    /// The decoder gave up in an unforeseen way.
    #[error("picture could not be decoded")]
    Failed,
}

/// A picture as its file has it.
struct Foreign {
    image: DynamicImage,
    /// How it is to be turned.
    orientation: Orientation,
    /// Its ICC profile.
    profile: Option<Vec<u8>>,
}

/// Decodes on a thread that may block; otherwise as [`decode`].
///
/// # Errors
/// Why the picture is not shown.
pub async fn portrait(foreign: Vec<u8>, width: u32) -> Result<Portrait, Unreadable> {
    tokio::task::spawn_blocking(move || decode(&foreign, width)).await.unwrap_or(Err(Unreadable::Failed))
}

/// Decodes a picture of any of the formats, also as a mugshot system holds it (ANSI/NIST-ITL, Type-10), turns it upright,
/// makes it no wider than `width` pixels and encodes it again. A picture that is cut short is damaged: half of a face must not
/// pass for one.
///
/// # Errors
/// Why the picture is not shown.
pub fn decode(foreign: &[u8], width: u32) -> Result<Portrait, Unreadable> {
    if foreign.len() > LONGEST {
        return Err(Unreadable::TooLong);
    }
    let width = width.clamp(*WIDTHS.start(), *WIDTHS.end());
    let foreign = match mugshot::held(foreign)? {
        Held::File(file) if jpeg2000::is_one(file) => jpeg2000::read(file, width)?,
        Held::File(file) => read(file)?,
        Held::Pixels(image) => Foreign { image, orientation: Orientation::NoTransforms, profile: None },
    };
    shown(foreign, width)
}

fn read(file: &[u8]) -> Result<Foreign, Unreadable> {
    let format = image::guess_format(file).map_err(|_| Unreadable::Format)?;
    if !matches!(
        format,
        ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP | ImageFormat::Tiff | ImageFormat::Bmp
    ) {
        return Err(Unreadable::Format);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST_SIDE);
    limits.max_image_height = Some(LARGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| reason(&error))?;
    bounded(decoder.dimensions())?;
    if !whole::is_whole(file, format) {
        return Err(Unreadable::Damaged);
    }
    // Lost with the metadata, so both are taken first. A profile that cannot be read is none.
    let orientation = decoder.orientation().map_err(|error| reason(&error))?;
    let profile = decoder.icc_profile().unwrap_or_default();
    let image = DynamicImage::from_decoder(decoder).map_err(|error| reason(&error))?;
    Ok(Foreign { image, orientation, profile })
}

fn bounded((width, height): (u32, u32)) -> Result<(), Unreadable> {
    let is_small = width.max(height) <= LARGEST_SIDE && u64::from(width) * u64::from(height) <= MOST_PIXELS;
    if is_small { Ok(()) } else { Err(Unreadable::TooLarge) }
}

fn reason(error: &image::ImageError) -> Unreadable {
    if matches!(error, image::ImageError::Limits(_)) { Unreadable::TooLarge } else { Unreadable::Damaged }
}

#[cfg(test)]
mod tests;
