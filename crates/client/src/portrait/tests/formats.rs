//! Formats, transparency, profiles, and the records of mugshot systems.

use image::{GrayImage, RgbaImage};
use moxcms::ColorProfile;

use super::*;

/// 24 by 30 pixels: red on the left, green on the right, with blue in the lower half. Bare, and in a file.
const CODESTREAM: &[u8] = include_bytes!("two_halves.j2k");
const JP2: &[u8] = include_bytes!("two_halves.jp2");

fn written(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    image.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

/// The color of a pixel of what is shown.
fn color(foreign: &[u8], x: u32, y: u32) -> [u8; 3] {
    let portrait = decode(foreign, 1024).unwrap();
    image::load_from_memory(&portrait.jpeg).unwrap().to_rgb8().get_pixel(x, y).0
}

fn is_near(found: [u8; 3], expect: [u8; 3]) -> bool {
    found.iter().zip(expect).all(|(found, expect)| found.abs_diff(expect) < 14)
}

fn near(found: [u8; 3], expect: [u8; 3]) {
    assert!(is_near(found, expect), "{found:?} {expect:?}");
}

#[test]
fn every_format_is_shown_and_damaged_where_it_is_cut() {
    for format in
        [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Tiff, ImageFormat::Bmp]
    {
        let foreign = written(&picture(480, 600), format);
        check(&foreign, 120, Ok((120, 150)));
        check(&foreign[..foreign.len() / 2], 120, Err(Unreadable::Damaged));
    }
}

#[test]
fn jpeg_2000_is_shown_bare_and_in_a_file() {
    for foreign in [CODESTREAM, JP2] {
        check(foreign, 120, Ok((24, 30)));
        near(color(foreign, 4, 4), [200, 60, 40]);
        near(color(foreign, 20, 26), [40, 60, 200]);
        check(&[foreign, &[0; 40]].concat(), 120, Ok((24, 30)));
        for cut in [foreign.len() - 2, foreign.len() * 2 / 3, 60] {
            check(&foreign[..cut], 120, Err(Unreadable::Damaged));
        }
    }
}

#[test]
fn a_jpeg_2000_bomb_is_refused_before_it_is_decoded() {
    let size = |width: u32, height: u32| {
        let mut bomb = CODESTREAM.to_vec();
        bomb[8..12].copy_from_slice(&width.to_be_bytes());
        bomb[12..16].copy_from_slice(&height.to_be_bytes());
        bomb
    };
    check(&size(60_000, 60_000), 120, Err(Unreadable::TooLarge));
    check(&size(4000, 4000), 120, Err(Unreadable::Damaged));
    let mut tiles = CODESTREAM.to_vec();
    tiles[24..28].copy_from_slice(&1_u32.to_be_bytes());
    tiles[28..32].copy_from_slice(&1_u32.to_be_bytes());
    tiles[8..16].copy_from_slice(&[0, 0, 1, 0, 0, 0, 1, 0]);
    check(&tiles, 120, Err(Unreadable::Damaged));
}

#[test]
fn a_picture_of_24_megapixels_is_shown() {
    let large = DynamicImage::ImageLuma8(GrayImage::from_pixel(6000, 4000, image::Luma([90])));
    check(&written(&large, ImageFormat::Jpeg), 120, Ok((120, 80)));
    let larger = DynamicImage::ImageLuma8(GrayImage::from_pixel(6000, 4400, image::Luma([90])));
    check(&written(&larger, ImageFormat::Jpeg), 120, Err(Unreadable::TooLarge));
}

#[test]
fn what_is_transparent_is_gray_and_not_black() {
    let glass = RgbaImage::from_fn(40, 40, |x, _| image::Rgba([10, 10, 10, if x < 20 { 0 } else { 255 }]));
    for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Tiff] {
        let foreign = written(&DynamicImage::ImageRgba8(glass.clone()), format);
        near(color(&foreign, 5, 5), [0x99; 3]);
        near(color(&foreign, 35, 35), [10; 3]);
    }
}

#[test]
fn a_profile_is_applied_before_it_is_lost() {
    let foreign = |profile: Vec<u8>| {
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 100);
        encoder.set_icc_profile(profile).unwrap();
        let image = RgbImage::from_pixel(32, 32, image::Rgb([60, 200, 60]));
        encoder.encode_image(&image).unwrap();
        bytes
    };
    let plain = color(&foreign(ColorProfile::new_srgb().encode().unwrap()), 16, 16);
    near(plain, [60, 200, 60]);
    // The same numbers are a green that is out of the screen's reach in a wider space.
    let wide = color(&foreign(ColorProfile::new_adobe_rgb().encode().unwrap()), 16, 16);
    assert!(!is_near(wide, plain), "{wide:?}");
    near(color(&foreign(b"no profile".to_vec()), 16, 16), [60, 200, 60]);
}

/// A transaction of a Type-1 record, a binary Type-4 record, and a Type-10 record for each picture.
fn transaction(pictures: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let tagged = |kind: u32, fields: &[u8]| {
        let mut length = fields.len();
        loop {
            let head = format!("{kind}.001:{length}\x1d");
            let record = [head.as_bytes(), fields, b"\x1c"].concat();
            if record.len() == length {
                return record;
            }
            length = record.len();
        }
    };
    let mut file = tagged(1, b"1.002:0500\x1d1.003:1");
    file.extend([0, 0, 0, 9, 1, 2, 3, 0x1c, 0x1d]);
    for (kind, compression, data) in pictures {
        let head = format!(
            "10.002:1\x1d10.003:{kind}\x1d10.006:24\x1d10.007:30\x1d10.011:{compression}\x1d10.012:RGB\x1d10.999:"
        );
        file.extend(tagged(10, &[head.as_bytes(), data].concat()));
    }
    file
}

#[test]
fn the_face_in_a_mugshot_record_is_shown() {
    let scar = png(60, 75);
    check(&transaction(&[("SCAR", "PNG", &scar), ("FACE", "JP2", JP2)]), 120, Ok((24, 30)));
    check(&transaction(&[("TATTOO", "PNG", &scar)]), 120, Ok((60, 75)));
    check(&transaction(&[("FACE", "NONE", &[7; 24 * 30 * 3])]), 120, Ok((24, 30)));
    check(&transaction(&[("FACE", "NONE", &[7; 24 * 30])]), 120, Err(Unreadable::Damaged));
    check(&transaction(&[]), 120, Err(Unreadable::Format));
    let whole = transaction(&[("FACE", "PNG", &scar)]);
    check(&whole[..whole.len() - 30], 120, Err(Unreadable::Damaged));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_damaged_picture_of_any_format_never_panics(which in 0..7_usize, at: usize, byte: u8, cut: usize) {
        let all = [
            CODESTREAM.to_vec(),
            JP2.to_vec(),
            written(&picture(24, 30), ImageFormat::WebP),
            written(&picture(24, 30), ImageFormat::Tiff),
            written(&picture(24, 30), ImageFormat::Bmp),
            transaction(&[("FACE", "JP2", JP2)]),
            transaction(&[("FACE", "NONE", &[7; 24 * 30 * 3])]),
        ];
        let mut foreign = all[which].clone();
        let length = foreign.len();
        foreign[at % length] = byte;
        let _ = decode(&foreign, 120);
        foreign.truncate(cut % length);
        let _ = decode(&foreign, 120);
    }
}
