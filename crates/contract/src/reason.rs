//! Why a person decided something: kept with the decision, and read by whoever sees it.

use std::ops::RangeInclusive;

/// Characters of a reason.
pub const CHARACTERS: RangeInclusive<usize> = 3..=500;

/// The reason as it is kept, without spaces around it. None where it says nothing or goes on too long.
pub fn reason(text: &str) -> Option<&str> {
    let text = text.trim();
    CHARACTERS.contains(&text.chars().count()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_says_something() {
        for (text, expect) in [
            ("  same photo ", Some("same photo")),
            ("ja!", Some("ja!")),
            ("üöä", Some("üöä")),
            ("no", None),
            ("  a  ", None),
            ("", None),
        ] {
            assert_eq!(reason(text), expect, "{text:?}");
        }
        assert!(reason(&"x".repeat(500)).is_some() && reason(&"x".repeat(501)).is_none());
    }
}
