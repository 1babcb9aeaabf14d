mod formats;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder, RgbImage};
use proptest::prelude::*;

use super::*;

fn picture(width: u32, height: u32) -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, 99])))
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture(width, height).write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
    bytes
}

/// A JPEG with an Exif segment that says: turn by 90 degrees clockwise, and a word to look for.
fn jpeg_with_exif(width: u32, height: u32) -> Vec<u8> {
    let exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0Middletown";
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new(&mut bytes);
    encoder.set_exif_metadata(exif.to_vec()).unwrap();
    encoder.encode_image(&picture(width, height)).unwrap();
    bytes
}

/// A PNG that says it has these pixels and holds almost none: a decompression bomb.
fn png_bomb(width: u32, height: u32) -> Vec<u8> {
    let mut small = Vec::new();
    PngEncoder::new(&mut small).write_image(&[0], 1, 1, ExtendedColorType::L8).unwrap();
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes()[..], &[8, 2, 0, 0, 0]].concat();
    small.splice(16..29, header.iter().copied());
    let checksum = crc(&small[12..29]);
    small.splice(29..33, checksum.to_be_bytes());
    small
}

/// PNG's CRC (ISO 3309).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc: u32, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 },
        )
    })
}

fn check(foreign: &[u8], width: u32, expect: Result<(u32, u32), Unreadable>) {
    let found = decode(foreign, width);
    if let Ok(portrait) = &found {
        let shown = image::load_from_memory_with_format(&portrait.jpeg, ImageFormat::Jpeg).unwrap();
        assert_eq!((shown.width(), shown.height()), (portrait.width, portrait.height));
    }
    assert_eq!(found.map(|portrait| (portrait.width, portrait.height)), expect);
}

#[test]
fn a_picture_is_made_no_wider_than_asked() {
    check(&png(480, 600), 120, Ok((120, 150)));
    check(&png(60, 75), 120, Ok((60, 75)));
    check(&png(480, 600), 0, Ok((16, 20)));
    check(&png(1, 1), u32::MAX, Ok((1, 1)));
}

#[test]
fn exif_turns_the_picture_and_is_gone() {
    let foreign = jpeg_with_exif(480, 320);
    assert!(foreign.windows(10).any(|window| window == b"Middletown"));
    let portrait = decode(&foreign, 160).unwrap();
    assert_eq!((portrait.width, portrait.height), (160, 240));
    assert!(!portrait.jpeg.windows(4).any(|window| window == b"Exif"));
    assert!(!portrait.jpeg.windows(10).any(|window| window == b"Middletown"));
}

#[test]
fn what_is_no_picture_is_refused_with_its_reason() {
    let whole = jpeg_with_exif(480, 320);
    check(b"", 120, Err(Unreadable::Format));
    check(b"<svg xmlns='http://www.w3.org/2000/svg'/>", 120, Err(Unreadable::Format));
    check(b"GIF89a\x01\0\x01\0\0\0\0;", 120, Err(Unreadable::Format));
    check(&whole[..40], 120, Err(Unreadable::Damaged));
    check(&whole[..whole.len() / 2], 120, Err(Unreadable::Damaged));
    check(&whole[..whole.len() - 2], 120, Err(Unreadable::Damaged));
    check(&[&whole, b"\0\0 and a trailer".as_slice()].concat(), 120, Ok((120, 180)));
    check(&png(480, 600)[..200], 120, Err(Unreadable::Damaged));
    check(&vec![0xff; LONGEST + 1], 120, Err(Unreadable::TooLong));
}

#[test]
fn bombs_are_refused_before_they_are_decoded() {
    check(&png_bomb(60_000, 60_000), 120, Err(Unreadable::TooLarge));
    check(&png_bomb(LARGEST_SIDE + 1, 1), 120, Err(Unreadable::TooLarge));
    check(&png_bomb(8000, 8000), 120, Err(Unreadable::TooLarge));
    check(&png_bomb(4000, 4000), 120, Err(Unreadable::Damaged));
    let mut jpeg = jpeg_with_exif(64, 64);
    let frame = jpeg.windows(2).position(|marker| marker == [0xff, 0xc0]).unwrap();
    jpeg.splice(frame + 5..frame + 9, [0xff, 0xff, 0xff, 0xff]);
    check(&jpeg, 120, Err(Unreadable::TooLarge));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn random_bytes_never_panic(tail in proptest::collection::vec(any::<u8>(), 0..400), kind in 0..3, width: u32) {
        let head: &[u8] = [b"\xff\xd8\xff\xe0".as_slice(), b"\x89PNG\r\n\x1a\n", b""][kind as usize];
        let _ = decode(&[head, &tail].concat(), width);
    }

    #[test]
    fn a_damaged_picture_never_panics(at in 0..2000usize, byte: u8) {
        let mut foreign = jpeg_with_exif(48, 32);
        let length = foreign.len();
        foreign[at % length] = byte;
        let _ = decode(&foreign, 120);
    }
}
