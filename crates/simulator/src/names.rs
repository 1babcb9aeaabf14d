//! Names by frequency: family names by origin, given names by culture, sex and time of birth.

use std::sync::LazyLock;

use crate::dice::Dice;
use crate::tables::{Weighted, field, number, rows};

/// NCIC sex code of a person of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sex {
    Male,
    Female,
}

impl Sex {
    /// NCIC SEX code.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Sex::Male => "M",
            Sex::Female => "F",
        }
    }

    pub(crate) const fn other(self) -> Sex {
        match self {
            Sex::Male => Sex::Female,
            Sex::Female => Sex::Male,
        }
    }
}

/// Where a family comes from; decides names and looks.
pub(crate) struct Heritage {
    pub(crate) name: &'static str,
    share: u64,
    surnames: Weighted<String>,
    /// Rare names are put together from these.
    stems: Vec<&'static str>,
    endings: Vec<&'static str>,
}

static HERITAGES: LazyLock<Weighted<Heritage>> = LazyLock::new(|| {
    let words = |text: &'static str| text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>();
    let heritages = rows(include_str!("../data/surnames.csv"))
        .map(|row| Heritage {
            name: field(&row, 0),
            share: number(&row, 1),
            surnames: Weighted::ranked(
                words(field(&row, 2)).iter().map(|name| name.replace('_', " ")).collect(),
            ),
            stems: words(field(&row, 3)),
            endings: words(field(&row, 4)),
        })
        .collect();
    Weighted::new(heritages, |_, heritage: &Heritage| heritage.share)
});

impl Heritage {
    /// Draws one by its share of the population.
    pub(crate) fn draw(dice: &mut Dice) -> &'static Heritage {
        HERITAGES.draw(dice)
    }

    /// Draws a family name.
    pub(crate) fn surname(&self, dice: &mut Dice) -> String {
        if !self.stems.is_empty() && dice.chance(0.3) {
            return format!("{}{}", dice.pick(&self.stems), dice.pick(&self.endings));
        }
        self.surnames.draw(dice).clone()
    }

    /// The culture whose given names parents of this heritage choose; the share that does, the others choose English ones.
    fn culture(&self) -> (&'static str, f64) {
        match self.name {
            "puerto_rican" | "latin_american" => ("hispanic", 0.85),
            "portuguese" => ("portuguese", 0.6),
            "polish" => ("polish", 0.25),
            "indian" => ("indian", 0.95),
            "chinese" => ("chinese", 0.95),
            "black_american" | "west_indian" => ("black", 0.6),
            "jewish" => ("jewish", 0.6),
            "greek" => ("greek", 0.5),
            _ => ("anglo", 1.0),
        }
    }
}

/// Given names that were usual for people born from a year on.
struct GivenNames {
    culture: &'static str,
    sex: Sex,
    from: i16,
    names: Weighted<&'static str>,
}

static GIVEN_NAMES: LazyLock<Vec<GivenNames>> = LazyLock::new(|| {
    rows(include_str!("../data/given_names.csv"))
        .map(|row| GivenNames {
            culture: field(&row, 0),
            sex: if field(&row, 1) == "M" { Sex::Male } else { Sex::Female },
            from: number(&row, 2),
            names: Weighted::ranked(field(&row, 3).split(' ').collect()),
        })
        .collect()
});

/// Draws a given name for somebody born in `year`.
pub(crate) fn given_name(dice: &mut Dice, heritage: &Heritage, sex: Sex, year: i16) -> &'static str {
    let (culture, share) = heritage.culture();
    let culture = if dice.chance(share) { culture } else { "anglo" };
    let lists = GIVEN_NAMES.iter().filter(|list| list.culture == culture && list.sex == sex);
    // The lists of one culture stand in the order of their years; people born before the first get the first.
    let list = lists.clone().rfind(|list| list.from <= year).or_else(|| lists.clone().next());
    list.map_or("Alex", |list| list.names.draw(dice))
}

static NICKNAMES: LazyLock<Vec<(&'static str, Vec<&'static str>)>> = LazyLock::new(|| {
    let mut table: Vec<(&str, Vec<&str>)> = rows(include_str!("../data/nicknames.csv"))
        .map(|row| (field(&row, 0), field(&row, 1).split(' ').collect()))
        .collect();
    table.sort_unstable_by_key(|(given, _)| *given);
    table
});

/// What people named so are called; empty where nothing is usual.
pub(crate) fn nicknames(given: &str) -> &'static [&'static str] {
    NICKNAMES
        .binary_search_by(|(name, _)| (*name).cmp(given))
        .ok()
        .and_then(|position| NICKNAMES.get(position))
        .map_or(&[], |(_, nicknames)| nicknames.as_slice())
}

/// Two given names that may be one person's: equal, one a nickname or the initial of the other, whatever the case.
pub(crate) fn may_be_same_given(a: &str, b: &str) -> bool {
    let (a, b) = (capitalised(a), capitalised(b));
    let initial = |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short);
    let nickname = |name: &str, other: &str| nicknames(name).contains(&other);
    a == b || initial(&a, &b) || initial(&b, &a) || nickname(&a, &b) || nickname(&b, &a)
}

/// How a family name sounds, by American Soundex: its first letter and three digits for the consonants after it. The FBI's
/// NCIC finds names that sound alike as well.
pub(crate) fn sound(name: &str) -> String {
    let digit = |letter: char| match letter {
        'B' | 'F' | 'P' | 'V' => Some('1'),
        'C' | 'G' | 'J' | 'K' | 'Q' | 'S' | 'X' | 'Z' => Some('2'),
        'D' | 'T' => Some('3'),
        'L' => Some('4'),
        'M' | 'N' => Some('5'),
        'R' => Some('6'),
        _ => None,
    };
    let mut letters = name.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_uppercase);
    let Some(first) = letters.next() else { return String::new() };
    let (mut sound, mut last) = (String::from(first), digit(first));
    // Letters of one digit count once, also with H or W between them.
    for letter in letters.filter(|letter| !matches!(letter, 'H' | 'W')) {
        let digit = digit(letter);
        sound.extend(digit.filter(|_| digit != last));
        last = digit;
    }
    sound.chars().chain("000".chars()).take(4).collect()
}

/// `MARIA` and `maria` as the tables write them: `Maria`.
fn capitalised(name: &str) -> String {
    let mut letters = name.trim().trim_end_matches('.').chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters.flat_map(char::to_lowercase)).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Stream;

    fn check(a: &str, b: &str, expect: bool) {
        assert_eq!(may_be_same_given(a, b), expect, "{a} {b}");
        assert_eq!(may_be_same_given(b, a), expect, "{b} {a}");
    }

    #[test]
    fn given_names_agree_with_their_nicknames_and_initials() {
        check("ROBERT", "Bob", true);
        check("Luis", "LUCHO", true);
        check("M.", "Maria", true);
        check("Robert", "Roberta", false);
        check("Ann", "Anna", false);
    }

    #[test]
    fn names_sound_alike() {
        for (name, expect) in [
            ("Robert", "R163"),
            ("Rupert", "R163"),
            ("Ashcraft", "A261"),
            ("Tymczak", "T522"),
            ("Pfister", "P236"),
            ("O'Brien", "O165"),
            ("Lee", "L000"),
            ("ROSARIO", "R260"),
            ("Rosraio", "R260"),
            ("", ""),
        ] {
            assert_eq!(sound(name), expect, "{name}");
        }
    }

    #[test]
    fn every_heritage_has_names_for_every_year() {
        let mut dice = Dice::new(1, Stream::Household, 0);
        for heritage in HERITAGES.items() {
            for year in [1931, 1958, 1990, 2015] {
                for sex in [Sex::Male, Sex::Female] {
                    assert!(!heritage.surname(&mut dice).is_empty());
                    assert_ne!(given_name(&mut dice, heritage, sex, year), "");
                }
            }
        }
    }
}
