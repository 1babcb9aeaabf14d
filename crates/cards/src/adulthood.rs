//! From when on somebody is taken for an adult. Matters of juveniles are confidential (CGS 46b-124).
//!
//! Sources disagree about dates of birth, and some state the year alone. One mistyped year must neither take a want off
//! an adult nor show what a child did. So the sources vote on the day on which the person turns eighteen:
//!
//! - A year alone, or the days between which an age puts a birth, is its last day, unless a full date in it is stated: then it
//!   is that date.
//! - A birth after the document that states it is a typing error and no statement.
//! - A source's vote is the middle one of its statements, as heavy as the source is trusted in matters of identity.
//! - The middle of these votes by weight counts. Wherever there are two in the middle, the later: whoever may be a
//!   juvenile is taken for one.
//!
//! Whoever has no statement at all is not taken for a juvenile: a want must not go under because a source left the date out.

use std::collections::{BTreeMap, BTreeSet};

use ciss_contract::birth::Birth;
use ciss_contract::day::connecticut_day;
use ciss_contract::source::Source;
use ciss_multiview::{Trust as _, birth};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::naming::source_number;
use crate::trust::SourceTrust;

/// Age of majority in years (CGS 1-1d).
const MAJORITY: i16 = 18;

/// What the sources together say about when somebody turns eighteen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adulthood {
    /// The first day as an adult.
    pub from: Date,
    /// The first day as an adult by the statement that makes the person oldest.
    pub earliest: Date,
}

/// A date of birth as one document states it: a day, or the first and the last that it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement {
    source: Source,
    first: Date,
    last: Date,
}

impl Statement {
    /// What a document states; none where it cannot be read, or lies after the document.
    pub fn read(source: Source, as_of: Timestamp, born: Option<&str>) -> Option<Statement> {
        let said = connecticut_day(as_of);
        let born = born?;
        let whole = || read(born).or_else(|| short_year(born, said.year()).map(Birth::Year));
        let (first, last) = match between(born) {
            Some(days) => days,
            None => match whole()? {
                Birth::Day(day) => (day, day),
                Birth::Year(year) => (Date::new(year, 1, 1).ok()?, last_day(year)?),
            },
        };
        (first <= said).then_some(Statement { source, first, last })
    }

    /// The day, where it is known.
    fn day(self) -> Option<Date> {
        (self.first == self.last).then_some(self.first)
    }
}

/// The days between which somebody was born (ISO 8601, 4.4): `2010-10-02/2011-10-01`, `2010/2011`.
fn between(born: &str) -> Option<(Date, Date)> {
    let (first, last) = born.split_once('/').or_else(|| born.split_once('-').filter(|_| born.len() == 9))?;
    let end = |text: &str| match birth::read(text)? {
        birth::Birth::Full(day) if text.trim().len() == 10 => Some((day, day)),
        birth::Birth::Year(year) if text.trim().len() == 4 => {
            Some((Date::new(year, 1, 1).ok()?, last_day(year)?))
        }
        birth::Birth::Full(_) | birth::Birth::Year(_) => None,
    };
    let ((first, _), (_, last)) = (end(first)?, end(last)?);
    (first <= last).then_some((first, last))
}

/// A date of birth as a source writes it. Where no day can be read, as in `2011-00-00` or `31/12/2011`, the year counts.
pub fn read(born: &str) -> Option<Birth> {
    match birth::read(born) {
        Some(birth::Birth::Full(day)) => Some(Birth::Day(day)),
        Some(birth::Birth::Year(year)) => Some(Birth::Year(year)),
        None => year_of(born).map(Birth::Year),
    }
}

/// The year of `03/14/11` and `031411`: the last one that ends so and is not after the document.
fn short_year(text: &str, said: i16) -> Option<i16> {
    let groups = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    let mut groups: Vec<&str> = groups.filter(|group| !group.is_empty()).collect();
    if let [packed] = groups[..]
        && packed.len() == 6
        && packed.is_ascii()
        && &packed[..2] <= "12"
    {
        groups = vec![&packed[..2], &packed[2..4], &packed[4..]];
    }
    let [first, second, year] = groups.as_slice() else { return None };
    // Of a day, a month or its name; `00/00/00` and `9999-99-99` stand for "unknown".
    let may_be = |group: &str| match group.parse::<u8>() {
        Ok(number) => (1..=31).contains(&number),
        Err(_) => group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_alphabetic()),
    };
    let year: i16 = year.parse().ok().filter(|_| year.len() == 2 && may_be(first) && may_be(second))?;
    let of_century = said - said % 100 + year;
    Some(if of_century > said { of_century - 100 } else { of_century })
}

/// The one year in a text. 1900 and what lies outside of 1880 to 2100 stand for "unknown".
fn year_of(text: &str) -> Option<i16> {
    let groups = text.split(|letter: char| !letter.is_ascii_digit());
    let is_year = |year: &i16| (1880..=2100).contains(year) && *year != 1900;
    // Of eight digits and more, a year stands first or, as in `03142011`, last.
    let mut years = groups.filter_map(|group| match group.len() {
        4 => group.parse().ok(),
        6 => group[..4].parse().ok().filter(is_year),
        8 => [&group[..4], &group[4..]].into_iter().find_map(|part| part.parse().ok().filter(is_year)),
        12 | 14 => group[..4].parse().ok(),
        _ => None,
    });
    let year = years.next().filter(is_year)?;
    years.next().is_none().then_some(year)
}

impl Adulthood {
    /// The outcome of the vote; none without a statement.
    pub fn voted(statements: &[Statement]) -> Option<Adulthood> {
        let known: BTreeSet<Date> = statements.iter().filter_map(|statement| statement.day()).collect();
        let mut votes: BTreeMap<u16, Vec<Date>> = BTreeMap::new();
        for Statement { source, first, last } in statements {
            let born = known.range(first..=last).next_back().unwrap_or(last);
            let first = turns_adult(*born)?;
            votes.entry(source_number(*source)).or_default().push(first);
        }
        let earliest = *votes.values().flatten().min()?;
        let votes = votes.into_iter().filter_map(|(source, mut days)| {
            days.sort_unstable();
            Some((*days.get(days.len() / 2)?, u32::from(SourceTrust.identity(source))))
        });
        let mut votes: Vec<(Date, u32)> = votes.collect();
        votes.sort_unstable();
        let whole: u32 = votes.iter().map(|(_, weight)| weight).sum();
        let mut counted = 0;
        let middle = votes.iter().find(|(_, weight)| {
            counted += weight;
            2 * counted > whole
        });
        let (from, _) = middle.or(votes.last())?;
        Some(Adulthood { from: *from, earliest })
    }
}

fn last_day(year: i16) -> Option<Date> {
    Date::new(year, 12, 31).ok()
}

/// Who is born on 29 February turns eighteen on 1 March.
fn turns_adult(born: Date) -> Option<Date> {
    let year = born.year().checked_add(MAJORITY)?;
    Date::new(year, born.month(), born.day()).or_else(|_| Date::new(year, 3, 1)).ok()
}

/// Full years; none for a birth in the future, which is a typing error.
pub fn age(born: Date, today: Date) -> Option<u16> {
    let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
    u16::try_from(today.year() - born.year() - i16::from(!had_birthday)).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn statement(source: Source, born: &str) -> Statement {
        Statement::read(source, "2026-11-18T12:00:00Z".parse().unwrap(), Some(born)).unwrap()
    }

    /// The first day as an adult; empty for none.
    fn check(stated: &[(Source, &str)], expect: &str) {
        let statements: Vec<Statement> =
            stated.iter().map(|(source, born)| statement(*source, born)).collect();
        let found = Adulthood::voted(&statements).map(|adulthood| adulthood.from.to_string());
        assert_eq!(found.unwrap_or_default(), expect, "{stated:?}");
    }

    use Source::{CriminalHistory, DmvLicence, Infractions, JudicialCases, Prawn, Rms, SexOffenders};

    #[test]
    fn what_one_source_says_counts() {
        check(&[], "");
        check(&[(Rms, "2011-06-06")], "2029-06-06");
        check(&[(Rms, "2008-02-29")], "2026-03-01");
        check(&[(Rms, "2011")], "2029-12-31");
        check(&[(Rms, "2011-06")], "2029-12-31");
    }

    #[test]
    fn a_date_that_cannot_be_still_says_the_year() {
        for born in [
            "2011-00-00",
            "20110000",
            "2011-02-30",
            "31/12/2011",
            "00/00/2011",
            "circa 2011",
            "06/2011",
            "03142011",
            "20110314000000",
            "201103",
        ] {
            check(&[(Rms, born)], "2029-12-31");
        }
        for (born, expect) in [
            ("03/14/11", "2029-12-31"),
            ("14-MAR-11", "2029-12-31"),
            ("3/14/84", "2002-12-31"),
            ("03/14/27", "1945-12-31"),
            ("031411", "2029-12-31"),
            ("031484", "2002-12-31"),
        ] {
            check(&[(Rms, born)], expect);
        }
    }

    #[test]
    fn a_year_alone_is_the_date_that_is_known_of_it() {
        check(&[(Rms, "2008"), (DmvLicence, "2008-02-03")], "2026-02-03");
        check(&[(SexOffenders, "2008"), (Rms, "02/03/2008")], "2026-02-03");
        check(&[(SexOffenders, "2008"), (Rms, "2001-02-03")], "2026-12-31");
    }

    #[test]
    fn the_days_between_which_somebody_was_born_are_the_last_of_them() {
        let (child, both) = ("2010-11-19/2011-11-18", "2007-11-19/2009-11-18");
        check(&[(Rms, child)], "2029-11-18");
        check(&[(Rms, both)], "2027-11-18");
        check(&[(Rms, child), (DmvLicence, "2011-02-03")], "2029-02-03");
        check(&[(Rms, "2010/2011")], "2029-12-31");
        check(&[(Rms, "2010-2011")], "2029-12-31");
        check(&[(Rms, "1900-11-19/2008-11-18")], "2026-11-18");
    }

    #[test]
    fn one_mistyped_year_changes_nothing() {
        let adult = "1984-02-03";
        check(&[(DmvLicence, adult), (Prawn, adult), (Rms, "2014-02-03")], "2002-02-03");
        check(&[(Prawn, adult), (Infractions, adult), (Rms, "2014-02-03")], "2002-02-03");
        check(&[(Rms, adult), (Rms, "2014-02-03"), (Rms, adult)], "2002-02-03");
        check(&[(CriminalHistory, adult), (Rms, "2014")], "2002-02-03");
        let child = "2011-06-06";
        check(&[(DmvLicence, child), (Rms, "2001-06-06")], "2029-06-06");
        check(&[(Rms, child), (JudicialCases, "2011"), (SexOffenders, "2001-06-06")], "2029-06-06");
    }

    #[test]
    fn where_two_are_as_good_whoever_may_be_a_juvenile_is_taken_for_one() {
        check(&[(Rms, "1984-02-03"), (JudicialCases, "2014-02-03")], "2032-02-03");
        check(&[(Rms, "1984-02-03"), (Rms, "2014-02-03")], "2032-02-03");
    }

    #[test]
    fn what_cannot_be_is_no_statement() {
        let at = "2026-11-18T12:00:00Z".parse().unwrap();
        for born in [
            "2026-11-19",
            "2027",
            "unknown",
            "",
            "00/00/00",
            "000000",
            "00000000",
            "99999999",
            "840314",
            "1900-01-01",
            "9999-99-99",
            "0000-00-00",
            "2027/2028",
            "0000/0000",
            "2011/2010",
        ] {
            assert_eq!(Statement::read(Rms, at, Some(born)), None, "{born}");
        }
        assert_eq!(Statement::read(Rms, at, None), None);
        assert!(Statement::read(Rms, at, Some("2026-11-18")).is_some());
    }

    #[test]
    fn ages() {
        use jiff::civil::date;
        assert_eq!(age(date(2000, 2, 29), date(2026, 2, 28)), Some(25));
        assert_eq!(age(date(2000, 2, 29), date(2026, 3, 1)), Some(26));
        assert_eq!(age(date(2027, 1, 1), date(2026, 3, 1)), None);
    }

    proptest! {
        #[test]
        fn the_vote_lies_among_the_statements_and_does_not_depend_on_their_order(
            stated in proptest::collection::vec((0..Source::ALL.len(), 1940_i16..2026, 1_i8..=12, 1_i8..=28), 1..8),
            turn in 0..8_usize,
        ) {
            let mut statements: Vec<Statement> = stated
                .iter()
                .map(|(source, year, month, day)| statement(Source::ALL[*source], &format!("{year}-{month:02}-{day:02}")))
                .collect();
            let voted = Adulthood::voted(&statements).unwrap();
            let days: Vec<Date> = statements.iter().filter_map(|s| turns_adult(s.day()?)).collect();
            prop_assert!(days.contains(&voted.from));
            prop_assert_eq!(days.into_iter().min(), Some(voted.earliest));
            statements.rotate_left(turn % stated.len());
            prop_assert_eq!(Adulthood::voted(&statements), Some(voted));
        }

        #[test]
        fn a_source_that_says_what_all_say_changes_nothing(source in 0..Source::ALL.len(), others in proptest::collection::vec(0..Source::ALL.len(), 1..6)) {
            let child = |source: usize| statement(Source::ALL[source], "2011-06-06");
            let statements: Vec<Statement> = others.into_iter().chain([source]).map(child).collect();
            prop_assert_eq!(Adulthood::voted(&statements).unwrap().from.to_string(), "2029-06-06");
        }
    }
}
