//! Dates and times as XML Schema writes them.
//!
//! A time without an offset is Connecticut's clock time (Eastern time by the rule of 15 USC 260a, in force since 2007).

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::Intake;
use crate::refusal::RefusalReason;
use crate::tree::Node;

/// A date as written.
enum Written {
    Day(Date),
    Clock(DateTime),
    Instant(Timestamp, Date),
}

impl Intake<'_> {
    /// The day in the element at this path: `nc:Date` or `nc:DateTime` inside it, or its own text.
    pub(crate) fn day_at(&self, node: Node<'_>, path: &str) -> Option<Date> {
        node.every(path).into_iter().find_map(|holder| self.day(holder))
    }

    /// The day in this element.
    pub(crate) fn day(&self, holder: Node<'_>) -> Option<Date> {
        Some(match self.written(holder)? {
            Written::Day(day) | Written::Instant(_, day) => day,
            Written::Clock(clock) => clock.date(),
        })
    }

    /// The point in time at this path; a day is its beginning.
    pub(crate) fn instant_at(&self, node: Node<'_>, path: &str) -> Option<Timestamp> {
        let holder = node.every(path).into_iter().find(|holder| has_date(*holder))?;
        match self.written(holder)? {
            Written::Day(day) => in_connecticut(day.to_datetime(jiff::civil::Time::midnight())),
            Written::Clock(clock) => in_connecticut(clock),
            Written::Instant(instant, _) => Some(instant),
        }
    }

    /// The time of day at this path, where the document states one.
    pub(crate) fn moment_at(&self, node: Node<'_>, path: &str) -> Option<Timestamp> {
        match self.written(node.at(path)?)? {
            Written::Day(_) => None,
            Written::Clock(clock) => in_connecticut(clock),
            Written::Instant(instant, _) => Some(instant),
        }
    }

    /// A date of birth as written, if it is a date, a month or a year.
    pub(crate) fn birth(&self, holder: Node<'_>) -> Option<String> {
        for name in ["YearMonthDate", "YearDate", "Year"] {
            if let Some(partial) = holder.at(name).filter(|node| !node.raw_text().trim().is_empty()) {
                let text = partial.raw_text().trim();
                let holds = text.len() <= 7
                    && text.get(..4).is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit()))
                    && (text.len() == 4 || format!("{text}-01").parse::<Date>().is_ok());
                if !holds {
                    self.leave_out(partial, RefusalReason::NotADate);
                }
                return holds.then(|| text.to_owned());
            }
        }
        self.day(holder).map(|day| day.to_string())
    }

    fn written(&self, holder: Node<'_>) -> Option<Written> {
        let node = ["DateTime", "Date"].into_iter().find_map(|name| holder.at(name)).unwrap_or(holder);
        let text = node.raw_text().trim();
        if text.is_empty() {
            return None;
        }
        let written = parse(text);
        if written.is_none() {
            self.leave_out(node, RefusalReason::NotADate);
        }
        written
    }
}

fn has_date(holder: Node<'_>) -> bool {
    [holder.at("DateTime"), holder.at("Date"), Some(holder)]
        .into_iter()
        .flatten()
        .any(|node| !node.raw_text().trim().is_empty())
}

/// `xs:date` and `xs:dateTime`, with or without an offset.
fn parse(text: &str) -> Option<Written> {
    let day = text
        .get(..10)
        .filter(|day| day.is_ascii() && day.as_bytes()[4] == b'-' && day.as_bytes()[7] == b'-')?;
    let day: Date = day.parse().ok()?;
    match text.get(10..)? {
        "" | "Z" => Some(Written::Day(day)),
        offset if is_offset(offset) => Some(Written::Day(day)),
        time if time.starts_with('T') && time.len() <= 32 => match text.parse::<Timestamp>() {
            Ok(instant) => Some(Written::Instant(instant, day)),
            Err(_) => text.parse().ok().map(Written::Clock),
        },
        _ => None,
    }
}

/// `+05:00`, `-05:00`.
fn is_offset(text: &str) -> bool {
    let mut bytes = text.bytes();
    text.len() == 6
        && bytes.next().is_some_and(|sign| sign == b'+' || sign == b'-')
        && bytes.enumerate().all(|(at, byte)| if at == 2 { byte == b':' } else { byte.is_ascii_digit() })
}

fn in_connecticut(clock: DateTime) -> Option<Timestamp> {
    let zone = TimeZone::posix("EST5EDT,M3.2.0,M11.1.0").ok()?;
    clock.to_zoned(zone).ok().map(|zoned: Zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Option<&str>) {
        let written = parse(text).map(|written| match written {
            Written::Day(day) => day.to_string(),
            Written::Clock(clock) => in_connecticut(clock).unwrap().to_string(),
            Written::Instant(instant, _) => instant.to_string(),
        });
        assert_eq!(written.as_deref(), expect, "{text}");
    }

    #[test]
    fn what_xml_schema_calls_a_date() {
        check("2014-02-28", Some("2014-02-28"));
        check("2014-02-28Z", Some("2014-02-28"));
        check("2014-02-28-05:00", Some("2014-02-28"));
        check("2014-07-01T10:00:00", Some("2014-07-01T14:00:00Z"));
        check("2014-01-01T10:00:00", Some("2014-01-01T15:00:00Z"));
        check("2014-01-01T10:00:00.048-04:00", Some("2014-01-01T14:00:00.048Z"));
        check("2014-01-01T10:00:00.0Z", Some("2014-01-01T10:00:00Z"));
        for text in
            ["2014-02-30", "02/28/2014", "20140228", "2014-02-28x", "2014-02-28T25:00:00", "", "é014-02-28"]
        {
            check(text, None);
        }
    }
}
