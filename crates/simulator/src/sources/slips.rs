//! Slips of the pen: what typing does to names, and the ways to write a date.

use jiff::civil::Date;

use crate::dice::Dice;

/// A way to write a date.
#[derive(Clone, Copy)]
pub(super) enum DateStyle {
    /// `2007-03-14`
    Iso,
    /// `03/14/2007`
    Slashes,
    /// `20070314`
    Compact,
    /// `14 Mar 2007`
    Words,
    /// `2007`
    Year,
}

impl DateStyle {
    /// Writes a date.
    pub(super) fn write(self, date: Date) -> String {
        const MONTHS: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let (year, month, day) = (date.year(), date.month(), date.day());
        match self {
            DateStyle::Iso => format!("{year:04}-{month:02}-{day:02}"),
            DateStyle::Slashes => format!("{month:02}/{day:02}/{year:04}"),
            DateStyle::Compact => format!("{year:04}{month:02}{day:02}"),
            DateStyle::Words => format!("{day} {} {year:04}", MONTHS[usize::from(month.unsigned_abs()) - 1]),
            DateStyle::Year => format!("{year:04}"),
        }
    }
}

/// A date remembered or typed wrong: day and month swapped where that gives a date, else a digit of the year or the day.
pub(super) fn wrong_date(dice: &mut Dice, date: Date) -> Date {
    let swapped = Date::new(date.year(), date.day(), date.month()).ok().filter(|other| *other != date);
    match (dice.below(3), swapped) {
        (0, Some(swapped)) => swapped,
        (1, _) => {
            Date::new(date.year() + [-10, -1, 1, 10][dice.below(4)], date.month(), date.day()).unwrap_or(date)
        }
        _ => Date::new(date.year(), date.month(), date.day() % 28 + 1).unwrap_or(date),
    }
}

/// A word with one slip: two letters swapped, one left out, doubled, or its neighbour on the keyboard struck.
pub(super) fn mistyped(dice: &mut Dice, word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() < 3 {
        return word.to_owned();
    }
    let place = 1 + dice.below(letters.len() - 2);
    match dice.below(4) {
        0 => letters.swap(place, place + 1),
        1 => {
            letters.remove(place);
        }
        2 => letters.insert(place, letters[place]),
        _ => letters[place] = neighbour(letters[place]),
    }
    letters.into_iter().collect()
}

/// A number with one digit off.
pub(super) fn misread(dice: &mut Dice, number: &str) -> String {
    let place = dice.below(number.len());
    let wrong = |(position, digit): (usize, char)| match digit.to_digit(10) {
        Some(value) if position == place => char::from_digit((value + 1) % 10, 10).unwrap_or(digit),
        _ => digit,
    };
    number.chars().enumerate().map(wrong).collect()
}

/// The key to the right, on an American keyboard.
fn neighbour(letter: char) -> char {
    const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
    let small = letter.to_ascii_lowercase();
    let next = ROWS.iter().find_map(|row| row.chars().skip_while(|c| *c != small).nth(1));
    let next = next.unwrap_or(small);
    if letter.is_uppercase() { next.to_ascii_uppercase() } else { next }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::dice::Stream;

    #[test]
    fn dates_are_written_as_sources_do() {
        let check = |style: DateStyle, expect| assert_eq!(style.write(date(2007, 3, 14)), expect);
        check(DateStyle::Iso, "2007-03-14");
        check(DateStyle::Slashes, "03/14/2007");
        check(DateStyle::Compact, "20070314");
        check(DateStyle::Words, "14 Mar 2007");
        check(DateStyle::Year, "2007");
    }

    #[test]
    fn a_slip_is_small() {
        let mut dice = Dice::new(1, Stream::Documents, 0);
        for _ in 0..200 {
            let slip = mistyped(&mut dice, "Kowalczyk");
            assert!((8..=10).contains(&slip.len()) && slip.starts_with('K'), "{slip}");
            let wrong = misread(&mut dice, "104882217");
            assert_eq!(wrong.bytes().zip("104882217".bytes()).filter(|(a, b)| a != b).count(), 1);
            wrong_date(&mut dice, date(2004, 2, 29));
        }
        assert_eq!(mistyped(&mut dice, "Ng"), "Ng");
    }
}
