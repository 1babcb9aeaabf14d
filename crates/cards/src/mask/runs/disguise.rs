//! Digits that are written as words or as letters: `one two three`, `l23-45-678O`.

/// Longest group of letters and digits that is looked at.
const LONGEST: usize = 12;

/// The digit that a word at this place is, or that a letter at this place stands for, and how many bytes it takes.
pub(super) fn digit(text: &str, at: usize) -> Option<(char, usize)> {
    let bytes = text.as_bytes();
    let first = *bytes.get(at)?;
    if !first.is_ascii_alphabetic() {
        return None;
    }
    let in_group = |byte: &&u8| byte.is_ascii_alphanumeric();
    let before = bytes[..at].iter().rev().take(LONGEST).take_while(in_group).count();
    let behind = bytes[at..].iter().take(LONGEST).take_while(in_group).count();
    if before + behind >= LONGEST {
        return None;
    }
    let group = text.get(at - before..at + behind)?;
    if before == 0
        && let Some(digit) = named(group)
    {
        return Some((digit, behind));
    }
    // A group of letters alone is a word.
    let stands_for = group.bytes().any(|byte| byte.is_ascii_digit())
        && group.bytes().all(|byte| byte.is_ascii_digit() || looks_like(byte).is_some());
    stands_for.then(|| looks_like(first)).flatten().map(|digit| (digit, 1))
}

/// How many words of a text are digits.
pub(in super::super) fn spelled(text: &str) -> usize {
    text.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| named(word).is_some()).count()
}

fn named(word: &str) -> Option<char> {
    const NAMES: [(&str, char); 12] = [
        ("zero", '0'),
        ("oh", '0'),
        ("one", '1'),
        ("two", '2'),
        ("three", '3'),
        ("four", '4'),
        ("five", '5'),
        ("six", '6'),
        ("seven", '7'),
        ("eight", '8'),
        ("nine", '9'),
        ("niner", '9'),
    ];
    NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, digit)| *digit)
}

const fn looks_like(letter: u8) -> Option<char> {
    match letter {
        b'O' | b'o' | b'Q' | b'D' => Some('0'),
        b'l' | b'I' | b'i' | b'L' => Some('1'),
        b'Z' | b'z' => Some('2'),
        b'S' | b's' => Some('5'),
        b'B' => Some('8'),
        _ => None,
    }
}
