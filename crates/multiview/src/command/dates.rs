//! Dates as files write them. One column writes its dates in few forms, and which they are shows in its values: the
//! forms that together read most of them. So a day and a month that could be either are told apart by the others.

mod form;
mod written;

use crate::linkage::population::Born;
use form::Form;
use written::Written;

/// A month by its name or the beginning of it.
pub(crate) fn month(word: &str) -> Option<u8> {
    written::month(word)
}

/// The last year that may be meant where nobody says which year it is.
pub(crate) const LATEST: i16 = 2100;

/// How one column writes its dates.
pub(crate) struct Dates {
    forms: Vec<Form>,
    this_year: i16,
}

impl Dates {
    /// Learns the forms from some of the column's values.
    pub(crate) fn of<'a>(values: impl Iterator<Item = &'a str>, this_year: i16) -> Dates {
        let mut open: Vec<Written> = values.filter_map(Written::of).collect();
        let all = open.len();
        let mut forms = Vec::new();
        loop {
            let read = |form: &Form| {
                let read = open.iter().filter(|written| form.read(written, this_year).is_some());
                let (mut count, mut large) = (0, 0);
                for written in read {
                    count += 1;
                    let size = written.integer.map_or(0, |(number, _)| number.abs());
                    large += usize::from(size >= form.usually_above());
                }
                // A lone number may be anything.
                let enough = form.is_telling() || count >= 2.max(all / 100);
                if enough && 2 * large >= count { count } else { 0 }
            };
            let rest = Form::ALL.iter().filter(|form| !forms.contains(*form)).map(|form| (*form, read(form)));
            let best = rest.fold(None, |best: Option<(Form, usize)>, found| {
                if best.is_none_or(|(_, count)| found.1 > count) { Some(found) } else { best }
            });
            let Some((form, 1..)) = best else { break };
            forms.push(form);
            open.retain(|written| form.read(written, this_year).is_none());
        }
        forms.extend(
            Form::ALL
                .iter()
                .filter(|form| form.is_telling() && !forms.contains(form))
                .copied()
                .collect::<Vec<_>>(),
        );
        Dates { forms, this_year }
    }

    /// Reads a date, as much of it as is known.
    pub(crate) fn read(&self, text: &str) -> Option<Born> {
        let written = Written::of(text)?;
        self.forms.iter().find_map(|form| form.read(&written, self.this_year))
    }
}

/// Whether a value by itself can be a whole date.
pub(crate) fn looks_like_date(text: &str) -> bool {
    let telling = Form::ALL.iter().filter(|form| form.is_telling());
    text.len() >= 6
        && Written::of(text).is_some_and(|written| {
            telling.filter_map(|form| form.read(&written, LATEST)).any(|born| born.is_full())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first value is read as the column shows that it is to be read.
    fn check(column: &[&str], expect: &[(i16, u8, u8)]) {
        let dates = Dates::of(column.iter().copied(), 2026);
        for (text, expect) in column.iter().zip(expect) {
            let found = dates.read(text).map(|Born { year, month, day }| (year, month, day));
            assert_eq!(found, Some(*expect), "{text:?} of {column:?}: {:?}", dates.forms);
        }
    }

    #[test]
    fn a_date_is_read_in_the_form_of_its_column() {
        let there = [(1971, 6, 4)];
        check(&["1971-06-04"], &there);
        check(&["04/06/1971", "24/06/1971"], &there);
        check(&["06/04/1971", "06/24/1971"], &there);
        check(&["06-04-71", "06-24-71", "12-31-99"], &there);
        check(&["04.06.71", "24.06.71", "31.12.99"], &there);
        check(&["71-06-04", "71-06-24", "99-12-31"], &there);
        check(&["1971-04-06", "1971-24-06", "1971-30-06"], &there);
        check(&["19710604", "19711231"], &there);
        check(&["06041971", "06241971", "12311999"], &there);
        check(&["4061971", "24061971", "31121999"], &there);
        check(&["710604", "710624", "991231"], &there);
        check(&["60471", "062471", "123199"], &there);
        check(&["040671", "240671", "311299"], &there);
        check(&["1971155", "1999365", "2001001"], &there);
        check(&["26088", "36525", "29680"], &there);
        check(&["26088.0", "36525.0", "29680.25"], &there);
        check(&["44841600", "-344841600", "944841600"], &there);
        check(&["44841600000", "-344841600000", "944841600000"], &there);
        check(&["/Date(44841600000)/", "/Date(-344841600000)/"], &there);
        check(&["19710604123000", "19991231000000"], &there);
    }

    #[test]
    fn times_words_and_what_is_left_open_do_not_matter() {
        for text in [
            "4 June 1971",
            "4-JUN-71",
            "04Jun1971",
            "June 4, 1971",
            "Friday, June 4th, 1971",
            "4. Juni 1971",
            "4 de junio de 1971",
            "4 czerwca 1971",
            "1971-Jun-04",
            "1971-06-04T00:00:00Z",
            "1971-06-04 12:30:00.000",
            "6/4/1971 12:00:00 AM",
            "19710604T000000",
            "1971/6/4",
            "1971.06.04.",
        ] {
            check(&[text], &[(1971, 6, 4)]);
        }
        check(&["1971-06"], &[(1971, 6, 0)]);
        check(&["Jun 1971"], &[(1971, 6, 0)]);
        check(&["06/1971"], &[(1971, 6, 0)]);
        check(&["1971-06-00"], &[(1971, 6, 0)]);
        check(&["XX/XX/1971"], &[(1971, 0, 0)]);
        check(&["??/06/1971", "24/06/1971"], &[(1971, 6, 0)]);
        check(&["1971"], &[(1971, 0, 0)]);
        check(&["1807-02-03 00:00:00"], &[(1807, 2, 3)]);
    }

    #[test]
    fn a_column_may_mix_forms() {
        check(
            &["1980-11-12", "29680", "1969-06-08", "17487", "Nov 12, 1980", "11/13/80"],
            &[(1980, 11, 12), (1981, 4, 4), (1969, 6, 8), (1947, 11, 16), (1980, 11, 12), (1980, 11, 13)],
        );
        // Years stay years, and old people's day numbers day numbers.
        check(&["1950", "1960", "1970"], &[(1950, 0, 0), (1960, 0, 0), (1970, 0, 0)]);
        check(&["2999", "29680", "17487", "36525"], &[(1908, 3, 17), (1981, 4, 4)]);
    }

    #[test]
    fn what_is_no_date_is_not_guessed_at() {
        let dates = Dates::of(["1980-11-12", "1969-06-08"].into_iter(), 2026);
        for text in
            ["", "soon", "1980-13-45", "2262-03-01", "12", "12345678901", "1/2/3/4", "0000-00-00", "Mayor"]
        {
            assert!(dates.read(text).is_none(), "{text:?}");
        }
        assert!(looks_like_date("04/26/1971") && looks_like_date("26 Apr 71"));
        assert!(!looks_like_date("1971") && !looks_like_date("29680") && !looks_like_date("Marianne"));
    }
}
