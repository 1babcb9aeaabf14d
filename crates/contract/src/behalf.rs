//! For whom something is asked: the badge or name that the audit trail keeps.

/// Longest badge or name, in characters.
pub const LONGEST: usize = 64;

/// The badge or name as it is kept, without spaces around it. None where it is blank, longer than [`LONGEST`], or has a
/// character that cannot be seen: a line of the audit trail must read as it is.
pub fn on_behalf_of(text: &str) -> Option<&str> {
    let text = text.trim();
    let fits = (1..=LONGEST).contains(&text.chars().count());
    (fits && !text.chars().any(is_unseen)).then_some(text)
}

/// Controls, ends of lines, bidirectional marks and other characters that change how a text reads without being seen
/// (general categories Cc, Cf, Zl and Zp; Unicode TR 36).
pub fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}' | '\u{8e2}'
            | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0001}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Option<&str>) {
        assert_eq!(on_behalf_of(text), expect, "{text:?}");
    }

    #[test]
    fn a_badge_or_a_name_that_can_be_read() {
        check("412", Some("412"));
        check("  Ofc. Muñoz 412 ", Some("Ofc. Muñoz 412"));
        check("Sgt. O\u{2019}Brien", Some("Sgt. O\u{2019}Brien"));
        check(&"x".repeat(64), Some(&"x".repeat(64)));
        for text in [
            "",
            "  ",
            "\u{a0}",
            "a\nb",
            "41\u{202e}2",
            "4\u{200b}12",
            "\u{2066}412\u{2069}",
            "4\u{7f}12",
            "4\u{2028}12",
        ] {
            check(text, None);
        }
        check(&"x".repeat(65), None);
    }
}
