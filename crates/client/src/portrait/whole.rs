//! Whether all of a picture is there. Decoders fill what is missing with gray and say nothing.

use image::ImageFormat;

/// False for a file that ends before its picture does, where the decoder of the format would not say so.
pub(super) fn is_whole(file: &[u8], format: ImageFormat) -> bool {
    if format == ImageFormat::Jpeg {
        jpeg_ends(file).unwrap_or(false)
    } else if format == ImageFormat::WebP {
        // The length of the container (RFC 9649, 2.3), which leaves out its own eight bytes.
        let length = file.get(4..8).and_then(|length| length.try_into().ok());
        length.is_some_and(|length| u64::from(u32::from_le_bytes(length)) + 8 <= file.len() as u64)
    } else {
        true
    }
}

/// The image ends with its marker (ITU-T T.81, B.1.1). None where the file ends before.
fn jpeg_ends(file: &[u8]) -> Option<bool> {
    const START_OF_SCAN: u8 = 0xda;
    const END_OF_IMAGE: u8 = 0xd9;
    let mut at = 2;
    loop {
        // Between segments there is nothing but markers, with as many fill bytes before them as a camera likes.
        let from = at + file.get(at..)?.iter().position(|byte| *byte == 0xff)?;
        at = from + file.get(from..)?.iter().position(|byte| *byte != 0xff)?;
        let marker = *file.get(at)?;
        at += 1;
        match marker {
            END_OF_IMAGE => return Some(true),
            // Markers without a segment: an escaped byte and restarts within a scan.
            0x00 | 0x01 | 0xd0..=0xd7 => continue,
            _ => {}
        }
        let length = file.get(at..at + 2)?;
        at += usize::from(u16::from_be_bytes([length[0], length[1]]));
        if marker == START_OF_SCAN {
            file.get(at)?;
        }
    }
}
