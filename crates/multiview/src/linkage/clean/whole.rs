//! Whole names: titles, degrees and suffixes taken away wherever they stand, the rest in the order in which it is written.

use super::{CleanName, is_particle, suffix, surname, words};

/// Which part of a whole name comes first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Order {
    /// `John A Smith`.
    GivenFirst,
    /// `Smith, John A`, `SMITH JOHN A`.
    FamilyFirst,
}

/// A whole name without what is no name.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(crate) struct Pieces {
    /// What stands before the separator, or all words where there is none.
    pub(crate) first: Vec<String>,
    /// What stands behind it.
    pub(crate) rest: Vec<String>,
    /// What separates the two.
    pub(crate) separator: Option<char>,
    suffix: u8,
}

impl Pieces {
    pub(crate) fn of(text: &str) -> Pieces {
        let mut found = Pieces::default();
        let text = without_asides(text);
        let mut rest = text.as_str();
        let mut before = None;
        loop {
            let end = rest.char_indices().find(|(at, letter)| is_separator(rest, *at, *letter));
            let segment = end.map_or(rest, |(at, _)| &rest[..at]);
            let words = found.without_additions(words(segment));
            if !words.is_empty() {
                if found.first.is_empty() {
                    found.first = words;
                } else {
                    found.rest.extend(words);
                    found.separator = found.separator.or(before);
                }
            }
            let Some((at, letter)) = end else { break };
            before = Some(letter);
            rest = &rest[at + letter.len_utf8()..];
        }
        found
    }

    /// Takes titles, degrees and suffixes out. At the beginning of a name a suffix is a first name: `J.R. Ewing`.
    fn without_additions(&mut self, mut words: Vec<String>) -> Vec<String> {
        while words.first().is_some_and(|word| is_title(word)) {
            words.remove(0);
        }
        let alone = |words: &[String]| words.iter().all(|word| suffix(word) != 0 || is_degree(word));
        let is_addition = !self.first.is_empty() && alone(&words);
        let begins = usize::from(!is_addition);
        for word in words.iter().skip(begins) {
            self.suffix = self.suffix.max(suffix(word));
        }
        let mut at = 0;
        let length = words.len();
        words.retain(|word| {
            at += 1;
            let last = at == length && length > 2;
            at <= begins || suffix(word) == 0 && !(is_degree(word) && (last || is_addition))
        });
        words
    }

    /// The family name with its particles, the first name, and what else there is.
    pub(crate) fn parts(&self, order: Order) -> (&[String], &[String], &[String]) {
        let words = &self.first[..];
        let (family, given) = match (order, self.separator.is_some()) {
            (Order::FamilyFirst, true) => (words, &self.rest[..]),
            (Order::GivenFirst, true) => (&self.rest[..], words),
            (Order::FamilyFirst, false) => {
                let particles = words.iter().take_while(|word| is_particle(word)).count();
                words.split_at((particles + 1).min(words.len()))
            }
            (Order::GivenFirst, false) => {
                let mut from = words.len().saturating_sub(1);
                while from > 1 && is_particle(&words[from - 1]) {
                    from -= 1;
                }
                let (given, family) = words.split_at(from);
                (family, given)
            }
        };
        let (given, middle) = given.split_at(given.len().min(1));
        (family, given, middle)
    }

    /// By its parts.
    pub(crate) fn name(&self, order: Order) -> CleanName {
        let (family, given, middle) = self.parts(order);
        let (surname, _) = surname(&family.join(" "));
        CleanName { given: given.join(" "), surname, middle: middle.join(" "), suffix: self.suffix }
    }
}

/// A whole name by itself: what stands before a separator is the family name, without one the last word is.
pub(crate) fn whole(text: &str) -> CleanName {
    let pieces = Pieces::of(text);
    let order = if pieces.separator.is_some() { Order::FamilyFirst } else { Order::GivenFirst };
    pieces.name(order)
}

/// What is put in between or behind: a nickname in brackets or quotes, and further names.
fn without_asides(text: &str) -> String {
    let mut kept = String::new();
    let mut inside = None;
    for letter in text.replace('_', " ").chars() {
        match (inside, letter) {
            (Some(end), _) if letter == end => inside = None,
            (Some(_), _) => {}
            (None, '(') => inside = Some(')'),
            (None, '[') => inside = Some(']'),
            (None, '"') => inside = Some('"'),
            (None, _) => kept.push(letter),
        }
    }
    let upper = kept.to_ascii_uppercase();
    let also =
        [" AKA ", " A.K.A. ", " ALIAS ", " F/K/A ", " FKA "].iter().filter_map(|also| upper.find(also)).min();
    kept.truncate(also.unwrap_or(kept.len()));
    kept
}

/// A dash separates only where blanks stand around it.
fn is_separator(text: &str, at: usize, letter: char) -> bool {
    matches!(letter, ',' | ';' | '/' | '^' | '|' | '*' | '$')
        || letter == '-' && text[..at].ends_with(' ') && text[at + 1..].starts_with(' ')
}

pub(super) fn is_title(word: &str) -> bool {
    matches!(
        word,
        "MR" | "MRS"
            | "MS"
            | "MISS"
            | "MSTR"
            | "DR"
            | "PROF"
            | "REV"
            | "HON"
            | "SGT"
            | "LT"
            | "CAPT"
            | "CPL"
            | "OFC"
            | "OFFICER"
            | "DET"
            | "SIR"
            | "MADAM"
            | "HERR"
            | "FRAU"
            | "SRA"
            | "SRTA"
            | "MME"
            | "MLLE"
    )
}

fn is_degree(word: &str) -> bool {
    matches!(
        word,
        "MD" | "PHD"
            | "DDS"
            | "DMD"
            | "DVM"
            | "JD"
            | "ESQ"
            | "ESQUIRE"
            | "RN"
            | "LPN"
            | "APRN"
            | "CPA"
            | "MBA"
            | "MSW"
            | "LCSW"
            | "PE"
            | "EDD"
            | "OD"
            | "PSYD"
            | "RET"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_names_are_taken_apart() {
        let check = |text: &str, order: Order, expect: &str| {
            let CleanName { given, surname, middle, suffix } = Pieces::of(text).name(order);
            assert_eq!(format!("{surname}|{given}|{middle}|{suffix}"), expect, "{text:?}");
        };
        for text in [
            "SMITH, JOHN A JR",
            "SMITH JR, JOHN A",
            "SMITH, JR, JOHN A",
            "SMITH, JOHN A, JR",
            "SMITH, DR JOHN A JR MD",
            "SMITH/JOHN/A/JR",
            "SMITH^JOHN^A^JR",
            "Smith; John A. Jr.",
            "SMITH JOHN A JR",
            "Smith - John A Jr",
            "SMITH_JOHN_A_JR",
            "Smith, John \"Jack\" A (Johnny) Jr",
            "SMITH, JOHN A JR AKA SMYTHE, JACK",
        ] {
            check(text, Order::FamilyFirst, "SMITH|JOHN|A|1");
        }
        for text in [
            "John A. Smith Jr.",
            "John A Smith, Jr., MD",
            "Dr. John A. Smith, Jr",
            "Mr John A Jr Smith",
            "John (Jack) A Smith JR",
        ] {
            check(text, Order::GivenFirst, "SMITH|JOHN|A|1");
        }
        check("Maria de la Cruz", Order::GivenFirst, "DELACRUZ|MARIA||0");
        check("DE LA CRUZ MARIA", Order::FamilyFirst, "DELACRUZ|MARIA||0");
        check("J.R. Ewing", Order::GivenFirst, "EWING|JR||0");
        check("Dr. Ana Ortiz-Vega", Order::GivenFirst, "VEGA|ANA|ORTIZ|0");
        check("Cher", Order::GivenFirst, "CHER|||0");
        check("", Order::GivenFirst, "|||0");
        assert_eq!(whole("SMITH, JOHN A").surname, "SMITH");
        assert_eq!(whole("John A. Smith").surname, "SMITH");
    }
}
