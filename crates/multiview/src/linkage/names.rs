//! What is known of a name besides its letters.

use super::words::{Value, Words};

/// Names of one kind, given or family.
#[derive(Clone, Default)]
pub(crate) struct NameBook {
    pub(crate) words: Words,
    facts: Vec<NameFacts>,
}

#[derive(Clone)]
struct NameFacts {
    sound: u32,
    /// Hashes of its nicknames.
    nicknames: Box<[u64]>,
    /// Hashes of the parts of a double name.
    parts: Box<[u64]>,
}

impl NameBook {
    /// Counts one more occurrence of a name in upper-case ASCII, its words separated by blanks.
    pub(crate) fn add(&mut self, name: &str) -> Value {
        let value = self.words.add(name);
        if value as usize == self.facts.len() {
            self.facts.push(NameFacts::of(name));
        }
        value
    }

    /// The same for names that sound alike.
    pub(crate) fn sound(&self, name: Value) -> u32 {
        self.facts[name as usize].sound
    }

    pub(crate) fn initial(&self, name: Value) -> u8 {
        self.words.bytes(name).first().copied().unwrap_or_default()
    }
}

impl NameFacts {
    fn of(name: &str) -> NameFacts {
        let joined: String = name.chars().filter(|letter| *letter != ' ').collect();
        let code = rphonetic::DoubleMetaphone::default().double_metaphone(&joined).primary();
        let sound = crate::hash::hash(&[if code.is_empty() { &joined } else { &code }]) as u32;
        let nicknames = crate::name::nicknames(name).iter().map(|name| crate::hash::hash(&[name])).collect();
        let parts = if name.contains(' ') {
            name.split(' ').filter(|part| part.len() > 2).map(|part| crate::hash::hash(&[part])).collect()
        } else {
            Box::default()
        };
        NameFacts { sound, nicknames, parts }
    }
}

/// One is a nickname of the other. The list is directional: that Bob and Rob are both Robert does not make them one.
pub(crate) fn nickname(left: &NameBook, a: Value, right: &NameBook, b: Value) -> bool {
    let (x, y) = (&left.facts[a as usize], &right.facts[b as usize]);
    (!x.nicknames.is_empty() && x.nicknames.contains(&right.words.hash(b)))
        || (!y.nicknames.is_empty() && y.nicknames.contains(&left.words.hash(a)))
}

/// A double name and one of its parts, or two double names with a part in common.
pub(crate) fn share_part(left: &NameBook, a: Value, right: &NameBook, b: Value) -> bool {
    let (x, y) = (&left.facts[a as usize].parts, &right.facts[b as usize].parts);
    match (x.is_empty(), y.is_empty()) {
        (true, true) => false,
        (true, false) => y.contains(&left.words.hash(a)),
        (false, true) => x.contains(&right.words.hash(b)),
        (false, false) => x.iter().any(|part| y.contains(part)),
    }
}
