//! Names, normalised for comparing.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::record::PersonName;

/// A name in the form in which names are compared: upper-case ASCII letters and digits only.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NormalName {
    /// `OBRIEN`, `ORTIZVEGA`, `DELACRUZ`.
    pub surname: String,
    /// `MARIA`.
    pub given: String,
    /// `LUISA` or `L`.
    pub middle: String,
    /// `JR`, `SR`, `II`, `III`, `IV`, `V`, or empty.
    pub suffix: &'static str,
}

/// How two first names go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Different names.
    Different,
    /// One is missing, an initial of the other, or a typing error away.
    Possible,
    /// One is a nickname of the other.
    Nickname,
    /// The same.
    Equal,
}

impl NormalName {
    /// Normalises a name. A suffix is found wherever it stands, a title is dropped, and `SMITH, JOHN A` in one part is
    /// taken apart.
    pub fn of(name: &PersonName) -> NormalName {
        let mut suffix = name.suffix.as_deref().map_or("", suffix_of);
        let (mut surname, mut given, mut middle) =
            (words(&name.surname), words(&name.given), name.middle.as_deref().map(words).unwrap_or_default());
        if given.is_empty()
            && let Some((family, first)) = name.surname.split_once(',')
        {
            surname = words(family);
            given = words(first);
            if middle.is_empty() && given.len() > 1 {
                middle = given.split_off(1);
            }
        }
        for part in [&mut surname, &mut given, &mut middle] {
            if part.len() > 1
                && let Some(found) = part.last().map(|word| suffix_of(word)).filter(|found| !found.is_empty())
            {
                part.pop();
                suffix = if suffix.is_empty() { found } else { suffix };
            }
        }
        if given.len() > 1 && matches!(given[0].as_str(), "MR" | "MRS" | "MS" | "DR" | "REV") {
            given.remove(0);
        }
        // "MARIA L" in the first-name field: the initial is the middle name.
        if middle.is_empty() && given.len() > 1 && given.last().is_some_and(|word| word.len() == 1) {
            middle = given.split_off(given.len() - 1);
        }
        NormalName { surname: surname.concat(), given: given.concat(), middle: middle.concat(), suffix }
    }

    /// Neither surname nor first name is known.
    pub fn is_empty(&self) -> bool {
        self.surname.is_empty() && self.given.is_empty()
    }
}

/// Upper-case ASCII words; apostrophes join (`O'Brien`), everything else that is no letter or digit separates.
fn words(text: &str) -> Vec<String> {
    let plain = if text.is_ascii() { text.to_owned() } else { deunicode::deunicode(text) };
    plain
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '\'' && c != '`')
        .map(|word| {
            word.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
        })
        .filter(|word: &String| !word.is_empty())
        .collect()
}

pub(crate) fn suffix_of(word: &str) -> &'static str {
    match word.trim_matches(['.', ',', ' ']).to_ascii_uppercase().as_str() {
        "JR" | "JUNIOR" | "JNR" => "JR",
        "SR" | "SENIOR" | "SNR" => "SR",
        "II" | "2ND" | "2" => "II",
        "III" | "3RD" | "3" => "III",
        "IV" | "4TH" | "4" => "IV",
        _ => "",
    }
}

/// Formal name to its nicknames. Directional: that Bob and Rob are both Robert does not make Bob and Rob one name.
static NICKNAMES: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    include_str!("../data/nicknames.txt")
        .lines()
        .filter_map(|line| {
            let mut names = line.split(' ');
            Some((names.next()?, names.collect()))
        })
        .collect()
});

/// Nicknames of a formal name.
pub(crate) fn nicknames(formal: &str) -> &'static [&'static str] {
    NICKNAMES.get(formal).map(Vec::as_slice).unwrap_or_default()
}

/// A name that the list of nicknames knows.
pub(crate) fn is_given(name: &str) -> bool {
    NICKNAMES.contains_key(name)
}

/// A nickname that the list knows.
pub(crate) fn is_nickname(name: &str) -> bool {
    static ALL: LazyLock<HashSet<&'static str>> =
        LazyLock::new(|| NICKNAMES.values().flatten().copied().collect());
    ALL.contains(name)
}

/// Compares two normalised first names.
pub fn likeness(left: &str, right: &str) -> Likeness {
    if left == right {
        return if left.is_empty() { Likeness::Possible } else { Likeness::Equal };
    }
    let nickname =
        |formal: &str, other: &str| NICKNAMES.get(formal).is_some_and(|names| names.contains(&other));
    if nickname(left, right) || nickname(right, left) {
        return Likeness::Nickname;
    }
    let (short, long) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    if short.is_empty() || (short.len() == 1 && long.starts_with(short)) || one_edit_apart(short, long) {
        return Likeness::Possible;
    }
    Likeness::Different
}

/// One letter typed wrong, left out, put in, or two neighbours swapped, in names of at least four letters.
fn one_edit_apart(short: &str, long: &str) -> bool {
    let (short, long) = (short.as_bytes(), long.as_bytes());
    if short.len() < 4 || long.len() - short.len() > 1 {
        return false;
    }
    let head = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let (rest, other) = (&short[head..], &long[head..]);
    if short.len() < long.len() {
        return rest == &other[1..];
    }
    rest[1..] == other[1..]
        || (rest.len() > 1 && rest[0] == other[1] && rest[1] == other[0] && rest[2..] == other[2..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(surname: &str, given: &str, expect: &str) {
        let name = PersonName { surname: surname.into(), given: given.into(), ..PersonName::default() };
        let NormalName { surname, given, middle, suffix } = NormalName::of(&name);
        assert_eq!(format!("{surname}|{given}|{middle}|{suffix}"), expect);
    }

    #[test]
    fn names_are_written_in_many_ways() {
        check("O'Brien", "Seán", "OBRIEN|SEAN||");
        check("Ortiz-Vega", "Sofia", "ORTIZVEGA|SOFIA||");
        check("de la Cruz", "María L.", "DELACRUZ|MARIA|L|");
        check("SMITH JR", "JOHN", "SMITH|JOHN||JR");
        check("Smith, John A", "", "SMITH|JOHN|A|");
        check("Smith", "Mr. John", "SMITH|JOHN||");
        check("Smith", "John III", "SMITH|JOHN||III");
        check("JR", "JOHN", "JR|JOHN||");
        check("", "", "|||");
    }

    #[test]
    fn first_names_go_together_in_degrees() {
        assert_eq!(likeness("WILLIAM", "BILL"), Likeness::Nickname);
        assert_eq!(likeness("BILL", "WILLIAM"), Likeness::Nickname);
        assert_eq!(likeness("JON", "J"), Likeness::Possible);
        assert_eq!(likeness("MARIA", "MRAIA"), Likeness::Possible);
        assert_eq!(likeness("MARIA", "MARI"), Likeness::Possible);
        assert_eq!(likeness("MARIA", "MARTHA"), Likeness::Different);
        assert_eq!(likeness("JON", "JAN"), Likeness::Different);
        assert_eq!(likeness("LUIS", "LUIS"), Likeness::Equal);
        assert_eq!(likeness("", ""), Likeness::Possible);
    }
}
