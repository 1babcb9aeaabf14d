//! People as they truly are. Sources see them through their own habits.

use jiff::civil::Date;

use crate::dice::{Dice, scramble};
use crate::names::{Heritage, Sex, nicknames};
use crate::numbers::{MEMBER_BITS, Numbers, Purpose};
use crate::places::Home;

/// A person of the world: household and place in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct PersonId(pub(crate) u64);

impl PersonId {
    pub(crate) fn new(household: u64, member: usize) -> PersonId {
        PersonId((household << MEMBER_BITS) | member as u64)
    }
}

/// What a person looks like, for descriptions and portraits.
#[derive(Clone, Copy)]
pub(crate) struct Looks {
    /// NCIC RAC code.
    pub(crate) race: &'static str,
    /// From 0, the lightest, to 7.
    pub(crate) skin: u8,
    /// Position in [`HAIR`] when young.
    pub(crate) hair: u8,
    /// Position in [`EYES`].
    pub(crate) eyes: u8,
    /// Inches, full grown.
    pub(crate) height: u16,
    /// Pounds.
    pub(crate) weight: u16,
    /// Decides the features of the face; the same for twins.
    pub(crate) features: u32,
    /// Age from which the hair is grey.
    pub(crate) grey_from: u8,
}

/// NCIC HAI codes that occur.
pub(crate) const HAIR: [&str; 6] = ["BLK", "BRO", "BLN", "RED", "SDY", "GRY"];
/// Position of grey in [`HAIR`].
pub(crate) const GREY: u8 = 5;
/// NCIC EYE codes that occur.
pub(crate) const EYES: [&str; 5] = ["BRO", "BLU", "HAZ", "GRN", "GRY"];

/// A person.
pub(crate) struct Person {
    pub(crate) id: PersonId,
    pub(crate) sex: Sex,
    pub(crate) heritage: &'static Heritage,
    pub(crate) given: &'static str,
    pub(crate) middle: Option<&'static str>,
    pub(crate) surname: String,
    /// Name before marriage.
    pub(crate) birth_name: Option<String>,
    /// JR, SR, III.
    pub(crate) suffix: Option<&'static str>,
    pub(crate) nickname: Option<&'static str>,
    pub(crate) born: Date,
    pub(crate) looks: Looks,
    /// Drives.
    pub(crate) licensed: bool,
    /// Where the person lived before, and until when.
    pub(crate) before: Option<(Home, Date)>,
    pub(crate) phone: String,
}

impl Person {
    /// A number of this person for a purpose.
    pub(crate) fn number(&self, numbers: Numbers, purpose: Purpose) -> u64 {
        numbers.of_person(purpose, self.id.0)
    }

    /// The family name before any marriage.
    pub(crate) fn name_at_birth(&self) -> &str {
        self.birth_name.as_deref().unwrap_or(&self.surname)
    }

    /// NCIC HAI code at an age.
    pub(crate) fn hair_at(&self, age: i64) -> &'static str {
        let grey = age >= i64::from(self.looks.grey_from);
        HAIR[usize::from(if grey { GREY } else { self.looks.hair })]
    }
}

impl Looks {
    /// Draws looks that are usual for the heritage.
    pub(crate) fn draw(dice: &mut Dice, heritage: &Heritage, sex: Sex, seed: u64, person: PersonId) -> Looks {
        let (races, skins, dark_hair, brown_eyes): (&[&'static str], (i64, i64), f64, f64) =
            match heritage.name {
                "puerto_rican" | "latin_american" => (&["W", "W", "W", "B", "U"], (2, 5), 0.95, 0.92),
                "portuguese" | "italian" | "greek" => (&["W"], (1, 3), 0.88, 0.75),
                "black_american" | "west_indian" => (&["B"], (4, 7), 1.0, 0.98),
                "indian" => (&["A"], (3, 6), 1.0, 0.98),
                "chinese" | "vietnamese" => (&["A"], (1, 3), 1.0, 1.0),
                "jewish" => (&["W"], (0, 2), 0.8, 0.6),
                _ => (&["W"], (0, 2), 0.55, 0.4),
            };
        let dark = dice.chance(dark_hair);
        let hair = match (dark, brown_eyes > 0.9) {
            (true, true) => usize::from(dice.chance(0.15)),
            (true, false) => usize::from(dice.chance(0.75)),
            (false, _) => dice.between(2, 4) as usize,
        };
        let eyes = if dice.chance(brown_eyes) { 0 } else { dice.pick(&[1, 1, 1, 2, 2, 3, 4]) };
        let (tall, heavy) = match sex {
            Sex::Male => (69.5, 185.0),
            Sex::Female => (64.0, 158.0),
        };
        Looks {
            race: dice.pick(races),
            skin: dice.between(skins.0, skins.1) as u8,
            hair: hair as u8,
            eyes,
            height: dice.around(tall, 4.5) as u16,
            weight: dice.around(heavy, 55.0) as u16,
            features: scramble(seed, person.0) as u32,
            grey_from: dice.between(42, 75) as u8,
        }
    }
}

/// Draws what a person is called by friends; most people have nothing but their name.
pub(crate) fn draw_nickname(dice: &mut Dice, given: &str) -> Option<&'static str> {
    let usual = nicknames(given);
    if usual.is_empty() || !dice.chance(0.6) { None } else { Some(dice.pick(usual)) }
}

/// A telephone number of the range that is kept for fiction.
pub(crate) fn draw_phone(dice: &mut Dice) -> String {
    format!("{}-555-01{:02}", dice.pick(&["203", "860", "475", "959"]), dice.below(100))
}
