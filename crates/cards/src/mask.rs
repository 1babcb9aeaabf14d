//! Social security numbers never leave the hub (CJIS Security Policy, personally identifiable information; CGS 42-470).
//!
//! They are used to match. A text is shown as its source wrote it, but for these numbers: each digit becomes `x`, as often
//! as the digit takes bytes, so that the length of the text, and every position that an error names, stays as it was.

mod runs;

use std::collections::BTreeSet;

use ciss_contract::document::SourceDocument;
use ciss_contract::person::{Identifier, IdentifierKind, Person};

use runs::{Behind, Gap, READINGS, Run, runs, spelled};

/// Digits of a whole number.
const WHOLE: usize = 9;

/// Digits that are left of a whole number without its zeros, at least: none begins with three.
const LEAST: usize = 7;

/// Digits of the shortest part of a number that is kept from sight.
const SHORTEST: usize = 4;

/// The digits of every social security number that the documents are known to hold.
pub fn known<'a>(documents: impl IntoIterator<Item = &'a SourceDocument>) -> BTreeSet<String> {
    documents.into_iter().flat_map(|document| &document.persons).flat_map(of_person).collect()
}

/// The digits of a person's own numbers.
fn of_person(person: &Person) -> impl Iterator<Item = String> + '_ {
    person
        .identifiers
        .iter()
        .filter(|number| is_social(number))
        .flat_map(|number| digits(&number.value))
        .filter(|digits| digits.len() >= SHORTEST)
}

/// Some systems send the number as one of their own, and say what it is beside it.
fn is_social(number: &Identifier) -> bool {
    let words =
        || number.issuer.iter().flat_map(|issuer| issuer.split(|letter: char| !letter.is_alphanumeric()));
    number.kind == IdentifierKind::SocialSecurity || words().any(|word| says_so(&word.to_lowercase()))
}

/// The digits of a number, however it is written: as they stand, and with and without the zeros that it begins with, which
/// whoever takes it for a quantity leaves out. Numbers given in Connecticut begin with 04.
pub fn digits(number: &str) -> BTreeSet<String> {
    let digits: String = runs(number, READINGS[0]).into_iter().map(|run| run.digits).collect();
    let mut forms = BTreeSet::from([digits.clone()]);
    if (LEAST..=WHOLE).contains(&digits.len()) {
        let bare = digits.trim_start_matches('0');
        forms.extend((bare.len() >= LEAST).then(|| bare.to_owned()));
        forms.insert(format!("{digits:0>WHOLE$}"));
    }
    forms
}

/// Of numbers in all their forms, one form of each, from which [`digits`] gives the others.
pub fn shortest(known: &BTreeSet<String>) -> Vec<String> {
    let is_given = |number: &&String| {
        let padded = format!("{number:0>WHOLE$}");
        !(LEAST..WHOLE).contains(&number.len()) || !known.contains(&padded)
    };
    known.iter().filter(is_given).cloned().collect()
}

/// Masks the known numbers, whatever stands between their digits and however these are encoded; nine digits that a word
/// like `SSN` goes before or follows; and whatever is written as `ddd-dd-dddd` with any separators. Where the document is not
/// understood (`known` is none), every nine digits that stand together are masked: they may be one.
pub fn mask(text: &str, known: Option<&BTreeSet<String>>) -> String {
    let digits = text.bytes().filter(|byte| byte.is_ascii_digit() || !byte.is_ascii()).count();
    if digits < SHORTEST && spelled(text) < SHORTEST {
        return text.to_owned();
    }
    let mut masked = text.as_bytes().to_vec();
    for reading in READINGS {
        let runs = runs(text, reading);
        let mut at = 0;
        while at < runs.len() {
            let hidden = number(&runs[at..], known);
            for place in runs[at..at + hidden].iter().flat_map(|run| &run.places) {
                masked[place.clone()].fill(b'x');
            }
            // A group that is no number may hide one that begins later in it: `06457-123-45-6789`.
            at += hidden.max(1);
        }
        // In a record of fixed width, other digits stand beside the number.
        let whole = || known.into_iter().flatten().filter(|number| number.len() == WHOLE);
        for run in runs.iter().filter(|run| run.digits.len() > WHOLE) {
            for (at, _) in whole().flat_map(|number| run.digits.match_indices(number.as_str())) {
                run.places[at..at + WHOLE].iter().for_each(|place| masked[place.clone()].fill(b'x'));
            }
        }
    }
    // Whole characters were replaced, by ASCII letters.
    String::from_utf8(masked).unwrap_or_default()
}

/// Masks every string in a JSON document, as [`mask`] does.
pub fn mask_json(json: Vec<u8>, known: &BTreeSet<String>) -> Vec<u8> {
    let Ok(text) = String::from_utf8(json) else { return Vec::new() };
    let shortest = known.iter().map(String::len).min().unwrap_or(WHOLE);
    let mut masked = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, string)) = rest.split_once('"') {
        let end = end_of_string(string);
        let (string, behind) = string.split_at(end);
        masked.push_str(before);
        masked.push('"');
        if may_hold(string, known, shortest) {
            masked.push_str(&mask(string, Some(known)));
        } else {
            masked.push_str(string);
        }
        masked.push_str(behind.get(..1).unwrap_or_default());
        rest = behind.get(1..).unwrap_or_default();
    }
    masked.push_str(rest);
    masked.into_bytes()
}

/// Most strings of an answer hold no number, which a look at each byte tells: a name, a plate, a time of day.
fn may_hold(text: &str, known: &BTreeSet<String>, shortest: usize) -> bool {
    let mut digits = String::new();
    // How long the last three runs of digits are.
    let mut last = [0; 3];
    let mut in_run = false;
    let (mut is_written_out, mut is_encoded) = (false, false);
    for byte in text.bytes() {
        if byte.is_ascii_digit() {
            if !in_run {
                last = [last[1], last[2], 0];
            }
            last[2] += 1;
            digits.push(char::from(byte));
            in_run = true;
            continue;
        }
        is_written_out |= in_run && last == [3, 2, 4];
        in_run = false;
        is_encoded |= !byte.is_ascii() || matches!(byte, b'\\' | b'&' | b'%' | b'<');
    }
    is_written_out |= last == [3, 2, 4];
    if is_encoded {
        return text.bytes().filter(|byte| byte.is_ascii_digit() || !byte.is_ascii()).count()
            >= shortest.min(WHOLE);
    }
    // The letters of a label may stand apart: `S.S.`, `s-0s`.
    let is_called_so = || {
        text.bytes().filter(|letter| letter.eq_ignore_ascii_case(&b's')).nth(1).is_some()
            || text.as_bytes().windows(3).any(|three| three.eq_ignore_ascii_case(b"soc"))
    };
    let is_disguised =
        || may_be_disguised(text) || (text.len() >= LEAST_SPELLED && spelled(text) >= SHORTEST);
    let holds_known = || known.iter().any(|number| digits.contains(number.as_str()));
    is_written_out
        || is_disguised()
        || (digits.len() >= shortest && holds_known())
        || (digits.len() >= WHOLE && is_called_so())
}

/// Bytes of a whole number that is written in words, at least.
const LEAST_SPELLED: usize = 4 * WHOLE;

/// Letters among the digits of `ddd-dd-dddd`, or of nine that stand together.
fn may_be_disguised(text: &str) -> bool {
    let group = |group: &str| group.bytes().any(|byte| byte.is_ascii_digit()).then_some(group.len());
    let groups: Vec<Option<usize>> =
        text.split(|letter: char| !letter.is_ascii_alphanumeric()).map(group).collect();
    groups.contains(&Some(WHOLE)) || groups.windows(3).any(|three| three == [Some(3), Some(2), Some(4)])
}

fn end_of_string(string: &str) -> usize {
    let mut escaped = false;
    let ends = |byte: u8| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    };
    string.bytes().position(ends).unwrap_or(string.len())
}

/// How many runs from here on make up a number; 0 for none.
fn number(runs: &[Run], known: Option<&BTreeSet<String>>) -> usize {
    let mut digits = String::new();
    let mut widest = Gap::Thin;
    for (at, run) in runs.iter().enumerate() {
        if at > 0 {
            widest = widest.max(run.gap);
        }
        if widest == Gap::Words || digits.len() + run.digits.len() > WHOLE {
            return 0;
        }
        digits.push_str(&run.digits);
        let written = &runs[..=at];
        let hidden = match known {
            Some(known) => known.contains(&digits) && (digits.len() == WHOLE || alone(runs, at)),
            None => digits.len() == WHOLE && (widest == Gap::Thin || written_out(written)),
        };
        let told = digits.len() == WHOLE && widest == Gap::Thin;
        if hidden || (told && (written_out(written) || labelled(&runs[0]) || labelled_behind(run))) {
            return at + 1;
        }
    }
    0
}

/// Four digits that are known of a number must not take a year out of a date.
fn alone(runs: &[Run], last: usize) -> bool {
    runs[0].gap != Gap::Thin && runs.get(last + 1).is_none_or(|next| next.gap != Gap::Thin)
}

fn written_out(runs: &[Run]) -> bool {
    runs.iter().map(|run| run.digits.len()).eq([3, 2, 4])
}

/// Does a word just before say what the number is? `SSN`, `soc. sec. no.`, `PersonSSNIdentification`.
fn labelled(run: &Run) -> bool {
    label(&run.words).is_some()
}

/// Where a word says so: `SSN`, `s.s.n.`.
fn label(words: &[String]) -> Option<usize> {
    let letters = words.windows(2).position(|two| two[0] == "s" && two[1] == "s");
    words.iter().position(|word| says_so(word)).or(letters)
}

/// Does a word just behind say so? `123456789 (SSN)`, `123456789 is his social`. In `104882217, SSN 123456789` it is about
/// the next number; where nobody can tell, it is about both.
fn labelled_behind(run: &Run) -> bool {
    let Behind { words, paused, leads_on } = &run.behind;
    label(words).is_some_and(|at| !(*paused && *leads_on && at + 1 == words.len()))
}

fn says_so(word: &str) -> bool {
    word.starts_with("ssn") || matches!(word, "ss" | "ssan" | "soc" | "social")
}

#[cfg(test)]
mod tests;
