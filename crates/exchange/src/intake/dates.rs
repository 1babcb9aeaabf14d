//! Dates and times as XML Schema writes them.
//!
//! A time without an offset is Connecticut's clock time (Eastern time by the rule of 15 USC 260a, in force since 2007).

use ciss_contract::birth;
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

    /// The day in the element at this path: `nc:Date` or `nc:DateTime` inside it, or its own text. Of what is said to have
    /// lasted some days (`ActivityDateRange` for `ActivityDate`), the first.
    pub(crate) fn day_at(&self, node: Node<'_>, path: &str) -> Option<Date> {
        dates_at(node, path).into_iter().find_map(|holder| self.day(holder))
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
        match self.written(dates_at(node, path).into_iter().next()?)? {
            Written::Day(_) => None,
            Written::Clock(clock) => in_connecticut(clock),
            Written::Instant(instant, _) => Some(instant),
        }
    }

    /// A date of birth: a date, also as people write it, a month, a year, or the days between which it lies
    /// (`2010-10-02/2011-10-01`). What is none of these is said to be none, and kept as written where it holds a year: the
    /// year says who may be a juvenile.
    pub(crate) fn birth(&self, holder: Node<'_>) -> Option<String> {
        for name in ["YearMonthDate", "YearMonth", "YearDate", "Year"] {
            if let Some(partial) = holder.at(name).filter(|node| !node.raw_text().trim().is_empty()) {
                return self.year_or_month(partial);
            }
        }
        if let Some(range) = holder.at("DateRange") {
            let ends = ["StartDate", "EndDate"].map(|end| range.at(end).and_then(|end| self.birth(end)));
            return match ends {
                [Some(first), Some(last)] if first == last => Some(first),
                [Some(first), Some(last)] => Some(format!("{first}/{last}")),
                [one, other] => {
                    self.leave_out(range, RefusalReason::NotADate);
                    one.or(other).and_then(|day| with_a_year(day.get(..4)?))
                }
            };
        }
        let node = dated(holder);
        let text = node.raw_text().trim();
        match parse(text) {
            Some(Written::Day(day) | Written::Instant(_, day)) => return Some(day.to_string()),
            Some(Written::Clock(clock)) => return Some(clock.date().to_string()),
            None if text.is_empty() => return None,
            None => {}
        }
        let today = day_in_connecticut(self.received)?;
        if let Some(birth::Written { day, may_be_exchanged }) = birth::Written::read(text, today) {
            if may_be_exchanged {
                self.leave_out(node, RefusalReason::DayOrMonth);
            }
            return Some(day.to_string());
        }
        self.year_or_month(node)
    }

    /// A year or a month; else what holds a year, as written.
    fn year_or_month(&self, node: Node<'_>) -> Option<String> {
        let text = node.raw_text().trim();
        // `2014Z`, `2014-02-05:00`: XML Schema lets a year and a month have an offset.
        let plain = without_offset(text);
        let holds = plain.get(..4).is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit()))
            && (plain.len() == 4 || (plain.len() == 7 && format!("{plain}-01").parse::<Date>().is_ok()));
        if holds {
            return Some(plain.to_owned());
        }
        self.leave_out(node, RefusalReason::NotADate);
        with_a_year(text)
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

/// The dates at this path, else the beginnings of ranges that stand for them.
fn dates_at<'n>(node: Node<'n>, path: &str) -> Vec<Node<'n>> {
    let dates = node.every(path);
    if dates.is_empty() && path.ends_with("Date") {
        node.every(&format!("{path}Range/StartDate"))
    } else {
        dates
    }
}

/// The element that holds the text of a date; of days between which something was, the first.
fn dated(holder: Node<'_>) -> Node<'_> {
    let paths = [
        "DateTime",
        "Date",
        "DateRange/StartDate/DateTime",
        "DateRange/StartDate/Date",
        "DateRange/StartDate",
    ];
    paths.into_iter().find_map(|path| holder.at(path)).unwrap_or(holder)
}

/// Longest text that is kept as a date of birth, in bytes.
const LONGEST_BIRTH: usize = 32;

/// A text with a year in it: four digits and more, or three groups of which the last has two.
fn with_a_year(text: &str) -> Option<String> {
    let groups = || text.split(|letter: char| !letter.is_alphanumeric()).filter(|group| !group.is_empty());
    let is_number = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let is_whole = groups().any(|group| group.len() >= 4 && is_number(group));
    let is_short =
        groups().count() == 3 && groups().next_back().is_some_and(|year| year.len() == 2 && is_number(year));
    (text.len() <= LONGEST_BIRTH && (is_whole || is_short)).then(|| text.to_owned())
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
    let time = text.get(10..).filter(|time| time.len() <= LONGEST_TIME)?;
    if without_offset(text).len() == 10 {
        return Some(Written::Day(day));
    }
    if !time.starts_with('T') {
        return None;
    }
    // The midnight at which a day ends is the one at which the next begins (XML Schema part 2, 3.3.7).
    if let Some(rest) = time.strip_prefix("T24:00:00") {
        let rest = rest.strip_prefix('.').map_or(rest, |zeros| zeros.trim_start_matches('0'));
        return parse(&format!("{}T00:00:00{rest}", day.tomorrow().ok()?));
    }
    // Finer than a nanosecond is no clock's time.
    let text = match time.split_once('.') {
        Some((whole, fraction)) => {
            let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
            let (fraction, offset) = fraction.split_at(digits);
            format!("{day}{whole}.{}{offset}", &fraction[..digits.min(9)])
        }
        None => text.to_owned(),
    };
    match text.parse::<Timestamp>() {
        Ok(instant) => Some(Written::Instant(instant, day)),
        Err(_) => text.parse().ok().map(Written::Clock),
    }
}

/// Longest time of day with its offset, in bytes.
const LONGEST_TIME: usize = 48;

/// A date, a month or a year without the offset that it may have.
fn without_offset(text: &str) -> &str {
    let plain = text.strip_suffix('Z').or_else(|| {
        let (plain, offset) = text.split_at_checked(text.len().checked_sub(6)?)?;
        is_offset(offset).then_some(plain)
    });
    plain.unwrap_or(text)
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
        check("2014-01-01T10:00:00.1234567890123Z", Some("2014-01-01T10:00:00.123456789Z"));
        check("2014-01-01T24:00:00Z", Some("2014-01-02T00:00:00Z"));
        check("2014-12-31T24:00:00.000", Some("2015-01-01T05:00:00Z"));
        check("2014-01-01T10:00:00+14:00", Some("2013-12-31T20:00:00Z"));
        for text in
            ["2014-02-30", "02/28/2014", "20140228", "2014-02-28x", "2014-02-28T25:00:00", "", "é014-02-28"]
        {
            check(text, None);
        }
    }
}
