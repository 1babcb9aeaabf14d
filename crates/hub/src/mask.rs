//! Social security numbers never leave the hub (CJIS Security Policy, personally identifiable information; CGS 42-470).
//!
//! They are used to match. A text is shown as its source wrote it, but for these numbers: each digit becomes `x`, as often
//! as the digit takes bytes, so that the length of the text, and every position that an error names, stays as it was.

mod runs;

use std::collections::BTreeSet;

use ciss_contract::document::SourceDocument;
use ciss_contract::person::{Identifier, IdentifierKind, Person};

use runs::{Behind, Gap, READINGS, Run, runs};

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
pub(crate) fn shortest(known: &BTreeSet<String>) -> Vec<String> {
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
    if text.bytes().filter(|byte| byte.is_ascii_digit() || !byte.is_ascii()).count() < SHORTEST {
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
    let is_called_so = || {
        let letters = text.as_bytes();
        letters.windows(2).any(|two| two.eq_ignore_ascii_case(b"ss"))
            || letters
                .windows(3)
                .any(|three| three[0].eq_ignore_ascii_case(&b's') && three[2].eq_ignore_ascii_case(&b's'))
            || letters.windows(3).any(|three| three.eq_ignore_ascii_case(b"soc"))
    };
    let holds_known = || known.iter().any(|number| digits.contains(number.as_str()));
    is_written_out || (digits.len() >= shortest && holds_known()) || (digits.len() >= WHOLE && is_called_so())
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
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, known: Option<&[&str]>, expect: &str) {
        let known = known.map(|numbers| numbers.iter().map(|number| (*number).to_owned()).collect());
        assert_eq!(mask(text, known.as_ref()), expect, "{text}");
    }

    const KNOWN: Option<&[&str]> = Some(&["123456789"]);

    /// Every way of writing that is not the plain one: the number itself, which a document is known to hold.
    const WRITTEN: [&str; 34] = [
        "123.45.6789",
        "123/45/6789",
        "123_45_6789",
        "123  45  6789",
        "123 - 45 - 6789",
        "123\u{a0}45\u{a0}6789",
        "123\u{2009}45\u{202f}6789",
        "123\u{2013}45\u{2014}6789",
        "123\u{2010}45\u{2011}6789",
        "123\u{2212}45\u{ad}6789",
        "12\u{200b}34\u{2060}56\u{feff}789",
        "1 2 3 4 5 6 7 8 9",
        "(123) 45-6789",
        "123, 45, 6789",
        "\u{ff11}\u{ff12}\u{ff13}-\u{ff14}\u{ff15}-\u{ff16}\u{ff17}\u{ff18}\u{ff19}",
        "\u{661}\u{662}\u{663}-\u{664}\u{665}-\u{666}\u{667}\u{668}\u{669}",
        "\u{1d7cf}\u{1d7d0}\u{1d7d1}456789",
        r"123\u002d45\u002D6789",
        r"123\/45\/6789",
        r"123\\u002d45\\u20116789",
        r"\u0031\u0032\u0033-45-6789",
        r"\ud835\udfcf23-45-6789",
        r"123\n45\t6789",
        "123\n45\r\n6789",
        "123&#45;45&#x2D;6789",
        "123&nbsp;45&ndash;6789",
        "&#49;&#x32;3&amp;#45;45-6789",
        "123%2D45%2D6789",
        "12345-6789",
        "1234-56789",
        "<a>123</a><b>45</b><c>6789</c>",
        "123<b>45</b><!-- the rest -->6789",
        "<![CDATA[123]]>-<![CDATA[45]]>-6789",
        r#"["123","45","6789"]"#,
    ];

    #[test]
    fn a_known_number_is_masked_however_it_is_written() {
        for written in WRITTEN {
            let known = BTreeSet::from(["123456789".to_owned()]);
            let masked = mask(&format!("was {written} there"), Some(&known));
            let hidden = READINGS.into_iter().any(|reading| runs(&masked, reading).is_empty());
            assert!(hidden, "{written}: {masked}");
            assert_eq!(masked.len(), written.len() + 10, "{written}: nothing moves");
        }
    }

    #[test]
    fn numbers_are_masked_and_nothing_moves() {
        check(r#""value":"123-45-6789""#, KNOWN, r#""value":"xxx-xx-xxxx""#);
        check(r#""value":"123456789""#, KNOWN, r#""value":"xxxxxxxxx""#);
        check(
            r#"<p ssn="123-456-789">1234<b>5</b>6789</p>"#,
            KNOWN,
            r#"<p ssn="xxx-xxx-xxx">xxxx<b>x</b>xxxx</p>"#,
        );
        check("06457-123-45-6789", KNOWN, "06457-xxx-xx-xxxx");
        check("%123-45-6789%", KNOWN, "%xxx-xx-xxxx%");
        check("José 123\u{2013}45\u{2013}6789 é", KNOWN, "José xxx\u{2013}xx\u{2013}xxxx é");
    }

    #[test]
    fn what_is_written_out_as_one_is_masked_though_nobody_knows_it() {
        check("987-65-4321 unlisted", KNOWN, "xxx-xx-xxxx unlisted");
        check("987.65.4321, 987/65/4321", KNOWN, "xxx.xx.xxxx, xxx/xx/xxxx");
        check(r"987\u002d65\u002d4321 987  65  4321", KNOWN, r"xxx\u002dxx\u002dxxxx xxx  xx  xxxx");
        check("987\u{a0}65\u{2011}4321", KNOWN, "xxx\u{a0}xx\u{2011}xxxx");
    }

    #[test]
    fn what_is_called_one_is_masked_though_nobody_knows_it() {
        check("SSN 987654321", KNOWN, "SSN xxxxxxxxx");
        check("soc. sec. no. 98765 4321", KNOWN, "soc. sec. no. xxxxx xxxx");
        check("S.S.N. 987654321", KNOWN, "S.S.N. xxxxxxxxx");
        check(
            "<PersonSSNIdentification><ID>987654321</ID>",
            KNOWN,
            "<PersonSSNIdentification><ID>xxxxxxxxx</ID>",
        );
        check(
            r#"{"kind":"social_security","value":"987 654 321"}"#,
            KNOWN,
            r#"{"kind":"social_security","value":"xxx xxx xxx"}"#,
        );
        check(r#"{"ssn2":987654321}"#, KNOWN, r#"{"ssn2":xxxxxxxxx}"#);
        check("SSN 123-45-6789, licence 104882217", KNOWN, "SSN xxx-xx-xxxx, licence 104882217");
        for (text, expect) in [
            ("987654321 (SSN)", "xxxxxxxxx (SSN)"),
            ("987654321 is his social", "xxxxxxxxx is his social"),
            ("98765 4321, SSN.", "xxxxx xxxx, SSN."),
            ("987654321 is the social security number", "xxxxxxxxx is the social security number"),
            ("licence 104882217, SSN 987654321", "licence 104882217, SSN xxxxxxxxx"),
            ("licence 104882217; SSN 987654321", "licence 104882217; SSN xxxxxxxxx"),
            ("<oln>104882217</oln><ssn>987654321</ssn>", "<oln>104882217</oln><ssn>xxxxxxxxx</ssn>"),
            (r#""oln":"104882217","ssn":"987654321""#, r#""oln":"104882217","ssn":"xxxxxxxxx""#),
            ("104882217 is his licence", "104882217 is his licence"),
        ] {
            check(text, KNOWN, expect);
        }
    }

    #[test]
    fn other_numbers_stay() {
        check("licence 104882217, 2026-11-18T12:00:00Z", KNOWN, "licence 104882217, 2026-11-18T12:00:00Z");
        check("class no 104882217", KNOWN, "class no 104882217");
        check("telephone 860-555-0134, zip 06457-1234", KNOWN, "telephone 860-555-0134, zip 06457-1234");
        check("1234567790", KNOWN, "1234567790");
        check("<h>509</h><w>16</w><y>2001</y>", KNOWN, "<h>509</h><w>16</w><y>2001</y>");
        check("born 2007-03-14 in 2007", Some(&["2007"]), "born 2007-03-14 in xxxx");
        check("José 12", KNOWN, "José 12");
    }

    #[test]
    fn a_number_among_other_digits_and_without_its_zeros() {
        check("00123456789198402031", KNOWN, "00xxxxxxxxx198402031");
        let known = digits("041-23-4567");
        for (text, expect) in [
            ("id 41234567", "id xxxxxxxx"),
            ("id 041234567", "id xxxxxxxxx"),
            ("on 2026-11-18", "on 2026-11-18"),
        ] {
            assert_eq!(mask(text, Some(&known)), expect, "{text}");
        }
        assert_eq!(mask("id 041234567", Some(&digits("41234567"))), "id xxxxxxxxx");
    }

    #[test]
    fn a_number_that_a_system_sends_as_one_of_its_own() {
        let stated = |issuer: &str| {
            let json = serde_json::json!({ "name": { "surname": "A", "given": "B" },
                "identifiers": [{ "kind": "source_number", "value": "123456789", "issuer": issuer }] });
            of_person(&serde_json::from_value(json).unwrap()).count()
        };
        for (issuer, expect) in [("SSN", 1), ("Social Security No.", 1), ("Hartford RMS", 0), ("Passport", 0)]
        {
            assert_eq!(stated(issuer), expect, "{issuer}");
        }
    }

    #[test]
    fn what_is_not_understood_loses_every_number_of_nine_digits() {
        check("licence 104882217 of 20261118", None, "licence xxxxxxxxx of 20261118");
        check("<a>987</a><b>65</b><c>4321</c>", None, "<a>xxx</a><b>xx</b><c>xxxx</c>");
    }

    #[test]
    fn strings_of_an_answer_are_masked_and_numbers_stay_numbers() {
        let known = BTreeSet::from(["123456789".to_owned()]);
        let masked = mask_json(
            br#"{"a\"1":"x \"123-45-6789\"","n":123456789,"e":"","b":["123456789"]}"#.to_vec(),
            &known,
        );
        assert_eq!(
            String::from_utf8(masked).unwrap(),
            r#"{"a\"1":"x \"xxx-xx-xxxx\"","n":123456789,"e":"","b":["xxxxxxxxx"]}"#
        );
    }

    /// Anything but letters and digits may stand between two digits.
    fn between() -> impl Strategy<Value = String> {
        let encoded =
            ["", "-", " ", "&#45;", "&#x2D;", "&nbsp;", r"\u002d", r"\/", r"\t", "<b>", "</b>", "\u{200b}"];
        let any = any::<char>().prop_filter("separates", |c| !c.is_alphanumeric() && !"<>&%\\".contains(*c));
        let one = prop_oneof![
            proptest::sample::select(encoded.to_vec()).prop_map(str::to_owned),
            any.prop_map(String::from)
        ];
        proptest::collection::vec(one, 0..3).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn no_known_number_survives_any_grouping_with_any_separators(
            before in "[ a-z\"-]{0,8}",
            number in "[0-9]{9}",
            between in proptest::collection::vec(between(), 8),
            after in "[ a-z\",;]{0,8}",
        ) {
            let written = |digit: fn(char) -> char| {
                let digits = number.chars().map(digit);
                let groups = digits.zip(between.iter().map(String::as_str).chain([""]));
                let written: String = groups.map(|(digit, between)| format!("{digit}{between}")).collect();
                format!("{before}{written}{after}")
            };
            let masked = mask(&written(|digit| digit), Some(&BTreeSet::from([number.clone()])));
            prop_assert_eq!(masked, written(|_| 'x'));
        }

        #[test]
        fn a_string_that_is_passed_over_holds_nothing_to_mask(text in "[ -~é\u{2013}0-9]{0,40}|[0-9A-Ss-]{0,16}(123|45|6789|-| ){0,6}") {
            let known = BTreeSet::from(["123456789".to_owned(), "12345678".to_owned()]);
            let string = text.replace(['"', '\\'], "");
            if !may_hold(&string, &known, 8) {
                prop_assert_eq!(mask(&string, Some(&known)), string);
            }
        }

        #[test]
        fn any_text_keeps_its_length_and_its_letters(text in "\\PC{0,40}") {
            for known in [None, Some(&BTreeSet::from(["123456789".to_owned()]))] {
                let masked = mask(&text, known);
                prop_assert_eq!(masked.len(), text.len());
            }
        }
    }
}
