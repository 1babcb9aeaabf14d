//! Records in the form in which they are compared. What a comparison reads of one record lies together.

use rustc_hash::FxHashMap;

use super::names::NameBook;
use super::words::{MISSING, Value, Words, has};

/// A person's name by its parts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct NameParts {
    pub(crate) given: Value,
    pub(crate) surname: Value,
    pub(crate) middle: Value,
    /// 0 is none.
    pub(crate) suffix: u8,
}

impl NameParts {
    pub(crate) const NONE: NameParts =
        NameParts { given: MISSING, surname: MISSING, middle: MISSING, suffix: 0 };

    fn is_known(self) -> bool {
        self != NameParts::NONE
    }
}

/// A date of birth, as much of it as is known: zero is unknown.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub(crate) struct Born {
    pub(crate) year: i16,
    pub(crate) month: u8,
    pub(crate) day: u8,
}

impl Born {
    pub(crate) fn is_known(self) -> bool {
        self != Born::default()
    }

    pub(crate) fn is_full(self) -> bool {
        self.year != 0 && self.month != 0 && self.day != 0
    }
}

/// Where somebody lives.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) number: Value,
    pub(crate) street: Value,
    pub(crate) town: Value,
    pub(crate) postal: Value,
    pub(crate) region: Value,
    /// Flat or floor.
    pub(crate) unit: Value,
    /// House number and street as one.
    pub(crate) dwelling: Value,
}

impl Place {
    pub(crate) const NONE: Place = Place {
        number: MISSING,
        street: MISSING,
        town: MISSING,
        postal: MISSING,
        region: MISSING,
        unit: MISSING,
        dwelling: MISSING,
    };

    fn is_known(self) -> bool {
        self != Place::NONE
    }
}

/// What a column that is compared by itself holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) enum PlainKind {
    Identifier,
    Email,
    Phone,
    Code,
    Measure,
    Text,
}

/// A column that is compared by itself.
#[derive(Clone)]
pub(crate) struct PlainColumn {
    pub(crate) name: String,
    pub(crate) kind: PlainKind,
    pub(crate) words: Words,
    /// The number that each value of a measure is.
    pub(crate) numbers: Vec<f32>,
}

/// What a record says besides its first name, address and values.
#[derive(Clone, Default)]
struct More {
    names: Vec<NameParts>,
    places: Vec<Place>,
    values: Vec<(u16, Value)>,
}

#[derive(Clone, Copy)]
struct Entry {
    name: NameParts,
    place: Place,
    born: Born,
    source: u16,
    sex: u8,
    has_more: bool,
}

/// A record before it is added.
#[derive(Default)]
pub(crate) struct Draft {
    pub(crate) names: Vec<NameParts>,
    pub(crate) places: Vec<Place>,
    pub(crate) born: Born,
    pub(crate) source: u16,
    /// `M`, `F` or 0.
    pub(crate) sex: u8,
    /// Column and value.
    pub(crate) values: Vec<(u16, Value)>,
}

/// Records with their dictionaries.
#[derive(Clone, Default)]
pub(crate) struct Population {
    entries: Vec<Entry>,
    /// First value of every plain column, record by record.
    values: Vec<Value>,
    more: FxHashMap<u32, More>,
    pub(crate) given: NameBook,
    pub(crate) surname: NameBook,
    pub(crate) numbers: Words,
    pub(crate) streets: Words,
    pub(crate) towns: Words,
    pub(crate) postals: Words,
    pub(crate) regions: Words,
    pub(crate) units: Words,
    pub(crate) dwellings: Words,
    pub(crate) plain: Vec<PlainColumn>,
}

impl Population {
    pub(crate) fn with_columns(columns: impl IntoIterator<Item = (String, PlainKind)>) -> Population {
        let plain = columns
            .into_iter()
            .map(|(name, kind)| PlainColumn { name, kind, words: Words::default(), numbers: Vec::new() })
            .collect();
        Population { plain, ..Population::default() }
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn push(&mut self, draft: Draft) {
        let width = self.plain.len();
        let start = self.values.len();
        self.values.resize(start + width, MISSING);
        let mut more = More::default();
        for (column, value) in draft.values.into_iter().filter(|(_, value)| has(*value)) {
            let first = &mut self.values[start + usize::from(column)];
            if has(*first) {
                more.values.push((column, value));
            } else {
                *first = value;
            }
        }
        let mut names = draft.names.into_iter().filter(|name| name.is_known());
        let mut places = draft.places.into_iter().filter(|place| place.is_known());
        let name = names.next().unwrap_or(NameParts::NONE);
        let place = places.next().unwrap_or(Place::NONE);
        more.names.extend(names);
        more.places.extend(places);
        let has_more = !(more.names.is_empty() && more.places.is_empty() && more.values.is_empty());
        if has_more {
            self.more.insert(self.entries.len() as u32, more);
        }
        let Draft { born, source, sex, .. } = draft;
        self.entries.push(Entry { name, place, born, source, sex, has_more });
    }

    fn more(&self, record: usize) -> Option<&More> {
        if self.entries[record].has_more { self.more.get(&(record as u32)) } else { None }
    }

    /// Names, the leading one first.
    pub(crate) fn names(&self, record: usize) -> impl Iterator<Item = NameParts> + Clone + '_ {
        let others = self.more(record).map_or(&[][..], |more| &more.names);
        let first = Some(self.entries[record].name).filter(|name| name.is_known());
        first.into_iter().chain(others.iter().copied())
    }

    /// Addresses, the current one first.
    pub(crate) fn places(&self, record: usize) -> impl Iterator<Item = Place> + Clone + '_ {
        let others = self.more(record).map_or(&[][..], |more| &more.places);
        let first = Some(self.entries[record].place).filter(|place| place.is_known());
        first.into_iter().chain(others.iter().copied())
    }

    /// Values of a plain column.
    pub(crate) fn values(&self, record: usize, column: usize) -> impl Iterator<Item = Value> + Clone + '_ {
        let others = self.more(record).map_or(&[][..], |more| &more.values);
        let first = Some(self.values[record * self.plain.len() + column]).filter(|value| has(*value));
        let others = others.iter().filter(move |(other, _)| usize::from(*other) == column);
        first.into_iter().chain(others.map(|(_, value)| *value))
    }

    pub(crate) fn first_name(&self, record: usize) -> NameParts {
        self.entries[record].name
    }

    pub(crate) fn born(&self, record: usize) -> Born {
        self.entries[record].born
    }

    pub(crate) fn sex(&self, record: usize) -> u8 {
        self.entries[record].sex
    }

    pub(crate) fn source(&self, record: usize) -> u16 {
        self.entries[record].source
    }
}
