//! Decisions about whose records are whose, in words: what is asked, what will change, what was done.

use ciss_contract::matter::RecordName;
use ciss_contract::record::{Field, GoldenField, RecordAnswer};

use super::evidence::record;
use super::person::{count, surname_first};

/// What a decision is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    /// Two golden records are of one person.
    OnePerson,
    /// They are of two.
    TwoPeople,
    /// A document of this golden record is another person's.
    AnothersDocument,
}

impl Choice {
    /// Of a decision: `inside` where both records are of the golden record on the screen.
    pub(crate) const fn of(same: bool, inside: bool) -> Choice {
        match (same, inside) {
            (true, _) => Choice::OnePerson,
            (false, false) => Choice::TwoPeople,
            (false, true) => Choice::AnothersDocument,
        }
    }

    /// On the button that begins it.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Choice::OnePerson => "They are one person",
            Choice::TwoPeople => "They are two people",
            Choice::AnothersDocument => "This document is another person's",
        }
    }

    /// Over the field for the reason.
    pub(crate) const fn question(self) -> &'static str {
        match self {
            Choice::OnePerson => "Why are they one person?",
            Choice::TwoPeople => "Why are they two people?",
            Choice::AnothersDocument => "Why is this document another person's?",
        }
    }

    /// What was done, once it is.
    pub(crate) const fn done(self) -> &'static str {
        match self {
            Choice::OnePerson => "Two golden records are one now.",
            Choice::TwoPeople => "They stay two people, and are not offered as one again.",
            Choice::AnothersDocument => "The document is not this person's any more.",
        }
    }
}

/// What will change, before anybody decides. `other`: the golden record beside it, where it is there.
pub(crate) fn outcome(
    choice: Choice,
    mine: &RecordAnswer,
    document: &RecordName,
    other: Option<&RecordAnswer>,
) -> String {
    let records = |answer: &RecordAnswer| count(answer.total, "record", "records");
    let name = |answer: &RecordAnswer| surname_first(&answer.person.name);
    match (choice, other) {
        (Choice::OnePerson, Some(other)) => format!(
            "All {} of {} and all {} of {} become one golden record of {}. What either has on file is then said of that one \
             person, wants and dangers too.",
            records(mine),
            name(mine),
            records(other),
            name(other),
            count(mine.total + other.total, "record", "records"),
        ),
        (Choice::OnePerson, None) => {
            "Both golden records become one. What either has on file is then said of that one person.".to_owned()
        }
        (Choice::TwoPeople, _) => {
            "Both golden records stay as they are, each with its own records. They are not offered as one again."
                .to_owned()
        }
        (Choice::AnothersDocument, _) => format!(
            "{} leaves this golden record. It stands by itself, or joins whom it agrees with. What it alone says is not \
             said of {} any more.",
            record(document),
            name(mine),
        ),
    }
}

/// A field of two golden records side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    /// Which.
    pub(crate) field: Field,
    /// Of the golden record on the screen.
    pub(crate) mine: Option<String>,
    /// Of the other.
    pub(crate) other: Option<String>,
}

impl Pair {
    /// How the two agree, in a word; nothing where one of them does not say.
    pub(crate) fn verdict(&self) -> Option<&'static str> {
        let plain = |value: &str| {
            value.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect::<String>()
        };
        let (mine, other) = (self.mine.as_deref()?, self.other.as_deref()?);
        Some(if plain(mine) == plain(other) { "same" } else { "differs" })
    }
}

/// Every field that either has, in the order in which golden records show them.
pub(crate) fn side_by_side(mine: &[GoldenField], other: &[GoldenField]) -> Vec<Pair> {
    let value = |fields: &[GoldenField], field: Field| {
        fields.iter().find(|golden| golden.field == field).map(|golden| golden.value.clone())
    };
    let mut fields: Vec<Field> = mine.iter().chain(other).map(|golden| golden.field).collect();
    fields.sort_unstable();
    fields.dedup();
    let pair = |field| Pair { field, mine: value(mine, field), other: value(other, field) };
    fields.into_iter().map(pair).collect()
}

#[cfg(test)]
mod tests {
    use ciss_contract::ids::DocumentId;
    use ciss_contract::record::Provenance;
    use ciss_contract::source::Source;

    use super::*;
    use crate::state::fixtures::noon;

    fn golden(field: Field, value: &str) -> GoldenField {
        let from = Provenance { source: Source::Rms, document: DocumentId::from("d"), as_of: noon() };
        GoldenField { field, value: value.to_owned(), from, agreeing: 1, of: 1, conflicts: vec![] }
    }

    #[test]
    fn fields_stand_side_by_side_and_say_where_they_differ() {
        let mine = [golden(Field::Name, "Ana Vega"), golden(Field::Born, "3 Feb 1985")];
        let other =
            [golden(Field::Sex, "F"), golden(Field::Born, "3 FEB 1985"), golden(Field::Name, "Anna Vega")];
        let told: Vec<_> =
            side_by_side(&mine, &other).iter().map(|pair| (pair.field, pair.verdict())).collect();
        assert_eq!(told, [(Field::Name, Some("differs")), (Field::Born, Some("same")), (Field::Sex, None)]);
    }
}
