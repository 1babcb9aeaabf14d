//! What a few words say of an act: that it is done, that it is not, or that somebody asks for it.

/// Longest text that is taken for a few words, in bytes. A report is not searched for them.
const LONGEST: usize = 500;

/// The words of a text, in capital letters; none of a long one.
pub(crate) fn words(text: &str) -> Vec<String> {
    if text.len() > LONGEST {
        return Vec::new();
    }
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_uppercase)
        .collect()
}

/// `CaseSealedIndicator`: `CASE`, `SEALED`, `INDICATOR`.
pub(crate) fn name_words(name: &str) -> Vec<String> {
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

/// An answer that says no.
pub(crate) fn says_no(word: &str) -> bool {
    matches!(word, "FALSE" | "F" | "0" | "N") || negates(word)
}

pub(crate) fn negates(word: &str) -> bool {
    matches!(word, "NO" | "NONE" | "NOT" | "NON" | "NEVER")
}

/// One of the last few of these words is a negation, which is then about the word behind them.
pub(crate) fn is_negated(before: &[String], few: usize) -> bool {
    before[before.len().saturating_sub(few)..].iter().any(|word| negates(word))
}

/// Somebody asks for the act.
pub(crate) fn is_asked(words: &[String]) -> bool {
    words.iter().any(|word| {
        matches!(
            word.as_str(),
            "MOTION"
                | "MOTIONS"
                | "MOVES"
                | "MOVED"
                | "PETITION"
                | "PETITIONS"
                | "PETITIONED"
                | "REQUEST"
                | "REQUESTS"
                | "REQUESTED"
                | "APPLICATION"
                | "APPLIED"
                | "APPLIES"
                | "SEEKS"
                | "SEEKING"
                | "ASKS"
                | "ASKED"
                | "PROPOSED"
        )
    })
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Granted,
    Refused,
    /// It is not decided.
    Pending,
}

/// What became of an act, by the last word that decides. What is granted in part is granted.
pub(crate) fn outcome(words: &[String]) -> Option<Outcome> {
    let decided = words.iter().enumerate().filter_map(|(at, word)| {
        let granted = match word.as_str() {
            "GRANT" | "GRANTS" | "GRANTED" | "GRANTING" | "ORDERED" | "ALLOWED" | "APPROVED"
            | "SUSTAINED" | "EFFECTIVE" => true,
            "DENIED" | "DENIES" | "DENY" | "DENYING" | "DENIAL" | "REFUSED" | "REJECTED" | "OVERRULED"
            | "DECLINED" | "DISALLOWED" | "DISAPPROVED" | "WITHDRAWN" | "VACATED" | "LIFTED"
            | "RESCINDED" | "REVOKED" | "REVERSED" | "STRICKEN" | "MOOT" | "INELIGIBLE" => false,
            _ => return None,
        };
        Some(granted != is_negated(&words[..at], 2))
    });
    let decided: Vec<bool> = decided.collect();
    let in_part = words.windows(2).any(|two| two[0] == "IN" && two[1] == "PART");
    match decided.last() {
        Some(true) => Some(Outcome::Granted),
        Some(false) if in_part && decided.contains(&true) => Some(Outcome::Granted),
        Some(false) => Some(Outcome::Refused),
        None => words.iter().any(|word| is_open(word)).then_some(Outcome::Pending),
    }
}

fn is_open(word: &str) -> bool {
    matches!(
        word,
        "PENDING"
            | "FILED"
            | "REQUESTED"
            | "SCHEDULED"
            | "CONTINUED"
            | "RESERVED"
            | "UNDECIDED"
            | "PROPOSED"
            | "SUBMITTED"
            | "CONSIDERED"
            | "ELIGIBLE"
            | "HEARING"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_became_of_an_act() {
        for (text, expect) in [
            ("granted", Some(Outcome::Granted)),
            ("so ordered", Some(Outcome::Granted)),
            ("not granted", Some(Outcome::Refused)),
            ("denied 2020, granted on reconsideration", Some(Outcome::Granted)),
            ("granted, then vacated", Some(Outcome::Refused)),
            ("granted in part and denied in part", Some(Outcome::Granted)),
            ("granted, filed 2020-03-01", Some(Outcome::Granted)),
            ("filed", Some(Outcome::Pending)),
            ("pending hearing", Some(Outcome::Pending)),
            ("in chambers", None),
        ] {
            assert_eq!(outcome(&words(text)), expect, "{text}");
        }
    }
}
