//! Words for codes, numbers and dates in answers. The wording is for people who listen to a radio.

use ciss_cards::codes;
use ciss_contract::lookup::LicenceStanding;
use ciss_contract::vehicle::Vehicle;
use ciss_multiview::{ByNumber, IdentifierKind};
use jiff::civil::Date;

/// AAMVA registration status (D20, NIEM `RegistrationStatusCode`) in a word.
pub(crate) fn registration_status(code: &str) -> &'static str {
    match code {
        "00" => "active",
        "01" => "canceled",
        "02" => "stolen",
        "03" => "expired",
        "04" => "revoked",
        "05" => "suspended",
        "06" => "swapped",
        "07" => "inactive",
        _ => "status not known",
    }
}

/// Why a want under another name may be a person's: `same license number, other name`.
pub(crate) fn by_number(ByNumber { numbers, other_name, other_born }: &ByNumber) -> String {
    let kind = |kind: &IdentifierKind| match kind {
        IdentifierKind::OperatorLicence => "license",
        IdentifierKind::StateIdentification => "state identification",
        IdentifierKind::Fbi => "FBI",
        IdentifierKind::SocialSecurity => "social security",
        IdentifierKind::Inmate => "inmate",
    };
    let same = numbers.iter().map(kind).collect::<Vec<_>>().join(" and ");
    let other = match (other_name, other_born) {
        (true, true) => ", other name and date of birth",
        (true, false) => ", other name",
        (false, true) => ", other date of birth",
        (false, false) => "",
    };
    format!("same {same} number{other}")
}

/// What an AAMVA driving status means, by the code alone.
pub(crate) fn driving_status(code: &str) -> LicenceStanding {
    match code {
        "LIC" => LicenceStanding::Valid,
        "ELG" => LicenceStanding::Eligible,
        "NEN" | "NOT" => LicenceStanding::Withdrawn,
        "SUS" => LicenceStanding::Suspended,
        "REV" => LicenceStanding::Revoked,
        "EXP" => LicenceStanding::Expired,
        "CAN" => LicenceStanding::Canceled,
        "RPD" => LicenceStanding::Deceased,
        _ => LicenceStanding::Unknown,
    }
}

/// Where a license stands, as it stands behind the word: `License suspended`.
pub(crate) const fn licence(standing: LicenceStanding) -> &'static str {
    match standing {
        LicenceStanding::Revoked => "revoked",
        LicenceStanding::Suspended => "suspended",
        LicenceStanding::Withdrawn => "withdrawn",
        LicenceStanding::Canceled => "canceled",
        LicenceStanding::Deceased => "of a person reported deceased",
        LicenceStanding::Expired => "expired",
        LicenceStanding::Unknown => "status not known",
        LicenceStanding::Eligible => "none, eligible",
        LicenceStanding::NotOnFile => "none on file",
        LicenceStanding::Valid => "valid",
    }
}

/// `2019 Honda Civic, blue`.
pub(crate) fn vehicle(vehicle: &Vehicle) -> String {
    let (make, model) = codes::make_and_model(vehicle.make.as_deref(), vehicle.model.as_deref());
    let parts = [vehicle.year.map(|year| year.to_string()), make, model];
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

/// With a small letter at its beginning, to go on with after a comma.
pub(crate) fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// With a capital at its beginning.
pub(crate) fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
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

/// A day as it is said: `June thirty, twenty-twenty-seven`.
pub(crate) fn day(date: Date) -> String {
    let year = u16::try_from(date.year()).map(year).unwrap_or_default();
    let number = usize::from(date.day().unsigned_abs());
    format!("{} {}, {year}", date.strftime("%B"), self::number(number))
}

/// A summary as it is said: its days in words, its ordinals too. `parole to 30 Nov 2026` is `parole to November thirty,
/// twenty-twenty-six`.
pub(crate) fn aloud(summary: &str) -> String {
    let mut said: Vec<String> = Vec::new();
    let plain = summary.replace(" ·", ",");
    let mut words = plain.split(' ');
    while let Some(word) = words.next() {
        let rest = words.clone().take(2).collect::<Vec<_>>();
        let date_text = [&[word], rest.as_slice()].concat().join(" ");
        let bare = date_text.trim_end_matches(',');
        if let Ok(date) = Date::strptime("%d %b %Y", bare) {
            words.nth(1);
            said.push(if bare.len() < date_text.len() { format!("{},", day(date)) } else { day(date) });
        } else {
            said.push(ordinal(word).map_or_else(|| word.to_owned(), str::to_owned));
        }
    }
    said.join(" ")
}

const ORDINALS: [(&str, &str); 6] = [
    ("1st", "first"),
    ("2nd", "second"),
    ("3rd", "third"),
    ("4th", "fourth"),
    ("5th", "fifth"),
    ("6th", "sixth"),
];

/// The place in an order, which begins at 0, as a word; none past the sixth.
pub(crate) fn nth(place: usize) -> Option<&'static str> {
    ORDINALS.get(place).map(|(_, word)| *word)
}

fn ordinal(word: &str) -> Option<&'static str> {
    ORDINALS.iter().find(|(digits, _)| *digits == word).map(|(_, words)| *words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_are_said_without_digits() {
        assert_eq!(aloud("parole to 30 Nov 2026"), "parole to November thirty, twenty-twenty-six");
        assert_eq!(
            aloud("in custody, Osborn CI, release set 3 May 2027, larceny 6th degree"),
            "in custody, Osborn CI, release set May three, twenty-twenty-seven, larceny sixth degree"
        );
        assert_eq!(
            aloud("robbery 1st degree, felony · armed and dangerous"),
            "robbery first degree, felony, armed and dangerous"
        );
    }

    #[test]
    fn days_are_said() {
        assert_eq!(day(jiff::civil::date(2027, 6, 30)), "June thirty, twenty-twenty-seven");
        assert_eq!(day(jiff::civil::date(2026, 11, 1)), "November one, twenty-twenty-six");
    }

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
