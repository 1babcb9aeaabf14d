//! Connecticut's calendar, and the one way in which a day is written for people.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Eastern time by the rule of 15 U.S.C. 260a, in force since 2007. A rule rather than a database: the window has none.
static EASTERN: LazyLock<TimeZone> =
    LazyLock::new(|| TimeZone::posix("EST5EDT,M3.2.0,M11.1.0").unwrap_or(TimeZone::UTC));

/// `27 Dec 1984`. The month as a word, so that nobody takes a day for a month.
pub fn day(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

/// The day in Connecticut.
pub fn connecticut_day(at: Timestamp) -> Date {
    EASTERN.to_datetime(at).date()
}

/// `27 Dec 1984` of a moment, on Connecticut's calendar.
pub fn day_of(at: Timestamp) -> String {
    day(connecticut_day(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(at: &str, expect: &str) {
        assert_eq!(connecticut_day(at.parse().unwrap()).to_string(), expect, "{at}");
    }

    #[test]
    fn a_day_ends_at_midnight_in_connecticut() {
        check("2026-11-18T04:59:59Z", "2026-11-17");
        check("2026-11-18T05:00:00Z", "2026-11-18");
        check("2026-07-18T03:59:59Z", "2026-07-17");
        check("2026-07-18T04:00:00Z", "2026-07-18");
    }

    #[test]
    fn days_are_written_with_the_month_as_a_word() {
        assert_eq!(day(jiff::civil::date(1984, 12, 27)), "27 Dec 1984");
        assert_eq!(day(jiff::civil::date(2026, 3, 1)), "1 Mar 2026");
        assert_eq!(day_of("2026-07-18T03:59:59Z".parse().unwrap()), "17 Jul 2026");
    }
}
