//! Tables that ship with the program, and drawing from them by weight.

use crate::dice::Dice;

/// The lines of a table of this program, without the header, in fields. No field of theirs holds a comma.
pub(crate) fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().skip(1).map(|line| line.split(',').collect())
}

/// A field, or nothing where the line is short.
pub(crate) fn field(row: &[&'static str], position: usize) -> &'static str {
    row.get(position).copied().unwrap_or_default()
}

/// A field as a number, 0 where it is none.
pub(crate) fn number<T: std::str::FromStr + Default>(row: &[&'static str], position: usize) -> T {
    field(row, position).parse().unwrap_or_default()
}

/// Things drawn by weight.
pub(crate) struct Weighted<T> {
    items: Vec<T>,
    /// Sum of the weights up to and including each item.
    sums: Vec<u64>,
}

impl<T> Weighted<T> {
    /// Weighs each item. There must be at least one.
    pub(crate) fn new(items: Vec<T>, weight: impl Fn(usize, &T) -> u64) -> Weighted<T> {
        let sums = items
            .iter()
            .enumerate()
            .scan(0, |sum, (position, item)| {
                *sum += weight(position, item);
                Some(*sum)
            })
            .collect();
        Weighted { items, sums }
    }

    /// By rank, as names are: the first is drawn about as often as the next three together.
    pub(crate) fn ranked(items: Vec<T>) -> Weighted<T> {
        Weighted::new(items, |position, _| 100_000 / (position as u64 + 4))
    }

    /// Draws one.
    pub(crate) fn draw(&self, dice: &mut Dice) -> &T {
        let total = self.sums.last().copied().unwrap_or_default();
        let mark = dice.below(total as usize) as u64;
        let position = self.sums.partition_point(|sum| *sum <= mark);
        &self.items[position.min(self.items.len() - 1)]
    }

    /// All of them.
    pub(crate) fn items(&self) -> &[T] {
        &self.items
    }
}
