//! What is masked and what stays.

use proptest::prelude::*;

use super::*;

fn check(text: &str, known: Option<&[&str]>, expect: &str) {
    let known = known.map(|numbers| numbers.iter().map(|number| (*number).to_owned()).collect());
    assert_eq!(mask(text, known.as_ref()), expect, "{text}");
}

#[test]
fn digits_in_words_and_in_letters() {
    let (words, masked) =
        ("one two three four five six seven eight nine", "xxx xxx xxxxx xxxx xxxx xxx xxxxx xxxxx xxxx");
    for known in [None, KNOWN] {
        check(&format!("SSN {words}."), known, &format!("SSN {masked}."));
        check("ssn One-Two-Three-45-Six789", known, "ssn One-Two-Three-45-Six789");
        check("his social is l23-45-678O", known, "his social is xxx-xx-xxxx");
        check("SSN I2E456789", known, "SSN I2E456789");
        check("SSN l2345678S", known, "SSN xxxxxxxxx");
    }
    check(words, KNOWN, masked);
    check("nine one one was called", KNOWN, "nine one one was called");
    check("BOB IS SOSO", KNOWN, "BOB IS SOSO");
    check("seen at 15 Silver St, Apt 2B", KNOWN, "seen at 15 Silver St, Apt 2B");
    let json = format!(r#"{{"a":"SSN {words}","b":"l23-45-6789","c":"one day"}}"#);
    let shown = String::from_utf8(mask_json(json.into_bytes(), &BTreeSet::new())).unwrap();
    assert_eq!(shown, format!(r#"{{"a":"SSN {masked}","b":"xxx-xx-xxxx","c":"one day"}}"#));
}

const KNOWN: Option<&[&str]> = Some(&["123456789"]);

/// Every way of writing that is not the plain one: the number itself, which a document is known to hold.
const WRITTEN: [&str; 35] = [
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
    "123\u{2e5}45\u{2e9}6789",
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
    for (text, expect) in
        [("id 41234567", "id xxxxxxxx"), ("id 041234567", "id xxxxxxxxx"), ("on 2026-11-18", "on 2026-11-18")]
    {
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
    for (issuer, expect) in [("SSN", 1), ("Social Security No.", 1), ("Hartford RMS", 0), ("Passport", 0)] {
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
    let masked =
        mask_json(br#"{"a\"1":"x \"123-45-6789\"","n":123456789,"e":"","b":["123456789"]}"#.to_vec(), &known);
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
