//! Values that follow from other values without being made of their letters: an age from a date of birth, a county from
//! a town, a code from a surname.
//!
//! Records of one person agree in everything, so agreement shows nothing. It is looked for between strangers: records
//! that have one value in common and differ in who they are.

use rustc_hash::FxHashMap;

use super::view::{FEWEST, View};
use crate::command::roles::{Decision, Role};

/// Pairs of strangers: of those that agree in a column, and of others.
pub(super) struct Strangers {
    within: Vec<(usize, usize)>,
    across: Vec<(usize, usize)>,
}

impl Strangers {
    /// Pairs for the column `of`.
    pub(super) fn of(view: &View, of: usize, decisions: &[Decision]) -> Strangers {
        let anchors: Vec<usize> = anchors(decisions).filter(|at| *at != of).collect();
        let strangers = |(i, j): &(usize, usize)| {
            let (agree, differ) = view.agreement(&anchors, *i, *j);
            differ > 1 && agree == 0
        };
        let within = view.neighbours(&[of]).into_iter().filter(strangers).collect();
        Strangers { within, across: view.across().filter(strangers).collect() }
    }

    /// Those of the one kind nearly always agree in the column `one`, and the others do not.
    pub(super) fn tell(&self, view: &View, one: usize) -> bool {
        const TOLD: f64 = 0.85;
        let texts = &view.texts[one];
        let share = |pairs: &[(usize, usize)]| {
            let known = pairs.iter().filter(|(i, j)| !texts[*i].is_empty() && !texts[*j].is_empty());
            let (same, all) = known
                .fold((0, 0), |(same, all), (i, j)| (same + usize::from(texts[*i] == texts[*j]), all + 1));
            (all >= FEWEST).then(|| same as f64 / all as f64)
        };
        let (Some(told), Some(chance)) = (share(&self.within), share(&self.across)) else { return false };
        told - chance > TOLD * (1.0 - chance) && chance < 0.9
    }
}

/// Pairs of records that are of one person by all that tells people apart, and pairs of others.
pub(super) struct People {
    alike: Vec<(usize, usize)>,
    across: Vec<(usize, usize)>,
}

impl People {
    pub(super) fn of(view: &View, decisions: &[Decision]) -> People {
        let anchors: Vec<usize> = anchors(decisions).collect();
        let twos =
            anchors.iter().enumerate().flat_map(|(at, one)| anchors[at + 1..].iter().map(|two| [*one, *two]));
        let mut alike: Vec<(usize, usize)> = twos.flat_map(|two| view.neighbours(&two)).collect();
        alike.sort_unstable();
        alike.dedup();
        alike.retain(|(i, j)| view.agreement(&anchors, *i, *j).1 == 0);
        People { alike, across: view.across().collect() }
    }

    /// What a column says is of the visit or the case, and not of the person.
    pub(super) fn differ_as_others_do(&self, view: &View, one: usize) -> bool {
        const TELLING: f64 = 0.2;
        let shares = view.share(&self.alike, one).zip(view.share(&self.across, one));
        shares.is_some_and(|(alike, chance)| alike - chance < TELLING * (1.0 - chance))
    }
}

impl View {
    /// Rows that follow one another among those that agree in the columns, so that a large group does not speak for all.
    fn neighbours(&self, columns: &[usize]) -> Vec<(usize, usize)> {
        let mut groups: FxHashMap<Vec<&str>, usize> = FxHashMap::default();
        let mut pairs = Vec::new();
        for row in 0..self.texts.first().map_or(0, Vec::len) {
            let key: Vec<&str> = columns.iter().map(|at| self.texts[*at][row].as_str()).collect();
            if key.iter().all(|text| !text.is_empty()) {
                pairs.extend(groups.insert(key, row).map(|before| (before, row)));
            }
        }
        pairs
    }

    /// Pairs that nothing has put together.
    fn across(&self) -> impl Iterator<Item = (usize, usize)> {
        let rows = self.texts.first().map_or(0, Vec::len);
        (0..rows - rows / 2).map(move |at| (at, at + rows / 2)).filter(|(i, j)| i != j)
    }

    /// In how many of the columns two rows agree and differ.
    fn agreement(&self, columns: &[usize], i: usize, j: usize) -> (usize, usize) {
        let (mut agree, mut differ) = (0, 0);
        for at in columns {
            let (a, b) = (&self.texts[*at][i], &self.texts[*at][j]);
            if !a.is_empty() && !b.is_empty() {
                *if a == b { &mut agree } else { &mut differ } += 1;
            }
        }
        (agree, differ)
    }

    /// The share of the pairs that agree in a column, numbers nearly; none where too few say something.
    fn share(&self, pairs: &[(usize, usize)], one: usize) -> Option<f64> {
        let (texts, numbers) = (&self.texts[one], &self.numbers[one]);
        let known = pairs.iter().filter(|(i, j)| !texts[*i].is_empty() && !texts[*j].is_empty());
        let same = |i: usize, j: usize| match (numbers[i], numbers[j]) {
            (Some(a), Some(b)) => (a - b).abs() <= 0.03 * a.abs().max(b.abs()),
            _ => texts[i] == texts[j],
        };
        let (same, all) =
            known.fold((0, 0), |(agree, all), (i, j)| (agree + usize::from(same(*i, *j)), all + 1));
        (all >= FEWEST).then(|| same as f64 / all as f64)
    }

    /// One column is a number that goes up or down with another's: an age with a date of birth, inches with centimetres.
    pub(super) fn follows_in_size(&self, one: usize, other: usize) -> bool {
        const CLOSE: f64 = 0.95;
        let rows = self.numbers[one].iter().zip(&self.numbers[other]);
        let pairs: Vec<(f64, f64)> = rows.filter_map(|(a, b)| (*a).zip(*b)).collect();
        let known = |column: usize| self.numbers[column].iter().flatten().count();
        // A number here and there is no measure.
        if pairs.len() < FEWEST || 2 * pairs.len() < known(one) || 2 * known(one) < self.known(one) {
            return false;
        }
        let n = pairs.len() as f64;
        let (x, y) = pairs.iter().fold((0.0, 0.0), |(x, y), (a, b)| (x + a / n, y + b / n));
        let sums = pairs.iter().fold((0.0, 0.0, 0.0), |(xx, yy, xy), (a, b)| {
            (xx + (a - x) * (a - x), yy + (b - y) * (b - y), xy + (a - x) * (b - y))
        });
        sums.0 > 0.0 && sums.1 > 0.0 && sums.2.abs() > CLOSE * (sums.0 * sums.1).sqrt()
    }

    fn known(&self, one: usize) -> usize {
        self.texts[one].iter().filter(|text| !text.is_empty()).count()
    }
}

/// Columns of what tells people apart.
fn anchors(decisions: &[Decision]) -> impl Iterator<Item = usize> {
    (0..decisions.len()).filter(|at| is_anchor(decisions[*at].role))
}

/// What tells people apart.
fn is_anchor(role: Role) -> bool {
    matches!(
        role,
        Role::GivenName
            | Role::Surname
            | Role::FullName
            | Role::BirthDate
            | Role::Street
            | Role::Email
            | Role::Phone
            | Role::Identifier
    )
}
