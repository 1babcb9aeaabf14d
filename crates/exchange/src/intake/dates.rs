//! Dates and times as XML Schema writes them.
//!
//! A time without an offset is Connecticut's clock time (Eastern time by the rule of 15 USC 260a, in force since 2007).

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::Intake;
use crate::refusal::RefusalReason;
use crate::tree::Node;

/// What NIEM calls the day on which a document, or something in it, was said: names of its releases, of LEXS and of the
/// Global rap sheet. What happened, was born, expires or takes effect on a day is none of these.
const STATED: [&str; 22] = [
    "DocumentCreationDate",
    "DocumentLastModifiedDate",
    "DocumentPostDate",
    "DocumentPublicationDate",
    "DocumentFiledDate",
    "DocumentReceivedDate",
    "DocumentReportedDate",
    "DocumentSubmittedDate",
    "DocumentIssuedDate",
    "ReportedDate",
    "LastUpdatedDate",
    "LastModifiedDate",
    "LastVerifiedDate",
    "CreatedDate",
    "CreationDate",
    "ReportDate",
    "ExtractedDate",
    "MessageDate",
    "MessageDateTime",
    "SentDate",
    "SentDateTime",
    "TransactionDate",
];

/// A date as written.
enum Written {
    Day(Date),
    Clock(DateTime),
    Instant(Timestamp, Date),
}

impl Intake<'_> {
    /// When the source says what stands in this part of a document: the latest of the dates on which it was said, as they
    /// stand in the part, in its metadata, or around it; else the first of these dates of what happened; else the time of
    /// receipt. A date that lies ahead of the receipt would win over every later statement: the receipt then counts.
    pub(crate) fn as_of(&self, part: Node<'_>, happened: &[&str]) -> Timestamp {
        let mut around = Some(part);
        while let Some(node) = around {
            let said = self.said_in(node);
            if said.is_some() {
                return said.unwrap_or(self.received);
            }
            around = node.parent();
        }
        let mut dates = happened.iter().flat_map(|path| part.every(path));
        let first = dates.find_map(|holder| self.no_later_than_receipt(holder));
        first.unwrap_or(self.received)
    }

    /// The latest date on which it was said, in an element and in its metadata.
    fn said_in(&self, node: Node<'_>) -> Option<Timestamp> {
        let inner = node.children().filter(|child| is_about_document(child.name()));
        let holders = std::iter::once(node).chain(inner).chain(node.metadata());
        let dates = holders.flat_map(Node::children).filter(|child| STATED.contains(&child.name()));
        dates.filter_map(|holder| self.no_later_than_receipt(holder)).max()
    }

    fn no_later_than_receipt(&self, holder: Node<'_>) -> Option<Timestamp> {
        let instant = self.instant(holder)?;
        if instant > self.received {
            self.leave_out(holder, RefusalReason::InTheFuture);
        }
        Some(instant.min(self.received))
    }

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

    /// The point in time in this element; a day is its beginning.
    fn instant(&self, holder: Node<'_>) -> Option<Timestamp> {
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

    /// A date of birth: a date, a month or a year. What is none of these is said to be none, and kept as written where it
    /// holds four digits: the year says who may be a juvenile.
    pub(crate) fn birth(&self, holder: Node<'_>) -> Option<String> {
        for name in ["YearMonthDate", "YearMonth", "YearDate", "Year"] {
            if let Some(partial) = holder.at(name).filter(|node| !node.raw_text().trim().is_empty()) {
                let text = partial.raw_text().trim();
                let holds = text.len() <= 7
                    && text.get(..4).is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit()))
                    && (text.len() == 4 || format!("{text}-01").parse::<Date>().is_ok());
                if !holds {
                    self.leave_out(partial, RefusalReason::NotADate);
                }
                return if holds { Some(text.to_owned()) } else { with_a_year(text) };
            }
        }
        let written = || dated(holder).raw_text().trim();
        if written().len() == 4 && written().bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(written().to_owned());
        }
        self.day(holder).map(|day| day.to_string()).or_else(|| with_a_year(written()))
    }

    fn written(&self, holder: Node<'_>) -> Option<Written> {
        let node = dated(holder);
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

/// The element that holds the text of a date.
fn dated(holder: Node<'_>) -> Node<'_> {
    ["DateTime", "Date"].into_iter().find_map(|name| holder.at(name)).unwrap_or(holder)
}

/// Longest text that is kept as a date of birth, in bytes.
const LONGEST_BIRTH: usize = 32;

fn with_a_year(text: &str) -> Option<String> {
    let digits = text.split(|letter: char| !letter.is_ascii_digit()).map(str::len).max().unwrap_or_default();
    (text.len() <= LONGEST_BIRTH && digits >= 4).then(|| text.to_owned())
}

fn is_about_document(name: &str) -> bool {
    name.ends_with("Metadata")
        || matches!(name, "Document" | "DocumentAugmentation" | "DocumentIdentification")
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

/// The day in Connecticut.
pub(crate) fn day_in_connecticut(at: Timestamp) -> Option<Date> {
    Some(at.to_zoned(eastern()?).date())
}

fn eastern() -> Option<TimeZone> {
    TimeZone::posix("EST5EDT,M3.2.0,M11.1.0").ok()
}

fn in_connecticut(clock: DateTime) -> Option<Timestamp> {
    clock.to_zoned(eastern()?).ok().map(|zoned: Zoned| zoned.timestamp())
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
