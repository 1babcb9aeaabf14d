//! What marks a thing as sealed: the name of an element or an attribute, or what a status says.

use super::Seal;
use crate::tree::Node;

/// The seal that an attribute sets: `sealed="true"`.
pub(in crate::tree) fn of_attribute(name: &str, value: &str) -> Option<Seal> {
    let seal = seal_of(&camel_words(name))?;
    (!value.trim().is_empty() && !says_no(&words(value))).then_some(seal)
}

fn says_no(words: &[String]) -> bool {
    words.iter().any(|word| {
        matches!(word.as_str(), "FALSE" | "0" | "NO" | "N" | "NONE" | "NOT" | "NON" | "NEVER" | "UNSEALED")
    })
}

/// A marker, and what it says.
pub(super) fn marked(node: Node<'_>) -> Option<(usize, Seal)> {
    if node.has_children() && !(is_named_so(node.name()) && is_a_date(node)) {
        return None;
    }
    let text = words(node.glimpse());
    if says_no(&text) {
        return None;
    }
    let name = camel_words(node.name());
    if is_named_so(node.name()) {
        // An indicator that is there and says nothing is believed; a date that is empty is none.
        let is_indicator = name.last().is_some_and(|word| word == "INDICATOR");
        let stated = is_indicator || !text.is_empty() || is_a_date(node);
        return stated.then(|| (node.key(), seal_of(&name).unwrap_or(Seal::Sealed)));
    }
    let may_say_so = name.iter().any(|word| {
        matches!(
            word.as_str(),
            "STATUS"
                | "DISPOSITION"
                | "SECURITY"
                | "ACCESS"
                | "RESTRICTION"
                | "RESTRICTED"
                | "DISCLOSURE"
                | "DISSEMINATION"
                | "SENSITIVITY"
                | "CLASSIFICATION"
                | "CONFIDENTIALITY"
                | "CATEGORY"
                | "ADJUDICATION"
        )
    });
    if !may_say_so && !stands_for_status(node) {
        return None;
    }
    seal_of(&text).map(|seal| (node.key(), seal))
}

/// `DispositionText` says its own; a `StatusText` says what the status around it is of.
fn stands_for_status(node: Node<'_>) -> bool {
    node.parent().is_some_and(|around| {
        camel_words(around.name()).last().is_some_and(|word| word == "STATUS" || word == "DISPOSITION")
    })
}

fn is_named_so(name: &str) -> bool {
    let words = camel_words(name);
    let is_marker = words.last().is_some_and(|word| {
        matches!(
            word.as_str(),
            "INDICATOR" | "DATE" | "CODE" | "TEXT" | "STATUS" | "SEALED" | "EXPUNGED" | "ERASED"
        )
    });
    is_marker && seal_of(&words).is_some()
}

fn is_a_date(node: Node<'_>) -> bool {
    node.name().ends_with("Date") && node.children().any(|child| !child.glimpse().trim().is_empty())
}

fn seal_of(words: &[String]) -> Option<Seal> {
    let one = |word: &str| match word {
        "EXPUNGED" | "EXPUNGE" | "EXPUNGEMENT" | "ERASED" | "ERASURE" => Some(Seal::Expunged),
        "SEALED" | "SEAL" | "SEALING" => Some(Seal::Sealed),
        _ => None,
    };
    let youthful = words.windows(2).any(|two| two[0] == "YOUTHFUL" && two[1].starts_with("OFFENDER"));
    words.iter().filter_map(|word| one(word)).max().or(youthful.then_some(Seal::Sealed))
}

fn words(text: &str) -> Vec<String> {
    // A marker is a word or a few; a report is not searched for the word.
    if text.len() > 100 {
        return Vec::new();
    }
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_uppercase)
        .collect()
}

/// `CaseSealedIndicator`: `CASE`, `SEALED`, `INDICATOR`.
fn camel_words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut lower_before = false;
    for letter in name.chars() {
        if !letter.is_alphanumeric() {
            lower_before = false;
            words.push(String::new());
            continue;
        }
        if words.is_empty() || (letter.is_uppercase() && lower_before) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(letter.to_uppercase());
        }
        lower_before = letter.is_lowercase() || letter.is_numeric();
    }
    words
}
