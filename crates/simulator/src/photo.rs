//! Portraits of people who do not exist, visibly drawn. A photo's name holds all that the drawing needs, in a form that says
//! nothing: no archive is kept, and no name or number can be read from it.

mod face;
mod hair;
mod lettering;
mod paint;
mod palette;
mod portrait;

use std::io::Write;
use std::sync::LazyLock;

use ciss_contract::source::Source;
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder};
use jiff::civil::Date;

use crate::dice::{age_on, scramble};
use crate::names::Sex;
use crate::numbers::Shuffle;
use crate::people::{GREY, Person};

/// Pixels across.
pub const WIDTH: u32 = 480;
/// Pixels down.
pub const HEIGHT: u32 = 600;

/// A person before a camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sitting {
    pub(crate) features: u32,
    pub(crate) sex: Sex,
    pub(crate) skin: u8,
    pub(crate) hair: u8,
    pub(crate) eyes: u8,
    /// Years.
    pub(crate) age: u8,
    pub(crate) studio: Studio,
    /// Years since 1970.
    pub(crate) year: u8,
}

/// Where the camera stands; decides backdrop and clothes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Studio {
    Licence,
    Booking,
    Prison,
    Registry,
}

/// Names look random and are one-to-one with sittings; this is no secret, only a shuffle.
const NAMES: Shuffle = Shuffle::new(64, 0x5ee0_c155_0f0c_0de5);
/// Bits at the end by which a name that was made up is told from a real one.
const CHECK: u32 = 6;

impl Sitting {
    /// A person as photographed by a source on a day.
    pub(crate) fn of(person: &Person, source: Source, taken: Date) -> Sitting {
        let age = age_on(person.born, taken).clamp(0, 127) as u8;
        let looks = person.looks;
        let studio = match source {
            Source::DmvLicence | Source::DmvRegistration => Studio::Licence,
            Source::Corrections | Source::Parole => Studio::Prison,
            Source::SexOffenders | Source::Weapons => Studio::Registry,
            Source::WantedFile
            | Source::Prawn
            | Source::Rms
            | Source::ProtectiveOrders
            | Source::CriminalMotorVehicle
            | Source::CaseManagement
            | Source::CriminalHistory
            | Source::OffenderTracking
            | Source::Infractions
            | Source::JudicialCases
            | Source::Decisions => Studio::Booking,
        };
        Sitting {
            features: looks.features,
            sex: person.sex,
            skin: looks.skin,
            hair: if age >= looks.grey_from { GREY } else { looks.hair },
            eyes: looks.eyes,
            age,
            studio,
            year: (taken.year() - 1970).clamp(0, 63) as u8,
        }
    }

    /// The name of the photo: sixteen hexadecimal digits.
    pub(crate) fn id(self) -> String {
        let sex = match self.sex {
            Sex::Male => 0,
            Sex::Female => 1,
        };
        let fields = [
            (self.skin, 3),
            (self.hair, 3),
            (self.eyes, 3),
            (self.age, 7),
            (self.studio as u8, 2),
            (self.year, 6),
        ];
        let packed = fields.into_iter().fold(u64::from(self.features) << 1 | sex, |packed, (value, bits)| {
            packed << bits | u64::from(value)
        });
        let check = scramble(packed, 0) & ((1 << CHECK) - 1);
        format!("{:016x}", NAMES.apply(packed << CHECK | check))
    }

    /// The sitting that a photo's name stands for; none where no sitting has that name.
    pub(crate) fn from_id(id: &str) -> Option<Sitting> {
        let digits = id.len() == 16 && id.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let named = NAMES.invert(u64::from_str_radix(id, 16).ok().filter(|_| digits)?);
        let mut packed = named >> CHECK;
        if scramble(packed, 0) & ((1 << CHECK) - 1) != named & ((1 << CHECK) - 1) {
            return None;
        }
        let mut take = |bits: u32| {
            let value = packed & ((1 << bits) - 1);
            packed >>= bits;
            value as u8
        };
        let (year, studio, age, eyes, hair, skin, sex) =
            (take(6), take(2), take(7), take(3), take(3), take(3), take(1));
        let studio = match studio {
            0 => Studio::Licence,
            1 => Studio::Booking,
            2 => Studio::Prison,
            _ => Studio::Registry,
        };
        let sex = if sex == 0 { Sex::Male } else { Sex::Female };
        let features = u32::try_from(packed).ok()?;
        let known =
            usize::from(hair) < crate::people::HAIR.len() && usize::from(eyes) < crate::people::EYES.len();
        known.then_some(Sitting { features, sex, skin, hair, eyes, age, studio, year })
    }
}

/// Draws the photo with this name as a JPEG of 480 by 600 pixels; none where no photo has that name.
pub fn photo(id: &str) -> Option<Vec<u8>> {
    let pixels = portrait::draw(Sitting::from_id(id)?)?;
    let mut bytes = Vec::with_capacity(40_000);
    let encoder = JpegEncoder::new_with_quality(&mut bytes, 84);
    encoder.write_image(&pixels, WIDTH, HEIGHT, ExtendedColorType::Rgb8).ok()?;
    Some(bytes)
}

/// Bytes that begin as a JPEG does and go nowhere.
pub(crate) fn broken() -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10];
    bytes.extend_from_slice(b"JFIF\0 this picture was damaged on its way");
    bytes
}

/// A decompression bomb: a valid PNG of about 110 KB that unpacks to 30,000 by 30,000 pixels.
pub(crate) fn bomb() -> Vec<u8> {
    static BOMB: LazyLock<Vec<u8>> = LazyLock::new(|| pack_bomb().unwrap_or_default());
    BOMB.clone()
}

fn pack_bomb() -> Result<Vec<u8>, png::EncodingError> {
    const SIDE: u32 = 30_000;
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, SIDE, SIDE);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    let mut rows = writer.stream_writer_with_size(1 << 16)?;
    let row = vec![0; SIDE.div_ceil(8) as usize];
    for _ in 0..SIDE {
        rows.write_all(&row)?;
    }
    rows.finish()?;
    writer.finish()?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_name_gives_back_the_sitting(features: u32, male: bool, skin in 0u8..8, hair in 0u8..6, eyes in 0u8..5, age in 0u8..128, year in 0u8..64) {
            let sex = if male { Sex::Male } else { Sex::Female };
            let sitting = Sitting { features, sex, skin, hair, eyes, age, studio: Studio::Prison, year };
            prop_assert_eq!(Sitting::from_id(&sitting.id()), Some(sitting));
        }

        #[test]
        fn nothing_that_is_asked_for_panics(id in ".{0,20}") {
            Sitting::from_id(&id);
        }
    }

    #[test]
    fn the_bomb_is_small_and_claims_much() {
        let bomb = bomb();
        assert!(bomb.len() < 200_000 && bomb.len() > 1000, "{}", bomb.len());
        assert_eq!(bomb[16..24], [30_000u32.to_be_bytes(), 30_000u32.to_be_bytes()].concat());
    }
}
