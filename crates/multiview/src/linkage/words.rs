//! Distinct values of a column, each stored once, with what comparing needs to know of it.

use rustc_hash::FxHashMap;

/// A value in [`Words`].
pub(crate) type Value = u32;
/// There is none.
pub(crate) const MISSING: Value = u32::MAX;

pub(crate) fn has(value: Value) -> bool {
    value != MISSING
}

/// Distinct texts with how often each occurs.
#[derive(Clone, Default)]
pub(crate) struct Words {
    bytes: Vec<u8>,
    facts: Vec<Fact>,
    index: FxHashMap<u64, Value>,
    total: u64,
    /// How much rarer than usual each value is, in bits.
    rarity: Vec<f32>,
}

#[derive(Clone, Copy)]
struct Fact {
    start: u32,
    length: u32,
    count: u32,
    letters: u32,
    hash: u64,
}

impl Words {
    /// Counts one more occurrence of a text that is compared, by its first letters; empty text is missing.
    pub(crate) fn add(&mut self, text: &str) -> Value {
        self.add_whole(clipped(text))
    }

    /// Counts one more occurrence of a text, however long; empty text is missing.
    pub(crate) fn add_whole(&mut self, text: &str) -> Value {
        if text.is_empty() {
            return MISSING;
        }
        self.total += 1;
        let hash = crate::hash::hash(&[text]);
        let mut slot = hash;
        while let Some(&value) = self.index.get(&slot) {
            if self.bytes(value) == text.as_bytes() {
                self.facts[value as usize].count += 1;
                return value;
            }
            slot = slot.wrapping_add(1);
        }
        let value = self.facts.len() as Value;
        let start = self.bytes.len() as u32;
        self.bytes.extend_from_slice(text.as_bytes());
        let letters = text.bytes().fold(0, |letters, byte| letters | letter(byte));
        self.facts.push(Fact { start, length: text.len() as u32, count: 1, letters, hash });
        self.index.insert(slot, value);
        value
    }

    /// Counts one more occurrence of a value that is there.
    pub(crate) fn again(&mut self, value: Value) {
        self.total += 1;
        self.facts[value as usize].count += 1;
    }

    pub(crate) fn len(&self) -> usize {
        self.facts.len()
    }

    /// Bytes of all distinct texts.
    pub(crate) fn size(&self) -> usize {
        self.bytes.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    pub(crate) fn bytes(&self, value: Value) -> &[u8] {
        let fact = &self.facts[value as usize];
        &self.bytes[fact.start as usize..][..fact.length as usize]
    }

    pub(crate) fn text(&self, value: Value) -> &str {
        std::str::from_utf8(self.bytes(value)).unwrap_or_default()
    }

    /// The same for the same text, in every dictionary.
    pub(crate) fn hash(&self, value: Value) -> u64 {
        self.facts[value as usize].hash
    }

    /// A bit for each letter that occurs, so that most pairs are known to be far apart without looking at them.
    pub(crate) fn letters(&self, value: Value) -> u32 {
        self.facts[value as usize].letters
    }

    pub(crate) fn count(&self, value: Value) -> u32 {
        self.facts[value as usize].count
    }

    /// How much rarer than usual the value is, in bits; zero before that was worked out.
    pub(crate) fn rarity(&self, value: Value) -> f32 {
        self.rarity.get(value as usize).copied().unwrap_or_default()
    }

    /// Works out rarities by the hash of each value.
    pub(crate) fn rate(&mut self, rarity: impl Fn(u64) -> f32) {
        self.rarity = self.facts.iter().map(|fact| rarity(fact.hash)).collect();
    }

    /// Hash and count of every value.
    pub(crate) fn counts(&self) -> impl Iterator<Item = (u64, u32)> + '_ {
        self.facts.iter().map(|fact| (fact.hash, fact.count))
    }

    /// Occurrences of all values.
    pub(crate) fn total(&self) -> u64 {
        self.total
    }

    /// The chance that two occurrences drawn at random are the same value.
    pub(crate) fn collision(&self) -> f64 {
        let total = self.total as f64;
        if total < 2.0 {
            return 1.0;
        }
        let pairs = |count: u32| u128::from(count) * (u128::from(count).saturating_sub(1));
        let same: u128 = self.facts.iter().map(|fact| pairs(fact.count)).sum();
        same as f64 / (total * (total - 1.0))
    }
}

/// Longer texts name nobody; comparing them would cost time.
fn clipped(text: &str) -> &str {
    const LONGEST: usize = 200;
    if text.len() <= LONGEST {
        return text;
    }
    let end = (0..=LONGEST).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    &text[..end]
}

fn letter(byte: u8) -> u32 {
    match byte {
        b'A'..=b'Z' => 1 << (byte - b'A'),
        b'a'..=b'z' => 1 << (byte - b'a'),
        b'0'..=b'9' => 1 << (26 + (byte - b'0') / 2),
        _ => 1 << 31,
    }
}

/// Whether two values, perhaps of two dictionaries, are the same text.
pub(crate) fn same(left: &Words, a: Value, right: &Words, b: Value) -> bool {
    if std::ptr::eq(left, right) { a == b } else { left.hash(a) == right.hash(b) }
}
