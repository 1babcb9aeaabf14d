//! Times as a screen shows them: on Connecticut's clock, whatever the machine is set to.

use std::sync::LazyLock;

use ciss_contract::birth::Birth;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Eastern time by the rule of 15 U.S.C. 260a, in force since 2007. A rule rather than a database: half a megabyte less to load.
static EASTERN: LazyLock<TimeZone> =
    LazyLock::new(|| TimeZone::posix("EST5EDT,M3.2.0,M11.1.0").unwrap_or(TimeZone::UTC));

/// `14:02:11`.
pub(crate) fn clock(at: Timestamp) -> String {
    at.to_zoned(EASTERN.clone()).strftime("%H:%M:%S").to_string()
}

/// `14:02`.
pub(crate) fn minute(at: Timestamp) -> String {
    at.to_zoned(EASTERN.clone()).strftime("%H:%M").to_string()
}

/// As short as it can be said at `seen`: `13:59` on the same day, else `18 Nov 2025`.
pub(crate) fn as_of(at: Timestamp, seen: Timestamp) -> String {
    let (at, seen) = (at.to_zoned(EASTERN.clone()), seen.to_zoned(EASTERN.clone()));
    let form = if at.date() == seen.date() { "%H:%M" } else { "%-d %b %Y" };
    at.strftime(form).to_string()
}

/// `18 Nov 2026, 13:59`.
pub(crate) fn moment(at: Timestamp) -> String {
    at.to_zoned(EASTERN.clone()).strftime("%-d %b %Y, %H:%M").to_string()
}

/// `18 Nov 2026` of a moment.
pub(crate) fn day_of(at: Timestamp) -> String {
    day(at.to_zoned(EASTERN.clone()).date())
}

/// `18 Nov 2026`.
pub(crate) fn day(date: Date) -> String {
    ciss_contract::day::day(date)
}

/// `14 Mar 2007`, or `2007`.
pub(crate) fn born(birth: Birth) -> String {
    birth.shown()
}

/// How old something is: `40 s`, `6 min`, `5 h`, `12 days`.
pub(crate) fn age(at: Timestamp, now: Timestamp) -> String {
    let seconds = (now.as_second() - at.as_second()).max(0);
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3_600 => format!("{} min", seconds / 60),
        3_600..172_800 => format!("{} h", seconds / 3_600),
        _ => format!("{} days", seconds / 86_400),
    }
}
