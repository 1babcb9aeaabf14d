//! How a typed line is understood. The box shows it before anything is sent; the hub applies the same rule again.

use serde::{Deserialize, Serialize};

use crate::problem::ErrorCode;

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
        /// Two-letter state.
        state: String,
    },
    /// A vehicle identification number.
    Vin {
        /// Upper case, 17 characters.
        vin: String,
        /// Position 9 is what the other sixteen give (49 CFR 565.15). A vehicle made for another market may differ.
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
    /// Understands a typed line. Spaces, hyphens and middle dots are how people group a plate; nothing else is dropped.
    ///
    /// # Errors
    /// [`ErrorCode::QueryEmpty`], [`ErrorCode::QueryTooLong`], or [`ErrorCode::QueryNotUnderstood`] for anything that is
    /// neither a plate nor a VIN. Wildcards are [`ErrorCode::QueryPartialPlate`].
    pub fn interpret(text: &str) -> Result<Query, ErrorCode> {
        if text.len() > LONGEST_QUERY {
            return Err(ErrorCode::QueryTooLong);
        }
        let compact: String = text
            .chars()
            .filter(|c| !matches!(c, ' ' | '-' | '·' | '\u{a0}'))
            .map(|c| c.to_ascii_uppercase())
            .collect();
        if compact.is_empty() {
            return Err(ErrorCode::QueryEmpty);
        }
        if compact.chars().any(|c| matches!(c, '?' | '*'))
            && compact.chars().any(|c| c.is_ascii_alphanumeric())
        {
            return Err(ErrorCode::QueryPartialPlate);
        }
        if !compact.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Err(ErrorCode::QueryNotUnderstood);
        }
        match compact.len() {
            1..=8 => Ok(Query::Plate { plate: compact, state: "CT".to_owned() }),
            17 => vin(compact).ok_or(ErrorCode::QueryNotUnderstood),
            _ => Err(ErrorCode::QueryNotUnderstood),
        }
    }

    /// What the chip beside the box says.
    pub fn label(&self) -> &'static str {
        match self {
            Query::Plate { .. } => "plate · Connecticut",
            Query::Vin { check_digit_holds: true, .. } => "VIN",
            Query::Vin { check_digit_holds: false, .. } => "VIN · check digit differs",
        }
    }

    /// As a screen shows it: a current Connecticut plate with its dot, anything else as it is.
    pub fn shown(&self) -> String {
        match self {
            Query::Plate { plate, .. } => shown_plate(plate),
            Query::Vin { vin, .. } => vin.clone(),
        }
    }
}

/// A plate as it is printed: `AB·12345` since 2015, `1AB·CD2` from 2013 to 2015, others as they are.
pub fn shown_plate(plate: &str) -> String {
    let shape: String = plate.chars().map(|c| if c.is_ascii_digit() { '9' } else { 'A' }).collect();
    let split = match shape.as_str() {
        "AA99999" => 2,
        "9AAAA9" => 3,
        _ => return plate.to_owned(),
    };
    format!("{}·{}", &plate[..split], &plate[split..])
}

/// Weighted sum of 49 CFR 565.15(c). I, O and Q are not in a VIN.
fn vin(text: String) -> Option<Query> {
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let mut sum = 0;
    for (letter, weight) in text.bytes().zip(WEIGHTS) {
        let value = match letter {
            b'0'..=b'9' => u32::from(letter - b'0'),
            b'A'..=b'H' => u32::from(letter - b'A') + 1,
            b'J'..=b'N' => u32::from(letter - b'J') + 1,
            b'P' => 7,
            b'R' => 9,
            b'S'..=b'Z' => u32::from(letter - b'S') + 2,
            _ => return None,
        };
        sum += value * weight;
    }
    let digit = match sum % 11 {
        10 => 'X',
        rest => char::from_digit(rest, 10)?,
    };
    let check_digit_holds = text.chars().nth(8) == Some(digit);
    Some(Query::Vin { vin: text, check_digit_holds })
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
        check("ab-12345", Ok("AB·12345"));
        check(" ab 12345 ", Ok("AB·12345"));
        check("AB·12345", Ok("AB·12345"));
        check("1ab-cd2", Ok("1AB·CD2"));
        check("123ABC", Ok("123ABC"));
        check("GOVT1", Ok("GOVT1"));
        check("7", Ok("7"));
    }

    #[test]
    fn vins() {
        check("1HGCM82633A004352", Ok("1HGCM82633A004352"));
        let holds = |text| matches!(Query::interpret(text), Ok(Query::Vin { check_digit_holds: true, .. }));
        assert!(holds("1HGCM82633A004352"));
        assert!(holds("1m8gdm9axkp042788"));
        assert!(!holds("1HGCM82643A004352"));
        check("1HGCM82633O004352", Err(ErrorCode::QueryNotUnderstood));
    }

    #[test]
    fn what_is_neither_is_refused_and_said() {
        check("", Err(ErrorCode::QueryEmpty));
        check("  - ", Err(ErrorCode::QueryEmpty));
        check("AB1?34", Err(ErrorCode::QueryPartialPlate));
        check("AB*", Err(ErrorCode::QueryPartialPlate));
        check("🚗", Err(ErrorCode::QueryNotUnderstood));
        check("AB\u{0}12", Err(ErrorCode::QueryNotUnderstood));
        check("AB\t12345", Err(ErrorCode::QueryNotUnderstood));
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
