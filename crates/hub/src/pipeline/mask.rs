//! Social security numbers never leave the hub (CJIS Security Policy, personally identifiable information; CGS 42-470).
//!
//! They are used to match. A document is shown as its source sent it, but for these numbers: each digit becomes `x`,
//! so that the length of the text, and every position that an error names, stays as it was.

use std::collections::BTreeSet;

use ciss_contract::document::SourceDocument;
use ciss_contract::person::IdentifierKind;

/// The digits of every social security number that the documents are known to hold.
pub(crate) fn known(documents: &[SourceDocument]) -> BTreeSet<String> {
    let people = documents.iter().flat_map(|document| &document.persons);
    let numbers = people.flat_map(|person| &person.identifiers);
    let social = numbers.filter(|number| number.kind == IdentifierKind::SocialSecurity);
    let digits = social.map(|number| number.value.chars().filter(char::is_ascii_digit).collect::<String>());
    digits.filter(|digits| digits.len() >= 4).collect()
}

/// Masks the known numbers, however they are grouped, and whatever is written as `ddd-dd-dddd`. Where the document is
/// not understood (`known` is none), every run of nine digits is masked: it may be one.
pub(crate) fn mask(text: &str, known: Option<&BTreeSet<String>>) -> String {
    let bytes = text.as_bytes();
    let mut masked = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let begins = bytes[at].is_ascii_digit() && (at == 0 || !bytes[at - 1].is_ascii_digit());
        if !begins {
            at += 1;
            continue;
        }
        let (digits, end) = group(bytes, at);
        let written_out = shape(&bytes[at..end]) == [3, 2, 4];
        let hidden = match known {
            Some(known) => written_out || known.contains(&digits),
            None => written_out || digits.len() == 9,
        };
        if hidden {
            masked[at..end].iter_mut().filter(|byte| byte.is_ascii_digit()).for_each(|byte| *byte = b'x');
        }
        // A group that is no number may hide one that begins later in it: `06457-123-45-6789`.
        at = if hidden { end } else { next_run(bytes, at) };
    }
    // Only ASCII digits were replaced, by an ASCII letter.
    String::from_utf8(masked).unwrap_or_default()
}

/// Digits from here on, with single spaces or hyphens between runs, up to nine.
fn group(bytes: &[u8], from: usize) -> (String, usize) {
    let (mut digits, mut at, mut end) = (String::new(), from, from);
    while at < bytes.len() {
        match bytes[at] {
            digit if digit.is_ascii_digit() => {
                digits.push(char::from(digit));
                end = at + 1;
            }
            b'-' | b' ' if digits.len() < 9 && at > from && bytes[at - 1].is_ascii_digit() => {}
            _ => break,
        }
        at += 1;
    }
    (digits, end)
}

/// Lengths of the runs of digits.
fn shape(group: &[u8]) -> Vec<usize> {
    group.split(|byte| !byte.is_ascii_digit()).map(<[u8]>::len).collect()
}

fn next_run(bytes: &[u8], from: usize) -> usize {
    from + bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, known: Option<&[&str]>, expect: &str) {
        let known = known.map(|numbers| numbers.iter().map(|number| (*number).to_owned()).collect());
        assert_eq!(mask(text, known.as_ref()), expect, "{text}");
    }

    #[test]
    fn numbers_are_masked_and_nothing_moves() {
        let known: Option<&[&str]> = Some(&["123456789"]);
        check(r#""value":"123-45-6789""#, known, r#""value":"xxx-xx-xxxx""#);
        check(r#""value":"123456789""#, known, r#""value":"xxxxxxxxx""#);
        check("<SSN>123 45 6789</SSN>", known, "<SSN>xxx xx xxxx</SSN>");
        check("987-65-4321 unlisted", known, "xxx-xx-xxxx unlisted");
        check("06457-123-45-6789", known, "06457-xxx-xx-xxxx");
    }

    proptest! {
        #[test]
        fn no_number_survives_and_the_text_keeps_its_shape(before in "[ a-z\"-]{0,8}", number in "[0-9]{9}", after in "[^0-9]{0,8}", grouped in any::<bool>()) {
            let written = if grouped { format!("{}-{}-{}", &number[..3], &number[3..5], &number[5..]) } else { number.clone() };
            let text = format!("{before}{written}{after}");
            let masked = mask(&text, Some(&BTreeSet::from([number])));
            prop_assert!(!masked.contains(|c: char| c.is_ascii_digit()), "{masked}");
            prop_assert_eq!(masked.len(), text.len());
            prop_assert!(masked.starts_with(&before) && masked.ends_with(&after));
        }
    }

    #[test]
    fn other_numbers_stay() {
        let known: Option<&[&str]> = Some(&["123456789"]);
        check("licence 104882217, 2026-11-18T12:00:00Z", known, "licence 104882217, 2026-11-18T12:00:00Z");
        check("telephone 860-555-0134, zip 06457-1234", known, "telephone 860-555-0134, zip 06457-1234");
        check("1234567890", known, "1234567890");
        check("José 12", known, "José 12");
    }

    #[test]
    fn what_is_not_understood_loses_every_number_of_nine_digits() {
        check("licence 104882217 of 20261118", None, "licence xxxxxxxxx of 20261118");
    }
}
