//! What looks like a plate or a VIN from a distance.

use super::Query;

/// Letters and digits that are taken for one another.
const ALIKE: [&str; 5] = ["0ODQ", "1IL", "2Z", "5S", "8B"];

/// Most characters of one plate that are taken to have been misread.
const MOST_MISREAD: usize = 2;

impl Query {
    /// Every plate or VIN that reads like this one where up to two of its characters were taken for others; the likeliest
    /// first. None of them is what was asked for: they may only be offered.
    pub fn look_alikes(&self) -> Vec<Query> {
        let (Query::Plate { plate: text, .. } | Query::Vin { vin: text, .. }) = self;
        let mut found = vec![text.clone()];
        let mut begins = 0;
        for _ in 0..MOST_MISREAD {
            let misread: Vec<String> = found[begins..].iter().flat_map(|text| misread(text)).collect();
            begins = found.len();
            for other in misread {
                if !found.contains(&other) {
                    found.push(other);
                }
            }
        }
        found.into_iter().skip(1).filter_map(|text| self.with(text)).collect()
    }

    fn with(&self, text: String) -> Option<Query> {
        match self {
            Query::Plate { state, .. } => Some(Query::Plate { plate: text, state: state.clone() }),
            Query::Vin { .. } => super::vin::vin(text),
        }
    }
}

/// The text with one character taken for another.
fn misread(text: &str) -> impl Iterator<Item = String> + '_ {
    text.char_indices().flat_map(move |(at, letter)| {
        let class = ALIKE.iter().find(|class| class.contains(letter)).copied().unwrap_or_default();
        let others = class.chars().filter(move |other| *other != letter);
        others.map(move |other| format!("{}{other}{}", &text[..at], &text[at + letter.len_utf8()..]))
    })
}
