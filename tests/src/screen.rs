//! Pictures of a screen in memory. Xvfb keeps its pixels in a file, in the format of xwd (`XWDFile.h` of X11).

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use image::RgbImage;

/// Fewer colours than this are no page with text on it.
const FEWEST_COLOURS: usize = 16;

/// No colour may cover more of a page, in thousandths of its pixels.
const LARGEST_SHARE: usize = 995;

/// How often the screen is looked at until it holds still.
const LOOKS: u32 = 100;

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(40);

/// A screen that this process may look at.
#[derive(Clone, Debug)]
pub struct Screen {
    pixels: PathBuf,
}

impl Screen {
    /// The screen that `cargo xtask` started: `CISS_SCREEN` names the file with its pixels.
    ///
    /// # Errors
    /// The variable is missing, or its file.
    pub fn of_this_session() -> Result<Screen> {
        let pixels = std::env::var_os("CISS_SCREEN").context(
            "CISS_SCREEN names no screen: `cargo xtask test` and `cargo xtask run --headless` start one",
        )?;
        let pixels = PathBuf::from(pixels);
        ensure!(pixels.is_file(), "CISS_SCREEN names {}, which is no file", pixels.display());
        Ok(Screen { pixels })
    }

    /// Width and height in pixels.
    ///
    /// # Errors
    /// The file with its pixels cannot be read.
    pub fn size(&self) -> Result<(u32, u32)> {
        Ok(self.look()?.dimensions())
    }

    /// Takes a picture once nothing moves, and writes it as PNG.
    ///
    /// # Errors
    /// The screen is blank, or a file cannot be read or written.
    pub async fn shoot(&self, file: &Path) -> Result<()> {
        let mut picture = self.look()?;
        for _ in 0..LOOKS {
            tokio::time::sleep(PAUSE).await;
            let next = self.look()?;
            let still = next == picture;
            picture = next;
            if still {
                break;
            }
        }
        not_blank(&picture).with_context(|| format!("{} is not written", file.display()))?;
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        picture.save(file).with_context(|| format!("writing {}", file.display()))
    }

    fn look(&self) -> Result<RgbImage> {
        parse(&std::fs::read(&self.pixels)?).with_context(|| format!("reading {}", self.pixels.display()))
    }
}

/// Reads a picture of 24 or 32 bits per pixel, red, green and blue of 8 bits each.
fn parse(bytes: &[u8]) -> Result<RgbImage> {
    let field = |position: usize| -> Result<usize> {
        let at = position * 4;
        let bytes =
            bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).context("the header is short")?;
        Ok(u32::from_be_bytes(bytes) as usize)
    };
    let (header, version, format) = (field(0)?, field(1)?, field(2)?);
    ensure!(
        version == 7 && format == 2,
        "version {version}, format {format}: only Z pixmaps of version 7 are read"
    );
    let (width, height, big_endian) = (field(4)?, field(5)?, field(7)? == 1);
    let (bits, stride, colours) = (field(11)?, field(12)?, field(19)?);
    ensure!(bits == 32, "{bits} bits per pixel: only 32 are read");
    let pixels = bytes.get(header + colours * 12..).context("there are no pixels")?;
    ensure!(stride >= width * 4 && pixels.len() >= stride * height, "there are too few pixels");
    let order = if big_endian { [1, 2, 3] } else { [2, 1, 0] };
    Ok(RgbImage::from_fn(u32::try_from(width)?, u32::try_from(height)?, |x, y| {
        let at = y as usize * stride + x as usize * 4;
        image::Rgb(order.map(|offset| pixels[at + offset]))
    }))
}

/// A window that shows nothing is one colour, or a few.
fn not_blank(picture: &RgbImage) -> Result<()> {
    let mut counts: HashMap<[u8; 3], usize> = HashMap::new();
    for pixel in picture.pixels() {
        *counts.entry(pixel.0).or_default() += 1;
    }
    let total: usize = counts.values().sum();
    let largest = counts.values().max().copied().unwrap_or_default();
    if counts.len() < FEWEST_COLOURS || largest * 1000 > total * LARGEST_SHARE {
        bail!("the screen is blank: {} colours, one on {largest} of {total} pixels", counts.len());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn xwd(width: u32, height: u32, pixels: impl Fn(u32, u32) -> [u8; 4]) -> Vec<u8> {
        let mut fields = [0; 25];
        fields[0] = 100;
        fields[1] = 7;
        fields[2] = 2;
        fields[4] = width;
        fields[5] = height;
        fields[11] = 32;
        fields[12] = width * 4;
        fields[19] = 2;
        let mut bytes: Vec<u8> = fields.iter().flat_map(|field: &u32| field.to_be_bytes()).collect();
        bytes.extend([0; 24]);
        bytes.extend(
            (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).flat_map(|(x, y)| pixels(x, y)),
        );
        bytes
    }

    #[test]
    fn blue_green_red_becomes_red_green_blue() {
        let picture = parse(&xwd(2, 1, |x, _| [10, 20, 30 + x as u8, 0])).unwrap();
        assert_eq!(picture.into_raw(), [30, 20, 10, 31, 20, 10]);
    }

    #[test]
    fn short_files_are_refused() {
        let whole = xwd(3, 2, |_, _| [0; 4]);
        for length in [0, 50, 100, whole.len() - 1] {
            assert!(parse(&whole[..length]).is_err(), "{length} bytes");
        }
    }

    #[test]
    fn a_page_is_not_blank_and_a_surface_is() {
        let check = |pixels: &dyn Fn(u32, u32) -> [u8; 4], expect: bool| {
            assert_eq!(not_blank(&parse(&xwd(100, 100, pixels)).unwrap()).is_ok(), expect);
        };
        check(&|_, _| [1, 2, 3, 0], false);
        check(&|x, _| [x as u8 / 10, 0, 0, 0], false);
        check(&|x, y| if y == 0 && x < 40 { [x as u8; 4] } else { [0; 4] }, false);
        check(&|x, y| [x as u8, y as u8, 0, 0], true);
    }
}
