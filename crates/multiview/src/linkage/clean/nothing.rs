//! What people write where they know nothing.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::{CleanName, words};

/// Words of a list.
type List = LazyLock<FxHashSet<&'static str>>;

/// Words that say by themselves that nothing is known.
static NOTHING: List = LazyLock::new(|| {
    "ANONYMOUS BLANK CONFIDENTIAL DECLINED DETERMINED EMPTY FNU INCONNU LNU MISSING NFN NIL NLN NMI \
    NMN NONE NULL OMITTED PENDING REDACTED REFUSED TBA TBC TBD UKN UNAVAILABLE UNBEKANNT UNDEFINED UNDETERMINED UNDISCLOSED \
    UNIDENTIFIED UNK UNKN UNKNOWN UNNAMED UNOBTAINABLE UNREPORTED UNSPECIFIED UNSTATED WITHHELD XXX XXXX XXXXX \
    DESCONOCIDO DESCONOCIDA ONBEKEND SCONOSCIUTO IGNORADO".split(' ').collect()
});
/// Words that say so after a denial, or beside one of the others.
static BESIDE: List = LazyLock::new(|| {
    "ADDRESS ANSWER APPLICABLE AT AVAILABLE BE BY COLLECTED CURRENTLY DATA DATE DISCLOSED EMAIL ENTERED FILE \
    DISCLOSE FIRST FIXED FURNISHED GIVE GIVEN IN INFO INFORMATION KNOWN LAST LISTED MAIL MIDDLE NAME NUMBER OBTAINED OF ON PERSON PHONE \
    PROVIDE PROVIDED RECORD RECORDED REPORTED REQUEST RESPONSE SPECIFIED STATE STATED SUBJECT SUPPLIED THE THIS TIME TO UPON VALUE VICTIM \
    SUSPECT WISHES ANGABE".split(' ').collect()
});
static DENIALS: List = LazyLock::new(|| "NO NOT NON SIN SANS OHNE KEINE NICHT".split(' ').collect());

fn is_among(list: &List, word: &str) -> bool {
    list.contains(word)
}

/// What stands for "not known", whatever the column.
pub(crate) fn is_placeholder(text: &str) -> bool {
    // Nothing but signs: `-`, `?`, `#`.
    if !text.chars().any(char::is_alphanumeric) {
        return true;
    }
    if text.len() > 60 {
        return false;
    }
    let words = words(text);
    let slashed = matches!(words.as_slice(), [n, a] if n == "N" && a == "A");
    // Written with one capital they are names.
    let alone = matches!(text.trim(), "NA" | "na" | "N.A." | "n.a." | "nan" | "NaN" | "NaT" | "nat" | "<NA>");
    let denied = words.len() > 1 && words.first().is_some_and(|word| is_among(&DENIALS, word));
    let said = words.iter().filter(|word| is_among(&NOTHING, word)).count();
    slashed
        || alone
        || (said > 0 || denied)
            && words
                .iter()
                .all(|word| is_among(&NOTHING, word) || is_among(&BESIDE, word) || is_among(&DENIALS, word))
}

/// Words for somebody who has no name yet, or whose name nobody knows.
static SOMEBODY: List = LazyLock::new(|| {
    "BABY BABYBOY BABYGIRL BOY FEMALE FETUS GIRL INFANT JUVENILE MALE NAME NEWBORN NEONATE TRIPLET TWIN"
        .split(' ')
        .collect()
});

/// A first name that is none: `BABY BOY`, `FNU`, `INFANT MALE A`.
pub(crate) fn is_unknown_given(name: &str) -> bool {
    let mut words = name.split(' ');
    words.next().is_some_and(|word| is_among(&SOMEBODY, word) || is_among(&NOTHING, word))
        && words.all(|word| {
            word.len() == 1 || [&SOMEBODY, &NOTHING, &BESIDE].iter().any(|list| is_among(list, word))
        })
}

/// A family name that is none. Many words that describe somebody are family names too.
pub(crate) fn is_unknown_surname(name: &str) -> bool {
    is_among(&NOTHING, name) || name.contains(' ') && is_placeholder(name)
}

impl CleanName {
    /// The name without what stands in for a part of it.
    pub(crate) fn known(mut self) -> CleanName {
        if is_nobody(&self) {
            return CleanName::default();
        }
        if is_unknown_given(&self.given) {
            self.given.clear();
        }
        if is_unknown_surname(&self.surname) {
            self.surname.clear();
        }
        if is_unknown_given(&self.middle) {
            self.middle.clear();
        }
        self
    }
}

/// A whole name that is none: no first name and a word that describes somebody, or the name that courts and hospitals
/// give to a person without one.
fn is_nobody(name: &CleanName) -> bool {
    let CleanName { given, surname, .. } = name;
    let no_given = given.is_empty() || is_unknown_given(given);
    let no_surname = surname.is_empty() || is_unknown_surname(surname);
    let described =
        |surname: &str| is_among(&SOMEBODY, surname) || is_among(&BESIDE, surname) || surname.len() == 1;
    let doe = matches!(surname.as_str(), "DOE" | "ROE")
        && matches!(given.as_str(), "JOHN" | "JANE" | "J" | "RICHARD");
    doe || no_given && (no_surname || described(surname) || matches!(surname.as_str(), "DOE" | "ROE"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_nothing_are_no_values() {
        for text in [
            "",
            "-",
            "*",
            "???",
            "#N/A",
            "n/a",
            "N.A.",
            "NaN",
            "NaT",
            "<NULL>",
            "(null)",
            "none",
            "none given",
            "UNK.",
            "Unknown",
            "UNKNOWN/UNKNOWN",
            "not known",
            "Not Provided",
            "Not Applicable",
            "no data",
            "No Middle Name",
            "no fixed address",
            "REFUSED",
            "Refused to provide",
            "withheld by request",
            "TBD",
            "to be determined",
            "NMN",
            "xxx",
            "Keine Angabe",
            "blank",
        ] {
            assert!(is_placeholder(text), "{text:?}");
        }
        for text in [
            "Nana",
            "Nan",
            "Nat",
            "Na",
            "A",
            "No",
            "North",
            "Nat King",
            "Given",
            "Data",
            "None Such Road",
            "0",
            "Not Alone St",
            "Nilsson",
        ] {
            assert!(!is_placeholder(text), "{text:?}");
        }
    }

    #[test]
    fn names_of_nobody_are_no_names() {
        let check = |given: &str, surname: &str, expect: bool| {
            let name = CleanName { given: given.into(), surname: surname.into(), ..CleanName::default() };
            assert_eq!(is_nobody(&name), expect, "{given} {surname}");
        };
        for (given, surname) in [
            ("JOHN", "DOE"),
            ("JANE", "DOE"),
            ("BABY", "BOY"),
            ("BABY GIRL", ""),
            ("FNU", "LNU"),
            ("UNKNOWN", "UNKNOWN"),
            ("NAME", "WITHHELD"),
            ("UNKNOWN", "MALE"),
            ("INFANT", "DOE"),
            ("BABY", "A"),
        ] {
            check(given, surname, true);
        }
        for (given, surname) in [
            ("JOHN", "SMITH"),
            ("ANN", "DOE"),
            ("FNU", "KHAN"),
            ("BABY BOY", "SMITH"),
            ("JACK", "BOY"),
            ("", "MALE2"),
        ] {
            check(given, surname, false);
        }
        assert!(is_unknown_given("BABY BOY") && is_unknown_given("FNU") && is_unknown_given("INFANT MALE A"));
        assert!(!is_unknown_given("ANN") && !is_unknown_given("BABY ANN"));
        assert!(is_unknown_surname("LNU") && !is_unknown_surname("BOY") && !is_unknown_surname("NAME"));
    }
}
