//! House number, directionals, street name and suffix (USPS Publication 28, sections 232 to 234, appendices B and C1).

use std::collections::HashMap;
use std::sync::LazyLock;

/// Every way of writing a suffix, to its standard abbreviation.
static SUFFIXES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    include_str!("../../data/suffixes.txt")
        .lines()
        .filter_map(|line| line.split(' ').next().map(|standard| (standard, line)))
        .flat_map(|(standard, line)| line.split(' ').map(move |variant| (variant, standard)))
        .collect()
});

/// The standard abbreviation of a street suffix.
pub(super) fn suffix(word: &str) -> Option<&'static str> {
    SUFFIXES.get(word).copied()
}

/// The standard abbreviation of a directional.
pub(super) fn directional(word: &str) -> Option<&'static str> {
    Some(match word {
        "N" | "NORTH" => "N",
        "S" | "SOUTH" => "S",
        "E" | "EAST" => "E",
        "W" | "WEST" => "W",
        "NE" | "NORTHEAST" => "NE",
        "NW" | "NORTHWEST" => "NW",
        "SE" | "SOUTHEAST" => "SE",
        "SW" | "SOUTHWEST" => "SW",
        _ => return None,
    })
}

/// House number and street in standard form; none when no street is left.
pub(super) fn standard(mut words: Vec<String>) -> Option<(String, String)> {
    if let Some(number) = post_box(&words) {
        return Some((String::new(), format!("PO BOX {number}")));
    }
    let mut number = String::new();
    if words.len() > 1 && words[0].starts_with(|c: char| c.is_ascii_digit()) && ordinal(&words[0]).is_none() {
        number = words.remove(0);
        let fraction = words.len() > 1 && words[0].contains('/');
        if fraction {
            number = format!("{number} {}", words.remove(0));
        }
    }
    let number = match number.trim_start_matches('0') {
        "" => number.clone(),
        trimmed => trimmed.to_owned(),
    };
    words.retain(|word| word != "#");
    let last = words.len().checked_sub(1)?;
    let mut street: Vec<String> = Vec::with_capacity(words.len());
    // Words behind the street name: a directional may close it, suffixes stand before that.
    let after_name = |at: usize| {
        at > 0 && words[at..].iter().all(|word| suffix(word).is_some() || directional(word).is_some())
    };
    for (at, word) in words.iter().enumerate() {
        let standard = if at == 0 && at < last && !after_name(1) && directional(word).is_some() {
            directional(word)
        } else if at == 0 && at < last && matches!(word.as_str(), "ST" | "SAINT") {
            Some("SAINT")
        } else if at == 0 && at < last && matches!(word.as_str(), "RT" | "RTE" | "ROUTE") {
            Some("RTE")
        } else if after_name(at) {
            suffix(word).or_else(|| directional(word))
        } else {
            ordinal(word)
        };
        street.push(standard.map_or_else(|| word.clone(), str::to_owned));
    }
    Some((number, street.join(" ")))
}

/// `PO BOX 12`, `P O BOX 12`, `POBOX 12`, `BOX 12`.
fn post_box(words: &[String]) -> Option<String> {
    let joined = words.join(" ");
    let rest = ["PO BOX ", "P O BOX ", "POBOX ", "POST OFFICE BOX ", "BOX "]
        .into_iter()
        .find_map(|start| joined.strip_prefix(start))?;
    Some(rest.trim_start_matches('0').to_owned())
}

/// Street names that are ordinals are written in figures.
fn ordinal(word: &str) -> Option<&'static str> {
    const ORDINALS: [(&str, &str); 12] = [
        ("FIRST", "1ST"),
        ("SECOND", "2ND"),
        ("THIRD", "3RD"),
        ("FOURTH", "4TH"),
        ("FIFTH", "5TH"),
        ("SIXTH", "6TH"),
        ("SEVENTH", "7TH"),
        ("EIGHTH", "8TH"),
        ("NINTH", "9TH"),
        ("TENTH", "10TH"),
        ("ELEVENTH", "11TH"),
        ("TWELFTH", "12TH"),
    ];
    ORDINALS.into_iter().find(|(text, figures)| *text == word || *figures == word).map(|(_, figures)| figures)
}
