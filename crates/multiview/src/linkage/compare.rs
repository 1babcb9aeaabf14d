//! Compares two records, subject by subject, at graded levels.

mod born;
mod names;
mod place;
mod plain;
mod text;

use super::population::Population;
use super::subject::{Levels, Subject, UNKNOWN, WIDEST, given};

/// A record and where it lies.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    pub(crate) population: &'a Population,
    pub(crate) record: usize,
}

/// Two records under comparison. Subjects are compared when they are asked for, so that a pair that is decided early
/// costs little.
pub(crate) struct Comparison<'a> {
    left: At<'a>,
    right: At<'a>,
    names: Option<names::NameLevels>,
}

impl<'a> Comparison<'a> {
    pub(crate) fn of(left: At<'a>, right: At<'a>) -> Comparison<'a> {
        Comparison { left, right, names: None }
    }

    fn names(&mut self) -> names::NameLevels {
        *self.names.get_or_insert_with(|| names::best(self.left, self.right))
    }

    /// The names of both records that agree best: position in each.
    pub(crate) fn best_names(&mut self) -> (usize, usize) {
        self.names().which
    }

    /// How far the records agree in the subject.
    pub(crate) fn level(&mut self, subject: Subject) -> u8 {
        let (x, y) = (self.left, self.right);
        match subject {
            Subject::Given => self.names().given,
            Subject::Surname => self.names().surname,
            Subject::Middle => self.names().middle,
            Subject::Suffix => self.names().suffix,
            Subject::Born => born::level(x.population.born(x.record), y.population.born(y.record)),
            Subject::Sex => match (x.population.sex(x.record), y.population.sex(y.record)) {
                (0, _) | (_, 0) => UNKNOWN,
                // A first name says the sex already; to count it again would make strangers of one name alike.
                (a, b) if a == b => {
                    if self.names().given <= given::CLOSE {
                        UNKNOWN
                    } else {
                        0
                    }
                }
                _ => 1,
            },
            Subject::Place => place::best(x, y),
            Subject::Source => u8::from(x.population.source(x.record) != y.population.source(y.record)),
            Subject::Plain(column, _) => plain::best(x, y, column),
        }
    }

    /// All levels.
    pub(crate) fn levels(&mut self, subjects: &[Subject]) -> Levels {
        let mut levels = [UNKNOWN; WIDEST];
        for (level, subject) in levels.iter_mut().zip(subjects) {
            *level = self.level(*subject);
        }
        levels
    }
}
