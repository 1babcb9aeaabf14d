//! Values in the form in which they are compared: upper-case ASCII words, placeholders dropped.

mod nothing;
mod whole;

use crate::name::suffix_of;

pub(crate) use nothing::{is_placeholder, is_unknown_given, is_unknown_surname};
pub(crate) use whole::{Order, Pieces, whole};

/// A name by its parts, its words separated by blanks; empty where unknown.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(crate) struct CleanName {
    pub(crate) given: String,
    pub(crate) surname: String,
    pub(crate) middle: String,
    /// 1 to 5 for JR, SR, II, III, IV; 0 is none.
    pub(crate) suffix: u8,
}

/// Upper-case ASCII words. Apostrophes and points join, everything else that is no letter or digit separates.
pub(crate) fn words(text: &str) -> Vec<String> {
    let plain = if text.is_ascii() { text.to_owned() } else { deunicode::deunicode(text) };
    let keep = |c: char| c.is_ascii_alphanumeric() || matches!(c, '\'' | '`' | '.');
    plain
        .split(|c: char| !keep(c))
        .map(|word| {
            word.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
        })
        .filter(|word: &String| !word.is_empty())
        .collect()
}

/// A family name: `DE LA CRUZ` is one word, `ORTIZ-VEGA` are two.
pub(crate) fn surname(text: &str) -> (String, u8) {
    let (words, suffix) = without_suffix(words(text));
    let mut name = String::new();
    let mut joins = true;
    for word in words {
        if !joins {
            name.push(' ');
        }
        joins = is_particle(&word);
        name.push_str(&word);
    }
    (name, suffix)
}

/// A first name, with the initial that stands behind it.
pub(crate) fn given(text: &str) -> (String, String, u8) {
    let (mut words, suffix) = without_suffix(words(text));
    if words.len() > 1 && whole::is_title(&words[0]) {
        words.remove(0);
    }
    let initial =
        if words.len() > 1 && words.last().is_some_and(|word| word.len() == 1) { words.pop() } else { None };
    (words.join(" "), initial.unwrap_or_default(), suffix)
}

/// JR, SR, II, III or IV as a number.
pub(crate) fn suffix(text: &str) -> u8 {
    ["JR", "SR", "II", "III", "IV"]
        .iter()
        .position(|suffix| *suffix == suffix_of(text))
        .map_or(0, |at| at as u8 + 1)
}

fn without_suffix(mut words: Vec<String>) -> (Vec<String>, u8) {
    let found = if words.len() > 1 { words.last().map_or(0, |word| suffix(word)) } else { 0 };
    if found != 0 {
        words.pop();
    }
    (words, found)
}

fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "DE" | "DEL"
            | "LA"
            | "LAS"
            | "LOS"
            | "DA"
            | "DAS"
            | "DI"
            | "DO"
            | "DOS"
            | "DU"
            | "LE"
            | "VAN"
            | "VON"
            | "DER"
            | "DEN"
            | "TEN"
            | "TER"
            | "ZU"
            | "AL"
            | "EL"
            | "BIN"
            | "IBN"
            | "ABU"
            | "O"
            | "MC"
            | "MAC"
            | "ST"
            | "SAN"
            | "SANTA"
    )
}

/// Letters and digits of a number; empty for what stands in for a missing one.
pub(crate) fn identifier(text: &str) -> String {
    let value: String =
        text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    let same = value.bytes().next().is_some_and(|first| value.bytes().all(|byte| byte == first));
    if value.len() < 3 || same || matches!(value.as_str(), "123456789" | "987654321") {
        String::new()
    } else {
        value
    }
}

/// The last ten digits; empty where there are fewer than seven.
pub(crate) fn phone(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.len() < 7 { String::new() } else { digits[digits.len().saturating_sub(10)..].to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart() {
        assert_eq!(surname("Ortiz-Vega"), ("ORTIZ VEGA".into(), 0));
        assert_eq!(surname("O'Brien III"), ("OBRIEN".into(), 4));
        assert_eq!(surname("van der Berg"), ("VANDERBERG".into(), 0));
        assert_eq!(given("Mary Ann L."), ("MARY ANN".into(), "L".into(), 0));
    }

    #[test]
    fn numbers_that_stand_in_are_no_values() {
        assert_eq!(identifier("000-00-0000"), "");
        assert_eq!(identifier("912-34-5678"), "912345678");
        assert_eq!(phone("+1 (860) 555-0123"), "8605550123");
    }
}
