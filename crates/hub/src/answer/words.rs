//! Words for codes, numbers and dates in answers. The wording is for people who listen to a radio.

use ciss_contract::vehicle::Vehicle;
use jiff::civil::Date;

use crate::codes;

/// AAMVA registration status (D20, NIEM `RegistrationStatusCode`) in a word.
pub(crate) fn registration_status(code: &str) -> &'static str {
    match code {
        "00" => "active",
        "01" => "cancelled",
        "02" => "stolen",
        "03" => "expired",
        "04" => "revoked",
        "05" => "suspended",
        "06" => "swapped",
        "07" => "inactive",
        _ => "status not known",
    }
}

/// AAMVA driving status in a word or two.
pub(crate) fn driving_status(code: &str) -> String {
    let words = match code {
        "LIC" => "valid",
        "ELG" => "none, eligible",
        "NEN" | "NOT" => "withdrawn",
        "SUS" => "suspended",
        "REV" => "revoked",
        "EXP" => "expired",
        "CAN" => "cancelled",
        "RPD" => "of a person reported deceased",
        _ => return format!("status {code} (not in the AAMVA table)"),
    };
    words.to_owned()
}

/// NCIC caution code in words.
pub(crate) fn caution(code: &str) -> Option<&'static str> {
    Some(match code {
        "00" => "Armed and dangerous",
        "01" => "Other",
        "05" => "Violent tendencies",
        "10" => "Martial arts expert",
        "15" => "Explosive expertise",
        "20" => "Known to abuse drugs",
        "25" => "Escape risk",
        "30" => "Sexually violent predator",
        "40" => "International flight risk",
        "50" => "Heart condition",
        "55" => "Alcoholic",
        "60" => "Allergies",
        "65" => "Epilepsy",
        "70" => "Suicidal",
        "80" => "Medication required",
        "85" => "Haemophiliac",
        "90" => "Diabetic",
        _ => return None,
    })
}

/// `2019 Honda Civic, blue`.
pub(crate) fn vehicle(vehicle: &Vehicle) -> String {
    let parts = [
        vehicle.year.map(|year| year.to_string()),
        vehicle.make.as_deref().map(codes::make),
        vehicle.model.as_deref().map(codes::model),
    ];
    let words = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    match vehicle.colour.as_deref().map(codes::colour) {
        Some(colour) if words.is_empty() => colour,
        Some(colour) => format!("{words}, {}", colour.to_lowercase()),
        None => words,
    }
}

/// Inches as `5′ 9″`.
pub(crate) fn height(inches: u16) -> String {
    format!("{}′ {}″", inches / 12, inches % 12)
}

/// `06/2027`.
pub(crate) fn month(day: Date) -> String {
    format!("{:02}/{}", day.month(), day.year())
}

/// Letters as the NATO alphabet and digits as words: `Alpha Bravo one two three`.
pub(crate) fn spelled(text: &str) -> String {
    text.chars().filter_map(letter).collect::<Vec<_>>().join(" ")
}

fn letter(letter: char) -> Option<&'static str> {
    const LETTERS: [&str; 26] = [
        "Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliett", "Kilo",
        "Lima", "Mike", "November", "Oscar", "Papa", "Quebec", "Romeo", "Sierra", "Tango", "Uniform",
        "Victor", "Whiskey", "X-ray", "Yankee", "Zulu",
    ];
    let position = |first: char| usize::try_from(u32::from(letter) - u32::from(first)).ok();
    match letter {
        'A'..='Z' => LETTERS.get(position('A')?).copied(),
        '0'..='9' => UNITS.get(position('0')?).copied(),
        _ => None,
    }
}

const UNITS: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

/// A small number in words; larger ones stay digits.
pub(crate) fn number(number: usize) -> String {
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    match (UNITS.get(number), TENS.get((number / 10).wrapping_sub(2)), UNITS.get(number % 10)) {
        (Some(word), _, _) => (*word).to_owned(),
        (None, Some(tens), _) if number.is_multiple_of(10) => (*tens).to_owned(),
        (None, Some(tens), Some(unit)) => format!("{tens}-{unit}"),
        _ => number.to_string(),
    }
}

/// A model year as it is said: `twenty-nineteen`, `two thousand five`, `nineteen ninety-eight`.
pub(crate) fn year(year: u16) -> String {
    let (century, rest) = (usize::from(year / 100), usize::from(year % 100));
    match (century, rest) {
        (20, 0..=9) if rest == 0 => "two thousand".to_owned(),
        (20, 1..=9) => format!("two thousand {}", number(rest)),
        (20, _) => format!("twenty-{}", number(rest)),
        (19, 1..=9) => format!("nineteen oh {}", number(rest)),
        (19, 10..) => format!("nineteen {}", number(rest)),
        _ => year.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plates_are_spelled() {
        assert_eq!(spelled("AB12345"), "Alpha Bravo one two three four five");
        assert_eq!(spelled("1ABCD2"), "one Alpha Bravo Charlie Delta two");
        assert_eq!(spelled("XZ90"), "X-ray Zulu nine zero");
        assert_eq!(spelled("é·-"), "");
    }

    #[test]
    fn years_are_said() {
        for (given, expect) in [
            (2019, "twenty-nineteen"),
            (2026, "twenty-twenty-six"),
            (2010, "twenty-ten"),
            (2005, "two thousand five"),
            (2000, "two thousand"),
            (1998, "nineteen ninety-eight"),
            (1990, "nineteen ninety"),
            (1908, "nineteen oh eight"),
            (1900, "1900"),
            (0, "0"),
        ] {
            assert_eq!(year(given), expect);
        }
    }

    #[test]
    fn numbers() {
        for (given, expect) in
            [(0, "zero"), (12, "twelve"), (20, "twenty"), (34, "thirty-four"), (100, "100")]
        {
            assert_eq!(number(given), expect);
        }
    }
}
