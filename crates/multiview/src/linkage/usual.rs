//! How records of one person usually look, before any are seen: what learning starts from, and what it may not leave.
//!
//! Learning sees which ways of agreeing go together. Records of one parish go together as records of one person do; what
//! tells them apart is that people's names and births hardly change, and that is known beforehand.

use super::population::PlainKind;
use super::subject::{Subject, born};

impl Subject {
    /// P(level | one person) before training, for each group of levels.
    pub(crate) fn start(self) -> Vec<f64> {
        let mut start = match self {
            Subject::Given => vec![0.80, 0.05, 0.06, 0.02, 0.01, 0.03, 0.03],
            Subject::Surname => vec![0.84, 0.07, 0.02, 0.03, 0.04],
            Subject::Middle => vec![0.75, 0.15, 0.10],
            Subject::Suffix => vec![0.95, 0.05],
            Subject::Born => vec![0.88, 0.06, 0.03, 0.01, 0.01, 0.01, 0.75, 0.12, 0.05, 0.05, 0.03],
            Subject::Sex => vec![0.97, 0.03],
            Subject::Source => vec![0.5, 0.5],
            Subject::Place => {
                let likely = [(0, 0.36), (1, 0.05), (4, 0.05), (8, 0.05), (10, 0.14), (12, 0.05), (14, 0.14)];
                let mut start = vec![0.02; 15];
                for (level, share) in likely {
                    start[level] = share;
                }
                start
            }
            Subject::Plain(_, PlainKind::Identifier) => vec![0.90, 0.05, 0.05],
            Subject::Plain(_, PlainKind::Email) => vec![0.75, 0.10, 0.05, 0.10],
            Subject::Plain(_, PlainKind::Phone) => vec![0.70, 0.10, 0.20],
            Subject::Plain(_, PlainKind::Code) => vec![0.90, 0.10],
            Subject::Plain(_, PlainKind::Measure) => vec![0.60, 0.25, 0.15],
            Subject::Plain(_, PlainKind::Text) => vec![0.60, 0.15, 0.10, 0.15],
        };
        self.normalise(&mut start);
        start
    }

    /// Levels of different groups are no alternatives: which of them two records can reach depends on what is known of
    /// both. That a day is not known says nothing of who they are.
    fn group(self, level: usize) -> usize {
        match self {
            Subject::Born => usize::from(level >= usize::from(born::YEAR_ONLY)),
            // House and town, house alone, town alone.
            Subject::Place => match level {
                12.. => 2,
                level => usize::from(level % 4 == 3),
            },
            Subject::Given
            | Subject::Surname
            | Subject::Middle
            | Subject::Suffix
            | Subject::Sex
            | Subject::Source
            | Subject::Plain(..) => 0,
        }
    }

    /// Makes shares of levels add up to one in each group.
    pub(crate) fn normalise(self, shares: &mut [f64]) {
        let mut sums = [0.0; 3];
        for (level, share) in shares.iter().enumerate() {
            sums[self.group(level)] += share;
        }
        for (level, share) in shares.iter_mut().enumerate() {
            *share /= sums[self.group(level)];
        }
    }

    /// The least share of the records of one person that is believed to say the same. With less, what goes together are
    /// not the records of people.
    fn least(self, level: usize) -> f64 {
        const YEAR_ONLY: usize = born::YEAR_ONLY as usize;
        match (self, level) {
            (Subject::Given | Subject::Surname, 0) | (Subject::Born, 0 | YEAR_ONLY) => 0.35,
            (Subject::Sex | Subject::Suffix, 0) => 0.9,
            _ => 0.0,
        }
    }

    /// Takes back what learned shares claim beyond belief; gives whether any did by far.
    pub(crate) fn believe(self, shares: &mut [f64]) -> bool {
        let mut far = false;
        for level in 0..shares.len() {
            let (share, least) = (shares[level], self.least(level));
            if share < least {
                far |= share < least / FAR;
                let rest = (1.0 - least) / (1.0 - share);
                for (other, share) in shares.iter_mut().enumerate() {
                    if self.group(other) == self.group(level) {
                        *share *= rest;
                    }
                }
                shares[level] = least;
            }
        }
        far
    }
}

/// What claims so many times less than is believed was not learned from people.
const FAR: f64 = 2.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_add_up_and_nothing_is_claimed_beyond_belief() {
        let mut shares = vec![0.1, 0.0, 0.0, 0.0, 0.0, 0.9, 0.3, 0.0, 0.0, 0.0, 0.7];
        assert!(Subject::Born.believe(&mut shares), "a tenth is far below a third");
        assert!((shares[0] - 0.35).abs() < 1e-9 && (shares[5] - 0.65).abs() < 1e-9, "{shares:?}");
        assert!((shares[6] - 0.35).abs() < 1e-9 && (shares[10] - 0.65).abs() < 1e-9, "{shares:?}");
        assert!(!Subject::Born.believe(&mut Subject::Born.start()));
    }
}
