//! Makes a foreign picture safe to show: bounded, upright, small, and rid of everything but its pixels.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

/// Longest picture that is looked at, in bytes.
pub const LONGEST: usize = 8 * 1024 * 1024;

/// Widest and highest picture that is decoded, in pixels.
pub const LARGEST_SIDE: u32 = 4096;

/// Most memory that decoding may take, in bytes: a picture of the largest size, in colour, with room to work.
const MOST_MEMORY: u64 = 96 * 1024 * 1024;

/// Widths that are served, in pixels. What is asked is moved into this range.
pub const WIDTHS: std::ops::RangeInclusive<u32> = 16..=1024;

/// JPEG quality of what is shown.
const QUALITY: u8 = 85;

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
    /// Neither JPEG nor PNG by its content.
    #[error("not a JPEG or PNG picture")]
    Format,
    /// Larger than [`LARGEST_SIDE`], or it would take too much memory.
    #[error("picture too large")]
    TooLarge,
    /// Cut, damaged, or made to mislead.
    #[error("picture damaged")]
    Damaged,
    /// The decoder gave up in an unforeseen way.
    #[error("picture could not be decoded")]
    Failed,
}

/// Decodes on a thread that may block; otherwise as [`decode`].
///
/// # Errors
/// Why the picture is not shown.
pub async fn portrait(foreign: Vec<u8>, width: u32) -> Result<Portrait, Unreadable> {
    tokio::task::spawn_blocking(move || decode(&foreign, width)).await.unwrap_or(Err(Unreadable::Failed))
}

/// Decodes JPEG or PNG, turns it upright, makes it no wider than `width` pixels and encodes it again.
///
/// # Errors
/// Why the picture is not shown.
pub fn decode(foreign: &[u8], width: u32) -> Result<Portrait, Unreadable> {
    if foreign.len() > LONGEST {
        return Err(Unreadable::TooLong);
    }
    let format = image::guess_format(foreign).map_err(|_| Unreadable::Format)?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png) {
        return Err(Unreadable::Format);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST_SIDE);
    limits.max_image_height = Some(LARGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(foreign), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| reason(&error))?;
    // Lost with the metadata, so it is applied first.
    let orientation = decoder.orientation().map_err(|error| reason(&error))?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(|error| reason(&error))?;
    image.apply_orientation(orientation);
    encode(&image, width.clamp(*WIDTHS.start(), *WIDTHS.end()))
}

fn encode(image: &DynamicImage, width: u32) -> Result<Portrait, Unreadable> {
    let pixels = if image.width() > width {
        image.resize(width, LARGEST_SIDE, FilterType::Triangle).to_rgb8()
    } else {
        image.to_rgb8()
    };
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
        .encode_image(&pixels)
        .map_err(|_| Unreadable::Failed)?;
    Ok(Portrait { jpeg, width: pixels.width(), height: pixels.height() })
}

fn reason(error: &image::ImageError) -> Unreadable {
    if matches!(error, image::ImageError::Limits(_)) { Unreadable::TooLarge } else { Unreadable::Damaged }
}

#[cfg(test)]
mod tests;
