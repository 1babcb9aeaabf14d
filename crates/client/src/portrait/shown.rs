//! From foreign pixels to those that are shown: small, in the screen's colors, opaque, upright.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, RgbImage, RgbaImage};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::{Foreign, LARGEST_SIDE, Portrait, Unreadable};

/// JPEG quality of what is shown.
const QUALITY: u8 = 85;

/// What shows through a transparent picture: a gray on which black hair and a white collar are both seen.
const GROUND: u8 = 0x99;

/// Makes the picture small before anything else is done to it, so that nothing else takes much memory.
pub(super) fn shown(foreign: Foreign, width: u32) -> Result<Portrait, Unreadable> {
    let Foreign { image, orientation, profile } = foreign;
    let lies = matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    );
    let small = scaled(image, lies, width);
    let has_alpha = small.color().has_alpha();
    let colored = profile.and_then(|profile| in_srgb(&small, &profile));
    let pixels = match colored {
        Some(pixels) => on_ground(&pixels),
        None if has_alpha => on_ground(&small.into_rgba8()),
        None => small.into_rgb8(),
    };
    let mut upright = DynamicImage::ImageRgb8(pixels);
    upright.apply_orientation(orientation);
    encode(&upright.into_rgb8())
}

/// No wider than asked once it is upright. Much larger pictures are averaged down first, which takes no memory beside them.
fn scaled(image: DynamicImage, lies: bool, width: u32) -> DynamicImage {
    let across = if lies { image.height() } else { image.width() };
    if across <= width {
        return image;
    }
    let within = |image: &DynamicImage, width: u32| {
        let across = if lies { image.height() } else { image.width() };
        let part = |side: u32| {
            let scaled = (u64::from(side) * u64::from(width) + u64::from(across) / 2) / u64::from(across);
            u32::try_from(scaled).unwrap_or(LARGEST_SIDE).max(1)
        };
        (part(image.width()), part(image.height()))
    };
    let image = if across > 2 * width {
        let (wide, high) = within(&image, 2 * width);
        image.thumbnail_exact(wide, high)
    } else {
        image
    };
    let (wide, high) = within(&image, width);
    image.resize_exact(wide, high, FilterType::Triangle)
}

/// The colors that the picture's profile says, as the screen has them; none where the profile is not of such a picture.
fn in_srgb(image: &DynamicImage, profile: &[u8]) -> Option<RgbaImage> {
    let profile = ColorProfile::new_from_slice(profile).ok()?;
    let (width, height) = (image.width(), image.height());
    let screen = |from: Layout, to: Layout, pixels: &[u8], shown: &mut [u8]| {
        let screen = ColorProfile::new_srgb();
        let transform = profile.create_transform_8bit(from, &screen, to, TransformOptions::default()).ok()?;
        transform.transform(pixels, shown).ok()
    };
    if profile.color_space == DataColorSpace::Rgb {
        let mut shown = RgbaImage::new(width, height);
        screen(Layout::Rgba, Layout::Rgba, &image.to_rgba8(), &mut shown)?;
        Some(shown)
    } else if profile.color_space == DataColorSpace::Gray && !image.color().has_alpha() {
        let mut shown = RgbImage::new(width, height);
        screen(Layout::Gray, Layout::Rgb, &image.to_luma8(), &mut shown)?;
        Some(DynamicImage::ImageRgb8(shown).into_rgba8())
    } else {
        None
    }
}

fn on_ground(pixels: &RgbaImage) -> RgbImage {
    RgbImage::from_fn(pixels.width(), pixels.height(), |x, y| {
        let [red, green, blue, alpha] = pixels.get_pixel(x, y).0;
        let over = |color: u8| {
            let (color, alpha, ground) = (u16::from(color), u16::from(alpha), u16::from(GROUND));
            u8::try_from((color * alpha + ground * (255 - alpha) + 127) / 255).unwrap_or(u8::MAX)
        };
        image::Rgb([over(red), over(green), over(blue)])
    })
}

fn encode(pixels: &RgbImage) -> Result<Portrait, Unreadable> {
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY).encode_image(pixels).map_err(|_| Unreadable::Failed)?;
    Ok(Portrait { jpeg, width: pixels.width(), height: pixels.height() })
}
