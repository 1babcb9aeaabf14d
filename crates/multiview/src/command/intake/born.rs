//! Dates of birth, and those that stand in for one: days on which improbably many were born.

use rustc_hash::{FxHashMap, FxHashSet};

use super::normal::Normal;
use crate::command::dates::{self, Dates};
use crate::command::roles::{Decision, Role};
use crate::command::table::Table;
use crate::linkage::population::Born;
use crate::linkage::words::Value;

/// Columns of the date of birth.
pub(super) struct BornColumns<'a> {
    date: Option<Normal<'a, Born>>,
    /// Year, month and day.
    parts: [Option<Normal<'a, i16>>; 3],
}

impl<'a> BornColumns<'a> {
    pub(super) fn of(table: &'a Table, decisions: &[Decision], this_year: i16) -> BornColumns<'a> {
        let nothing = FxHashSet::default();
        let column = |role: Role| decisions.iter().position(|decision| decision.role == role);
        let date = column(Role::BirthDate).map(|at| {
            let dates = Dates::of(table.columns[at].sample().into_iter().map(|(text, _)| text), this_year);
            Normal::of(table, at, &nothing, |text| dates.read(text))
        });
        let part = |role: Role, range: std::ops::RangeInclusive<i16>| {
            let number = move |text: &str| {
                let digits = text.trim().split('.').next().unwrap_or_default();
                let month = || dates::month(&text.trim().to_ascii_lowercase()).map(i16::from);
                let number =
                    digits.parse().ok().or_else(|| if role == Role::BirthMonth { month() } else { None });
                number.filter(|number| range.contains(number))
            };
            column(role).map(|at| Normal::of(table, at, &nothing, number))
        };
        let parts = [
            part(Role::BirthYear, 1..=this_year),
            part(Role::BirthMonth, 1..=12),
            part(Role::BirthDay, 1..=31),
        ];
        BornColumns { date, parts }
    }

    pub(super) fn get(&self, row: usize) -> Born {
        if let Some(born) = self.date.as_ref().and_then(|date| date.get(row)) {
            return *born;
        }
        let part =
            |at: usize| self.parts[at].as_ref().and_then(|part| part.get(row)).copied().unwrap_or_default();
        Born { year: part(0), month: part(1) as u8, day: part(2) as u8 }
    }

    /// The columns, to look at what could not be read.
    pub(super) fn columns(&self) -> impl Iterator<Item = &dyn Tallied<'a>> {
        let date = self.date.iter().map(|date| date as &dyn Tallied<'a>);
        date.chain(self.parts.iter().flatten().map(|part| part as &dyn Tallied<'a>))
    }

    /// Forgets dates that stand in for one. `person` tells people apart well enough that the records of one person
    /// do not count as many people.
    pub(super) fn forget_stand_ins(&mut self, rows: &[u32], person: impl Fn(usize) -> u32) {
        let Some(date) = &mut self.date else { return };
        let mut people: FxHashSet<(Born, u32)> = FxHashSet::default();
        for (record, row) in rows.iter().enumerate() {
            if let Some(born) = date.get(*row as usize).filter(|born| born.is_full()) {
                people.insert((*born, person(record)));
            }
        }
        let mut counts: FxHashMap<Born, u32> = FxHashMap::default();
        for (born, _) in people {
            *counts.entry(born).or_default() += 1;
        }
        let counts: Vec<(Born, u32)> = counts.into_iter().collect();
        let stand_ins = stand_ins(&counts);
        for value in 0..date.values.len() {
            let Some(born) = &mut date.values[value] else { continue };
            if stand_ins.dates.contains(born) {
                date.forget(value as Value);
            } else if stand_ins.days.contains(&(born.month, born.day)) {
                // The year is somebody's own.
                (born.month, born.day) = (0, 0);
            }
        }
    }
}

/// What [`Normal`] says whatever it holds.
pub(super) trait Tallied<'a> {
    fn column(&self) -> usize;
    fn repeated(&self) -> Vec<&'a str>;
    fn tally(&self) -> super::normal::Tally;
}

impl<'a, T: Send> Tallied<'a> for Normal<'a, T> {
    fn column(&self) -> usize {
        self.at
    }

    fn repeated(&self) -> Vec<&'a str> {
        Normal::repeated(self).collect()
    }

    fn tally(&self) -> super::normal::Tally {
        Normal::tally(self)
    }
}

/// Dates that stand in for one.
#[derive(Default, PartialEq, Debug)]
struct StandIns {
    dates: FxHashSet<Born>,
    /// Month and day, behind years that are people's own.
    days: FxHashSet<(u8, u8)>,
}

/// Days on which more people were born than chance explains, even if births clung to some days: newcomers whose day
/// nobody knew were given the first of January, and several of a family share a day.
fn stand_ins(counts: &[(Born, u32)]) -> StandIns {
    /// So many times as often as other days of its year a day may occur by custom.
    const CUSTOM: f64 = 4.0;
    /// Chance among the days of a century, and where a day is one that programs and clerks fill in.
    const NEVER: f64 = 1e-8;
    const HARDLY: f64 = 1e-3;
    let mut by_year: FxHashMap<i16, u64> = FxHashMap::default();
    for (born, count) in counts {
        *by_year.entry(born.year).or_default() += u64::from(*count);
    }
    let all: f64 = counts.iter().map(|(_, count)| f64::from(*count)).sum();
    // No year is taken to be emptier than this, unless a program's own day is in it.
    let least = all / 36_500.0 / 4.0;
    let is_stand_in = |born: &Born, count: u32| {
        let others = (by_year[&born.year] - u64::from(count)) as f64 + 0.5;
        let usual = if is_filled_in(*born) { others / 365.0 } else { (others / 365.0).max(least) };
        count > 1 && tail(count, CUSTOM * usual) < if is_filled_in(*born) { HARDLY } else { NEVER }
    };
    let mut found = StandIns {
        dates: counts
            .iter()
            .filter(|(born, count)| is_stand_in(born, *count))
            .map(|(born, _)| *born)
            .collect(),
        ..StandIns::default()
    };
    let filled_in = days_of_many_years(&found.dates);
    found.dates.retain(|born| {
        let same_day = |other: &&(Born, u32)| (other.0.month, other.0.day) == (born.month, born.day);
        let mut counts_of_day: Vec<(u32, i16)> =
            counts.iter().filter(same_day).map(|(born, count)| (*count, born.year)).collect();
        counts_of_day.sort_unstable();
        let usual = counts_of_day.get(counts_of_day.len() / 2).map_or(0.0, |(count, _)| f64::from(*count));
        let own = counts_of_day.iter().find(|(_, year)| *year == born.year).map_or(0, |(count, _)| *count);
        !filled_in.contains(&(born.month, born.day)) || tail(own, CUSTOM * usual) < NEVER
    });
    let mut by_day: FxHashMap<(u8, u8), u32> = FxHashMap::default();
    let mut rest = 0;
    for (born, count) in counts.iter().filter(|(born, _)| !found.dates.contains(born)) {
        *by_day.entry((born.month, born.day)).or_default() += count;
        rest += count;
    }
    let mut usual: Vec<u32> = by_day.values().copied().collect();
    usual.sort_unstable();
    let usual = usual.get(usual.len() / 2).copied().unwrap_or_default().max(1);
    let usual = f64::from(usual).max(f64::from(rest) / 2_000.0);
    let days = by_day.iter().filter(|(_, count)| tail(**count, CUSTOM * usual) < NEVER);
    found.days = days.map(|(day, _)| *day).chain(filled_in).collect();
    found
}

/// Days that stand in behind so many years that the years are people's own: where only a year was known, somebody
/// wrote the first of January.
fn days_of_many_years(dates: &FxHashSet<Born>) -> FxHashSet<(u8, u8)> {
    const MANY: u32 = 4;
    let mut years: FxHashMap<(u8, u8), u32> = FxHashMap::default();
    for born in dates {
        *years.entry((born.month, born.day)).or_default() += 1;
    }
    years.into_iter().filter(|(_, years)| *years >= MANY).map(|(day, _)| day).collect()
}

/// The first and last days of systems and centuries, and dates of one digit. They need less evidence.
fn is_filled_in(born: Born) -> bool {
    let Born { year, month, day } = born;
    let one_digit = [1111, 2222].contains(&year) && month == day || year % 1111 == 0;
    one_digit
        || (month, day) == (1, 1) && (year % 100 <= 1 || matches!(year, 1753 | 1960 | 1970 | 1980))
        || matches!((year, month, day), (1899, 12, 30 | 31) | (1969 | 1999, 12, 31))
}

/// The chance of at least `count` where `usual` are expected (Poisson).
pub(super) fn tail(count: u32, usual: f64) -> f64 {
    if f64::from(count) <= usual {
        return 1.0;
    }
    // Bounded from above by the first term and a geometric series (Chernoff is no closer here).
    let log = |n: u32| (1..=n).map(|k| f64::from(k).ln()).sum::<f64>();
    let first = (f64::from(count) * usual.ln() - usual - log(count)).exp();
    first / (1.0 - usual / f64::from(count + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many people on each of these days, among others born on any day of sixty years.
    fn check(people: u32, extra: &[((i16, u8, u8), u32)], dates: &[(i16, u8, u8)], days: &[(u8, u8)]) {
        let mut counts: FxHashMap<Born, u32> = FxHashMap::default();
        for at in 0..people {
            let spread = crate::hash::mix(u64::from(at) + 7);
            let part = |shift: u32, of: u64| (spread >> shift) % of;
            let (month, day) = (1 + part(16, 12) as u8, 1 + part(32, 28) as u8);
            let year = 1940 + part(0, 60) as i16;
            *counts.entry(Born { year, month, day }).or_default() += 1;
        }
        for ((year, month, day), count) in extra {
            *counts.entry(Born { year: *year, month: *month, day: *day }).or_default() += count;
        }
        let counts: Vec<(Born, u32)> = counts.into_iter().collect();
        let found = stand_ins(&counts);
        let dates = dates.iter().map(|(year, month, day)| Born { year: *year, month: *month, day: *day });
        assert_eq!(
            found,
            StandIns { dates: dates.collect(), days: days.iter().copied().collect() },
            "{extra:?}"
        );
    }

    #[test]
    fn a_day_that_improbably_many_share_stands_in_for_one() {
        check(4_000, &[], &[], &[]);
        check(4_000, &[((1900, 1, 1), 8)], &[(1900, 1, 1)], &[]);
        check(4_000, &[((1900, 1, 1), 2)], &[(1900, 1, 1)], &[]);
        check(4_000, &[((1111, 11, 11), 3)], &[(1111, 11, 11)], &[]);
        check(4_000, &[((1985, 6, 15), 12)], &[(1985, 6, 15)], &[]);
        check(4_000, &[((1985, 6, 15), 4)], &[], &[]);
        check(100_000, &[((1985, 6, 15), 30), ((1970, 1, 1), 100)], &[(1970, 1, 1)], &[]);
    }

    #[test]
    fn newcomers_may_have_one_birthday() {
        let new_year = |each: u32| (1940..2000).map(|year| ((year, 1, 1), each)).collect::<Vec<_>>();
        // Twice as many as on other days, besides those of that day.
        check(60_000, &new_year(6), &[], &[]);
        check(60_000, &new_year(12), &[], &[(1, 1)]);
        // Where only the year is known of most people, the year is kept; a program's own day is still nobody's.
        check(6_000, &new_year(60), &[], &[(1, 1)]);
        check(6_000, &[&new_year(60)[..], &[((1900, 1, 1), 900)]].concat(), &[(1900, 1, 1)], &[(1, 1)]);
    }
}
