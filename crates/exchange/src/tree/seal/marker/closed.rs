//! What marks a record of a court as closed to everybody without the word *seal*: confidential, restricted, not public, not
//! disclosable (Connecticut Practice Book, 7-4A and 42-49A).

use crate::phrase::{is_negated, name_words, negates};
use crate::tree::Node;

/// A text of which nothing else is said than that its record is closed: `Restricted`, `Not a public record`.
pub(super) fn is_closed(node: Node<'_>, name: &[String], text: &[String]) -> bool {
    let around = node.parent().map(|around| name_words(around.name())).unwrap_or_default();
    is_about_a_record(&[around.as_slice(), name].concat()) && says_closed(text)
}

/// `CaseConfidentialIndicator`, `DocketNonPublicFlag`; that a person's name or address is confidential is something else.
pub(super) fn is_named_closed(name: &[String]) -> bool {
    let closes =
        |(at, word): (usize, &String)| closes(word) || (opens(word) && is_negated(&name[..at], NEGATED));
    is_about_a_record(name) && name.iter().enumerate().any(closes)
}

/// `CasePublicIndicator`, which closes where it says no.
pub(super) fn is_named_open(name: &[String]) -> bool {
    let is_indicator = name.last().is_some_and(|word| super::is_indicator(word));
    is_indicator && is_about_a_record(name) && name.iter().any(|word| opens(word)) && !is_named_closed(name)
}

/// Words behind a negation that it is about: `not to be disclosed`.
const NEGATED: usize = 3;

fn says_closed(text: &[String]) -> bool {
    let mut is_said = false;
    for (at, word) in text.iter().enumerate() {
        let negated = is_negated(&text[..at], NEGATED);
        match (closes(word), opens(word)) {
            (true, _) if negated => return false,
            (_, true) if !negated => return false,
            (true, _) | (_, true) => is_said = true,
            (false, false) if is_filler(word) => {}
            (false, false) => return false,
        }
    }
    is_said
}

fn closes(word: &str) -> bool {
    matches!(word, "CONFIDENTIAL" | "RESTRICTED" | "NONPUBLIC" | "NONDISCLOSABLE" | "UNDISCLOSABLE")
}

fn opens(word: &str) -> bool {
    matches!(word, "PUBLIC" | "DISCLOSABLE" | "DISCLOSE" | "DISCLOSED" | "DISCLOSURE" | "RELEASABLE")
}

fn is_filler(word: &str) -> bool {
    let is_small = matches!(
        word,
        "ACCESS"
            | "INFORMATION"
            | "ORDER"
            | "LAW"
            | "STATUTE"
            | "AVAILABLE"
            | "OPEN"
            | "TO"
            | "BE"
            | "A"
            | "AN"
            | "IS"
            | "BY"
            | "OF"
            | "THE"
            | "DO"
            | "FOR"
    );
    is_small || negates(word) || is_of_a_record(word)
}

fn is_about_a_record(name: &[String]) -> bool {
    let has = |is: fn(&str) -> bool| name.iter().any(|word| is(word));
    let is_else = |word: &str| {
        matches!(
            word,
            "PERSON"
                | "PARTY"
                | "ADDRESS"
                | "NAME"
                | "VICTIM"
                | "WITNESS"
                | "DRIVING"
                | "DRIVER"
                | "LICENSE"
                | "VIEWING"
                | "DEFENDER"
        )
    };
    has(is_of_a_record) && !has(is_else)
}

fn is_of_a_record(word: &str) -> bool {
    matches!(word, "CASE" | "RECORD" | "FILE" | "DOCKET" | "MATTER" | "COURT" | "CHARGE")
}
