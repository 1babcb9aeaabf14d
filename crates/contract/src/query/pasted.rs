//! A line as it is pasted: other alphabets' forms of letters, invisible characters, quotes, labels, separators.

use crate::problem::ErrorCode;

/// What parts two sections of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// `CT: AB12345`. The state stands before it.
    Colon,
    /// `AB12345, CT`, `AB12345/CT`, `AB12345 (CT)`.
    Other,
}

/// A line in sections, each with its groups of letters and digits in upper case: `CT`, then `AB` and `12345`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Pasted {
    pub(super) sections: Vec<Vec<String>>,
    /// What parts the first two sections.
    pub(super) mark: Option<Mark>,
}

/// Words before a colon that say what follows.
const LABELS: [&str; 10] =
    ["PLATE", "PLATES", "LICENSE PLATE", "LICENSE", "LIC", "TAG", "REG", "REGISTRATION", "MARKER", "VIN"];

impl Pasted {
    /// Spaces, hyphens and dots of any kind are how people group a plate; colons, commas, slashes, brackets part it from its
    /// state. Anything else but letters and digits is not understood.
    pub(super) fn read(text: &str) -> Result<Pasted, ErrorCode> {
        let plain: String = text.chars().filter(|letter| !is_invisible(*letter)).map(narrow).collect();
        let plain = plain.trim_matches(|letter: char| letter.is_whitespace() || is_quote(letter));
        let plain = match plain.split_once([':', '#']) {
            Some((label, rest)) if LABELS.contains(&label.trim().to_uppercase().as_str()) => rest,
            Some(_) | None => plain,
        };
        if plain.contains(['?', '*']) && plain.chars().any(|letter| letter.is_ascii_alphanumeric()) {
            return Err(ErrorCode::QueryPartialPlate);
        }
        let mut pasted = Pasted::default();
        let mut section: Vec<String> = Vec::new();
        let mut is_in_group = false;
        for letter in plain.chars() {
            if letter.is_ascii_alphanumeric() {
                if !is_in_group {
                    section.push(String::new());
                }
                section.last_mut().into_iter().for_each(|group| group.push(letter.to_ascii_uppercase()));
            } else if let Some(mark) = mark(letter) {
                if !section.is_empty() {
                    pasted.sections.push(std::mem::take(&mut section));
                    pasted.mark = pasted.mark.or(Some(mark));
                }
            } else if !groups(letter) {
                return Err(ErrorCode::QueryNotUnderstood);
            }
            is_in_group = letter.is_ascii_alphanumeric();
        }
        if !section.is_empty() {
            pasted.sections.push(section);
        }
        if pasted.sections.is_empty() { Err(ErrorCode::QueryEmpty) } else { Ok(pasted) }
    }
}

/// Zero-width spaces, joiners, direction marks, soft hyphens: what no reader sees.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Full-width forms (Unicode, Halfwidth and Fullwidth Forms) stand in the order of ASCII.
fn narrow(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(letter) - 0xff01 + u32::from('!')).unwrap_or(letter)
        }
        _ => letter,
    }
}

fn is_quote(letter: char) -> bool {
    matches!(letter, '"' | '\'' | '`' | '\u{2018}'..='\u{201f}' | '«' | '»')
}

fn mark(letter: char) -> Option<Mark> {
    match letter {
        ':' => Some(Mark::Colon),
        ',' | ';' | '/' | '|' | '(' | ')' | '[' | ']' => Some(Mark::Other),
        _ => None,
    }
}

fn groups(letter: char) -> bool {
    let is_hyphen =
        matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '_');
    let is_dot = matches!(letter, '.' | '·' | '•' | '\u{2219}' | '\u{22c5}' | '\u{30fb}');
    letter.is_whitespace() || is_hyphen || is_dot
}
