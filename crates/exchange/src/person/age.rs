//! Ages, where no date of birth is stated: as of the document's day they say between which days somebody was born.

use jiff::civil::Date;
use jiff::{Span, Timestamp};

use crate::intake::{Intake, day_in_connecticut};
use crate::phrase::{name_words, says_no, words};
use crate::refusal::RefusalReason;
use crate::tree::Node;

/// The days between which the person was born (ISO 8601, 4.4): `2010-10-02/2011-10-01`.
pub(super) fn born(intake: &Intake<'_>, views: &[Node<'_>], as_of: Timestamp) -> Option<String> {
    let holders = views.iter().flat_map(|view| view.every("PersonAugmentation").into_iter().chain([*view]));
    let (youngest, oldest) = holders.flat_map(Node::children).find_map(|node| stated(intake, node))?;
    let (first, last) = days(day_in_connecticut(as_of)?, youngest, oldest)?;
    Some(format!("{first}/{last}"))
}

fn days(said: Date, youngest: i16, oldest: i16) -> Option<(Date, Date)> {
    let before = |years: i16| said.checked_sub(Span::new().years(years)).ok();
    Some((before(oldest + 1)?.tomorrow().ok()?, before(youngest)?))
}

/// The ages that an element of a person states, in whole years.
fn stated(intake: &Intake<'_>, node: Node<'_>) -> Option<(i16, i16)> {
    let name = name_words(node.name());
    let has = |word: &str| name.iter().any(|part| part == word);
    if (has("JUVENILE") || has("MINOR")) && has("INDICATOR") && !has("VERIFIED") {
        return intake.is_set(node).then_some(JUVENILE);
    }
    if !has("AGE")
        || !name.first().is_some_and(|first| matches!(first.as_str(), "PERSON" | "SUBJECT" | "AGE"))
    {
        return None;
    }
    let leaves = leaves(node);
    let is_unit = |leaf: &&Node<'_>| name_words(leaf.name()).iter().any(|word| word == "UNIT");
    let unit = leaves.iter().find(is_unit).and_then(|leaf| intake.text(*leaf));
    let texts: Vec<String> =
        leaves.iter().filter(|leaf| !is_unit(leaf)).filter_map(|leaf| intake.text(*leaf)).collect();
    if texts.is_empty() {
        return None;
    }
    let found = years(&texts.join(" to "), unit.as_deref().unwrap_or_default());
    if found.is_none() {
        intake.leave_out(node, RefusalReason::NotANumber);
    }
    found
}

fn leaves(node: Node<'_>) -> Vec<Node<'_>> {
    if node.has_children() { node.children().flat_map(leaves).collect() } else { vec![node] }
}

/// Ages at which somebody is a juvenile (CGS 1-1d).
const JUVENILE: (i16, i16) = (0, 17);

/// Beyond what anybody's age is.
const OLDEST: i16 = 120;

/// An age in words: `15`, `15-17`, `15 to 17`, `under 18`, `18+`, `15 years`, `juvenile`.
fn years(text: &str, unit: &str) -> Option<(i16, i16)> {
    let said = words(text);
    let has = |any: &[&str]| said.iter().any(|word| any.contains(&word.as_str()));
    let numbers: Vec<i16> = said.iter().filter_map(|word| number(word)).collect();
    let in_years = |number: i16| if is_shorter(unit, &said) { number / MONTHS } else { number };
    let (youngest, oldest) = match numbers.as_slice() {
        [] if said.iter().any(|word| says_no(word)) => return None,
        [] if has(&["JUVENILE", "JUV", "JV", "MINOR", "CHILD", "INFANT", "TEEN", "TEENAGER"]) => JUVENILE,
        [] if has(&["ADULT"]) => (JUVENILE.1 + 1, OLDEST),
        [limit] if text.contains('<') || has(&["UNDER", "BELOW", "YOUNGER"]) => (0, in_years(*limit) - 1),
        [limit] if text.contains(['+', '>']) || has(&["OVER", "ABOVE", "OLDER"]) => {
            (in_years(*limit), OLDEST)
        }
        [age] => (in_years(*age), in_years(*age)),
        [one, other] => (in_years(*one.min(other)), in_years(*one.max(other))),
        _ => return None,
    };
    (0 <= youngest && youngest <= oldest && oldest <= OLDEST).then_some((youngest, oldest))
}

/// A number at the beginning of a word: `15`, `15Y`, `15YO`.
fn number(word: &str) -> Option<i16> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    word.get(..digits)?.parse().ok()
}

const MONTHS: i16 = 12;

/// Months, and shorter units for what is not a year old yet.
fn is_shorter(unit: &str, said: &[String]) -> bool {
    let unit = words(unit);
    unit.iter().chain(said).any(|word| {
        ["MON", "MTH", "WEE", "WK", "DAY"].iter().any(|short| word.starts_with(short)) || word == "MO"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_in_words() {
        for (text, unit, expect) in [
            ("15", "", Some((15, 15))),
            ("15", "ANN", Some((15, 15))),
            ("15Y", "", Some((15, 15))),
            ("15-17", "", Some((15, 17))),
            ("17 to 15", "", Some((15, 17))),
            ("under 18", "", Some((0, 17))),
            ("<18", "", Some((0, 17))),
            ("18+", "", Some((18, 120))),
            ("over 18", "", Some((18, 120))),
            ("30", "MON", Some((2, 2))),
            ("8 months", "", Some((0, 0))),
            ("juvenile", "", Some((0, 17))),
            ("JUV", "", Some((0, 17))),
            ("adult", "", Some((18, 120))),
            ("unknown", "", None),
            ("999", "", None),
            ("", "", None),
        ] {
            assert_eq!(years(text, unit), expect, "{text} {unit}");
        }
    }

    #[test]
    fn an_age_says_between_which_days_somebody_was_born() {
        for (youngest, oldest, expect) in [
            (15, 15, "2010-11-19/2011-11-18"),
            (0, 17, "2008-11-19/2026-11-18"),
            (16, 18, "2007-11-19/2010-11-18"),
        ] {
            let (first, last) = days("2026-11-18".parse().unwrap(), youngest, oldest).unwrap();
            assert_eq!(format!("{first}/{last}"), expect);
        }
    }
}
