//! Where a warrant stands, by the words that systems use.

use serde::{Deserialize, Serialize};

/// Where a warrant stands. On the wire it is a word, in any spelling of its letters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum WarrantStatus {
    /// To be executed.
    Active,
    /// The person was arrested on it.
    Served,
    /// Withdrawn by the court.
    Vacated,
    /// Any other word, as the source writes it; empty where it states none. The warrant counts as a want until its
    /// source says that it is served or vacated.
    Unknown(String),
}

impl WarrantStatus {
    /// The status that a word stands for, if it is one that systems use.
    pub fn of_word(word: &str) -> Option<WarrantStatus> {
        let words: Vec<String> = word
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_uppercase)
            .collect();
        Some(match words.join(" ").as_str() {
            "ACTIVE" | "OPEN" | "OUTSTANDING" | "ISSUED" | "UNSERVED" => WarrantStatus::Active,
            "SERVED" | "EXECUTED" | "CLEARED BY ARREST" => WarrantStatus::Served,
            "VACATED" | "CANCELLED" | "CANCELED" | "RECALLED" | "WITHDRAWN" | "QUASHED" | "EXPIRED" => {
                WarrantStatus::Vacated
            }
            _ => return None,
        })
    }

    /// The person is, or may be, wanted on it.
    pub const fn is_want(&self) -> bool {
        match self {
            WarrantStatus::Active | WarrantStatus::Unknown(_) => true,
            WarrantStatus::Served | WarrantStatus::Vacated => false,
        }
    }

    /// What a reader of the want must hear of its status: `status not known: PENDING SERVICE`.
    pub fn caveat(&self) -> Option<String> {
        match self {
            WarrantStatus::Active | WarrantStatus::Served | WarrantStatus::Vacated => None,
            WarrantStatus::Unknown(word) if word.trim().is_empty() => Some("status not stated".to_owned()),
            WarrantStatus::Unknown(word) => Some(format!("status not known: {}", word.trim())),
        }
    }
}

impl From<String> for WarrantStatus {
    fn from(word: String) -> WarrantStatus {
        WarrantStatus::of_word(&word).unwrap_or(WarrantStatus::Unknown(word))
    }
}

impl From<WarrantStatus> for String {
    fn from(status: WarrantStatus) -> String {
        match status {
            WarrantStatus::Active => "active".to_owned(),
            WarrantStatus::Served => "served".to_owned(),
            WarrantStatus::Vacated => "vacated".to_owned(),
            WarrantStatus::Unknown(word) => word,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_its_word_in_any_spelling() {
        for (word, expect) in [
            ("active", WarrantStatus::Active),
            ("ACTIVE", WarrantStatus::Active),
            ("Served", WarrantStatus::Served),
            ("SERVED", WarrantStatus::Served),
            (" served ", WarrantStatus::Served),
            ("CLEARED-BY-ARREST", WarrantStatus::Served),
            ("Vacated", WarrantStatus::Vacated),
            ("RECALLED", WarrantStatus::Vacated),
            ("PENDING SERVICE", WarrantStatus::Unknown("PENDING SERVICE".to_owned())),
            ("not served", WarrantStatus::Unknown("not served".to_owned())),
            ("", WarrantStatus::Unknown(String::new())),
        ] {
            let read: WarrantStatus = serde_json::from_value(word.into()).unwrap();
            assert_eq!(read, expect, "{word}");
            let again: WarrantStatus = serde_json::from_value(serde_json::to_value(&read).unwrap()).unwrap();
            assert_eq!(again, expect, "{word}");
        }
    }
}
