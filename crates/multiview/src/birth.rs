//! Dates of birth as sources write them.

use jiff::civil::Date;

/// A date of birth, as much of it as is certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Birth {
    /// To the day.
    Full(Date),
    /// Only the year.
    Year(i16),
}

/// How two dates of birth go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BirthLikeness {
    /// The same day.
    Equal,
    /// Two of year, month and day agree, or day and month are swapped, or one has the year only and it agrees.
    Close,
    /// Not the same person's.
    Far,
    /// One of them is missing.
    Unknown,
}

/// Reads a date of birth in the formats that can be read in one way only: `2007-03-14` (also with a time behind it),
/// `20070314`, `03/14/2007` and its kin with other separators (sources in the United States write the month first),
/// `14 Mar 2007`, `Mar 14, 2007`, and a bare year. Anything else is not guessed at, nor are the first of January 1900
/// and years outside 1880 to 2100, which stand for "unknown".
pub fn read(text: &str) -> Option<Birth> {
    let text = text.trim();
    let text = text.split_once('T').map_or(text, |(day, time)| if time.contains(':') { day } else { text });
    let parts: Vec<&str> =
        text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let birth = match parts.as_slice() {
        [year] if year.len() == 4 => Birth::Year(number(year)?),
        [packed] if packed.len() == 8 && packed.is_ascii() => {
            full(number(&packed[..4])?, number(&packed[4..6])?, number(&packed[6..])?)?
        }
        [year, month] if year.len() == 4 && month.len() <= 2 => {
            let _: i16 = number(month).filter(|month| (1..=12).contains(month))?;
            Birth::Year(number(year)?)
        }
        [year, month, day] if year.len() == 4 => full(number(year)?, number(month)?, number(day)?)?,
        [first, second, year] if year.len() == 4 => match (month(first), month(second)) {
            (Some(month), _) => full(number(year)?, month, number(second)?)?,
            (_, Some(month)) => full(number(year)?, month, number(first)?)?,
            (None, None) => full(number(year)?, number(first)?, number(second)?)?,
        },
        _ => return None,
    };
    let year = match birth {
        Birth::Full(date) if date.year() == 1900 && date.day_of_year() == 1 => return None,
        Birth::Full(date) => date.year(),
        Birth::Year(year) => year,
    };
    (1880..=2100).contains(&year).then_some(birth)
}

fn number(text: &str) -> Option<i16> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

fn full(year: i16, month: i16, day: i16) -> Option<Birth> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok().map(Birth::Full)
}

pub(crate) fn month(text: &str) -> Option<i16> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let text = text.to_ascii_lowercase();
    let found = MONTHS.iter().position(|month| text.len() >= 3 && month.starts_with(&text))?;
    i16::try_from(found + 1).ok()
}

/// Compares two dates of birth.
pub fn likeness(left: Option<Birth>, right: Option<Birth>) -> BirthLikeness {
    let (Some(left), Some(right)) = (left, right) else { return BirthLikeness::Unknown };
    match (left, right) {
        (Birth::Full(a), Birth::Full(b)) if a == b => BirthLikeness::Equal,
        (Birth::Full(a), Birth::Full(b)) => {
            let same = [a.year() == b.year(), a.month() == b.month(), a.day() == b.day()];
            let swapped = a.year() == b.year() && a.month() == b.day() && a.day() == b.month();
            let close = swapped || same.into_iter().filter(|same| *same).count() == 2;
            if close { BirthLikeness::Close } else { BirthLikeness::Far }
        }
        (Birth::Full(date), Birth::Year(year)) | (Birth::Year(year), Birth::Full(date)) => {
            if date.year() == year { BirthLikeness::Close } else { BirthLikeness::Far }
        }
        (Birth::Year(a), Birth::Year(b)) => {
            if a == b {
                BirthLikeness::Close
            } else {
                BirthLikeness::Far
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        let found = match read(text) {
            Some(Birth::Full(date)) => date.to_string(),
            Some(Birth::Year(year)) => year.to_string(),
            None => String::new(),
        };
        assert_eq!(found, expect, "{text:?}");
    }

    #[test]
    fn only_what_can_be_read_in_one_way_is_read() {
        for text in
            ["2007-03-14", "20070314", "03/14/2007", "3/14/2007", "03 14 2007", "14 Mar 2007", "14-MAR-2007"]
        {
            check(text, "2007-03-14");
        }
        check("March 14, 2007", "2007-03-14");
        check("2 Sept 2001", "2001-09-02");
        check("2007-03-14T00:00:00", "2007-03-14");
        check("2007", "2007");
        check("2007-03", "2007");
        for text in
            ["", "03/14/07", "14/03/2007", "070314", "31 Feb 2001", "1900-01-01", "9999", "unknown", "٢٠٠٧"]
        {
            check(text, "");
        }
    }

    #[test]
    fn dates_of_birth_go_together_in_degrees() {
        let like = |a, b| likeness(read(a), read(b));
        assert_eq!(like("2007-03-14", "03/14/2007"), BirthLikeness::Equal);
        assert_eq!(like("2007-03-14", "2001-03-14"), BirthLikeness::Close);
        assert_eq!(like("2007-03-04", "2007-04-03"), BirthLikeness::Close);
        assert_eq!(like("2007-03-14", "2007"), BirthLikeness::Close);
        assert_eq!(like("2007-03-14", "1980-07-09"), BirthLikeness::Far);
        assert_eq!(like("2007-03-14", ""), BirthLikeness::Unknown);
    }
}
