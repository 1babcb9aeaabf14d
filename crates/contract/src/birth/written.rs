//! A date of birth as people write it.

use jiff::civil::Date;

/// A date of birth that was written by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// The day. Sources in the United States write the month first.
    pub day: Date,
    /// Read with the day first it is another day: nothing in the text tells which of the two is meant.
    pub may_be_exchanged: bool,
}

/// Youngest and oldest person that a year of two digits is believed to be of. No more than one century gives an age between
/// them.
const AGES: std::ops::RangeInclusive<i16> = 8..=99;

/// Earliest year of a birth.
const EARLIEST: i16 = 1880;

impl Written {
    /// Reads `7/8/83`, `07-08-1983`, `1983/7/8`, `July 8, 1983`, `8 Jul 83`, `07081983`, as said on a day. A year of two
    /// digits that may be of either century is not read, nor is a day that lies ahead.
    pub fn read(text: &str, said: Date) -> Option<Written> {
        let groups: Vec<&str> =
            text.split(|letter: char| !letter.is_alphanumeric()).filter(|group| !group.is_empty()).collect();
        let certain = |day| Written { day, may_be_exchanged: false };
        let written = match groups.as_slice() {
            [packed] if packed.len() == 8 && digits(packed).is_some() => {
                let year_first = date(&packed[..4], &packed[4..6], &packed[6..], said).map(certain);
                let year_last = numbers(&packed[..2], &packed[2..4], &packed[4..], said);
                year_first.xor(year_last)
            }
            [year, month, day] if year.len() == 4 && digits(year).is_some() => {
                date(year, &number_of_month(month).unwrap_or((*month).to_owned()), day, said).map(certain)
            }
            [first, second, year] => match (number_of_month(first), number_of_month(second)) {
                (Some(month), _) => date(year, &month, second, said).map(certain),
                (None, Some(month)) => date(year, &month, first, said).map(certain),
                (None, None) => numbers(first, second, year, said),
            },
            _ => None,
        };
        written.filter(|written| written.day <= said)
    }
}

fn numbers(first: &str, second: &str, year: &str, said: Date) -> Option<Written> {
    let month_first = date(year, first, second, said);
    let day_first = date(year, second, first, said);
    let may_be_exchanged = day_first.is_some() && month_first.is_some() && day_first != month_first;
    month_first.or(day_first).map(|day| Written { day, may_be_exchanged })
}

fn date(year: &str, month: &str, day: &str, said: Date) -> Option<Date> {
    let year: i16 = match (year.len(), digits(year)?.try_into().ok()?) {
        (4, year) => year,
        (2, short) => {
            let of_century: i16 = said.year() - said.year().rem_euclid(100) + short;
            [of_century, of_century - 100].into_iter().find(|year| AGES.contains(&(said.year() - year)))?
        }
        _ => return None,
    };
    let short = |number: &str| digits(number).filter(|_| number.len() <= 2)?.try_into().ok();
    let date = Date::new(year, short(month)?, short(without_ending(day))?).ok()?;
    (date.year() >= EARLIEST).then_some(date)
}

/// `8th`: `8`.
fn without_ending(day: &str) -> &str {
    let lower = day.to_ascii_lowercase();
    let plain = ["st", "nd", "rd", "th"].iter().find_map(|ending| lower.strip_suffix(ending));
    plain.and_then(|plain| day.get(..plain.len())).unwrap_or(day)
}

fn digits(text: &str) -> Option<u32> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// The number of a month that is named, by three letters of its name or more.
fn number_of_month(name: &str) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "JANUARY",
        "FEBRUARY",
        "MARCH",
        "APRIL",
        "MAY",
        "JUNE",
        "JULY",
        "AUGUST",
        "SEPTEMBER",
        "OCTOBER",
        "NOVEMBER",
        "DECEMBER",
    ];
    let name = name.to_uppercase();
    let at = MONTHS.iter().position(|month| name.len() >= 3 && month.starts_with(&name))?;
    Some((at + 1).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        let read = Written::read(text, "2026-11-28".parse().unwrap());
        let found = read.map(|Written { day, may_be_exchanged }| {
            format!("{day}{}", if may_be_exchanged { " or exchanged" } else { "" })
        });
        assert_eq!(found.unwrap_or_default(), expect, "{text}");
    }

    #[test]
    fn dates_as_people_write_them() {
        for text in [
            "July 8, 1983",
            "JULY 8 1983",
            "8 July 1983",
            "8-JUL-1983",
            "Jul. 8th, 1983",
            "8 Jul 83",
            "1983/7/8",
            "1983 July 8",
            "19830708",
        ] {
            check(text, "1983-07-08");
        }
        check("7/8/83", "1983-07-08 or exchanged");
        check("07/08/1983", "1983-07-08 or exchanged");
        check("07081983", "1983-07-08 or exchanged");
        check("7-7-83", "1983-07-07");
        check("12/27/84", "1984-12-27");
        check("27/12/1984", "1984-12-27");
        check("12271984", "1984-12-27");
    }

    #[test]
    fn a_year_of_two_digits_is_of_the_century_in_which_somebody_can_have_been_born() {
        check("1/31/11", "2011-01-31");
        check("1/31/18", "2018-01-31");
        check("1/31/27", "1927-01-31");
        // Of a child of six, or of somebody who is a hundred and six?
        check("1/31/20", "");
        check("1/31/26", "");
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "unknown",
            "1983",
            "7/83",
            "13/13/83",
            "2/30/83",
            "July 1983",
            "7/8/1830",
            "11/29/2026",
            "070883",
            "Ju 8 1983",
            "1/2/3/83",
            "00/00/0000",
            "99999999",
            "٧/٨/٨٣",
        ] {
            check(text, "");
        }
    }
}
