//! How a typed line is understood. The box shows it before anything is sent; the hub applies the same rule again.

use serde::{Deserialize, Serialize};

use crate::problem::ErrorCode;
use crate::state;

mod alike;
mod pasted;
mod vin;

use pasted::{Mark, Pasted};
use vin::vin;

/// Longest line that is looked at, in bytes. A VIN is 17 characters.
pub const LONGEST_QUERY: usize = 64;

/// A typed line, understood.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Query {
    /// A licence plate.
    Plate {
        /// Upper case, letters and digits only, 1 to 8 characters.
        plate: String,
        /// Two-letter state, also one that is not listed.
        state: String,
    },
    /// A vehicle identification number.
    Vin {
        /// Upper case, 17 characters since 1981, 11 to 16 from 1954 on.
        vin: String,
        /// Position 9 is what the other sixteen give (49 CFR 565.15), or the number is of before 1981 and has none. A
        /// vehicle made for another market may differ.
        check_digit_holds: bool,
    },
}

impl std::fmt::Debug for Query {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Query::Plate { .. } => f.write_str("Plate(<redacted>)"),
            Query::Vin { .. } => f.write_str("Vin(<redacted>)"),
        }
    }
}

impl Query {
    /// Understands a typed or pasted line: `ab-12345`, `CT AB12345`, `AB12345 (NY)`, `1HGCM82633A004352`. Where nothing says
    /// otherwise the plate is Connecticut's.
    ///
    /// # Errors
    /// [`ErrorCode::QueryEmpty`], [`ErrorCode::QueryTooLong`], or [`ErrorCode::QueryNotUnderstood`] for anything that is
    /// neither a plate nor a VIN. Wildcards are [`ErrorCode::QueryPartialPlate`].
    pub fn interpret(text: &str) -> Result<Query, ErrorCode> {
        readings(text)?.into_iter().next().ok_or(ErrorCode::QueryNotUnderstood)
    }

    /// What else the line may mean, to be offered where it leads to nothing: `MA 1234` is Connecticut's plate `MA1234`, or
    /// `1234` of Massachusetts.
    pub fn otherwise(text: &str) -> Vec<Query> {
        readings(text).map(|readings| readings.into_iter().skip(1).collect()).unwrap_or_default()
    }

    /// What the chip beside the box says.
    pub fn label(&self) -> String {
        match self {
            Query::Plate { state, .. } => match state::name(state) {
                Some(name) => format!("plate · {name}"),
                None => format!("plate · {state}, no state that is listed"),
            },
            Query::Vin { vin, .. } if vin.len() < 17 => "VIN of before 1981".to_owned(),
            Query::Vin { check_digit_holds: true, .. } => "VIN".to_owned(),
            Query::Vin { check_digit_holds: false, .. } => "VIN · check digit differs".to_owned(),
        }
    }

    /// As a screen shows it: a current Connecticut plate with its dot, one of another state behind its state, a VIN as it is.
    pub fn shown(&self) -> String {
        match self {
            Query::Plate { plate, state } if state == HOME => shown_plate(plate),
            Query::Plate { plate, state } => format!("{state}: {plate}"),
            Query::Vin { vin, .. } => vin.clone(),
        }
    }
}

/// The state of a plate that names none.
const HOME: &str = "CT";

/// Most letters and digits of a plate.
const LONGEST_PLATE: usize = 8;

/// What a line may mean, the likeliest first; never empty.
fn readings(text: &str) -> Result<Vec<Query>, ErrorCode> {
    if text.len() > LONGEST_QUERY {
        return Err(ErrorCode::QueryTooLong);
    }
    let Pasted { sections, mark } = Pasted::read(text)?;
    let found = match (sections.as_slice(), mark) {
        ([groups], _) => in_one_section(groups),
        ([first, second], Some(mark)) => {
            let forms = [(state_of(first), second), (state_of(second), first)];
            let listed = |at: usize| forms[at].0.as_ref().filter(|state| state::name(state).is_some());
            let order = match mark {
                Mark::Colon if forms[0].0.is_some() => [0, 1],
                Mark::Other if listed(1).is_none() && listed(0).is_some() => [0, 1],
                Mark::Colon | Mark::Other => [1, 0],
            };
            let [(state, groups), _] = order.map(|at| &forms[at]);
            state.as_ref().and_then(|state| number(&groups.concat(), state)).into_iter().collect()
        }
        _ => Vec::new(),
    };
    if found.is_empty() { Err(ErrorCode::QueryNotUnderstood) } else { Ok(found) }
}

/// A line of which only spaces, hyphens or dots might part the state from the plate. Connecticut's own plates begin with two
/// letters, so that a line which is printed so on them is one.
fn in_one_section(groups: &[String]) -> Vec<Query> {
    let whole = groups.concat();
    let of_home = number(&whole, HOME);
    let mut elsewhere = Vec::new();
    let mut is_written_out = false;
    for words in (1..=3.min(groups.len().saturating_sub(1))).rev() {
        let (before, behind) = groups.split_at(words);
        let (rest, end) = groups.split_at(groups.len() - words);
        for (name, rest) in [(before, behind), (end, rest)] {
            let Some(code) = listed_state(name) else { continue };
            is_written_out |= name.concat().len() > 2;
            // `CT AB12345 CT`
            let rest = if words == 1 && rest.first().is_some_and(|word| word == &name[0]) {
                &rest[1..]
            } else {
                rest
            };
            let rest = if words == 1 && rest.last().is_some_and(|word| word == &name[0]) {
                &rest[..rest.len() - 1]
            } else {
                rest
            };
            elsewhere.extend(number(&rest.concat(), code));
        }
    }
    if let ([_], 9..=10, true) = (groups, whole.len(), whole.is_ascii()) {
        // `CTAB12345` can be nothing but a state and its plate.
        let (begin, behind) = whole.split_at(2);
        let (before, end) = whole.split_at(whole.len() - 2);
        let both = [(begin, behind), (end, before)];
        let named =
            both.into_iter().filter_map(|(name, rest)| Some((listed_state(&[name.to_owned()])?, rest)));
        elsewhere
            .extend(named.filter(|(_, rest)| has_digit(rest)).filter_map(|(code, rest)| number(rest, code)));
    }
    elsewhere.dedup();
    let is_plate_of_home = matches!(of_home, Some(Query::Plate { .. }));
    if !is_plate_of_home && elsewhere.len() > 1 {
        return Vec::new();
    }
    let says_state = |query: &Query| match query {
        Query::Plate { plate, .. } => has_digit(plate),
        Query::Vin { .. } => true,
    };
    let elsewhere_first =
        is_written_out || (!is_printed_at_home(&whole) && elsewhere.first().is_some_and(says_state));
    if elsewhere_first {
        elsewhere.extend(of_home);
        elsewhere
    } else {
        of_home.into_iter().chain(elsewhere).collect()
    }
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// The plate of a state, or the VIN, that letters and digits are.
fn number(text: &str, state: &str) -> Option<Query> {
    match text.len() {
        1..=LONGEST_PLATE => Some(Query::Plate { plate: text.to_owned(), state: state.to_owned() }),
        _ => vin(text.to_owned()),
    }
}

/// The code of a state that stands by itself: one that is listed, in any writing, or two letters.
fn state_of(words: &[String]) -> Option<String> {
    let code = |word: &&String| word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    listed_state(words).map(str::to_owned).or_else(|| match words {
        [word] => Some(word).filter(code).cloned(),
        _ => None,
    })
}

/// The code of a listed state that these words name.
fn listed_state(words: &[String]) -> Option<&'static str> {
    let letters = words.iter().all(|word| word.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let spelled = || words.iter().all(|word| word.len() == 1);
    let code = letters.then(|| state::postal_code(&words.join(" "))).flatten();
    // `N.Y.`
    code.or_else(|| spelled().then(|| state::postal_code(&words.concat())).flatten().filter(|_| letters))
}

/// Letters as `A`, digits as `9`.
fn shape(plate: &str) -> String {
    plate.chars().map(|c| if c.is_ascii_digit() { '9' } else { 'A' }).collect()
}

/// Connecticut prints or printed plates so: since 2015, from 2013 on, and before.
fn is_printed_at_home(plate: &str) -> bool {
    matches!(shape(plate).as_str(), "AA99999" | "9AAAA9" | "999AAA" | "AAA999" | "AA9999")
}

/// A plate as it is printed: `AB·12345` since 2015, `1AB·CD2` from 2013 to 2015, others as they are.
pub fn shown_plate(plate: &str) -> String {
    let split = match shape(plate).as_str() {
        "AA99999" => 2,
        "9AAAA9" => 3,
        _ => return plate.to_owned(),
    };
    format!("{}·{}", &plate[..split], &plate[split..])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expect: Result<&str, ErrorCode>) {
        assert_eq!(Query::interpret(text).map(|query| query.shown()), expect.map(str::to_owned), "{text:?}");
    }

    #[test]
    fn plates() {
        for text in [
            "ab-12345",
            " ab 12345 ",
            "AB·12345",
            "AB.12345",
            "AB\t12345",
            "AB–12345",
            "AB\u{2011}12345",
            "ＡＢ１２３４５",
            "AB\u{200b}12345",
            "\u{feff}AB12345",
            "\"AB12345\"",
            "“AB 12345”",
            "CT AB12345",
            "ct ab-12345",
            "AB12345-CT",
            "AB12345 CT",
            "CT: AB·12345",
            "AB12345, CT",
            "AB12345/ct",
            "(CT) AB12345",
            "AB12345 [CT]",
            "CTAB12345",
            "AB12345CT",
            "Connecticut AB12345",
            "AB12345, Conn.",
            "CT AB12345 CT",
            "Plate: AB12345",
            "license plate # CT AB12345",
        ] {
            check(text, Ok("AB·12345"));
        }
        check("1ab-cd2", Ok("1AB·CD2"));
        check("123ABC", Ok("123ABC"));
        check("GOVT1", Ok("GOVT1"));
        check("7", Ok("7"));
        check("CT", Ok("CT"));
    }

    #[test]
    fn plates_of_other_states() {
        check("NY ABC1234", Ok("NY: ABC1234"));
        check("ABC1234 (NY)", Ok("NY: ABC1234"));
        check("abc-1234, n.y.", Ok("NY: ABC1234"));
        check("New York ABC 1234", Ok("NY: ABC1234"));
        check("ABC 1234 New Hampshire", Ok("NH: ABC1234"));
        check("123-NY", Ok("NY: 123"));
        check("MA: 1234", Ok("MA: 1234"));
        check("QQ: AB1234", Ok("QQ: AB1234"));
        check("AB1234/QQ", Ok("QQ: AB1234"));
        // Connecticut's own plates begin so.
        check("MA-12345", Ok("MA·12345"));
        check("NY 1234", Ok("NY1234"));
        check("MY CT", Ok("MYCT"));
        // Of which of the two states?
        check("NY 123456 MA", Err(ErrorCode::QueryNotUnderstood));
        check("CTAB1234MA", Err(ErrorCode::QueryNotUnderstood));
        let label = |text| Query::interpret(text).map(|query| query.label());
        assert_eq!(label("AB12345"), Ok("plate · Connecticut".to_owned()));
        assert_eq!(label("NY ABC1234"), Ok("plate · New York".to_owned()));
        assert_eq!(label("QQ: AB1234"), Ok("plate · QQ, no state that is listed".to_owned()));
    }

    #[test]
    fn what_a_line_may_mean_otherwise() {
        for (text, expect) in [
            ("MA 1234", vec!["MA: 1234"]),
            ("123 NY", vec!["123NY"]),
            ("AB12345", vec![]),
            ("NY ABC1234", vec![]),
            ("", vec![]),
        ] {
            let otherwise: Vec<String> = Query::otherwise(text).iter().map(Query::shown).collect();
            assert_eq!(otherwise, expect, "{text}");
        }
    }

    #[test]
    fn what_looks_like_a_plate() {
        let alike = |text| -> Vec<String> {
            Query::interpret(text).unwrap().look_alikes().iter().map(Query::shown).collect()
        };
        assert!(alike("AB1234O").contains(&"AB·12340".to_owned()));
        assert!(alike("A81234O").contains(&"AB·12340".to_owned()), "two of them");
        assert!(alike("NY A0").contains(&"NY: AO".to_owned()));
        assert_eq!(alike("ACE").len(), 0);
        assert!(!alike("AB12345").contains(&"AB·12345".to_owned()));
    }

    #[test]
    fn vins() {
        check("1HGCM82633A004352", Ok("1HGCM82633A004352"));
        let holds = |text| matches!(Query::interpret(text), Ok(Query::Vin { check_digit_holds: true, .. }));
        assert!(holds("1HGCM82633A004352"));
        assert!(holds("1m8gdm9axkp042788"));
        assert!(!holds("1HGCM82643A004352"));
        check("1HGCM82633O004352", Err(ErrorCode::QueryNotUnderstood));
        check("VIN: 1HGCM 82633 A004352", Ok("1HGCM82633A004352"));
        // A Chevrolet of 1957, a Ford of 1968, a Volkswagen of 1972.
        check("VC57S123456", Ok("VC57S123456"));
        check("8F01J123456", Ok("8F01J123456"));
        check("112 2345 6789", Ok("11223456789"));
        check("2F83H0123456789", Ok("2F83H0123456789"));
        assert_eq!(Query::interpret("VC57S123456").unwrap().label(), "VIN of before 1981");
        check("CONNECTICUT", Err(ErrorCode::QueryNotUnderstood));
    }

    #[test]
    fn what_is_neither_is_refused_and_said() {
        check("", Err(ErrorCode::QueryEmpty));
        check("  - ", Err(ErrorCode::QueryEmpty));
        check("AB1?34", Err(ErrorCode::QueryPartialPlate));
        check("AB*", Err(ErrorCode::QueryPartialPlate));
        check("🚗", Err(ErrorCode::QueryNotUnderstood));
        check("AB\u{0}12", Err(ErrorCode::QueryNotUnderstood));
        check("AB\"123", Err(ErrorCode::QueryNotUnderstood));
        check("АВ12345", Err(ErrorCode::QueryNotUnderstood));
        check("' OR 1=1 --", Err(ErrorCode::QueryNotUnderstood));
        check("plate:[A TO Z]~2", Err(ErrorCode::QueryNotUnderstood));
        check("ABCDEFGHI", Err(ErrorCode::QueryNotUnderstood));
        check(&"A".repeat(10_000_000), Err(ErrorCode::QueryTooLong));
    }

    proptest! {
        #[test]
        fn never_panics_and_reading_what_is_shown_gives_the_same(text in ".{0,40}") {
            if let Ok(query) = Query::interpret(&text) {
                prop_assert_eq!(Query::interpret(&query.shown()), Ok(query));
            }
        }
    }
}
