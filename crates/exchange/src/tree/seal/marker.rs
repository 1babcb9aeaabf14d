//! What marks a thing as sealed: the name of an element or an attribute, or what a status says.

use super::Seal;
use crate::tree::Node;

/// The seal that an attribute sets: `sealed="true"`, `recordStatus="sealed"`.
pub(in crate::tree) fn of_attribute(name: &str, value: &str) -> Option<Seal> {
    let (name, value) = (camel_words(name), words(value));
    match seal_of(&name) {
        Some(seal) => (!value.is_empty() && !says_no(&value)).then_some(seal),
        None if may_say_so(&name) => stated(&value),
        None => None,
    }
}

/// What an indicator says begins with its answer; a word more may say what is not.
fn says_no(words: &[String]) -> bool {
    let answer = words.first().map_or("", String::as_str);
    matches!(answer, "FALSE" | "F" | "0" | "N" | "UNSEALED")
        || negates(answer)
        || (seal_of(words).is_some() && stated(words).is_none())
}

fn negates(word: &str) -> bool {
    matches!(word, "NO" | "NONE" | "NOT" | "NON" | "NEVER")
}

/// The seal that a status states. A negation counts where it stands before: `sealed, do not disclose` is a seal.
fn stated(words: &[String]) -> Option<Seal> {
    let begins = (0..words.len()).find(|at| seal_of(&words[..=*at]).is_some())?;
    let negated = words[begins.saturating_sub(NEGATED)..begins].iter().any(|word| negates(word));
    if negated { None } else { seal_of(words) }
}

/// Words behind a negation that it is about.
const NEGATED: usize = 4;

/// A marker, and what it says.
pub(super) fn marked(node: Node<'_>) -> Option<(usize, Seal)> {
    if node.has_children() && !(is_named_so(node.name()) && is_a_date(node)) {
        return None;
    }
    let text = words(node.glimpse());
    let name = camel_words(node.name());
    if is_named_so(node.name()) {
        if says_no(&text) {
            return None;
        }
        // An indicator that is there and says nothing is believed; a date that is empty is none.
        let is_indicator = name.last().is_some_and(|word| word == "INDICATOR");
        let says = is_indicator || !text.is_empty() || is_a_date(node);
        return says.then(|| (node.key(), seal_of(&name).unwrap_or(Seal::Sealed)));
    }
    if !may_say_so(&name) && !stands_for_status(node) {
        return None;
    }
    stated(&text).map(|seal| (node.key(), seal))
}

/// The name is one of something that may say that a record is sealed.
fn may_say_so(name: &[String]) -> bool {
    name.iter().any(|word| {
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
                | "TYPE"
                | "ADJUDICATION"
                | "JUDGMENT"
                | "VERDICT"
                | "SENTENCE"
        )
    })
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
            "INDICATOR"
                | "IND"
                | "FLAG"
                | "DATE"
                | "TIME"
                | "CODE"
                | "TEXT"
                | "TYPE"
                | "STATUS"
                | "REASON"
                | "ORDER"
                | "OFFENDER"
                | "SEALED"
                | "EXPUNGED"
                | "ERASED"
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
    let two = |two: &[String]| match (two[0].as_str(), two[1].as_str()) {
        ("YOUTHFUL", offender) if offender.starts_with("OFFENDER") => Some(Seal::Sealed),
        // Chapter 961a of the General Statutes: erasure. Of youthful offenders, 54-76b to 54-76o, the last is erasure too.
        ("54", "142A" | "142D" | "76O") => Some(Seal::Expunged),
        ("54", "76L") => Some(Seal::Sealed),
        _ => None,
    };
    let by_word = words.iter().filter_map(|word| one(word));
    by_word.chain(words.windows(2).filter_map(two)).max()
}

/// Longest text that may be a marker, in bytes.
const LONGEST: usize = 500;

fn words(text: &str) -> Vec<String> {
    // A marker is a word or a sentence; a report is not searched for the word.
    if text.len() > LONGEST {
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
