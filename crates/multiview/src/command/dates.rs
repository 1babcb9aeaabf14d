//! Dates as files write them. One column writes them in one order.

use crate::birth::{self, Birth};
use crate::linkage::population::Born;

/// Which number comes first where that cannot be told from one date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Order {
    MonthFirst,
    DayFirst,
}

/// Three numbers, whatever stands between them.
fn numbers(text: &str) -> Option<[i32; 3]> {
    let mut parts = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let found = [parts.next()?, parts.next()?, parts.next()?];
    found.iter().all(|part| part.len() <= 4).then_some(())?;
    Some([found[0].parse().ok()?, found[1].parse().ok()?, found[2].parse().ok()?])
}

/// The order in which a column's dates are written: the day comes first if more dates can be read only so.
pub(crate) fn order<'a>(dates: impl Iterator<Item = &'a str>) -> Order {
    let (mut month_first, mut day_first) = (0, 0);
    for [first, second, _] in dates.filter_map(numbers) {
        if (13..=31).contains(&first) && second <= 12 {
            day_first += 1;
        } else if (13..=31).contains(&second) && first <= 12 {
            month_first += 1;
        }
    }
    if day_first > month_first { Order::DayFirst } else { Order::MonthFirst }
}

/// Reads a date of birth; unlike [`birth::read`] also dates with the day first, years of two digits (those of the
/// future are of the last century) and years before 1880.
pub(crate) fn read(text: &str, order: Order, this_year: i16) -> Born {
    let born = |year: i32, month: i32, day: i32| {
        let (year, month, day) =
            (i16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        let valid = (1000..=2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        valid.then_some(Born { year, month, day })
    };
    let text = text.trim();
    let found = match numbers(text) {
        Some([year, month, day]) if year > 999 => born(year, month, day).or_else(|| born(year, day, month)),
        Some([first, second, year]) => {
            let year = if year > 99 {
                year
            } else if year + 2000 > i32::from(this_year) {
                year + 1900
            } else {
                year + 2000
            };
            match order {
                Order::DayFirst => born(year, second, first).or_else(|| born(year, first, second)),
                Order::MonthFirst => born(year, first, second).or_else(|| born(year, second, first)),
            }
        }
        None if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            let part = |from: usize, to: usize| text[from..to].parse().unwrap_or(0);
            born(part(0, 4), part(4, 6), part(6, 8)).or_else(|| match order {
                Order::DayFirst => born(part(4, 8), part(2, 4), part(0, 2)),
                Order::MonthFirst => born(part(4, 8), part(0, 2), part(2, 4)),
            })
        }
        None => None,
    };
    found.unwrap_or_else(|| match birth::read(text) {
        Some(Birth::Full(date)) => {
            Born { year: date.year(), month: date.month().unsigned_abs(), day: date.day().unsigned_abs() }
        }
        Some(Birth::Year(year)) => Born { year, ..Born::default() },
        None => Born { year: year(text), ..Born::default() },
    })
}

/// A bare year, or 0.
fn year(text: &str) -> i16 {
    text.parse().ok().filter(|year| (1000..=2200).contains(year)).unwrap_or(0)
}

/// The year of a date, or 0.
pub(crate) fn year_of(text: &str) -> i16 {
    read(text, Order::MonthFirst, 2100).year
}

/// Whether a value can be a date of birth.
pub(crate) fn looks_like_date(text: &str) -> bool {
    text.len() >= 6 && read(text, Order::MonthFirst, 2100).is_full()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_the_order_of_their_column() {
        let check = |text: &str, order: Order, expect: (i16, u8, u8)| {
            let Born { year, month, day } = read(text, order, 2026);
            assert_eq!((year, month, day), expect, "{text:?}");
        };
        check("1971-06-24", Order::MonthFirst, (1971, 6, 24));
        check("19081209", Order::MonthFirst, (1908, 12, 9));
        check("24/06/1971", Order::DayFirst, (1971, 6, 24));
        check("04/06/1971", Order::DayFirst, (1971, 6, 4));
        check("04/06/1971", Order::MonthFirst, (1971, 4, 6));
        check("24.6.71", Order::DayFirst, (1971, 6, 24));
        check("6/24/05", Order::MonthFirst, (2005, 6, 24));
        check("14 Mar 1907", Order::MonthFirst, (1907, 3, 14));
        check("1807", Order::MonthFirst, (1807, 0, 0));
        check("1807-02-03 00:00:00", Order::MonthFirst, (1807, 2, 3));
        check("soon", Order::MonthFirst, (0, 0, 0));
        assert_eq!(order(["04/06/1971", "24/06/1971"].into_iter()), Order::DayFirst);
        assert_eq!(order(["04/06/1971", "04/26/1971"].into_iter()), Order::MonthFirst);
    }
}
