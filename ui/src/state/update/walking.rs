//! The arrows among the people of an answer: a list on a small screen, rows and columns on a wide one.

use crate::state::{Console, Effect, Spot, Step, Target};
use crate::wording::matrix::Column;

impl Console {
    pub(super) fn walk(&mut self, step: Step) -> Vec<Effect> {
        let rows = self.rows();
        let Some(last) = rows.len().checked_sub(1) else {
            return vec![];
        };
        let at = self.lookup.selected.and_then(|person| rows.iter().position(|row| *row == person));
        let (row, column) = match (step, at) {
            (Step::First, _) | (Step::Next, None) => (0, self.lookup.column),
            (Step::Last, _) | (Step::Previous, None) => (last, self.lookup.column),
            (Step::Next, Some(at)) => ((at + 1).min(last), self.lookup.column),
            (Step::Previous, Some(at)) => (at.saturating_sub(1), self.lookup.column),
            (Step::Left | Step::Right, _) if !self.shell.wide => return vec![],
            (Step::Left, at) => (at.unwrap_or(0), self.lookup.column.saturating_sub(1)),
            (Step::Right, at) => (at.unwrap_or(0), (self.lookup.column + 1).min(Column::COUNT - 1)),
        };
        let Some(person) = rows.get(row).copied() else {
            return vec![];
        };
        self.lookup.selected = Some(person);
        self.lookup.column = column;
        vec![Effect::Focus(self.on_person(person))]
    }

    /// A cell of the matrix got the focus.
    pub(super) fn reach(&mut self, Spot { person, column }: Spot) {
        self.lookup.selected = Some(person);
        self.lookup.column = column;
    }

    /// Where the focus goes when it goes to this person.
    pub(in crate::state) fn on_person(&self, person: usize) -> Target {
        match self.shell.wide {
            true => Target::Spot(Spot { person, column: self.lookup.column }),
            false => Target::Person(person),
        }
    }

    /// The position of the person whose number on the screen this is.
    pub(super) fn numbered(&self, number: usize) -> Option<usize> {
        self.rows().get(number).copied()
    }

    /// Positions of the people of the answer that keys act on, in the order of the screen.
    fn rows(&self) -> Vec<usize> {
        let people = self.lit().map_or(0, |answer| answer.people.len());
        if self.shell.wide { self.lookup.rows.to_vec() } else { (0..people).collect() }
    }
}
