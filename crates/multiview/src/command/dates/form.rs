//! The forms in which dates are written, each of which can be read in one way only.

use jiff::civil::{Date, date};

use super::written::{Part, Written};
use crate::linkage::population::Born;

/// A form of dates.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Form {
    /// `1980-11-30`, `1980 Nov 30`.
    YearMonthDay,
    /// `30 Nov 1980`, `Nov 30, 80`.
    NamedMonth,
    /// `11/30/1980`, `11/30/80`.
    MonthDayYear,
    /// `30.11.1980`, `30.11.80`.
    DayMonthYear,
    /// `1980-30-11`.
    YearDayMonth,
    /// `80-11-30`.
    ShortYearFirst,
    /// `1980-11`, `11/1980`, `Nov 1980`.
    YearMonth,
    /// `1980`.
    Year,
    /// `19801130`, perhaps with the time behind it.
    Packed,
    /// `11301980`, also with the leading zero lost.
    PackedMonthFirst,
    /// `30111980`, also with the leading zero lost.
    PackedDayFirst,
    /// `801130`.
    PackedShort,
    /// `113080`, also with the leading zero lost.
    PackedShortMonthFirst,
    /// `301180`, also with the leading zero lost.
    PackedShortDayFirst,
    /// `198011`.
    PackedYearMonth,
    /// `1980335`: the day of the year.
    PackedOrdinal,
    /// Days as spreadsheets count them: 29555 is 30 November 1980.
    SpreadsheetDay,
    /// Seconds since 1970.
    Seconds,
    /// Milliseconds since 1970.
    Milliseconds,
}

impl Form {
    /// Every form; of several that read as many values of a column the first is meant.
    pub(super) const ALL: [Form; 19] = [
        Form::YearMonthDay,
        Form::NamedMonth,
        Form::MonthDayYear,
        Form::DayMonthYear,
        Form::YearDayMonth,
        Form::ShortYearFirst,
        Form::YearMonth,
        Form::Year,
        Form::Packed,
        Form::PackedMonthFirst,
        Form::PackedDayFirst,
        Form::PackedShort,
        Form::PackedShortMonthFirst,
        Form::PackedShortDayFirst,
        Form::PackedYearMonth,
        Form::PackedOrdinal,
        Form::SpreadsheetDay,
        Form::Seconds,
        Form::Milliseconds,
    ];

    /// The form says by itself that a value is a date; a column need not show it.
    pub(super) fn is_telling(self) -> bool {
        match self {
            Form::YearMonthDay
            | Form::NamedMonth
            | Form::MonthDayYear
            | Form::DayMonthYear
            | Form::YearDayMonth
            | Form::YearMonth
            | Form::Year
            | Form::Packed => true,
            Form::ShortYearFirst
            | Form::PackedMonthFirst
            | Form::PackedDayFirst
            | Form::PackedShort
            | Form::PackedShortMonthFirst
            | Form::PackedShortDayFirst
            | Form::PackedYearMonth
            | Form::PackedOrdinal
            | Form::SpreadsheetDay
            | Form::Seconds
            | Form::Milliseconds => false,
        }
    }

    /// The least that half of the numbers of a column reach where they count days or seconds: births are spread over
    /// decades.
    pub(super) fn usually_above(self) -> i64 {
        match self {
            Form::SpreadsheetDay => 3_000,
            Form::Seconds => 50_000_000,
            Form::Milliseconds => 50_000_000_000,
            Form::YearMonthDay
            | Form::NamedMonth
            | Form::MonthDayYear
            | Form::DayMonthYear
            | Form::YearDayMonth
            | Form::ShortYearFirst
            | Form::YearMonth
            | Form::Year
            | Form::Packed
            | Form::PackedMonthFirst
            | Form::PackedDayFirst
            | Form::PackedShort
            | Form::PackedShortMonthFirst
            | Form::PackedShortDayFirst
            | Form::PackedYearMonth
            | Form::PackedOrdinal => 0,
        }
    }

    /// Reads a date, none where it is not written so. Nobody is born after `this_year`; but a date that is certainly
    /// one may be mistyped, and still agrees in part.
    pub(super) fn read(self, written: &Written, this_year: i16) -> Option<Born> {
        use Part::{Month, Number, Open};
        let latest = if self.is_telling() { this_year.max(2200) } else { this_year };
        let reader = Reader { this_year, latest };
        let packed = |lengths: std::ops::RangeInclusive<usize>| {
            written.integer.filter(|(number, digits)| *number >= 0 && lengths.contains(digits))
        };
        let days = |first: Date, days: i64| {
            let found = first.checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
            (1850..=this_year).contains(&found.year()).then(|| born(found))
        };
        match self {
            Form::YearMonthDay => match written.parts[..] {
                [Number(year, 4), Number(_, 1..=2) | Open | Month(_), Number(_, 1..=2) | Open] => {
                    reader.born(year, written.parts[1], written.parts[2])
                }
                _ => None,
            },
            Form::NamedMonth => match written.parts[..] {
                [Number(day, 1..=2), Month(month), Number(year, digits)]
                | [Month(month), Number(day, 1..=2), Number(year, digits)] => {
                    reader.born(reader.year(year, digits)?, Month(month), Number(day, 2))
                }
                [Open, Month(month), Number(year, digits)] => {
                    reader.born(reader.year(year, digits)?, Month(month), Open)
                }
                _ => None,
            },
            Form::MonthDayYear => match written.parts[..] {
                [Number(_, 1..=2) | Open, Number(_, 1..=2) | Open, Number(year, digits)] => {
                    reader.born(reader.year(year, digits)?, written.parts[0], written.parts[1])
                }
                _ => None,
            },
            Form::DayMonthYear => match written.parts[..] {
                [Number(_, 1..=2) | Open, Number(_, 1..=2) | Open, Number(year, digits)] => {
                    reader.born(reader.year(year, digits)?, written.parts[1], written.parts[0])
                }
                _ => None,
            },
            Form::YearDayMonth => match written.parts[..] {
                [Number(year, 4), Number(_, 1..=2), Number(_, 1..=2)] => {
                    reader.born(year, written.parts[2], written.parts[1])
                }
                _ => None,
            },
            Form::ShortYearFirst => match written.parts[..] {
                [Number(year, 2), Number(_, 1..=2) | Month(_), Number(_, 1..=2)] => {
                    reader.born(reader.year(year, 2)?, written.parts[1], written.parts[2])
                }
                _ => None,
            },
            Form::YearMonth => match written.parts[..] {
                [Number(year, 4), Number(_, 1..=2) | Month(_)] => reader.born(year, written.parts[1], Open),
                [Number(_, 1..=2) | Month(_), Number(year, 4)] => reader.born(year, written.parts[0], Open),
                _ => None,
            },
            Form::Year => {
                let (year, _) = packed(4..=4)?;
                reader.born(i32::try_from(year).ok()?, Open, Open)
            }
            Form::Packed => {
                let (number, digits) = packed(8..=14).filter(|(_, digits)| matches!(digits, 8 | 12 | 14))?;
                let number = number / 10_i64.pow(digits as u32 - 8);
                reader.numbers(number / 10_000, number / 100 % 100, number % 100)
            }
            Form::PackedMonthFirst => {
                let (number, _) = packed(7..=8)?;
                reader.numbers(number % 10_000, number / 1_000_000, number / 10_000 % 100)
            }
            Form::PackedDayFirst => {
                let (number, _) = packed(7..=8)?;
                reader.numbers(number % 10_000, number / 10_000 % 100, number / 1_000_000)
            }
            Form::PackedShort => {
                let (number, _) = packed(6..=6)?;
                reader.numbers(reader.short(number / 10_000)?, number / 100 % 100, number % 100)
            }
            Form::PackedShortMonthFirst => {
                let (number, _) = packed(5..=6)?;
                reader.numbers(reader.short(number % 100)?, number / 10_000, number / 100 % 100)
            }
            Form::PackedShortDayFirst => {
                let (number, _) = packed(5..=6)?;
                reader.numbers(reader.short(number % 100)?, number / 100 % 100, number / 10_000)
            }
            Form::PackedYearMonth => {
                let (number, _) = packed(6..=6)?;
                reader.born(i32::try_from(number / 100).ok()?, Number((number % 100) as i32, 2), Open)
            }
            Form::PackedOrdinal => {
                let (number, _) = packed(7..=7)?;
                let (year, day) = (i16::try_from(number / 1_000).ok()?, number % 1_000);
                let first = Date::new(year, 1, 1).ok().filter(|_| (1..=366).contains(&day))?;
                days(first, day - 1)
            }
            Form::SpreadsheetDay => {
                let (number, _) = packed(1..=5)?;
                // Spreadsheets count a 29 February 1900 that never was.
                let before = i64::from(number > 59);
                (number > 0).then(|| days(date(1899, 12, 31), number - before))?
            }
            Form::Seconds => days(date(1970, 1, 1), written.integer?.0.div_euclid(86_400)),
            Form::Milliseconds => days(date(1970, 1, 1), written.integer?.0.div_euclid(86_400_000)),
        }
    }
}

fn born(date: Date) -> Born {
    Born { year: date.year(), month: date.month().unsigned_abs(), day: date.day().unsigned_abs() }
}

struct Reader {
    this_year: i16,
    latest: i16,
}

impl Reader {
    /// A year of four digits, or of two: no later than this year.
    fn year(&self, year: i32, digits: usize) -> Option<i32> {
        match digits {
            4 => Some(year),
            2 => Some(year + if year + 2000 > i32::from(self.this_year) { 1900 } else { 2000 }),
            _ => None,
        }
    }

    fn short(&self, year: i64) -> Option<i64> {
        self.year(i32::try_from(year).ok()?, 2).map(i64::from)
    }

    fn numbers(&self, year: i64, month: i64, day: i64) -> Option<Born> {
        let part = |number: i64| Some(Part::Number(i32::try_from(number).ok()?, 2));
        self.born(i32::try_from(year).ok()?, part(month)?, part(day)?)
    }

    /// A month or day of zero is not known. No calendar is asked: a 31 June is a 31st of June mistyped.
    fn born(&self, year: i32, month: Part, day: Part) -> Option<Born> {
        let number = |part: Part| match part {
            Part::Number(number, _) => u8::try_from(number).ok(),
            Part::Month(month) => Some(month),
            Part::Open => Some(0),
        };
        let year = i16::try_from(year).ok().filter(|year| (1000..=self.latest).contains(year))?;
        let month = number(month).filter(|month| *month <= 12)?;
        let day = number(day).filter(|day| *day <= 31)?;
        // A day without its month tells nothing.
        Some(Born { year, month, day: if month == 0 { 0 } else { day } })
    }
}
